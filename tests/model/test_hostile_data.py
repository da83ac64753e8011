"""Definitions as data that somebody spoilt: one typed error with a place, or a whole campaign."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from campaignflow.errors import DefinitionError, PlainTextError
from campaignflow.model import Campaign, Phase, Role, Step, from_json, to_json, window
from campaignflow.plain import DEEPEST, LONGEST, read_plain
from tests.model.test_codec import plan
from tests.published import EXTERNAL

PARSING = EXTERNAL / "hostile-inputs" / "JSONTestSuite" / "test_parsing"
TWICE = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
"""Right by the grammar; which of the two values counts is left to the reader, so none does here."""
JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 2**53, "", "x", "2017-05-01", [], {}, [[]], ["lead"],
    {"ref": []}, {"ref": None}, {"ref": "lead"}, {"is": []}, {"is": "Step"}, {"is": "Elasticity"},
    {"is": "date"}, {"is": "date", "value": 5}, {"is": "date", "value": "2014-02-30"},
    {"is": "Force"}, {"is": "Force", "value": "nope"}, {"is": "Term", "x": 1}, {"is": "Quota"},
    {"is": "Opaque"}, {"is": "Opaque", "name": []}, {"is": "__import__", "name": "os"},
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value below ``value``."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in parts:
        yield (*path, name)
        if isinstance(part, dict | list):
            yield from places(part, (*path, name))


def spoilt(plain: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """Return a copy with something else at ``path``."""
    found = copy.deepcopy(plain)
    holder = found
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = junk
    return found


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: json.dumps(junk))
def test_junk_at_any_place_is_refused_with_a_place_or_read_as_it_stands(junk: Any) -> None:
    """Nothing but a definition error comes out; what is accepted is written back the same."""
    plain = to_json(plan())
    for path in places(plain):
        try:
            found = from_json(spoilt(plain, path, junk))
        except DefinitionError as error:
            refused = error.mistakes
        else:
            refused = ()
            assert from_json(json.dumps(to_json(found))) == found
        assert all(mistake.place and mistake.en and mistake.zh for mistake in refused)


def test_a_text_of_json_is_read_like_its_data() -> None:
    """Texts and bytes come back as the campaign they were written from."""
    text = json.dumps(to_json(plan()), ensure_ascii=False, indent=1)
    assert from_json(text) == from_json(text.encode()) == plan()


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ('{"format": 1,\n "key": }', "line 2", "column 9"),
        ('{"format": 1, "format": 1}', "text", "'format' stands twice"),
        ('{"format": NaN}', "text", "NaN"),
        ('{"format": 1e400}', "text", "1e400"),
        ('{"format": 9007199254740993}', "text", "9007199254740993"),
        ('{"format": "\\ud800"}', "text", "surrogate"),
        ("\ufeff{}", "line 1", "BOM"),
        (b'{"format": "\xe9"}', "text", "byte 12"),
        ('{"format": 1}'.encode("utf-16"), "text", "UTF-8"),
        ("[" * 100_000, "text", "inside one another"),
        ("[" * (DEEPEST + 2) + "]" * (DEEPEST + 2), "text", str(DEEPEST)),
        (" " * (LONGEST + 1), "text", str(LONGEST)),
        ("[1]", "format", "format 1"),
    ],
    ids=repr,
)
def test_text_that_is_no_clean_json_is_refused_with_its_place(
    text: str | bytes, place: str, word: str
) -> None:
    """What other readers guess at, round or crash on is said, in both languages."""
    with pytest.raises(DefinitionError) as caught:
        from_json(text)
    (mistake,) = caught.value.mistakes
    assert mistake.place == place
    assert word in mistake.en
    assert mistake.zh != mistake.en


def files(prefix: str) -> list[Path]:
    """Return the published cases whose name begins so."""
    return sorted(PARSING.glob(f"{prefix}_*.json"))


@pytest.mark.skipif(not PARSING.exists(), reason="the published JSON cases are apart")
def test_every_text_that_is_no_json_is_refused() -> None:
    """188 of 188, each with one typed error; and no campaign comes of any text of the suite."""
    wrong = files("n")
    assert len(wrong) >= 188
    for file in wrong:
        with pytest.raises(PlainTextError):
            read_plain(file.read_bytes())
    for file in PARSING.glob("*.json"):
        with pytest.raises(DefinitionError):
            from_json(file.read_bytes())


@pytest.mark.skipif(not PARSING.exists(), reason="the published JSON cases are apart")
def test_texts_of_json_are_read_unless_ambiguous_or_no_whole_numbers() -> None:
    """Of the 95 right texts those are refused that repeat a name or hold fractions, by name."""
    right = files("y")
    assert len(right) >= 95
    refused = set()
    for file in right:
        try:
            read_plain(file.read_bytes())
        except PlainTextError as error:
            refused.add((file.name, error.notice.code if error.notice else ""))
    assert {code for _, code in refused} <= {"plain.twice", "plain.whole", "plain.large"}
    assert {name for name, code in refused if code == "plain.twice"} == TWICE
    numbers = {name for name, code in refused if code != "plain.twice"}
    assert all("number" in name or "real" in name for name in numbers)


LEAD = Role("lead", "组长")
STUDY = Phase("study", "学习")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"lead": "lead"}, "lead: must be Role, not the text 'lead': write the element itself"),
        ({"window": "3月"}, "window: must be Window, not the text '3月': write window('3月')"),
        ({"phases": [STUDY, "b"]}, "phases[1]: must be Phase, not the text 'b'"),
        ({"phases": [Phase("study", 5)]}, "phases.study.title: must be str, not 5"),
        (
            {"steps": [Step("read", "读", "study", owner="lead")]},
            "steps.read.part_of: must be Phase or Step or None, not the text 'study'",
        ),
        (
            {"steps": [Step("read", "读", "study", owner="lead")]},
            "steps.read.owner: must be Role or None, not the text 'lead'",
        ),
        ({"roles": [LEAD, Role("m", "员", exactly=True)]}, "roles.m.exactly: must be int or None"),
        ({"steps": [Step("read", "读", STUDY, join=1.5)]}, "steps.read.join: must be"),
    ],
)  # fmt: skip
def test_value_of_a_wrong_type_is_told_with_its_place(changed: dict[str, Any], told: str) -> None:
    """An author who writes a key in place of the element is told where, and what to write."""
    plain: dict[str, Any] = {
        "key": "k", "version": "1", "title": "试", "window": window("2017年5月"),
        "lead": LEAD, "roles": [LEAD], "phases": [STUDY],
    }  # fmt: skip
    with pytest.raises(DefinitionError) as caught:
        Campaign(**plain | changed)
    assert told in str(caught.value)


def test_single_row_is_a_table_of_one() -> None:
    """A table given as its only row is that row."""
    campaign = Campaign(
        key="k", version="1", title="试", window=window("2017年5月"),
        lead=LEAD, roles=LEAD, phases=STUDY, cites="一",
    )  # fmt: skip
    assert (campaign.roles, campaign.phases, campaign.cites) == ((LEAD,), (STUDY,), ("一",))
