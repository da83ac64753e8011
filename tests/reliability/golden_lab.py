"""Golden histories: kept with what they add up to, and made again in processes of any kind.

As a program it prints, for each time zone, what the histories named on its command line add up
to and what their commands lead to when decided on again, with clock and chance out of reach.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from walk_lab import CAMPAIGN_OF_ALL, Chance, Clock, play, start, study_done

from campaignflow.commands import Command
from campaignflow.engine import decide
from campaignflow.events import Event, chain, from_json, genesis, to_json
from campaignflow.projection import projected
from campaignflow.report import status
from campaignflow.run import Run
from campaignflow.state import State, evolve, initial, replay

FOLDER = Path(__file__).parent.parent / "golden"
ZONES = ("UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Apia")


class Golden(NamedTuple):
    """A history: what was asked for at what time, what happened, and what it shows at its end."""

    acts: list[tuple[int, Command]]
    events: list[Event]
    shows: dict[str, Any]


class NotedRun(Run):
    """A run that notes the commands that were granted, with the time of each."""

    granted: list[tuple[int, Command]]

    def give(self, command: Command) -> tuple[Event, ...]:
        """Give a command and note it."""
        if not self.version:
            self.granted = []
        command = self._sealed(command)
        events = super().give(command)
        self.granted.append((self._clock(), command))
        return events


def make(seed: int, steps: int, *, personal: bool = False) -> Golden:
    """Walk through the plan of all features."""
    clock, chance = Clock(), Chance(seed, personal=personal)
    run = start(clock, kind=NotedRun)
    assert isinstance(run, NotedRun)
    if seed % 2:
        study_done(run, clock)
    chance.now = clock.now
    for _ in range(steps):
        play(run, clock, chance.next(run, clock))
    return Golden(run.granted, list(run.events()), shown(run.state, run.events()))


def write(path: Path, golden: Golden) -> None:
    """Write a history, an act or event a line."""
    acts = []
    for now, command in golden.acts:
        plain = {"now": now, **command._asdict(), "args": dict(command.args)}
        del plain["texts"]  # the tokens are in the events; the texts are nobody's business
        acts.append(plain)
    lines = {"acts": acts, "events": [to_json(event) for event in golden.events]}
    text = [f'{{"shows": {json.dumps(golden.shows, ensure_ascii=False)}']
    for name, rows in lines.items():
        text.append(
            f'"{name}": [\n' + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "]"
        )
    path.write_text(",\n".join(text) + "}\n", encoding="utf-8")


def read(path: Path) -> Golden:
    """Read a history."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    acts = [(act.pop("now"), Command(**act)) for act in plain["acts"]]
    return Golden(acts, [from_json(event) for event in plain["events"]], plain["shows"])


def shown(state: State, events: Sequence[Event]) -> dict[str, Any]:
    """Return what people see of a run, its status on its last day and its projection."""
    day = dt.date.fromordinal(state.day(events[-1].recorded_at))
    found = {
        "status": status(state, day, events).as_json(),
        "projection": projected(state, events)._asdict(),
    }
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain


def replayed(golden: Golden) -> dict[str, Any]:
    """Return what the events of a history show."""
    return shown(replay(CAMPAIGN_OF_ALL, "run", golden.events), golden.events)


def still_shows(old: object, new: object) -> bool:
    """Return whether all that was shown is shown alike; a later release may show more.

    Sentences may be put better; what they say is in the codes and figures beside them.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        told = {key: value for key, value in old.items() if key not in ("en", "zh")}
        return all(key in new and still_shows(value, new[key]) for key, value in told.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(still_shows, old, new))
    return old == new


def hashed(shows: dict[str, Any]) -> str:
    """Return the SHA-256 of what is shown."""
    return sha256(json.dumps(shows, sort_keys=True).encode()).hexdigest()


def decided_again(golden: Golden) -> str:
    """Return the digest of what the commands of a history lead to and show now."""
    state, digest = initial(CAMPAIGN_OF_ALL, "run"), genesis("run")
    happened: list[Event] = []
    for now, command in golden.acts:
        events = decide(CAMPAIGN_OF_ALL, state, command, now).events
        for event in events:
            evolve(state, event)
        happened += events
        digest = chain(digest, events)[-1] if events else digest
    return sha256(digest + hashed(shown(state, happened)).encode()).hexdigest()


def _forbidden(*_args: object, **_more: object) -> Any:
    raise AssertionError("the core read a clock or chance")


def _forbid() -> None:
    for module, names in _SOURCES.items():
        for name in names:
            setattr(module, name, _forbidden)


_SOURCES: Mapping[Any, tuple[str, ...]] = {
    time: ("time", "time_ns", "monotonic", "localtime"),
    random: ("random", "randrange", "choice", "shuffle", "getrandbits"),
    os: ("urandom",),
}


def main(paths: list[str]) -> None:
    """Print zone, file and both hashes for each combination."""
    found = {path: read(Path(path)) for path in paths}
    _forbid()
    for zone in ZONES:
        os.environ["TZ"] = zone
        time.tzset()
        for path, golden in found.items():
            print(zone, Path(path).stem, hashed(replayed(golden)), decided_again(golden))


if __name__ == "__main__":
    main(sys.argv[1:])
