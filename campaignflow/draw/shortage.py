"""What a condition still lacks, in as few words as tell who is short of what."""

from __future__ import annotations

from typing import Final

from campaignflow.guards.verdict import Explanation
from campaignflow.messages import Notice, few

_NAMED: Final = 4
_EACH: Final = "quota.each"
_OVER: Final = "quota.lack.over"
_VALUES: Final = frozenset({"quota.lack.values", "quota.lack.values.once"})


def shortage(leaf: Explanation, member: str | None = None) -> Notice:
    """Return what is not met, with the first few that are short of it.

    What is one person's own says nothing of them.

    Args:
        leaf: The condition.
        member: The person whose own it may be.
    """
    lacks = [lack for lack in leaf.missing if lack.code != "quota.not_counted"]
    named = {f"{lack.params['who']}": lack.params["who"] for lack in lacks if _names(lack)}
    if not lacks:
        return leaf.notice
    if not named or list(named) == [member] or lacks[0].code == _OVER:
        return _own(leaf, lacks[0])
    who = few(list(named.values()), _NAMED, str(lacks[0].params.get("more", "and_more")))
    if leaf.notice.code == _EACH:
        return Notice("draw.short.each", {**leaf.notice.params, "who": who})
    return Notice("draw.short", {"what": leaf.notice, "who": who})


def _own(leaf: Explanation, lack: Notice) -> Notice:
    """Return what is short where no others need to be named."""
    if lack.code in _VALUES:
        told = {"what": leaf.notice.params["what"], "values": lack.params["values"]}
        return Notice("draw.short.values", told)
    if lack.code == "quota.lack":
        return Notice("draw.short.own", {"what": leaf.notice.params["what"], **lack.params})
    return Notice("draw.lacking", {"what": leaf.notice, "lack": lack})


def _names(lack: Notice) -> bool:
    return "who" in lack.params and not lack.code.endswith(".once")
