"""Guards that hang or eat memory, in a process with limits: it ends, and nothing is written (F27)."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from campaignflow.log import verify
from campaignflow.run import Run
from campaignflow.stores import SqlLog, open_sqlite

PLAN = """
import re
import resource
import sys
from pathlib import Path

from campaignflow import Campaign, Opaque, Role, Rule, Run, Step, window
from campaignflow.stores import SqlLog, open_sqlite

HERE = Path(__file__).parent


def hang(view):
    (HERE / "asked").touch()
    return bool(re.match(r"(a+)+$", "a" * 40 + "!"))  # holds the interpreter's lock meanwhile


def eat(view):
    (HERE / "asked").touch()
    return bool(bytearray(2**34))


lead, guarded, free = Role("lead", "组长"), Step("guarded", "甲"), Step("free", "乙")
kind = Opaque("bad", {"hang": hang, "eat": eat}[(HERE / "which").read_text()])
plan = Campaign(
    key="bad", version="1", title="试", window=window("2017年5月"), lead=lead, roles=[lead],
    steps=[guarded, free], rules=[Rule(guarded, kind)],
)

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
    run = Run.load(plan, "run", SqlLog(open_sqlite(HERE / "log.db")))
    run.do("finish", "guarded", actor="L", at="2017-05-02")
"""


@pytest.fixture(params=["hang", "eat"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a folder with a plan whose rule misbehaves, and a run of it."""
    (tmp_path / "bad_plan.py").write_text(PLAN, "utf-8")
    (tmp_path / "which").write_text(request.param, "utf-8")
    begin = (
        "from bad_plan import *; log = SqlLog(open_sqlite(HERE / 'log.db')); log.create(); "
        "Run.start(plan, 'u', name='run', log=log, roster=[('L', 'lead')], at='2017-05-01')"
    )
    subprocess.run([sys.executable, "-c", begin], cwd=tmp_path, check=True)
    return tmp_path


def test_a_process_with_limits_ends_what_a_guard_does_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guard that hangs is killed with its process, one that eats memory is refused; others go on.

    Neither a thread nor a signal stops the hang: a regular expression lets nobody else run.
    """
    guarded = subprocess.Popen(
        [sys.executable, "bad_plan.py"], cwd=folder, stderr=subprocess.PIPE, text=True
    )
    while not (folder / "asked").exists():
        assert guarded.poll() is None, guarded.communicate()[1]
        time.sleep(0.01)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "bad_plan", raising=False)
    from bad_plan import plan

    engine = open_sqlite(folder / "log.db", timeout=1)
    log = SqlLog(engine)
    other = Run.load(plan, "run", log)
    other.do("finish", "free", actor="L", at="2017-05-02")
    if (folder / "which").read_text("utf-8") == "hang":
        with pytest.raises(subprocess.TimeoutExpired):
            guarded.communicate(timeout=0.5)
        guarded.kill()
        guarded.communicate()
    else:
        assert "MemoryError" in guarded.communicate(timeout=60)[1]
    found = Run.load(plan, "run", log)
    assert found.state.node("guarded").state != "done"
    assert (found.version, verify(log, "run").count) == (other.version, other.version)
    engine.dispose()
