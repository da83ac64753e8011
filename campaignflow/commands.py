"""Commands: requests to a run, one flat value each.

What a command takes beside its subject is listed in :data:`COMMANDS`, once, for every way in:
Python, the command line, a spreadsheet or a web page.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import attrs

from campaignflow.events import NOTHING, canonical


class Below(NamedTuple):
    """Hold how far the units below a run's own are with a node.

    Attributes:
        node: The node, or one occurrence of it.
        tier: Units of this tier, however deep; None for those next below.
        reached: How many have settled it.
        total: How many carry it out.
        missing: Those that have not settled it, as people call them.
    """

    node: str
    tier: str | None
    reached: int
    total: int
    missing: tuple[str, ...] = ()


class Command(NamedTuple):
    """Ask a run for something.

    Attributes:
        name: One of :data:`COMMANDS`.
        subject: Node instance, record, item, rule, anchor or person, as the command wants.
        actor: Id of the person who asks; None for the host itself, which may only ``tick``.
        at: When it happened, if not now. Units: microseconds since the epoch, UTC.
        precision: ``"day"`` where only the day of ``at`` is known.
        reason: Why, in words.
        key: Idempotency key: the same key twice is one decision.
        args: Further values by name.
        permit: Rule by which the host permitted it, if the host was asked.
    """

    name: str
    subject: str = ""
    actor: str | None = None
    at: int | None = None
    precision: str = "instant"
    reason: str | None = None
    key: str | None = None
    args: Mapping[str, Any] = NOTHING
    permit: str | None = None

    def request(self) -> str:
        """Return a digest of what is asked for, to tell a repeated request from another one."""
        asked = [self.name, self.subject, self.actor, self.at, self.reason, dict(self.args)]
        return sha256(canonical(asked).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@attrs.frozen
class CommandInfo:
    """Say what a command takes.

    Attributes:
        subject: What its subject names: node, record, item, rule, anchor, person, or nothing.
        title: Chinese title.
        needs: Names of values it must be given.
        takes: Names of values it may be given.
        reason: Whether a reason is asked for.
    """

    subject: str
    title: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    reason: bool = False


COMMANDS: Final[Mapping[str, CommandInfo]] = MappingProxyType(
    {
        "start": CommandInfo(
            "", "启动", ("unit",), ("tier", "facts", "roster", "relations", "parent")
        ),
        "open": CommandInfo("node", "开启"),
        "close": CommandInfo("node", "关闭"),
        "finish": CommandInfo("node", "完成", (), ("day",)),
        "submit": CommandInfo("node", "提交", (), ("values",)),
        "approve": CommandInfo("node", "审核通过", (), ("day",)),
        "return_": CommandInfo("node", "退回", (), (), reason=True),
        "agree": CommandInfo("node", "商定", ("value",)),
        "reopen": CommandInfo("node", "返工", ("edge",), (), reason=True),
        "confirm": CommandInfo("node", "确认", (), (), reason=True),
        "waive": CommandInfo("node", "免除", (), ("part",), reason=True),
        "withdraw": CommandInfo("node", "撤销", (), (), reason=True),
        "add": CommandInfo("node", "增加工作", ("title",), ("part_of", "owner"), reason=True),
        "move": CommandInfo("node", "调整时间", (), ("start", "end")),
        "fix_anchor": CommandInfo("anchor", "确定日期", ("day",)),
        "tick": CommandInfo("", "到时检查"),
        "migrate": CommandInfo("", "改用新方案", (), ("mapping", "facts"), reason=True),
        "suspend": CommandInfo("", "中止", (), (), reason=True),
        "resume": CommandInfo("", "恢复"),
        "conclude": CommandInfo("", "结束", (), ("leftovers",)),
        "archive": CommandInfo("", "归档"),
        "cancel": CommandInfo("", "取消", (), (), reason=True),
        "record": CommandInfo("record", "记录", ("kind", "values")),
        "void": CommandInfo("record", "作废", (), (), reason=True),
        "correct": CommandInfo("record", "更正", ("values",), (), reason=True),
        "assume": CommandInfo("rule", "认定", ("value",), (), reason=True),
        "report": CommandInfo("node", "汇总下级", ("reached", "total"), ("missing", "tier")),
        "find": CommandInfo("item", "查出问题", ("ledger",), ("values",)),
        "work": CommandInfo("item", "办理问题", ("trigger",), ("values",)),
        "take_role": CommandInfo("person", "任职", ("role",)),
        "give_up_role": CommandInfo("person", "离任", ("role",)),
        "relate": CommandInfo("person", "建立关系", ("relation", "right")),
        "unrelate": CommandInfo("person", "解除关系", ("relation", "right")),
        "assign": CommandInfo("node", "指派", ("person",)),
        "claim": CommandInfo("node", "认领"),
        "hand_over": CommandInfo("node", "移交", ("person",)),
        "substitute": CommandInfo("person", "代理", ("substitute", "until")),
    }
)
"""Every command by name."""
