"""Every answer of a service checked against what its OpenAPI document says."""

from __future__ import annotations

import re
from typing import Any

from jsonschema import Draft202012Validator
from web_clients import Client, Reply

from campaignflow.hosts.web.openapi import document


def _operation(method: str, path: str) -> dict[str, Any]:
    bare = path.partition("?")[0]
    for template, operations in document()["paths"].items():
        pattern = re.escape(template).replace(r"\{run\}", ".+").replace(r"\{campaign\}", "[^/]+")
        if re.fullmatch(pattern, bare) and method.lower() in operations:
            found: dict[str, Any] = operations[method.lower()]
            return found
    raise AssertionError(f"the document says nothing of {method} {path}")


def check(method: str, path: str, reply: Reply) -> None:
    """Fail where the document does not foresee an answer."""
    responses = _operation(method, path)["responses"]
    assert str(reply.status) in responses, (method, path, reply)
    contents = responses[str(reply.status)]["content"]
    media = reply.media.removesuffix("; charset=utf-8")
    assert media in contents, (method, path, reply)
    Draft202012Validator(contents[media]["schema"]).validate(reply.body)


def checked(client: Client) -> Client:
    """Return the client with every answer checked."""

    def ask(method: str, path: str, *rest: Any) -> Reply:
        reply = client.ask(method, path, *rest)
        check(method, path, reply)
        return reply

    return Client(ask)
