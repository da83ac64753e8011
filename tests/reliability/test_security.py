"""Deny by default, no code in data, nothing personal in messages, no network (S1, S5, S7, S9)."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from walk_lab import Clock, rendering

import campaignflow
from campaignflow.authorise import Permit
from campaignflow.commands import Command
from campaignflow.errors import CampaignflowError, RefusalError
from campaignflow.guards import Quota
from campaignflow.model import Campaign, Field, Ledger, RecordKind, Role, Rule, Step, window
from campaignflow.run import Run
from campaignflow.stores import SqlLog, open_sqlite

LEAD, JUDGE = Role("lead", "组长"), Role("judge", "评审")
WHO = Field("who", "谁", "person", personal=True)
NOTE = Field("note", "情况", "text", personal=True)
AGE = Field("age", "年龄", "integer", personal=True)
BORN = Field("born", "生日", "date", personal=True)
TALK = RecordKind("talk", "谈话", (WHO, NOTE, AGE, BORN))
ISSUES = Ledger("issues", "清单", (NOTE,))
WORK, PLAIN = Step("work", "材料", review=JUDGE), Step("plain", "会议")
ROSTER = [("L", "lead"), ("J", "judge")]


def started(people: Any = ROSTER, **options: Any) -> Run:
    """Start a run with a reviewed step and a plain one, which asks for a certain talk."""
    campaign = Campaign(
        key="secure",
        version="1",
        title="试",
        window=window("2017年5月"),
        lead=LEAD,
        roles=[LEAD, JUDGE],
        records=[TALK],
        ledgers=[ISSUES],
        steps=[WORK, PLAIN],
        rules=[Rule(PLAIN, Quota(of=TALK, where=AGE >= 18))],
    )
    return Run.start(campaign, "school", roster=people, clock=Clock(), **options)


# --- S1: the host's say


def no_answer(answer: object) -> Any:
    return lambda run, command: answer if command.name != "start" else Permit(allow=True)


def failing(run: str, command: Command) -> Permit:
    if command.name == "start":
        return Permit(allow=True)
    raise RuntimeError("目录服务不通")


DENYING = {
    "denies": no_answer(Permit(allow=False, rule="R1", reason="not on the list")),
    "false": no_answer(False),
    "none": no_answer(None),
    "true": no_answer(True),
    "text": no_answer("yes"),
    "raises": failing,
}


@pytest.mark.parametrize("hook", DENYING)
@pytest.mark.parametrize(
    ("command", "subject", "more"),
    [
        ("submit", "work", {}),
        ("waive", "work", {"reason": "停办"}),
        ("take_role", "p", {"role": "judge"}),
        ("tick", "", {}),
        ("cancel", "", {"reason": "停办"}),
    ],
)
def test_a_hook_that_does_not_permit_denies(
    hook: str, command: str, subject: str, more: dict[str, Any]
) -> None:
    """Anything but a permit that allows is a no, even for the lead."""
    run = started(authorise=DENYING[hook])
    before, count = rendering(run.state), run.version
    with pytest.raises(RefusalError) as caught:
        run.do(command, subject, actor="L", **more)
    assert caught.value.refusal.kinds == ("not_permitted",)
    assert (rendering(run.state), run.version) == (before, count)


def test_the_rule_of_the_host_stands_in_the_event() -> None:
    """Who may do it by the host's word can be traced to the host's rule."""
    run = started(authorise=lambda run, command: Permit(allow=True, rule="host-7"))
    (event,) = run.do("submit", "work", actor="stranger")
    assert (event.actor, event.rule) == ("stranger", "host-7")
    (stored,) = [event for event in run.events() if event.kind == "submitted"]
    assert stored.rule == "host-7"


def test_a_host_without_a_rule_leaves_it_to_the_plan() -> None:
    """The plan's own table is asked as well, and its rule is kept."""
    run = started(authorise=lambda run, command: Permit(allow=True))
    assert run.why_not("submit", "work", actor="stranger") is not None
    assert run.do("submit", "work", actor="L")[0].rule == "lead"


def test_a_host_cannot_let_somebody_approve_their_own_work() -> None:
    """The separation of duties is the plan's, whatever the host permits."""
    run = started(authorise=lambda run, command: Permit(allow=True, rule="host-7"))
    run.do("submit", "work", actor="J")
    refusal = run.why_not("approve", "work", actor="J")
    assert refusal is not None
    assert refusal.causes[0].notice.code == "review.own"


def test_the_hook_is_asked_before_every_command() -> None:
    """Nothing is decided that the host was not asked about."""
    asked: list[str] = []

    def hook(run: str, command: Command) -> Permit:
        asked.append(command.name)
        return Permit(allow=True)

    run = started(authorise=hook)
    run.do("submit", "work", actor="L")
    run.may("approve", "work", actor="J")
    assert asked == ["start", "submit", "approve"]


# --- S5: nothing personal in messages

CANARIES = [f"金丝雀{number:02d}" for number in range(20)]


def told(error: BaseException | None) -> str:
    """Return all that an error and what is chained to it would print."""
    text = ""
    while error is not None:
        text += f"{error} {error!r} {error.args}"
        error = error.__cause__ or error.__context__
    return text


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_personal_is_told_by_errors_and_reprs(
    canary: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """What personal fields hold, right or wrong, appears in no error, repr or log message."""
    engine = open_sqlite(tmp_path / "log.db")
    log = SqlLog(engine)
    log.create()
    caplog.set_level(logging.DEBUG)
    run = started(log=log)
    run.do("record", "r", actor="L", kind="talk", values={"who": canary, "note": canary, "age": 9})
    run.do("find", "i", actor="L", ledger="issues", values={"note": canary})
    wrong: list[dict[str, Any]] = [
        {"command": "record", "subject": "x", "kind": "talk", "values": {"age": canary}},
        {"command": "record", "subject": "x", "kind": "talk", "values": {"born": canary}},
        {"command": "record", "subject": "x", "kind": "talk", "values": {"note": [canary]}},
        {"command": "record", "subject": "x", "kind": "talk", "values": {"note": {canary: 1}}},
        {"command": "record", "subject": "r", "kind": "talk", "values": {"note": canary}},
        {"command": "record", "subject": "x", "kind": "talk", "values": canary},
        {"command": "correct", "subject": "r", "values": {"age": canary}, "reason": canary},
        {"command": "work", "subject": "i", "trigger": "strike", "values": {"note": canary}},
        {"command": "find", "subject": "i", "ledger": "issues", "values": {"note": canary}},
        {"command": "submit", "subject": "plain", "values": {"note": canary}},
        {"command": "finish", "subject": "plain", "reason": canary},
    ]
    for given in wrong:
        with pytest.raises(CampaignflowError) as caught:
            run.do(**given, actor="L")
        assert canary not in told(caught.value), given
        if isinstance(caught.value, RefusalError):
            refusal = caught.value.refusal
            assert (
                canary
                not in f"{refusal.text('zh')} {refusal!r} {refusal.kinds} {refusal.as_json()}"
            )
    assert canary not in f"{run!r} {run} {run.state!r} {run.state} {log!r} {engine!r}"
    assert canary not in caplog.text
    engine.dispose()


@pytest.mark.parametrize("canary", CANARIES)
def test_persons_are_not_told_by_reprs(canary: str) -> None:
    """Who holds what stands in the state, not in what a traceback would print of it."""
    run = started([*ROSTER, (canary, "lead"), (canary, "judge")])
    run.do("submit", "work", actor=canary)
    with pytest.raises(RefusalError) as caught:
        run.do("approve", "work", actor=canary)
    refusal = caught.value.refusal
    assert canary not in f"{run!r} {run.state!r} {caught.value!r} {refusal.kinds}"


# --- S7: no code in data

PACKAGE = Path(campaignflow.__file__).parent
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "joblib"}


def _breaches(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_CALLS:
                found.append(f"{node.lineno}: {name}()")
            case ast.Import(names=names):
                modules = {alias.name.partition(".")[0] for alias in names}
                found += [f"{node.lineno}: {name}" for name in modules & FORBIDDEN_MODULES]
            case ast.ImportFrom(module=str(module)) if (
                module.partition(".")[0] in FORBIDDEN_MODULES
            ):
                found.append(f"{node.lineno}: {module}")
            case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                found.append(f"{node.value.lineno}: shell=True")
            case _:
                pass
    return found


def test_the_package_runs_no_code_from_data() -> None:
    """No eval, exec, compile, pickle or shell in any module."""
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 80
    breaches = {
        str(module.relative_to(PACKAGE)): _breaches(ast.parse(module.read_text(encoding="utf-8")))
        for module in modules
    }
    assert {name: found for name, found in breaches.items() if found} == {}


# --- S9: no network

NETWORK = {"socket", "ssl", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc"}
NETWORK |= {
    "http.client",
    "http.server",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "websockets",
    "grpc",
}


def _reaches_out(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module)):
                modules = [module]
            case _:
                continue
        found += [name for name in modules if {name, name.partition(".")[0]} & NETWORK]
    return found


def test_the_package_opens_no_connection() -> None:
    """No module imports anything that could: the database's driver and the server are the host's."""
    found = {
        str(module.relative_to(PACKAGE)): _reaches_out(
            ast.parse(module.read_text(encoding="utf-8"))
        )
        for module in PACKAGE.rglob("*.py")
    }
    assert {name: modules for name, modules in found.items() if modules} == {}


def test_a_campaign_is_carried_out_and_drawn_without_a_network() -> None:
    """With sockets out of reach a run is started, told, drawn, verified and disclosed."""
    code = """
import socket
def forbidden(*_args, **_more): raise AssertionError("a socket was opened")
socket.socket.__init__ = socket.create_connection = socket.getaddrinfo = forbidden
from campaignflow import Run
from campaignflow.definitions.five_phases import five_phases
from campaignflow.disclosure import disclosed
from campaignflow.draw import html, phase_graph_svg, timeline_svg
from campaignflow.log import verify
run = Run.start(five_phases, "no-1", at="2025-03-01", roster=[("wang", "secretary")])
run.do("open", "mobilise", actor="wang", at="2025-03-03")
state, day, events = run.seen()
run.status().text("zh"), phase_graph_svg(five_phases, state), timeline_svg(five_phases, state)
html(five_phases, events, day, "zh", run.name), verify(run.log, run.name), disclosed(events[0])
print("done")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "done\n"


@pytest.mark.parametrize("source", ["import socket", "from http.client import x", "import httpx"])
def test_the_search_for_networks_finds_them(source: str) -> None:
    """The search is worth something."""
    assert _reaches_out(ast.parse(source))


@pytest.mark.parametrize(
    "source", ["eval('1')", "import pickle", "from marshal import loads", "run(x, shell=True)"]
)
def test_the_search_for_code_finds_it(source: str) -> None:
    """The search is worth something."""
    assert _breaches(ast.parse(source))
