"""Who owes what: the turn each person has, and what quotas and ledgers still ask of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from campaignflow.guards.quota import Owed, Quota
from campaignflow.messages import Notice, few
from campaignflow.model.time import Force
from campaignflow.report.agenda import AgendaItem, tasks
from campaignflow.report.people import item_holders
from campaignflow.report.rows import NodeRow
from campaignflow.state import Instance, RunView, State
from campaignflow.state.compiled import RuleInfo
from campaignflow.state.judging import waived
from campaignflow.state.state import OPEN

_SHOWN = 6


@attrs.frozen
class Debt:
    """Hold one thing that a person owes.

    Attributes:
        node: Name of the node instance it is owed in, or of the ledger item.
        notice: What is owed.
        due_by: Last day planned for it, if known.
        late_days: Days gone by since; None if it is not late.
    """

    node: str
    notice: Notice
    due_by: dt.date | None
    late_days: int | None = None

    @property
    def told(self) -> Notice:
        """What is owed, and how late it is."""
        if self.late_days is None:
            return self.notice
        return Notice("report.owes.late", {"what": self.notice, "days": self.late_days})

    def as_json(self) -> dict[str, object]:
        """Return the debt as plain data."""
        due_by = self.due_by.isoformat() if self.due_by else None
        plain = {"node": self.node, "due_by": due_by, "late_days": self.late_days}
        return {**plain, **self.notice.as_json()}


def owed(state: State, day: dt.date, found: Sequence[NodeRow]) -> dict[str, tuple[Debt, ...]]:
    """Return what each person owes on ``day``.

    Args:
        state: Where the run stands.
        day: Today.
        found: The rows of that state and day.

    Returns:
        Person id -> debts, the most urgent first; persons in the order of their ids, and only
        those who owe something. Work that several could do is owed by each of them.
    """
    debts: dict[str, list[Debt]] = defaultdict(list)
    for item in tasks(state, day, found):
        for person in item.who:
            debts[person].append(_turn(item))
    for row in found:
        instance = state.instance(row.key)
        if instance is not None and row.state in OPEN:
            for person, debt in _quotas(state, instance, row, day.toordinal()):
                debts[person].append(debt)
    for person, debt in owed_items(state, day):
        debts[person].append(debt)
    last = dt.date.max
    return {
        person: tuple(sorted(debts[person], key=lambda debt: debt.due_by or last))
        for person in sorted(debts)
    }


def _turn(item: AgendaItem) -> Debt:
    return Debt(item.row.key, item.notice, item.row.due_by, item.row.late_days)


def _quotas(state: State, instance: Instance, row: NodeRow, day: int) -> Iterator[tuple[str, Debt]]:
    for rule in instance.info.exit:
        if rule.rule.force is Force.STATED or waived(state, rule) is not None:
            continue
        for _path, leaf in rule.guard.leaves():
            if isinstance(leaf, Quota):
                yield from _quota(state, rule, leaf, instance, row, day)


def _quota(
    state: State, rule: RuleInfo, quota: Quota, instance: Instance, row: NodeRow, day: int
) -> Iterator[tuple[str, Debt]]:
    people = {person for held in state.intervals.values() for person in held}
    lacking: dict[str, list[Notice]] = defaultdict(list)
    for entry in quota.owed(RunView(state, rule, instance, day)) or ():
        if entry.have < quota.lower:
            for person in people.intersection(entry.key):
                lacking[person].append(_lack(state, quota, entry, person))
    for person, lacks in lacking.items():
        what = quota.told(state.blueprint.titles.get(quota.of.key, quota.of.key))
        node = row.label if row.depth else Notice("report.whole")
        params = {"title": node, "what": what, "lacks": few(lacks, _SHOWN)}
        notice = Notice("report.owes.alike" if what == node else "report.owes.quota", params)
        yield person, Debt(row.key, notice, row.due_by, row.late_days)


def _lack(state: State, quota: Quota, entry: Owed, person: str) -> Notice:
    others = [state.blueprint.titles.get(part, part) for part in entry.key if part != person]
    params = {"have": entry.have, "want": quota.lower, "others": others}
    return Notice("report.owes.with" if others else "report.owes.count", params)


def owed_items(state: State, day: dt.date) -> Iterator[tuple[str, Debt]]:
    """Yield each unsettled ledger item with each person whom it names."""
    for name, ledger in state.blueprint.ledgers.items():
        due = [field.key for field in ledger.fields if field.type == "date"]
        for item, at in state.items.get(name, {}).items():
            values = state.item_values[item]
            if at in ledger.lifecycle.final:
                continue
            days = [dt.date.fromisoformat(values[key]) for key in due if values.get(key)]
            words = state.blueprint.item_state(name, at)
            params = {"item": item, "ledger": ledger.title, "state": words}
            due_by = min(days, default=None)
            late = (day - due_by).days if due_by is not None and due_by < day else None
            for person in item_holders(state, name, item):
                yield person, Debt(item, Notice("report.owes.item", params), due_by, late)
