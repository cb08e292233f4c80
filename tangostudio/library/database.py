"""One connection to the library's SQLite file: how it is opened, what its errors mean.

It knows no table. What a commit promises: a committed row survives a killed process, and, because
every commit is synced, a power cut as well (as far as the disk keeps its word). On a folder that a
network or a synchroniser serves there is no write-ahead log, since that needs memory shared between
the processes.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tangostudio.errors import BadRequest, LibraryDamaged, LibraryInUse, StorageError

APPLICATION_ID = 0x54414E47  # "TANG", in the header of every library
BUSY_MS = 5000

_Row = tuple[Any, ...]

_LOST = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
"""Errors after which a connection may be of no use, even when its disk is back."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_STORAGE = {
    sqlite3.SQLITE_FULL: "is full",
    sqlite3.SQLITE_READONLY: "cannot be written",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_PERM: "cannot be opened",
    sqlite3.SQLITE_IOERR: "cannot be read or written",
}


def utc_now() -> str:
    """The present time as ISO 8601 in UTC, to the millisecond; such texts sort by time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into the program's errors.

    Raises:
        LibraryDamaged: the file is no database or its pages do not fit together.
        LibraryInUse: another process kept it locked for too long.
        BadRequest: a whole number needs more than 64 bits.
        StorageError: the folder is full, gone or cannot be written.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGED:
            raise LibraryDamaged(
                f"The library's database {path} is damaged: {error}.",
                "The sounds in its audio folder are not touched. Put a copy of the database back, "
                "or move it away to start an empty one beside them.",
            ) from error
        if code in _BUSY:
            raise LibraryInUse(
                f"The library {path.parent} is being written by another process.",
                "Try again in a moment.",
            ) from error
        if code in _STORAGE:
            raise StorageError(
                f"The library folder {path.parent} {_STORAGE[code]}.",
                "Check that the folder exists, may be written to and has free space.",
            ) from error
        raise
    except OverflowError as error:
        raise BadRequest(
            "A number is too large to be stored.", "Use whole numbers below 9.2e18."
        ) from error


def storable(value: Any) -> Any:
    """The value as SQLite can keep it; half a surrogate pair, which UTF-8 lacks, becomes '?'."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


class Database:
    """One connection. It belongs to the thread that made it.

    Attributes:
        path: the database file.
        writable: whether this connection may write.
        rollbacks: how many transactions were undone.
    """

    def __init__(
        self, path: Path, connect: Callable[[], sqlite3.Connection], *, writable: bool
    ) -> None:
        """Connect.

        Args:
            connect: opens the file; called again after the disk that holds it was away.
        """
        self.path = path
        self.writable = writable
        self.rollbacks = 0
        self._connect = connect
        self._connection = connect()
        self._file = _identity(path)
        self._changes = 0  # of earlier connections
        self._lost = False

    @classmethod
    def open_to_write(cls, path: Path, *, shared_memory: bool) -> Database:
        """Open or make the database. `shared_memory` is false on network and synced folders."""
        with translated(path):
            return cls(path, lambda: _connect_to_write(path, shared_memory), writable=True)

    @classmethod
    def open_to_read(cls, path: Path) -> Database:
        """Open an existing database; a writer elsewhere is neither hindered nor waited for."""
        with translated(path):
            return cls(path, lambda: _connect_to_read(path), writable=False)

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[_Row]:
        """All rows of a query."""
        with self._in_use():
            return self._connection.execute(sql, [storable(v) for v in values]).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> _Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row of a query, or None."""
        found = self.row(sql, values)
        return found[0] if found else None

    def numbers(self, sql: str, values: Sequence[Any] = ()) -> list[int]:
        """The column `id` of a query's rows in their order.

        As one text, which is quicker for tens of thousands than as many rows.
        """
        return json.loads(self.value(f"SELECT json_group_array(id) FROM ({sql})", values))

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one writing statement; give the id of the row that an INSERT made."""
        self._refuse_if_read_only()
        with self._in_use():
            self._refuse_if_gone()
            cursor = self._connection.execute(sql, [storable(v) for v in values])
            return cursor.lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: committed at the end, rolled back by an error. An inner one joins in."""
        self._refuse_if_read_only()
        if self._connection.in_transaction:
            yield
            return
        with self._in_use():
            self._refuse_if_gone()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self.rollbacks += 1
                # A full disk may have ended the transaction already.
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def data_version(self) -> int:
        """A number that changes when another connection has committed something."""
        return int(self.value("PRAGMA data_version"))

    @property
    def changes(self) -> int:
        """A number that grows with every row that this connection has changed."""
        return self._changes + self._connection.total_changes

    def faults(self) -> list[str]:
        """What SQLite's own check finds wrong with the file; reads all of it."""
        return [row[0] for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]

    def broken_references(self) -> list[tuple[str, int, str]]:
        """Rows that refer to a missing one: their table, their number, the other table."""
        return [row[:3] for row in self.rows("PRAGMA foreign_key_check")]

    def copy_to(self, target: Path) -> None:
        """Write a complete copy of the database as one file, whatever else is going on."""
        with translated(target), closing(sqlite3.connect(target)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = delete")

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        """Use the connection; after a disk that failed was away, a new one."""
        with translated(self.path):
            if self._lost and not self._connection.in_transaction:
                self._connect_again()
            try:
                yield
            except sqlite3.DatabaseError as error:
                self._lost = self._lost or getattr(error, "sqlite_errorcode", 0) & 0xFF in _LOST
                raise

    def _connect_again(self) -> None:
        """What was open on a disk that went away may never work again. Caches are void."""
        if _identity(self.path) is None:  # connecting would make an empty library
            raise self._gone()
        connection = self._connect()
        self._changes += self._connection.total_changes + 1
        self.rollbacks += 1
        with suppress(sqlite3.Error):
            self._connection.close()
        self._connection, self._file, self._lost = connection, _identity(self.path), False

    def _refuse_if_gone(self) -> None:
        """Before a write: a file that was moved away or deleted would take it in and lose it."""
        if not self._connection.in_transaction and _identity(self.path) != self._file:
            raise self._gone()

    def _gone(self) -> StorageError:
        return StorageError(
            f"The library folder {self.path.parent} is not where it was.",
            "Connect its disk again, or put the folder back; nothing was changed.",
        )

    def _refuse_if_read_only(self) -> None:
        if not self.writable:
            raise LibraryInUse(
                f"The library {self.path.parent} was opened for reading only.",
                "Close the window that has it open, then try again.",
            )


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # so that REPLACE meets DELETE triggers
    connection.execute("PRAGMA cache_size = -16000")


def _choose_journal(connection: sqlite3.Connection, shared_memory: bool) -> None:
    # FULL and not NORMAL: a lost row would orphan a sound file that was already safely on the disk.
    connection.execute("PRAGMA synchronous = FULL")
    wanted = "wal" if shared_memory else "delete"
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        # Refused while a reader is open; the old mode then stays for this time.
        with suppress(sqlite3.OperationalError):
            connection.execute(f"PRAGMA journal_mode = {wanted}")


def _connect_to_write(path: Path, shared_memory: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _prepare(connection)
        _choose_journal(connection, shared_memory)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _connect_to_read(path: Path) -> sqlite3.Connection:
    try:
        return _connect_as(path, "mode=ro")
    except sqlite3.OperationalError:
        # A write-ahead log wants an index file beside it, which read-only media refuse.
        # With nothing in the log, the database file alone is the whole truth.
        if _has_log(path):
            raise
        return _connect_as(path, "mode=ro&immutable=1")


def _connect_as(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
    try:
        _prepare(connection)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    connection.isolation_level = None
    return connection


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to; None for none. A new file of the same name is another."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
