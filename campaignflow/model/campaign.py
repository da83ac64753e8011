"""The campaign: one frozen value that holds the whole definition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final, TypeVar

import attrs

from campaignflow.calendar import Term
from campaignflow.keyed import REF, TEXT, Keyed, as_tuple, key_of, show_key
from campaignflow.model.facts import Artifact, Field, Ledger, RecordKind
from campaignflow.model.nodes import CAMPAIGN, SLOTS, Edge, Node, Phase, Rule, Stated, Step, Vacant
from campaignflow.model.people import May, Relation, Role, Tier, Variant
from campaignflow.model.time import Anchor, Elasticity, Window

T = TypeVar("T")


_TABLE: Final = {"table": True}
_APART: Final = {"apart": True, "ref": True}


@attrs.frozen(kw_only=True)
class Campaign:
    """Hold a definition: flat tables of values that refer to one another.

    Building one checks it: every wrong reference, duplicate key and impossible number is reported
    in one :class:`~campaignflow.errors.DefinitionError`, each with its place.

    Attributes:
        key: Name of the campaign, such as ``jishui_2017``.
        version: Version of the definition; a run is pinned to it.
        window: Planned time of the whole; gives the year to texts that name none.
        lead: Role that may do everything about marking and time.
        zone: IANA time zone of the campaign's civil days.
        teaching_week_1: First day of the first teaching week, for windows such as ``第16周``.
        terms: School terms, for periods by term or school year.
        earlier: The versions of this plan that runs may have been started with. They are no part
            of what the plan says: equality, digest and data leave them out.

    Example:
        >>> from campaignflow.model import Phase, Role, Step, window
        >>> Campaign(
        ...     key="hello", version="1", title="试", window=window("2017年5月"),
        ...     lead=(lead := Role("lead", "组长")), roles=[lead],
        ...     phases=[p := Phase("p", "阶段")], steps=[Step("s", "步骤", p)],
        ... ).node("s").title
        '步骤'
    """

    key: str
    version: str
    title: str = attrs.field(metadata=TEXT)
    window: Window
    lead: Role = attrs.field(eq=key_of, repr=show_key, metadata=REF)
    zone: str = "Asia/Shanghai"
    elasticity: Elasticity = attrs.field(factory=Elasticity)
    teaching_week_1: dt.date | None = None
    terms: tuple[Term, ...] = attrs.field(default=(), converter=as_tuple)
    tiers: tuple[Tier, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    anchors: tuple[Anchor, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    roles: tuple[Role, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    relations: tuple[Relation, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    facts: tuple[Field, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    records: tuple[RecordKind, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    artifacts: tuple[Artifact, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    ledgers: tuple[Ledger, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    phases: tuple[Phase, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    steps: tuple[Step, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    edges: tuple[Edge, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    rules: tuple[Rule, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    may: tuple[May, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    variants: tuple[Variant, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    stated: tuple[Stated, ...] = attrs.field(default=(), converter=as_tuple, metadata=_TABLE)
    vacant: tuple[Vacant, ...] = attrs.field(
        default=(), converter=as_tuple, metadata={**_TABLE, **TEXT}
    )
    cites: tuple[str, ...] = attrs.field(default=(), converter=as_tuple, metadata=TEXT)
    earlier: tuple[Campaign, ...] = attrs.field(
        default=(), converter=as_tuple, eq=False, repr=False, metadata=_APART
    )
    _derived: dict[str, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        from campaignflow.errors import DefinitionError
        from campaignflow.model.validation import mistakes

        found = mistakes(self)
        if found:
            raise DefinitionError(f"campaign {self.key!r}", found)

    def node(self, key: str) -> Node:
        """Return the phase, step or root of this key.

        Raises:
            KeyError: There is none.
        """
        return self.nodes_by_key[key]

    @cached_property
    def nodes_by_key(self) -> dict[str, Node]:
        """Every node by key: the root, then phases, then steps."""
        nodes: tuple[Node, ...] = (CAMPAIGN, *self.phases, *self.steps)
        return {node.key: node for node in nodes}

    @cached_property
    def slots(self) -> dict[str, tuple[Phase | Step, ...]]:
        """Each of the five usual parts of a campaign with the nodes that play it, maybe none."""
        nodes: tuple[Phase | Step, ...] = (*self.phases, *self.steps)
        return {slot: tuple(node for node in nodes if slot in node.slots) for slot in SLOTS}

    @cached_property
    def rule_keys(self) -> tuple[str, ...]:
        """The key of each rule, in order: its name, or its node and place with a number."""
        seen: dict[str, int] = {}
        keys = []
        for rule in self.rules:
            base = rule.name or f"{rule.on.key}.{rule.at}"
            seen[base] = seen.get(base, 0) + 1
            keys.append(base if seen[base] == 1 else f"{base}.{seen[base]}")
        return tuple(keys)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything that decides, as hex; titles and citations apart."""
        from campaignflow.model.codec import digest

        return digest(self, texts=False)

    @cached_property
    def text_digest(self) -> str:
        """SHA-256 over the whole definition, titles and citations included, as hex."""
        from campaignflow.model.codec import digest

        return digest(self, texts=True)

    def versions(self) -> Iterator[Campaign]:
        """Yield this version and all earlier ones that it knows, the newest first."""
        yield self
        for earlier in self.earlier:
            yield from earlier.versions()

    def version_of(self, digest: str) -> Campaign | None:
        """Return the version of this digest, None if it is not known."""
        return next((found for found in self.versions() if found.digest == digest), None)

    def elements(self) -> Iterator[tuple[str, Keyed]]:
        """Yield every keyed element with the name of its table, in the order of definition."""
        for name in _KEYED_TABLES:
            for element in getattr(self, name):
                yield name, element

    def derived(self, name: str, build: Callable[[Campaign], T]) -> T:
        """Return what ``build`` makes of this campaign, built once and kept under ``name``."""
        found = self._derived.get(name)
        if found is None:
            found = self._derived[name] = build(self)
        result: T = found
        return result


_KEYED_TABLES = (
    "tiers",
    "anchors",
    "roles",
    "relations",
    "facts",
    "records",
    "artifacts",
    "ledgers",
    "phases",
    "steps",
    "variants",
)
