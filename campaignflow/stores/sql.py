"""Logs in SQLite, PostgreSQL or MariaDB: a database of their own, or a host's transaction."""

from __future__ import annotations

from campaignflow.errors import MissingExtraError

try:
    from sqlalchemy import Connection, Engine, MetaData
except ImportError as missing:
    raise MissingExtraError("the SQL store", "sql") from missing

from campaignflow.stores import layout
from campaignflow.stores.access import Access
from campaignflow.stores.creation import create
from campaignflow.stores.cursors import CursorLog
from campaignflow.stores.layout import Tables, tables
from campaignflow.stores.sqlite import open_sqlite
from campaignflow.stores.statements import Statements, written_for

__all__ = ["SqlLog", "Tables", "open_sqlite", "tables"]


class SqlLog(CursorLog):
    """Keep logs in SQL tables.

    Bound to an engine, every append is a transaction of its own. Bound to a host's connection,
    everything happens inside the host's transaction, which is never committed or rolled back here:
    a failed append undoes itself and leaves the host's work as it was.

    Args:
        bind: The engine, such as :func:`open_sqlite` gives, or a host's open connection.
        tables: The tables, if they have another prefix or schema.

    Raises:
        StorageError: The database is none of SQLite, PostgreSQL and MariaDB.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> from campaignflow.events import NOTHING, Event
        >>> folder = tempfile.TemporaryDirectory()
        >>> engine = open_sqlite(Path(folder.name) / "school.db")
        >>> log = SqlLog(engine)
        >>> log.create()
        >>> tick = Event(1, "ticked", "", 0, "instant", 0, None, None, None, None, None, NOTHING)
        >>> log.append("no-7", [tick], expected_version=0).count
        1
        >>> log.runs()
        ('no-7',)
        >>> engine.dispose()
        >>> folder.cleanup()
    """

    _access: Access

    def __init__(self, bind: Engine | Connection, tables: Tables | None = None) -> None:
        self._bind = bind
        self._tables = tables or layout.tables(MetaData())
        super().__init__(Access(bind), _statements(bind, self._tables))

    def create(self) -> None:
        """Create the tables that are missing and bring those of older releases up to date.

        Safe to repeat and from several processes.

        Through an engine the database is taken to be the log's own: a SQLite file is stamped with
        the schema's number. In a host's database give a connection, or let the host's
        ``metadata.create_all`` or migrations create the tables.

        Raises:
            StorageError: The database belongs to something else, or to a newer release; it is
                left as it was.
        """
        create(self._bind, self._access, self._tables)


def _statements(bind: Engine | Connection, tables: Tables) -> Statements:
    quoted = map(bind.dialect.identifier_preparer.format_table, tables)
    mark = "?" if bind.dialect.name == "sqlite" else "%s"
    names = dict(zip(tables._fields, quoted, strict=True))
    return written_for(bind.dialect.name, mark, **names)
