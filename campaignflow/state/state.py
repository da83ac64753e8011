"""The state of a run: what its log adds up to.

The state is a bundle of tables. Every write goes through :meth:`State.put`, which remembers how to
undo it, so that a decision can be tried on the state itself and taken back without a trace.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from campaignflow.calendar import Resolution, local_day
from campaignflow.guards.view import Key
from campaignflow.messages import Notice
from campaignflow.model.nodes import CAMPAIGN
from campaignflow.state.blueprint import Blueprint
from campaignflow.state.compiled import Instance, NodeInfo

SETTLED: Final = frozenset({"done", "closed", "released"})
OPEN: Final = frozenset({"open", "submitted", "returned"})


class NodeState(NamedTuple):
    """Where one instance of a node stands.

    Attributes:
        state: State of its lifecycle.
        attempt: 1, and one more for each time it was reopened, or became possible again.
        opened_at: When it was first opened. Units: microseconds.
        settled_at: When it was done, closed or released.
        last_at: When it last moved, reopenings included.
        released_as: How it was released: waived, exempt, not_chosen, lapsed, withdrawn, cancelled.
        questioned: Whether the ground it was settled on has changed.
    """

    state: str
    attempt: int = 1
    opened_at: int | None = None
    settled_at: int | None = None
    last_at: int = -(2**62)
    released_as: str | None = None
    questioned: bool = False


PLANNED: Final = NodeState("planned")
ABSENT: Final = object()
Write = tuple[dict[Any, Any], Any, Any]


def of_tier(node: str, tier: str | None) -> str:
    """Return the name under which it is kept what units of a tier have settled of a node."""
    return node if tier is None else f"{node}/{tier}"


class State:
    """Hold everything that the log of a run adds up to; changed only by :mod:`.evolve`."""

    __slots__ = (
        "active",
        "added",
        "agreements",
        "anchors",
        "assignments",
        "assumptions",
        "behalf",
        "blueprint",
        "by_kind",
        "due_days",
        "erased",
        "exempt",
        "extra",
        "facts",
        "head",
        "held",
        "intervals",
        "item_at",
        "item_due",
        "item_values",
        "items",
        "journal",
        "judged",
        "keys",
        "members",
        "newest",
        "nodes",
        "records",
        "relations",
        "reopenings",
        "reported",
        "roster",
        "run",
        "sealed",
        "spans",
        "submitters",
        "substitutes",
        "swaps",
        "tallies",
        "votes",
        "waivers",
        "windows",
    )  # fmt: skip

    def __init__(self, blueprint: Blueprint, run: str) -> None:
        self.blueprint = blueprint
        self.newest = blueprint.campaign
        self.run = run
        self.journal: list[Write] | None = None
        self.head: dict[str, Any] = {
            "seq": 0, "recorded_at": -(2**62), "status": "planned", "roster": 0,
        }  # fmt: skip
        self.facts: dict[str, Any] = {}
        self.swaps: dict[str, str] = {}
        self.exempt: dict[str, str] = {}
        self.nodes: dict[str, NodeState] = {}
        self.active: dict[str, None] = {}  # what is open, so that nobody looks for it
        self.extra: dict[str, Instance] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        self.added: dict[str, NodeInfo] = {}
        self.judged: dict[tuple[str, str], bool | None] = {}
        self.windows: dict[str, Resolution] = {}
        self.anchors: dict[str, dt.date] = {}
        self.records: dict[str, Record] = {}
        self.by_kind: dict[str, dict[str, Record | None]] = {}  # a voided one keeps its place
        self.tallies: dict[str, dict[Key, int]] = {}
        self.spans: dict[str, tuple[int | None, int | None]] = {}
        self.items: dict[str, dict[str, str]] = {}
        self.item_values: dict[str, dict[str, Any]] = {}
        self.item_at: dict[str, int] = {}
        self.item_due: dict[str, int] = {}
        self.due_days: dict[int, int] = {}
        self.roster: dict[tuple[str, str], tuple[tuple[int, int, bool], ...]] = {}
        self.intervals: dict[str, dict[str, tuple[tuple[int, int | None], ...]]] = {}
        self.relations: dict[tuple[str, str, str], bool] = {}
        self.keys: dict[str, tuple[str, int]] = {}
        self.submitters: dict[str, tuple[str, ...]] = {}
        self.behalf: dict[str, str] = {}
        self.votes: dict[str, dict[str, tuple[str, str]]] = {}
        self.agreements: dict[str, dict[str, Any]] = {}
        self.assumptions: dict[str, bool] = {}
        self.waivers: dict[tuple[str, str], str] = {}
        self.sealed: dict[str, tuple[str, ...]] = {}
        self.erased: dict[str, bool] = {}
        self.reopenings: dict[tuple[str, str], int] = {}
        self.assignments: dict[str, str] = {}
        self.held: dict[str, tuple[str, ...]] = {}
        self.substitutes: dict[str, tuple[tuple[str, int, int], ...]] = {}
        self.reported: dict[str, dict[str, Any]] = {}

    # --- writing

    def begin(self) -> None:
        """Begin a journal: what is written from now on can be taken back, or kept."""
        head = self.head
        self.journal = [
            (head, "seq", head["seq"]),
            (head, "recorded_at", head["recorded_at"]),
        ]

    def keep(self) -> None:
        """End the journal; what was written since it was begun stands."""
        self.journal = None

    def put(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        """Set ``table[key]``; while a journal is kept, remember what stood there."""
        journal = self.journal
        if journal is not None:
            journal.append((table, key, table.get(key, ABSENT)))
        table[key] = value

    def stand(self, key: str, node: NodeState) -> None:
        """Set where an instance stands."""
        self.put(self.nodes, key, node)
        if node.state not in OPEN:
            self.drop(self.active, key)
        elif key not in self.active:
            self.put(self.active, key, None)

    def drop(self, table: dict[Any, Any], key: Any) -> None:
        """Remove ``table[key]`` if it is there."""
        if key in table:
            if self.journal is not None:
                self.journal.append((table, key, table[key]))
            del table[key]

    def undo(self) -> list[Write]:
        """Take back everything written since the journal was begun, and end the journal.

        Returns:
            What stood there before, for :meth:`redo`.
        """
        journal = self.journal or []
        writes = [(table, key, table.get(key, ABSENT)) for table, key, _ in journal]
        for table, key, value in reversed(journal):
            if value is ABSENT:
                table.pop(key, None)
            else:
                table[key] = value
        self.journal = None  # last, so that an interrupted undo can be done again
        return writes

    def redo(self, writes: Sequence[Write]) -> None:
        """Write again what :meth:`undo` took back; nothing may have been written since."""
        for table, key, value in writes:
            if value is ABSENT:
                table.pop(key, None)
            else:
                table[key] = value

    def copy(self) -> State:
        """Return a state of the same content that can be changed apart."""
        other = State(self.blueprint, self.run)
        other.become(self)
        for name, table in other._tables():
            own = {k: dict(v) if isinstance(v, dict) else v for k, v in table.items()}
            setattr(other, name, own)
        return other

    def become(self, other: State) -> None:
        """Take over everything from another state of this run; not while a journal is kept."""
        for name in self.__slots__:
            if name != "journal":
                setattr(self, name, getattr(other, name))

    def _tables(self) -> Iterator[tuple[str, dict[Any, Any]]]:
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, dict):
                yield name, value

    # --- reading

    @property
    def version(self) -> int:
        """Number of events so far."""
        return int(self.head["seq"])

    @property
    def status(self) -> str:
        """State of the campaign's lifecycle: planned, running, suspended, concluded, …"""
        return str(self.head["status"])

    def node(self, key: str) -> NodeState:
        """Return where the instance stands; planned if nothing has happened to it."""
        return self.nodes.get(key, PLANNED)

    def instance(self, key: str) -> Instance | None:
        """Return the instance of this name, or None."""
        return self.blueprint.instances.get(key) or self.extra.get(key)

    def instances_of(self, node: str) -> tuple[str, ...]:
        """Return the names of the instances of ``node``, in the order they came to be."""
        return self.members.get(node) or self.blueprint.by_node.get(node, ())

    def all_instances(self) -> Iterator[Instance]:
        """Yield every instance, the root first, node by node in the order of definition."""
        for node in (*self.blueprint.nodes, *self.added):
            for key in self.instances_of(node):
                instance = self.instance(key)
                if instance is not None:
                    yield instance

    def related(self, instance: Instance, info: NodeInfo) -> tuple[str, ...]:
        """Return the instances of ``info`` that correspond to ``instance``.

        Those of the same member and occurrence where both nodes have them; else all.
        """
        if not info.many:
            return info.single
        keys = self.instances_of(info.key)
        own = instance.info
        if own.each is not None and own.each == info.each:
            keys = tuple(k for k in keys if self._of(k).member == instance.member)
        if own.occurrences and own.occurrences == info.occurrences:
            keys = tuple(k for k in keys if self._of(k).occurrence == instance.occurrence)
        return keys

    def _of(self, key: str) -> Instance:
        found = self.instance(key)
        if found is None:
            raise KeyError(key)
        return found

    def info(self, node: str) -> NodeInfo:
        """Return the compiled node of this key, ad-hoc steps included."""
        return self.blueprint.nodes.get(node) or self.added[node]

    def contents(self, info: NodeInfo) -> Iterator[NodeInfo]:
        """Yield the nodes whose end the closing of ``info`` waits for."""
        for key in info.contents:
            yield self.blueprint.nodes[key]
        for added in self.added.values():
            if added.ender == info.key:
                yield added

    def day(self, us: int) -> int:
        """Return the local day of an instant, as an ordinal."""
        return local_day(us, self.blueprint.zone).toordinal()

    # --- planned time

    def own_window(self, instance: Instance) -> Resolution | None:
        """Return the window of the instance itself; None if it has none of its own."""
        moved = self.windows.get(instance.key)
        if moved is not None:
            return moved
        info = instance.info
        if info.follows is not None and info.planned is not None:
            return self._after(instance, info.follows, info.planned)
        if instance.occurrence is not None:
            label = f"{info.key}@{instance.occurrence}"
            found = self.windows.get(label) or self.blueprint.planned.windows.get(label)
            if found is not None:
                return found
        return self.windows.get(info.key) or info.planned

    def _after(self, instance: Instance, node: str, unknown: Resolution) -> Resolution:
        settled = [self.node(key).settled_at for key in self.related(instance, self.info(node))]
        if None in settled or not settled:
            return unknown
        start = dt.date.fromordinal(self.day(max(at for at in settled if at is not None)))
        within = instance.info.within
        if within is None:
            title = self.blueprint.titles[node]
            open_end = (Notice("window.no_limit", {"node": title}),)
            return Resolution(start, None, unknown.precision, unknown=open_end)
        return Resolution(start, start + dt.timedelta(days=within), unknown.precision)

    def window(self, instance: Instance) -> Resolution:
        """Return the window of the instance, or of the nearest container that has one."""
        current: Instance | None = instance
        while current is not None:
            own = self.own_window(current)
            if own is not None and (own.start is not None or own.end is not None):
                return own
            current = self.container(current)
        return self.blueprint.planned.windows[CAMPAIGN.key]

    def container(self, instance: Instance) -> Instance | None:
        """Return the instance that this one is part of; None for the root."""
        above = instance.info.container
        if above is None:
            return None
        keys = self.related(instance, self.info(above))
        return self.instance(keys[0]) if keys else None

    def bounds(self, instance: Instance) -> tuple[int, int]:
        """Return first and last planned day, each taken from the nearest node that states it."""
        start = end = None
        current: Instance | None = instance
        while current is not None and (start is None or end is None):
            own = self.own_window(current)
            if own is not None:
                start = own.start if start is None else start
                end = own.end if end is None else end
            current = self.container(current)
        root = self.own_window(self._of(CAMPAIGN.key))
        if root is None or root.start is None or root.end is None:
            raise KeyError(CAMPAIGN.key)
        return (start or root.start).toordinal(), (end or root.end).toordinal()

    def anchor(self, key: str) -> dt.date | None:
        """Return the day of an anchor, as fixed in the run or by the definition."""
        return self.anchors.get(key) or self.blueprint.anchors[key].day

    def snapshot(self) -> dict[str, Any]:
        """Return the whole state as comparable plain values."""
        plain: dict[str, Any] = {}
        for name, table in self._tables():
            plain[name] = {
                repr(key): repr(part)
                for key, part in table.items()
                if not (isinstance(part, dict) and not part)
            }
        return plain


class Record(NamedTuple):
    """One recorded fact, voided ones included.

    Attributes:
        id: Its name.
        kind: Key of its record kind.
        values: Its fields; not to be changed.
        at: When it happened.
        day: Local day of ``at``, as an ordinal.
        seq: The event that recorded it.
        recorded_at: When it was learnt.
        actor: Who recorded it.
        voided: Why it no longer counts; None while it does.
    """

    id: str
    kind: str
    values: Mapping[str, Any]
    at: int
    day: int
    seq: int
    recorded_at: int
    actor: str | None
    voided: str | None = None
