"""A status as lines for a terminal; only signs that every Chinese terminal can show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from campaignflow.guards.verdict import Explanation, gathered
from campaignflow.messages import Lang, Notice, few
from campaignflow.report.holds import Hold
from campaignflow.report.rows import NodeRow
from campaignflow.report.status import Blocked, Status
from campaignflow.state.naming import labelled

_MEMBERS: Final = 5
_DEBTS: Final = 3
_PEOPLE: Final = 15
_ITEMS: Final = 10
_SIGNS: Final = {True: "√", False: "×", None: "?"}


def status_lines(status: Status, lang: Lang) -> Iterator[str]:
    """Yield the lines; sections with nothing to say are left out."""
    yield status.campaign
    yield status.head.text(lang)
    phases = [Notice("report.quoted", {"title": row.label}) for row in status.phases]
    yield Notice("report.phases" if phases else "report.no_phase", {"phases": phases}).text(lang)
    for heading, lines in status_sections(status, lang):
        yield ""
        yield f"● {heading}"
        yield from (f"  {line}" for line in lines)


def status_sections(status: Status, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    """Yield the heading and the lines of each section that has something to say."""
    for name, lines in _SECTIONS:
        found = list(lines(status, lang))
        if found:
            yield Notice(f"report.section.{name}").text(lang), found


# --- what is late, and what is open


def _late(status: Status, lang: Lang) -> Iterator[str]:
    who = {blocked.row.key: blocked.who for blocked in status.blocked}
    for group in _grouped(status.late, lambda row: (row.node, row.occurrence, row.state)):
        people = dict.fromkeys(person for row in group for person in who.get(row.key, ()))
        yield f"{_sign(group[0])} {_title(group, lang)}{_facts(group, lang)}{_who(people, lang)}"


def _now(status: Status, lang: Lang) -> Iterator[str]:
    shown = _with_containers(status)
    depth: dict[str, int] = {}
    for row in shown:  # what is part of something that is not shown stands for itself
        depth[row.key] = depth.get(row.container or "", -1) + 1
    for group in _grouped(shown, lambda row: (row.node, row.occurrence, row.state, row.late_days)):
        indent = "  " * depth[group[0].key]
        yield f"{indent}{_sign(group[0])} {_title(group, lang)}{_facts(group, lang)}"


def _with_containers(status: Status) -> list[NodeRow]:
    """Return what is open or due, and what it is part of though that is not open itself."""
    keys = {row.key for row in status.rows if row.is_open or row.due}
    for row in reversed(status.rows):
        if row.key in keys and row.container is not None:
            keys.add(row.container)
    return [row for row in status.rows[1:] if row.key in keys]


def _sign(row: NodeRow) -> str:
    if row.is_settled:
        return "√"
    return "▲" if row.late_days else "●" if row.is_open else "○"


def _facts(group: Sequence[NodeRow], lang: Lang) -> str:
    row = group[0]
    facts = []
    if row.is_settled:
        word = f"release.{row.released_as}" if row.released_as else f"node.{row.state}"
        return f" · {Notice(f'report.{word}').text(lang)}"
    if row.due:
        facts.append(Notice("report.due_open"))
        if row.start_days and row.planned_start:
            told = {"day": row.planned_start.isoformat(), "days": row.start_days}
            facts.append(Notice("report.late_start", told))
    elif row.state != "open":
        facts.append(Notice(f"report.node.{row.state}"))
    if row.due_by:
        soft = "_soft" if row.soft_end else ""
        facts.append(Notice(f"report.due_by{soft}", {"day": row.due_by}))
    if row.late_days:
        facts.append(Notice("report.late", {"days": row.late_days}))
    if row.progress and len(group) == 1 and not row.due:
        met, need = row.progress
        facts.append(Notice("report.progress", {"met": met, "need": need}))
    return "".join(f" · {fact.text(lang)}" for fact in facts)


def _title(group: Sequence[NodeRow], lang: Lang) -> str:
    if len(group) == 1:
        return group[0].label
    members = [row.member or row.occurrence or row.key for row in group]
    alike = len({row.occurrence for row in group}) == 1
    title = labelled(group[0].title, group[0].occurrence) if alike else group[0].title
    more = "and_more.people" if group[0].member else "and_more"
    params = {"title": title, "n": len(group), "members": few(members, _MEMBERS, more)}
    return Notice("report.several", params).text(lang)


def _grouped(rows: Iterable[NodeRow], by: Callable[[NodeRow], object]) -> list[list[NodeRow]]:
    """Return the rows in groups of alike instances, in the order of the first of each."""
    groups: dict[object, list[NodeRow]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return list(groups.values())


# --- what each step waits for


def _blocked(status: Status, lang: Lang) -> Iterator[str]:
    told = {b.row.key: _telling(b) for b in status.blocked}
    who = {b.row.key: b.who for b in status.blocked}
    rows = [b.row for b in status.blocked if told[b.row.key]]
    for group in _grouped(rows, lambda row: _reason(row, told[row.key])):
        people = dict.fromkeys(person for row in group for person in who[row.key])
        yield f"{_sign(group[0])} {_title(group, lang)}{_who(people, lang)}"
        head = None
        for alike in zip(*(told[row.key] for row in group), strict=True):
            if alike[0].notice != head:
                head = alike[0].notice
                yield f"    {head.text(lang)}"
            yield from (f"      {line}" for line in _leaves_of(alike, lang))


def _who(people: Iterable[str], lang: Lang) -> str:
    named = few(list(people), _MEMBERS, "and_more.people")
    return f" · {Notice('report.who', {'who': named}).text(lang)}" if named else ""


def _telling(blocked: Blocked) -> list[Hold]:
    """Return what it waits for, apart from the nodes in it, which stand for themselves."""
    return [hold for hold in blocked.holds if hold.notice.code != "report.hold.inside"]


def _reason(row: NodeRow, holds: Sequence[Hold]) -> object:
    """Return what instances of a node must share to be told together."""
    leaves = [leaf.path for hold in holds for leaf in _leaves(hold)]
    return row.node, row.occurrence, row.state, *(hold.notice.code for hold in holds), *leaves


def _leaves(hold: Hold) -> list[Explanation]:
    return [] if hold.explanation is None else list(hold.explanation.blocking())


def _leaves_of(alike: Sequence[Hold], lang: Lang) -> Iterator[str]:
    """Yield what instances that wait alike still need, and who or what is missing."""
    for leaves in zip(*map(_leaves, alike), strict=True):
        yield from _leaf(leaves, lang)


def _leaf(leaves: Sequence[Explanation], lang: Lang) -> Iterator[str]:
    yield f"{_SIGNS[leaves[0].verdict.value]} {leaves[0].notice.text(lang)}"
    missing = gathered(lack for leaf in leaves for lack in leaf.missing)
    yield from (f"  - {lack.text(lang)}" for lack in missing)


# --- the rest


def _due_next(status: Status, lang: Lang) -> Iterator[str]:
    groups: dict[object, list[NodeRow]] = {}
    for ahead in status.due_next:
        groups.setdefault((ahead.day, ahead.what, ahead.row.node), []).append(ahead.row)
    for ahead in status.due_next:
        group = groups.pop((ahead.day, ahead.what, ahead.row.node), None)
        if group is not None:
            params = {"day": ahead.day.isoformat(), "title": _title(group, lang)}
            yield Notice(f"report.{ahead.what}", params).text(lang)


def _duties(status: Status, lang: Lang) -> Iterator[str]:
    for duty in status.duties:
        found = duty.explanation
        head = Notice("report.duty", {"title": duty.title, "what": found.notice})
        shown = head.text(lang) if duty.title else found.notice.text(lang)
        yield f"{_SIGNS[found.verdict.value]} {shown}"
        for leaf in found.blocking():
            lines = _leaf([leaf], lang)
            if leaf is found:  # the line above has told it
                next(lines)
            yield from (f"    {line}" for line in lines)


def _ledgers(status: Status, lang: Lang) -> Iterator[str]:
    for ledger in status.ledgers:
        states = [
            Notice("report.ledger_state", {"state": ledger.words[name], "n": n})
            for name, n in ledger.states.items()
        ]
        params = {"title": ledger.title, "total": ledger.total, "states": states}
        yield Notice("report.ledger" if states else "report.ledger_none", params).text(lang)
        for item, days in list(ledger.late.items())[:_ITEMS]:
            yield f"  - {Notice('report.ledger_late', {'item': item, 'days': days}).text(lang)}"
        rest = len(ledger.late) - _ITEMS
        if rest > 0:
            yield f"  - {Notice('report.more', {'n': rest}).text(lang)}"


def _deviations(status: Status, lang: Lang) -> Iterator[str]:
    for deviation in status.deviations:
        reason = f" · {deviation.reason}" if deviation.reason else ""
        yield f"{deviation.day} {deviation.title} · {deviation.notice.text(lang)}{reason}"


def _people(status: Status, lang: Lang) -> Iterator[str]:
    people = list(status.people.items())
    for person, debts in people[:_PEOPLE]:
        shown = few([debt.told for debt in debts], _DEBTS)
        joined = Notice("report.semicolon").text(lang).join(n.text(lang) for n in shown)
        yield Notice("report.person", {"person": person, "debts": joined}).text(lang)
    if len(people) > _PEOPLE:
        yield Notice("and_more.people", {"n": len(people) - _PEOPLE}).text(lang)


def _questioned(status: Status, lang: Lang) -> Iterator[str]:
    groups = _grouped(status.questioned, lambda row: row.node)
    return (_title(group, lang) for group in groups)


def _undated(status: Status, lang: Lang) -> Iterator[str]:
    for group in _grouped(status.undated, lambda row: row.node):
        why = group[0].window.unknown if group[0].window else ()
        params = {"title": _title(group, lang), "why": list(why)}
        yield Notice("report.undated", params).text(lang)


_SECTIONS: Final[tuple[tuple[str, Callable[[Status, Lang], Iterator[str]]], ...]] = (
    ("late", _late),
    ("now", _now),
    ("blocked", _blocked),
    ("due_next", _due_next),
    ("questioned", _questioned),
    ("ledgers", _ledgers),
    ("duties", _duties),
    ("people", _people),
    ("deviations", _deviations),
    ("undated", _undated),
)
