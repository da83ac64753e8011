"""What the synchronous and the asynchronous way in have in common: everything but I/O."""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from campaignflow.authorise import Authorise, ask_host
from campaignflow.commands import COMMANDS, Below, Command
from campaignflow.engine import Decision, Foresee, decide, noted
from campaignflow.errors import DefinitionError, LogCorruptError
from campaignflow.events import NOTHING, Event, genesis, link
from campaignflow.log import Entry
from campaignflow.messages import Mistake, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.moments import Moment, read_moment, wall_clock
from campaignflow.personal import sealed
from campaignflow.refusal import Cause, Refusal, RefusalKind
from campaignflow.sealing import Personal
from campaignflow.state import State, evolve, initial
from campaignflow.verification import require_sound

if TYPE_CHECKING:
    from campaignflow.planning import Migration

RETRIES: Final = 20
"""How often a command is decided again where others wrote first."""

FEW: Final = 100
"""How many entries are read to find the events of one decision; where it has more, all are."""

Census = Callable[[str, str | None], Below | None]
"""Counts the units that have settled a node: those below by its name and their tier, or the one
above, ``".."``; None if there are none."""


_command: Callable[..., Command] = tuple.__new__


class Desk:
    """Hold a run's state and decide on commands; the ways in add the log.

    Attributes:
        name: Name of the run in its log.
        state: What its events add up to; read it, do not change it.
        digest: Digest of the last event taken in.
    """

    def __init__(
        self,
        campaign: Campaign,
        name: str,
        *,
        clock: Callable[[], int] = wall_clock,
        authorise: Authorise | None = None,
        below: Census | None = None,
    ) -> None:
        self.name = name
        self.state: State = initial(campaign, name)
        self.digest = genesis(name)
        self._clock = clock
        self._authorise = authorise
        self._below = below
        self._foresee: Foresee | None = None
        self._refusal: weakref.ref[Refusal] | None = None

    @property
    def campaign(self) -> Campaign:
        """The definition that the run goes by: the version it is pinned to."""
        return self.state.blueprint.campaign

    @property
    def version(self) -> int:
        """Number of events so far."""
        return self.state.version

    # --- deciding

    def why_not(
        self,
        command: str,
        subject: str = "",
        *,
        actor: str | None = None,
        at: Moment | None = None,
        reason: str | Personal | None = None,
        **args: Any,
    ) -> Refusal | None:
        """Return why a command would be refused, with every reason; None if it would be granted."""
        asked = self._command(command, subject, actor, at, reason, None, args)
        refusal = self._decide(self._sealed(asked)).refusal
        if refusal is not None:
            refusal.settle()
        return refusal

    def may(self, command: str, subject: str = "", **more: Any) -> bool:
        """Return whether a command would be granted."""
        return self.why_not(command, subject, **more) is None

    def migration(
        self,
        mapping: Mapping[str, str | None] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Migration:
        """Return what the command ``migrate`` would do; nothing is changed.

        Args:
            mapping: New keys by old ones where they differ; None for what is given up.
            facts: Facts of the unit that the new plan asks for.
        """
        from campaignflow.planning import migration

        return migration(self.state, self._clock(), mapping, facts)

    def _command(
        self,
        name: str,
        subject: str,
        actor: str | None,
        at: Moment | None,
        reason: str | Personal | None,
        key: str | None,
        args: Mapping[str, Any],
    ) -> Command:
        moment, precision = None, "instant"
        if at is not None:
            moment, precision = read_moment(at, self.state.blueprint.zone)
        if not args:
            args = NOTHING
        elif dt.date in map(type, args.values()):
            args = {k: v.isoformat() if type(v) is dt.date else v for k, v in args.items()}
        asked = (name, subject, actor, moment, precision, reason, key, args, None, ())
        return _command(Command, asked)

    def _sealed(self, command: Command) -> Command:
        """Put tokens in place of texts about people; the texts go along with the command."""
        return sealed(command, self.state) if command.args or command.reason else command

    def _decide(self, command: Command, how: Callable[..., Decision] = decide) -> Decision:
        """Ask the host, then the engine: by ``decide``, or by ``attempt``."""
        now, state = self._clock(), self.state
        if command.name == "migrate":
            require_sound(state.newest)
        if self._authorise is not None:
            permit = ask_host(self._authorise, self.name, command)
            if not permit.allow:
                why = Notice("permit.host", {"why": permit.reason})
                cause = Cause(RefusalKind.NOT_PERMITTED, why)
                return Decision((), Refusal(command.name, command.subject, (cause,)))
            if permit.rule is not None:
                command = command._replace(permit=permit.rule)
        below = () if self._below is None else self._stands_below(command.name, self._below)
        return how(state.blueprint.campaign, state, command, now, self._foresee, below)

    def _stands_below(self, command: str, census: Census) -> tuple[Below, ...]:
        """Return what the plan asks of other units, for a command that may judge a node."""
        info = COMMANDS.get(command)
        if info is None or info.subject not in ("node", ""):
            return ()
        asked = self.state.blueprint.reports if self.version else ()
        found = (census(node, tier) for node, tier in asked)
        return tuple(below for below in found if below is not None)

    def _remember(self, refusal: Refusal) -> None:
        """Keep an eye on a refusal, so that its reasons are told before the state moves on."""
        self._settle()
        self._refusal = weakref.ref(refusal)

    def _refused(self, command: Command, refusal: Refusal) -> Decision:
        """Return the decision that records a refusal, with the state as it makes it."""
        now = max(self._clock(), self.state.head["recorded_at"])
        data = {
            "command": command.name,
            "kinds": [kind.value for kind in refusal.kinds],
            "codes": [cause.notice.code for cause in refusal.causes],
        }
        event = Event(
            self.version + 1, "refused", command.subject, now, "instant", now,
            command.actor, None, None, None, None, data,
        )  # fmt: skip
        return noted(self.state, event, self._foresee)

    # --- taking in

    def _settle(self) -> None:
        if self._refusal is not None:
            refusal, self._refusal = self._refusal(), None
            if refusal is not None:
                refusal.settle()

    def _take_in(self, entries: Sequence[Entry]) -> None:
        """Take in entries read from the log, their digests checked.

        Raises:
            LogCorruptError: An entry does not follow from the one before.
            DefinitionError: The run is pinned to a definition of another meaning.
        """
        self._settle()
        for version, (event, stored) in enumerate(entries, self.version + 1):
            digest = link(self.digest, event)
            if digest != stored or event.seq != version:
                raise LogCorruptError(
                    self.name, event.seq, "it does not follow from the one before"
                )
            if event.kind in ("started", "migrated"):
                self._check_pin(event)
            evolve(self.state, event)
            self.digest = digest

    def _check_pin(self, event: Event) -> None:
        digest, newest = event.data["digest"], self.state.newest
        if newest.version_of(digest) is None:
            params = {"pinned": event.data["version"], "own": newest.version}
            params |= {"digest": digest[:8], "now": newest.digest[:8]}
            mistake = Mistake(self.name, Notice("run.pinned", params))
            raise DefinitionError(f"campaign {self.campaign.key!r}", [mistake])


def start_args(
    unit: str,
    tier: str | None,
    roster: Iterable[tuple[str, str]],
    relations: Iterable[tuple[str, str, str]],
    facts: Mapping[str, Any] | None,
    parent: str | None = None,
    title: str | None = None,
) -> dict[str, Any]:
    """Return what the start command takes, as plain data."""
    said = {"parent": parent, "title": title}
    return {
        **{name: value for name, value in said.items() if value},
        "unit": unit,
        "tier": tier,
        "facts": dict(facts or {}),
        "roster": [list(row) for row in roster],
        "relations": [list(row) for row in relations],
    }


def first_of(entries: Sequence[Entry]) -> tuple[Event, ...]:
    """Return the events of the decision that ``entries`` begin with."""
    events: list[Event] = []
    for event, _digest in entries:
        if events and event.cause is None:
            break
        events.append(event)
    return tuple(events)
