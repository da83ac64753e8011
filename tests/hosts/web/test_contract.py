"""The OpenAPI document and the schema of commands say what the service does."""

from __future__ import annotations

import json
from typing import Any

import pytest
import web_school as school
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from sqlalchemy import Engine
from web_clients import CLIENTS, Client, fastapi_app, flask_app
from web_school import COMMANDS, PLAN, START, TALK

from campaignflow import Run
from campaignflow.commands import COMMANDS as ALL
from campaignflow.definitions.five_phases import five_phases
from campaignflow.definitions.jishui_2017 import jishui_2017
from campaignflow.hosts.web import ROUTES, Site
from campaignflow.hosts.web.openapi import document
from campaignflow.hosts.web.problems import STATUS, URN
from campaignflow.interchange.schema import command_schema
from campaignflow.refusal import RefusalKind


def test_document_is_valid_and_complete() -> None:
    """The document is OpenAPI, and has every route and every type of problem."""
    found = document()
    validate(found)
    operations = [(m, path) for path, methods in found["paths"].items() for m in methods]
    assert sorted(operations) == sorted((r.method.lower(), r.path) for r in ROUTES)
    text = json.dumps(found)
    assert [name for name in STATUS if f'"{URN}{name}"' not in text] == []


def test_frameworks_publish_the_same_contract(site: Site) -> None:
    """FastAPI's own document and the one of the blueprint describe the same operations."""
    published = fastapi_app(site).openapi()
    validate(published)
    flask = flask_app(site).test_client().get("/api/openapi.json").get_json()
    theirs = {
        path.removeprefix("/api"): operations for path, operations in published["paths"].items()
    }
    assert theirs == flask["paths"] == document()["paths"]


def test_frameworks_answer_alike(tmp_path: Any) -> None:
    """The same requests have the same answers, to the byte of their JSON."""
    from campaignflow.stores import SqlLog, open_sqlite

    answers = []
    for name, client_of in CLIENTS.items():
        engine = open_sqlite(tmp_path / f"{name}.db")
        SqlLog(engine).create()
        answers.append(_course(client_of(school.site(engine))))
        engine.dispose()
    assert len(answers[0]) == 24
    assert answers[0] == answers[1]


def _course(client: Client) -> list[tuple[int, str, Any]]:
    run = f"/runs/{school.RUN}"
    replies = [
        client.post("/runs", START, Idempotency_Key="s"),
        client.post("/runs", START),
        client.post(COMMANDS, {"command": "open", "subject": "search"}),
        client.post(COMMANDS, TALK, person="li", Idempotency_Key="t"),
        client.post(COMMANDS, TALK, person="li", Idempotency_Key="t"),
        client.post(COMMANDS, TALK, person="sun", Accept_Language="en"),
        client.post(COMMANDS, {"command": "finish", "subject": "broken"}, person="li"),
        client.post(COMMANDS, b"nonsense"),
        client.post(f"{run}/why", {"command": "conclude"}, Accept_Language="en"),
        *(client.get(route.path) for route in ROUTES if _is_plain(route.method, route.path)),
        *(
            client.get(f"{run}/{what}")
            for what in ("status", "agenda", "items", "events", "phases.svg")
        ),
        client.get(f"{run}/timeline.svg?known=2025-03-02", Accept_Language="en"),
        client.get("/runs?limit=1&limit=2"),
        client.get("/campaigns/style"),
        client.get("/campaigns/style/schema"),
        client.get("/runs/none/status"),
    ]
    return [(reply.status, reply.media, reply.body) for reply in replies]


def _is_plain(method: str, path: str) -> bool:
    return method == "GET" and "{" not in path


def test_flask_publishes_text_as_json(site: Site) -> None:
    """What the blueprint sends is UTF-8 without escapes."""
    client = flask_app(site).test_client()
    found = client.get("/api/campaigns", headers={"X-Person": "wang"})
    assert "作风整顿".encode() in found.data


# --- the schema of commands


@pytest.mark.parametrize("plan", [PLAN, five_phases, jishui_2017], ids=lambda plan: plan.key)
def test_command_schema_is_a_schema(plan: Any) -> None:
    """The description is valid JSON Schema, with every command that the plan can take."""
    found = command_schema(plan)
    Draft202012Validator.check_schema(found)
    named = {one["properties"]["command"]["const"] for one in found["oneOf"]}
    without = set(ALL) - named
    assert "start" in without
    assert without <= {"start", "relate", "unrelate", "reopen", "fix_anchor", "find", "work"}


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        (TALK, True),
        ({"command": "record", "args": {"kind": "talk", "values": {"mode": "面谈"}}}, False),
        ({"command": "record", "args": {"kind": "talk", "values": {"people": "li"}}}, False),
        ({"command": "record", "args": {"kind": "walk", "values": {}}}, False),
        ({"command": "find", "args": {"ledger": "issues", "values": {"what": "文山会海"}}}, True),
        ({"command": "find", "args": {"ledger": "issues", "values": {"what": 7}}}, False),
        ({"command": "return_", "subject": "check"}, False),
        ({"command": "return_", "subject": "check", "reason": "缺少措施"}, True),
        ({"command": "move", "subject": "talks", "args": {"end": "2025-03-09"}}, True),
        ({"command": "move", "subject": "talks", "args": {"until": "2025-03-09"}}, False),
        ({"command": "dance"}, False),
        ({"command": "reopen", "subject": "check", "reason": "r", "args": {"edge": "none"}}, False),
        ({"command": "tick"}, True),
    ],
)
def test_schema_and_engine_agree(asked: dict[str, Any], fits: bool) -> None:
    """What the schema refuses, a run finds invalid or not declared, and the other way round."""
    assert Draft202012Validator(command_schema(PLAN)).is_valid(asked) is fits
    run = Run.start(PLAN, "no-1", roster=START["roster"], at="2025-03-01", clock=lambda: school.NOW)
    more = {name: asked[name] for name in ("reason",) if name in asked}
    args = asked.get("args", {})
    refusal = run.why_not(asked["command"], asked.get("subject", ""), actor="wang", **more, **args)
    formal = {RefusalKind.INVALID, RefusalKind.NOT_DECLARED}
    assert (refusal and formal & set(refusal.kinds)) is not fits


def test_start_schema_describes_the_unit() -> None:
    """Facts of the unit have their types, and rosters are pairs."""
    start = Draft202012Validator(command_schema(PLAN)["$defs"]["start"])
    assert start.is_valid({**START, "facts": {"pupils": 900}})
    assert not start.is_valid({**START, "facts": {"pupils": "many"}})
    assert not start.is_valid({**START, "roster": [["wang"]]})


# --- nonsense

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
_ARGS = st.dictionaries(
    st.sampled_from(sorted({arg for info in ALL.values() for arg in (*info.needs, *info.takes)})),
    _PLAIN | st.sampled_from(["talk", "issues", "leader", "li", "2025-03-05", "claim"]),
    max_size=3,
)
_ASKED = st.fixed_dictionaries(
    {"command": st.sampled_from(sorted(ALL))},
    optional={
        "subject": _PLAIN | st.sampled_from(["talks", "check", "search", "campaign", "li"]),
        "at": _PLAIN | st.sampled_from(["2025-03-05", "0001-01-01", "9999-12-31"]),
        "reason": st.text(max_size=5),
        "args": _ARGS | _PLAIN,
    },
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_ASKED)
def test_nonsense_is_always_answered(engine: Engine, asked: dict[str, Any]) -> None:
    """Whatever is asked, the answer is one of the contract and never the service's own failure."""
    client = CLIENTS["flask"](school.site(engine))
    if client.get("/runs").body["runs"] == []:
        client.post("/runs", START)
    found = client.post(f"/runs/{school.RUN}/why", asked)
    assert found.status in (200, 403, 404, 409, 422) or found.body.get("type") == f"{URN}malformed"
    done = client.post(COMMANDS, asked, person="wang")
    assert done.status < 500 or done.body["type"] == f"{URN}crashed", done
