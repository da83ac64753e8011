"""Quota: the guard that counts.

A quota measures records of one kind that match a condition, asks for the measure per key of a
population, and keeps within bounds over a span of days. What was counted is kept by the state as
records arrive; here only the answer is formed, from the totals and the keys that are owed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs

from campaignflow.guards.algebra import Guard
from campaignflow.guards.conditions import Condition
from campaignflow.guards.owing import of_people, owing
from campaignflow.guards.populations import Held, Once, Population, listed
from campaignflow.guards.verdict import UNKNOWN, Explanation, Verdict
from campaignflow.guards.view import Key, Span, View
from campaignflow.keyed import REF, Keyed, key_of, show_key, title_of
from campaignflow.messages import Notice

_FAR: Final = 1 << 30  # later than any day


class Whole:
    """Mark the whole campaign's planned window as the span of a quota."""

    key: Final = "whole"

    def __repr__(self) -> str:
        return "WHOLE"


WHOLE: Final = Whole()


class Leaf(Guard):
    """Base of guards that have no parts; an authority may assume their unknown verdict."""

    __slots__ = ()

    def judge(self, view: View) -> Verdict:
        """Return the verdict before any assumption."""
        raise NotImplementedError

    def evaluate(self, view: View) -> Verdict:
        return self.assuming(view, self.judge(view))

    def assuming(self, view: View, verdict: Verdict) -> Verdict:
        """Return ``verdict``, or what an authority has put in the place of an unknown one."""
        assumed = view.assumed(self) if verdict.value is None else None
        return verdict if assumed is None else assumed

    def tell(self, view: View, verdict: Verdict) -> tuple[Notice, tuple[Notice, ...]]:
        """Return the sentence for ``verdict`` and what is missing."""
        raise NotImplementedError

    def explain(self, view: View, path: str = "") -> Explanation:
        verdict = self.evaluate(view)
        notice, missing = self.tell(view, verdict)
        return Explanation(notice, verdict, missing, path=path)


class Owed(NamedTuple):
    """Hold one key of a quota with what it has."""

    key: Key
    have: int
    closed: bool  # the period or span of the key is over


_owed: Callable[..., Owed] = tuple.__new__
_verdict: Callable[..., Verdict] = tuple.__new__

_Found = tuple[Span, list[Owed] | None, Verdict]
"""What a quota finds on a view: the ground of its verdict and of its sentences."""


@attrs.frozen(kw_only=True)
class Quota(Leaf):
    """Ask for a number of records per key of a population, within bounds, over a span.

    Attributes:
        of: Record kind that is counted.
        per: Population whose keys each owe the number; once in all if left out.
        least: At least so many per key; None for no lower bound.
        most: At most so many per key; None for no upper bound.
        sum: Integer field to add up instead of counting records.
        covers: Field and values that a key's records must cover together, instead of counting.
        where: Condition that a record must meet to count.
        during: Node whose planned window is the span, or :data:`WHOLE` for the campaign's; left
            out, the span is the rule's own node, from its planned start to the moment judged, and
            of an occurrence no longer than until the next one begins.
        allow_empty: Whether nobody owing anything counts as satisfied.
    """

    of: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    per: Population = attrs.field(factory=Once)
    least: int | None = attrs.field(default=1)
    most: int | None = None
    sum: Keyed | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    covers: tuple[Keyed, tuple[str, ...]] | None = attrs.field(
        default=None,
        eq=lambda c: c and (c[0].key, c[1]),
        repr=lambda c: str(c and (c[0].key, c[1])),
    )
    where: Condition | None = None
    during: Keyed | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    allow_empty: bool = False

    def __attrs_post_init__(self) -> None:
        wrong = self._impossible()
        if wrong:
            raise ValueError(f"quota of {self.of.key!r}: {wrong}")

    def _impossible(self) -> str | None:
        if self.least is None and self.most is None:
            return "give least= or most="
        if self.least is not None and self.least < 0:
            return f"least={self.least} is negative: give 0 or more"
        if self.most is not None and self.most < (self.least or 0):
            return f"most={self.most} is below least={self.least or 0}: no count satisfies both"
        if self.sum is not None and self.covers is not None:
            return "sum= and covers= exclude each other: use two quotas"
        return None

    # counting: called by the state once per record

    def amount(self, values: Mapping[str, Any]) -> int:
        """Return what one record adds to each key that it counts for."""
        return 1 if self.sum is None else int(values.get(self.sum.key) or 0)

    def counts(self, values: Mapping[str, Any], cut: str | None, held: Held) -> Iterable[Key]:
        """Return the keys that one record counts for. ``where`` has been asked before."""
        keys = self.per.parts(values, cut, held)
        if self.covers is None:
            return keys
        field, wanted = self.covers
        covered = [value for value in listed(values.get(field.key)) if value in wanted]
        return [(*key, value) for key in keys for value in covered]

    # judging

    @property
    def lower(self) -> int:
        """The number that each key must reach; 0 where there is only an upper bound."""
        return len(self.covers[1]) if self.covers else self.least or 0

    def judge(self, view: View) -> Verdict:
        return view.once(self, self._find)[2]

    def owed(self, view: View) -> list[Owed] | None:
        """Return every owed key with what it has, waived ones left out.

        Returns:
            One entry per key in a stable order; empty if nobody owes anything; None if the
            periods of the span are not known.
        """
        return view.once(self, self._find)[1]

    def _find(self, view: View) -> _Found:
        span = view.span(self)
        owed = self._owed(view, span)
        return span, owed, self._judged(view, span, owed)

    def _judged(self, view: View, span: Span, owed: list[Owed] | None) -> Verdict:
        if owed is None:
            return UNKNOWN
        if not owed:
            waived = bool(self._keys(view, span))
            return Verdict(waived or self.allow_empty, settled=False, met=0, need=0)
        lower, most, met, doomed = self.lower, self.most, 0, False
        ended = True
        for _key, have, closed in owed:
            ended = ended and closed
            over = most is not None and have > most
            met += not over and have >= lower
            doomed = doomed or over or (closed and have < lower)
        value = met == len(owed)
        settled = doomed or (value and (most is None or ended))
        return _verdict(Verdict, (value, settled, met, len(owed)))

    def _owed(self, view: View, span: Span) -> list[Owed] | None:
        today, totals, keys = view.day, view.totals(self), self._keys(view, span)
        if keys is None:
            return None
        over = span.end is not None and span.end < today
        entries = []
        for key, end in keys:
            if view.waived(key):
                continue
            closed = over if end is None else end < today
            entries.append(_owed(Owed, (key, self._have(key, totals), closed)))
        return entries

    def keys(self, view: View) -> list[Key] | None:
        """Return every key that is asked for, waived ones too; None if the periods are unknown."""
        found = self._keys(view, view.span(self))
        return None if found is None else [key for key, _end in found]

    def _keys(self, view: View, span: Span) -> list[tuple[Key, int | None]] | None:
        per, calendar = self.per, self.per.calendar
        if calendar is None:
            start = view.day if span.start is None else span.start
            end = view.day if span.end is None else span.end
            return [(k, None) for k in per.owed(view, min(start, end), end, throughout=False)]
        cuts = view.cuts(calendar.every.value, span, calendar.partial)
        if cuts is None:
            return None
        return [
            (per.place(cut, key), cut.end)
            for cut in cuts
            for key in per.owed(view, cut.start, cut.end, throughout=True)
        ]

    def _have(self, key: Key, totals: Mapping[Key, int]) -> int:
        if self.covers is None:
            return totals.get(key, 0)
        return sum(totals.get((*key, value), 0) > 0 for value in self.covers[1])

    # explaining

    def told(self, title: str) -> str | Notice:
        """Return what is counted in words: the kind's title, and which of its records count."""
        if self.where is None:
            return title
        return Notice("quota.of", {"what": title, "where": self.where.told()})

    def tell(self, view: View, verdict: Verdict) -> tuple[Notice, tuple[Notice, ...]]:
        span, owed, _verdict = view.once(self, self._find)
        params = {
            "what": self.told(view.title(self.of.key)),
            "bounds": self._bounds(),
            "met": verdict.met,
            "need": verdict.need,
        }
        if owed is None:
            return Notice("quota.unknown_periods", params), ()
        if not owed:
            return Notice("quota.empty", params), ()
        lacking = [entry for entry in owed if not self._fine(entry.have)]
        missing = [*self._lacks(lacking, view), *self._near_misses(lacking, view, span)]
        who, have = owing(self.per), owed[0].have
        if who is not None:
            return Notice("quota.each", {**params, "who": who}), tuple(missing)
        code = "quota.once.covers" if self.covers else "quota.once"
        return Notice(code, {**params, "have": have, "want": self.lower}), tuple(missing)

    def _fine(self, have: int) -> bool:
        return have >= self.lower and (self.most is None or have <= self.most)

    def _bounds(self) -> Notice:
        least, most = self.lower, self.most
        if self.covers:
            return Notice("quota.covers", {"values": list(self.covers[1])})
        if most is None:
            way = "least"
        elif not least:
            way = "most" if most else "none"
        else:
            way = "exactly" if least == most else "between"
        unit = Notice(f"quota.unit.{'document' if hasattr(self.of, 'parts') else 'record'}")
        params = {"least": least, "most": most, "unit": unit}
        if self.sum is not None and way != "none":
            return Notice(f"quota.sum.{way}", {**params, "field": title_of(self.sum)})
        return Notice(f"quota.{way}", params)

    def _lacks(self, lacking: Sequence[Owed], view: View) -> Iterator[Notice]:
        """Yield what each key lacks, where the sentence of the whole does not say it already."""
        for entry in lacking:
            if entry.key or (self.covers and entry.have):
                yield self._lack(entry, view)

    def _lack(self, entry: Owed, view: View) -> Notice:
        params: dict[str, object] = {
            "who": self.per.name(entry.key, view),
            "have": entry.have,
            "want": self.lower,
            "most": self.most,
            "more": "and_more.people" if of_people(self.per) else "and_more",
        }
        if self.most is not None and entry.have > self.most:
            return Notice("quota.lack.over", params)
        if self.covers is None:
            return Notice("quota.lack", params)
        params["values"] = [key[-1] for key in self._wanted(entry, view)]
        return Notice("quota.lack.values" if entry.key else "quota.lack.values.once", params)

    def _wanted(self, entry: Owed, view: View) -> list[Key]:
        """Return the counted keys that would serve what is still lacking, the value last."""
        if self.covers is None:
            return [entry.key]
        totals, keys = view.totals(self), [(*entry.key, value) for value in self.covers[1]]
        return [key for key in keys if not totals.get(key, 0)]

    def _near_misses(self, lacking: Sequence[Owed], view: View, span: Span) -> Iterator[Notice]:
        """Say why records do not count that would have served what is lacking."""
        wanted = {way for e in lacking if e.have < self.lower for way in self._wanted(e, view)}
        where, (start, end) = self.where, span
        first, last = -1 if start is None else start, _FAR if end is None else end
        for record in view.records(self.of.key) if wanted else ():
            if where is not None and not where.holds(record.values):
                why = where.why_not(record.values)
            elif first <= record.day <= last:
                continue
            else:
                why = Notice("quota.outside_span")
            if not wanted.isdisjoint(view.nearly(self, record)):
                yield Notice("quota.not_counted", {"who": record.id, "why": why})


def covering(of: Any, field: Any, *values: str, **more: Any) -> Quota:
    """Return the quota "together they cover all of these": each choice of ``field``, or ``values``.

    Example:
        >>> from campaignflow.model import RecordKind, some
        >>> place = some("place", "参观地点", "展览馆", "群雕")
        >>> covering(RecordKind("visit", "参观", [place]), place).covers[1]
        ('展览馆', '群雕')
    """
    return Quota(of=of, covers=(field, values or field.choices), **more)


def has(artifact: Any, per: Population | None = None, least: int = 1, **more: Any) -> Quota:
    """Return the quota "the artifact is there with all its parts", per key of a population.

    An artifact without parts is counted (``least``); one with parts must have each of them.
    """
    covers = (artifact.parts_field, artifact.parts) if artifact.parts else None
    return Quota(of=artifact, per=per or Once(), least=least, covers=covers, **more)
