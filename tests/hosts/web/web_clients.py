"""One school's service on each framework, asked through real HTTP clients."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import attrs
import httpx
from fastapi import FastAPI, Request
from flask import Flask, request

from campaignflow.hosts.fastapi import campaign_router
from campaignflow.hosts.flask import campaign_blueprint
from campaignflow.hosts.web import Site


class Reply(NamedTuple):
    """Hold what came back."""

    status: int
    media: str
    body: Any
    headers: Mapping[str, str]


def _reply(status: int, headers: Mapping[str, str], text: str) -> Reply:
    media = headers["content-type"]
    return Reply(status, media, json.loads(text) if "json" in media else text, headers)


@attrs.frozen
class Client:
    """Ask a service; who asks is what the header ``X-Person`` says, as its host has it."""

    ask: Callable[..., Reply]

    def get(self, path: str, person: str | None = "wang", **headers: str) -> Reply:
        """Get something."""
        return self.ask("GET", path, person, None, headers)

    def post(self, path: str, body: Any, person: str | None = "wang", **headers: str) -> Reply:
        """Post a body: as it is if it is bytes, else as JSON."""
        return self.ask("POST", path, person, body, headers)


def _asked(person: str | None, body: Any, headers: dict[str, str]) -> tuple[Any, dict[str, str]]:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    if person is not None:
        told["X-Person"] = person
    if body is None:
        return None, told
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return sent, {"Content-Type": "application/json", **told}


def fastapi_app(site: Site, **more: Any) -> FastAPI:
    """Return a FastAPI application whose login is a header."""

    def who(request: Request) -> str | None:
        return request.headers.get("x-person")

    app = FastAPI()
    app.include_router(campaign_router(site, who, **more), prefix="/api")
    return app


def flask_app(site: Site, **more: Any) -> Flask:
    """Return a Flask application whose login is a header."""
    app = Flask("school")
    login = lambda: request.headers.get("X-Person")  # noqa: E731
    app.register_blueprint(campaign_blueprint(site, login, **more), url_prefix="/api")
    return app


def fastapi_client(app: FastAPI) -> Client:
    """Ask a FastAPI application through httpx."""
    import asyncio

    async def once(method: str, path: str, body: Any, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://school") as client:
            return await client.request(method, f"/api{path}", content=body, headers=headers)

    def ask(method: str, path: str, person: str | None, body: Any, more: dict[str, str]) -> Reply:
        found = asyncio.run(once(method, path, *_asked(person, body, more)))
        return _reply(found.status_code, found.headers, found.text)

    return Client(ask)


def flask_client(app: Flask) -> Client:
    """Ask a Flask application through its own test client."""

    def ask(method: str, path: str, person: str | None, body: Any, more: dict[str, str]) -> Reply:
        sent, headers = _asked(person, body, more)
        found = app.test_client().open(f"/api{path}", method=method, data=sent, headers=headers)
        return _reply(found.status_code, {k.lower(): v for k, v in found.headers}, found.text)

    return Client(ask)


CLIENTS = {
    "fastapi": lambda site, **more: fastapi_client(fastapi_app(site, **more)),
    "flask": lambda site, **more: flask_client(flask_app(site, **more)),
}
"""Framework -> client of a service on it."""
