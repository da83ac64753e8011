"""Where a run stands in a few lines: the phases that are open, and what keeps it from going on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from campaignflow.draw.figure import Now, Wait
from campaignflow.draw.standing import standing
from campaignflow.draw.text import clean
from campaignflow.messages import Lang, Notice, few
from campaignflow.report import Blocked, Hold, NodeRow

_MOST: Final = 7
_NAMED: Final = 3
_REASONS: Final = 2
_DOT: Final = " · "
_SHOULD: Final = "report.hold.should"
_READY: Final = "report.act.can"
_AHEAD: Final = frozenset({"report.hold.order", "report.hold.serial", "report.hold.together"})


def now(rows: Iterable[NodeRow], blocked: Iterable[Blocked], lang: Lang) -> Now:
    """Return where a run stands.

    Args:
        rows: Every instance.
        blocked: What is open or next, with what it waits for.
        lang: Language of all texts.
    """
    waits = list(_waits(blocked, lang))
    left = len(waits) - _MOST
    more = Notice("draw.more", {"n": left}).text(lang) if left > 0 else ""
    head = Notice("report.section.blocked").text(lang)
    return Now(_open(rows, lang), head, tuple(waits[:_MOST]), more)


def ahead(blocked: Sequence[Blocked], lang: Lang) -> Iterator[str]:
    """Yield what else must be settled before any of the instances of a node may go on."""
    found = [
        [clean(h.notice.text(lang)) for h in each.holds if h.notice.code in _AHEAD]
        for each in blocked
    ]
    yield from (text for text in found[0] if all(text in texts for texts in found)) if found else ()


def _open(rows: Iterable[NodeRow], lang: Lang) -> str:
    phases = [row for row in rows if row.is_open and row.life == "phase"]
    if not phases:
        return clean(Notice("report.no_phase").text(lang))
    named = [_counted(row, lang) if row.progress else row.label for row in phases]
    return clean(Notice("report.phases", {"phases": named}).text(lang))


def _counted(row: NodeRow, lang: Lang) -> str:
    count = "/".join(map(str, row.progress or ()))
    return Notice("draw.where", {"what": row.label, "where": count}).text(lang)


def _waits(blocked: Iterable[Blocked], lang: Lang) -> Iterator[Wait]:
    """Yield one entry for all instances of a node that wait for the same."""
    alike: dict[tuple[str, str], list[Blocked]] = {}
    for each in sorted(blocked, key=_rank):
        holds = [hold for hold in each.holds if hold.notice.code != "report.hold.inside"]
        if holds:
            found = [reason for hold in holds for reason in _reasons(hold)]
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
    """Return the late first, then what is next and held up, then what is short of something."""
    if blocked.row.late_days and not blocked.row.is_settled:
        return 0
    codes = {hold.notice.code for hold in blocked.holds}
    if codes & _AHEAD:
        return 1
    return 3 if any(code.startswith(_READY) for code in codes) else 2


def _reasons(hold: Hold) -> Iterator[Notice]:
    """Yield what is not met, or else what it waits for."""
    leaves = list(hold.explanation.blocking()) if hold.explanation else []
    if not leaves:
        yield hold.notice
    should = hold.notice.code.startswith(_SHOULD)
    for leaf in leaves:
        yield Notice("draw.force.should", {"what": leaf.notice}) if should else leaf.notice


def _title(rows: Sequence[NodeRow], lang: Lang) -> str:
    if len(rows) == 1:
        return rows[0].label
    members = [row.member or row.occurrence or row.key for row in rows]
    params = {"title": rows[0].title, "n": len(rows), "members": few(members, _NAMED)}
    return Notice("report.several", params).text(lang)
