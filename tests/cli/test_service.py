"""``sweep`` tells each reminder once; ``serve`` shows runs to a browser on this machine."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from campaignflow.cli.service import application
from campaignflow.definitions.five_phases import five_phases
from campaignflow.stores import open_sqlite

Get = Callable[..., httpx.Response]


def test_sweep_tells_each_reminder_once(started: Any) -> None:
    """The first sweep after a deadline tells of it, the second has nothing to add."""
    first = started("sweep", "--at", "2025-03-11", "--json").data["reminders"]
    assert [(r["node"], r["level"], r["who"]) for r in first] == [
        ("mobilise", "red", ["L"]),
        ("kickoff", "red", ["L"]),
    ]
    assert started("sweep", "--at", "2025-03-11", "--json").data["reminders"] == []
    later = started("sweep", "--at", "2025-03-13", "--lang", "en")
    assert later.out.splitlines()[0] == (
        "school: 动员: 3 days overdue, was due on 2025-03-10 (the lead is told; L)"
    )


def test_sweep_of_an_unknown_campaign_is_no_success(started: Any, tmp_path: Path) -> None:
    """A run whose definition cannot be found is named, and the exit code says so."""
    engine = open_sqlite(tmp_path / "campaignflow.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE campaignflow_runs SET campaign = 'gone'")
    engine.dispose()
    said = started("sweep", "--at", "2025-03-11", "--json")
    assert (said.code, said.data["failures"]) == (3, ["no campaign gone 2025 is offered here"])


@pytest.fixture
def get(started: Any, tmp_path: Path) -> Iterator[Get]:
    """Ask the application that ``serve`` serves."""
    engine = open_sqlite(tmp_path / "campaignflow.db")

    def ask(
        path: str,
        method: str = "GET",
        actor: str | None = None,
        base: str = "127.0.0.1",
        **more: Any,
    ) -> httpx.Response:
        async def once() -> httpx.Response:
            app = application(engine, [five_phases], actor, "127.0.0.1")
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(
                transport=transport, base_url=f"http://{base}:8000"
            ) as client:
                return await client.request(method, path, **more)

        return asyncio.run(once())

    yield ask
    engine.dispose()


def test_pages_lead_from_the_list_to_the_run(get: Get) -> None:
    """The first page links to the run, whose page shows what is to be done, and pictures."""
    (link,) = re.findall(r'href="(/run/[^"]+)"', get("/").text)
    shown = get(f"{link}?as_of=2025-03-12").text
    assert shown.count("<svg") == 2
    assert "动员会" in shown
    assert "2025-03-10" in shown
    for target in re.findall(r'href="([^"]+)"', shown):
        assert get(target).status_code == 200


def test_pages_speak_the_language_asked_for(get: Get) -> None:
    """Headings are Chinese unless English is preferred."""
    assert "<h1>活动</h1>" in get("/").text
    assert "<h1>Runs</h1>" in get("/", headers={"Accept-Language": "en"}).text


def test_titles_cannot_become_markup(get: Get, tmp_path: Path) -> None:
    """The name of a run is text, whatever it holds."""
    roster = [["L", "secretary"]]
    body = {"campaign": "five_phases", "unit": "<script>x</script>", "roster": roster}
    assert get("/api/runs", "POST", "L", json=body).status_code == 201
    assert "<script>x" not in get("/").text
    shown = get("/run/five_phases/%3Cscript%3Ex%3C/script%3E").text
    assert "<script>x" not in shown
    assert "&lt;script&gt;" in shown


def test_without_an_actor_one_can_only_look(get: Get) -> None:
    """Nothing is done in nobody's name; with ``--actor`` the plan's rules decide."""
    path, body = "/api/runs/five_phases/school/commands", {"command": "tick"}
    assert get(path, "POST", json=body).status_code == 403
    assert get(path, "POST", "L", json=body).status_code == 200
    assert get(path, "POST", "m", json=body).status_code == 403


def test_other_names_for_this_machine_are_refused(get: Get) -> None:
    """A page elsewhere that points its own name at this machine gets nothing."""
    assert get("/api/runs", base="school.example").status_code == 400


def test_serve_listens_on_this_machine_only(cf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless asked otherwise the service is bound to the loopback address."""
    import uvicorn

    asked: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: asked.update(options))
    assert cf("serve").code == 0
    assert (asked["host"], asked["port"]) == ("127.0.0.1", 8000)
    assert "127.0.0.1:8000" in cf("serve", "--host", "127.0.0.1").err
    assert "没有登录" in cf("serve", "--host", "0.0.0.0").err  # noqa: S104


@pytest.mark.parametrize(
    "asked", [("sweep",), ("do", "tick"), ("import", "rows.csv"), ("record", "talk")]
)
def test_a_mistyped_name_makes_no_file(cf: Any, tmp_path: Path, asked: tuple[str, ...]) -> None:
    """A slip in a timetable would else never be noticed."""
    (tmp_path / "rows.csv").write_text("指令\ntick\n", encoding="utf-8")
    said = cf(*asked, "--db", "schol.db")
    assert said.code == 2
    assert "there is no file schol.db" in said.err
