"""The admin shows runs with reasons, and lets people do what they may, through forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import translation
from django.utils.html import strip_tags
from lab.campaigns import dated, five_phases
from school.views import RUN

from campaignflow.events import Event
from campaignflow.hosts.django import load, models, person, start
from campaignflow.hosts.django.addresses import run_url

SignIn = Callable[[str], Client]
RUNS = "/admin/campaignflow/run/"
PAGE = f"{RUNS}ethics_2Fno1/change/"


def act(command: str, run: str = RUN, **args: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"run": run, **args}.items())
    return f"{RUNS}act/{command}/?{query.replace('#', '%23')}"


def text(response: HttpResponse) -> str:
    """Return what a reader sees of a page."""
    body = response.content.decode().partition('id="content"')[2]
    return re.sub(r"\s+", " ", strip_tags(body))


def last(run: str = RUN) -> Event:
    return load(run).events()[-1]


def user(name: str) -> User:
    return User.objects.get(username=name)


# the list


def test_list_shows_status_and_lateness(sign_in: SignIn, lab: None) -> None:
    """The list says of each run what it is, where it stands and what is how late."""
    run = start(five_phases, "no7", roster=[("zhao", "secretary")])
    run.do("open", "mobilise", actor="zhao")
    shown = text(sign_in("li").get(RUNS))
    assert re.search(
        r"five_phases/no7 ?主题活动（五个阶段） ?no7 ?进行中 ?2 ?动员 · 晚 \d+ 天", shown
    )


def test_overdue_items_are_late_and_somebody_s_task(sign_in: SignIn, lab: None) -> None:
    """The longest overdue item stands in the list, and under the tasks of whom it names."""
    li = person(user("li"))
    run = start(dated, "no8", roster=[(li, "lead")])
    for item, limit in (("w1", "2025-01-07"), ("w2", "2025-03-01")):
        run.do("find", item, ledger="wants", values={"who": li, "limit": limit}, actor=li)
    client = sign_in("li")
    assert re.search(r"需求清单 w1 · 晚 \d+ 天", text(client.get(RUNS)))
    assert re.search(
        r"需求清单：w1（已查出） · 时限 2025-01-07 · 逾期", text(client.get(f"{RUNS}tasks/"))
    )


def test_items_of_ledgers_stand_on_the_page(sign_in: SignIn, lab: None) -> None:
    """Each with its values and state, and the way to work on it for whoever may."""
    li = person(user("li"))
    run = start(dated, "no8", roster=[(li, "lead")])
    run.do("find", "w1", ledger="wants", values={"who": li, "limit": "2025-01-07"}, actor=li)
    page = sign_in("li").get(run_url(run.name))
    assert re.search(
        r"需求清单 条目编号为谁时限状态 w1李明2025-01-07已查出 · 晚 \d+ 天", text(page)
    )
    assert "w1：转为“已认领”" in text(page)
    (address,) = re.findall(r'href="([^"]*act/work/[^"]*)"', page.content.decode())
    sign_in("li").post(address.replace("&amp;", "&"), {"key": "k1"})
    assert load(run.name).items()[0].state == "claimed"


def test_a_record_that_was_put_right_is_marked(sign_in: SignIn) -> None:
    """In the log one sees what was voided or corrected, without looking for it further on."""
    li = person(user("li"))
    run = load(RUN)
    values = {"caller": li, "partner": person(user("sun")), "mode": "面谈"}
    for key in ("t8", "t9"):
        run.do("record", key, kind="talk", values=values, actor=li)
    run.do("void", "t8", reason="误录", actor=li)
    for mode in ("电话", "面谈"):
        run.do("correct", "t9", reason="误录", values={"mode": mode}, actor=li)
    shown = text(sign_in("li").get(PAGE))
    assert "记录已作废 谈心 t8" in shown
    assert "记录已更正 谈心 t9" in shown
    assert shown.count("更正已更正 t9") == 1, "the last correction stands"


def test_list_survives_a_campaign_that_nobody_offers(sign_in: SignIn) -> None:
    """A run whose campaign is gone is listed by key, and says what is wrong with it."""
    start(five_phases, "no7", roster=[("zhao", "secretary")])
    assert "five_phases 2025" in text(sign_in("li").get(RUNS))


def test_run_that_cannot_be_read_is_told(sign_in: SignIn) -> None:
    """The page and the tasks say why a run cannot be shown, instead of failing or hiding it."""
    start(five_phases, "no7", roster=[(person(user("li")), "secretary")])
    client, address = sign_in("li"), f"{RUNS}five_5Fphases_2Fno7/change/"
    assert "此处没有活动方案" in client.get(address, follow=True).content.decode()
    tasks = text(client.get(f"{RUNS}tasks/"))
    assert "five_phases/no7" in tasks
    assert "此处没有活动方案“five_phases 2025”；现有：ethics 2026" in tasks
    assert "撰写心得（李明）" in tasks


def test_list_is_filtered_by_status(sign_in: SignIn) -> None:
    """Runs can be listed by their status."""
    client = sign_in("li")
    assert RUN in text(client.get(f"{RUNS}?status__exact=running"))
    assert RUN not in text(client.get(f"{RUNS}?status__exact=concluded"))


def test_nobody_edits_a_run(sign_in: SignIn) -> None:
    """Even a superuser can neither add, change nor delete a run in the admin."""
    User.objects.create_superuser("root")
    client, before = sign_in("root"), load(RUN).version
    assert client.get(f"{RUNS}add/").status_code == 403
    assert client.post(f"{RUNS}ethics_2Fno1/delete/", {"post": "yes"}).status_code == 403
    assert client.post(PAGE, {"status": "concluded"}).status_code == 405
    assert load(RUN).version == before
    assert models.Run.objects.get().status == "running"


def test_user_without_permission_sees_nothing(sign_in: SignIn) -> None:
    """Without the permission to view, neither list, page, picture nor form is shown."""
    user("sun").groups.clear()
    client = sign_in("sun")
    for address in (RUNS, PAGE, f"{RUNS}ethics_2Fno1/phases.svg", act("record", kind="essay")):
        assert client.get(address).status_code == 403, address
    assert Client().get(PAGE).status_code == 302


# the page of a run


def test_page_tells_where_a_run_stands(sign_in: SignIn) -> None:
    """The page names what is open, what it waits for and who is missing, by name."""
    shown = text(sign_in("li").get(PAGE))
    assert "师德师风主题活动" in shown
    assert "× 会议：每名教师至少 1 次（0/5 已达到） - 李明、赵芳" in shown
    assert not re.search(r"\bu\d\b", shown)


def test_page_shows_the_log(sign_in: SignIn) -> None:
    """The log is on the page, the newest event first, with who did what."""
    li = user("li")
    load(RUN, user=li).do("record", "r-1", kind="meeting", actor=person(li), reason=None,
                          values={"attendees": [person(li)], "topic": "动员"})  # fmt: skip
    shown = text(sign_in("li").get(PAGE))
    row = r"过程记录.* 14 ?\d{4}-\d\d-\d\d \d\d:\d\d ?记录 ?会议 r-1 ?"
    assert re.search(row + "参加人员：李明 ?主题：动员 ?作废 更正 ?李明", shown)
    assert "教师 孙丽随第 1 条" in shown


def test_long_log_is_shown_in_pages(sign_in: SignIn) -> None:
    """Of a long log a hundred events are shown at a time."""
    li = user("li")
    run = load(RUN, user=li)
    for _ in range(120):
        run.do("find", ledger="issues", actor=person(li))
    client = sign_in("li")
    assert "issues-120" in text(client.get(PAGE))
    older = text(client.get(f"{PAGE}?p=2")).partition("过程记录")[2]
    assert "动员会" in older
    assert "issues-120" not in older


@pytest.mark.parametrize("drawing", ["phases", "timeline"])
def test_pictures_are_drawn(sign_in: SignIn, drawing: str) -> None:
    """Both pictures are SVG documents that show the run."""
    answer = sign_in("li").get(f"{RUNS}ethics_2Fno1/{drawing}.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    words = "".join(ET.fromstring(answer.content).itertext())  # noqa: S314  # our own drawing
    assert "动员会" in words
    assert not re.search(r"\bu\d\b", words)


def test_picture_names_people_as_text(sign_in: SignIn) -> None:
    """A picture calls people by name, also by one that looks like a tag."""
    User.objects.filter(username="zhao").update(first_name="<b>芳&", last_name="")
    answer = sign_in("li").get(f"{RUNS}ethics_2Fno1/phases.svg")
    assert "<b>芳&" in "".join(ET.fromstring(answer.content).itertext())  # noqa: S314


def test_unknown_run_picture_or_command_is_not_found(sign_in: SignIn) -> None:
    """What is not there is answered with 404."""
    client = sign_in("li")
    for address in (
        f"{RUNS}ethics_2Fno9/change/",
        f"{RUNS}ethics_2Fno1/nothing.svg",
        act("dance"),
        act("tick"),
        act("record", kind="zzz"),
        act("finish", subject="nothing"),
        act("record", "ethics/no9", kind="essay"),
    ):
        assert client.get(address).status_code == 404, address


def test_page_speaks_english_too(sign_in: SignIn) -> None:
    """With English active everything but the plan's own words is English."""
    with translation.override("en"):
        shown = text(sign_in("li").get(PAGE))
    assert "What each step waits for" in shown
    assert "record: 会议" in shown


def test_names_are_shown_as_text(sign_in: SignIn) -> None:
    """A name that looks like a tag is shown, not obeyed."""
    User.objects.filter(username="li").update(first_name="<script>alert(1)</script>")
    answer = sign_in("li").get(PAGE).content.decode()
    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert" in answer


def test_host_overrides_a_template(sign_in: SignIn, tmp_path: Path) -> None:
    """A template of the host replaces ours, and may keep the blocks it likes."""
    folder = tmp_path / "templates" / "campaignflow"
    folder.mkdir(parents=True)
    (folder / "tasks.html").write_text("{% extends 'campaignflow/base.html' %}"
                                       "{% block content %}本校自己的页面{% endblock %}")  # fmt: skip
    engine = {**settings.TEMPLATES[0], "DIRS": [folder.parent]}
    with override_settings(TEMPLATES=[engine]):
        shown = text(sign_in("li").get(f"{RUNS}tasks/"))
    assert "本校自己的页面" in shown
    assert "撰写心得" not in shown


# what a person can do


def test_tasks_are_those_of_the_user(sign_in: SignIn) -> None:
    """A teacher's page lists the teacher's own turn, and nothing of anybody else's."""
    shown = text(sign_in("sun").get(f"{RUNS}tasks/"))
    assert "准备并提交：撰写心得（孙丽）" in shown
    assert "动员会" not in shown
    user("sun").groups.set([Group.objects.create(name="viewers")])
    Group.objects.get(name="viewers").permissions.set(
        Permission.objects.filter(codename="view_run")
    )
    assert "目前没有需要您办理的事项" in text(sign_in("sun").get(f"{RUNS}tasks/"))


def test_first_page_shows_what_waits(sign_in: SignIn, lab: None) -> None:
    """Whoever signs in sees the own tasks at once, with their number and the way to all of them."""
    client = sign_in("li")
    assert re.search(r"我的任务（\d） ?师德师风主题活动 · ethics/no1", text(client.get("/admin/")))
    assert "准备并提交：撰写心得（李明）" in text(client.get("/admin/"))
    li = person(user("li"))
    run = start(dated, "no8", roster=[(li, "lead")])
    for _ in range(7):
        run.do("find", ledger="wants", values={"who": li}, actor=li)
    shown = text(client.get("/admin/"))
    assert ("wants-7" in shown, "另有 " in shown) == (False, True)
    assert "wants-7" in text(client.get(f"{RUNS}tasks/"))


def test_first_page_says_that_nothing_waits(sign_in: SignIn) -> None:
    """A superuser without a role has no tasks; who may view no runs is told of none."""
    User.objects.create_superuser("root")
    shown = text(sign_in("root").get("/admin/"))
    assert "我的任务（0） 目前没有需要您办理的事项" in shown
    user("sun").groups.clear()
    assert "我的任务" not in text(sign_in("sun").get("/admin/"))


def test_acts_are_limited_to_what_may_be_done(sign_in: SignIn) -> None:
    """A teacher is offered the own essay with what is missing, not what only heads may do."""
    shown = text(sign_in("sun").get(PAGE)).partition("阶段图")[0]
    assert "记录：心得体会" in shown
    assert "提交：撰写心得（孙丽） — 条件未具备" in shown
    assert "心得体会：各自至少 1 份（0/1 已达到）" in shown
    assert "会议" not in shown.replace("动员会", "")
    assert "问题清单" not in shown


def test_whole_step_is_done_in_the_admin(sign_in: SignIn) -> None:
    """A teacher records the essay and submits it, a head returns it, then approves it."""
    sun, zhao = sign_in("sun"), sign_in("zhao")
    essay = f"essays#{person(user('sun'))}"
    own = {"key": "k1", "v-author": person(user("sun")), "v-evidence": "档案 3"}
    assert sun.post(act("record", kind="essay"), own).status_code == 302
    assert sun.post(act("submit", subject=essay), {"key": "k2"}).status_code == 302
    assert "退回：撰写心得（孙丽）" in text(zhao.get(PAGE))
    unreasoned = zhao.post(act("return_", subject=essay), {"key": "k3"})
    assert unreasoned.status_code == 400
    back = zhao.post(act("return_", subject=essay), {"key": "k4", "reason": "太短"}, follow=True)
    assert "已办理：退回：撰写心得（孙丽）" in re.sub(
        r"\s+", " ", strip_tags(back.content.decode())
    )
    assert sun.post(act("submit", subject=essay), {"key": "k5"}).status_code == 302
    assert zhao.post(act("approve", subject=essay), {"key": "k6"}).status_code == 302
    assert load(RUN).state.node(essay).state == "done"
    rules = {event.kind: event.rule for event in load(RUN).events() if event.actor}
    assert (rules["submitted"], rules["voted"]) == ("member", "head")


def test_form_sent_twice_is_done_once(sign_in: SignIn) -> None:
    """A form that is sent a second time, with its hidden key, changes nothing."""
    client, given = sign_in("zhao"), {"key": "k1", "v-due": "2026-12-01"}
    for _ in range(2):
        assert client.post(act("find", ledger="issues"), given).status_code == 302
    assert list(load(RUN).state.items["issues"]) == ["issues-1"]


def test_item_is_worked_off_in_the_admin(sign_in: SignIn) -> None:
    """A ledger's item is moved along by the moves that its state allows."""
    client = sign_in("zhao")
    client.post(act("find", ledger="issues"), {"key": "k1", "v-due": "2026-12-01"})
    assert "issues-1：转为“已认领”" in text(client.get(PAGE))
    answer = client.post(act("work", subject="issues-1", trigger="claim"), {"key": "k2"})
    assert answer.status_code == 302
    assert load(RUN).state.items["issues"]["issues-1"] == "claimed"
    assert load(RUN).state.item_values["issues-1"]["due"] == "2026-12-01"


def test_refusal_shows_every_reason(sign_in: SignIn) -> None:
    """A refused command is no success: every reason is shown, and nothing is written."""
    before = load(RUN).version
    answer = sign_in("zhao").post(act("finish", subject="kickoff"), {"key": "k"})
    assert answer.status_code == 409
    assert "会议：每名教师至少 1 次（0/5 已达到）" in text(answer)
    assert "周强：0/1" in text(answer)
    assert load(RUN).version == before


def test_command_of_somebody_else_is_forbidden(sign_in: SignIn) -> None:
    """A form that is sent although it was never offered is refused as not permitted."""
    answer = sign_in("sun").post(act("open", subject="search"), {"key": "k"})
    assert answer.status_code == 403
    assert load(RUN).state.node("search").state == "planned"


def test_form_has_a_field_for_each_typed_field(sign_in: SignIn, lab: None) -> None:
    """Each type of field is asked for in its own way, and comes out as what the plan declares."""
    li = person(user("li"))
    start(dated, "no1", name="dated", roster=[(li, "lead")], at="2025-03-01")
    client, address = sign_in("li"), act("record", "dated", kind="visit")
    page = client.get(address).content.decode()
    for part in ('<select name="v-who"', 'type="number" name="v-hours"', 'type="date" name="v-next"',
                 'type="checkbox" name="v-with_"', 'type="checkbox" name="v-about"'):  # fmt: skip
        assert part in page
    given = {"key": "k", "v-who": li, "v-with_": [li], "v-hours": "3", "v-agreed": "false",
             "v-next": "2025-04-01", "v-how": "面谈", "v-about": ["教学", "生活"],
             "v-follows": "r1", "v-cites": "r1、r2", "v-note": "", "at": "2025-03-05"}  # fmt: skip
    assert client.post(address, given).status_code == 302
    event = last("dated")
    assert event.data["values"] == {
        "who": li, "with_": [li], "hours": 3, "agreed": False, "next": "2025-04-01",
        "how": "面谈", "about": ["教学", "生活"], "follows": "r1", "cites": ["r1", "r2"],
    }  # fmt: skip
    assert (event.precision, event.actor) == ("day", li)


def test_value_that_cannot_be_is_told_at_its_field(sign_in: SignIn, lab: None) -> None:
    """A missing or impossible value is told beside its field, and nothing is written."""
    li = person(user("li"))
    version = start(dated, "no1", name="dated", roster=[(li, "lead")]).version
    given = {"key": "k", "v-hours": "drei", "v-how": "传真"}
    answer = sign_in("li").post(act("record", "dated", kind="visit"), given)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"v-who", "v-hours", "v-how"}
    assert load("dated").version == version
