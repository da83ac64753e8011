"""Where a run stands in a few lines: the phases that are open, and what keeps it from going on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from campaignflow.draw.figure import Now, Stretch, Wait
from campaignflow.draw.shortage import shortage
from campaignflow.draw.standing import Standing, standing
from campaignflow.draw.text import clean
from campaignflow.messages import Lang, Notice, few
from campaignflow.report import Blocked, Hold, NodeRow

_MOST: Final = 12
_NAMED: Final = 3
_REASONS: Final = 3
_DOT: Final = " · "
_SHOULD: Final = "report.hold.should"
_CAN: Final = "report.act.can"
_CONFIRM: Final = "report.act.confirm"
_INSIDE: Final = "report.hold.inside"
_AHEAD: Final = frozenset({"report.hold.order", "report.hold.serial", "report.hold.together"})
_HEADS: Final = ("what", "who", "why")


def now(rows: Iterable[NodeRow], blocked: Iterable[Blocked], items: int, lang: Lang) -> Now:
    """Return where a run stands.

    Args:
        rows: Every instance.
        blocked: What is open or next, with what it waits for.
        items: How many items of ledgers are past their day.
        lang: Language of all texts.
    """
    found = tuple(rows)
    what, who, why = (Notice(f"draw.now.{head}").text(lang) for head in _HEADS)
    stretches = tuple(_stretches(found, blocked, lang))
    head = _DOT.join((_open(found, lang), *_late(found, items, lang)))
    return Now(head, (what, who, why), stretches)


def ahead(blocked: Sequence[Blocked], lang: Lang) -> Iterator[str]:
    """Yield what else must be settled before any of the instances of a node may go on."""
    found = [
        [clean(h.notice.text(lang)) for h in each.holds if h.notice.code in _AHEAD]
        for each in blocked
    ]
    yield from (text for text in found[0] if all(text in texts for texts in found)) if found else ()


def ready(blocked: Blocked) -> Notice | None:
    """Return the word for what somebody can open, submit or finish at once; None else."""
    codes = [hold.notice.code for hold in blocked.holds]
    if not any(code.startswith(_CAN) for code in codes):
        return None
    short = any(code.startswith(_SHOULD) for code in codes)
    return Notice("draw.ready.should" if short else "draw.ready")


def _open(rows: Iterable[NodeRow], lang: Lang) -> str:
    phases = [row for row in rows if row.is_open and row.life == "phase"]
    if not phases:
        return clean(Notice("report.no_phase").text(lang))
    named = [_counted(row, lang) for row in phases]
    return clean(Notice("report.phases", {"phases": named}).text(lang))


def _late(rows: Iterable[NodeRow], items: int, lang: Lang) -> Iterator[str]:
    late = sum(row.is_late_part for row in rows)
    if late or not items:
        yield Notice("draw.now.late" if late else "draw.now.on_time", {"n": late}).text(lang)
    if items:
        yield Notice("draw.now.items", {"n": items}).text(lang)


def _counted(row: NodeRow, lang: Lang) -> str:
    if row.progress is None:
        return row.label
    count = "/".join(map(str, row.progress))
    return Notice("draw.where", {"what": row.label, "where": count}).text(lang)


# --- phase by phase


def _stretches(
    rows: Sequence[NodeRow], blocked: Iterable[Blocked], lang: Lang
) -> Iterator[Stretch]:
    """Yield what waits, phase by phase: open phases whole, then the rest as far as it is few."""
    known = {row.key: row for row in rows}
    parts: dict[str, list[Blocked]] = {}
    for each in blocked:
        parts.setdefault(_top(each.row, known).key, []).append(each)
    for key in sorted(parts, key=lambda key: _place(known[key], parts[key])):
        top, waits = known[key], list(_waits(parts[key], lang))
        stands = standing([top], lang, None)
        tone = stands.tone if top.life == "phase" else "plain"
        whole = top.life == "phase" and top.is_open
        shown = waits if whole else waits[:_MOST]
        rest = _later(top, parts[key], rows, known, lang) if whole else ""
        if len(shown) < len(waits):
            rest = Notice("draw.more", {"n": len(waits) - len(shown)}).text(lang)
        if shown or rest:
            late = _lateness(stands) if top.is_late else ()
            title = _DOT.join((clean(_named(top, lang)), *late))
            yield Stretch(title, tone, tuple(shown), rest)


def _top(row: NodeRow, known: Mapping[str, NodeRow]) -> NodeRow:
    """Return the phase that a node is in, or the campaign."""
    while row.life != "phase" and row.container is not None:
        row = known[row.container]
    return row


def _place(top: NodeRow, parts: Iterable[Blocked]) -> tuple[int, bool]:
    """Return where a phase stands among the others: open, next, closed; the late first."""
    late = any(each.row.is_late for each in parts)
    if top.life != "phase":
        return 3, not late
    return 0 if top.is_open else 2 if top.is_settled else 1, not late


def _named(top: NodeRow, lang: Lang) -> str:
    if top.life != "phase":
        return Notice("draw.threads").text(lang)
    if top.is_settled:
        return Notice("draw.where", {"what": top.label, "where": Notice("draw.lasting")}).text(lang)
    return _counted(top, lang)


def _later(
    top: NodeRow,
    waiting: Iterable[Blocked],
    rows: Iterable[NodeRow],
    known: Mapping[str, NodeRow],
    lang: Lang,
) -> str:
    """Return what in a phase is not even next, each node once; parts go with what they are in."""
    told = {each.row.key for each in waiting}
    ahead = [
        row.title
        for row in rows
        if row.state == "planned" and row.key not in told and row.container is not None
        if _top(row, known) is top and known[row.container].state != "planned"
    ]
    nodes = few(list(dict.fromkeys(ahead)), _NAMED + 1)
    return clean(Notice("draw.now.later", {"nodes": nodes}).text(lang)) if nodes else ""


# --- one thing that waits


def _waits(blocked: Iterable[Blocked], lang: Lang) -> Iterator[Wait]:
    """Yield one entry for all instances of a node that wait for the same."""
    alike: dict[tuple[str, tuple[str, ...]], list[Blocked]] = {}
    for each in sorted(blocked, key=_rank):
        reasons = tuple(_reasons(each, lang))
        if reasons:
            alike.setdefault((each.row.node, reasons), []).append(each)
    for (node, reasons), group in alike.items():
        rows = [each.row for each in group]
        stands = standing(rows, lang, None)
        late = next(_lateness(stands), "")
        people = list(dict.fromkeys(person for each in group for person in each.who))
        who = few([Notice("leaf.subject", {"who": p}) for p in people], _NAMED, "and_more.people")
        title = clean(_title(rows, people, lang))
        told = clean(Notice("leaf.subject", {"who": who}).text(lang))
        yield Wait(node, title, stands.tone, late, told, reasons)


def _lateness(stands: Standing) -> Iterator[str]:
    """Yield how late it is, if it is."""
    yield from (badge.text for badge in stands.badges if badge.tone == "late")


def _rank(blocked: Blocked) -> int:
    """Return the late first, then what can be done at once, then the short, then the next."""
    if blocked.row.is_late:
        return 0
    if ready(blocked) or any(hold.notice.code == _CONFIRM for hold in blocked.holds):
        return 1
    return 3 if any(hold.notice.code in _AHEAD for hold in blocked.holds) else 2


def _reasons(blocked: Blocked, lang: Lang) -> Iterator[str]:
    """Yield what a node waits for, each thing once; the nodes in it stand for themselves."""
    holds = [hold for hold in blocked.holds if hold.notice.code != _INSIDE]
    found = [each for hold in holds for each in _of_hold(hold, blocked.row)]
    once = list({clean(each.text(lang)): each for each in found}.values())
    yield from (clean(each.text(lang)) for each in few(once, _REASONS))


def _of_hold(hold: Hold, row: NodeRow) -> Iterator[Notice]:
    """Yield what is not met, or else what it waits for."""
    leaves = list(hold.explanation.blocking()) if hold.explanation else []
    if not leaves:
        yield hold.notice
    should = hold.notice.code.startswith(_SHOULD)
    for leaf in leaves:
        said = shortage(leaf, row.member)
        yield Notice("draw.force.should", {"what": said}) if should else said


def _title(rows: Sequence[NodeRow], people: Sequence[str], lang: Lang) -> str:
    """Return the title with whose or which it is, where the persons do not say it already."""
    if rows[0].life == "phase":
        return Notice("draw.now.itself").text(lang)
    members = [row.member or row.occurrence or row.key for row in rows]
    if members == list(people):
        return rows[0].title if len(rows) == 1 else f"{rows[0].title} × {len(rows)}"
    if len(rows) == 1:
        return rows[0].label
    params = {"title": rows[0].title, "n": len(rows), "members": few(members, _NAMED)}
    return Notice("report.several", params).text(lang)
