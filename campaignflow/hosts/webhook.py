"""Webhooks: signed deliveries as values, which the host posts and confirms.

Nothing here opens a connection, waits or keeps anything: a host posts what
:func:`next_delivery` gives with whatever it posts with, and keeps the :class:`Progress` that comes
of it, say in a row of its own. A delivery may arrive twice, never not at all, and in order. Headers
and signature are those of Standard Webhooks, for which receivers find libraries.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from typing import Final, NamedTuple

import attrs

from campaignflow.disclosure import Profile, disclosed
from campaignflow.stores.outbox import Outbox

_SECOND: Final = 1_000_000


def _web_address(_webhook: object, _attribute: object, url: str) -> None:
    if not url.startswith(("https://", "http://")):
        raise ValueError("a webhook's address begins with https:// (or http://)")


def _hard_to_guess(_webhook: object, _attribute: object, secret: bytes) -> None:
    if len(secret) < 24:
        raise ValueError("a webhook's secret has 24 bytes or more: use secrets.token_bytes(32)")


@attrs.frozen
class Webhook:
    """Say where events are sent, signed with what, how much of them, and when to try again.

    Attributes:
        url: Address to post to.
        secret: Known to the receiver too; at least 24 bytes of chance.
        profile: How much of each event is told.
        waits: How long to wait after the first, second, ... failure in a row; after more of them
            as long as after the last. Units: seconds.
    """

    url: str = attrs.field(validator=_web_address)
    secret: bytes = attrs.field(validator=_hard_to_guess, repr=False)
    profile: Profile = "minimal"
    waits: tuple[int, ...] = (5, 30, 120, 600, 3_600)


class Delivery(NamedTuple):
    """Hold one request to post: any answer of 2xx means that it has arrived.

    Attributes:
        position: Place of its event in the feed.
        url: Where to.
        headers: To be sent as they are; ``webhook-id`` stays the same when it is sent again.
        body: What is signed; to be sent byte for byte.
    """

    position: int
    url: str
    headers: Mapping[str, str]
    body: bytes


class Progress(NamedTuple):
    """Hold how far the deliveries to one receiver are; plain data for the host to keep.

    Attributes:
        position: Place of the last event that has arrived.
        failures: How often in a row the next one has failed.
        not_before: When to try again. Units: microseconds since the epoch, UTC.
    """

    position: int = 0
    failures: int = 0
    not_before: int = 0

    def arrived(self, delivery: Delivery) -> Progress:
        """Return the progress after the receiver has confirmed a delivery."""
        return Progress(delivery.position)

    def failed(self, webhook: Webhook, now: int) -> Progress:
        """Return the progress after a delivery has failed, with the time of the next try."""
        wait = webhook.waits[min(self.failures, len(webhook.waits) - 1)]
        return Progress(self.position, self.failures + 1, now + wait * _SECOND)


def next_delivery(
    outbox: Outbox, webhook: Webhook, progress: Progress, now: int
) -> Delivery | None:
    """Return what is to be posted next; None if there is nothing, or it is too early to try again.

    Args:
        outbox: That of the log (``log.outbox``).
        webhook: Where to.
        progress: What came of the deliveries before.
        now: Units: microseconds since the epoch, UTC.

    Raises:
        StorageError: The database failed.
    """
    if now < progress.not_before:
        return None
    for fed in outbox.feed(progress.position, 1):
        event = disclosed(fed.event, webhook.profile)
        plain = {"position": fed.position, "run": fed.run, "event": event}
        body = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
        name, seconds = f"campaignflow-{fed.position}", str(now // _SECOND)
        headers = {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": seconds,
            "webhook-signature": _signature(webhook.secret, name, seconds, body),
        }
        return Delivery(fed.position, webhook.url, headers, body)
    return None


def is_genuine(
    secret: bytes, headers: Mapping[str, str], body: bytes, now: int, tolerance: int = 300
) -> bool:
    """Tell whether a request was signed with the secret, not long ago; for receivers in Python.

    Args:
        secret: The one that the sender has.
        headers: Of the request; it does not matter how their names are written.
        body: Of the request, as it came.
        now: Units: microseconds since the epoch, UTC.
        tolerance: How far the clocks, and the journey, may be apart. Units: seconds.
    """
    headers = {name.lower(): value for name, value in headers.items()}
    name, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 12):
        return False
    if abs(now // _SECOND - int(sent)) > tolerance:
        return False
    expected = _signature(secret, name, sent, body).encode()
    given = headers.get("webhook-signature", "").encode().split()
    return any(hmac.compare_digest(expected, signature) for signature in given)


def _signature(secret: bytes, name: str, seconds: str, body: bytes) -> str:
    signed = f"{name}.{seconds}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(secret, signed, 'sha256')).decode()}"
