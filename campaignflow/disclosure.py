"""How much of an event leaves the host: three profiles, the least first.

What may leave is listed; whatever is not listed stays. So a new kind of data stays at home until
somebody puts it on a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from campaignflow.events import Event, to_json
from campaignflow.model.campaign import Campaign

Profile = Literal["minimal", "internal", "full"]
"""``minimal`` names no person, record or text; ``internal`` names persons, but holds no text that
somebody wrote; ``full`` is everything."""

PROFILES: Final[tuple[Profile, ...]] = ("minimal", "internal", "full")

_MINIMAL: Final = frozenset(
    {
        *("campaign", "version", "digest", "text_digest", "unit", "tier", "variants", "parent"),
        *("node", "edge", "attempt", "taken", "as", "part_of", "owner", "start", "end", "day"),
        *("kind", "ledger", "trigger", "to", "rule", "part", "role", "relation", "side", "until"),
        *("leftovers", "reached", "total", "read", "code", "command", "kinds", "codes"),
    }
)
_INTERNAL: Final = _MINIMAL | {
    *("person", "giver", "substitute", "left", "right", "vote", "value", "params"),
    *("missing", "why"),
}
_FILTERED: Final = ("values", "facts")
_OF_PERSONS: Final = {"took_role", "gave_up_role", "related", "unrelated", "substituted"}
_OF_FACTS: Final = {"recorded", "voided", "corrected", "erased", "found", "item_moved"}
_EXACT: Final = ("actor", "key", "request")


def disclosed(
    event: Event, profile: Profile = "minimal", campaign: Campaign | None = None
) -> dict[str, Any]:
    """Return what of an event may leave the host, as plain data.

    Args:
        event: The event.
        profile: How much.
        campaign: The definition of its run. ``internal`` then holds the values of fields that are
            neither texts nor personal; without it, no values.

    Example:
        >>> from campaignflow.events import Event
        >>> event = Event(7, "returned", "essay#zhao", 0, "day", 0, "qian", "chief", None, "k", "r",
        ...               {"reason": "太空泛"})
        >>> disclosed(event)["subject"], "actor" in disclosed(event), disclosed(event)["data"]
        ('essay', False, {})
        >>> disclosed(event, "internal")["actor"], disclosed(event, "internal")["data"]
        ('qian', {})
    """
    plain = to_json(event)
    if profile == "full":
        return plain
    named = profile == "internal"
    for name in _EXACT if not named else _EXACT[1:]:
        plain.pop(name, None)
    allowed = _INTERNAL if named else _MINIMAL
    data = {name: value for name, value in event.data.items() if name in allowed}
    if named and campaign is not None:
        open_fields = _impersonal_fields(campaign)
        for name in _FILTERED:
            if name in event.data:
                data[name] = _only(event.data[name], open_fields)
    if not named:
        data = {name: _without_member(value) for name, value in data.items()}
        known = event.kind not in _OF_PERSONS | _OF_FACTS
        plain["subject"] = _without_member(event.subject) if known else ""
    return {**plain, "data": data}


def _impersonal_fields(campaign: Campaign) -> set[str]:
    """Return the keys of fields that nowhere hold a text or something personal."""
    declared = [*campaign.facts]
    declared += (field for kind in campaign.records for field in kind.fields)
    declared += (field for ledger in campaign.ledgers for field in ledger.fields)
    closed = {field.key for field in declared if field.personal or field.type == "text"}
    return {field.key for field in declared} - closed


def _only(values: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in keys}


def _without_member(value: Any) -> Any:
    """Return names of nodes without the person whose copy of the node they name."""
    if isinstance(value, str):
        return value.partition("#")[0]
    if isinstance(value, list | tuple):
        return [_without_member(part) for part in value]
    return value
