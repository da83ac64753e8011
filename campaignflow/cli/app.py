"""The program: its commands, each loaded when it is asked for, and how it ends.

Exit codes: 0 fine, 1 findings or a refusal, 2 wrong usage, 3 something cannot be read or written.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

import campaignflow
from campaignflow.cli.output import hush

COMMANDS: Final = {
    "list": "plans",
    "check": "plans",
    "show": "plans",
    "draw": "drawing",
    "schedule": "ahead",
    "sound": "ahead",
    "diff": "ahead",
    "migrate": "revise",
    "start": "runs",
    "record": "runs",
    "do": "runs",
    "why": "runs",
    "import": "tables",
    "status": "reports",
    "agenda": "reports",
    "items": "reports",
    "log": "reports",
    "verify": "reports",
    "report": "reports",
    "watch": "watch",
    "rollup": "units",
    "sweep": "service",
    "serve": "service",
    "demo": "demo",
}
"""Command -> module that defines it."""


class _Lazy(click.Group):
    """Load a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"campaignflow.cli.{COMMANDS[cmd_name]}")
        found: click.Command = module.COMMANDS[cmd_name]
        return found


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(campaignflow.__version__, package_name="campaignflow")
def app() -> None:
    """Carry out campaigns: plans of several months with phases, steps, quotas and reviews."""


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line with ``args``, those of the program else; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a GBK terminal shows ? for what it lacks
    try:
        code = app.main(args, prog_name="campaignflow", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        return hush()
    return code if isinstance(code, int) else 0
