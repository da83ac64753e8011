"""Texts about people stay out of the log, are opened where they may be read, and erased for good."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from sqlalchemy import text

from campaignflow import (
    AsyncRun,
    Campaign,
    Command,
    Field,
    Ledger,
    MemoryLog,
    Personal,
    RecordKind,
    RefusalError,
    Role,
    Run,
    Step,
    ThreadedLog,
    window,
)
from campaignflow.errors import LogCorruptError
from campaignflow.log import EventLog, verify
from campaignflow.refusal import RefusalKind
from campaignflow.stores import SqlLog, open_sqlite

WORDS, OTHER = "白老师因病请假", "家中有事"
lead = Role("lead", "组长")
who, note = Field("who", "谁", "person"), Field("note", "情况", "text", personal=True)
place = Field("place", "地点", "text")
talk, faults = RecordKind("talk", "谈话", (who, note, place)), Ledger("faults", "问题", (note,))
PLAN = Campaign(
    key="plan",
    version="1",
    title="试点",
    window=window("2025年3月"),
    lead=lead,
    roles=[lead],
    records=[talk],
    ledgers=[faults],
    steps=[Step("meeting", "会议")],
)


def started(log: EventLog | None = None) -> Run:
    return Run.start(PLAN, "no-1", log=log, roster=[("wang", "lead")], at="2025-03-01")


def recorded(run: Run, words: str = WORDS, **more: Any) -> str:
    """Record a talk and return the token of its note."""
    values = {"who": "bai", "note": words, "place": "会议室"}
    event, *_ = run.do("record", "t1", actor="wang", kind="talk", values=values, **more)
    return str(event.data["values"]["note"])


def everything(run: Run) -> str:
    """Return all that is told of a run without opening it."""
    status = run.status()
    told = (run.events(), run.state.snapshot(), status.as_json(), status.text("zh"))
    return f"{told} {[run.log.texts(run.name)]}"


def test_texts_of_personal_fields_stay_out_of_the_log() -> None:
    """Events, state and status tell a token; other values are as they were; the log verifies."""
    run = started()
    token = recorded(run)
    assert token.startswith("sealed:")
    assert run.state.records["t1"].values["place"] == "会议室"
    assert WORDS not in everything(run)
    assert run.opened({"a": [f"因{token}。", 7]}) == {"a": [f"因{WORDS}。", 7]}
    assert verify(run.log, run.name).count == run.version


def test_the_same_text_has_another_token_each_time() -> None:
    """Whoever knows a token cannot find out by trying what the text was."""
    assert recorded(started()) != recorded(started())


def test_any_text_can_be_given_as_personal() -> None:
    """A reason, or a value of a field that is not personal; with whom it is about and until when."""
    run = started()
    words = Personal(WORDS, about="bai", until=dt.date(2026, 7, 1))
    run.do("suspend", actor="wang", reason=words)
    run.do("record", "t2", actor="wang", kind="talk", values={"place": Personal(OTHER)})
    assert {(each.text, each.about, each.until) for each in run.texts().values()} == {
        (WORDS, "bai", "2026-07-01"),
        (OTHER, "", None),
    }
    assert WORDS not in everything(run)
    assert WORDS not in repr(words)


def test_an_erased_text_is_gone_for_good(tmp_path: Path) -> None:
    """Not a byte of it is left in the file; who erased it and why stays; the log verifies."""
    engine = open_sqlite(tmp_path / "log.db")
    log = SqlLog(engine)
    log.create()
    run = started(log)
    token = recorded(run, WORDS * 50)
    assert WORDS.encode() in (tmp_path / "log.db").read_bytes()
    (event,) = run.do("erase", "t1", actor="wang", reason="本人要求")
    assert (event.actor, event.data) == ("wang", {"tokens": [token], "reason": "本人要求"})
    assert (run.opened(token), run.opened(token, "en")) == ("（已删除）", "(erased)")
    assert verify(log, run.name).count == run.version
    loaded = Run.load(PLAN, run.name, log)
    assert loaded.state.snapshot() == run.state.snapshot()
    engine.dispose()
    assert WORDS.encode() not in (tmp_path / "log.db").read_bytes()


def test_a_correction_keeps_and_erases_all_that_was_written() -> None:
    """What is not corrected keeps its token; erasing reaches the text that was corrected, too."""
    run = started()
    first = recorded(run)
    run.do("correct", "t1", actor="wang", reason="地点有误", values={"place": "操场"})
    assert run.state.records["t1"].values["note"] == first
    run.do("correct", "t1", actor="wang", reason="有误", values={"note": OTHER})
    again = {**run.state.records["t1"].values, "place": "礼堂"}
    run.do("correct", "t1", actor="wang", reason="地点有误", values=again)
    assert len(run.texts()) == 2
    run.do("erase", "t1", actor="wang", reason="本人要求")
    assert all(each.is_erased for each in run.texts().values())


def test_some_of_the_texts_can_be_erased() -> None:
    """Those whose tokens are given; the others are still there, and erased afterwards."""
    run = started()
    first = recorded(run)
    (event,) = run.do("correct", "t1", actor="wang", reason="有误", values={"note": OTHER})
    run.do("erase", "t1", actor="wang", reason="到期", tokens=[first])
    assert run.opened([first, event.data["values"]["note"]]) == ["（已删除）", OTHER]
    run.do("erase", "t1", actor="wang", reason="到期")
    assert run.opened(event.data["values"]["note"]) == "（已删除）"


def test_items_of_a_ledger_keep_texts_apart() -> None:
    """When found and when worked on."""
    run = started()
    run.do("find", "f1", actor="wang", ledger="faults", values={"note": WORDS})
    run.do("work", "f1", actor="wang", trigger="claim", values={"note": OTHER})
    assert {each.text for each in run.texts().values()} == {WORDS, OTHER}
    assert WORDS not in everything(run)
    run.do("erase", "f1", actor="wang", reason="本人要求")
    assert {each.text for each in run.texts().values()} == {None}


@pytest.mark.parametrize("status", ["concluded", "archived", "cancelled"])
def test_texts_are_erased_after_the_end(status: str) -> None:
    """Whoever asks years later is not told that the campaign is over."""
    run = started()
    recorded(run)
    if status == "cancelled":
        run.do("cancel", actor="wang", reason="停办")
    else:
        run.do("waive", "meeting", actor="wang", reason="不开")
        run.do("conclude", actor="wang")
    if status == "archived":
        run.do("archive", actor="wang")
    run.do("erase", "t1", actor="wang", reason="本人要求")
    assert run.state.status == status


@pytest.mark.parametrize(
    ("subject", "more", "kind"),
    [
        ("t2", {}, RefusalKind.WRONG_STATE),
        ("t1", {"tokens": ["sealed:" + "0" * 64]}, RefusalKind.WRONG_STATE),
        ("t1", {"tokens": []}, RefusalKind.WRONG_STATE),
        ("t1", {"actor": "bai"}, RefusalKind.NOT_PERMITTED),
        ("t1", {"reason": None}, RefusalKind.INVALID),
    ],
)
def test_erasing_is_refused(subject: str, more: dict[str, Any], kind: RefusalKind) -> None:
    """Where there is nothing, without permission or reason; the text is still there."""
    run = started()
    token = recorded(run)
    given = {"actor": "wang", "reason": "本人要求", **more}
    assert (refusal := run.why_not("erase", subject, **given)) is not None
    assert refusal.kind is kind
    with pytest.raises(RefusalError):
        run.do("erase", subject, **given)
    assert run.opened(token) == WORDS


def test_a_refused_command_keeps_no_text() -> None:
    """Nor does one that only asks."""
    run = started()
    assert run.why_not("suspend", actor="wang", reason=Personal(WORDS)) is None
    with pytest.raises(RefusalError):
        run.do("suspend", actor="nobody", reason=Personal(WORDS))
    assert run.texts() == {}


def test_a_repeated_request_is_answered_as_before() -> None:
    """Its text is not kept twice; with another text the key is used for another request."""
    run = started()
    token = recorded(run, key="form-17")
    version = run.version
    assert recorded(run, key="form-17") == token
    with pytest.raises(RefusalError) as caught:
        recorded(run, OTHER, key="form-17")
    assert caught.value.refusal.kind is RefusalKind.CONFLICT
    assert (run.version, len(run.texts())) == (version, 1)
    run.do("erase", "t1", actor="wang", reason="本人要求")
    assert recorded(run, key="form-17") == token


def test_nothing_in_an_event_tells_whether_a_guess_is_right() -> None:
    """The digest of the request does not depend on the text."""
    requests = []
    for words in (WORDS, OTHER):
        run = started()
        recorded(run, words, key="form-17", at="2025-03-02")
        requests.append(run.events()[-1].request)
    assert requests[0] == requests[1]


def test_a_text_that_looks_like_a_token_is_a_text() -> None:
    """Nobody reads another's text by writing its token, and the log verifies."""
    run = started()
    token = recorded(run)
    run.do("suspend", actor="wang", reason=token)
    told = run.events()[-1].data["reason"]
    assert run.opened(told) == token
    assert verify(run.log, run.name).count == run.version


def test_a_command_as_a_value_is_sealed_as_well() -> None:
    """Whichever way it comes: a queue, a form, an import."""
    run = started()
    values = {"note": WORDS}
    run.give(Command("record", "t9", "wang", args={"kind": "talk", "values": values}))
    assert values == {"note": WORDS}
    assert WORDS not in everything(run)


def test_an_asynchronous_run_keeps_texts_apart() -> None:
    """Kept, opened, repeated and erased as by a synchronous one."""

    async def course() -> list[Any]:
        log = ThreadedLog(MemoryLog())
        run = await AsyncRun.start(PLAN, "no-1", log, roster=[("wang", "lead")])
        given = {"actor": "wang", "kind": "talk", "values": {"note": WORDS}, "key": "k"}
        (event,) = await run.do("record", "t1", **given)
        assert await run.do("record", "t1", **given) == (event,)
        opened = [await run.opened(event.data["values"]["note"])]
        await run.do("erase", "t1", actor="wang", reason="本人要求")
        return [*opened, await run.opened(event.data["values"]["note"])]

    assert asyncio.run(course()) == [WORDS, "（已删除）"]


def test_a_text_goes_with_the_host_s_transaction(tmp_path: Path) -> None:
    """Rolled back with the event that tells its token; an erasure likewise."""
    engine = open_sqlite(tmp_path / "log.db")
    log = SqlLog(engine)
    log.create()
    run = started(log)
    token = recorded(run)
    with engine.connect() as connection:
        inside = Run.load(PLAN, run.name, SqlLog(connection))
        inside.do("erase", "t1", actor="wang", reason="本人要求")
        inside.do("record", "t2", actor="wang", kind="talk", values={"note": OTHER})
        assert inside.opened(token) == "（已删除）"
        connection.rollback()
    assert [each.text for each in run.texts().values()] == [WORDS]
    engine.dispose()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE campaignflow_sealed SET text = '伪造'",
        "UPDATE campaignflow_sealed SET text = NULL, salt = NULL",
        "DELETE FROM campaignflow_sealed",
    ],
)
def test_a_text_that_was_tampered_with_is_found(tmp_path: Path, change: str) -> None:
    """Changed, or taken away by somebody else than an event; the error does not tell the text."""
    engine = open_sqlite(tmp_path / "log.db")
    log = SqlLog(engine)
    log.create()
    run = started(log)
    recorded(run)
    with engine.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(LogCorruptError, match="kept apart") as caught:
        verify(log, run.name)
    assert caught.value.seq == run.version
    assert "伪造" not in str(caught.value)
    engine.dispose()


def test_what_is_not_given_is_told_to_be_sealed() -> None:
    """Whoever may not read the texts sees that there is one, and no token."""
    from campaignflow.sealing import opened

    run = started()
    token = recorded(run)
    assert opened(json.dumps({"a": token}), ()) == '{"a": "（已封存）"}'


def test_a_text_is_sealed_by_the_plan_and_the_record_of_the_moment() -> None:
    """Also when the record was not there yet when the correction was given."""

    async def course() -> tuple[Any, ...]:
        run = await AsyncRun.start(
            PLAN, "no-1", ThreadedLog(MemoryLog()), roster=[("wang", "lead")]
        )
        first = run.do("record", "t1", actor="wang", kind="talk", values={"place": "甲"})
        second = run.do("correct", "t1", actor="wang", reason="补", values={"note": WORDS})
        await asyncio.gather(first, second)
        return tuple(entry.event for entry in await run.log.read(run.name))

    assert WORDS not in str(asyncio.run(course()))


def test_a_correction_seals_what_was_written_before_the_plan_asked_for_it() -> None:
    """The old text stays in its event, but is not written into a new one, and can be erased."""
    run = started()
    recorded(run)
    plain = run.state.records["t1"]._replace(values={"note": WORDS})
    run.state.records["t1"] = plain  # as a log of an earlier plan would have it
    (event,) = run.do("correct", "t1", actor="wang", reason="地点有误", values={"place": "操场"})
    assert run.opened(event.data["values"]["note"]) == WORDS
    assert WORDS not in str(event)


def test_a_plan_without_personal_fields_can_erase_what_was_given_as_personal() -> None:
    """Every token is known to the run, wherever it stands."""
    bare = RecordKind("talk", "谈话", (place,))
    plan = attrs.evolve(PLAN, records=[bare], ledgers=[])
    run = Run.start(plan, "no-1", roster=[("wang", "lead")])
    run.do("record", "t1", actor="wang", kind="talk", values={"place": Personal(WORDS)})
    run.do("erase", "t1", actor="wang", reason="本人要求")
    assert [each.text for each in run.texts().values()] == [None]


def test_an_erased_text_cannot_be_erased_again() -> None:
    """Not even when a later event tells its token once more."""
    run = started()
    recorded(run)
    run.do("erase", "t1", actor="wang", reason="本人要求")
    run.do("correct", "t1", actor="wang", reason="地点有误", values={"place": "操场"})
    with pytest.raises(RefusalError, match="no such text"):
        run.do("erase", "t1", actor="wang", reason="本人要求")


def test_what_cannot_be_a_text_is_refused_as_before() -> None:
    """A person is no text, whatever else the record holds, and an empty reason is none."""
    bare = attrs.evolve(PLAN, records=[RecordKind("talk", "谈话", (who,))])
    alone = Run.start(bare, "no-1", roster=[("wang", "lead")])
    run = started()
    given = {"actor": "wang", "kind": "talk", "values": {"who": Personal("bai")}}
    assert alone.why_not("record", **given) is not None
    assert run.why_not("record", **given) is not None
    assert run.why_not("suspend", actor="wang", reason=Personal("")) is not None
    with pytest.raises(TypeError):
        Personal(WORDS, until="2026-07-01")  # type: ignore[arg-type]


def test_a_request_whose_text_is_not_kept_is_repeated_all_the_same() -> None:
    """What a command drops is not compared; what it keeps is, place by place."""
    run = started()
    given = {"actor": "wang", "reason": Personal(WORDS), "key": "k"}
    assert run.do("finish", "meeting", **given) == run.do("finish", "meeting", **given)
    values = {"note": WORDS, "place": Personal(OTHER)}
    asked = {"actor": "wang", "kind": "talk", "key": "k2"}
    run.do("record", "t1", values=values, **asked)
    with pytest.raises(RefusalError):
        run.do("record", "t1", values={"note": OTHER, "place": Personal(WORDS)}, **asked)


def test_nothing_is_decided_by_a_text_about_somebody() -> None:
    """A plan that counts by one, or takes one as a fact of the unit, is refused."""
    from campaignflow import Quota, Rule
    from campaignflow.errors import DefinitionError

    meeting = PLAN.steps[0]
    with pytest.raises(DefinitionError, match="kept apart"):
        attrs.evolve(PLAN, rules=[Rule(meeting, Quota(of=talk, least=1, where=note.is_("x")))])
    with pytest.raises(DefinitionError, match="cannot be a text"):
        attrs.evolve(PLAN, facts=[note])


def test_a_text_put_back_after_erasing_is_found(tmp_path: Path) -> None:
    """Whoever has the text and the file cannot put it back unseen."""
    engine = open_sqlite(tmp_path / "log.db")
    log = SqlLog(engine)
    log.create()
    run = started(log)
    recorded(run)
    run.do("erase", "t1", actor="wang", reason="本人要求")
    with engine.begin() as connection:
        connection.execute(text("UPDATE campaignflow_sealed SET text = '伪造'"))
    with pytest.raises(LogCorruptError, match="kept apart"):
        verify(log, run.name)
    engine.dispose()


def test_a_page_tells_texts_only_as_it_is_given_them() -> None:
    """Of items and of reasons; the judgements are those of the run."""
    from functools import partial

    from campaignflow.draw import html, phase_graph_svg
    from campaignflow.sealing import opened

    run = started()
    run.do("find", "f1", actor="wang", ledger="faults", values={"note": WORDS})
    run.do("waive", "meeting", actor="wang", reason=Personal(OTHER))
    for drawn in (html(PLAN, run.events()), phase_graph_svg(PLAN, run.state)):
        assert "sealed:" not in drawn.replace('"sealed:', "")
    assert "（已封存）" in html(PLAN, run.events())
    names = partial(opened, texts=tuple(run.texts().values()), lang="zh")
    assert WORDS in html(PLAN, run.events(), names=names)


def test_a_profile_names_nobody_whose_texts_were_erased() -> None:
    """The least profile tells of an erasure as of a record: not of which."""
    from campaignflow.disclosure import disclosed

    run = started()
    recorded(run)
    (event,) = run.do("erase", "t1", actor="wang", reason="本人要求")
    assert disclosed(event)["subject"] == ""


def test_texts_that_are_kept_apart_are_found_for_their_person() -> None:
    """By whom they are about, and by name."""
    from campaignflow.report import held_about

    run = started()
    values = {"note": Personal(WORDS, about="bai")}
    (event,) = run.do("record", "t1", actor="wang", kind="talk", values=values)
    texts = run.texts().values()
    assert [held.seq for held in held_about(run.events(), "bai", texts=texts)] == [event.seq]
    assert [held.seq for held in held_about(run.events(), "x", ["白老师"], texts)] == [event.seq]
    assert held_about(run.events(), "bai") == ()


def test_a_table_is_imported_and_imported_again() -> None:
    """Nothing goes in twice, a text has no part in the keys, and all or nothing works as well."""
    from campaignflow.interchange import import_rows, read_records

    def given(words: str) -> tuple[Run, Any]:
        table = f"command,subject,actor,at,kind,note\nrecord,t1,wang,2025-03-03,talk,{words}\n"
        run = started()
        return run, read_records(table.encode(), "talks.csv", PLAN).rows

    keys = []
    for words in (WORDS, OTHER):
        run, rows = given(words)
        assert import_rows(run, rows, all_or_nothing=True).done == 1
        again = import_rows(run, rows, all_or_nothing=True)
        assert (again.done, again.repeated, again.refused) == (0, 1, ())
        assert words not in everything(run)
        keys.append(run.events()[-1].key)
    assert keys[0] == keys[1]
