"""Each code is found on the smallest plan that has the mistake, and not on the mended one."""

from __future__ import annotations

import string

import pytest
from plan_cases import CASES
from plan_stage import found

from campaignflow.catalogue.verify import MESSAGES
from campaignflow.model import Campaign
from campaignflow.verification import verify

cases = pytest.mark.parametrize(
    ("code", "severity", "place", "wrong", "mended"), CASES.values(), ids=CASES.keys()
)


@cases
def test_mistake_is_found_with_its_code_and_place(
    code: str, severity: str, place: str, wrong: Campaign, mended: Campaign
) -> None:
    """The author is told what is wrong, how badly and where."""
    assert (severity, place) in found(wrong, code)


@cases
def test_mended_plan_has_no_such_finding(
    code: str, severity: str, place: str, wrong: Campaign, mended: Campaign
) -> None:
    """What the message advises makes the finding go away."""
    assert (severity, place) not in found(mended, code)


@cases
def test_finding_reads_in_both_languages(
    code: str, severity: str, place: str, wrong: Campaign, mended: Campaign
) -> None:
    """Both sentences can be made, and no placeholder is left in them."""
    for finding in verify(wrong):
        assert not {"{", "}"} & set(finding.notice.en + finding.notice.zh)
        assert finding.as_json()["severity"] == finding.severity.value


def test_every_code_of_a_finding_has_a_case() -> None:
    """No check can be added without the plan that triggers it."""
    codes = {code for code in MESSAGES if not code.startswith("verify.")}
    assert codes == {code for code, *_ in CASES.values()}


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_take_the_same_values(code: str) -> None:
    """A sentence in one language never needs what the other was not given."""
    en, zh = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in MESSAGES[code]
    )
    assert zh <= en
