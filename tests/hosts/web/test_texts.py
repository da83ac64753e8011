"""Texts about people over HTTP: only whom the host lets read them reads them."""

from __future__ import annotations

import web_school as school
from web_clients import Client

WORDS = "<b>家中有事</b>"
TEXTS = f"/runs/{school.RUN}/texts"
TALK = {
    "command": "record",
    "subject": "t1",
    "args": {"kind": "talk", "values": {"people": ["li"], "note": WORDS}},
}


def test_a_text_is_told_by_a_token_and_read_by_whoever_may(begun: Client) -> None:
    """Events tell the token to all who read them; the text is opened by the host's rule alone."""
    (event,) = begun.post(school.COMMANDS, TALK).body["events"]
    token = event["data"]["values"]["note"]
    events = begun.get(f"/runs/{school.RUN}/events")
    assert token in str(events.body)
    assert WORDS not in str(events.body)
    (told,) = begun.get(TEXTS).body["texts"]
    assert told == {"token": token, "text": WORDS, "about": "", "until": None}
    assert begun.get(TEXTS, person="li").status == 403


def test_an_erased_text_is_told_to_be_gone(begun: Client) -> None:
    """Its token stays; who erased it and why stands in the log."""
    (event,) = begun.post(school.COMMANDS, TALK).body["events"]
    asked = {"command": "erase", "subject": "t1", "reason": "本人要求"}
    assert begun.post(school.COMMANDS, asked).status == 200
    (told,) = begun.get(TEXTS).body["texts"]
    token = event["data"]["values"]["note"]
    assert told == {"token": token, "text": None, "about": "", "until": None}


def test_the_texts_of_a_run_that_is_not_there_are_not_found(begun: Client) -> None:
    """As with everything else of a run."""
    assert begun.get("/runs/style/none/texts").status == 404


def test_the_page_tells_texts_to_whoever_may_read_them(service: Client) -> None:
    """To others it says that there is one; to nobody a token."""
    service.post("/runs", {**school.START, "at": "2025-02-20"})
    words = "sealed:提前开展"  # what looks like a token is kept apart as well
    early = {"command": "open", "subject": "search", "at": "2025-02-25", "reason": words}
    assert service.post(school.COMMANDS, early).status == 200
    page = f"/runs/{school.RUN}/page.html"
    assert words in service.get(page).body
    closed = service.get(page, person="li").body
    assert "（已封存）" in closed
    assert "sealed:" not in closed


def test_a_text_is_given_with_whom_it_is_about(begun: Client) -> None:
    """An object stands for it, as a reason or a value; one of another form is refused."""
    words = {"text": "因病缺席", "about": "li", "until": "2026-07-01"}
    asked = {"command": "suspend", "reason": words}
    (event,) = begun.post(school.COMMANDS, asked).body["events"]
    assert event["data"]["reason"].startswith("sealed:")
    (told,) = begun.get(TEXTS).body["texts"]
    assert told == {"token": event["data"]["reason"], **words}
    for wrong in ({"about": "li"}, {**words, "until": "soon"}, {**words, "more": 1}, {"text": 7}):
        for body in ({**asked, "reason": wrong}, {**TALK, "args": {"values": {"note": wrong}}}):
            assert begun.post(school.COMMANDS, body).status == 422
