"""The table of routes, one row a verb, and how a request to one is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import attrs

from campaignflow.disclosure import PROFILES
from campaignflow.errors import CampaignflowError
from campaignflow.hosts.web import acts, shapes, verbs
from campaignflow.hosts.web.problems import problem
from campaignflow.hosts.web.shapes import Shape
from campaignflow.hosts.web.site import Answer, Call, Site

Verb = Callable[[Site, Call], Answer]

JSON: Final = "application/json"
SVG: Final = "image/svg+xml"
HTML: Final = "text/html"


@attrs.frozen
class Route:
    """Say where a verb is and what it takes and gives.

    Attributes:
        name: Its name, unique in the table.
        method: ``"GET"`` or ``"POST"``.
        path: Its address below where the host mounts it; ``{run}`` may hold slashes.
        verb: The function.
        query: Names of the query, each with its shape.
        sends: Shape of the body.
        gives: Shape of a good answer.
        media: Media type of a good answer.
        status: Status of a good answer.
        problems: Types of problems beside those of every route.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    verb: Verb
    gives: Shape
    query: Shape = attrs.field(factory=dict)
    sends: Shape | None = None
    media: str = JSON
    status: int = 200
    problems: tuple[str, ...] = ()


_PAGED: Final[Shape] = {
    "after": {**shapes.TEXT, "description": "What the page before ended with, as in next."},
    "limit": {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
}
_NUMBERED: Final[Shape] = {**_PAGED, "after": {"type": "integer", "minimum": 0, "default": 0}}
_FED: Final[Shape] = {
    **_NUMBERED,
    "profile": {"enum": list(PROFILES), "default": "full", "description": "How much is told."},
}
_SEEN: Final[Shape] = {
    "as_of": {**shapes.TEXT, "description": "As it was true on that day; today else."},
    "known": {**shapes.TEXT, "description": "Only by what had been learnt by that day."},
}
_WHO: Final[Shape] = {"person": shapes.TEXT, "role": shapes.TEXT, "as_of": _SEEN["as_of"]}
_RUN: Final = ("no-run", "no-campaign", "damaged", "definition")
_PLAN: Final = ("no-campaign",)
_BODY: Final = ("malformed", "too-large", "not-json")
_ACT: Final = (*_RUN, *_BODY, "refused", "not-declared", "conflict", "crashed", "version-conflict")
_START: Final = (*_PLAN, *_BODY, "run-exists", "conflict", "definition")

ROUTES: Final[tuple[Route, ...]] = (
    Route("campaigns", "GET", "/campaigns", verbs.campaigns, shapes.CAMPAIGNS),
    Route(
        "campaign", "GET", "/campaigns/{campaign}", verbs.campaign, shapes.OBJECT, problems=_PLAN
    ),
    Route(
        "schema", "GET", "/campaigns/{campaign}/schema", verbs.schema, shapes.OBJECT,
        media="application/schema+json", problems=_PLAN,
    ),
    Route("runs", "GET", "/runs", verbs.runs, shapes.RUNS, query=_PAGED),
    Route(
        "start", "POST", "/runs", acts.start, shapes.DONE, sends=shapes.START, status=201,
        problems=_START,
    ),
    Route(
        "status", "GET", "/runs/{run}/status", verbs.status, shapes.STATUS, query=_SEEN,
        problems=_RUN,
    ),
    Route(
        "agenda", "GET", "/runs/{run}/agenda", verbs.agenda, shapes.AGENDA, query=_WHO,
        problems=_RUN,
    ),
    Route(
        "items", "GET", "/runs/{run}/items", verbs.items, shapes.ITEMS,
        query={"as_of": _SEEN["as_of"]}, problems=_RUN,
    ),
    Route(
        "command", "POST", "/runs/{run}/commands", acts.give, shapes.DONE, sends=shapes.COMMAND,
        problems=_ACT,
    ),
    Route(
        "why", "POST", "/runs/{run}/why", acts.why, shapes.GRANTED, sends=shapes.COMMAND,
        problems=(*_RUN, *_BODY),
    ),
    Route(
        "run_events", "GET", "/runs/{run}/events", verbs.events, shapes.EVENTS, query=_NUMBERED,
        problems=("no-run", "damaged"),
    ),
    Route(
        "texts", "GET", "/runs/{run}/texts", verbs.texts, shapes.TEXTS, problems=("no-run",),
    ),
    Route(
        "phases", "GET", "/runs/{run}/phases.svg", verbs.phases_svg, shapes.TEXT, query=_SEEN,
        media=SVG, problems=_RUN,
    ),
    Route(
        "timeline", "GET", "/runs/{run}/timeline.svg", verbs.timeline, shapes.TEXT, query=_SEEN,
        media=SVG, problems=_RUN,
    ),
    Route(
        "page", "GET", "/runs/{run}/page.html", verbs.page, shapes.TEXT, media=HTML, problems=_RUN,
    ),
    Route("tasks", "GET", "/tasks", verbs.tasks, shapes.TASKS, query=_PAGED, problems=_RUN),
    Route("events", "GET", "/events", verbs.feed, shapes.FEED, query=_FED),
    Route(
        "reminders", "GET", "/reminders", verbs.reminders, shapes.REMINDERS, query=_NUMBERED
    ),
)  # fmt: skip
"""Every route, in the order of the documentation."""


def answer(verb: Verb, site: Site, call: Call) -> Answer:
    """Return what a verb answers, or the problem it met.

    Raises:
        CampaignflowError: campaignflow itself is wrong.
    """
    try:
        return verb(site, call)
    except CampaignflowError as failure:
        return problem(failure, call.lang)
