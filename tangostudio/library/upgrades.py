"""The library's tables are brought from any earlier form to the present one, step by step.

A step is run in one transaction together with the row that records it; its number then stands in
the file's `user_version`. What the steps do is in `steps`.
"""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from pathlib import Path

from tangostudio.errors import LibraryDamaged, LibraryTooNew, StorageError
from tangostudio.library.database import APPLICATION_ID, Database, utc_now
from tangostudio.library.steps import STEPS, Step

LATEST = len(STEPS)


def version(database: Database) -> int:
    """Number of the last step that was made; 0 for a new file.

    Raises:
        LibraryTooNew: the file has steps that this version of the program does not know.
        LibraryDamaged: a database of some other program.
    """
    found = int(database.value("PRAGMA user_version"))
    mark = int(database.value("PRAGMA application_id"))
    if mark != APPLICATION_ID and database.value("SELECT count(*) FROM sqlite_master"):
        raise LibraryDamaged(
            f"{database.path} is a database of another program.",
            "Choose another library folder, or move that file away.",
        )
    if found > LATEST:
        raise LibraryTooNew(
            f"The library {database.path.parent} was made by a newer version of Tango Studio.",
            "Update the program, or choose another library folder.",
        )
    return found


def upgrade(database: Database, *, steps: tuple[Step, ...] = STEPS) -> None:
    """Make the steps that are missing; a library that has something is copied first.

    Raises:
        LibraryTooNew, LibraryDamaged: see `version`; also when rows refer to rows that are missing.
        StorageError: no room for the copy or for the new tables.
    """
    done = version(database)
    if done >= len(steps):
        return
    if done > 0:
        back_up(database, done)
    database.execute("PRAGMA foreign_keys = OFF")  # a step may build a table anew; checked below
    try:
        # A new library is made whole or not at all.
        with database.transaction() if done == 0 else nullcontext():
            for number in range(done + 1, len(steps) + 1):
                _make_step(database, number, steps[number - 1])
    finally:
        database.execute("PRAGMA foreign_keys = ON")


def back_up(database: Database, step: int) -> Path:
    """Copy the database to `backups/` beside it; give the copy's path."""
    folder = database.path.parent / "backups"
    stamp = utc_now().replace(":", "").replace("-", "").replace(".", "")
    target = folder / f"library-step{step}-{stamp}.db"
    part = target.with_suffix(".db.part")
    try:
        folder.mkdir(exist_ok=True)
        database.copy_to(part)
        os.replace(part, target)
    except OSError as error:
        raise StorageError(
            f"The library could not be copied to {folder} before its upgrade: {error.strerror}.",
            "Nothing was changed. Check that the folder may be written to and has free space.",
        ) from error
    except StorageError:
        with suppress(OSError):
            part.unlink()
        raise
    return target


def _make_step(database: Database, number: int, step: Step) -> None:
    with database.transaction():
        if number == 1:
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            database.execute(
                """CREATE TABLE upgrades (
                    step INTEGER PRIMARY KEY, name TEXT NOT NULL, made TEXT NOT NULL
                )"""
            )
        step(database)
        if broken := database.broken_references():
            raise LibraryDamaged(
                f"The library {database.path.parent} cannot be upgraded: {len(broken)} rows of "
                f"{broken[0][0]} refer to something that is missing.",
                "Nothing was changed. Run the library check to see what is wrong.",
            )
        database.execute(
            "INSERT INTO upgrades VALUES (?, ?, ?)", (number, step.__name__, utc_now())
        )
        database.execute(f"PRAGMA user_version = {number}")
