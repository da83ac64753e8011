"""The asynchronous way in decides as the synchronous one does."""

from __future__ import annotations

import asyncio

import pytest

from campaignflow import AsyncRun, Campaign, MemoryLog, Phase, RefusalError, Role, Run, Step, window
from campaignflow.errors import StorageError
from campaignflow.log import ThreadedLog

LEAD = Role("lead", "组长")
PHASE = Phase("talk", "谈心")
PLAN = Campaign(
    key="plan",
    version="1",
    title="试点",
    window=window("2025年3月"),
    lead=LEAD,
    roles=[LEAD],
    phases=[PHASE],
    steps=[Step("meeting", "会议", PHASE)],
)
ROSTER = [("zhao", "lead")]


def test_async_run_leads_to_the_same_events() -> None:
    """The same commands over both ways in lead to the same state."""

    async def drive() -> AsyncRun:
        run = await AsyncRun.start(
            PLAN, "no1", ThreadedLog(MemoryLog()), roster=ROSTER, at="2025-03-01"
        )
        await run.do("open", "talk", actor="zhao", at="2025-03-02")
        await run.do("finish", "meeting", actor="zhao", at="2025-03-03", key="k")
        again = await run.do("finish", "meeting", actor="zhao", at="2025-03-03", key="k")
        assert [event.kind for event in again] == ["finished"]
        return run

    run = asyncio.run(drive())
    same = Run.start(PLAN, "no1", roster=ROSTER, at="2025-03-01")
    same.do("open", "talk", actor="zhao", at="2025-03-02")
    same.do("finish", "meeting", actor="zhao", at="2025-03-03", key="k")
    assert run.state.nodes == same.state.nodes


def test_async_run_refuses_with_reasons() -> None:
    """A refusal is raised, and the state stays as it was."""

    async def drive() -> None:
        run = await AsyncRun.start(PLAN, "no1", ThreadedLog(MemoryLog()), roster=ROSTER)
        before = run.state.snapshot()
        with pytest.raises(RefusalError, match="wrong state"):
            await run.do("close", "talk", actor="zhao")
        assert run.state.snapshot() == before

    asyncio.run(drive())


def test_async_commands_at_once_are_taken_in_turn() -> None:
    """Twenty records given at the same time all stand in one gapless log."""

    async def drive() -> None:
        log = ThreadedLog(MemoryLog())
        run = await AsyncRun.start(PLAN, "no1", log, roster=ROSTER)
        await asyncio.gather(
            *(run.do("take_role", f"p{n}", actor="zhao", role="lead") for n in range(20))
        )
        entries = await log.read(run.name)
        assert [entry.event.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert (await AsyncRun.load(PLAN, run.name, log)).state.snapshot() == run.state.snapshot()

    asyncio.run(drive())


def test_async_failed_append_leaves_the_state() -> None:
    """Nothing of an event is seen if the log does not take it."""

    class Broken(ThreadedLog):
        async def append(self, *args: object, **more: object) -> object:  # type: ignore[override]
            raise StorageError("the disk is full")

    async def drive() -> None:
        kept = MemoryLog()
        run = await AsyncRun.start(PLAN, "no1", ThreadedLog(kept), roster=ROSTER)
        before = run.state.snapshot()
        run.log = Broken(kept)
        with pytest.raises(StorageError):
            await run.do("open", "talk", actor="zhao")
        assert run.state.snapshot() == before

    asyncio.run(drive())
