"""The log proved whole, or its damage located; databases that are none."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any


def test_verify_proves_a_whole_log(started: Any) -> None:
    """Every run is proved, and the head can be noted elsewhere."""
    proof = started("verify", "--json").data["five_phases/school"]
    assert (proof["whole"], proof["entries"], len(proof["head"])) == (True, 8, 64)


def _change(sql: str) -> None:
    with sqlite3.connect("campaignflow.db") as database:
        found = list(database.execute("SELECT type, name FROM sqlite_master"))
        for trigger in [name for kind, name in found if kind == "trigger"]:
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(sql.format(events=next(n for _k, n in found if n.endswith("events"))))
    database.close()


def test_verify_locates_damage(started: Any) -> None:
    """A changed entry is a finding with its number; commands on the run cannot read it."""
    _change("UPDATE {events} SET subject = 'study' WHERE seq = 7")
    said = started("verify", "--json")
    assert said.code == 1
    assert said.data["five_phases/school"]["entry"] == 7
    status = started("status")
    assert status.code == 3
    assert "7" in status.err


def test_file_that_is_no_database_is_unreadable(cf: Any, tmp_path: Path) -> None:
    """A text file is neither read nor changed."""
    (tmp_path / "campaignflow.db").write_text("hello " * 1000, encoding="utf-8")
    assert cf("status").code == 3
    assert cf("start", "five_phases", "u").code == 3
    assert (tmp_path / "campaignflow.db").read_text(encoding="utf-8") == "hello " * 1000
