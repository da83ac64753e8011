"""The service over HTTP: the same verbs, the same answers, on every framework."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import attrs
import pytest
import web_school as school
from sqlalchemy import Engine
from web_clients import CLIENTS, Client
from web_school import COMMANDS, NOW, PLAN, RUN, START, TALK

from campaignflow import Run
from campaignflow.authorise import Permit
from campaignflow.commands import Command
from campaignflow.hosts.sweep import sweep
from campaignflow.hosts.web import Site
from campaignflow.stores import SqlLog, open_sqlite

SUBMIT = {"command": "submit", "subject": "check"}


# --- doing


def test_run_is_started_and_carried_on(begun: Client) -> None:
    """A run is started, a fact is recorded, and the events come back as they lie in the log."""
    done = begun.post(COMMANDS, TALK, person="li")
    assert done.body["version"] == 10
    assert [(e["kind"], e["actor"]) for e in done.body["events"]] == [("recorded", "li")]
    listed = begun.get("/runs").body["runs"]
    assert [(run["name"], run["status"], run["unit"]) for run in listed] == [
        (RUN, "running", "no-1")
    ]


def test_start_says_where_the_run_is(service: Client) -> None:
    """The address of the new run's status comes with the answer."""
    started = service.post("/runs", START)
    assert (started.status, started.headers["location"]) == (201, "runs/style/no-1/status")
    assert service.get(f"/{started.headers['location']}").body["unit"] == "no-1"


def test_work_is_claimed_handed_over_and_voted_on(begun: Client) -> None:
    """Everything that people do with a piece of work goes over HTTP."""
    for person, asked in (
        ("li", {"command": "claim", "subject": "check"}),
        ("li", {"command": "hand_over", "subject": "check", "args": {"person": "zhao"}}),
        ("wang", {"command": "assign", "subject": "talks", "args": {"person": "li"}}),
        ("zhao", SUBMIT),
        ("sun", {"command": "approve", "subject": "check"}),
        ("wang", {"command": "approve", "subject": "check"}),
    ):
        assert begun.post(COMMANDS, asked, person=person).status == 200, asked
    kinds = [e["kind"] for e in begun.get(f"/runs/{RUN}/events?after=9").body["events"]]
    assert kinds == [
        "assigned", "handed_over", "assigned", "submitted", "voted", "voted", "approved",
    ]  # fmt: skip


def test_tasks_are_those_of_whoever_asks(begun: Client) -> None:
    """A reviewer's task appears once there is something to review."""
    assert begun.get("/tasks", person="sun").body["tasks"] == []
    begun.post(COMMANDS, SUBMIT, person="li")
    (task,) = begun.get("/tasks", person="sun").body["tasks"]
    assert (task["run"], task["task"], task["node"]) == (RUN, "approve", "check")
    agenda = begun.get(f"/runs/{RUN}/agenda?role=supervisor").body
    assert [item["node"] for item in agenda] == ["check"]


# --- refusals


def test_refusal_names_every_reason(begun: Client) -> None:
    """What the plan does not allow now is 409, with the tree of what is missing."""
    found = begun.post(COMMANDS, {"command": "finish", "subject": "talks"}, person="li")
    assert (found.status, found.body["type"]) == (409, "urn:problem-type:campaignflow:refused")
    (cause,) = found.body["causes"]
    assert (cause["kind"], cause["explanation"]["value"]) == ("unsatisfied", False)
    assert "2" in cause["explanation"]["en"]


@pytest.mark.parametrize(
    ("languages", "lang", "title"),
    [
        ("", "zh", "方案目前不允许"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh", "方案目前不允许"),
        ("en-GB, en;q=0.9, zh;q=0.5", "en", "the plan does not allow this now"),
        ("fr", "zh", "方案目前不允许"),
    ],
)
def test_refusal_is_told_in_the_language_asked_for(
    begun: Client, languages: str, lang: str, title: str
) -> None:
    """Title and detail are in the preferred language; reasons are always in both."""
    found = begun.post(
        COMMANDS, {"command": "finish", "subject": "talks"}, Accept_Language=languages
    )
    assert (found.headers["content-language"], found.body["title"]) == (lang, title)
    assert found.body["causes"][0]["zh"] in found.body["detail"] or lang == "en"


@pytest.mark.parametrize(
    ("asked", "person", "status", "problem"),
    [
        ({"command": "close", "subject": "search"}, "li", 403, "not-permitted"),
        ({"command": "open", "subject": "search"}, "wang", 409, "refused"),
        ({"command": "dance"}, "wang", 404, "not-declared"),
        ({"command": "finish", "subject": "nothing"}, "wang", 404, "not-declared"),
        ({"command": "finish", "subject": "broken"}, "li", 500, "crashed"),
        ({"command": "return_", "subject": "check"}, "sun", 422, "invalid"),
        ({"command": "tick", "at": "2035-01-01"}, "wang", 422, "invalid"),
        ({"command": "tick", "at": "yesterday"}, "wang", 422, "invalid"),
        ({"command": "tick"}, "stranger", 403, "not-permitted"),
        ({"command": "tick"}, None, 403, "not-permitted"),
        ({"command": "tick", "actor": "wang"}, "li", 422, "invalid"),
        ({"command": "tick", "args": {"actor": "wang"}}, "li", 422, "invalid"),
        ({"command": ["tick"]}, "li", 422, "invalid"),
        ({}, "li", 422, "invalid"),
        ([], "li", 422, "invalid"),
        (b"{", "li", 400, "malformed"),
        (b"\xff", "li", 400, "malformed"),
        (b'{"command": "tick", "command": "cancel"}', "li", 400, "malformed"),
        (b'{"command": "\\ud800"}', "li", 400, "malformed"),
        (b'{"command": "tick", "args": {"x": 1.5}}', "li", 400, "malformed"),
        (b'{"command": "tick", "args": {"x": NaN}}', "li", 400, "malformed"),
        (b"[" * 200_000, "li", 400, "malformed"),
        (b'"' + b"x" * 1024 * 1024 + b'"', "li", 413, "too-large"),
    ],
)
def test_each_failure_has_a_type_and_a_status(
    begun: Client, asked: Any, person: str | None, status: int, problem: str
) -> None:
    """Wrong state, unknown command, no permission, crash and nonsense differ; nothing is done."""
    before = begun.get(f"/runs/{RUN}/events").body
    found = begun.post(COMMANDS, asked, person=person)
    assert (found.status, found.body["type"].rpartition(":")[2]) == (status, problem)
    assert begun.get(f"/runs/{RUN}/events").body == before


def test_a_form_from_elsewhere_is_not_taken(begun: Client) -> None:
    """A body that a browser would send for a foreign page without asking is refused."""
    asked = b'{"command": "tick"}'
    found = begun.post(COMMANDS, asked, Content_Type="text/plain")
    assert (found.status, found.body["type"].rpartition(":")[2]) == (415, "not-json")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/runs/style/nowhere/status", "no-run"),
        ("/runs/style/nowhere/events", "no-run"),
        ("/campaigns/none", "no-campaign"),
        ("/campaigns/none/schema", "no-campaign"),
    ],
)
def test_what_is_not_there_is_not_found(begun: Client, path: str, problem: str) -> None:
    """A run or campaign that does not exist is 404, and says which."""
    found = begun.get(path)
    assert (found.status, found.body["type"].rpartition(":")[2]) == (404, problem)
    assert "no" in found.body["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/runs?limit=0",
        "/runs?limit=501",
        "/runs?page=2",
        "/events?after=-1",
        "/events?after=9999999999999999999",
        f"/runs/{RUN}/events?after=x",
        f"/runs/{RUN}/agenda?role=king",
        f"/runs/{RUN}/status?as_of=tomorrow",
        f"/runs/{RUN}/phases.svg?as_of=2025-02-30",
    ],
)
def test_query_that_means_nothing_is_refused(begun: Client, path: str) -> None:
    """Unknown names, numbers out of bounds and impossible days are 422."""
    assert begun.get(path).status == 422


def test_why_asks_without_doing(begun: Client) -> None:
    """A page can grey out a button, with the reasons, and nothing is done."""
    asked = {"command": "finish", "subject": "talks"}
    before = begun.get(f"/runs/{RUN}/events").body
    found = begun.post(f"/runs/{RUN}/why", asked, person="li").body
    assert (found["granted"], found["refusal"]["kinds"]) == (False, ["unsatisfied"])
    granted = begun.post(f"/runs/{RUN}/why", TALK, person="li").body
    assert granted == {"granted": True, "refusal": None}
    assert begun.get(f"/runs/{RUN}/events").body == before


# --- twice is once


def test_same_key_and_request_is_answered_alike(begun: Client) -> None:
    """Asked again with the same key, even after others wrote, the answer is the first one."""
    first = begun.post(COMMANDS, TALK, person="li", Idempotency_Key="form-7")
    begun.post(COMMANDS, TALK, person="zhao", Idempotency_Key="form-8")
    again = begun.post(COMMANDS, TALK, person="li", Idempotency_Key="form-7")
    assert (again.status, again.body) == (200, first.body)
    events = begun.get(f"/runs/{RUN}/events").body["events"]
    assert sum(event["kind"] == "recorded" for event in events) == 2


def test_same_key_for_another_request_is_a_conflict(begun: Client) -> None:
    """A key belongs to one request: other values, or another person, are refused."""
    begun.post(COMMANDS, TALK, person="li", Idempotency_Key="form-7")
    other = {"command": "claim", "subject": "check"}
    for asked, person in ((other, "li"), (TALK, "zhao")):
        found = begun.post(COMMANDS, asked, person=person, Idempotency_Key="form-7")
        assert (found.status, found.body["type"].rpartition(":")[2]) == (409, "conflict")


def test_start_with_a_key_is_once(service: Client) -> None:
    """A start asked again with its key gives the same answer; without, the run exists."""
    first = service.post("/runs", START, Idempotency_Key="s")
    again = service.post("/runs", START, Idempotency_Key="s")
    assert (again.status, again.body) == (201, first.body)
    other = service.post("/runs", {**START, "at": "2025-03-02"}, Idempotency_Key="s")
    assert (other.status, other.body["type"].rpartition(":")[2]) == (409, "conflict")
    bare = service.post("/runs", START)
    assert (bare.status, bare.body["type"].rpartition(":")[2]) == (409, "run-exists")


@pytest.mark.parametrize("key", ["", "x" * 256, "周"])
def test_impossible_key_is_refused(begun: Client, key: str) -> None:
    """A key is a short visible text."""
    sent = key.encode().decode("latin-1") if key.isascii() else quote(key).replace("%", "\x7f")
    assert begun.post(COMMANDS, TALK, person="li", Idempotency_Key=sent).status == 400


# --- permissions


def test_nobody_and_strangers_read_nothing(begun: Client) -> None:
    """Without a person known to the host, and against its word, there is nothing to see."""
    for person in (None, "stranger"):
        for path in ("/runs", "/campaigns", "/tasks", "/events", f"/runs/{RUN}/status"):
            found = begun.get(path, person=person)
            assert (found.status, found.body["type"].rpartition(":")[2]) == (403, "not-permitted")


LISTS = {"runs": "/runs", "feed": "/events", "tasks": "/tasks", "reminders": "/reminders"}


def runs_in(client: Client, path: str, person: str) -> set[str]:
    """Return the runs that a list tells somebody about."""
    (rows,) = (value for name, value in client.get(path, person).body.items() if name != "next")
    return {row.get("run") or row["name"] for row in rows}


@pytest.mark.parametrize("path", LISTS.values())
def test_lists_hold_only_what_may_be_read(framework: str, engine: Engine, path: str) -> None:
    """A host that lets each see one school tells each of that school only, in every list."""

    def own_school(run: str, command: Command) -> Permit:
        mine = not run or command.name == "start" or run.endswith(str(command.actor))
        return Permit(allow=mine, rule="own" if run else None)

    client = CLIENTS[framework](Site([PLAN], engine, authorise=own_school, clock=lambda: NOW))
    for unit in ("no-1", "no-2"):
        start = {**START, "unit": unit, "roster": [[unit, "secretary"]]}
        assert client.post("/runs", start, person=unit).status == 201
    assert len(list(sweep(SqlLog(engine), [PLAN], NOW + 20 * 86_400_000_000))) > 1
    assert runs_in(client, path, "no-2") == {"style/no-2"}
    assert client.get("/runs/style/no-1/status", person="no-2").status == 403


def test_items_of_ledgers_are_listed(begun: Client) -> None:
    """Each with its values and where it stands, as it was on a day."""
    asked = {"command": "find", "subject": "w1", "args": {"ledger": "issues", "values": {}}}
    asked["args"]["values"]["what"] = "文山会海"
    assert begun.post(f"/runs/{RUN}/commands", asked, "li").status == 200
    (item,) = begun.get(f"/runs/{RUN}/items", "li").body
    assert (item["item"], item["state"], item["settled"]) == ("w1", "found", False)
    assert item["values"] == {"what": "文山会海"}
    assert begun.get(f"/runs/{RUN}/items?as_of=2025-01-01", "li").body == []


@pytest.mark.parametrize("rules", [None, lambda run, command: Permit(allow=True)])
def test_run_is_read_by_those_in_it(framework: str, begun: Client, site: Site, rules: Any) -> None:
    """Where the host has no rule, whoever holds a role in a run reads it, and nobody else does."""
    client = CLIENTS[framework](attrs.evolve(site, authorise=rules))
    each = [f"/runs/{RUN}/{what}" for what in ("status", "agenda", "items", "events", "phases.svg")]
    for person, status in (("li", 200), ("visitor", 403)):
        assert {client.get(path, person).status for path in each} == {status}
        asked = {"command": "finish", "subject": "talks"}
        assert client.post(f"/runs/{RUN}/why", asked, person).status == status
    assert runs_in(client, "/runs", "li") == runs_in(client, "/events", "li") == {RUN}
    assert runs_in(client, "/runs", "visitor") == runs_in(client, "/events", "visitor") == set()


def test_whoever_left_reads_no_more(begun: Client) -> None:
    """With the last role the right to read is given up, and comes back with a new one."""
    path = f"/runs/{RUN}/status"
    for command, status in (("give_up_role", 403), ("take_role", 200)):
        asked = {"command": command, "subject": "zhao", "args": {"role": "leader"}}
        assert begun.post(COMMANDS, asked).status == 200
        assert begun.get(path, person="zhao").status == status


def test_refusal_tells_outsiders_nothing_of_the_run(begun: Client) -> None:
    """Whoever may not read a run learns from a refused command only that it is not allowed."""
    asked = {"command": "finish", "subject": "talks"}
    found = begun.post(COMMANDS, asked, person="visitor")
    assert (found.status, "causes" in found.body) == (403, False)
    assert begun.post(COMMANDS, asked, person="li").body["causes"]


def test_starting_takes_a_rule_of_the_host(framework: str, engine: Engine) -> None:
    """A plan says nothing about who starts it, so a host that says nothing starts nothing."""
    client = CLIENTS[framework](Site([PLAN], engine))
    found = client.post("/runs", START)
    assert (found.status, found.body["type"].rpartition(":")[2]) == (403, "not-permitted")


# --- reading


def test_pages_follow_one_another(begun: Client) -> None:
    """Each page says what the next one comes after; the last says nothing."""
    seen, after = [], 0
    while after is not None:
        page = begun.get(f"/runs/{RUN}/events?after={after}&limit=4").body
        seen += [event["seq"] for event in page["events"]]
        after = page["next"]
    assert seen == list(range(1, 10))
    for unit in ("no-2", "no-3"):
        begun.post("/runs", {**START, "unit": unit})
    first = begun.get("/runs?limit=2").body
    rest = begun.get(f"/runs?limit=2&after={quote(first['next'])}").body
    assert ([run["unit"] for run in first["runs"]], rest["next"]) == (["no-1", "no-2"], None)
    assert [run["unit"] for run in rest["runs"]] == ["no-3"]


def test_past_is_told_as_of_a_day(begun: Client) -> None:
    """The status of an earlier day is that day's."""
    assert begun.get(f"/runs/{RUN}/status").body["open"] != []
    earlier = begun.get(f"/runs/{RUN}/status?as_of=2025-03-02").body
    assert (earlier["day"], earlier["open"]) == ("2025-03-02", [])


def test_pictures_are_drawn(begun: Client) -> None:
    """The phase graph and the timeline come as SVG that may load nothing."""
    for name in ("phases", "timeline"):
        found = begun.get(f"/runs/{RUN}/{name}.svg")
        assert (found.media, found.body.startswith("<svg")) == ("image/svg+xml", True)
        assert found.headers["content-security-policy"].startswith("default-src 'none'")


def test_page_of_a_run_is_one_document(begun: Client) -> None:
    """The page that replays a run needs nothing but itself."""
    found = begun.get(f"/runs/{RUN}/page.html", Accept_Language="en")
    assert found.body.startswith("<!doctype html>")
    assert "://" not in found.body.replace("http://www.w3.org", "")


def test_feed_and_reminders_leave_for_other_systems(begun: Client, engine: Engine) -> None:
    """Events of all runs have one order; what a sweep says is there to be sent."""
    feed = begun.get("/events?limit=500").body
    assert [row["position"] for row in feed["events"]] == list(range(1, 10))
    assert begun.get("/reminders").body["reminders"] == []
    said = list(sweep(SqlLog(engine), [PLAN], NOW + 6 * 86_400_000_000))
    found = begun.get("/reminders").body["reminders"]
    assert [row["node"] for row in found] == [reminder.node for reminder in said]
    assert found[0]["kind"] == "reminder"


def test_feed_tells_as_much_as_its_profile(begun: Client) -> None:
    """Without persons or texts where that is asked for; another profile is refused."""
    whole = begun.get("/events?limit=500").body["events"]
    least = begun.get("/events?limit=500&profile=minimal").body["events"]
    assert [row["position"] for row in least] == [row["position"] for row in whole]
    assert any(row["event"].get("actor") == "wang" for row in whole)
    assert "wang" not in str(least)
    assert begun.get("/events?profile=most").status == 422


def test_host_may_let_somebody_read_the_least_only(framework: str, engine: Engine) -> None:
    """A profile is a reading of its own, which the host permits by its name."""

    def least(run: str, command: Command) -> Permit:
        return Permit(allow=command.subject == "feed.minimal", rule="least")

    client = CLIENTS[framework](Site([PLAN], engine, authorise=least))
    assert client.get("/events?profile=minimal").status == 200
    assert client.get("/events").status == client.get("/events?profile=internal").status == 403


def test_run_names_may_hold_anything_readable(service: Client) -> None:
    """Slashes, blanks, Chinese and words of the addresses themselves are names like others."""
    for name in ("县/三中 2025", "a/status", "events", "100%/x?y#z"):
        assert service.post("/runs", {**START, "name": name}).status == 201
        assert service.get(f"/runs/{quote(name)}/status").body["run"] == name


@pytest.mark.parametrize("unit", ["a/../b", ".", "a//b", "a/"])
def test_run_without_a_usable_address_is_not_started(service: Client, unit: str) -> None:
    """A name that every client would shorten on its way is refused, and nothing is written."""
    found = service.post("/runs", {**START, "unit": unit})
    assert (found.status, found.body["type"].rpartition(":")[2]) == (422, "invalid")
    assert service.get("/runs").body["runs"] == []


# --- failures of what is below


def test_others_who_keep_writing_are_a_conflict(framework: str, engine: Engine) -> None:
    """A command that never gets its turn says that others wrote first."""
    busy = False

    def meddle(run: str, command: Command) -> Permit:
        if busy and command.name == "record":
            other = Run.load(PLAN, run, SqlLog(engine), clock=lambda: NOW)
            other.do("record", actor="zhao", **TALK["args"])
        return school.authorise(run, command)

    client = CLIENTS[framework](Site([PLAN], engine, authorise=meddle, clock=lambda: NOW))
    client.post("/runs", START)
    busy = True
    found = client.post(COMMANDS, TALK, person="li")
    assert (found.status, found.body["type"].rpartition(":")[2]) == (409, "version-conflict")


def test_held_database_is_busy(framework: str, begun: Client, engine: Engine) -> None:
    """While somebody else holds the file, commands are to be tried again."""
    impatient = open_sqlite(str(engine.url.database), timeout=0.1)
    client = CLIENTS[framework](school.site(impatient))
    with engine.connect() as connection:
        connection.begin()
        found = client.post(COMMANDS, TALK, person="li")
        connection.rollback()
    assert (found.status, found.headers["retry-after"]) == (503, "1")
    assert client.post(COMMANDS, TALK, person="li").status == 200
    impatient.dispose()


def test_damaged_log_says_so_and_no_more(
    framework: str, begun: Client, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """A run that was tampered with is not shown once it has to be loaded; the server's log knows."""
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER campaignflow_events_no_update")
        connection.exec_driver_sql("UPDATE campaignflow_events SET actor = 'x' WHERE seq = 2")
    found = CLIENTS[framework](school.site(engine)).get(f"/runs/{RUN}/status")
    assert (found.status, found.body["type"].rpartition(":")[2]) == (500, "damaged")
    assert "detail" not in found.body
    (noted,) = (line for line in caplog.messages if line.startswith("LogCorruptError"))
    assert f"the log of run '{RUN}' is damaged at entry 2" in noted


def test_answers_are_not_to_be_stored(framework: str, begun: Client) -> None:
    """They hold data of people, and the same address answers in two languages."""
    for path in (f"/runs/{RUN}/status", f"/runs/{RUN}/page.html", "/runs/none/status"):
        headers = begun.get(path).headers
        assert (headers["cache-control"], headers["vary"]) == ("no-store", "Accept-Language")


def test_run_of_another_definition_says_so(framework: str, begun: Client, engine: Engine) -> None:
    """A host that no longer offers a run's definition cannot show the run."""
    client = CLIENTS[framework](Site([], engine))
    found = client.get(f"/runs/{RUN}/status")
    assert (found.status, found.body["type"].rpartition(":")[2]) == (404, "no-campaign")
