"""Webhooks, end to end: a receiver that fails, hangs and hears twice ends up with everything once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from sweep_lab import PLAN, begin, noon

from campaignflow import Run
from campaignflow.hosts.webhook import Delivery, Progress, Webhook, is_genuine, next_delivery
from campaignflow.stores import SqlLog

SECRET = b"0123456789abcdef0123456789abcdef"
NOW = noon("2025-03-01")
SECOND = 1_000_000


class Receiver(ThreadingHTTPServer):
    """Another system: it takes what is genuine and new, and behaves as ``moods`` say."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.moods: list[str] = []
        self.taken: dict[str, Any] = {}
        self.heard: list[str] = []
        self.refused = 0
        self.enough = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        mood = self.server.moods.pop(0) if self.server.moods else "well"
        if not is_genuine(SECRET, headers, body, NOW):
            self.server.refused += 1
            self._answer(401)
            return
        if mood == "failing":
            self._answer(503)
            return
        name = headers["webhook-id"]
        self.server.heard.append(name)
        self.server.taken.setdefault(name, json.loads(body))
        if mood == "hanging":  # it has taken it, but never says so
            self.server.enough.wait()
            return
        self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a receiver on a port of its own."""
    receiver = Receiver()
    yield receiver
    receiver.enough.set()
    receiver.shutdown()
    receiver.server_close()


def post(delivery: Delivery) -> bool:
    """Post a delivery as a host would; return whether it was confirmed."""
    try:
        answer = httpx.post(
            delivery.url, content=delivery.body, headers=dict(delivery.headers), timeout=0.3
        )
    except httpx.HTTPError:
        return False
    return answer.is_success


def pushed(log: SqlLog, hook: Webhook, progress: Progress, now: int) -> Progress:
    """Deliver until nothing is left or something fails."""
    while delivery := next_delivery(log.outbox, hook, progress, now):
        if not post(delivery):
            return progress.failed(hook, now)
        progress = progress.arrived(delivery)
    return progress


def test_everything_arrives_once_in_order_whatever_the_receiver_does(
    log: SqlLog, receiver: Receiver
) -> None:
    """Failures and lost answers are tried again later; the receiver knows doubles by their id."""
    begin(log, "no-1", "no-2")
    count = len(log.outbox.feed())
    hook, progress, now = Webhook(receiver.url, SECRET), Progress(), NOW
    receiver.moods = ["well", "failing", "failing", "hanging", "well", "failing"]
    tries = 0
    while progress.position < count:
        progress = pushed(log, hook, progress, now)
        now, tries = max(now, progress.not_before), tries + 1
        assert tries < 10
    assert [told["position"] for told in receiver.taken.values()] == list(range(1, count + 1))
    assert len(receiver.heard) == count + 1
    assert receiver.refused == 0
    assert next_delivery(log.outbox, hook, progress, now) is None


def test_a_sender_that_dies_before_keeping_its_progress_sends_again(
    log: SqlLog, receiver: Receiver
) -> None:
    """The same event has the same id and the same body, so that it is taken once."""
    begin(log, "no-1")
    hook = Webhook(receiver.url, SECRET)
    pushed(log, hook, Progress(), NOW)
    first = dict(receiver.taken)
    pushed(log, hook, Progress(1), NOW + 60 * SECOND)
    assert receiver.taken == first
    assert len(receiver.heard) == 2 * len(first) - 1


def test_waits_grow_and_end_with_success(log: SqlLog) -> None:
    """Each failure waits as the webhook says; nothing is given before; success starts afresh."""
    begin(log, "no-1")
    hook = Webhook("https://example.org/hook", SECRET, waits=(5, 30))
    progress, waits = Progress(), []
    for _ in range(3):
        progress = progress.failed(hook, NOW)
        waits.append((progress.not_before - NOW) // SECOND)
        assert next_delivery(log.outbox, hook, progress, progress.not_before - 1) is None
    assert waits == [5, 30, 30]
    delivery = next_delivery(log.outbox, hook, progress, progress.not_before)
    assert delivery is not None
    assert progress.arrived(delivery) == Progress(1)


def test_signature_is_that_of_standard_webhooks(log: SqlLog) -> None:
    """HMAC-SHA256 over id, time and body, in base64, so that receivers' libraries agree."""
    begin(log, "no-1")
    delivery = next_delivery(log.outbox, Webhook("https://a.example", SECRET), Progress(), NOW)
    assert delivery is not None
    headers = delivery.headers
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + delivery.body
    expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"{}"},
        {"secret": b"another secret of the same length"},
        {"now": NOW + 301 * SECOND},
        {"now": NOW - 301 * SECOND},
        {"webhook-id": "campaignflow-2"},
        {"webhook-timestamp": "yesterday"},
        {"webhook-timestamp": "９" * 10},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,é"},
    ],
)
def test_what_is_changed_or_old_is_not_genuine(log: SqlLog, change: dict[str, Any]) -> None:
    """A receiver refuses another body, id, time or secret, and a request that is replayed late."""
    begin(log, "no-1")
    delivery = next_delivery(log.outbox, Webhook("https://a.example", SECRET), Progress(), NOW)
    assert delivery is not None
    given = {"secret": SECRET, "body": delivery.body, "now": NOW, **delivery.headers, **change}
    headers = {name: str(given[name]) for name in delivery.headers}
    right = {"secret": SECRET, "headers": delivery.headers, "body": delivery.body, "now": NOW}
    assert is_genuine(**right)
    assert is_genuine(**{**right, "headers": {n.title(): v for n, v in right["headers"].items()}})
    wrong = {**right, "headers": headers, **{k: given[k] for k in ("secret", "body", "now")}}
    assert not is_genuine(**wrong)


def test_two_signatures_are_one_too_many_for_nobody(log: SqlLog) -> None:
    """While a secret is changed a request may carry both; the receiver's own is enough."""
    begin(log, "no-1")
    delivery = next_delivery(log.outbox, Webhook("https://a.example", SECRET), Progress(), NOW)
    assert delivery is not None
    both = {
        **delivery.headers,
        "webhook-signature": f"v1,old {delivery.headers['webhook-signature']}",
    }
    assert is_genuine(SECRET, both, delivery.body, NOW)


def test_only_as_much_is_told_as_the_profile_allows(log: SqlLog) -> None:
    """By default no person leaves the host."""
    begin(log, "no-1")
    Run.load(PLAN, "tidy/no-1", log, clock=lambda: NOW).do(
        "suspend", reason="王老师病了", actor="wang"
    )
    for profile, seen in (("minimal", (False, False)), ("full", (True, True))):
        hook, bodies = Webhook("https://a.example", SECRET, profile), b""
        progress = Progress()
        while delivery := next_delivery(log.outbox, hook, progress, NOW):
            bodies, progress = bodies + delivery.body, progress.arrived(delivery)
        assert ("wang" in bodies.decode(), "王老师" in bodies.decode()) == seen


@pytest.mark.parametrize(("url", "secret"), [("ftp://a", SECRET), ("https://a", b"short")])
def test_a_webhook_that_cannot_be_meant_is_refused(url: str, secret: bytes) -> None:
    """Another protocol, or a secret that can be guessed."""
    with pytest.raises(ValueError, match="webhook"):
        Webhook(url, secret)


def test_the_secret_is_not_shown() -> None:
    """What prints a webhook prints its address."""
    assert "0123" not in repr(Webhook("https://a.example", SECRET))
