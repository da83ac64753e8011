"""What a guard may see: never the log, a clock or a database, only the state of one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from campaignflow.calendar import Partial
from campaignflow.guards.verdict import Verdict
from campaignflow.messages import Notice

Key = tuple[str, ...]
_T = TypeVar("_T")


class Span(NamedTuple):
    """Hold the days over which a guard looks; both inclusive, None where unknown.

    Units: proleptic ordinals, as :meth:`datetime.date.toordinal` gives them.
    """

    start: int | None
    end: int | None


class Cut(NamedTuple):
    """Hold one period of a calendar within a span, as first and last day."""

    label: str
    start: int
    end: int


class Counted(Protocol):
    """One record as guards see it: its name, its fields, its local day and its moment."""

    @property
    def id(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def day(self) -> int: ...
    @property
    def at(self) -> int: ...


class View(Protocol):
    """The state of one run, seen from one rule at one moment."""

    @property
    def day(self) -> int:
        """The local day of the moment judged, as an ordinal."""

    @property
    def member(self) -> str | None:
        """The member of the multiplied instance that is judged, if it is one."""

    def once(self, leaf: object, find: Callable[[View], _T]) -> _T:
        """Return what ``find`` finds of ``leaf`` on this view; it is looked for only once."""

    def totals(self, quota: object) -> Mapping[Key, int]:
        """Return what has been counted for ``quota`` within its span, by key."""

    def span(self, quota: object) -> Span:
        """Return the days over which ``quota`` counts."""

    def holders(self, role: str, start: int, end: int, *, throughout: bool) -> Sequence[str]:
        """Return who holds ``role``.

        With ``throughout`` on every day of the span, days before the run's start apart; else those
        who held it on some day of the span and still do at its end or today, whichever is earlier.
        """

    def related(self, relation: str) -> Sequence[tuple[str, str]]:
        """Return the pairs that stand in ``relation`` now."""

    def cuts(self, every: str, span: Span, partial: Partial) -> Sequence[Cut] | None:
        """Return the periods of ``span``; None where the calendar does not know them."""

    def records(self, kind: str) -> Sequence[Counted]:
        """Return the live records of ``kind``, in the order of learning."""

    def nearly(self, quota: object, record: Counted) -> Sequence[Key]:
        """Return the keys of ``quota`` that a record would count for, its condition and day apart.

        None where it is meant for another quota: one with a condition, or over another node.
        """

    def items(self, ledger: str) -> Mapping[str, str]:
        """Return the items of ``ledger``: id -> state."""

    def item_final(self, ledger: str, *, answered: bool) -> Sequence[str]:
        """Return the states in which an item of ``ledger`` is struck off, or answered, in order."""

    def item_state(self, ledger: str, state: str) -> Notice | str:
        """Return the name of an item's state, for sentences."""

    def states(self, node: str) -> Sequence[str]:
        """Return the states of the instances of ``node``."""

    def reported(self, node: str, tier: str | None = None) -> Mapping[str, Any] | None:
        """Return what was last reported of ``node`` in other units, if anything was.

        Of the occurrence that is judged, where ``node`` repeats alike; of the units of ``tier``,
        of those next below, or of the unit above (``".."``).
        """

    def anchor(self, anchor: str) -> int | None:
        """Return the day of ``anchor``, or None while it is not fixed."""

    def assumed(self, leaf: object) -> Verdict | None:
        """Return the verdict that an authority has set for an unknown leaf of this rule."""

    def waived(self, key: Key) -> bool:
        """Return whether an authority has waived one owed key of this rule."""

    def title(self, key: str) -> str:
        """Return the title of a keyed element, for sentences."""
