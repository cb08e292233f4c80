"""A library: one folder with a database, the sounds, and the files made for dragging.

    library.db      rows (SQLite)           library.lock    held while something writes
    audio/          <sha256>.flac           exports/        <project>/...
    adapters/       <sha256>.safetensors    tunings/        <id>/...
    corpora/        <id>/...                backups/        the database before each upgrade

It puts the parts together and tidies up after a killed process. It never looks into a sound.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tangostudio.errors import NotFound, StorageError
from tangostudio.library import upgrades
from tangostudio.library.adapters import Adapters
from tangostudio.library.carried import CarriedChunks
from tangostudio.library.database import Database
from tangostudio.library.embeddings import Embeddings
from tangostudio.library.hashes import sound_in
from tangostudio.library.jobs import Jobs
from tangostudio.library.lists import SmartLists
from tangostudio.library.lock import WriteLock
from tangostudio.library.meta import Meta
from tangostudio.library.place import shared_place
from tangostudio.library.projects import FIRST, Projects
from tangostudio.library.sources import Sources
from tangostudio.library.takes import Takes
from tangostudio.library.trials import Trials
from tangostudio.library.tunings import Tunings
from tangostudio.library.votes import Votes

DATABASE = "library.db"

# A kill leaves at most the few sounds that were just written. Many sounds without a take mean that
# the database is not the one they belong to (an old copy put back); those must not be deleted.
_MOST_ORPHANS = 32

_OWN_PART = re.compile(r".+\.\d+-\d+\.part")


class Library:
    """An open library; belongs to the thread that opened it.

    Attributes:
        folder, audio_dir, exports_dir, adapters_dir, tunings_dir, corpora_dir: where it lies
            (absolute).
        takes, carried, projects, sources, lists, jobs, votes, embeddings, adapters, tunings,
        trials, meta: its rows.
        writable: whether it may be changed.
        warning: one sentence if the folder is on a network or is kept in step by a service.
    """

    def __init__(self, folder: Path, database: Database, lock: WriteLock | None) -> None:
        self.folder = folder
        self.audio_dir = folder / "audio"
        self.exports_dir = folder / "exports"
        self.adapters_dir = folder / "adapters"
        self.tunings_dir = folder / "tunings"
        self.corpora_dir = folder / "corpora"
        self.database = database
        self.warning = _warning(folder)
        self.projects = Projects(database)
        self.sources = Sources(database)
        self.takes = Takes(database, self.projects, self.sources, self.audio_dir)
        self.carried = CarriedChunks(database)
        self.lists = SmartLists(database, self.projects)
        self.jobs = Jobs(database, self.projects)
        self.votes = Votes(database)
        self.embeddings = Embeddings(database)
        self.adapters = Adapters(database)
        self.tunings = Tunings(database)
        self.trials = Trials(database)
        self.meta = Meta(database)
        self._lock = lock

    @classmethod
    def open(cls, folder: Path | str, *, write: bool) -> Library:
        """Open a library; for writing, make what is missing and tidy up after a killed process.

        Raises:
            LibraryInUse: for writing, while another process has it open for writing.
            LibraryTooNew, LibraryDamaged: the database cannot be used; nothing is changed.
            StorageError: the folder cannot be made or written, or is full.
            NotFound: for reading, when there is no library.
        """
        folder = Path(folder).absolute()
        return cls._open_to_write(folder) if write else cls._open_to_read(folder)

    @property
    def writable(self) -> bool:
        """Whether it may be changed."""
        return self.database.writable

    def close(self) -> None:
        """Close the database and let others write; a second call does nothing."""
        self.database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def orphans(self) -> list[Path]:
        """Sound files that no take is or was started from, not even one in the trash."""
        # The folder first: a take that is added meanwhile then has its row seen.
        present = {name: sha256 for name in _names(self.audio_dir) if (sha256 := sound_in(name))}
        known = self.takes.hashes() | self.sources.known() | self.sources.used()
        return [self.audio_dir / name for name, sha256 in present.items() if sha256 not in known]

    def leftovers(self) -> list[Path]:
        """Temporary files of a killed process."""
        found = [self.audio_dir / n for n in _names(self.audio_dir) if n.endswith(".part")]
        found += [self.adapters_dir / n for n in _names(self.adapters_dir) if n.endswith(".part")]
        for place, _, names in os.walk(self.tunings_dir):  # a tuning has folders of its own
            found += [Path(place, name) for name in sorted(names) if _OWN_PART.fullmatch(name)]
        for name in _names(self.exports_dir):
            folder = self.exports_dir / name
            found += [folder / n for n in _names(folder) if _OWN_PART.fullmatch(n)]
        return found

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @classmethod
    def _open_to_write(cls, folder: Path) -> Library:
        _make_folders(folder)
        lock = WriteLock.acquire(folder)
        try:
            path = folder / DATABASE
            is_new = not path.exists() or path.stat().st_size == 0
            database = Database.open_to_write(path, shared_memory=not shared_place(folder))
            try:
                upgrades.upgrade(database)
                library = cls(folder, database, lock)
                library._recover(is_new)
            except BaseException:
                database.close()
                raise
        except BaseException:
            lock.release()
            raise
        return library

    @classmethod
    def _open_to_read(cls, folder: Path) -> Library:
        path = folder / DATABASE
        if not path.is_file() or path.stat().st_size == 0:
            raise NotFound(
                f"There is no library in {folder}.",
                "Generate a first take there, or name another folder.",
            )
        database = Database.open_to_read(path)
        try:
            made = upgrades.version(database)
        except BaseException:
            database.close()
            raise
        if made < upgrades.LATEST:
            database.close()
            cls._open_to_write(folder).close()
            database = Database.open_to_read(path)
        return cls(folder, database, None)

    def _recover(self, is_new: bool) -> None:
        """Bring a library that was just opened for writing into a state to work with."""
        if not self.projects.all():
            self.projects.create(FIRST)
        self.jobs.mark_interrupted()
        self.tunings.mark_interrupted()
        self.sources.tidy()
        self.takes.remove_discarded_files()
        self.embeddings.tidy()
        _remove(self.leftovers())
        orphans = [] if is_new else self.orphans()
        if 0 < len(orphans) <= _MOST_ORPHANS and not self.database.faults():
            _remove(orphans)


def _make_folders(folder: Path) -> None:
    try:
        for name in ("", "audio", "exports", "adapters", "tunings", "corpora"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The library folder {folder} cannot be made: {error.strerror}.",
            "Check its permissions and the free space, or choose another library folder.",
        ) from error


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:  # missing, no folder, or not readable: nothing to be found there
        return []


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # in use: the next start tries again
            path.unlink()


def _warning(folder: Path) -> str:
    if not (place := shared_place(folder)):
        return ""
    return (
        f"The library folder is served by {place}. Keep it on a disk of this machine if you can: "
        "two machines that write to it at once would damage it."
    )
