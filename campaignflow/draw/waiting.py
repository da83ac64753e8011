"""Where a run stands in a few lines: the phases that are open, and what keeps it from going on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

from campaignflow.draw.figure import Now, Stretch, Wait
from campaignflow.draw.standing import standing
from campaignflow.draw.text import clean
from campaignflow.guards.verdict import Explanation
from campaignflow.messages import Lang, Notice, few
from campaignflow.report import Blocked, Hold, NodeRow

_MOST: Final = 12
_NAMED: Final = 3
_REASONS: Final = 2
_DOT: Final = " · "
_SHOULD: Final = "report.hold.should"
_READY: Final = "report.act.can"
_INSIDE: Final = "report.hold.inside"
_AHEAD: Final = frozenset({"report.hold.order", "report.hold.serial", "report.hold.together"})


def now(rows: Iterable[NodeRow], blocked: Iterable[Blocked], lang: Lang) -> Now:
    """Return where a run stands.

    Args:
        rows: Every instance.
        blocked: What is open or next, with what it waits for.
        lang: Language of all texts.
    """
    found = tuple(rows)
    head = Notice("report.section.blocked").text(lang)
    stretches = tuple(_stretches(found, blocked, lang))
    return Now(f"{_open(found, lang)}{_DOT}{_late(found, lang)}", head, stretches)


def ahead(blocked: Sequence[Blocked], lang: Lang) -> Iterator[str]:
    """Yield what else must be settled before any of the instances of a node may go on."""
    found = [
        [clean(h.notice.text(lang)) for h in each.holds if h.notice.code in _AHEAD]
        for each in blocked
    ]
    yield from (text for text in found[0] if all(text in texts for texts in found)) if found else ()


def ready(blocked: Blocked) -> bool:
    """Tell whether somebody can open, submit or finish the node at once."""
    return any(hold.notice.code.startswith(_READY) for hold in blocked.holds)


def _open(rows: Iterable[NodeRow], lang: Lang) -> str:
    phases = [row for row in rows if row.is_open and row.life == "phase"]
    if not phases:
        return clean(Notice("report.no_phase").text(lang))
    named = [_counted(row, lang) if row.progress else row.label for row in phases]
    return clean(Notice("report.phases", {"phases": named}).text(lang))


def _late(rows: Iterable[NodeRow], lang: Lang) -> str:
    late = sum(row.late_days is not None and not row.is_settled for row in rows)
    return Notice("draw.now.late" if late else "draw.now.on_time", {"n": late}).text(lang)


def _counted(row: NodeRow, lang: Lang) -> str:
    count = "/".join(map(str, row.progress or ()))
    return Notice("draw.where", {"what": row.label, "where": count}).text(lang)


def _stretches(
    rows: Sequence[NodeRow], blocked: Iterable[Blocked], lang: Lang
) -> Iterator[Stretch]:
    """Yield what waits, phase by phase: open phases whole, then the rest as far as it is few."""
    known = {row.key: row for row in rows}
    parts: dict[str, list[Blocked]] = {}
    for each in blocked:
        parts.setdefault(_top(each.row, known).key, []).append(each)
    for key in sorted(parts, key=lambda key: _place(known[key])):
        top, waits = known[key], list(_waits(parts[key], lang))
        shown = waits if top.life == "phase" and top.is_open else waits[:_MOST]
        left = len(waits) - len(shown)
        more = Notice("draw.more", {"n": left}).text(lang) if left else ""
        inside = "".join(_inside(each, lang) for each in parts[key] if each.row is top)
        tone = standing([top], lang, None).tone if top.life == "phase" else "plain"
        if shown or inside:
            yield Stretch(clean(_named(top, lang)), tone, clean(inside), tuple(shown), more)


def _top(row: NodeRow, known: Mapping[str, NodeRow]) -> NodeRow:
    """Return the phase that a node is in, or the campaign."""
    while row.life != "phase" and row.container is not None:
        row = known[row.container]
    return row


def _place(top: NodeRow) -> int:
    if top.life != "phase":
        return 3
    return 0 if top.is_open else 2 if top.is_settled else 1


def _named(top: NodeRow, lang: Lang) -> str:
    if top.life != "phase":
        return Notice("draw.threads").text(lang)
    if top.is_settled:
        return Notice("draw.where", {"what": top.label, "where": Notice("draw.lasting")}).text(lang)
    return _counted(top, lang) if top.progress else top.label


def _inside(blocked: Blocked, lang: Lang) -> str:
    """Return what in a phase is not settled yet."""
    found = [hold.notice.params for hold in blocked.holds if hold.notice.code == _INSIDE]
    for params in found:
        nodes, n = cast("list[object]", params["nodes"]), cast("int", params["n"])
        more = [Notice("and_more", {"n": n - _NAMED})] if n > _NAMED else []
        return Notice(_INSIDE, {"n": n, "nodes": [*nodes[:_NAMED], *more]}).text(lang)
    return ""


def _waits(blocked: Iterable[Blocked], lang: Lang) -> Iterator[Wait]:
    """Yield one entry for all instances of a node that wait for the same."""
    alike: dict[tuple[str, str], list[Blocked]] = {}
    for each in sorted(blocked, key=_rank):
        holds = [hold for hold in each.holds if hold.notice.code != _INSIDE]
        if holds:
            found = [reason for hold in holds for reason in _reasons(hold, each.row)]
            reason = _DOT.join(each.text(lang) for each in few(found, _REASONS))
            alike.setdefault((each.row.node, reason), []).append(each)
    for (node, reason), group in alike.items():
        rows = [each.row for each in group]
        stands = standing(rows, lang, None)
        late = next((badge.text for badge in stands.badges if badge.tone == "late"), "")
        who = dict.fromkeys(person for each in group for person in each.who)
        turn = Notice("report.who", {"who": few(list(who), _NAMED, "and_more.people")}).text(lang)
        said = f"{reason}{_DOT}{turn}" if who else reason
        yield Wait(node, clean(_title(rows, lang)), stands.tone, late, clean(said))


def _rank(blocked: Blocked) -> int:
    """Return the late first, then what can be done at once, then the short, then the next."""
    if blocked.row.late_days and not blocked.row.is_settled:
        return 0
    if ready(blocked):
        return 1
    return 3 if any(hold.notice.code in _AHEAD for hold in blocked.holds) else 2


def _reasons(hold: Hold, row: NodeRow) -> Iterator[Notice]:
    """Yield what is not met, or else what it waits for."""
    leaves = list(hold.explanation.blocking()) if hold.explanation else []
    if not leaves:
        yield hold.notice
    should = hold.notice.code.startswith(_SHOULD)
    for leaf in leaves:
        said = _short(leaf, row)
        yield Notice("draw.force.should", {"what": said}) if should else said


def _short(leaf: Explanation, row: NodeRow) -> Notice:
    """Return what is not met, with the first few that are short of it.

    What is one person's own says nothing of them: the line names them already.
    """
    lacks = [lack for lack in leaf.missing if lack.code != "quota.not_counted"]
    named = {f"{lack.params['who']}": lack.params["who"] for lack in lacks if _names(lack)}
    if not lacks or list(named) == [row.member]:
        return leaf.notice
    more = str(lacks[0].params.get("more", "and_more"))
    who = few(list(named.values()), _NAMED, more)
    lack = Notice("draw.short", {"who": who}) if named else lacks[0]
    return Notice("draw.lacking", {"what": leaf.notice, "lack": lack})


def _names(lack: Notice) -> bool:
    return "who" in lack.params and not lack.code.endswith(".once")


def _title(rows: Sequence[NodeRow], lang: Lang) -> str:
    if rows[0].life == "phase":
        return Notice("draw.now.itself").text(lang)
    if len(rows) == 1:
        return rows[0].label
    members = [row.member or row.occurrence or row.key for row in rows]
    params = {"title": rows[0].title, "n": len(rows), "members": few(members, _NAMED)}
    return Notice("report.several", params).text(lang)
