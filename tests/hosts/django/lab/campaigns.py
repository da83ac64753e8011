"""Campaigns of 2025: the shipped template, and one whose steps open on days of their own."""

from campaignflow import Campaign, Field, Ledger, Phase, RecordKind, Role, Step, window
from campaignflow.definitions.five_phases import five_phases

__all__ = ["dated", "dated_before", "five_phases"]


LIMIT = Field("limit", "时限", "date")
WANTS = Ledger("wants", "需求清单", [Field("who", "为谁", "person"), LIMIT], due=LIMIT)


def _dated(version: str) -> Campaign:
    lead = Role("lead", "负责人")
    phase = Phase("all", "全程", window("2025年3月—4月"))
    return Campaign(
        key="dated",
        version=version,
        title=f"按日开展（{version}）",
        window=window("2025年3月—4月"),
        roles=[lead],
        lead=lead,
        facts=[Field("retired", "离退休", "flag")],
        records=[
            RecordKind(
                "visit",
                "走访",
                [
                    Field("who", "走访人", "person", required=True),
                    Field("with_", "同行", "persons"),
                    Field("hours", "学时", "integer"),
                    Field("agreed", "同意", "flag"),
                    Field("next", "下次", "date"),
                    Field("how", "方式", "choice", ("面谈", "电话")),
                    Field("about", "话题", "choices", ("教学", "生活", "其他")),
                    Field("follows", "所续", "link"),
                    Field("cites", "引用", "links"),
                    Field("note", "备注"),
                ],
            )
        ],
        ledgers=[WANTS],
        phases=[phase],
        steps=[
            Step("early", "早", phase, window("3月10日—3月20日")),
            Step("late", "晚", phase, window("4月1日—4月10日")),
        ],
    )


dated_before, dated = _dated("1"), _dated("2")
