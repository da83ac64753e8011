"""A router for FastAPI: the host mounts it, authenticates, and may lend its own session."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from campaignflow.errors import CampaignflowError, MissingExtraError

try:
    from fastapi import APIRouter, Depends
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import Response
except ImportError as missing:
    raise MissingExtraError("the FastAPI router", "fastapi") from missing

from campaignflow.hosts.web.openapi import operation
from campaignflow.hosts.web.problems import problem
from campaignflow.hosts.web.routes import ROUTES, Route, answer
from campaignflow.hosts.web.site import Answer, Call, Site


def campaign_router(
    site: Site,
    who: Callable[..., Any],
    *,
    session: Callable[..., Any] | None = None,
    routes: Iterable[Route] = ROUTES,
) -> APIRouter:
    """Return a router with every verb.

    Args:
        site: What the host offers.
        who: A dependency that gives the id of the person who asks, or None; it may raise an
            ``HTTPException`` of the host's own.
        session: A dependency that gives the host's session or connection, synchronous or not;
            everything then happens in the host's transaction, which the dependency ends before
            the answer leaves. Where left out, every command is a transaction of its own.
        routes: The routes to mount.
    """
    router = APIRouter(tags=["campaignflow"])
    for route in routes:
        _mount(router, site, route, Depends(who), Depends(session or _none, scope="function"))
    return router


async def problem_handler(request: Request, failure: Exception) -> Response:
    """Answer for an endpoint of the host's own that let an error of campaignflow through.

    Register it as ``app.add_exception_handler(CampaignflowError, problem_handler)``.
    """
    if not isinstance(failure, CampaignflowError):
        raise failure
    call = Call(languages=request.headers.get("accept-language", ""))
    return _response(problem(failure, call.lang))


def _none() -> None:
    """Lend no session."""


def _mount(router: APIRouter, site: Site, route: Route, actor: Any, session: Any) -> None:
    async def endpoint(request: Request, actor: Any = actor, session: Any = session) -> Response:
        return _response(await _answered(site, route, await _call(request, actor), session))

    plain = operation(route)
    extra: dict[str, Any] = {
        name: plain[name] for name in ("parameters", "requestBody") if name in plain
    }
    router.add_api_route(
        route.path.replace("{run}", "{run:path}"),
        endpoint,
        methods=[route.method],
        name=route.name,
        operation_id=plain["operationId"],
        summary=plain["summary"],
        status_code=route.status,
        response_class=Response,
        responses=plain["responses"],
        openapi_extra=extra,
    )


async def _call(request: Request, actor: str | None) -> Call:
    return Call(
        actor=actor,
        path=request.path_params,
        query=dict(reversed(request.query_params.multi_items())),  # the first counts
        body=await request.body(),
        media=request.headers.get("content-type", "").partition(";")[0].strip().lower(),
        key=request.headers.get("idempotency-key"),
        languages=request.headers.get("accept-language", ""),
    )


async def _answered(site: Site, route: Route, call: Call, session: Any) -> Answer:
    """Answer in a thread, since databases block; an asynchronous session brings its own."""
    if session is None:
        return await run_in_threadpool(answer, route.verb, site, call)

    def within(lent: Any) -> Answer:
        return answer(route.verb, site.over(lent), call)

    if hasattr(session, "run_sync"):
        found: Answer = await session.run_sync(within)
        return found
    return await run_in_threadpool(within, session)


def _response(found: Answer) -> Response:
    text = found.body if isinstance(found.body, str) else json.dumps(found.body, ensure_ascii=False)
    return Response(text, found.status, dict(found.headers), found.media)
