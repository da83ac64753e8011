"""Opening SQLite files: settings that keep what was acknowledged, and files that are refused."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine

from campaignflow.errors import StorageError, TablesMissingError
from campaignflow.log import verify
from campaignflow.stores import SqlLog, open_sqlite
from campaignflow.stores.layout import SCHEMA
from campaignflow.stores.sqlite import APPLICATION_ID
from campaignflow.testing.contract import RUN, a_projection, some_events


@pytest.fixture
def opened() -> Iterator[Callable[..., Engine]]:
    """Return ``open_sqlite``, its engines disposed of afterwards."""
    engines = []

    def opening(*args: object, **options: object) -> Engine:
        engines.append(open_sqlite(*args, **options))
        return engines[-1]

    yield opening
    for engine in engines:
        engine.dispose()


@pytest.fixture
def file(tmp_path: Path, opened: Callable[..., Engine]) -> Path:
    """Return a file with a run of three events."""
    file = tmp_path / "log.db"
    log = SqlLog(opened(file))
    log.create()
    log.append(RUN, some_events(3), 0, a_projection())
    return file


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def pragma(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_settings_are_those_of_a_safe_file(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    """Commits wait for the disk, foreign keys hold, the lock is waited for as long as asked."""
    engine = opened(tmp_path / "new.db", timeout=1.5)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        assert connection.connection.driver_connection.in_transaction
    assert found == {
        "journal_mode": "delete",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 1500,
    }


def test_new_file_is_for_its_owner_only(file: Path) -> None:
    """A new file cannot be read by others."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_created_file_is_stamped(file: Path) -> None:
    """The header of a file of ours says so, with the schema's number."""
    header = file.read_bytes()[:100]
    assert int.from_bytes(header[68:72]) == APPLICATION_ID
    assert int.from_bytes(header[60:64]) == SCHEMA


def test_creating_again_changes_nothing(file: Path, opened: Callable[..., Engine]) -> None:
    """Creating tables that exist leaves the file as it is."""
    before = digest(file)
    SqlLog(opened(file)).create()
    assert digest(file) == before


def test_read_only_log_can_be_read_and_verified(file: Path, opened: Callable[..., Engine]) -> None:
    """Reading, verifying and the status work on a file opened for reading, which stays the same."""
    before = digest(file)
    log = SqlLog(opened(file, read_only=True))
    log.create()
    assert (log.runs(), len(log.read(RUN)), verify(log, RUN).count) == ((RUN,), 3, 3)
    assert log.status(RUN) == a_projection()
    assert digest(file) == before


def test_read_only_log_refuses_to_write(file: Path, opened: Callable[..., Engine]) -> None:
    """An append to a file opened for reading is a typed error and writes nothing."""
    before = digest(file)
    with pytest.raises(StorageError, match="readonly"):
        SqlLog(opened(file, read_only=True)).append(RUN, some_events(1, 3), 3)
    assert digest(file) == before


def test_reading_does_not_wait_for_a_writer(file: Path, opened: Callable[..., Engine]) -> None:
    """A writer that has not committed yet does not stop readers."""
    log = SqlLog(opened(file, timeout=0))
    with opened(file).begin() as connection:
        SqlLog(connection).append(RUN, some_events(1, 3), 3)
        assert len(log.read(RUN)) == 3


def test_missing_file_is_not_created_for_reading(tmp_path: Path) -> None:
    """Opening a missing file for reading says so and creates nothing."""
    with pytest.raises(StorageError, match="cannot open"):
        open_sqlite(tmp_path / "none.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_a_typed_error(tmp_path: Path) -> None:
    """A file in a folder that does not exist cannot be opened."""
    with pytest.raises(StorageError, match="cannot open"):
        open_sqlite(tmp_path / "none" / "log.db")


@pytest.mark.parametrize("target", ["log.db", "none.db"])
def test_link_in_a_shared_folder_is_refused(tmp_path: Path, file: Path, target: str) -> None:
    """A link that anybody could have planted is not followed, wherever it points."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "log.db").symlink_to(tmp_path / target)
    before = digest(file)
    with pytest.raises(StorageError, match="symbolic link"):
        open_sqlite(shared / "log.db")
    assert digest(file) == before
    assert not (tmp_path / "none.db").exists()


def test_link_in_a_private_folder_is_followed(
    tmp_path: Path, file: Path, opened: Callable[..., Engine]
) -> None:
    """A link in a folder of one's own is an ordinary way to name a file."""
    link = tmp_path / "link.db"
    link.symlink_to(file)
    assert SqlLog(opened(link)).runs() == (RUN,)


@pytest.mark.parametrize(
    ("statements", "saying"),
    [
        ([f"PRAGMA user_version={SCHEMA + 1}"], f"schema {SCHEMA + 1}"),
        (["PRAGMA application_id=42"], "another application"),
    ],
)
def test_stamp_that_is_not_ours_is_refused(
    file: Path, opened: Callable[..., Engine], statements: list[str], saying: str
) -> None:
    """A newer file and another application's are refused by every verb and stay as they are."""
    pragma(file, *statements)
    before = digest(file)
    log = SqlLog(opened(file))
    for verb in (log.create, log.runs, lambda: log.append(RUN, some_events(1, 3), 3)):
        with pytest.raises(StorageError, match=saying):
            verb()
    assert digest(file) == before


def test_file_with_tables_of_something_else_is_refused(
    tmp_path: Path, opened: Callable[..., Engine]
) -> None:
    """A database that something else uses, stamped or not, is not taken over."""
    file = tmp_path / "other.db"
    pragma(file, "CREATE TABLE songs (title)")
    before = digest(file)
    with pytest.raises(StorageError, match="something else"):
        SqlLog(opened(file)).create()
    assert digest(file) == before


def test_file_that_is_no_database_is_refused(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    """A file of another kind is a typed error and is left alone."""
    content = b"minutes of the meeting\n" * 40
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    with pytest.raises(StorageError, match="could not"):
        SqlLog(opened(file)).create()
    assert file.read_bytes() == content


def test_missing_tables_are_a_typed_error(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    """Using a new file before creating the tables says what to do, in both languages."""
    with pytest.raises(TablesMissingError, match=r"call create\(\) once") as found:
        SqlLog(opened(tmp_path / "new.db")).runs()
    assert "请先调用一次 create()" in found.value.message("zh")


def test_unknown_journal_is_refused(tmp_path: Path) -> None:
    """A journal that loses data on a crash cannot be asked for."""
    with pytest.raises(ValueError, match="DELETE, WAL"):
        open_sqlite(tmp_path / "new.db", journal="OFF")


def test_no_parameters_are_shown_in_errors(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    """What was to be stored does not appear in the message of a failure."""
    log = SqlLog(opened(tmp_path / "new.db"))
    secret = some_events(1)[0]._replace(subject="canary-7391")
    with pytest.raises(StorageError) as caught:
        log.append(RUN, [secret], 0)
    error: BaseException | None = caught.value
    while error is not None:
        assert "canary" not in str(error)
        error = error.__cause__ or error.__context__


def test_paths_with_odd_names_are_opened(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    """Spaces, question marks, percent signs and Chinese in a file's name are only a name."""
    file = tmp_path / "整改 100%?mode=memory#1.db"
    SqlLog(opened(os.fspath(file))).create()
    assert file.stat().st_size > 0


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="lists open files as Linux does")
def test_disposing_closes_the_file(tmp_path: Path) -> None:
    """After the engine is disposed of, nothing holds the file any more; it can be used again."""
    file = tmp_path / "log.db"
    engine = open_sqlite(file)
    log = SqlLog(engine)
    log.create()
    log.append(RUN, some_events(1), 0)
    assert file in open_files()
    engine.dispose()
    assert file not in open_files()
    log.append(RUN, some_events(1, 1), 1)
    engine.dispose()
    assert file not in open_files()


def open_files() -> set[Path]:
    links = list(Path("/proc/self/fd").iterdir())
    return {link.readlink() for link in links if link.is_symlink()}


def test_a_writer_goes_on_after_a_failure(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    """A transaction that the database broke off does not stand in the way of the next."""
    engine = opened(tmp_path / "log.db", timeout=0)
    log = SqlLog(engine)
    log.create()
    log.append(RUN, some_events(1), 0)
    with engine.begin(), pytest.raises(StorageError, match="locked"):
        log.append(RUN, some_events(1, 1), 1)
    assert log.append(RUN, some_events(1, 1), 1).count == 2
