"""Texts about people are erased for good, and the log goes on verifying (S3, S10)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from campaignflow import Run
from campaignflow.definitions.five_phases import five_phases
from campaignflow.errors import StorageError
from campaignflow.log import verify
from campaignflow.stores import SqlLog, open_sqlite
from campaignflow.stores.texts import Texts

WORDS = "白老师因病请假"
NOW = 1_741_000_000_000_000


@pytest.fixture
def texts(engine: Engine, log: SqlLog) -> Texts:
    """The texts beside a log."""
    texts = Texts(engine)
    texts.create()
    return texts


@pytest.fixture
def run(log: SqlLog) -> Run:
    """A run whose log is in the same database."""
    roster = [("wang", "secretary")]
    return Run.start(five_phases, "no-1", log=log, roster=roster, at="2025-03-01")


def test_erased_text_is_gone_and_the_log_verifies(texts: Texts, run: Run) -> None:
    """Before, the status tells it; afterwards it says that it is erased, and every digest holds."""
    token = texts.seal(WORDS, "bai")
    run.do("waive", "study", reason=token, actor="wang", at="2025-03-02")
    told = "；".join(str(event.data.get("reason")) for event in run.events())
    assert WORDS not in told
    assert WORDS in texts.opened(told)
    assert texts.erase([token], by="wang", why="本人要求", at=NOW) == 1
    assert WORDS not in texts.opened(told)
    assert "（已删除）" in texts.opened(told)
    assert "(erased)" in texts.opened(told, "en")
    assert verify(run.log, run.name).count == run.version
    assert Run.load(five_phases, run.name, run.log).digest == run.digest


def test_log_and_database_hold_nothing_of_an_erased_text(tmp_path: Path) -> None:
    """Not a byte of the text or its salt is left in the file."""
    engine = open_sqlite(tmp_path / "log.db")
    texts = Texts(engine)
    texts.create()
    token = texts.seal(WORDS * 50, "bai", key="form-17")
    assert WORDS.encode() in (tmp_path / "log.db").read_bytes()
    texts.erase([token], by="wang", why="本人要求", at=NOW)
    engine.dispose()
    assert WORDS.encode() not in (tmp_path / "log.db").read_bytes()
    assert token.encode() in (tmp_path / "log.db").read_bytes()


def test_the_same_text_has_another_token_each_time(texts: Texts) -> None:
    """Whoever knows a token cannot find out by trying what the text was."""
    assert texts.seal("病假") != texts.seal("病假")


def test_a_repeated_request_has_the_same_token(texts: Texts, run: Run) -> None:
    """With the key of the command the second try is the first; another text needs another key."""
    first = texts.seal(WORDS, key="form-17")
    again = texts.seal(WORDS, key="form-17")
    done = run.do("waive", "study", reason=first, actor="wang", key="form-17")
    assert run.do("waive", "study", reason=again, actor="wang", key="form-17") == done
    with pytest.raises(StorageError, match="another text"):
        texts.seal("别的", key="form-17")


def test_what_is_held_about_a_person_is_listed_and_erased(texts: Texts) -> None:
    """By person and by the day until which it may be kept; what was erased is not listed."""
    mine = texts.seal("甲", "bai", until=dt.date(2025, 7, 1))
    texts.seal("乙", "bai")
    texts.seal("丙", "li")
    assert {kept.text for kept in texts.kept("bai")} == {"甲", "乙"}
    assert [kept.token for kept in texts.kept(expired=dt.date(2025, 7, 1))] == []
    assert [kept.token for kept in texts.kept(expired=dt.date(2025, 7, 2))] == [mine]
    about = [kept.token for kept in texts.kept("bai")]
    assert texts.erase(about, by="wang", why="离校", at=NOW) == 2
    assert texts.kept("bai") == []
    assert texts.erase(about, by="wang", why="离校", at=NOW) == 0
    assert [kept.text for kept in texts.kept()] == ["丙"]


def test_a_changed_text_is_found(texts: Texts, engine: Engine) -> None:
    """The token proves the text as long as it is kept."""
    token = texts.seal(WORDS)
    texts.seal("另一段")
    assert texts.verify() == 2
    with engine.begin() as connection:
        change = text("UPDATE campaignflow_texts SET text = '伪造' WHERE token = :token")
        connection.execute(change, {"token": token})
    with pytest.raises(StorageError, match="not the one that was sealed") as caught:
        texts.verify()
    assert "伪造" not in str(caught.value)


def test_a_text_is_dropped_with_the_host_s_transaction(engine: Engine, texts: Texts) -> None:
    """In a host's connection neither text nor event is kept if the host rolls back."""
    with engine.connect() as connection:
        Texts(connection).seal(WORDS)
        connection.rollback()
    assert texts.kept() == []


def test_plain_data_are_opened_wherever_a_token_stands(texts: Texts) -> None:
    """Inside sentences, lists and objects; what is no token, or not known, stays."""
    token, other = texts.seal("甲"), "sealed:" + "0" * 64
    told: dict[str, Any] = {"a": [f"因{token}。", 7, None], "b": {"c": token, "d": other}}
    opened = texts.opened(told)
    assert opened == {"a": ["因甲。", 7, None], "b": {"c": "甲", "d": other}}
    assert token in json.dumps(told)
    assert texts.opened("没有") == "没有"
