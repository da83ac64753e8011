"""The example school: its own tables and the campaign, through the web, in one transaction."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from school.models import Meeting, Teacher
from school.views import RUN, MeetingForm, keep

from campaignflow.hosts.django import load, person
from campaignflow.log import verify

SignIn = Callable[[str], Client]
MANAGE = Path(__file__).parents[3] / "docs" / "examples" / "django_school" / "manage.py"


def minutes(*usernames: str) -> dict[str, Any]:
    there = Teacher.objects.filter(user__username__in=usernames)
    today = load(RUN).status().day.isoformat()
    return {"day": today, "topic": "动员", "attendees": [t.pk for t in there], "minutes": ""}


def everybody() -> list[str]:
    return [user.username for user in User.objects.all()]


def test_meeting_is_kept_and_counts(sign_in: SignIn) -> None:
    """Minutes that a head enters stand in the school's table and count in the campaign."""
    answer = sign_in("zhao").post("/meetings/new/", minutes(*everybody()), follow=True)
    assert "动员（5 人）" in answer.content.decode()
    event = load(RUN).events()[-1]
    assert event.subject == f"meeting-{Meeting.objects.get().pk}"
    assert len(event.data["values"]["attendees"]) == 5
    assert load(RUN).may("finish", "kickoff", actor=person(User.objects.get(username="zhao")))


def test_refused_meeting_is_not_kept(sign_in: SignIn) -> None:
    """A teacher may not enter minutes for the campaign, so the school does not keep them either."""
    before = load(RUN).version
    answer = sign_in("sun").post("/meetings/new/", minutes("sun"))
    assert "无权操作" in answer.content.decode()
    assert (Meeting.objects.count(), load(RUN).version) == (0, before)


def test_school_that_fails_afterwards_takes_the_event_back(school: Path) -> None:
    """If the school's own code fails after the campaign was told, the campaign forgets it."""
    before = load(RUN).version

    def keep_and_fail() -> None:
        with transaction.atomic():
            form = MeetingForm(minutes("sun", "zhou"))
            assert form.is_valid()
            keep(form, User.objects.get(username="zhao"))
            assert load(RUN).version == before + 1
            raise OSError("the printer is on fire")

    with pytest.raises(OSError, match="printer"):
        keep_and_fail()
    assert (Meeting.objects.count(), load(RUN).version) == (0, before)


def test_front_page_leads_to_the_campaign(sign_in: SignIn) -> None:
    """The school's front page says where the campaign stands and links to it."""
    page = sign_in("sun").get("/").content.decode()
    assert "师德师风主题活动：0 项已办结" in page
    assert '/admin/campaignflow/run/tasks/">我的任务（1）</a>' in page
    assert "准备并提交：撰写心得（孙丽）" in page
    assert Client().get("/").status_code == 302


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Start the school by its one command; return its address and its database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    file, output = tmp_path / "served.db", tmp_path / "output"
    environment = {**os.environ, "SCHOOL_DB": str(file), "PYTHONUTF8": "1"}
    command = [sys.executable, str(MANAGE), "demo", "--port", str(port)]
    with output.open("wb") as told:
        server = subprocess.Popen(command, env=environment, stdout=told, stderr=told)
    try:
        address = f"http://127.0.0.1:{port}"
        while not _answers(address):
            assert server.poll() is None, output.read_text()
            time.sleep(0.2)
        yield address, file
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # our own server
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def browser() -> Iterator[Any]:
    """Return a headless Chromium."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("needs Chromium and its driver (Debian: chromium, chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,2000"):
        options.add_argument(argument)
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    opened.implicitly_wait(20)
    yield opened
    opened.quit()


def test_head_works_through_the_day_in_a_browser(served: tuple[str, Path], browser: Any) -> None:
    """One command serves the school; a head signs in, keeps minutes and finishes the step."""
    address, file = served
    browser.get(f"{address}/meetings/new/")
    fill(browser, username="zhao", password="school")  # noqa: S106  # of the example
    for box in browser.find_elements("css selector", "#id_attendees input"):
        box.click()
    browser.execute_script("document.getElementById('id_day').value = arguments[0]", today(browser))
    fill(browser, topic="动员大会")
    assert "动员大会（5 人）" in browser.find_element("id", "meetings").text
    browser.find_element("partial link text", "我的任务（").click()
    browser.find_element("partial link text", "ethics/no1").click()
    for picture in ("cf-phases", "cf-timeline"):
        shown = browser.find_element("id", picture)
        wait(lambda: browser.execute_script("return arguments[0].naturalWidth", shown) > 300)  # noqa: B023
    browser.find_element("link text", "完成：动员会").click()
    browser.find_element("css selector", "#cf-form [type=submit]").click()
    assert "已办理：完成：动员会" in browser.find_element("css selector", ".messagelist").text
    log = browser.find_element("css selector", "#cf-log tbody tr").text
    assert "完成" in log
    assert "赵芳" in log
    from_file(file)


def fill(browser: Any, **fields: str) -> None:
    """Fill in a form and send it."""
    for name, value in fields.items():
        browser.find_element("name", name).send_keys(value)
    browser.find_element("css selector", "form [type=submit]").click()


def today(browser: Any) -> str:
    """Return today where the school is."""
    script = "return new Intl.DateTimeFormat('sv', {timeZone: 'Asia/Shanghai'}).format()"
    return str(browser.execute_script(script))


def wait(true: Callable[[], bool]) -> None:
    """Wait until something is true, for as long as the test may take."""
    for _ in range(200):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not become true")


def from_file(file: Path) -> None:
    """Verify the log that the server wrote, with the store of the library's own."""
    from campaignflow.stores import SqlLog, open_sqlite

    engine = open_sqlite(file, read_only=True)
    assert verify(SqlLog(engine), RUN).count == 15
    engine.dispose()
