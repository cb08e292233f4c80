"""The tables of the library, as numbered steps from an empty file to the present form.

A step is one function, run in one transaction together with the row that records it; it is never
changed once it was released. The number of the last step stands in the file's `user_version`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path

from tangostudio.errors import LibraryDamaged, LibraryTooNew, StorageError
from tangostudio.library.database import APPLICATION_ID, Database, utc_now
from tangostudio.library.search import index_text

Step = Callable[[Database], None]


def takes_and_projects(database: Database) -> None:
    """Projects, takes, their waveform overviews, and small named values."""
    database.execute(
        """CREATE TABLE projects (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            created TEXT NOT NULL
        )"""
    )
    database.execute("CREATE TABLE overviews (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL)")
    # AUTOINCREMENT: the number of a deleted take is never given to another sound.
    database.execute(
        """CREATE TABLE takes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project INTEGER NOT NULL REFERENCES projects(id),
            created TEXT NOT NULL,
            title TEXT NOT NULL,
            prompt TEXT NOT NULL,
            negative TEXT NOT NULL,
            model TEXT NOT NULL,
            model_name TEXT NOT NULL,
            model_hash TEXT NOT NULL,
            licence TEXT NOT NULL,
            commercial TEXT NOT NULL,
            app_version TEXT NOT NULL,
            seed INTEGER NOT NULL,
            seconds REAL NOT NULL,
            steps INTEGER NOT NULL,
            guidance REAL NOT NULL,
            sampler TEXT NOT NULL,
            request TEXT NOT NULL,
            sha256 TEXT NOT NULL REFERENCES overviews(sha256)
                CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
            frames INTEGER NOT NULL,
            sample_rate INTEGER NOT NULL,
            channels INTEGER NOT NULL,
            gain_db REAL NOT NULL,
            lufs REAL,
            peak_db REAL,
            stars INTEGER NOT NULL DEFAULT 0 CHECK (stars BETWEEN 0 AND 5),
            rejected INTEGER NOT NULL DEFAULT 0 CHECK (rejected IN (0, 1)),
            favourite INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
            tags TEXT NOT NULL DEFAULT '[]',
            notes TEXT NOT NULL DEFAULT '',
            job TEXT NOT NULL,
            place INTEGER NOT NULL,
            parent INTEGER REFERENCES takes(id) ON DELETE SET NULL,
            trashed TEXT,
            render_seconds REAL NOT NULL
        )"""
    )
    for column in ("sha256", "parent", "job"):
        database.execute(f"CREATE INDEX takes_by_{column} ON takes({column})")
    # All that a list is filtered and sorted by, so that it need not read the rows themselves.
    database.execute(
        """CREATE INDEX takes_listed ON takes(
            trashed, created, project, stars, rejected, favourite, seconds, lufs, title
        )"""
    )
    # Sounds whose last row is gone and whose file is still to be removed.
    database.execute("CREATE TABLE discarded (sha256 TEXT PRIMARY KEY)")
    database.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")


def full_text(database: Database) -> None:
    """The search index; `words` holds what `search.index_text` made of a take's texts."""
    database.execute(
        """CREATE VIRTUAL TABLE takes_text USING fts5(
            words, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
        )"""
    )
    for take, title, prompt, tags, notes, model in database.rows(
        "SELECT id, title, prompt, tags, notes, model_name FROM takes"
    ):
        words = index_text(title, prompt, " ".join(json.loads(tags)), notes, model)
        database.execute("INSERT INTO takes_text (rowid, words) VALUES (?, ?)", [take, words])


def stored_queue(database: Database) -> None:
    """Jobs, so that what waits survives the program."""
    database.execute(
        """CREATE TABLE jobs (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            request TEXT NOT NULL,
            project INTEGER REFERENCES projects(id),
            state TEXT NOT NULL CHECK (
                state IN ('queued', 'running', 'interrupted', 'failed', 'done', 'cancelled')),
            position INTEGER NOT NULL,
            created TEXT NOT NULL,
            takes INTEGER NOT NULL DEFAULT 0,
            error_kind TEXT NOT NULL DEFAULT '',
            error_message TEXT NOT NULL DEFAULT '',
            error_hint TEXT NOT NULL DEFAULT ''
        )"""
    )
    database.execute("CREATE INDEX jobs_by_state ON jobs(state, position)")
    database.execute("CREATE INDEX jobs_by_project ON jobs(project)")


def votes(database: Database) -> None:
    """Votes, which can only be added to. They outlive the takes, hence no references to them."""
    database.execute(
        """CREATE TABLE votes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            pair TEXT NOT NULL,
            prompt TEXT NOT NULL,
            seconds REAL NOT NULL,
            take_a INTEGER NOT NULL,
            take_b INTEGER NOT NULL,
            sha256_a TEXT NOT NULL,
            sha256_b TEXT NOT NULL,
            shown_left TEXT NOT NULL CHECK (shown_left IN ('a', 'b')),
            answer TEXT NOT NULL CHECK (answer IN ('a', 'b', 'tie', 'both_bad')),
            heard_a_ms INTEGER NOT NULL,
            heard_b_ms INTEGER NOT NULL,
            replays INTEGER NOT NULL,
            response_ms INTEGER NOT NULL,
            gain_a_db REAL NOT NULL,
            gain_b_db REAL NOT NULL,
            round INTEGER NOT NULL,
            repeat_of INTEGER REFERENCES votes(id),
            app_version TEXT NOT NULL,
            created TEXT NOT NULL
        )"""
    )
    database.execute(
        """CREATE TABLE withdrawals (
            vote INTEGER PRIMARY KEY REFERENCES votes(id),
            created TEXT NOT NULL
        )"""
    )
    database.execute("CREATE INDEX votes_by_repeat ON votes(repeat_of)")
    for table in ("votes", "withdrawals"):
        for verb in ("UPDATE", "DELETE"):
            database.execute(
                f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} are only ever added'); END"""
            )


def embeddings(database: Database) -> None:
    """Vectors of sounds by embedder. Those of voted sounds outlive the takes, as the votes do."""
    database.execute(
        """CREATE TABLE embedders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            length INTEGER NOT NULL
        )"""
    )
    database.execute(
        """CREATE TABLE embeddings (
            embedder INTEGER NOT NULL REFERENCES embedders(id),
            sha256 TEXT NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (embedder, sha256)
        ) WITHOUT ROWID"""
    )


def adapters_and_tunings(database: Database) -> None:
    """Adapters, the tunings that make them, and the blind tests that they must pass."""
    # JSON: hash and strength of each adapter that a take was made with.
    database.execute("ALTER TABLE takes ADD COLUMN adapters TEXT NOT NULL DEFAULT '[]'")
    database.execute(
        """CREATE TABLE adapters (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            sha256 TEXT NOT NULL UNIQUE
                CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
            name TEXT NOT NULL,
            model TEXT NOT NULL,
            model_hash TEXT NOT NULL,
            method TEXT NOT NULL,
            licence TEXT NOT NULL,
            commercial TEXT NOT NULL,
            votes INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            created TEXT NOT NULL,
            tuning TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('new', 'accepted', 'rejected')),
            strength REAL NOT NULL CHECK (strength BETWEEN 0 AND 1.5),
            active INTEGER NOT NULL CHECK (active IN (0, 1)),
            about TEXT NOT NULL
        )"""
    )
    database.execute(
        """CREATE TABLE tunings (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            model TEXT NOT NULL,
            method TEXT NOT NULL,
            request TEXT NOT NULL,
            state TEXT NOT NULL CHECK (
                state IN ('running', 'paused', 'interrupted', 'failed', 'done', 'cancelled')),
            created TEXT NOT NULL,
            changed TEXT NOT NULL,
            votes INTEGER NOT NULL,
            error_kind TEXT NOT NULL DEFAULT '',
            error_message TEXT NOT NULL DEFAULT '',
            error_hint TEXT NOT NULL DEFAULT '',
            adapter INTEGER REFERENCES adapters(number)
        )"""
    )
    database.execute(
        """CREATE TABLE tuning_news (
            id INTEGER PRIMARY KEY,
            tuning TEXT NOT NULL REFERENCES tunings(id),
            data TEXT NOT NULL
        )"""
    )
    database.execute("CREATE INDEX tuning_news_by_tuning ON tuning_news(tuning)")
    database.execute(
        """CREATE TABLE trials (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            adapter INTEGER NOT NULL REFERENCES adapters(number),
            pair TEXT NOT NULL,
            prompt TEXT NOT NULL,
            seconds REAL NOT NULL,
            seed INTEGER NOT NULL,
            model TEXT NOT NULL,
            sha256_base TEXT NOT NULL,
            sha256_tuned TEXT NOT NULL,
            shown_left TEXT NOT NULL CHECK (shown_left IN ('base', 'tuned')),
            answer TEXT NOT NULL CHECK (answer IN ('base', 'tuned', 'tie', 'both_bad')),
            heard_base_ms INTEGER NOT NULL,
            heard_tuned_ms INTEGER NOT NULL,
            replays INTEGER NOT NULL,
            response_ms INTEGER NOT NULL,
            gain_base_db REAL NOT NULL,
            gain_tuned_db REAL NOT NULL,
            app_version TEXT NOT NULL,
            created TEXT NOT NULL
        )"""
    )
    database.execute("CREATE INDEX trials_by_adapter ON trials(adapter)")
    database.execute(
        """CREATE TABLE trial_withdrawals (
            trial INTEGER PRIMARY KEY REFERENCES trials(id),
            created TEXT NOT NULL
        )"""
    )
    for table in ("trials", "trial_withdrawals"):
        for verb in ("UPDATE", "DELETE"):
            database.execute(
                f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} are only ever added'); END"""
            )


def origins_edits_and_lists(database: Database) -> None:
    """Where takes came from, how they are edited and what is wrong with them; lists by query."""
    for column in (
        "relation TEXT NOT NULL DEFAULT ''",
        "source TEXT NOT NULL DEFAULT ''",
        "edits TEXT NOT NULL DEFAULT '[]'",
        "colour TEXT NOT NULL DEFAULT ''",
        "category TEXT NOT NULL DEFAULT ''",
        "momentary_lufs REAL",
        "range_lu REAL",
        "flags TEXT",  # JSON
    ):
        database.execute(f"ALTER TABLE takes ADD COLUMN {column}")
    database.execute("CREATE INDEX takes_by_source ON takes(source)")
    # As before, with the new columns; with `id` in its place it gives the newest without sorting.
    database.execute("DROP INDEX takes_listed")
    database.execute(
        """CREATE INDEX takes_listed ON takes(
            trashed, created, id, project, stars, rejected, favourite, seconds, lufs, title,
            colour, category, model, frames, sample_rate, flags, tags
        )"""
    )
    # What has no embedding yet is looked for in the order of the hashes, as embeddings lie.
    database.execute("CREATE INDEX takes_heard ON takes(sha256) WHERE trashed IS NULL")
    database.execute(
        "CREATE INDEX takes_unexamined ON takes(id) "
        "WHERE trashed IS NULL AND (flags IS NULL OR momentary_lufs IS NULL)"
    )
    # JSON: which take the job's takes come from, and how they are to be called.
    database.execute("ALTER TABLE jobs ADD COLUMN about TEXT NOT NULL DEFAULT '{}'")
    # Sounds that takes are started from; their files lie among those of the takes.
    database.execute(
        """CREATE TABLE sources (
            sha256 TEXT PRIMARY KEY
                CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
            name TEXT NOT NULL,
            created TEXT NOT NULL
        )"""
    )
    database.execute(
        """CREATE TABLE lists (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            query TEXT NOT NULL,
            created TEXT NOT NULL
        )"""
    )


STEPS: tuple[Step, ...] = (
    takes_and_projects,
    full_text,
    stored_queue,
    votes,
    embeddings,
    adapters_and_tunings,
    origins_edits_and_lists,
)
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
