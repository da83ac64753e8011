"""Every expression of time in the five plans means what the plans were found to mean."""

from __future__ import annotations

from datetime import date

import pytest

from campaignflow.calendar import Context, read
from campaignflow.errors import WindowTextError

_UNDATED = ("愚公移山精神纪念日", "开会时间", "春季学期开学检查", "党的十八大")
_ANCHORS = {**dict.fromkeys(_UNDATED), "建党90周年": date(2011, 7, 1)}
_SPANS = {
    2017: (date(2017, 5, 1), date(2017, 12, 31)),
    2023: (date(2023, 1, 1), date(2023, 9, 30)),
    2012: (date(2012, 2, 1), date(2012, 10, 31)),
    2010: (date(2010, 4, 1), date(2012, 7, 10)),
    2009: (date(2009, 3, 1), date(2009, 8, 31)),
}

# year of the plan, text, bounds in EDTF, codes of what is assumed or unknown
_ROWS = [
    (2017, "5月份开始", "2017-05-01/", "start_day_assumed end_not_stated"),
    (2017, "12月份基本完成", "../2017-12-31~", "no_start soft_end"),
    (2017, "5月份", "2017-05-01/2017-05-31", ""),
    (2017, "5月中旬", "2017-05-11/2017-05-20", ""),
    (2017, "5—7月份", "2017-05-01/2017-07-31", ""),
    (2017, "“七一”前后", "2017-06-21~/2017-07-10~", "tolerance_assumed"),
    (2017, "愚公移山精神纪念日", "XXXX-XX-XX", "anchor_undated"),
    (2017, "6—12月份", "2017-06-01/2017-12-31", ""),
    (2017, "7月上旬", "2017-07-01/2017-07-10", ""),
    (2017, "7月中旬", "2017-07-11/2017-07-20", ""),
    (2017, "7月下旬", "2017-07-21/2017-07-31", ""),
    (2017, "8月15日前", "../2017-08-15", "no_start before_inclusive"),
    (2017, "8—12月份", "2017-08-01/2017-12-31", ""),
    (2017, "半年或一年周期", "2017-05-01/2017-12-31", "several_periods"),
    (2023, "2023年1月开始", "2023-01-01/", "start_day_assumed end_not_stated"),
    (2023, "2023年9月根本完成", "../2023-09-30~", "no_start soft_misprint soft_end"),
    (2023, "学习教育阶段", "XXXX-XX-XX", "after_phase"),
    (2023, "每星期", "2023-01-01/2023-09-30", "calendar_periods"),
    (2023, "一学年", "2023-01-01/2023-09-30", "needs_terms"),
    (2023, "每学年", "2023-01-01/2023-09-30", "needs_terms"),
    (2023, "每学期", "2023-01-01/2023-09-30", "needs_terms"),
    (2023, "从一开始", "2023-01-01/", "campaign_start end_not_stated"),
    (2023, "开会时间", "XXXX-XX-XX", "anchor_undated"),
    (2023, "会后", "XXXX-XX-XX", "after_event"),
    (2023, "完成时限", "XXXX-XX-XX", "per_item"),
    (2023, "时间表", "XXXX-XX-XX", "per_item"),
    (2012, "2012年一年", "2012-01-01/2012-12-31", ""),
    (2012, "2月至3月", "2012-02-01/2012-03-31", ""),
    (2012, "4月至5月", "2012-04-01/2012-05-31", ""),
    (2012, "6月至10月", "2012-06-01/2012-10-31", ""),
    (2012, "在2月底", "2012-02-21/2012-02-29", "edge_width"),
    (2012, "全年", "2012-01-01/2012-12-31", ""),
    (2012, "春季学期开学检查", "XXXX-XX-XX", "anchor_undated"),
    (2012, "定期督", "XXXX-XX-XX", "recurrence_unmeasured"),
    (2012, "限时整改", "XXXX-XX-XX", "per_item"),
    (2010, "两年半时间", "2010-04-01/2012-09-30", "length_from_start length_disagrees"),
    (2010, "2010年4月—7月初", "2010-04-01/2010-07-10", "edge_width"),
    (2010, "2010年7月---2012年6月", "2010-07-01/2012-06-30", ""),
    (2010, "从2010年7月开始", "2010-07-01/", "start_day_assumed end_not_stated"),
    (2010, "从2011年7月开始", "2011-07-01/", "start_day_assumed end_not_stated"),
    (2010, "每半年", "2010-04-01/2012-07-10", "calendar_periods"),
    (2010, "每个季度", "2010-04-01/2012-07-10", "calendar_periods"),
    (2010, "每个年度", "2010-04-01/2012-07-10", "calendar_periods"),
    (2010, "适时", "XXXX-XX-XX", "judgement"),
    (2010, "尽快", "XXXX-XX-XX", "judgement"),
    (2010, "建党90周年", "2011-07-01", ""),
    (2010, "党的十八大", "XXXX-XX-XX", "anchor_undated"),
    (2010, "2010年6月28日", "2010-06-28", ""),
    (2009, "2009年3月至8月", "2009-03-01/2009-08-31", ""),
    (2009, "3月中旬", "2009-03-11/2009-03-20", ""),
    (2009, "3月-4月", "2009-03-01/2009-04-30", ""),
    (2009, "5月-6月", "2009-05-01/2009-06-30", ""),
    (2009, "6月-8月", "2009-06-01/2009-08-31", ""),
    (2009, "从活动一开始", "2009-03-01/", "campaign_start end_not_stated"),
    (2009, "基本完成时", "XXXX-XX-XX", "after_event"),
    (2009, "立行立改", "XXXX-XX-XX", "after_event"),
    (2009, "2009年3月11日", "2009-03-11", ""),
]


@pytest.mark.parametrize(("year", "text", "bounds", "codes"), _ROWS)
def test_plan_text_resolves_as_found(year: int, text: str, bounds: str, codes: str) -> None:
    """The bounds and every doubt about them are those that reading the plan gave."""
    (found,) = read(text).resolve(Context(year, _ANCHORS, span=_SPANS[year]))
    assert found.edtf == bounds
    notices = [notice.code for notice in (*found.notes, *found.unknown)]
    assert notices == [f"calendar.{code}" for code in codes.split()]


def test_awards_text_gives_two_disjoint_windows() -> None:
    """One phase that happens around 1 July of two years has a window in each."""
    found = read("2011年、2012年七一前后").resolve(Context())
    assert [window.edtf for window in found] == [
        "2011-06-21~/2011-07-10~",
        "2012-06-21~/2012-07-10~",
    ]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("不少于4次", 3),
        ("不少于48个小时", 3),
        ("2020-03-03 21:31:35", 10),
        ("2010-2020", 0),
    ],
)
def test_text_that_is_no_window_is_refused_with_place(text: str, position: int) -> None:
    """Counts, hours, clock times and titles are not taken for windows."""
    with pytest.raises(WindowTextError) as refused:
        read(text)
    assert refused.value.position == position
    assert refused.value.text == text
