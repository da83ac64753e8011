"""Behind real servers, over real sockets, the service is the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
import web_school as school
from web_clients import fastapi_app, flask_app
from werkzeug.serving import make_server

from campaignflow.hosts.web import Site


@pytest.fixture(params=["uvicorn", "werkzeug"])
def address(request: pytest.FixtureRequest, site: Site) -> Iterator[str]:
    """The address of a server that ends with the test."""
    if request.param == "werkzeug":
        server = make_server("127.0.0.1", 0, flask_app(site), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.port}/api"
        server.shutdown()
    else:
        config = uvicorn.Config(fastapi_app(site), "127.0.0.1", 0, log_level="warning")
        uvicorn_server = uvicorn.Server(config)
        thread = threading.Thread(target=uvicorn_server.run)
        thread.start()
        while not uvicorn_server.started:
            time.sleep(0.01)
        port = uvicorn_server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/api"
        uvicorn_server.should_exit = True
    thread.join()


def test_key_given_by_many_at_once_is_one_event(address: str) -> None:
    """Twenty requests with one key at the same time record one talk, and all get its answer."""
    with httpx.Client(headers={"X-Person": "wang"}, timeout=60) as client:
        assert client.post(f"{address}/runs", json=school.START).status_code == 201
        answers: list[httpx.Response] = []

        def ask() -> None:
            headers = {"X-Person": "li", "Idempotency-Key": "form-7"}
            asked = client.post(f"{address}{school.COMMANDS}", json=school.TALK, headers=headers)
            answers.append(asked)

        threads = [threading.Thread(target=ask) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        events = client.get(f"{address}/runs/{school.RUN}/events").json()["events"]
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert sum(event["kind"] == "recorded" for event in events) == 1
