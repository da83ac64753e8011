"""The asynchronous way in: the same decisions over an asynchronous log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from campaignflow.desk import FEW, RETRIES, Desk, first_of, start_args
from campaignflow.engine import Decision
from campaignflow.errors import RefusalError, VersionConflictError
from campaignflow.events import Event
from campaignflow.log import AsyncEventLog
from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign
from campaignflow.moments import Moment
from campaignflow.personal import require_same_texts, written
from campaignflow.projection import projected
from campaignflow.sealing import Personal, SealedText, opened, tells_tokens, tokens_in
from campaignflow.verification import require_sound


class AsyncRun(Desk):
    """Carry out one campaign over an asynchronous log; :class:`~campaignflow.Run` with ``await``.

    Commands given at the same time are decided one after the other. Nothing of an event is seen
    before the log has accepted it.
    """

    def __init__(self, campaign: Campaign, name: str, log: AsyncEventLog, **options: Any) -> None:
        super().__init__(campaign, name, **options)
        self.log = log
        self._turn = asyncio.Lock()
        self._foresee = projected if log.wants_projection else None

    @classmethod
    async def start(
        cls,
        campaign: Campaign,
        unit: str,
        log: AsyncEventLog,
        *,
        name: str | None = None,
        tier: str | None = None,
        roster: Iterable[tuple[str, str]] = (),
        relations: Iterable[tuple[str, str, str]] = (),
        facts: Mapping[str, Any] | None = None,
        parent: str | None = None,
        title: str | None = None,
        actor: str | None = None,
        at: Moment | None = None,
        **options: Any,
    ) -> Self:
        """Start a run; see :meth:`campaignflow.Run.start`."""
        require_sound(campaign)
        run = cls(campaign, name or f"{campaign.key}/{unit}", log, **options)
        given = start_args(unit, tier, roster, relations, facts, parent, title)
        await run.do("start", actor=actor, at=at, **given)
        return run

    @classmethod
    async def load(cls, campaign: Campaign, name: str, log: AsyncEventLog, **options: Any) -> Self:
        """Return the run that ``log`` holds under ``name``; see :meth:`campaignflow.Run.load`."""
        run = cls(campaign, name, log, **options)
        await run.refresh()
        return run

    async def do(
        self,
        command: str,
        subject: str = "",
        *,
        actor: str | None = None,
        at: Moment | None = None,
        reason: str | Personal | None = None,
        key: str | None = None,
        **args: Any,
    ) -> tuple[Event, ...]:
        """Give a command; see :meth:`campaignflow.Run.do`."""
        given = self._command(command, subject, actor, at, reason, key, args)
        async with self._turn:
            for _attempt in range(RETRIES):
                asked = self._sealed(given)
                decision = self._decide(asked)
                if decision.refusal is not None:
                    self._remember(decision.refusal)
                    raise RefusalError(decision.refusal)
                if decision.repeated is not None:
                    events = await self._repeated(decision.repeated)
                    if asked.texts:
                        kept = await self.log.texts(self.name, tokens_in(events[0].data))
                        require_same_texts(asked, events[0], kept)
                    return events
                if not decision.events:
                    return ()
                try:
                    await self._commit(decision, written(asked.texts, decision.events))
                except VersionConflictError:
                    await self._refresh()
                else:
                    return decision.events
            actual = (await self.log.head(self.name)).count
        raise VersionConflictError(self.name, self.version, actual)

    async def _repeated(self, first: int) -> tuple[Event, ...]:
        """Return the events of the decision that begins with an entry."""
        events = first_of(await self.log.read(self.name, first - 1, FEW))
        return first_of(await self.log.read(self.name, first - 1)) if len(events) == FEW else events

    async def texts(self) -> dict[str, SealedText]:
        """Return the texts about people, by their tokens; see :meth:`campaignflow.Run.texts`."""
        return {each.token: each for each in await self.log.texts(self.name)}

    async def opened(self, told: Any, lang: Lang = "zh") -> Any:
        """Return text or data with the texts in place; see :meth:`campaignflow.Run.opened`."""
        return opened(told, (await self.texts()).values() if tells_tokens(told) else (), lang)

    async def _commit(self, decision: Decision, texts: Sequence[SealedText]) -> None:
        events, foreseen = decision.events, decision.foreseen
        head = await self.log.append(self.name, events, self.version, foreseen, texts)
        self._settle()
        if decision.became is None:
            self.state.redo(decision.writes)
        else:
            self.state = decision.became
        self.digest = head.digest

    async def refresh(self) -> int:
        """Take in what others have appended since; return how many events that were."""
        async with self._turn:
            return await self._refresh()

    async def _refresh(self) -> int:
        entries = await self.log.read(self.name, self.version)
        self._take_in(entries)
        return len(entries)
