"""Every kind of guard, population and condition has a short sentence in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from campaignflow.draw.condition import condition, conditions
from campaignflow.guards import (
    WHOLE,
    Across,
    Answered,
    AtLeast,
    Children,
    Each,
    Earlier,
    Fixed,
    Guard,
    Items,
    Opaque,
    Pairs,
    Parent,
    Per,
    Published,
    Quota,
    Reached,
    Related,
    Requests,
    Self,
    Since,
    Struck,
    Survey,
    Unstated,
    Values,
    WithSome,
    has,
)
from campaignflow.model import (
    Anchor,
    Artifact,
    Every,
    Field,
    Ledger,
    Phase,
    RecordKind,
    Relation,
    Role,
)
from campaignflow.model.facts import AUTHOR

who, hours = Field("who", "参加人", "persons"), Field("hours", "学时", "integer")
mode, flag = Field("mode", "方式", "choice", ("面谈", "电话")), Field("flag", "已签字", "flag")
talk = RecordKind("talk", "谈话", (who, hours, mode, flag))
leader, member = Role("leader", "领导"), Role("member", "党员")
office = Role("office", "科室", body=True)
ledger, phase, anchor = Ledger("ledger", "台账"), Phase("phase", "学习"), Anchor("day", "开学日")
guides = Relation("guides", "分管", leader, member)
report = Artifact("report", "报告", ("问题", "措施"))

CASES: list[tuple[Guard, str]] = [
    (Quota(of=talk), "谈话：≥1次"),
    (Quota(of=talk, least=2, most=2), "谈话：2次"),
    (Quota(of=talk, during=phase), "谈话（“学习”期间）：≥1次"),
    (Quota(of=talk, per=Each(office, who), during=WHOLE), "谈话（整个活动期间）：每个科室≥1次"),
    (Quota(of=talk, least=2, most=5), "谈话：2–5次"),
    (Quota(of=talk, least=None, most=3), "谈话：≤3次"),
    (Quota(of=talk, least=None, most=0), "谈话：不得有"),
    (Quota(of=talk, sum=hours, least=40), "谈话：学时合计≥40"),
    (Quota(of=talk, per=Each(member, who), least=3), "谈话：每名党员≥3次"),
    (Quota(of=talk, per=Self(who)), "谈话：各自≥1次"),
    (Quota(of=talk, per=Pairs(leader, (who,))), "谈话：领导两两≥1次"),
    (Quota(of=talk, per=Related(guides, (who,))), "谈话：按“分管”关系每对≥1次"),
    (Quota(of=talk, per=Across(leader, member, (who,))), "谈话：每名领导与每名党员≥1次"),
    (Quota(of=talk, per=WithSome(leader, member, (who,))), "谈话：每名领导与若干党员≥1次"),
    (Quota(of=talk, per=Items(ledger, who)), "谈话：“台账”每条≥1次"),
    (Quota(of=talk, per=Requests(talk, who)), "谈话：每项谈话≥1次"),
    (Quota(of=talk, per=Values(mode, ("面谈", "电话"))), "谈话：面谈、电话各≥1次"),
    (Quota(of=talk, per=Each(member, who) * Per(Every.MONTH, "drop")), "谈话：每月每名党员≥1次"),
    (Quota(of=talk, covers=(mode, ("面谈", "电话"))), "谈话：含面谈、电话"),
    (Quota(of=talk, covers=(mode, ("一", "二", "三", "四"))), "谈话：含全部4项方式"),
    (Quota(of=talk, where=mode.is_("面谈")), "谈话（面谈）：≥1次"),
    (
        Quota(of=talk, where=mode.in_("面谈", "电话") & (hours >= 2)),
        "谈话（面谈、电话且学时≥2）：≥1次",
    ),
    (Quota(of=talk, where=flag.is_(True) | ~mode.is_("电话")), "谈话（已签字或不得：电话）：≥1次"),
    (has(report), "报告：含问题、措施"),
    (has(Artifact("note", "纪要"), Each(member, AUTHOR)), "纪要：每名党员须提交"),
    (Struck(ledger), "台账：每条办至“已销号”"),
    (Answered(ledger), "台账：每条办至“已销号”"),
    (Published(talk, days=5), "谈话满5天"),
    (Survey(talk, hours, least=80), "谈话：学时≥80"),
    (Fixed(anchor), "“开学日”已定日期"),
    (~Fixed(anchor), "不得：“开学日”已定日期"),
    (Since(dt.date(2025, 3, 1), days=2), "不早于2025-03-03"),
    (Since(anchor, days=7), "开学日满7天"),
    (Earlier(talk, report, who), "“谈话”之前须先有“报告”"),
    (Children(phase, 90), "学习：下级单位≥90%"),
    (Parent(phase), "学习：上级单位已完成"),
    (Reached(phase), "“学习”已完成"),
    (Unstated("原文残缺"), "未载明：原文残缺"),
    (Opaque("own", lambda _view: True, "校方认定"), "校方认定"),
    (Reached(phase) | Struck(ledger), "任一：“学习”已完成、台账：每条办至“已销号”"),
    (
        AtLeast(1, (Struck(ledger), Fixed(anchor))),
        "至少 1 项：台账：每条办至“已销号”、“开学日”已定日期",
    ),
]


@pytest.mark.parametrize(("guard", "sentence"), CASES)
def test_guard_reads_as_a_short_sentence(guard: Guard, sentence: str) -> None:
    """The Chinese sentence says who owes what and how much."""
    assert condition(guard).zh == sentence


@pytest.mark.parametrize("guard", [guard for guard, _sentence in CASES])
def test_guard_reads_in_english_too(guard: Guard) -> None:
    """The English sentence has no gap and no name of a class."""
    sentence = condition(guard).en
    assert "{" not in sentence
    assert type(guard).__name__ not in sentence


def test_conjunctions_are_told_part_by_part() -> None:
    """Each part of "all of" is a condition of its own."""
    found = conditions(Struck(ledger) & Fixed(anchor) & Reached(phase))
    assert [notice.zh for notice in found] == [
        "台账：每条办至“已销号”",
        "“开学日”已定日期",
        "“学习”已完成",
    ]


def _guard_kinds(kind: type[Guard]) -> Iterator[type[Guard]]:
    for below in kind.__subclasses__():
        yield below
        yield from _guard_kinds(below)


def test_every_kind_of_guard_is_covered() -> None:
    """No guard of the library falls back on the name of its class."""
    plain = condition.dispatch(object)
    shipped = [k for k in _guard_kinds(Guard) if k.__module__.startswith("campaignflow.")]
    told = [k for k in shipped if not k.__name__.startswith("_") and k.__name__ != "Leaf"]
    assert [k for k in told if condition.dispatch(k) is plain] == []
