"""Starts that would come too late: after the closing of what they need open.

An event *surely follows* a closing if it cannot happen without it, whichever way through the plan
is taken. That is the dominance of flow analysis, on events with joins: what all ways in common
have is found by starting from "everything" and taking away until nothing changes. A start is barred
by several closings; it is lost as well if each way meets one of them, though not all the same.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection

from campaignflow.model.nodes import CAMPAIGN
from campaignflow.verification.precedence import Precedence, Wait


def too_late(net: Precedence) -> dict[int, str]:
    """Return the starts that cannot come before a closing that they must come before.

    Returns:
        Number of the start -> key of the node that is closed by then; empty for a sound plan.
        Starts that can never happen anyway are left out.
    """
    found: dict[int, str] = {}
    while True:
        new = _late(net, found)
        if not new:
            return found
        found |= new


def _late(net: Precedence, barred: Collection[int]) -> dict[int, str]:
    bars = {node.key: tuple(net.kept_open(node)) for node in net.nodes}
    known = dict.fromkeys([*((key,) for keys in bars.values() for key in keys), *bars.values()])
    bits = {keys: 1 << bit for bit, keys in enumerate(known)}
    closings: dict[int, int] = defaultdict(int)
    for keys, bit in bits.items():
        for key in keys:
            closings[net.number[key, "finish"]] |= bit
    masks = _surely_follows(net, _with_contents(net, closings), net.happening(barred=barred))
    late = {}
    for node in net.nodes:
        start, keys = net.number[node.key, "start"], bars[node.key]
        if start in masks and masks[start] & bits[keys]:
            alone = (key for key in keys if masks[start] & bits[key,])
            late[start] = next(alone, keys[0])
    return late


def _with_contents(net: Precedence, bits: dict[int, int]) -> dict[int, int]:
    """Return ``bits`` with those of all that is closed together with each closing."""
    inside = defaultdict(list)
    for key, above in net.enders.items():
        inside[above].append(key)
    keys = [CAMPAIGN.key]
    for key in keys:
        keys += inside[key]
    joined: dict[str, int] = {}
    for key in reversed(keys):
        joined[key] = bits.get(net.number[key, "finish"], 0)
        for below in inside[key]:
            joined[key] |= joined[below]
    return {net.number[key, "finish"]: mask for key, mask in joined.items()}


def _surely_follows(net: Precedence, bits: dict[int, int], events: list[int]) -> dict[int, int]:
    """Return for each event that can happen the bits of the closings it follows or is."""
    everything = (1 << len(bits)) - 1
    masks = dict.fromkeys(events, everything)
    todo = deque(events)
    waiting = set(events)
    while todo:
        event = todo.popleft()
        waiting.discard(event)
        mask = _ways(net, event, lambda e: masks.get(e, everything)) | bits.get(event, 0)
        if mask != masks[event]:
            masks[event] = mask
            new = [e for e, how in net.then[event] if how is not Wait.SOFT and e in masks]
            todo.extend(later for later in new if later not in waiting)
            waiting.update(new)
    return masks


def _ways(net: Precedence, event: int, mask: Callable[[int], int]) -> int:
    """Return the bits that all ways to ``event`` have in common."""
    needs = must = 0
    lapse: int | None = None
    join: list[int] = []
    for earlier, how in net.before[event]:
        if how is Wait.LAPSE:
            lapse = mask(earlier)
        elif how is Wait.NEED:
            needs |= mask(earlier)
        elif how is not Wait.SOFT:
            join.append(mask(earlier))
            must |= join[-1] if how is Wait.MUST else 0
    own = needs | (must & _in_more_than(net.slack[event], join))
    return own if lapse is None else own & lapse


def _in_more_than(count: int, masks: list[int]) -> int:
    """Return the bits that more than ``count`` of ``masks`` have.

    Example:
        >>> _in_more_than(1, [0b011, 0b110, 0b100]) == 0b110
        True
    """
    at_least = [-1] + [0] * (count + 1)
    for mask in masks:
        for number in range(count + 1, 0, -1):
            at_least[number] |= at_least[number - 1] & mask
    return at_least[count + 1]
