"""Verdicts: what a guard answers, and the explanation behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import attrs

from campaignflow.messages import Lang, Notice, few

_LINES: Final = 6
_NAMED: Final = 20


class Verdict(NamedTuple):
    """Hold the answer of a guard.

    Attributes:
        value: True (satisfied), False (unsatisfied) or None (unknown), by Kleene's logic.
        settled: Whether neither time nor further records can change the value
            (evidence withdrawn apart).
        met: How many of the ``need`` parts are there, for progress.
        need: How many parts there are in all.
    """

    value: bool | None
    settled: bool = False
    met: int = 0
    need: int = 1

    def __bool__(self) -> bool:
        raise TypeError("a verdict has three values: ask for .value is True, False or None")


YES: Final = Verdict(True, settled=True, met=1)
NO: Final = Verdict(False)
UNKNOWN: Final = Verdict(None)


@attrs.frozen
class Explanation:
    """Hold one node of a truth tree.

    Attributes:
        notice: What was wanted and what was found.
        verdict: The answer here.
        missing: Who or what is missing, each as it would be named in a list.
        parts: Explanations of the parts, in the order of the guard.
        path: Where the node stands in its rule, such as ``"0.1"``; ``""`` for the root.
    """

    notice: Notice
    verdict: Verdict
    missing: tuple[Notice, ...] = ()
    parts: tuple[Explanation, ...] = ()
    path: str = ""

    def walk(self) -> Iterator[Explanation]:
        """Yield this explanation and all below it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def blocking(self) -> Iterator[Explanation]:
        """Yield what keeps the whole from being satisfied: leaves, and negations of what holds."""
        if self.verdict.value is True:
            return
        below = [found for part in self.parts for found in part.blocking()]
        yield from below or [self]

    def lines(self, lang: Lang = "en", indent: str = "") -> Iterator[str]:
        """Yield the tree as indented lines with a sign for each verdict (√ × ?)."""
        sign = {True: "√", False: "×", None: "?"}[self.verdict.value]
        yield f"{indent}{sign} {self.notice.text(lang)}"
        yield from (f"{indent}    - {lack.text(lang)}" for lack in gathered(self.missing))
        for part in self.parts:
            yield from part.lines(lang, indent + "  ")

    def as_json(self) -> dict[str, object]:
        """Return the tree as plain data."""
        plain: dict[str, object] = {
            **self.notice.as_json(),
            "value": self.verdict.value,
            "settled": self.verdict.settled,
            "met": self.verdict.met,
            "need": self.verdict.need,
        }
        if self.missing:
            plain["missing"] = [lack.as_json() for lack in self.missing]
        if self.parts:
            plain["parts"] = [part.as_json() for part in self.parts]
        return plain


def gathered(missing: Iterable[Notice]) -> Iterator[Notice]:
    """Yield what is missing as few sentences: those that say the same of others as one.

    Beyond a handful only the number of the others is told, of sentences as of names in one.
    """
    groups: dict[str, list[Notice]] = {}
    for lack in missing:
        said = {name: value for name, value in lack.params.items() if name != "who"}
        groups.setdefault(f"{lack.code} {said}", []).append(lack)
    alike = list(groups.values())
    for group in alike[:_LINES]:
        more = str(group[0].params.get("more", "and_more"))
        named = few([lack.params["who"] for lack in group if "who" in lack.params], _NAMED, more)
        yield Notice(group[0].code, {**group[0].params, "who": named})
    rest = sum(len(group) for group in alike[_LINES:])
    if rest:
        yield Notice("and_more", {"n": rest})
