"""Plans with a mistake in their time, and mended."""

from __future__ import annotations

from plan_stage import (
    ABOVE,
    DAY,
    LEAD,
    P5,
    P,
    dated,
    plan,
)

from campaignflow.model import (
    CAMPAIGN,
    Anchor,
    Campaign,
    Phase,
    Step,
    Takes,
    after,
    around,
    each_time,
    on,
    window,
    with_,
)

_FIX = Step("fixing", "定日期", P, fixes=(_OPEN := Anchor("open_day", "开放日")))


CASES: dict[str, tuple[str, str, str, Campaign, Campaign]] = {
    "over before it may begin": (
        "window.order",
        "error",
        "edges.x.after.y",
        dated("7月", "5月"),
        dated("5月", "7月"),
    ),
    "undated step in a phase that is over": (
        "window.order",
        "error",
        "edges.c.with.a",
        plan(
            [
                P5,
                Q7 := Phase("q", "整改", window("7月")),
                a := Step("a", "甲", P5),
                c := Step("c", "丙", Q7),
            ],
            [with_(c, a)],
        ),
        plan([P5, Q7, a, c], [with_(a, c)]),
    ),
    "more work than time": (
        "window.order",
        "warning",
        "edges.x.after.y",
        plan(
            [
                P5,
                x := Step("x", "甲", P5, takes=Takes(20)),
                y := Step("y", "乙", P5, takes=Takes(20)),
            ],
            [after(x, y)],
        ),
        plan([P5, x, y := Step("y", "乙", P5, takes=Takes(11))], [after(x, y)]),
    ),
    "three dates in a row that clash": (
        "window.order",
        "error",
        "edges.y.after.z",
        plan(
            [
                x := Step("x", "甲", None, window("7月")),
                y := Step("y", "乙"),
                z := Step("z", "丙", None, window("6月")),
            ],
            [after(x, y), after(y, z)],
        ),
        plan([x, y, z := Step("z", "丙", None, window("8月"))], [after(x, y), after(y, z)]),
    ),
    "answer that the next date cannot wait for": (
        "window.answer",
        "warning",
        "steps.x.takes",
        plan(
            [
                x := Step("x", "甲", owner=ABOVE, takes=Takes(2, 40), window=window("5月25日后")),
                y := Step("y", "乙", window=window("6月1日")),
            ],
            [after(x, y)],
            roles=[LEAD, ABOVE],
        ),
        plan(
            [x, y := Step("y", "乙", window=window("6月1日后"))], [after(x, y)], roles=[LEAD, ABOVE]
        ),
    ),
    "step outside its phase": (
        "window.outside",
        "warning",
        "steps.x.window",
        plan([P5, Step("x", "讲座", P5, window("6月"))]),
        plan([P5, Step("x", "讲座", P5, window("5月下旬"))]),
    ),
    "step that begins before its phase": (
        "window.outside",
        "warning",
        "steps.x.window",
        plan(
            [P6 := Phase("p6", "整改", window("6月")), Step("x", "边查边改", P6, window("5月—6月"))]
        ),
        plan([P6, Step("x", "边查边改", P6, window("5月—6月"), starts_with=CAMPAIGN)]),
    ),
    "step that ends after its phase": (
        "window.outside",
        "warning",
        "steps.x.window",
        plan([P5, Step("x", "专栏", P5, window("5月—6月"))]),
        plan([P5, Step("x", "专栏", P5, window("5月—6月"), ends_with=CAMPAIGN)]),
    ),
    "occurrence outside its phase": (
        "window.outside",
        "warning",
        "steps.x.repeat.夏",
        plan([P5, Step("x", "讲座", P5, repeat=each_time({"夏": window("6月")}))]),
        plan([P5, Step("x", "讲座", P5, repeat=each_time({"夏": window("5月")}))]),
    ),
    "phase outside the campaign": (
        "window.outside",
        "warning",
        "phases.x.window",
        plan([Phase("x", "学习", window("4月"))]),
        plan([Phase("x", "学习", window("5月"))]),
    ),
    "anchor without a day": (
        "anchor.undated",
        "info",
        "anchors.day",
        plan([Phase("x", "学习", on(Anchor("day", "纪念日")))], anchors=[Anchor("day", "纪念日")]),
        plan([Phase("x", "学习", on(DAY))]),
    ),
    "anchor that a step fixes": (
        "anchor.undated",
        "info",
        "anchors.open_day",
        plan([P, Step("visit", "参观", P, around(_OPEN))], anchors=[_OPEN]),
        plan([P, _FIX, Step("visit", "参观", P, around(_OPEN))], anchors=[_OPEN]),
    ),
}
