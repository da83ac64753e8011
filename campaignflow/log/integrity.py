"""Prove that a log is whole: every digest recomputed, the head compared, anchors checked.

Each entry's digest covers the one before it, and the log records its head apart from the entries.
A changed, lost, moved or swapped entry, a cut tail and a changed head are therefore found and
located by the log alone.

An administrator who can write to the store can still recompute everything and put a whole new
history in place, or an old copy of the file. Only an :class:`Anchor` kept where that person cannot
write (printed in minutes, mailed, lodged with a higher office) shows this, and only for the
entries up to it. Projections are derived values and are not covered.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from campaignflow.errors import LogCorruptError
from campaignflow.events import Event, genesis, link
from campaignflow.log.protocol import Entry, EventLog, Head, erased_tokens
from campaignflow.sealing import tokens_in


@attrs.frozen
class Anchor:
    """Hold the head of a run at some time, to be kept outside the store.

    Attributes:
        run: Name of the run.
        count: How many events it had.
        digest_hex: Digest of the last of them, as 64 hexadecimal digits.
        at: When the anchor was taken. Units: microseconds since the epoch, UTC.
    """

    run: str
    count: int = attrs.field(validator=attrs.validators.ge(1))
    digest_hex: str
    at: int


@attrs.frozen
class Integrity:
    """Hold what :func:`verify` proved.

    Attributes:
        count: How many entries were checked.
        head: Digest of the last one, as 64 hexadecimal digits.
        anchored_to: How many entries the anchor vouches for; None if none was given, and then
            a complete rewrite cannot be ruled out.
    """

    count: int
    head: str
    anchored_to: int | None

    def __str__(self) -> str:
        anchored = "not anchored" if self.anchored_to is None else f"anchored to {self.anchored_to}"
        return f"{self.count} entries, head {self.head}, {anchored}"


def anchor(log: EventLog, run: str, at: int) -> Anchor:
    """Take an anchor of a run after verifying it.

    Args:
        log: The log.
        run: Name of the run.
        at: The time to write into the anchor. Units: microseconds since the epoch, UTC.

    Returns:
        The anchor of the last entry.

    Raises:
        RunNotFoundError: There is no such run.
        LogCorruptError: The log is damaged; a damaged log is never anchored.
    """
    proof = verify(log, run)
    return Anchor(run, proof.count, proof.head, at)


def verify(log: EventLog, run: str, anchor: Anchor | None = None) -> Integrity:
    """Verify every entry of a run, its head and, if given, an anchor.

    Verifying writes nothing and may go on while others append. What a person with access to the
    store's files can do unseen is said at the top of this module.

    Args:
        log: The log.
        run: Name of the run.
        anchor: An earlier :func:`anchor` of the same run, kept outside the store.

    Returns:
        What was proved; without an anchor it says ``not anchored``.

    Raises:
        RunNotFoundError: There is no such run.
        LogCorruptError: The log is damaged, or a text kept apart from it; the error names the
            first bad entry.
        ValueError: The anchor belongs to another run.

    Example:
        >>> from campaignflow.events import NOTHING, Event
        >>> from campaignflow.log.memory import MemoryLog
        >>> log = MemoryLog()
        >>> tick = Event(1, "ticked", "", 0, "instant", 0, None, None, None, None, None, NOTHING)
        >>> _ = log.append("no-7", [tick], expected_version=0)
        >>> minutes = Anchor("no-7", 1, log.head("no-7").digest.hex(), at=0)
        >>> verify(log, "no-7", minutes).anchored_to
        1
    """
    if anchor is not None and anchor.run != run:
        raise ValueError(f"the anchor is of run {anchor.run!r}, not of {run!r}: give its own")
    earlier = log.head(run)
    entries = log.read(run)
    later = log.head(run)
    found = check(run, entries)
    _match_heads(run, entries, earlier, later)
    _match_texts(log, run, entries)
    if anchor is not None:
        _match_anchor(run, entries, anchor)
    return Integrity(found.count, found.digest.hex(), anchor.count if anchor else None)


def check(run: str, entries: Sequence[Entry], after: Head | None = None) -> Head:
    """Check that entries follow each other and what came before, by number and by digest.

    Args:
        run: Name of the run.
        entries: The entries in the order of the log.
        after: Where the part already checked ends; None for the beginning of the run.

    Returns:
        Where the entries end; ``after`` (or the run's beginning) where there are none.

    Raises:
        LogCorruptError: An entry does not follow; the error names the first.
    """
    count, digest = after or Head(0, genesis(run))
    for event, stored in entries:
        count += 1
        if event.seq != count:
            raise LogCorruptError(run, count, f"number {event.seq!r} stands in its place")
        try:
            digest = link(digest, event)
            agrees = digest == stored and _well_formed(event)
        except (TypeError, ValueError) as unreadable:
            raise LogCorruptError(run, count, "a value has the wrong type") from unreadable
        if not agrees:
            raise LogCorruptError(run, count, "its content and its digest do not agree")
    return Head(count, digest)


def _well_formed(event: Event) -> bool:
    """Tell whether no other event could have the same bytes under the digest."""
    seq, kind, _, _, precision, _, _, _, cause, key, request, _ = event
    return (
        (cause is None or 0 < cause < seq)
        and (request is None or key is not None)
        and precision in ("instant", "day")
        and ":" not in kind
    )


def _match_heads(run: str, entries: Sequence[Entry], earlier: Head, later: Head) -> None:
    """Compare the entries with the heads recorded before and after they were read."""
    count = len(entries)
    if count < earlier.count:
        raise LogCorruptError(run, count + 1, f"the end is cut off, {earlier.count} were recorded")
    if count > later.count:
        raise LogCorruptError(run, later.count + 1, f"only {later.count} were recorded")
    for head in (earlier, later):
        if 0 < head.count <= count and entries[head.count - 1].digest != head.digest:
            raise LogCorruptError(run, head.count, "its digest is not the recorded head")
    if not count:
        raise LogCorruptError(run, 1, "a run without entries cannot exist")


def _match_texts(log: EventLog, run: str, entries: Sequence[Entry]) -> None:
    """Compare the texts kept apart with their tokens: nothing but an event erases one."""
    told = [(token, event.seq) for event, _digest in entries for token in tokens_in(event.data)]
    if not told:
        return
    texts = log.texts(run)
    since = log.read(run, len(entries))
    gone = set(erased_tokens([event for event, _digest in entries]))
    gone_since = set(erased_tokens([event for event, _digest in since]))
    whole = {text.token for text in texts if text.is_whole}
    erased = {text.token for text in texts if text.is_erased}
    kept = {text.token for text in texts}
    for token, seq in told:
        if token in gone:
            agrees = token in erased or token not in kept
        else:
            agrees = token in whole | (erased & gone_since)
        if not agrees:
            why = "a text kept apart from it is not the one that was sealed"
            raise LogCorruptError(run, seq, why)


def _match_anchor(run: str, entries: Sequence[Entry], anchor: Anchor) -> None:
    if anchor.count > len(entries):
        raise LogCorruptError(
            run, len(entries) + 1, f"the end is cut off, the anchor knows {anchor.count}"
        )
    if entries[anchor.count - 1].digest.hex() != anchor.digest_hex.lower():
        raise LogCorruptError(run, anchor.count, "history up to here differs from the anchor")
