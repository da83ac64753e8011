"""Leaves that ask for something else than a number of records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import attrs

from campaignflow.guards.conditions import Condition
from campaignflow.guards.populations import listed
from campaignflow.guards.quota import Leaf
from campaignflow.guards.shown import Shown
from campaignflow.guards.verdict import NO, UNKNOWN, YES, Verdict
from campaignflow.guards.view import View
from campaignflow.keyed import REF, TEXT, Keyed, key_of, show_key
from campaignflow.messages import Notice

ABOVE = ".."
"""Stands where a tier does, for the unit above; no tier can be called so."""

SETTLED = frozenset({"done", "closed", "released"})

Told = tuple[Notice, tuple[Notice, ...]]


@attrs.frozen
class Reached(Leaf):
    """Ask whether every instance of another node is settled (done, closed or released).

    Attributes:
        node: The other node.
        allow_empty: Whether a node multiplied over nobody counts as settled.
    """

    node: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    allow_empty: bool = False

    def judge(self, view: View) -> Verdict:
        states = view.states(self.node.key)
        met = sum(state in SETTLED for state in states)
        return Verdict(met == len(states) if states else self.allow_empty, False, met, len(states))

    def tell(self, view: View, verdict: Verdict) -> Told:
        params = {"node": view.title(self.node.key), "met": verdict.met, "need": verdict.need}
        if not verdict.need:
            return Notice("leaf.reached_empty", params), ()
        return Notice("leaf.reached" if verdict.value else "leaf.not_reached", params), ()


class _LedgerLeaf(Leaf):
    """Ask for the state of every item of a ledger."""

    __slots__ = ()
    ledger: Keyed
    allow_empty: bool
    answered = False

    def judge(self, view: View) -> Verdict:
        items = view.items(self.ledger.key)
        if not items:
            return Verdict(self.allow_empty, False, 0, 0)
        final = view.item_final(self.ledger.key, answered=self.answered)
        met = sum(state in final for state in items.values())
        return Verdict(met == len(items), False, met, len(items))

    def tell(self, view: View, verdict: Verdict) -> Told:
        ledger = self.ledger.key
        final = view.item_final(ledger, answered=self.answered)
        words = (Notice("leaf.state", {"state": view.item_state(ledger, s)}) for s in final)
        wanted = reduce(lambda a, b: Notice("leaf.or", {"a": a, "b": b}), words)
        params = {"ledger": view.title(ledger), "met": verdict.met, "need": verdict.need}
        if not verdict.need:
            return Notice("leaf.ledger_empty", params), ()
        missing = tuple(
            Notice("leaf.item", {"who": view.title(item), "state": view.item_state(ledger, state)})
            for item, state in view.items(ledger).items()
            if state not in final
        )
        return Notice("leaf.items", {**params, "final": wanted}), missing


@attrs.frozen
class Struck(_LedgerLeaf):
    """Ask whether every item of a ledger has been struck off."""

    ledger: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    allow_empty: bool = False


@attrs.frozen
class Answered(_LedgerLeaf):
    """Ask whether every item of a ledger has at least been answered."""

    ledger: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    allow_empty: bool = False
    answered = True


@attrs.frozen
class Published(Leaf):
    """Ask whether something has been posted for ``days`` full days since its first posting."""

    of: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    days: int = 1
    where: Condition | None = None

    def judge(self, view: View) -> Verdict:
        since = self._since(view)
        if since is None:
            return Verdict(False, False, 0, self.days)
        met = max(0, min(self.days, view.day - since))
        return Verdict(met >= self.days, met >= self.days, met, self.days)

    def _since(self, view: View) -> int | None:
        where = self.where
        found = (r for r in view.records(self.of.key) if where is None or where.holds(r.values))
        return min((record.day for record in found), default=None)

    def tell(self, view: View, verdict: Verdict) -> Told:
        params = {"what": view.title(self.of.key), "met": verdict.met, "days": self.days}
        return Notice("leaf.published", params), ()


@attrs.frozen
class Survey(Leaf):
    """Ask whether the latest survey of a kind reached a threshold in an integer field."""

    of: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    field: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    least: int = 0
    where: Condition | None = None

    def judge(self, view: View) -> Verdict:
        found = self._latest(view)
        return Verdict(found is not None and found >= self.least)

    def _latest(self, view: View) -> int | None:
        surveys = [
            (record.at, index, record.values[self.field.key])
            for index, record in enumerate(view.records(self.of.key))
            if record.values.get(self.field.key) is not None
            and (self.where is None or self.where.holds(record.values))
        ]
        return max(surveys)[2] if surveys else None

    def tell(self, view: View, verdict: Verdict) -> Told:
        params = {"what": view.title(self.of.key), "least": self.least, "found": self._latest(view)}
        return Notice(
            "leaf.survey" if params["found"] is not None else "leaf.no_survey", params
        ), ()


@attrs.frozen
class Fixed(Leaf):
    """Ask whether an anchor has its day."""

    anchor: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)

    def judge(self, view: View) -> Verdict:
        return NO if view.anchor(self.anchor.key) is None else YES

    def tell(self, view: View, verdict: Verdict) -> Told:
        code = "leaf.fixed" if verdict.value else "leaf.not_fixed"
        return Notice(code, {"anchor": view.title(self.anchor.key)}), ()


@attrs.frozen
class Since(Leaf):
    """Ask whether a day has come: a date, or the day of an anchor plus ``days``."""

    day: dt.date | Keyed = attrs.field(
        eq=lambda d: getattr(d, "key", d), repr=lambda d: str(getattr(d, "key", d))
    )
    days: int = 0

    def judge(self, view: View) -> Verdict:
        due = self._due(view)
        if due is None:
            return UNKNOWN
        return YES if view.day >= due else NO

    def _due(self, view: View) -> int | None:
        day = self.day
        start = day.toordinal() if isinstance(day, dt.date) else view.anchor(day.key)
        return None if start is None else start + self.days

    def tell(self, view: View, verdict: Verdict) -> Told:
        due = self._due(view)
        if due is None:
            anchor = view.title(self.day.key) if not isinstance(self.day, dt.date) else self.day
            return Notice("leaf.undated", {"anchor": anchor}), ()
        return Notice("leaf.since", {"day": dt.date.fromordinal(due).isoformat()}), ()


@attrs.frozen
class Earlier(Leaf):
    """Ask that each record of ``kind`` has an earlier one of ``of`` for the same subject.

    This is the sanction ladder: no organisational measure before education has been tried.
    """

    kind: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    of: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    by: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)

    def judge(self, view: View) -> Verdict:
        subjects = self._subjects(view)
        met = sum(fine for _subject, fine in subjects)
        return Verdict(met == len(subjects), False, met, len(subjects))

    def _subjects(self, view: View) -> list[tuple[str, bool]]:
        first: dict[str, int] = {}
        for record in view.records(self.of.key):
            for subject in listed(record.values.get(self.by.key)):
                first[subject] = min(record.at, first.get(subject, record.at))
        return [
            (subject, subject in first and first[subject] < record.at)
            for record in view.records(self.kind.key)
            for subject in listed(record.values.get(self.by.key))
        ]

    def tell(self, view: View, verdict: Verdict) -> Told:
        params = {"kind": view.title(self.kind.key), "of": view.title(self.of.key)}
        missing = (subject for subject, fine in self._subjects(view) if not fine)
        who = tuple(Notice("leaf.subject", {"who": view.title(person)}) for person in missing)
        return Notice("leaf.earlier", params), who


@attrs.frozen
class Children(Leaf):
    """Ask that a share of the units below has settled a node, by what was last reported.

    Attributes:
        node: The node, in the runs of the units below.
        percent: How many of them. Units: percent.
        tier: Which units: all of this tier, however deep; those next below where left out.
    """

    node: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    percent: int = attrs.field(default=100, validator=attrs.validators.in_(range(1, 101)))
    tier: Keyed | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)

    def judge(self, view: View) -> Verdict:
        report = self._report(view)
        if report is None:
            return UNKNOWN
        reached, total = report["reached"], report["total"]
        return Verdict(total > 0 and reached * 100 >= total * self.percent, False, reached, total)

    def _report(self, view: View) -> Mapping[str, Any] | None:
        return view.reported(self.node.key, key_of(self.tier))

    def tell(self, view: View, verdict: Verdict) -> Told:
        who = Notice("leaf.below") if self.tier is None else view.title(self.tier.key)
        params = {"node": view.title(self.node.key), "percent": self.percent, "who": who}
        report = self._report(view)
        if report is None:
            return Notice("leaf.unreported", params), ()
        params |= {"met": report["reached"], "need": report["total"]}
        code = "leaf.children.all" if self.percent == 100 else "leaf.children"
        missing = tuple(Notice("leaf.subject", {"who": unit}) for unit in report["missing"])
        return Notice(code, params), missing if verdict.value is not True else ()


@attrs.frozen
class Parent(Leaf):
    """Ask that the unit above has settled a node, by what was last reported.

    For a unit that has none above, or whose unit above does not carry the node out, this stays
    unknown.

    Attributes:
        node: The node, in the run of the unit above.
    """

    node: Keyed = attrs.field(eq=key_of, repr=show_key, metadata=REF)

    def judge(self, view: View) -> Verdict:
        report = view.reported(self.node.key, ABOVE)
        if report is None:
            return UNKNOWN
        met = int(report["reached"] > 0)
        return Verdict(met > 0, False, met, 1)

    def tell(self, view: View, verdict: Verdict) -> Told:
        params = {"node": view.title(self.node.key), "who": Notice("leaf.above")}
        report = view.reported(self.node.key, ABOVE)
        if report is None:
            return Notice("leaf.parent.unknown", params), ()
        missing = tuple(Notice("leaf.subject", {"who": unit}) for unit in report["missing"])
        return Notice("leaf.parent", params), missing


@attrs.frozen
class Unstated(Leaf):
    """Stand for a demand whose text is missing or cannot be read: unknown, never guessed.

    What it guards waits until an authority assumes the answer, with a reason.

    Attributes:
        why: What is missing, and where.
    """

    why: str = attrs.field(metadata=TEXT)

    def judge(self, view: View) -> Verdict:
        return UNKNOWN

    def tell(self, view: View, verdict: Verdict) -> Told:
        return Notice("leaf.unstated", {"why": self.why}), ()


@attrs.frozen
class Opaque(Leaf):
    """Ask a plain function of the view; marked, because nothing can be proved about it.

    ``function`` is shown copies, must be pure and return True, False or None. ``name`` stands for
    it in the digest and in JSON: change the name when the meaning changes.
    """

    name: str
    function: Callable[[View], bool | None] = attrs.field(eq=False, repr=False)
    title: str = attrs.field(default="", metadata=TEXT)

    def judge(self, view: View) -> Verdict:
        shown: Any = Shown(view)
        value: Any = self.function(shown)
        if value is not None and not isinstance(value, bool):
            raise TypeError(f"guard {self.name!r} returned {value!r}: return True, False or None")
        return Verdict(value)

    def tell(self, view: View, verdict: Verdict) -> Told:
        return Notice("leaf.opaque", {"title": self.title or self.name}), ()
