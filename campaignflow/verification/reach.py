"""Which of some marked events come before each event: one pass with a bit for each mark."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence


def preceding(before: Sequence[Sequence[int]], bits: Mapping[int, int]) -> dict[int, int]:
    """Return the bits of all marked events that come before each event.

    Args:
        before: For each event, those directly before it.
        bits: Marked event -> its bit.

    Returns:
        Event -> the bits joined; events on or behind a cycle are left out.

    Example:
        >>> preceding([[], [0], [1], [3]], {0: 1, 1: 2})
        {0: 0, 1: 1, 2: 3}
    """
    left = [len(found) for found in before]
    then: list[list[int]] = [[] for _ in before]
    for event, found in enumerate(before):
        for earlier in found:
            then[earlier].append(event)
    ready = deque(event for event, count in enumerate(left) if not count)
    masks = dict.fromkeys(range(len(before)), 0)
    reached: dict[int, int] = {}
    while ready:
        event = ready.popleft()
        reached[event] = masks[event]
        mask = masks[event] | bits.get(event, 0)
        for later in then[event]:
            masks[later] |= mask
            left[later] -= 1
            if not left[later]:
                ready.append(later)
    return reached
