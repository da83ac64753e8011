"""Texts about people, kept apart from the log: erased for good, and the log still verifies.

The log holds a token in place of the text: a digest over the text and a salt of its own. Without
the salt, which is erased with the text, nobody can tell from the token what the text may have been.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from campaignflow.errors import StorageError
from campaignflow.messages import Lang, Notice
from campaignflow.stores.access import begun
from campaignflow.stores.failures import Typed
from campaignflow.stores.layout import NAME, TEXT

_TOKEN: Final = re.compile(r"sealed:[0-9a-f]{64}")


class SealedText(NamedTuple):
    """Hold one text that has not been erased.

    Attributes:
        token: What stands for it in the log.
        text: The text.
        about: Id of the person whom it is about; empty if nobody.
        until: Last day on which it may be kept; None if not said.
    """

    token: str
    text: str
    about: str
    until: dt.date | None


def texts_table(metadata: MetaData, prefix: str = "campaignflow_") -> Table:
    """Add the table of texts to ``metadata``; one row per token, which stays when it is erased."""
    return Table(
        f"{prefix}texts",
        metadata,
        Column("token", NAME, primary_key=True),
        Column("key", NAME, unique=True),
        Column("about", NAME, nullable=False, index=True),
        Column("until", TEXT),
        Column("salt", LargeBinary),
        Column("text", TEXT),
        Column("erased_at", BigInteger),
        Column("erased_by", TEXT),
        Column("erased_why", TEXT),
        sqlite_with_rowid=False,
    )


class Texts:
    """Seal texts before they go into commands, open them where people read, and erase them.

    Bound to a host's connection, a text is kept or dropped with the host's transaction; through an
    engine it is kept at once, before the command that it is for.

    Args:
        bind: An engine, or a host's open connection.
        table: The table, if it has another prefix.
    """

    def __init__(self, bind: Engine | Connection, table: Table | None = None) -> None:
        self._bind = bind
        self._table = texts_table(MetaData()) if table is None else table

    def create(self) -> None:
        """Create the table if it is missing.

        Raises:
            StorageError: The database failed.
        """
        with self._connection("create the table of texts") as connection:
            self._table.create(connection, checkfirst=True)

    def seal(
        self, text: str, about: str = "", *, until: dt.date | None = None, key: str | None = None
    ) -> str:
        """Keep a text and return the token that stands for it.

        Args:
            text: The text.
            about: Id of the person whom it is about.
            until: Last day on which it may be kept.
            key: Key of the command that it is for: given again with the same text, the token is
                the same, so that a repeated request is the same request.

        Raises:
            StorageError: The database failed, or the key belongs to another text.
        """
        columns = self._table.c
        with self._connection("seal a text") as connection:
            if key is not None:
                asked = select(columns.token, columns.text).where(columns.key == key)
                found = connection.execute(asked).first()
                if found is not None:
                    if found.text != text:
                        raise StorageError(Notice("error.text.key", {"key": key}))
                    return str(found.token)
            salt = secrets.token_bytes(32)
            token = _token(salt, text)
            last = None if until is None else until.isoformat()
            row = {"token": token, "key": key, "about": about, "until": last}
            connection.execute(insert(self._table).values({**row, "salt": salt, "text": text}))
        return token

    def opened(self, told: Any, lang: Lang = "zh") -> Any:
        """Return a text or plain data with the texts in place of their tokens.

        What was erased is said to be so; a token that is not known stays as it is.

        Args:
            told: Text, or plain data such as a status as JSON.
            lang: Language in which erasure is told.

        Raises:
            StorageError: The database failed.
        """
        tokens = set(_TOKEN.findall(str(told)))
        if not tokens:
            return told
        columns = self._table.c
        asked = select(columns.token, columns.text).where(columns.token.in_(tokens))
        with self._connection("open texts") as connection:
            found = {row.token: row.text for row in connection.execute(asked)}
        erased = Notice("text.erased").text(lang)
        texts = {token: erased if text is None else text for token, text in found.items()}
        return _filled(told, texts)

    def kept(self, about: str | None = None, expired: dt.date | None = None) -> list[SealedText]:
        """Return the texts that have not been erased.

        Args:
            about: Only those about this person.
            expired: Only those that may no longer be kept on this day.

        Raises:
            StorageError: The database failed.
        """
        columns = self._table.c
        asked = select(columns.token, columns.text, columns.about, columns.until)
        asked = asked.where(columns.text.is_not(None)).order_by(columns.token)
        if about is not None:
            asked = asked.where(columns.about == about)
        if expired is not None:
            asked = asked.where(columns.until < expired.isoformat())
        with self._connection("list texts") as connection:
            found = connection.execute(asked).all()
        return [
            SealedText(token, text, person, dt.date.fromisoformat(until) if until else None)
            for token, text, person, until in found
        ]

    def erase(self, tokens: Iterable[str], *, by: str, why: str, at: int) -> int:
        """Erase texts with their salts; that they were erased, by whom and why stays.

        Args:
            tokens: Of which texts.
            by: Id of the person who orders it.
            why: On what ground, without naming anybody.
            at: When. Units: microseconds since the epoch, UTC.

        Returns:
            How many were there and are no more.

        Raises:
            StorageError: The database failed; nothing was erased.
        """
        table = self._table
        gone = update(table).where(table.c.token.in_(list(tokens)), table.c.text.is_not(None))
        noted = {"erased_at": at, "erased_by": by, "erased_why": why, "key": None, "about": ""}
        with self._connection("erase texts") as connection:
            if connection.dialect.name == "sqlite":  # it would leave the bytes in the file
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
            return connection.execute(gone.values({**noted, "text": None, "salt": None})).rowcount

    def verify(self) -> int:
        """Check every text against its token; return how many are whole.

        Raises:
            StorageError: A text is not the one that was sealed, or the database failed.
        """
        columns = self._table.c
        held = or_(columns.text.is_not(None), columns.salt.is_not(None))
        asked = select(columns.token, columns.salt, columns.text).where(held)
        with self._connection("verify texts") as connection:
            found = connection.execute(asked).all()
        for token, salt, text in found:
            if salt is None or text is None or _token(salt, text) != token:
                raise StorageError(Notice("error.text.changed", {"token": token}))
        return len(found)

    @contextmanager
    def _connection(self, doing: str) -> Iterator[Connection]:
        with Typed(doing, SQLAlchemyError):
            if isinstance(self._bind, Connection):
                with begun(self._bind).begin_nested():
                    yield self._bind
            else:
                with self._bind.begin() as connection:
                    yield begun(connection)


def _token(salt: bytes, text: str) -> str:
    return f"sealed:{sha256(salt + text.encode()).hexdigest()}"


def _filled(told: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(told, str):
        return _TOKEN.sub(lambda found: texts.get(found[0], found[0]), told)
    if isinstance(told, Mapping):
        return {name: _filled(part, texts) for name, part in told.items()}
    if isinstance(told, list | tuple):
        return [_filled(part, texts) for part in told]
    return told
