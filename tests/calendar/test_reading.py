"""Forms of window texts beyond those of the five plans, and refusals with their place."""

from __future__ import annotations

from datetime import date

import pytest

from campaignflow.calendar import Context, Every, Kind, Length, read
from campaignflow.errors import WindowTextError

_CONTEXT = Context(
    year=2012,
    anchors={"暑假": date(2012, 7, 10), "开学": date(2012, 9, 1), "自查报告": date(2012, 5, 8)},
    teaching_week_1=date(2012, 2, 20),
)
_SCHOOL_YEAR = (date(2025, 9, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("１２月", "2012-12-01/2012-12-31"),
        ("十二月", "2012-12-01/2012-12-31"),
        ("二〇一一年三月", "2011-03-01/2011-03-31"),
        ("2011 年 3 月 5 日", "2011-03-05"),
        ("3月中旬至下旬", "2012-03-11/2012-03-31"),
        ("4月1日至15日", "2012-04-01/2012-04-15"),
        ("4月1—15日", "2012-04-01/2012-04-15"),
        ("十一至十二月", "2012-11-01/2012-12-31"),
        ("从5月份开始，12月份基本完成", "2012-05-01/2012-12-31~"),
        ("自2010年7月起至2012年6月止", "2010-07-01/2012-06-30"),
        ("2010年9月至2011年2月", "2010-09-01/2011-02-28"),
        ("上半年", "2012-01-01/2012-06-30"),
        ("2011年下半年", "2011-07-01/2011-12-31"),
        ("第三季度", "2012-07-01/2012-09-30"),
        ("一至二季度", "2012-01-01/2012-06-30"),
        ("2011—2012年", "2011-01-01/2012-12-31"),
        ("年底前", "../2012-12-31"),
        ("2011年初", "2011-01-01/2011-01-31"),
        ("2月底前", "../2012-02-29"),
        ("7月前后", "2012-06-21~/2012-08-10~"),
        ("十一前后", "2012-09-21~/2012-10-10~"),
        ("十一月前后", "2012-10-21~/2012-12-10~"),
        ('"七一"前后', "2012-06-21~/2012-07-10~"),
        ("「七一」前后", "2012-06-21~/2012-07-10~"),
        ("2011年七一", "2011-07-01"),
        ("从七一到八一", "2012-07-01/2012-08-01"),
        ("七一起", "2012-07-01/"),
        ("春节前后", "2012-01-11~/2012-01-31~"),
        ("除夕", "2012-01-22"),
        ("清明", "2012-04-04"),
        ("中秋节", "2012-09-30"),
        ("第16周", "2012-06-04/2012-06-10"),
        ("第三至五周", "2012-03-05/2012-03-25"),
        ("暑假前", "../2012-07-10"),
        ("开学后一周内", "2012-09-01/2012-09-08"),
        ("开学后10天之内", "2012-09-01/2012-09-11"),
        ("开学以后", "2012-09-01/"),
        ("自查报告前", "../2012-05-08"),
        ("自开学起", "2012-09-01/"),
        ("2017-05", "2017-05-01/2017-05-31"),
        ("2017-05-01", "2017-05-01"),
        ("2017/5/1", "2017-05-01"),
        ("2017-05-01..2017-12-31", "2017-05-01/2017-12-31"),
    ],
)
def test_text_resolves_to_its_days(text: str, bounds: str) -> None:
    """A text in common use means the days a reader would mark on the wall."""
    context = _CONTEXT
    if text.startswith("自开学"):
        context = Context(anchors={"自开学": date(2012, 9, 1)})
    (found,) = read(text).resolve(context)
    assert found.edtf == bounds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5月", Kind.WINDOW),
        ("8月15日前", Kind.DEADLINE),
        ("七一前后", Kind.AROUND),
        ("七一", Kind.POINT),
        ("2017-05-01", Kind.POINT),
        ("每周", Kind.RECURRENCE),
        ("不少于两周", Kind.MINIMUM),
        ("两年半", Kind.DURATION),
        ("会后", Kind.RELATIVE),
        ("从一开始", Kind.RELATIVE),
        ("定期", Kind.INDEFINITE),
    ],
)
def test_text_has_kind(text: str, kind: Kind) -> None:
    """The kind tells what sort of statement about time was made."""
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("每天", (Every.DAY,)),
        ("每周", (Every.WEEK,)),
        ("每星期", (Every.WEEK,)),
        ("每两周", (Every.FORTNIGHT,)),
        ("每个月", (Every.MONTH,)),
        ("每季度", (Every.QUARTER,)),
        ("每半年", (Every.HALF_YEAR,)),
        ("每年", (Every.YEAR,)),
        ("每个年度", (Every.YEAR,)),
        ("每学期", (Every.TERM,)),
        ("每一学年", (Every.SCHOOL_YEAR,)),
        ("半年或一年周期", (Every.HALF_YEAR, Every.YEAR)),
    ],
)
def test_recurrence_names_its_period(text: str, every: tuple[Every, ...]) -> None:
    """A repetition carries its period; an open choice carries both."""
    assert read(text).every == every


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("两年半", Length(30)),
        ("半年", Length(6)),
        ("一年三个月", Length(15)),
        ("3个月", Length(3)),
        ("两星期", Length(days=14)),
        ("不少于30天", Length(days=30)),
    ],
)
def test_duration_carries_its_length(text: str, length: Length) -> None:
    """A length of time is kept as months and days."""
    assert read(text).length == length


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("2月30日", 2),
        ("13月", 0),
        ("2017年2月29日", 7),
        ("2017-02-29", 0),
        ("2017-13-01", 0),
        ("0000年5月", 0),
        ("0000年、2012年七一", 0),
        ("第五季度", 0),
        ("0000-05", 0),
        ("2011年、2012年七一至八一", 6),
        ("第0周", 0),
        ("5月中旬旬", 4),
        ("5月左右", 2),
        ("大约5月", 0),
        ("中旬", 0),
        ("5月阶段", 2),
        ("前后", 0),
        ("每阶段", 1),
        ("212年", 0),
        ("“开学”后三天", 7),
        ("阶段", 0),
        ("会议开始前", 0),
        ("__", 0),
        ("32年半年", 0),
        ("3日", 0),
        ("1 2月", 0),
        ("9月至2月", 3),
        ("2010年9月至2月", 8),
        ("2012年至2011年", 6),
        ("2月至5日", 3),
        ("5月、6月", 2),
        ("7月后", 2),
        ("每两月", 1),
        ("从5月开始，12月", 9),
        ("2011年7月—2012年七一前后", 15),
        ("2011年、2012年6月", 6),
        ("  5月 x", 5),
        ("٣月", 0),
        ("开学后x内", 0),
    ],
)
def test_unreadable_text_is_refused_at_its_place(text: str, position: int) -> None:
    """The refusal points at the first character that cannot be read, and says what could."""
    with pytest.raises(WindowTextError) as refused:
        read(text)
    assert refused.value.position == position
    assert refused.value.expected


def test_overlong_text_is_refused() -> None:
    """A page pasted into a window field is not searched for dates."""
    with pytest.raises(WindowTextError, match="200 characters"):
        read("5月" * 101)


def test_missing_year_is_refused_when_resolved() -> None:
    """Without a year in text or campaign, none is assumed."""
    with pytest.raises(WindowTextError, match="expected a year"):
        read("5月中旬").resolve(Context())


@pytest.mark.parametrize(
    ("text", "days", "year"),
    [
        ("9月上旬", "2025-09-01/2025-09-10", 2025),
        ("5月", "2026-05-01/2026-05-31", 2026),
        ("“元旦”前", "../2026-01-01", 2026),
        ("年底", "2025-12-01/2025-12-31", 2025),
        ("11月—2026年4月", "2025-11-01/2026-04-30", 2025),
        ("10月至12月", "2025-10-01/2025-12-31", 2025),
        ("清明后", "2026-04-05/", 2026),
    ],
)
def test_year_that_occurs_once_in_the_campaign_is_inferred(text: str, days: str, year: int) -> None:
    """Over the turn of a year a text means the only year it can, and says so once."""
    (found,) = read(text).resolve(Context(span=_SCHOOL_YEAR))
    assert found.edtf == days
    notes = [note for note in found.notes if note.code == "calendar.year_inferred"]
    assert [note.params for note in notes] == [{"year": year}]


def test_year_that_occurs_twice_is_asked_for_by_name() -> None:
    """Where several years fit, the refusal names them, in Chinese too."""
    span = (date(2010, 4, 1), date(2012, 7, 10))
    with pytest.raises(
        WindowTextError, match="expected the year: 2010, 2011 or 2012\\?"
    ) as refused:
        read("5月").resolve(Context(span=span))
    assert refused.value.notice.zh.endswith("请写明年份：是2010、2011年还是2012年？")
    with pytest.raises(WindowTextError, match="2010 or 2011\\?"):
        read("8月15日前").resolve(Context(span=span))


def test_month_outside_the_campaign_is_given_no_year() -> None:
    """What falls into no year of the campaign is refused with the days of the campaign."""
    with pytest.raises(WindowTextError, match="2025-09-01 to 2026-06-30"):
        read("7月").resolve(Context(span=_SCHOOL_YEAR))


def test_leap_day_is_refused_when_year_has_none() -> None:
    """29 February reads well, but does not exist in the year of the campaign."""
    with pytest.raises(WindowTextError, match="28 days"):
        read("2月29日").resolve(Context(year=2017))


def test_unknown_name_is_refused_with_the_known_ones() -> None:
    """A misspelt anchor is not silently left undated."""
    with pytest.raises(WindowTextError, match="暑假, 开学"):
        read("署假前").resolve(_CONTEXT)


def test_expression_lists_the_anchors_it_needs() -> None:
    """A definition can check names before any date is known; public days need no definition."""
    assert read("开学至暑假前").anchors == ("开学", "暑假")
    assert read("七一前后").anchors == ()


def test_own_anchor_wins_over_public_day() -> None:
    """A campaign that dates 国庆 itself means its own day."""
    context = Context(year=2012, anchors={"国庆": date(2012, 9, 28)})
    assert read("国庆").resolve(context)[0].start == date(2012, 9, 28)


def test_range_ends_at_an_anchor_of_a_later_year() -> None:
    """An anchor has a year of its own; only a public day takes it from the left end."""
    context = Context(anchors={"校庆": date(2013, 9, 28)})
    assert read("2012年7月至校庆").resolve(context)[0].end == date(2013, 9, 28)
    assert read("2012年6月至七一").resolve(context)[0].end == date(2012, 7, 1)


def test_anchor_of_another_year_is_unknown() -> None:
    """The day of one year is not passed off as that of another."""
    (found,) = read("2011年开学").resolve(_CONTEXT)
    assert found.start is None
    assert found.unknown[0].code == "calendar.anchor_other_year"


def test_equal_texts_are_equal_and_hashable() -> None:
    """Expressions can be compared and kept in sets."""
    assert len({read("七一前后"), read("七一前后"), read("八一前后")}) == 2


def test_two_sided_tolerance_is_taken_from_context() -> None:
    """A campaign that states how far 前后 reaches is not overruled by the convention."""
    (found,) = read("七一前后").resolve(Context(year=2017, around_days=(3, 5)))
    assert found.edtf == "2017-06-28~/2017-07-06~"
    assert found.notes == ()


def test_teaching_week_is_unknown_without_first_week() -> None:
    """A teaching week cannot be dated before the school calendar is."""
    (found,) = read("第16周").resolve(Context(year=2012))
    assert (found.start, found.end) == (None, None)
    assert "16" in found.unknown[0].zh


def test_context_year_outside_calendar_is_refused() -> None:
    """A context cannot hold a year that has no days."""
    with pytest.raises(ValueError, match="1 to 9999"):
        Context(year=0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("从一开始", "calendar.span_unknown"),
        ("每周", "calendar.span_unknown"),
        ("两年半", "calendar.length_only"),
        ("不少于两周", "calendar.length_only"),
    ],
)
def test_text_that_needs_the_campaign_span_is_unknown_without(text: str, code: str) -> None:
    """What hangs on the days of the campaign is unknown until those are known."""
    (found,) = read(text).resolve(Context())
    assert found.unknown[0].code == code


@pytest.mark.parametrize("text", ["七一至五一", "七月至2011年九月"])
def test_backward_window_is_refused(text: str) -> None:
    """An end before the start is refused even where only the context shows it."""
    with pytest.raises(WindowTextError):
        read(text).resolve(_CONTEXT)


def test_undated_day_with_tolerance_is_unknown() -> None:
    """Nothing lies around a day that is not known."""
    (found,) = read("校庆前后").resolve(Context(anchors={"校庆": None}))
    assert found.edtf == "XXXX-XX-XX"
    assert found.unknown[0].en == "the day of “校庆” is not known yet"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8月前", "calendar.before_end"),
        ("3月中旬完成", "calendar.done_by"),
        ("七一后", "calendar.after_inclusive"),
    ],
)
def test_second_reading_of_a_bound_is_noted(text: str, code: str) -> None:
    """Where Chinese leaves two readings, the one taken is named."""
    (found,) = read(text).resolve(_CONTEXT)
    assert code in [note.code for note in found.notes]


def test_daily_recurrence_runs_through_the_campaign() -> None:
    """A daily duty runs from the first to the last day, without doubt about periods."""
    (found,) = read("每天").resolve(Context(span=(date(2012, 2, 1), date(2012, 10, 31))))
    assert found.edtf == "2012-02-01/2012-10-31"
    assert found.notes == ()


def test_duration_that_fits_the_campaign_raises_no_doubt() -> None:
    """A length that ends with the campaign does not disagree with it."""
    (found,) = read("一年").resolve(Context(span=(date(2012, 1, 1), date(2012, 12, 31))))
    assert [note.code for note in found.notes] == ["calendar.length_from_start"]


def test_length_past_the_calendar_is_refused() -> None:
    """A length that leaves the year 9999 is a typed error."""
    with pytest.raises(ValueError, match="9999"):
        read("两年").resolve(Context(span=(date(9998, 1, 1), date(9999, 12, 31))))
