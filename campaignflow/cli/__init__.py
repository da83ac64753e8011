"""The command line; needs the extra ``cli``."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from campaignflow.cli.app import run
    except ModuleNotFoundError as missing:
        if missing.name not in ("click", "rich"):
            raise
        from campaignflow.errors import MissingExtraError

        print(MissingExtraError("the command line", "cli"), file=sys.stderr)
        sys.exit(2)
    sys.exit(run())
