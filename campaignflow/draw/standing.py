"""Where a node stands in a run, as a drawing shows it: tone, word, badges, dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from campaignflow.draw.dates import day_text, period_text
from campaignflow.draw.figure import Badge, Bead
from campaignflow.draw.theme import Tone
from campaignflow.messages import Lang, Notice
from campaignflow.report.rows import NodeRow


@attrs.frozen
class Standing:
    """Hold how one node is shown, all its instances taken together.

    Attributes:
        tone: How it is shown.
        word: Word for its state.
        badges: Lateness, progress and whatever else is special, the most urgent first.
        dates: What became of its planned time; empty where nothing has.
    """

    tone: Tone = "plain"
    word: str = ""
    badges: tuple[Badge, ...] = ()
    dates: str = ""


def standing(rows: Sequence[NodeRow], lang: Lang, year: int | None) -> Standing:
    """Return how the node is shown whose instances ``rows`` describe.

    Args:
        rows: One an instance; none for a multiplied node that nobody has yet.
        lang: Language of the texts.
        year: Year that dates leave out.
    """
    if not rows:
        return Standing("planned", _text("node.planned", lang), (_count(0, 0),))
    tone = _tone(rows)
    words = {"due": "draw.due", "late": f"node.{rows[0].state}"}
    state = "done" if tone == "done" and len(rows) > 1 else rows[0].state
    word = _text(words.get(tone, f"node.{state}" if len(rows) == 1 else f"draw.key.{tone}"), lang)
    badges = _single(rows[0], tone, lang) if len(rows) == 1 else _several(rows, lang)
    return Standing(tone, word, tuple(badges), _dates(rows, lang, year))


def beads(labels: Sequence[str], rows: Sequence[NodeRow]) -> tuple[Bead, ...]:
    """Return one bead an occurrence, with where it stands; ``rows`` are all of the node."""
    held: dict[str | None, list[NodeRow]] = {}
    for row in rows:
        held.setdefault(row.occurrence, []).append(row)
    seen = list(dict.fromkeys([*labels, *filter(None, held)]))
    idle: Tone = "planned" if rows else "plain"
    return tuple(Bead(label, _tone(held[label]) if label in held else idle) for label in seen)


def _text(code: str, lang: Lang, **params: object) -> str:
    return Notice(code, params).text(lang)


def _tone(rows: Sequence[NodeRow]) -> Tone:
    if all(row.is_settled for row in rows):
        return "released" if all(row.state == "released" for row in rows) else "done"
    if any(row.late_days is not None and not row.is_settled for row in rows):
        return "late" if any(row.is_open or row.is_settled for row in rows) else "missed"
    if any(row.is_open or row.is_settled for row in rows):
        return "open"
    return "due" if any(row.due for row in rows) else "planned"


def _single(row: NodeRow, tone: Tone, lang: Lang) -> Iterator[Badge]:
    if row.late_days is not None:
        code = "draw.late" if row.is_settled else "draw.overdue"
        yield Badge(_text(code, lang, days=row.late_days), "late")
    if row.questioned:
        yield Badge(_text("draw.questioned", lang), "late")
    if row.state in ("submitted", "returned"):
        yield Badge(_text(f"draw.{row.state}", lang))
    if row.state == "released" and row.released_as:
        yield Badge(_text(f"draw.released.{row.released_as}", lang))
    if row.attempt > 1:
        yield Badge(_text("draw.attempt", lang, n=row.attempt))
    if tone == "due" or (row.due and tone == "missed"):
        yield Badge(_text("draw.due", lang))
    if row.progress is not None and (row.is_open or row.due):
        yield _count(*row.progress)


def _several(rows: Sequence[NodeRow], lang: Lang) -> Iterator[Badge]:
    overdue = sum(row.late_days is not None and not row.is_settled for row in rows)
    if overdue:
        yield Badge(_text("draw.late.many", lang, count=overdue), "late")
    if any(row.questioned for row in rows):
        yield Badge(_text("draw.questioned", lang), "late")
    counted = [row for row in rows if row.is_counted]
    if counted:
        yield _count(sum(row.is_settled for row in counted), len(counted))
    else:
        yield Badge(_text(f"draw.released.{rows[0].released_as}", lang))


def _count(met: int, need: int) -> Badge:
    return Badge(f"{met}/{need}", "count", met / need if need else 0.0)


def _dates(rows: Sequence[NodeRow], lang: Lang, year: int | None) -> str:
    starts = [row.actual_start for row in rows if row.actual_start]
    ends = [row.actual_end for row in rows if row.actual_end]
    settled = all(row.is_settled for row in rows)
    if starts and ends and settled:
        dates = period_text(min(starts), max(ends), lang, year)
        return _text("draw.actual", lang, dates=dates)
    if starts:
        return _text("draw.open_since", lang, dates=day_text(min(starts), lang, year))
    return ""
