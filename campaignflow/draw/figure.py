"""The figure of a phase graph: what is to be seen, before any place, size or file format.

A figure holds clean texts in one language and plain values. Layouts and renderers read figures and
know neither campaigns nor runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import attrs

from campaignflow.draw.theme import Tone


@attrs.frozen
class Badge:
    """Show one short fact on a pill.

    Attributes:
        text: The fact.
        tone: ``late`` warns, ``count`` shows progress, ``note`` says anything else.
        share: How much of the pill is filled, 0 to 1; None where nothing is counted.
    """

    text: str
    tone: Literal["late", "count", "note"] = "note"
    share: float | None = None


@attrs.frozen
class Clause:
    """Show one condition.

    Attributes:
        text: What is asked.
        met: Whether it holds; None where that is unknown or not asked.
    """

    text: str
    met: bool | None = None


@attrs.frozen
class Bead:
    """Show one occurrence of a node that repeats."""

    label: str
    tone: Tone = "plain"


@attrs.frozen
class StepBox:
    """Show a step; with ``parts`` it is a group drawn around them.

    Attributes:
        key: Key of the node.
        dates: Planned time as the plan writes it, then what became of it.
        now: One line that is to be changed later, in the widest form that it will take.
        tone: How it is shown.
        state: Word for its state; empty where no run is drawn.
        stack: Whether it stands for several, one per person.
        beads: Its occurrences, where it repeats.
        varies: Whether some units leave it out.
        tips: Everything else that is known of it, one line each.
    """

    key: str
    title: str
    dates: tuple[str, ...] = ()
    now: str = ""
    tone: Tone = "plain"
    state: str = ""
    clauses: tuple[Clause, ...] = ()
    badges: tuple[Badge, ...] = ()
    stack: bool = False
    beads: tuple[Bead, ...] = ()
    varies: bool = False
    parts: tuple[StepBox, ...] = ()
    tips: tuple[str, ...] = ()

    def walk(self) -> Iterator[StepBox]:
        """Yield this box and every box inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@attrs.frozen
class PhaseColumn:
    """Show a phase with what belongs to it.

    Attributes:
        head: The phase itself.
        steps: Its steps, groups among them.
        track: First and last moment of its planned time as shares of the campaign's; None if
            nothing in it is dated.
    """

    head: StepBox
    steps: tuple[StepBox, ...]
    track: tuple[float, float] | None


@attrs.frozen
class Arrow:
    """Show an edge.

    Attributes:
        key: Key of the edge.
        kind: ``after``, ``with``, ``together`` or ``reopen``.
        source: Key of the node it leaves.
        target: Key of the node it reaches.
        label: Its condition or title.
        firm: Whether it binds; else the plan only expects it.
    """

    key: str
    kind: Literal["after", "with", "together", "reopen"]
    source: str
    target: str
    label: str = ""
    firm: bool = True


@attrs.frozen
class Wait:
    """Show one thing that is late, or that keeps the run from going on.

    Attributes:
        key: Key of the node.
        title: Its title, with whose or which it is.
        tone: How it is shown.
        fact: How late it is, or that it is in question; may be empty.
        who: Whose turn it is; may be empty.
        reasons: What it waits for, and who is short of it.
    """

    key: str
    title: str
    tone: Tone
    fact: str
    who: str
    reasons: tuple[str, ...]


@attrs.frozen
class Stretch:
    """Show one phase in which something waits, or all that is outside the phases.

    Attributes:
        title: Its title, with what is done of it.
        tone: How it is shown.
        waits: What it waits for: the late first, then what can be done at once.
        rest: What comes later, or how many more things wait; empty where that is all.
    """

    title: str
    tone: Tone
    waits: tuple[Wait, ...] = ()
    rest: str = ""


@attrs.frozen
class Now:
    """Show where a run stands, in a few lines.

    Attributes:
        open: The phases that are open, and how much is late.
        heads: What stands over titles, persons and reasons of ``stretches``.
        stretches: What it waits for, phase by phase: the open ones first, of these the late.
    """

    open: str
    heads: tuple[str, str, str]
    stretches: tuple[Stretch, ...] = ()


@attrs.frozen
class PhaseFigure:
    """Show a whole campaign.

    Attributes:
        title: Title of the campaign.
        note: Its planned time, and the day of a run.
        root: Conditions and badges of the campaign itself.
        columns: One a phase, in the plan's order.
        threads: Steps that belong to no phase.
        bands: First and last index of neighbouring columns that run side by side.
        today: The day shown, as a share of the campaign's planned time; None if outside.
        replayed: Whether states are put in later, so that any of them may come to be seen.
        now: Where the run stands; None where none is drawn, or it is put in later.
    """

    title: str
    note: str
    root: StepBox
    columns: tuple[PhaseColumn, ...]
    threads: tuple[StepBox, ...]
    arrows: tuple[Arrow, ...]
    bands: tuple[tuple[int, int], ...] = ()
    today: float | None = None
    replayed: bool = False
    now: Now | None = None

    def boxes(self) -> Iterator[StepBox]:
        """Yield every step, groups before their parts."""
        for column in self.columns:
            for step in column.steps:
                yield from step.walk()
        for step in self.threads:
            yield from step.walk()


def renamed(figure: Any, names: Callable[[str], str]) -> Any:
    """Return a figure, or a part of one, with every text as ``names`` gives it."""
    if isinstance(figure, str):
        return names(figure)
    if isinstance(figure, tuple):
        return tuple(renamed(part, names) for part in figure)
    if not attrs.has(type(figure)):
        return figure
    fields = [field.name for field in attrs.fields(type(figure))]
    return attrs.evolve(figure, **{n: renamed(getattr(figure, n), names) for n in fields})
