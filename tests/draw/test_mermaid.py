"""Mermaid itself, in a browser, draws what is written for it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from campaignflow.draw import mermaid
from campaignflow.model import Campaign
from campaignflow.run import Run
from tests.draw.conftest import hostile_titles

DRAW = """
const done = arguments[arguments.length - 1];
mermaid.initialize({ startOnLoad: false, securityLevel: "strict", maxEdges: 1000 });
mermaid.render("drawn", arguments[0]).then(
  ({ svg }) => {
    const drawing = new DOMParser().parseFromString(svg, "text/html");
    const count = (selector) => drawing.querySelectorAll(selector).length;
    done({
      nodes: count(".node"), groups: count(".cluster"), edges: count("path.flowchart-link"),
      dotted: count("path.edge-pattern-dotted"), scripts: count("script, img, iframe, a"),
      text: drawing.body.textContent,
    });
  },
  (error) => done({ error: String(error) }),
);
"""


@pytest.fixture(scope="session")
def mermaid_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with Mermaid loaded; skip where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine to get Mermaid with")
    folder = tmp_path_factory.mktemp("mermaid")
    got = subprocess.run(
        [npm, "pack", "mermaid@11", "--silent"], cwd=folder, capture_output=True, text=True
    )
    if got.returncode:
        pytest.skip(f"npm cannot get Mermaid: {got.stderr.strip()[:200]}")
    with tarfile.open(folder / got.stdout.strip()) as package:
        package.extract("package/dist/mermaid.min.js", folder, filter="data")
    page = folder / "page.html"
    script = (
        '<!doctype html><meta charset="utf-8"><script src="package/dist/mermaid.min.js"></script>'
    )
    page.write_text(script, encoding="utf-8")
    return page


@pytest.fixture
def drawn_by_mermaid(browser: Any, mermaid_page: Path) -> Callable[[str], dict[str, Any]]:
    """Return how to let Mermaid draw a text and count what it drew."""
    browser.open(mermaid_page)
    browser.driver.set_script_timeout(60)
    return lambda text: dict(browser.driver.execute_async_script(DRAW, text))


def test_mermaid_draws_every_node_and_edge(
    campaign: Campaign, drawn_by_mermaid: Callable[[str], dict[str, Any]]
) -> None:
    """Mermaid accepts the text and finds as many nodes and edges as the definition has."""
    found = drawn_by_mermaid(mermaid(campaign))
    assert "error" not in found, found
    assert found["nodes"] + found["groups"] == len(campaign.phases) + len(campaign.steps)
    assert found["edges"] == len(campaign.edges)
    assert found["dotted"] == sum(edge.kind == "reopen" for edge in campaign.edges)
    for node in (*campaign.phases, *campaign.steps):
        assert node.title in found["text"]


def test_mermaid_draws_a_run_in_the_colours_of_its_states(
    run: Run, drawn_by_mermaid: Callable[[str], dict[str, Any]]
) -> None:
    """The classes of a run's nodes are accepted, for boxes and for subgraphs."""
    found = drawn_by_mermaid(mermaid(run.campaign, run.state, dt.date(2025, 5, 26)))
    assert "error" not in found, found
    assert found["nodes"] + found["groups"] == 19
    assert "逾期6天" in found["text"]


@pytest.mark.parametrize("first", range(0, 540, 45))
def test_hostile_titles_are_texts_for_mermaid(
    first: int,
    hostile: Callable[[int], Campaign],
    drawn_by_mermaid: Callable[[str], dict[str, Any]],
) -> None:
    """Whatever a title holds, Mermaid draws the same structure and nothing that runs or loads."""
    bad = hostile(first % len(hostile_titles()))
    found = drawn_by_mermaid(mermaid(bad))
    assert "error" not in found, found
    assert found["nodes"] + found["groups"] == len(bad.phases) + len(bad.steps)
    assert found["edges"] == len(bad.edges)
    assert found["scripts"] == 0
