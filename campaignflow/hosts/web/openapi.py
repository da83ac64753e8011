"""The contract of all routes as an OpenAPI 3.1 document."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any, Final

import campaignflow
from campaignflow.hosts.web import problems, shapes
from campaignflow.hosts.web.reading import KEY_LENGTH
from campaignflow.hosts.web.routes import ROUTES, Route

_ALWAYS: Final = ("not-permitted", "invalid", "busy", "storage", "missing-extra")
"""Types of problems that any route can end with."""


def document(routes: Iterable[Route] = ROUTES, title: str = "campaignflow") -> dict[str, Any]:
    """Return the document; addresses are below where the host mounts the routes."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = operation(route)
    info = {"title": title, "version": campaignflow.__version__}
    return {"openapi": "3.1.0", "info": info, "servers": [{"url": "."}], "paths": paths}


def operation(route: Route) -> dict[str, Any]:
    """Return what the document says of one route."""
    plain: dict[str, Any] = {
        "operationId": route.name,
        "summary": summary(route),
        "tags": ["campaignflow"],
        "parameters": parameters(route),
        "responses": responses(route),
    }
    if route.sends is not None:
        content = {"application/json": {"schema": route.sends}}
        plain["requestBody"] = {"required": True, "content": content}
    return plain


def summary(route: Route) -> str:
    """Return the first sentence of what the verb says of itself."""
    return (inspect.getdoc(route.verb) or "").splitlines()[0]


def parameters(route: Route) -> list[dict[str, Any]]:
    """Return the parts of the address, the query and the headers."""
    found = [
        {"name": name, "in": "path", "required": True, "schema": shapes.TEXT}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    found += [{"name": name, "in": "query", "schema": shape} for name, shape in route.query.items()]
    if route.name in ("start", "command"):
        shape = {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH}
        what = "The same key with the same request is done once and answered alike."
        found.append(
            {"name": "Idempotency-Key", "in": "header", "schema": shape, "description": what}
        )
    return [*found, {"name": "Accept-Language", "in": "header", "schema": shapes.TEXT}]


def responses(route: Route) -> dict[str, Any]:
    """Return the answers by status: the good one, and every problem."""
    good = {"description": "Done", "content": {route.media: {"schema": route.gives}}}
    found: dict[str, Any] = {str(route.status): good, "401": {"description": "From the host"}}
    by_status: dict[int, list[str]] = {}
    for name in dict.fromkeys((*_ALWAYS, *route.problems)):
        by_status.setdefault(problems.STATUS[name], []).append(name)
    for status, names in sorted(by_status.items()):
        types = {"properties": {"type": {"enum": [f"{problems.URN}{name}" for name in names]}}}
        schema = {"allOf": [shapes.PROBLEM, types]}
        content = {problems.MEDIA: {"schema": schema}}
        found[str(status)] = {"description": ", ".join(names), "content": content}
    return found
