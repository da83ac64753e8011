"""Events: the recorded facts of a run, their JSON form and their digest.

An event is one flat, immutable tuple; its ``kind`` fixes what ``data`` holds (:data:`KINDS`).
Times are integers, microseconds since the Unix epoch in UTC, so that neither a time zone nor a
float can creep into a stored fact.

Each event carries two times: ``at`` says when it happened, ``recorded_at`` when it was learnt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, NamedTuple

SCHEMA: Final = 1
"""Number of the event schema that this release writes; older ones are upcast on reading."""

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
"""The ``data`` of an event that needs none."""

KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # the run
        "started": (
            "campaign",
            "version",
            "digest",
            "text_digest",
            "unit",
            "tier",
            "facts",
            "variants",
            "parent",
            "title",
        ),
        "migrated": (
            "campaign",
            "version",
            "digest",
            "text_digest",
            "mapping",
            "facts",
            "variants",
            "reason",
        ),
        "suspended": ("reason",),
        "resumed": ("reason",),
        "concluded": ("reason", "leftovers"),
        "archived": ("reason",),
        "cancelled": ("reason",),
        "clock_adjusted": ("read",),
        # nodes
        "opened": (),
        "finished": (),
        "submitted": ("values",),
        "voted": ("vote", "side", "reason"),
        "approved": (),
        "returned": ("reason",),
        "agreed": ("side", "value"),
        "closed": (),
        "released": ("as", "reason"),
        "reopened": ("edge", "attempt", "reason"),
        "judged": ("edge", "taken"),
        "revived": (),
        "questioned": ("why",),
        "confirmed": ("reason",),
        "deviated": ("code", "params", "reason"),
        "added": ("title", "part_of", "owner", "reason"),
        # time
        "moved": ("start", "end", "reason"),
        "anchored": ("day", "reason"),
        # facts
        "recorded": ("kind", "values"),
        "voided": ("reason",),
        "corrected": ("values", "reason"),
        "erased": ("tokens", "reason"),
        "assumed": ("value", "reason"),
        "waived": ("rule", "part", "reason"),
        "reported": ("node", "reached", "total", "missing", "tier"),
        # ledger items
        "found": ("ledger", "values"),
        "item_moved": ("trigger", "to", "values", "reason"),
        # people
        "took_role": ("role", "person"),
        "gave_up_role": ("role", "person"),
        "related": ("relation", "left", "right"),
        "unrelated": ("relation", "left", "right"),
        "assigned": ("person", "reason"),
        "handed_over": ("giver", "person", "reason"),
        "substituted": ("person", "substitute", "until", "reason"),
        # requests that failed
        "refused": ("command", "kinds", "codes"),
    }
)
"""Every kind of event and the names that its ``data`` may hold.

The first event of a decision may hold the ``reason`` that was given as well.
"""


class Event(NamedTuple):
    """Hold one fact of a run.

    Attributes:
        seq: Position in the run's log, 1-based and gapless.
        kind: What happened; one of :data:`KINDS`.
        subject: What it happened to: a node instance, record, item, rule, anchor or person;
            empty for the run itself.
        at: When it happened. Units: microseconds since the epoch, UTC.
        precision: ``"instant"``, or ``"day"`` where only the day is known.
        recorded_at: When it was learnt; never decreases along the log. Units: as ``at``.
        actor: Person id, or None for what follows from the plan by itself.
        rule: Which rule permitted it, such as ``"owner"`` or ``"lead"``.
        cause: ``seq`` of the event that this one follows from; None for the first of a decision.
        key: Idempotency key of the command, on the first event of its decision only.
        request: Digest of the command that carried ``key``.
        data: Further values by name, as :data:`KINDS` lists them.
    """

    seq: int
    kind: str
    subject: str
    at: int
    precision: str
    recorded_at: int
    actor: str | None
    rule: str | None
    cause: int | None
    key: str | None
    request: str | None
    data: Mapping[str, Any]


def canonical(value: object) -> str:
    """Return an unambiguous text of plain data; mappings in key order, strings length-prefixed.

    Example:
        >>> canonical({"b": [1, None], "a": "周"})
        '{1:a=1:周;1:b=[i1;n;];}'
    """
    kind = type(value)
    if kind is str:
        return f"{len(value)}:{value}"  # type: ignore[arg-type]  # told by identity, for speed
    if kind is dict or kind is MappingProxyType:
        text = "{"
        for key in sorted(value):  # type: ignore[call-overload]
            if not isinstance(key, str):
                raise TypeError(f"a name in plain data is a text, not {key!r}")
            part = value[key]  # type: ignore[index]
            inner = f"{len(part)}:{part}" if type(part) is str else canonical(part)
            text += f"{len(key)}:{key}={inner};"
        return text + "}"
    if kind is list:
        text = "["
        for part in value:  # type: ignore[attr-defined]
            text += f"{len(part)}:{part};" if type(part) is str else f"{canonical(part)};"
        return text + "]"
    if value is None:
        return "n"
    if kind is int:
        return f"i{value}"
    if kind is bool:
        return "t" if value else "f"
    return canonical(_plain(value))


def _plain(value: object) -> object:
    """Return the value of a type of one's own as the plain type that it is a kind of."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(
        f"{type(value).__name__} is not plain data: use str, int, bool, None, list or dict"
    )


def genesis(run: str) -> bytes:
    """Return the digest that stands before a run's first event."""
    return sha256(
        f"campaignflow/{SCHEMA}/{len(run)}:{run}".encode("utf-8", "surrogatepass")
    ).digest()


def link(previous: bytes, event: Event) -> bytes:
    """Return the digest of ``event`` chained to the one before it (SHA-256, 32 bytes)."""
    seq, kind, subject, at, precision, recorded, actor, rule, cause, key, request, data = event
    text = (
        f"{seq}:{len(kind)}:{kind}{len(subject)}:{subject}{at}:{len(precision)}:{precision}{recorded}:"
        f"{'-' if actor is None else f'{len(actor)}:{actor}'}"
        f"{'-' if rule is None else f'{len(rule)}:{rule}'}{'-' if cause is None else f'{cause}:'}"
        f"{'-' if key is None else f'{len(key)}:{key}'}"
        f"{'-' if request is None else f'{len(request)}:{request}'}"
        f"{canonical(data) if data else ''}"
    )
    return sha256(previous + text.encode("utf-8", "surrogatepass")).digest()


def chain(previous: bytes, events: Iterable[Event]) -> list[bytes]:
    """Return the digests of ``events`` in order, starting after ``previous``."""
    digests = []
    for event in events:
        previous = link(previous, event)
        digests.append(previous)
    return digests


def to_json(event: Event) -> dict[str, Any]:
    """Return the event as plain data; names whose value is None are left out."""
    plain = {name: value for name, value in event._asdict().items() if value is not None}
    plain["data"] = dict(event.data)
    return {"schema": SCHEMA, **plain}


def from_json(plain: Mapping[str, Any]) -> Event:
    """Return the event that :func:`to_json` wrote, by this or any earlier release.

    Raises:
        ValueError: The schema is newer than this release, or a name is missing or unknown.
    """
    schema = plain.get("schema")
    if schema != SCHEMA:
        raise ValueError(f"event schema {schema!r} is not readable here (this reads {SCHEMA})")
    kind, data = str(plain.get("kind")), plain.get("data", {})
    if kind not in KINDS:
        raise ValueError(f"unknown event kind {kind!r}")
    unknown = set(data) - {*KINDS[kind], "reason"}
    if unknown:
        raise ValueError(f"event {kind!r} does not hold {sorted(unknown)}")
    try:
        return Event(
            plain["seq"],
            kind,
            plain["subject"],
            plain["at"],
            plain["precision"],
            plain["recorded_at"],
            plain.get("actor"),
            plain.get("rule"),
            plain.get("cause"),
            plain.get("key"),
            plain.get("request"),
            MappingProxyType(data) if data else NOTHING,
        )
    except KeyError as missing:
        raise ValueError(f"event {kind!r} lacks {missing}") from None
