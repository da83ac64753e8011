"""Whatever is given to the reader, it reads all of it or refuses it with the place."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignflow.calendar import Context, Expression, read
from campaignflow.errors import CalendarError, WindowTextError
from tests.published import EXTERNAL

_NAUGHTY = EXTERNAL / "hostile-inputs" / "naughty-strings" / "blns.json"
_CONTEXT = Context(
    year=2012,
    anchors={"开学": date(2012, 9, 1), "校庆": None},
    teaching_week_1=date(2012, 2, 20),
    span=(date(2012, 2, 1), date(2012, 10, 31)),
)

_numbers = st.one_of(
    st.integers(0, 32).map(str),
    st.sampled_from(
        ["一", "三", "十", "十二", "二十", "〇", "两", "１２", "٣", "七一", "二〇一二"]
    ),
)
_units = st.sampled_from(
    ["年", "月", "月份", "日", "号", "上旬", "下旬", "初", "底", "季度", "周", "半年", "个月", "天"]
)
_words = st.sampled_from(
    ["从", "至", "—", "---", "到", "前", "后", "前后", "起", "开始", "，", "、", "基本完成", "内"]
)
_names = st.sampled_from(["七一", "“七一”", "开学", "校庆", "春节", "每", "第", "不少于", "2012年"])
_plan_like = st.lists(st.one_of(_numbers, _units, _words, _names), max_size=9).map("".join)


def _outcome(text: str) -> Expression | WindowTextError:
    try:
        return read(text)
    except WindowTextError as refused:
        return refused


def _check(text: str) -> None:
    expression = _outcome(text)
    if isinstance(expression, WindowTextError):
        assert expression.text == text
        assert 0 <= expression.position <= len(text)
        return
    assert str(expression) == text
    try:
        found = expression.resolve(_CONTEXT)
    except CalendarError:
        return
    for window in found:
        assert window.start is None or window.end is None or window.start <= window.end
        missing_start = window.start is None and window.start_stated
        assert bool(window.unknown) >= (missing_start or window.end is None)
        assert all(notice.en and notice.zh for notice in (*window.notes, *window.unknown))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_place(text: str) -> None:
    """No text whatsoever raises another error."""
    _check(text)


@given(_plan_like)
def test_plan_like_text_is_read_or_refused_with_place(text: str) -> None:
    """Texts made of the words of plans resolve to ordered days with every unknown explained."""
    _check(text)


@given(_plan_like, st.characters(categories=["L", "N", "P", "S"]))
def test_foreign_character_is_never_dropped(text: str, foreign: str) -> None:
    """Two texts that differ are never read as the same expression."""
    for longer in (text + foreign, foreign + text):
        found = _outcome(longer)
        assert isinstance(found, WindowTextError) or found != _outcome(text)


@given(st.dates(), st.dates())
def test_iso_range_resolves_to_itself(one: date, other: date) -> None:
    """Bounds written by a program come back exactly, or are refused if they are backwards."""
    text = f"{one.isoformat()}..{other.isoformat()}"
    if other < one:
        with pytest.raises(WindowTextError):
            read(text).resolve(Context())
    else:
        (found,) = read(text).resolve(Context())
        assert (found.start, found.end) == (one, other)


@given(st.dates())
def test_chinese_date_resolves_to_itself(day: date) -> None:
    """A day written out in Chinese is that day."""
    (found,) = read(f"{day.year:04d}年{day.month}月{day.day}日").resolve(Context())
    assert (found.start, found.end) == (day, day)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_three_xun_tile_the_month(year: int, month: int) -> None:
    """The three xun of a month follow each other without gap and fill it."""
    whole, *xun = (
        read(f"{year:04d}年{month}月{part}").resolve(Context())[0]
        for part in ("", "上旬", "中旬", "下旬")
    )
    days = [each.span.days or 0 for each in xun]
    assert days[:2] == [10, 10]
    assert sum(days) == whole.span.days
    assert (xun[0].start, xun[2].end) == (whole.start, whole.end)


@pytest.mark.skipif(not _NAUGHTY.is_file(), reason=f"no list of naughty strings at {_NAUGHTY}")
def test_naughty_strings_are_read_or_refused_with_place() -> None:
    """Strings collected for breaking software do not break the reader."""
    strings = json.loads(_NAUGHTY.read_text(encoding="utf-8"))
    assert strings
    for text in strings:
        _check(text)
