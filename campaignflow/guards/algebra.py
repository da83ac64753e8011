"""The algebra of guards: all of, any of, at least k of, not; three-valued, never short-circuited.

A guard is a value. ``&``, ``|`` and ``~`` compose; ``and``, ``or`` and ``not`` would silently drop
a part, so the truth value of a guard is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from campaignflow.guards.verdict import Explanation, Verdict
from campaignflow.keyed import as_tuple
from campaignflow.messages import Notice

if TYPE_CHECKING:
    from campaignflow.guards.view import View


class Guard:
    """Base of all guards: a pure condition that can say why not."""

    __slots__ = ()

    def evaluate(self, view: View) -> Verdict:
        """Return the verdict on the state that ``view`` shows."""
        raise NotImplementedError

    def explain(self, view: View, path: str = "") -> Explanation:
        """Return the truth tree on the state that ``view`` shows."""
        raise NotImplementedError

    def leaves(self, path: str = "") -> Iterator[tuple[str, Guard]]:
        """Yield every leaf with its path, in order."""
        yield path, self

    def __and__(self, other: Guard) -> Guard:
        return AllOf((*_parts(self, AllOf), *_parts(other, AllOf)))

    def __or__(self, other: Guard) -> Guard:
        return AnyOf((*_parts(self, AnyOf), *_parts(other, AnyOf)))

    def __invert__(self) -> Guard:
        return self.part if isinstance(self, Not) else Not(self)

    def __bool__(self) -> bool:
        raise TypeError("a guard has no truth value: combine guards with & | ~, not and/or/not")


def _parts(guard: Guard, kind: type[AllOf] | type[AnyOf]) -> tuple[Guard, ...]:
    return guard.parts if isinstance(guard, kind) else (guard,)


class _Composite(Guard):
    """A guard made of parts."""

    __slots__ = ()
    parts: tuple[Guard, ...]

    def judge(self, verdicts: Sequence[Verdict]) -> Verdict:
        """Return the verdict of the whole from those of the parts."""
        raise NotImplementedError

    def notice(self, verdict: Verdict) -> Notice:
        """Return the sentence for the whole."""
        raise NotImplementedError

    def evaluate(self, view: View) -> Verdict:
        return self.judge([part.evaluate(view) for part in self.parts])

    def explain(self, view: View, path: str = "") -> Explanation:
        parts = tuple(
            part.explain(view, step)
            for step, part in zip(self._paths(path), self.parts, strict=True)
        )
        verdict = self.judge([part.verdict for part in parts])
        return Explanation(self.notice(verdict), verdict, parts=parts, path=path)

    def leaves(self, path: str = "") -> Iterator[tuple[str, Guard]]:
        for step, part in zip(self._paths(path), self.parts, strict=True):
            yield from part.leaves(step)

    def _paths(self, path: str) -> list[str]:
        return [f"{path}.{index}" if path else str(index) for index in range(len(self.parts))]


def _threshold(verdicts: Sequence[Verdict], least: int) -> Verdict:
    """Judge "at least ``least`` of these" by Kleene's logic."""
    met = sum(v.value is True for v in verdicts)
    unknown = sum(v.value is None for v in verdicts)
    if met >= least:
        firm = sum(v.value is True and v.settled for v in verdicts)
        return Verdict(True, firm >= least, met, least)
    firm_no = sum(v.value is False and v.settled for v in verdicts)
    value = None if met + unknown >= least else False
    return Verdict(value, value is False and len(verdicts) - firm_no < least, met, least)


@attrs.frozen
class AllOf(_Composite):
    """Be satisfied when every part is."""

    parts: tuple[Guard, ...] = attrs.field(converter=as_tuple)

    def judge(self, verdicts: Sequence[Verdict]) -> Verdict:
        return _threshold(verdicts, len(verdicts))

    def notice(self, verdict: Verdict) -> Notice:
        return Notice("guard.all", {"met": verdict.met, "need": verdict.need})


@attrs.frozen
class AnyOf(_Composite):
    """Be satisfied when one part is."""

    parts: tuple[Guard, ...] = attrs.field(converter=as_tuple)

    def judge(self, verdicts: Sequence[Verdict]) -> Verdict:
        return _threshold(verdicts, 1)

    def notice(self, verdict: Verdict) -> Notice:
        return Notice("guard.any", {"met": verdict.met, "need": len(self.parts)})


@attrs.frozen
class AtLeast(_Composite):
    """Be satisfied when ``least`` of the parts are.

    Example:
        >>> AtLeast(3, [])
        Traceback (most recent call last):
            ...
        ValueError: at least 3 of 0 guards can never hold: give 1 to 0
    """

    least: int
    parts: tuple[Guard, ...] = attrs.field(converter=as_tuple)

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.least <= len(self.parts):
            raise ValueError(
                f"at least {self.least} of {len(self.parts)} guards can never hold: "
                f"give 1 to {len(self.parts)}"
            )

    def judge(self, verdicts: Sequence[Verdict]) -> Verdict:
        return _threshold(verdicts, self.least)

    def notice(self, verdict: Verdict) -> Notice:
        params = {"least": self.least, "of": len(self.parts), "met": verdict.met}
        return Notice("guard.at_least", params)


@attrs.frozen
class Not(Guard):
    """Be satisfied when the part is not; unknown stays unknown."""

    part: Guard

    def evaluate(self, view: View) -> Verdict:
        return self._turn(self.part.evaluate(view))

    def explain(self, view: View, path: str = "") -> Explanation:
        inner = self.part.explain(view, f"{path}.0" if path else "0")
        return Explanation(
            Notice("guard.not"), self._turn(inner.verdict), parts=(inner,), path=path
        )

    def leaves(self, path: str = "") -> Iterator[tuple[str, Guard]]:
        yield from self.part.leaves(f"{path}.0" if path else "0")

    @staticmethod
    def _turn(verdict: Verdict) -> Verdict:
        value = None if verdict.value is None else not verdict.value
        return Verdict(value, verdict.settled, int(value is True), 1)
