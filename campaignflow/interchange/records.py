"""Records and other commands from a table: one row one command, each done once and for all.

Columns (Chinese headings in brackets): ``at`` (日期) when it happened, ``recorded_at`` (录入时间)
when it was learnt, ``command`` (指令), ``subject`` (对象), ``actor`` (经办人), ``reason`` (理由),
``key`` (流水号), one for each further value of a command, such as ``kind`` (种类), ``ledger``
(台账) or ``trigger`` (动作), ``args`` for several of them as JSON, and one for each field of a
record: its title, its key, or either after ``v:``. Lists are parted by 、 or ; and days may be
written 2017-07-05, 2017/7/5 or 2017年7月5日. A row without a command records its kind, enters an
item in its ledger, or moves the item by its trigger.

Each row has an idempotency key: its own, or a digest of what it says and how often it said so
above. An import that was killed is therefore run again as it is; nothing is lost or doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial
from hashlib import sha256

import attrs

from campaignflow.commands import Command
from campaignflow.errors import RefusalError
from campaignflow.events import canonical
from campaignflow.interchange.cells import CellError, NobodyError, reading
from campaignflow.interchange.columns import Reader, Who, headings, sealed_columns
from campaignflow.interchange.history import ReplayClock, Ticker
from campaignflow.interchange.sheet import Sheet, SheetRow, read_sheet
from campaignflow.log import MemoryLog
from campaignflow.messages import Lang, Notice
from campaignflow.model.campaign import Campaign
from campaignflow.refusal import Refusal
from campaignflow.run import Run

Progress = Callable[[int, int], None]
"""Called with the number of rows looked at and the number of rows in all."""


@attrs.frozen
class BadRow:
    """Hold one row that did not go in.

    Attributes:
        line: Line of the file on which it begins, 1-based.
        column: Column at fault, as the file calls it; None if the whole row is.
        problem: What cannot be read, or the refusal with every reason.
    """

    line: int
    column: str | None
    problem: Notice | Refusal

    def text(self, lang: Lang = "en") -> str:
        """Return the row's place and what is wrong, in one or more lines."""
        code = "import.line" if self.column is None else "import.line_column"
        params = {"line": self.line, "column": self.column, "why": self.problem.text(lang)}
        return Notice(code, params).text(lang)

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"line": self.line, "column": self.column, **self.problem.as_json()}


@attrs.frozen
class ImportReport:
    """Hold what became of the rows of a table.

    Attributes:
        total: Number of rows.
        done: Number of rows that went in.
        repeated: Number of rows that were in before.
        refused: Rows that did not go in, in order.
        written: False if a row was refused and nothing was to be written then.
    """

    total: int
    done: int
    repeated: int
    refused: tuple[BadRow, ...]
    written: bool = True

    def text(self, lang: Lang = "en") -> str:
        """Return the outcome as lines, one or more for each refused row."""
        counts = {"done": self.done, "repeated": self.repeated, "refused": len(self.refused)}
        head = Notice("import.done" if self.written else "import.not_written", counts).text(lang)
        return "\n".join([head, *(row.text(lang) for row in self.refused)])

    def as_json(self) -> dict[str, object]:
        """Return the report as plain data."""
        refused = [row.as_json() for row in self.refused]
        return {**attrs.asdict(self, recurse=False), "refused": refused}


def read_records(content: bytes, name: str, campaign: Campaign) -> Sheet:
    """Read a table of records and commands for ``campaign``.

    Raises:
        SheetError: It cannot be decoded, or a heading means nothing in this campaign.
    """
    return read_sheet(content, name, headings(campaign))


def import_rows(
    run: Run,
    rows: Sequence[SheetRow],
    *,
    clock: ReplayClock | None = None,
    who: Who | None = None,
    all_or_nothing: bool = False,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Give the commands of a table to a run, one after the other.

    A row that cannot be read or is refused is reported and left out; the others go in. Before the
    rows of a new day the run is given a ``tick``.

    Args:
        run: The run.
        rows: The rows, in order.
        clock: The clock the run was made with, when history is replayed: it is set to each row's
            ``recorded_at`` (``at`` where that is empty). Without it that column is refused.
        who: Whom a cell names, where people are written under other names than their ids: the id,
            or None for nobody, which refuses the row. Values given as JSON are taken as they are.
        all_or_nothing: Whether to try every row in memory first, and write none if one fails.
        on_progress: Told after each row.

    Returns:
        How many rows went in or were in before, and every row that was refused.

    Raises:
        LogError: The store failed; the rows before are in, and running again goes on from there.
    """
    if all_or_nothing:
        trial = None if clock is None else ReplayClock(clock())
        found = import_rows(_rehearsal(run, trial), rows, clock=trial, who=who)
        if found.refused:
            return attrs.evolve(found, done=0, written=False)
    reader, ticker = Reader(run, who), Ticker(lambda: (run,), clock)
    give = partial(give_row, lambda _row: reader, ticker, replay=clock is not None)
    return counted(rows, give, on_progress, sealed_columns(run.campaign))


def counted(
    rows: Sequence[SheetRow],
    give: Callable[[SheetRow, str], BadRow | bool],
    on_progress: Progress | None,
    closed: Container[str],
) -> ImportReport:
    """Give each row with its key and return what became of all of them."""
    done, repeated, refused = 0, 0, []
    for number, (row, key) in enumerate(keyed(rows, closed), 1):
        became = give(row, key)
        if isinstance(became, BadRow):
            refused.append(became)
        else:
            done += became
            repeated += not became
        if on_progress is not None:
            on_progress(number, len(rows))
    return ImportReport(len(rows), done, repeated, tuple(refused))


def keyed(rows: Sequence[SheetRow], closed: Container[str]) -> Iterator[tuple[SheetRow, str]]:
    """Yield each row with its idempotency key, in which texts about people have no part."""
    seen: dict[str, int] = {}
    for row in rows:
        own = row.cells.get("key")
        if own is not None:
            yield row, own
            continue
        cells = {name: text for name, text in row.cells.items() if name not in closed}
        said = canonical(cells).encode("utf-8", "surrogatepass")
        digest = sha256(said).hexdigest()[:24]
        seen[digest] = seen.get(digest, 0) + 1
        yield row, f"row-{digest}-{seen[digest]}"


def _rehearsal(run: Run, clock: ReplayClock | None) -> Run:
    """Return a copy of ``run`` in memory."""
    log = MemoryLog()
    log.append(run.name, run.events(), 0, texts=[*run.texts().values()])
    options = {} if clock is None else {"clock": clock}
    return Run.load(run.campaign, run.name, log, **options)


def give_row(
    route: Callable[[SheetRow], Reader], ticker: Ticker, row: SheetRow, key: str, *, replay: bool
) -> BadRow | bool:
    """Give the command of one row to the run that ``route`` finds for it.

    Returns:
        Whether it is new to the run, or what is wrong with it.
    """
    try:
        if row.surplus:
            raise CellError("import.surplus")
        reader = route(row)
        run = reader.run
        moment = _learnt(run, reader, row, replay=replay)
        command = _command(reader, row, key)
        if command is None:
            return False
        request, _first = run.state.keys.get(key, (None, 0))
        if request is None:
            ticker.pass_until(moment)
        if request != command.request():
            run.give(command)
    except CellError as wrong:
        column = None if wrong.column is None else row.heading(wrong.column)
        return BadRow(row.line, column, wrong.notice)
    except RefusalError as refused:
        refused.refusal.settle()
        return BadRow(row.line, None, refused.refusal)
    return request is None


def _command(reader: Reader, row: SheetRow, key: str) -> Command | None:
    """Return the command of a row; None if it went in while somebody it names was still known."""
    try:
        return reader.command(row, key)
    except NobodyError:
        if key in reader.run.state.keys:
            return None
        raise


def _learnt(run: Run, reader: Reader, row: SheetRow, *, replay: bool) -> int | None:
    """Return when the row was learnt, or happened where it does not say; None if it says neither.

    A row that happened on the day it was learnt was learnt no earlier than it happened.
    """
    at, learnt = reader.moment(row, "at"), reader.moment(row, "recorded_at")
    if learnt is None:
        return None if at is None else at[0]
    if not replay:
        with reading("recorded_at"):
            raise CellError("import.cell.recorded_at")
    moment, precision = learnt
    if at is not None and precision == "day" and run.state.day(moment) == run.state.day(at[0]):
        return max(moment, at[0])
    return moment
