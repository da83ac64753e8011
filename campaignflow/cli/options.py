"""Options that commands share, and how a command that failed ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import click

from campaignflow.cli.output import Output, hush
from campaignflow.errors import (
    CalendarError,
    CampaignflowError,
    DefinitionError,
    MissingExtraError,
    RefusalError,
    RunExistsError,
    RunNotFoundError,
    VersionConflictError,
)

FINE, FOUND, USAGE, UNREADABLE = range(4)

_CODES: Final = (
    ((RefusalError, DefinitionError, RunExistsError, VersionConflictError), FOUND),
    ((RunNotFoundError, CalendarError, MissingExtraError), USAGE),
    ((CampaignflowError, OSError), UNREADABLE),
)

Action = Callable[..., int | None]
Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


def command(name: str, *options: Wrap) -> Callable[[Action], click.Command]:
    """Make a command of a function that takes an :class:`Output` and the values of ``options``.

    The function returns its exit code, None for a fine end; what it raises is told in the
    language or as the JSON that was asked for.
    """

    def decorate(action: Action) -> click.Command:
        @wraps(action)
        def run(as_json: bool, lang: Any, **values: Any) -> int:
            out = Output(as_json, lang)
            try:
                return action(out, **values) or FINE
            except BrokenPipeError:
                return hush()
            except (CampaignflowError, OSError) as failure:
                out.error(failure)
                return next(code for kinds, code in _CODES if isinstance(failure, kinds))

        made: Callable[..., Any] = run
        for option in reversed((*options, *_SPEECH)):
            made = option(made)
        return click.command(name)(made)

    return decorate


_SPEECH: Final[tuple[Wrap, ...]] = (
    click.option("--json", "as_json", is_flag=True, help="Write JSON."),
    click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default="zh",
        envvar="CAMPAIGNFLOW_LANG",
        show_default=True,
        help="Language of everything that the plan does not say itself.",
    ),
)

DB: Final = click.option(
    "--db",
    type=click.Path(dir_okay=False),
    default="campaignflow.db",
    envvar="CAMPAIGNFLOW_DB",
    show_default=True,
    help="SQLite file that keeps the runs.",
)
RUN: Final = click.option(
    "--run", "name", help="Name of the run; may be left out if it is the only one."
)
CAMPAIGN: Final = click.option(
    "--campaign",
    "-c",
    envvar="CAMPAIGNFLOW_CAMPAIGN",
    help="Definition of the run; may be left out for a shipped one.",
)
STORED: Final[tuple[Wrap, ...]] = (DB, RUN, CAMPAIGN)
AS_OF: Final = click.option(
    "--as-of", metavar="DAY", help="As it was true on that day; today else."
)
KNOWN: Final = click.option(
    "--known", metavar="DAY", help="Only by what had been learnt by that day."
)
OUT: Final = click.option(
    "--out",
    "-o",
    "folder",
    type=click.Path(file_okay=False),
    help="Folder to write; made if it is missing.",
)
ACT: Final[tuple[Wrap, ...]] = (
    click.option("--actor", envvar="CAMPAIGNFLOW_ACTOR", help="Id of the person who asks."),
    click.option("--at", metavar="TIME", help="When it happened, if not now."),
    click.option("--reason", help="Why."),
    click.option("--key", help="Idempotency key: given twice, it is done once."),
)
