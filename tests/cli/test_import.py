"""Tables read into a run: headings, cells, broken rows, keys, history."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.definitions.five_phases import five_phases
from campaignflow.interchange import (
    ReplayClock,
    SheetError,
    import_rows,
    read_records,
    read_sheet,
)
from campaignflow.moments import read_moment
from campaignflow.run import Run

ZONE = "Asia/Shanghai"
PEOPLE = [
    ("L", "secretary"),
    ("a", "leader"),
    ("b", "leader"),
    ("m", "member"),
    ("z", "supervisor"),
]

COURSE = """日期,录入时间,指令,办理对象,经办人,种类,参加人员,主题
2025/3/2,,open,动员,L,,,
2025/3/5,2025/3/8,,,L,会议,L、a;b,动员
2025年3月6日 9:30,2025-03-08,,,L,会议,"L, a、b、m",补会
2025-03-09,,完成,动员会,L,,,
2025-03-09,,关闭,动员,L,,,
2025-03-12,,open,学习,L,,,
"""

BROKEN = (
    COURSE
    + """2025-02-30,,,,L,会议,L,
2025-03-20,,,,L,谈话,L,
2025-03-20,,,,L,会意,L,
2025-03-20,,finish,集中学习,L,,,
2025-03-20,,,,,,L,
2025-03-20,,,,L,会议,L,x,y,z
2999-03-20,,,,L,会议,L,
2025-03-21,,,,L,集中学习,L,末行
"""
)


def _replayed() -> tuple[Run, ReplayClock]:
    clock = ReplayClock(read_moment("2025-03-01", ZONE)[0])
    return Run.start(five_phases, "school", roster=PEOPLE, clock=clock), clock


def _import(run: Run, clock: ReplayClock | None, text: str, **options: Any) -> Any:
    sheet = read_records(text.encode(), "course.csv", five_phases)
    return import_rows(run, sheet.rows, clock=clock, **options)


def test_rows_go_in_by_titles_and_local_days() -> None:
    """Headings, commands, kinds and nodes may be named by their titles; days as people write."""
    run, clock = _replayed()
    report = _import(run, clock, COURSE)
    assert (report.total, report.done, report.refused) == (6, 6, ())
    assert run.state.node("mobilise").state == "closed"
    assert run.state.records["r9"].values == {"attendees": ["L", "a", "b"], "topic": "动员"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_table_is_read_in_the_encodings_of_excel(encoding: str) -> None:
    """UTF-8 with and without its mark, GBK and UTF-16 give the same rows."""
    sheet = read_records(COURSE.encode(encoding), "course.csv", five_phases)
    assert sheet.rows == read_records(COURSE.encode(), "course.csv", five_phases).rows
    assert sheet.encoding == encoding


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_table_may_have_other_delimiters(delimiter: str) -> None:
    """Semicolons and tabs part the cells as well as commas."""
    text = f"日期{delimiter}种类{delimiter}主题\n2025-03-05{delimiter}会议{delimiter}a,b\n"
    (row,) = read_records(text.encode(), "x.csv", five_phases).rows
    assert row.cells == {"at": "2025-03-05", "kind": "会议", "v:主题": "a,b"}


def test_broken_rows_are_told_with_line_and_column_and_the_good_ones_go_in() -> None:
    """Each broken row has its line, its column and what would work; all others are in."""
    run, clock = _replayed()
    report = _import(run, clock, BROKEN)
    assert report.done == 7
    places = [(row.line, row.column) for row in report.refused]
    assert places == [
        (8, "日期"), (9, "参加人员"), (10, None), (11, None), (12, None), (13, None), (14, "日期"),
    ]  # fmt: skip
    text = report.text("zh")
    for words in (
        "日为 30，应在 1 至 28 之间",
        "谈话人、谈话对象、方式",
        "会意",
        "至少 3 次",
        "未写指令",
        "多于列数",
    ):
        assert words in text
    assert run.state.records[next(reversed(run.state.records))].values["topic"] == "末行"


def test_import_again_doubles_nothing() -> None:
    """The same table given twice changes nothing the second time, refused rows apart."""
    run, clock = _replayed()
    first = _import(run, clock, BROKEN)
    version = run.version
    again = _import(run, clock, BROKEN)
    assert (again.done, again.repeated) == (0, first.done)
    assert [row.line for row in again.refused] == [row.line for row in first.refused]
    assert run.version == version


def test_import_goes_on_where_it_was_stopped() -> None:
    """Any beginning of the table, then the whole of it, ends like the whole at once."""
    whole, clock = _replayed()
    _import(whole, clock, COURSE)
    lines = COURSE.splitlines(keepends=True)
    for cut in range(1, len(lines)):
        run, clock = _replayed()
        _import(run, clock, "".join(lines[: cut + 1]))
        _import(run, clock, COURSE)
        assert run.state.snapshot() == whole.state.snapshot()
        assert run.digest == whole.digest


def test_rows_that_say_the_same_are_as_many_as_there_are() -> None:
    """Two equal rows are two facts; the columns' order and other rows do not matter."""
    run, clock = _replayed()
    row = "2025-03-05,会议,L,L\n"
    _import(run, clock, f"日期,种类,经办人,参加人员\n{row}{row}")
    again = _import(
        run, clock, "种类,日期,经办人,参加人员\n会议,2025-03-05,L,L\n会议,2025-03-06,L,L\n"
    )
    assert (again.done, again.repeated) == (1, 1)
    assert len(run.state.records) == 3


def test_own_key_tells_a_changed_row() -> None:
    """A row with the key of another one is not done again."""
    run, clock = _replayed()
    head = "流水号,日期,种类,经办人,参加人员\n"
    _import(run, clock, f"{head}k1,2025-03-05,会议,L,L\n")
    again = _import(run, clock, f"{head}k1,2025-03-06,会议,L,L\n")
    assert len(run.state.records) == 1
    assert (again.done, len(again.refused)) == (0, 1)
    assert "k1" in again.text("zh")


def test_all_or_nothing_writes_nothing_where_a_row_is_broken() -> None:
    """Every row is tried first; the report is the same, and the log is as it was."""
    run, clock = _replayed()
    before = run.events()
    report = _import(run, clock, BROKEN, all_or_nothing=True)
    assert (report.done, report.written, len(report.refused)) == (0, False, 7)
    assert run.events() == before
    assert _import(run, clock, COURSE, all_or_nothing=True).done == 6


def test_history_is_known_only_from_when_it_was_entered() -> None:
    """A row entered later than it happened is true on its day and not known then."""
    run, clock = _replayed()
    _import(run, clock, COURSE)
    assert len(run.known_as_of("2025-03-07").records) == 0
    assert len(run.known_as_of("2025-03-08").records) == 2
    assert len(run.as_of("2025-03-05").records) == 1


def test_time_of_entering_needs_a_replay() -> None:
    """Outside a replay nobody may say when something was learnt."""
    run = Run.start(five_phases, "school", roster=PEOPLE, at="2025-03-01")
    report = _import(run, None, COURSE)
    assert [(row.line, row.column) for row in report.refused][:2] == [
        (3, "录入时间"),
        (4, "录入时间"),
    ]


def test_run_is_ticked_as_days_pass() -> None:
    """What waits for its day is open before the rows of that day and of later ones."""
    run, clock = _replayed()
    _import(run, clock, "指令,日期,办理对象,经办人\nopen,2025-03-02,mobilise,L\n")
    opened = [e for e in run.events() if e.kind == "opened"]
    assert [event.subject for event in opened] == ["mobilise", "kickoff"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("日期,会义\n", "会义"),
        ("日期,时间\n", "second time"),
        ('日期,种类\n"2025', "broken"),
        (b"\xef\xbb\xbf\xff\xff", "CSV UTF-8"),
        (b"\xff\xff\xff", "CSV UTF-8"),
    ],
)
def test_table_that_cannot_be_read_is_refused_whole(text: str | bytes, word: str) -> None:
    """Nothing is guessed: wrong headings, broken quotes and unknown encodings are told."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(SheetError) as caught:
        read_records(content, "x.csv", five_phases)
    assert word in str(caught.value)


@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_content_is_read_or_refused(content: bytes) -> None:
    """Whatever a file holds, it is read or refused with the reason."""
    try:
        columns = read_sheet(content, "x.csv", {"a": "a", "b": "b"}).columns
    except SheetError:
        columns = ()
    assert set(columns) <= {"a", "b"}


@given(
    cells=st.lists(
        st.tuples(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12)), max_size=5
    )
)
def test_any_cells_are_done_or_told(cells: list[tuple[str, str, str]]) -> None:
    """Whatever stands in the cells of a row, it is done or told, and the log stays readable."""
    from campaignflow.interchange import SheetRow

    names = ("command", "subject", "args")
    rows = [
        SheetRow(n, {k: v for k, v in zip(names, row, strict=True) if v})
        for n, row in enumerate(cells)
    ]
    run, clock = _replayed()
    report = import_rows(run, rows, clock=clock)
    assert report.done + len(report.refused) == report.total
    assert Run.load(five_phases, run.name, run.log).state.snapshot() == run.state.snapshot()


KILLED = """
import os, signal, sys
from campaignflow.cli.app import run
from campaignflow.interchange import records
give, count = records.Run.give, 0
def give_and_die(self, command):
    global count
    count += command.name != "tick"
    events = give(self, command)
    if count == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return events
records.Run.give = give_and_die
run(["import", "course.csv", "--replay"])
"""


@pytest.mark.skipif(os.name == "nt", reason="kills with a signal that Windows lacks")
@pytest.mark.parametrize("after", [1, 3, 5])
def test_killed_import_is_finished_by_running_it_again(
    started: Callable[..., Any], tmp_path: Path, after: int
) -> None:
    """Killed after any row and run again, the log is that of an import never killed."""
    course = COURSE.replace("2025/3/2,,open,动员,L,,,\n", "")
    (tmp_path / "course.csv").write_text(course, encoding="utf-8")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(after)], cwd=tmp_path, check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    said = started("import", "course.csv", "--replay", "--json")
    assert said.code == 0
    assert (said.data["done"], said.data["repeated"]) == (5 - after, after)
    rest = [event["key"] for event in started("log", "--json").data if "key" in event]
    assert len(rest) == len(set(rest)) == 5


def test_import_reports_and_ends_with_1_where_rows_are_refused(
    started: Callable[..., Any], tmp_path: Path
) -> None:
    """The command line tells the counts and each refused row."""
    (tmp_path / "course.csv").write_text(BROKEN, encoding="utf-8")
    said = started("import", "course.csv", "--replay")
    assert said.code == 1
    assert "第 8 行“日期”列" in said.out
    assert started("import", "course.csv", "--replay", "--json").data["done"] == 0


def test_import_of_an_unreadable_table_ends_with_3(
    started: Callable[..., Any], tmp_path: Path
) -> None:
    """A table with a wrong heading is refused before anything is written."""
    (tmp_path / "course.csv").write_text("日期,会义\n", encoding="utf-8")
    said = started("import", "course.csv")
    assert said.code == 3
    assert "会议" in said.err or "会义" in said.err


def test_import_of_an_unknown_column_lists_the_columns(
    started: Callable[..., Any], tmp_path: Path
) -> None:
    """A heading that resembles none is answered with all that there are."""
    (tmp_path / "course.csv").write_text("日期,qqqq\n", encoding="utf-8")
    said = started("import", "course.csv")
    assert "qqqq" in said.err
    assert "recorded_at、command、subject、actor" in said.err
