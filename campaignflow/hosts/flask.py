"""A blueprint for Flask: the host mounts it, authenticates, and may lend its own session."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from campaignflow.errors import CampaignflowError, MissingExtraError

try:
    from flask import Blueprint, Response, request
except ImportError as missing:
    raise MissingExtraError("the Flask blueprint", "flask") from missing

from campaignflow.hosts.web.openapi import document
from campaignflow.hosts.web.problems import problem
from campaignflow.hosts.web.routes import ROUTES, Route, answer
from campaignflow.hosts.web.site import Answer, Call, Lent, Site


def campaign_blueprint(
    site: Site,
    who: Callable[[], str | None],
    *,
    session: Callable[[], Lent] | None = None,
    routes: Iterable[Route] = ROUTES,
    name: str = "campaignflow",
) -> Blueprint:
    """Return a blueprint with every verb, and the contract at ``openapi.json``.

    Args:
        site: What the host offers.
        who: Gives the id of the person who asks, or None; it may abort as the host does.
        session: Gives the host's session or connection; everything then happens in the host's
            transaction, which the host ends. Where left out, every command is a transaction of
            its own.
        routes: The routes to mount.
        name: Name of the blueprint.
    """
    blueprint, table = Blueprint(name, __name__), tuple(routes)
    for route in table:
        _mount(blueprint, site, route, who, session)
    blueprint.add_url_rule("/openapi.json", "openapi", lambda: document(table))
    return blueprint


def problem_handler(failure: CampaignflowError) -> Response:
    """Answer for a view of the host's own that let an error of campaignflow through.

    Register it as ``app.register_error_handler(CampaignflowError, problem_handler)``.
    """
    return _response(problem(failure, _call(None, {}).lang))


def _mount(
    blueprint: Blueprint,
    site: Site,
    route: Route,
    who: Callable[[], str | None],
    session: Callable[[], Lent] | None,
) -> None:
    def view(**path: str) -> Response:
        lent = site if session is None else site.over(session())
        return _response(answer(route.verb, lent, _call(who(), path)))

    rule = route.path.replace("{run}", "<path:run>").replace("{campaign}", "<campaign>")
    blueprint.add_url_rule(rule, route.name, view, methods=[route.method])


def _call(actor: str | None, path: dict[str, str]) -> Call:
    return Call(
        actor=actor,
        path=path,
        query=request.args.to_dict(),
        body=request.get_data(),
        media=request.mimetype,
        key=request.headers.get("Idempotency-Key"),
        languages=request.headers.get("Accept-Language", ""),
    )


def _response(found: Answer) -> Response:
    text = found.body if isinstance(found.body, str) else json.dumps(found.body, ensure_ascii=False)
    return Response(text, found.status, dict(found.headers), content_type=_typed(found.media))


def _typed(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
