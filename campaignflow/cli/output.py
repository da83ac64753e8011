"""What the commands say: plain lines or JSON on standard output, progress on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import click

from campaignflow.errors import CampaignflowError, DefinitionError, RefusalError, message_of
from campaignflow.messages import Lang, Mistake, Notice

_WIDE = 10_000


@attrs.frozen
class Output:
    """Say things as the user asked: in which language, and whether for programs.

    Attributes:
        json: Whether to write JSON.
        lang: Language of everything else.
    """

    json: bool
    lang: Lang

    def data(self, plain: object) -> None:
        """Write plain data as JSON; without escapes where the terminal can show every sign."""
        click.echo(json.dumps(plain, ensure_ascii=_poor(), indent=2, default=str))

    def line(self, plain: object) -> None:
        """Write plain data as one line of JSON."""
        click.echo(json.dumps(plain, ensure_ascii=_poor(), default=str))

    def say(self, code: str, **params: object) -> None:
        """Write one sentence; nothing where JSON is written."""
        if not self.json:
            click.echo(Notice(code, params).text(self.lang))

    def written(self, files: Sequence[Path]) -> None:
        """Name the files that were written."""
        if self.json:
            self.data({"written": [str(file) for file in files]})
        for file in files:
            self.say("cli.written", file=str(file))

    def word(self, code: str, **params: object) -> str:
        """Return one sentence."""
        return Notice(code, params).text(self.lang)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write columns side by side, aligned also where they hold Chinese."""
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDE)
        table = Table(box=None, pad_edge=False, show_header=any(heads))
        for head in heads:
            table.add_column(Text(head), overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        with console.capture() as captured:
            console.print(table)
        for line in captured.get().splitlines():
            click.echo(line.rstrip())

    def error(self, failure: Exception) -> None:
        """Write what went wrong, with every reason: as JSON, or on standard error."""
        if self.json:
            self.data(_error_json(failure))
        else:
            click.echo(self._error_text(failure), err=True)

    def _error_text(self, failure: Exception) -> str:
        if isinstance(failure, RefusalError):
            return failure.message(self.lang)
        mistakes = _mistakes(failure)
        if not mistakes:
            return self.word("cli.error", why=message_of(failure, self.lang))
        subject = getattr(failure, "subject", getattr(failure, "name", ""))
        lines = [self.word("error.mistakes", subject=subject, n=len(mistakes))]
        lines += [f"  × {m.text(self.lang)}" for m in mistakes]
        return "\n".join(lines)

    @contextmanager
    def progress(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """Yield a function to call with the work done and the work in all."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        ) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def _poor() -> bool:
    """Return whether the terminal lacks signs that JSON has to escape."""
    return not (sys.stdout.encoding or "").lower().startswith("utf")


def hush() -> int:
    """Write nothing more, since whoever read our output has seen enough; return a fine end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _mistakes(failure: Exception) -> Sequence[Mistake]:
    found: Sequence[Mistake] = getattr(failure, "mistakes", ())
    return found


def _error_json(failure: Exception) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": type(failure).__name__}
    if isinstance(failure, RefusalError):
        return {"error": {**plain, **failure.refusal.as_json()}}
    plain["message"] = str(failure)
    if isinstance(failure, CampaignflowError) and failure.notice is not None:
        plain |= failure.notice.as_json()
    if isinstance(failure, DefinitionError) or _mistakes(failure):
        found = _mistakes(failure)
        plain["mistakes"] = [{"place": m.place, **m.notice.as_json()} for m in found]
    if isinstance(failure, CampaignflowError) and hasattr(failure, "seq"):
        plain["seq"] = failure.seq
    return {"error": plain}
