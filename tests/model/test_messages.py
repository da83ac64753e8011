"""Sentences for people: each in both languages, and one is not counted as several."""

from __future__ import annotations

import re

import pytest

from campaignflow.messages import Notice, catalogue

NOUNS = (
    "bytes|days|entries|errors|findings|items|markings|mistakes|months|people|records|rows|rules"
    "|steps|times|units|years"
)


def test_no_number_stands_before_a_noun_that_is_always_plural() -> None:
    """English templates give the noun to the number: 1 day, 2 days."""
    plural = re.compile(rf"\{{\w+\}} ({NOUNS})\b")
    assert [code for code, (en, _zh) in catalogue().items() if plural.search(en)] == []


@pytest.mark.parametrize(("n", "told"), [(0, "0 entries"), (1, "1 entry"), (21, "21 entries")])
def test_a_number_has_its_noun(n: int, told: str) -> None:
    """One is one entry; any other number is of entries."""
    assert told in Notice("cli.whole", {"run": "no1", "n": n, "head": "ab"}).en


def test_numbers_in_chinese_stand_alone() -> None:
    """Chinese nouns have no plural."""
    assert Notice("report.late", {"days": 1}).zh == "晚 1 天"
