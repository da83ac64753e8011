"""Planned time in a definition: anchors, windows, repeats and elasticity."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Literal

import attrs

from campaignflow.calendar import Every, Expression, Partial, read
from campaignflow.keyed import REF, TEXT, Keyed, as_tuple, key_of, show_key


class Force(enum.Enum):
    """Say how strongly a rule, edge or window binds."""

    MUST = "must"
    """What contradicts it is refused."""
    SHOULD = "should"
    """What contradicts it is allowed and recorded as a deviation."""
    STATED = "stated"
    """It is kept with its source and shown, and never evaluated."""


class Elastic(enum.Enum):
    """Say whether planned time may change in one direction."""

    FREE = "free"
    REASON = "reason"
    FORBIDDEN = "forbidden"


@attrs.frozen
class Elasticity:
    """Say how planned time may be moved; inherited by everything below.

    Attributes:
        extend: Moving an end later, or a start earlier.
        shorten: Moving an end earlier, or a start later; closing a phase before its end.
        drop: Waiving, skipping or exempting a node by command.
    """

    extend: Elastic = Elastic.REASON
    shorten: Elastic = Elastic.REASON
    drop: Elastic = Elastic.REASON


@attrs.frozen
class Takes:
    """Say how many days a node takes from its start to its finish: an estimate to plan with.

    The days are those of the schedule that is asked for: calendar days, or work days. Nothing is
    refused for taking longer; a time that binds is a window.

    Attributes:
        least: At least so many days.
        most: At most so many days; None for no limit.

    Example:
        >>> Takes(5, 3)
        Traceback (most recent call last):
            ...
        ValueError: 5 to 3 days: give 0 or more, and most= not below least=
    """

    least: int = 0
    most: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ValueError(
                f"{self.least} to {self.most} days: give 0 or more, and most= not below least="
            )


@attrs.frozen
class Anchor:
    """Name a date that is fixed outside the plan, by the unit, or in the course of a run.

    Attributes:
        day: The date, where the definition knows it.
        scope: Who fixes it: ``"outside"`` (known or announced), ``"unit"`` or ``"run"``.
    """

    key: str
    title: str = attrs.field(metadata=TEXT)
    day: dt.date | None = None
    scope: Literal["outside", "unit", "run"] = "outside"
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)


@attrs.frozen
class Window:
    """Hold planned time as the plan writes it.

    Build it with :func:`window`, :func:`on`, :func:`around` or :func:`after_node`.
    """

    text: str
    force: Force = Force.SHOULD
    anchor: Anchor | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    before: int | None = None
    after: int | None = None
    node: Keyed | None = attrs.field(default=None, eq=key_of, repr=show_key, metadata=REF)
    within: int | None = None
    expression: Expression | None = attrs.field(default=None, eq=False, repr=False, init=False)

    def __attrs_post_init__(self) -> None:
        if self.anchor is None and self.node is None:
            object.__setattr__(self, "expression", read(self.text))


def window(source: str, force: Force = Force.SHOULD) -> Window:
    """Return the window that a text of the plan gives, such as ``7月上旬`` or ``8月15日前``.

    Raises:
        WindowTextError: The text cannot be read; nothing is guessed.

    Example:
        >>> window("7月上旬").text
        '7月上旬'
    """
    return Window(source, force)


def on(anchor: Anchor, force: Force = Force.SHOULD) -> Window:
    """Return the window that is the day of ``anchor``."""
    return Window(anchor.title, force, anchor, 0, 0)


def around(
    anchor: Anchor,
    before: int | None = None,
    after: int | None = None,
    force: Force = Force.SHOULD,
) -> Window:
    """Return the window around ``anchor``: so many days before and after, else its two 旬."""
    return Window(f"{anchor.title}前后", force, anchor, before, after)


def after_node(node: Keyed, within: int | None = None, force: Force = Force.SHOULD) -> Window:
    """Return the window that opens when ``node`` settles and lasts ``within`` days.

    Both bounds are unknown until then; without ``within`` the end stays unknown.
    """
    title = getattr(node, "title", node.key)
    return Window(f"{title}后", force, None, None, None, node, within)


@attrs.frozen
class Repeat:
    """Repeat a node once a period of its span, or once for each named window.

    Attributes:
        every: Period of the calendar; None where the occurrences are named.
        partial: What to do with periods that the span cuts; there is no right default.
        named: Occurrence label -> window.
        serial: Whether an occurrence waits for the one before it.
    """

    every: Every | None = None
    partial: Partial | None = None
    named: tuple[tuple[str, Window], ...] = ()
    serial: bool = False

    def __attrs_post_init__(self) -> None:
        if (self.every is None) == (not self.named):
            raise ValueError("a repeat needs every= or named windows, one of the two")
        if self.every is not None and self.partial is None:
            raise ValueError('say partial="keep", "drop" or "ended": the span may cut a period')


def each_time(windows: Mapping[str, Window], *, serial: bool = False) -> Repeat:
    """Return the repeat with one occurrence for each named window."""
    return Repeat(named=tuple(windows.items()), serial=serial)
