"""Run: one campaign carried out by one unit; the way in for hosts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Self

from campaignflow.calendar import local_day
from campaignflow.commands import Command
from campaignflow.desk import FEW, RETRIES, Desk, first_of, start_args
from campaignflow.engine import Decision, attempt
from campaignflow.errors import RefusalError, VersionConflictError
from campaignflow.events import Event
from campaignflow.log import EventLog, MemoryLog
from campaignflow.messages import Lang
from campaignflow.model.campaign import Campaign
from campaignflow.moments import Moment, end_of
from campaignflow.personal import require_same_texts, written
from campaignflow.projection import projected
from campaignflow.refusal import Refusal
from campaignflow.sealing import Personal, SealedText, opened, tells_tokens, tokens_in
from campaignflow.state import State
from campaignflow.verification import require_sound

if TYPE_CHECKING:
    from campaignflow.report import AgendaItem, Item, LateItem, NodeRow, Status


class Run(Desk):
    """Carry out one campaign for one unit: decide, append to the log, evolve.

    Start a run with :meth:`start`, come back to it with :meth:`load`. :meth:`do` gives a command
    and returns the events it led to, or raises :class:`~campaignflow.errors.RefusalError` with
    every reason; :meth:`why_not` answers the same question as a value. A run may be used by one
    thread at a time; any number of runs and processes may share a log.

    Args:
        campaign: The definition.
        name: Name of the run in its log.
        log: Where its events are kept.
        log_refusals: Whether refused commands are kept in the log as well.
        options: ``clock`` (now in microseconds), ``authorise`` (the host's permissions) and
            ``below`` (tells of other units; a :class:`~campaignflow.tree.Tree` gives it).
    """

    def __init__(
        self,
        campaign: Campaign,
        name: str,
        log: EventLog,
        *,
        log_refusals: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(campaign, name, **options)
        self.log = log
        self._log_refusals = log_refusals
        self._foresee = projected if log.wants_projection else None

    @classmethod
    def start(
        cls,
        campaign: Campaign,
        unit: str,
        *,
        name: str | None = None,
        tier: str | None = None,
        log: EventLog | None = None,
        roster: Iterable[tuple[str, str]] = (),
        relations: Iterable[tuple[str, str, str]] = (),
        facts: Mapping[str, Any] | None = None,
        parent: str | None = None,
        title: str | None = None,
        actor: str | None = None,
        at: Moment | None = None,
        **options: Any,
    ) -> Self:
        """Start a run of ``campaign`` for ``unit``.

        Args:
            campaign: The definition; one with errors is refused.
            unit: Id of the organisation unit.
            name: Name of the run; ``campaign/unit`` where left out.
            tier: Level of the unit, where the campaign has tiers; nodes of other tiers are exempt.
            log: Where to keep it; in memory where left out.
            roster: (person, role) for everyone who holds a role from the start.
            relations: (relation, left person, right person).
            facts: Facts of the unit, by field, which select the variants.
            parent: Name of the run of the unit above, in the same log.
            title: What people call the unit; its id where left out.
            actor: Who starts it.
            at: When it started, if not now.
            options: ``clock``, ``authorise``, ``below`` and ``log_refusals``, as for :class:`Run`.

        Raises:
            DefinitionError: The campaign cannot be carried out; all findings inside.
            RefusalError: The roster or the facts do not fit the campaign.
            RunExistsError: The log holds a run of this name.
        """
        require_sound(campaign)
        kept = MemoryLog() if log is None else log
        run = cls(campaign, name or f"{campaign.key}/{unit}", kept, **options)
        run.do(
            "start",
            actor=actor,
            at=at,
            **start_args(unit, tier, roster, relations, facts, parent, title),
        )
        return run

    @classmethod
    def load(cls, campaign: Campaign, name: str, log: EventLog, **options: Any) -> Self:
        """Return the run that ``log`` holds under ``name``, its digests checked.

        Raises:
            RunNotFoundError: There is none.
            LogCorruptError: The log is damaged; says at which entry.
            DefinitionError: The run is pinned to another definition than ``campaign``.
        """
        run = cls(campaign, name, log, **options)
        run.refresh()
        return run

    def do(
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
        """Give a command.

        Args:
            command: One of :data:`~campaignflow.commands.COMMANDS`.
            subject: What it is about: a node instance, record, item, rule, anchor or person.
            actor: Id of the person who asks.
            at: When it happened, if not now: aware datetime, date, ISO text or microseconds.
            reason: Why; :class:`~campaignflow.Personal` where it is about somebody.
            key: Idempotency key: given twice, the second time changes nothing.
            args: Further values that the command takes.

        Returns:
            The events that it led to, in order; for a repeated key those of the first time.

        Raises:
            RefusalError: The plan, the permissions or the values do not allow it.
            VersionConflictError: Others kept writing first.
            StorageError: The log failed; nothing has changed.
        """
        return self.give(self._command(command, subject, actor, at, reason, key, args))

    def give(self, command: Command) -> tuple[Event, ...]:
        """Give a command that is a value already; see :meth:`do`."""
        idle = self.state.journal is None
        for _attempt in range(RETRIES):
            if self._refusal is not None:
                self._settle()
            try:
                asked = self._sealed(command)
                decision = self._decide(asked, attempt)
                if decision.refusal is not None:
                    self._refuse(asked, decision.refusal)
                if decision.events:
                    self._commit(decision, asked.texts)
            except VersionConflictError:
                self.state.undo()
                self.refresh()
            except BaseException:
                if idle:  # else a guard asks, in the middle of another decision
                    self.state.undo()
                raise
            else:
                if decision.repeated is None:
                    return decision.events
                events = self._repeated(decision.repeated)
                if asked.texts:
                    kept = self.log.texts(self.name, tokens_in(events[0].data))
                    require_same_texts(asked, events[0], kept)
                return events
        raise VersionConflictError(self.name, self.version, self.log.head(self.name).count)

    def _repeated(self, first: int) -> tuple[Event, ...]:
        """Return the events of the decision that begins with an entry."""
        events = first_of(self.log.read(self.name, first - 1, FEW))
        return first_of(self.log.read(self.name, first - 1)) if len(events) == FEW else events

    def _refuse(self, command: Command, refusal: Refusal) -> NoReturn:
        if self._log_refusals and self.version:
            refusal.settle()
            self._commit(self._refused(command, refusal))
        self._remember(refusal)
        raise RefusalError(refusal)

    def _commit(self, decision: Decision, texts: Sequence[SealedText] = ()) -> None:
        """Append a decision that the state shows already, with the texts that belong to it."""
        events, foreseen = decision.events, decision.foreseen
        kept = written(texts, events) if texts else ()
        head = self.log.append(self.name, events, events[0].seq - 1, foreseen, kept)
        self.state.keep()
        if decision.became is not None:
            self.state = decision.became
        self.digest = head.digest

    def refresh(self) -> int:
        """Take in what others have appended since; return how many events that were."""
        entries = self.log.read(self.name, self.version)
        self._take_in(entries)
        return len(entries)

    def events(self) -> tuple[Event, ...]:
        """Return every event of the run, in order."""
        return tuple(entry.event for entry in self.log.read(self.name))

    def texts(self) -> dict[str, SealedText]:
        """Return the texts about people that are kept apart from the events, by their tokens."""
        return {each.token: each for each in self.log.texts(self.name)}

    def opened(self, told: Any, lang: Lang = "zh") -> Any:
        """Return a text or plain data with the texts about people in place of their tokens.

        Args:
            told: Text, or plain data such as a status as JSON.
            lang: Language in which it is told that a text was erased.
        """
        return opened(told, self.texts().values() if tells_tokens(told) else (), lang)

    def as_of(self, moment: Moment, *, known: Moment | None = None) -> State:
        """Return the state as it was true at ``moment``, by what was known at ``known``.

        Args:
            moment: When; a day stands for its end.
            known: What had been learnt by then counts; all that is known now where left out.
        """
        from campaignflow.history import state_as_of

        zone = self.campaign.zone
        until = None if known is None else end_of(known, zone)
        return state_as_of(self.campaign, self.name, self.events(), end_of(moment, zone), until)

    def known_as_of(self, moment: Moment) -> State:
        """Return the state of the log cut at ``moment``: everything learnt by then."""
        from campaignflow.history import state_known_as_of

        until = end_of(moment, self.campaign.zone)
        return state_known_as_of(self.campaign, self.name, self.events(), until)

    # --- reporting

    def status(self, day: Moment | None = None, *, known: Moment | None = None) -> Status:
        """Return where the run stands, with what every step waits for and who owes what.

        Args:
            day: As it was true at the end of this day; today where left out.
            known: Only by what had been learnt by then; alone, the status as it was told that day.
        """
        from campaignflow.report import status

        return status(*self.seen(day, known=known))

    def agenda(
        self, day: Moment | None = None, *, person: str | None = None, role: str | None = None
    ) -> tuple[AgendaItem, ...]:
        """Return what can be done on a day (today), by a person or the holders of a role."""
        from campaignflow.report import agenda

        state, on = self.standing(day)
        return agenda(state, on, person=person, role=role)

    def due(self, day: Moment | None = None) -> tuple[NodeRow, ...]:
        """Return the nodes that nothing holds back on a day (today) and that are not open yet."""
        from campaignflow.report import due

        state, on = self.standing(day)
        return due(state, on)

    def overdue(self, day: Moment | None = None) -> tuple[NodeRow, ...]:
        """Return the nodes that are past their last planned day, the longest overdue first."""
        from campaignflow.report import overdue

        state, on = self.standing(day)
        return overdue(state, on)

    def items(self, day: Moment | None = None) -> tuple[Item, ...]:
        """Return every item of the ledgers as it stands on a day (today), in order of entry."""
        from campaignflow.report import items

        return items(*self.standing(day))

    def overdue_items(self, day: Moment | None = None) -> tuple[LateItem, ...]:
        """Return the ledger items past the day they were due, the longest overdue first."""
        from campaignflow.report import overdue_items

        state, on = self.standing(day)
        return overdue_items(state, on)

    def standing(
        self, day: Moment | None = None, *, known: Moment | None = None
    ) -> tuple[State, dt.date]:
        """Return a state and its day, as :meth:`seen`; the present one without reading the log."""
        if day is None and known is None:
            return self.state, local_day(self._clock(), self.campaign.zone)
        return self.seen(day, known=known)[:2]

    def seen(
        self, day: Moment | None = None, *, known: Moment | None = None
    ) -> tuple[State, dt.date, tuple[Event, ...]]:
        """Return the ground of a report: a state, its day, and the events behind it.

        Args:
            day: As it was true at the end of this day; the present state where left out.
            known: Only by what had been learnt by then; alone, the log cut at that day.
        """
        zone, events = self.campaign.zone, self.events()
        asked = known if day is None else day
        if asked is None:
            return *self.standing(), events
        at = end_of(asked, zone)
        if day is None:
            until = tuple(event for event in events if event.recorded_at <= at)
            return self.known_as_of(asked), local_day(at, zone), until
        until = tuple(event for event in events if event.at <= at)
        if known is not None:
            cut = end_of(known, zone)
            until = tuple(event for event in until if event.recorded_at <= cut)
        return self.as_of(day, known=known), local_day(at, zone), until
