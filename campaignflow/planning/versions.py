"""What is different between two versions of a plan, row by row, in words.

Example:
    >>> from campaignflow.definitions.five_phases import five_phases
    >>> from campaignflow.model import window
    >>> next_year = attrs.evolve(five_phases, version="2026", window=window("2026年3月—7月"))
    >>> for change in compare(five_phases, next_year):
    ...     print(change.notice.zh)
    整个方案：version 由“2025”改为“2026”
    整个方案：window 由“2025年3月—7月”改为“2026年3月—7月”
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import attrs

from campaignflow.messages import Notice
from campaignflow.model.campaign import Campaign
from campaignflow.model.codec import to_json

Plain = dict[str, Any]

WHOLE: Final = "campaign"
"""Name of the table whose one row is what stands beside the tables."""


@attrs.frozen
class Difference:
    """Hold one difference.

    Attributes:
        table: Name of the table, such as ``steps``; ``campaign`` for what stands beside them.
        key: Key of the row; that of an edge or rule is made of its ends or place.
        kind: Whether the row is added, removed or changed.
        field: Name of the changed field; empty for a whole row.
        before: What stood there, as plain data; None if nothing did.
        after: What stands there now, likewise.
        title: What the row is called.
    """

    table: str
    key: str
    kind: Literal["added", "removed", "changed"]
    field: str = ""
    before: Any = None
    after: Any = None
    title: str = ""

    @property
    def notice(self) -> Notice:
        """The difference in words."""
        what = (
            Notice("diff.whole")
            if self.table == WHOLE
            else Notice("diff.row", {"table": Notice(f"diff.{self.table}"), "title": self.title})
        )
        params = {"what": what, "field": self.field}
        if self.kind == "changed":
            params |= {"before": _shown(self.before), "after": _shown(self.after)}
        return Notice(f"diff.{self.kind}", params)

    def as_json(self) -> Plain:
        """Return the difference as plain data."""
        return {**attrs.asdict(self), **self.notice.as_json()}


def compare(old: Campaign, new: Campaign) -> tuple[Difference, ...]:
    """Return every difference between two plans, table by table in house order.

    Rows are told apart by key, so that a renamed row is one removed and one added.
    """
    tables = [f.name for f in attrs.fields(Campaign) if f.metadata.get("table")]
    one, other = to_json(old), to_json(new)
    found = list(_fields(WHOLE, "", _beside(one, tables), _beside(other, tables), ""))
    for table in tables:
        found += _rows(table, _keyed(old, table, one), _keyed(new, table, other))
    return tuple(found)


def _beside(plain: Plain, tables: list[str]) -> Plain:
    return {name: value for name, value in plain.items() if name not in (*tables, "format")}


def _keyed(campaign: Campaign, table: str, plain: Plain) -> dict[str, Plain]:
    rows = plain.get(table, [])
    if table == "rules":
        return dict(zip(campaign.rule_keys, rows, strict=True))
    if table == "edges":
        return {edge.key: row for edge, row in zip(campaign.edges, rows, strict=True)}
    names = [row.get("key") or row.get("slot") or _made(row) for row in rows]
    counts = [f"{name}.{names[:at].count(name) + 1}" for at, name in enumerate(names)]
    return {
        name if names.count(name) == 1 else number: row
        for name, number, row in zip(names, counts, rows, strict=True)
    }


def _made(row: Plain) -> str:
    """Return a name for a row without a key: of whom it speaks, and what it is called."""
    about = row.get("role") or row.get("on") or {}
    named = about.get("ref", "") if isinstance(about, dict) else ""
    return f"{named} {row.get('title', '')}".strip()


def _rows(table: str, old: dict[str, Plain], new: dict[str, Plain]) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        title = _title(key, new.get(key) or old[key])
        if key not in new:
            yield Difference(table, key, "removed", before=old[key], title=title)
        elif key not in old:
            yield Difference(table, key, "added", after=new[key], title=title)
        else:
            yield from _fields(table, key, old[key], new[key], title)


def _title(key: str, row: Plain) -> str:
    return str(row.get("title") or key)


def _fields(table: str, key: str, old: Plain, new: Plain, title: str) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before != after:
            yield Difference(table, key, "changed", name, before, after, title)


def _shown(value: Any) -> object:
    """Return plain data as short text."""
    if value is None or value == []:
        return Notice("diff.nothing")
    if isinstance(value, list):
        return [_shown(part) for part in value]
    if not isinstance(value, dict):
        return str(value)
    for name in ("ref", "text", "value", "key"):
        if name in value:
            return str(value[name])
    parts = (f"{k}={_flat(v)}" for k, v in value.items() if k != "is")
    return f"{value.get('is', '')}({', '.join(parts)})"


def _flat(value: Any) -> object:
    found = _shown(value)
    if isinstance(found, list):
        return "[" + ", ".join(str(_flat(part)) for part in value) + "]"
    return "-" if isinstance(found, Notice) else found
