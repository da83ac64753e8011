"""The shapes of answers and requests as JSON Schema, for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final

from campaignflow.events import KINDS, SCHEMA

Shape = dict[str, Any]

TEXT: Final[Shape] = {"type": "string"}
WHOLE: Final[Shape] = {"type": "integer"}
DAY: Final[Shape] = {"type": "string", "format": "date"}
OBJECT: Final[Shape] = {"type": "object"}
FLAG: Final[Shape] = {"type": "boolean"}
ANYTHING: Final[Shape] = {}


def optional(shape: Shape) -> Shape:
    """Return the shape, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def listed(shape: Shape) -> Shape:
    """Return a list of the shape."""
    return {"type": "array", "items": shape}


def named(required: Shape, more: Shape | None = None) -> Shape:
    """Return an object with names that are always there, names that may be, and no others."""
    plain = {"type": "object", "properties": {**required, **(more or {})}}
    return {**plain, "required": sorted(required), "additionalProperties": False}


NOTICE: Final = {"code": TEXT, "en": TEXT, "zh": TEXT}
EXPLANATION: Final = {
    **named(
        {
            **NOTICE,
            "value": optional(FLAG),
            "settled": FLAG,
            "met": WHOLE,
            "need": WHOLE,
        },
        {"missing": listed(named(NOTICE)), "parts": listed(OBJECT)},
    ),
    "description": "A truth tree: each of the parts is an explanation again.",
}
CAUSE: Final = named({"kind": TEXT, **NOTICE}, {"explanation": EXPLANATION})
_REFUSAL: Final = {
    "command": TEXT,
    "subject": TEXT,
    "kinds": listed(TEXT),
    "causes": listed(CAUSE),
}
REFUSAL: Final = named(_REFUSAL)
PROBLEM: Final = named({"type": TEXT, "title": TEXT, "status": WHOLE}, {"detail": TEXT, **_REFUSAL})
EVENT: Final = named(
    {
        "schema": {"const": SCHEMA},
        "seq": WHOLE,
        "kind": {"enum": list(KINDS)},
        "subject": TEXT,
        "at": WHOLE,
        "precision": {"enum": ["instant", "day"]},
        "recorded_at": WHOLE,
        "data": OBJECT,
    },
    {"actor": TEXT, "rule": TEXT, "cause": WHOLE, "key": TEXT, "request": TEXT},
)
DONE: Final = named({"run": TEXT, "version": WHOLE, "events": listed(EVENT)})
GRANTED: Final = named({"granted": FLAG, "refusal": optional(REFUSAL)})
CAMPAIGNS: Final = named(
    {"campaigns": listed(named({"name": TEXT, "title": TEXT, "version": TEXT}))}
)
RUNS: Final = named(
    {
        "runs": listed(
            named(
                {"name": TEXT, "campaign": TEXT, "status": TEXT},
                {"version": TEXT, "unit": TEXT, "open": listed(TEXT)},
            )
        ),
        "next": optional(TEXT),
    }
)
_TASK: Final = {
    "task": {
        "enum": ["open", "finish", "submit", "close", "agree", "approve", "rework", "confirm"]
    },
    "node": TEXT,
    "title": TEXT,
    "who": listed(TEXT),
    "due_by": optional(DAY),
    "late_days": optional(WHOLE),
    "light": optional({"enum": ["green", "yellow", "orange", "red"]}),
}
ITEMS: Final = listed(
    named(
        {
            **dict.fromkeys(("item", "ledger", "title", "state"), TEXT),
            "settled": FLAG,
            "values": OBJECT,
            "due": optional(DAY),
            "late_days": optional(WHOLE),
        }
    )
)
AGENDA: Final = listed(named(_TASK))
TASKS: Final = named({"tasks": listed(named({"run": TEXT, **_TASK})), "next": optional(TEXT)})
EVENTS: Final = named({"run": TEXT, "events": listed(EVENT), "next": optional(WHOLE)})
TEXTS: Final = named(
    {
        "run": TEXT,
        "texts": listed(
            named({"token": TEXT, "text": optional(TEXT), "about": TEXT, "until": optional(DAY)})
        ),
    }
)
FEED: Final = named(
    {
        "events": listed(named({"position": WHOLE, "run": TEXT, "event": EVENT})),
        "next": optional(WHOLE),
    }
)
REMINDERS: Final = named(
    {
        "reminders": listed(
            named(
                {
                    "position": WHOLE,
                    **dict.fromkeys(("run", "campaign", "unit", "node", "title"), TEXT),
                    "due": DAY,
                    "level": TEXT,
                    "kind": {"enum": ["reminder", "escalation"]},
                    "who": listed(TEXT),
                    "days": WHOLE,
                    **NOTICE,
                }
            )
        ),
        "next": optional(WHOLE),
    }
)
_HOLD: Final = named(NOTICE, {"explanation": EXPLANATION, "who": listed(TEXT)})
NODE: Final = named(
    {
        **dict.fromkeys(("key", "node", "title", "life", "state"), TEXT),
        **{
            name: optional(TEXT)
            for name in (
                "occurrence", "member", "container", "light", "released_as", "assignee", "owner",
                "window",
            )
        },
        **{
            name: optional(DAY)
            for name in ("planned_start", "planned_end", "due_by", "actual_start", "actual_end")
        },
        **dict.fromkeys(("soft_end", "due", "unknown_bound", "questioned"), FLAG),
        **dict.fromkeys(("depth", "attempt"), WHOLE),
        "start_days": optional(WHOLE),
        "late_days": optional(WHOLE),
        "progress": optional({**listed(WHOLE), "minItems": 2, "maxItems": 2}),
    }
)  # fmt: skip
_DUTY: Final = {**EXPLANATION["properties"], "rule": TEXT, "title": TEXT}
_LEDGER: Final = {
    "key": TEXT,
    "title": TEXT,
    "states": {"type": "object", "additionalProperties": WHOLE},
    "unsettled": {"type": "object", "additionalProperties": TEXT},
    "late": {"type": "object", "additionalProperties": WHOLE},
    "total": WHOLE,
}
_DEVIATION: Final = {"day": DAY, "node": TEXT, "title": TEXT, **NOTICE, "reason": optional(TEXT)}
_BLOCKED: Final = {"node": TEXT, "title": TEXT, "who": listed(TEXT), "holds": listed(_HOLD)}
_DEBT: Final = {"node": TEXT, "due_by": optional(DAY), "late_days": optional(WHOLE), **NOTICE}
_AHEAD: Final = {"day": DAY, "what": {"enum": ["start", "end"]}, "node": TEXT, "title": TEXT}
STATUS: Final = named(
    {
        **dict.fromkeys(("run", "campaign", "unit", "title", "status"), TEXT),
        "day": DAY,
        **{name: listed(TEXT) for name in ("open", "due", "questioned", "undated")},
        "late": {"type": "object", "additionalProperties": WHOLE},
        "blocked": listed(named(_BLOCKED)),
        "due_next": listed(named(_AHEAD)),
        "duties": listed(named({"rule": TEXT, "title": TEXT, **NOTICE}, _DUTY)),
        "ledgers": listed(named(_LEDGER)),
        "deviations": listed(named(_DEVIATION)),
        "people": {"type": "object", "additionalProperties": listed(named(_DEBT))},
        "nodes": listed(NODE),
    }
)
PERSONAL: Final = {
    **named({"text": TEXT}, {"about": TEXT, "until": optional(DAY)}),
    "description": "A text about a person, which is kept apart and can be erased.",
}
COMMAND: Final = named(
    {"command": TEXT},
    {
        "subject": TEXT,
        "at": {**TEXT, "description": "A day or an instant, in ISO form; now where left out."},
        "reason": {"anyOf": [TEXT, PERSONAL]},
        "args": OBJECT,
    },
)
START: Final = named(
    {"campaign": TEXT, "unit": TEXT},
    {
        "title": optional(TEXT),
        "name": TEXT,
        "tier": optional(TEXT),
        "at": TEXT,
        "facts": OBJECT,
        "roster": listed({**listed(TEXT), "minItems": 2, "maxItems": 2}),
        "relations": listed({**listed(TEXT), "minItems": 3, "maxItems": 3}),
    },
)
