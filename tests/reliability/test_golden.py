"""Golden histories show what they showed when they were written (F14).

To add one for a new release: CAMPAIGNFLOW_WRITE_GOLDEN=1 pytest tests/reliability/test_golden.py
writes those that are missing; a history that was released is never written anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import attrs
import golden_lab
import pytest
from walk_lab import CAMPAIGN_OF_ALL, Clock, start

from campaignflow.errors import DefinitionError
from campaignflow.events import to_json
from campaignflow.run import Run

WALKS = {
    "all_features_0": (0, 120),
    "all_features_1": (1, 120),
    "all_features_7": (7, 200),
    "personal_texts_3": (3, 120),
}

if os.environ.get("CAMPAIGNFLOW_WRITE_GOLDEN") == "1":
    for name, (seed, steps) in WALKS.items():
        path = golden_lab.FOLDER / f"{name}.json"
        if not path.exists():
            personal = name.startswith("personal")
            golden_lab.write(path, golden_lab.make(seed, steps, personal=personal))

FILES = sorted(golden_lab.FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_history_shows_what_it_showed(path: Path) -> None:
    """What was written once is read by this release to the same status and projection."""
    golden = golden_lab.read(path)
    assert golden_lab.still_shows(golden.shows, golden_lab.replayed(golden))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_history_is_written_back_unchanged(path: Path, tmp_path: Path) -> None:
    """Reading and writing keeps every event to the letter."""
    golden = golden_lab.read(path)
    golden_lab.write(tmp_path / "again.json", golden)
    again = golden_lab.read(tmp_path / "again.json")
    assert [to_json(event) for event in again.events] == [to_json(e) for e in golden.events]
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()


def test_there_are_golden_histories_of_most_kinds_of_events() -> None:
    """The files are there, and they are no trifle."""
    kinds = {event.kind for path in FILES for event in golden_lab.read(path).events}
    assert len(FILES) >= len(WALKS)
    assert len(kinds) > 25


def test_a_run_goes_on_under_no_other_meaning() -> None:
    """A plan with another rule is refused at once; one with another title is the same plan."""
    run = start(Clock())
    other = attrs.evolve(CAMPAIGN_OF_ALL, rules=CAMPAIGN_OF_ALL.rules[:-1])
    with pytest.raises(DefinitionError, match="another meaning"):
        Run.load(other, run.name, run.log)
    retitled = attrs.evolve(CAMPAIGN_OF_ALL, title="改名")
    assert Run.load(retitled, run.name, run.log).version == run.version
