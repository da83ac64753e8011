"""Commands: requests to a run, one flat value each.

What a command takes beside its subject is listed in :data:`COMMANDS`, once, for every way in:
the engine's checks, the command line, the columns of a spreadsheet, JSON Schema and the forms of a
web page are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

import attrs

from campaignflow.events import NOTHING, canonical
from campaignflow.messages import Notice
from campaignflow.sealing import SealedText, without_tokens


class Below(NamedTuple):
    """Hold how far the units below a run's own, or the one above it, are with a node.

    Attributes:
        node: The node, or one occurrence of it.
        tier: Units of this tier, however deep; None for those next below, ``".."`` for the one
            above.
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
        texts: Texts about people that tokens stand for in it.
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
    texts: tuple[SealedText, ...] = ()

    def request(self) -> str:
        """Return a digest of what is asked for, to tell a repeated request from another one."""
        asked = [self.name, self.subject, self.actor, self.at, self.reason, dict(self.args)]
        text = without_tokens(canonical(asked))  # they are other ones each time
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


Sort = Literal[
    "text", "texts", "person", "date", "integer", "flag", "any", "values", "renaming", "rows"
]
"""Of what sort a value is: ``values`` are several by name, ``renaming`` new keys by old ones."""

Named = Literal["edge", "kind", "ledger", "node", "relation", "role", "tier", "trigger", "units"]
"""What of a plan a text can name."""


class Argument(NamedTuple):
    """Say what one value of a command is.

    Attributes:
        name: Its name.
        sort: Of what sort it is.
        names: What of the plan it names; None where it is free.
    """

    name: str
    sort: Sort = "text"
    names: Named | None = None

    @property
    def title(self) -> Notice:
        """What people call it."""
        return Notice(f"arg.{self.name}")


def _by_name(info: CommandInfo) -> Mapping[str, Argument]:
    return MappingProxyType({arg.name: arg for arg in (*info.needed, *info.optional)})


@attrs.frozen
class CommandInfo:
    """Say what a command takes.

    Attributes:
        name: Its name.
        subject: What its subject names: node, record, item, rule, anchor, person, whatever a
            ``sealed`` text was given with, or nothing.
        needed: Values it must be given.
        optional: Values it may be given.
        reason: Whether a reason is asked for.
        args: All of its values by name, in order.
    """

    name: str
    subject: str = ""
    needed: tuple[Argument, ...] = ()
    optional: tuple[Argument, ...] = ()
    reason: bool = attrs.field(default=False, kw_only=True)
    args: Mapping[str, Argument] = attrs.field(
        init=False, repr=False, eq=False, default=attrs.Factory(_by_name, takes_self=True)
    )

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the values it must be given."""
        return tuple(arg.name for arg in self.needed)

    @property
    def takes(self) -> tuple[str, ...]:
        """Names of the values it may be given."""
        return tuple(arg.name for arg in self.optional)

    @property
    def title(self) -> str:
        """Chinese title."""
        return Notice(f"command.{self.name}").zh


_DAY: Final = Argument("day", "date")
_FACTS: Final = Argument("facts", "values")
_OWNER: Final = Argument("owner", names="role")
_PART_OF: Final = Argument("part_of", names="node")
_PERSON: Final = Argument("person", "person")
_RELATION: Final = Argument("relation", names="relation")
_RIGHT: Final = Argument("right", "person")
_ROLE: Final = Argument("role", names="role")
_TIER: Final = Argument("tier", names="tier")
_TITLE: Final = Argument("title")
_VALUES: Final = Argument("values", "values")

_TABLE: Final = (
    CommandInfo(
        "start", "", (Argument("unit"),),
        (
            _TIER, _FACTS, Argument("roster", "rows"), Argument("relations", "rows"),
            Argument("parent"), _TITLE,
        ),
    ),
    CommandInfo("open", "node"),
    CommandInfo("close", "node"),
    CommandInfo("finish", "node", (), (_DAY,)),
    CommandInfo("submit", "node", (), (_VALUES,)),
    CommandInfo("approve", "node", (), (_DAY,)),
    CommandInfo("return_", "node", reason=True),
    CommandInfo("agree", "node", (Argument("value", "any"),)),
    CommandInfo("reopen", "node", (Argument("edge", names="edge"),), reason=True),
    CommandInfo("confirm", "node", reason=True),
    CommandInfo("waive", "node", (), (Argument("part"),), reason=True),
    CommandInfo("withdraw", "node", reason=True),
    CommandInfo("add", "node", (_TITLE,), (_PART_OF, _OWNER), reason=True),
    CommandInfo("move", "node", (), (Argument("start", "date"), Argument("end", "date"))),
    CommandInfo("fix_anchor", "anchor", (_DAY,)),
    CommandInfo("tick"),
    CommandInfo("migrate", "", (), (Argument("mapping", "renaming"), _FACTS), reason=True),
    CommandInfo("suspend", reason=True),
    CommandInfo("resume"),
    CommandInfo("conclude", "", (), (Argument("leftovers", "texts"),)),
    CommandInfo("archive"),
    CommandInfo("cancel", reason=True),
    CommandInfo("record", "record", (Argument("kind", names="kind"), _VALUES)),
    CommandInfo("void", "record", reason=True),
    CommandInfo("correct", "record", (_VALUES,), reason=True),
    CommandInfo("erase", "sealed", (), (Argument("tokens", "texts"),), reason=True),
    CommandInfo("assume", "rule", (Argument("value", "flag"),), reason=True),
    CommandInfo(
        "report", "node", (Argument("reached", "integer"), Argument("total", "integer")),
        (Argument("missing", "texts"), Argument("tier", names="units")),
    ),
    CommandInfo("find", "item", (Argument("ledger", names="ledger"),), (_VALUES,)),
    CommandInfo("work", "item", (Argument("trigger", names="trigger"),), (_VALUES,)),
    CommandInfo("take_role", "person", (_ROLE,)),
    CommandInfo("give_up_role", "person", (_ROLE,)),
    CommandInfo("relate", "person", (_RELATION, _RIGHT)),
    CommandInfo("unrelate", "person", (_RELATION, _RIGHT)),
    CommandInfo("assign", "node", (_PERSON,)),
    CommandInfo("claim", "node"),
    CommandInfo("hand_over", "node", (_PERSON,)),
    CommandInfo(
        "substitute", "person", (Argument("substitute", "person"), Argument("until", "date"))
    ),
)  # fmt: skip

COMMANDS: Final[Mapping[str, CommandInfo]] = MappingProxyType({info.name: info for info in _TABLE})
"""Every command by name."""
