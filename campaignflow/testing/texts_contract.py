"""What a log promises about texts that are kept apart from its events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from campaignflow.errors import VersionConflictError
from campaignflow.events import Event
from campaignflow.log import EventLog, verify
from campaignflow.sealing import Personal, SealedText, erased, seal
from campaignflow.testing.samples import RUN, an_event

_WORDS: Final = "白老师因病请假"


def _sealed(number: int = 1) -> SealedText:
    return seal(Personal(_WORDS, f"p{number}"), bytes([number]) * 32)


def _told(seq: int, text: SealedText) -> Event:
    """Return an event that tells the token of a text."""
    data = {"kind": "talk", "values": {"note": text.token}}
    return an_event(seq, kind="recorded", subject="r1", data=data)


def _erasure(seq: int, *texts: SealedText) -> Event:
    data = {"tokens": [text.token for text in texts], "reason": "本人要求"}
    return an_event(seq, kind="erased", subject="r1", data=data)


class TextsContract:
    """Test that a log keeps and erases texts about people; part of the contract of every log."""

    def test_a_text_is_kept_beside_its_event(self, log: EventLog) -> None:
        """The event tells a token; the text is found by run, whole, in the order of tokens."""
        one, other = _sealed(1), _sealed(2)._replace(until="2026-07-01")
        log.append(RUN, [_told(1, one)], 0, texts=[one])
        log.append(RUN, [_told(2, other)], 1, texts=[other])
        log.append("other", [an_event(1)], 0)
        assert list(log.texts(RUN)) == sorted([one, other])
        assert list(log.texts("other")) == list(log.texts("none")) == []
        assert list(log.texts(RUN, [other.token, "unknown"])) == [other]
        assert list(log.texts(RUN, ())) == list(log.texts("none", [one.token])) == []
        assert all(_WORDS not in str(entry.event) for entry in log.read(RUN))
        assert verify(log, RUN).count == 2

    def test_an_event_erases_texts_and_nothing_else(self, log: EventLog) -> None:
        """Text, salt and whom it was about are gone, of this run only; every digest holds."""
        one, other = _sealed(1), _sealed(2)
        for run in (RUN, "other"):
            log.append(run, [_told(1, one)], 0, texts=[one])
        log.append(RUN, [_told(2, other)], 1, texts=[other])
        log.append(RUN, [_erasure(3, one)], 2)
        assert list(log.texts(RUN)) == sorted([erased(one.token), other])
        assert list(log.texts("other")) == [one]
        assert [verify(log, run).count for run in (RUN, "other")] == [3, 1]

    def test_a_refused_append_keeps_no_text(self, log: EventLog) -> None:
        """Neither a new text is kept nor an old one erased where the events are not taken."""
        one, other = _sealed(1), _sealed(2)
        log.append(RUN, [_told(1, one)], 0, texts=[one])
        with pytest.raises(VersionConflictError):
            log.append(RUN, [_told(3, other)], 2, texts=[other])
        with pytest.raises(VersionConflictError):
            log.append(RUN, [_erasure(3, one)], 2)
        assert list(log.texts(RUN)) == [one]

    def test_texts_outlive_the_log_s_object(
        self, log: EventLog, reopen: Callable[[], EventLog]
    ) -> None:
        """Kept is kept, and erased is erased, when the storage is opened again."""
        one, other = _sealed(1), _sealed(2)
        log.append(RUN, [_told(1, one), _told(2, other)], 0, texts=[one, other])
        log.append(RUN, [_erasure(3, one)], 2)
        again = reopen()
        assert list(again.texts(RUN)) == sorted([erased(one.token), other])
        assert verify(again, RUN).count == 3
