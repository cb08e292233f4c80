"""Recordings become takes: sound files are read, measured and stored, then get their rows.

Reading and storing may run on any thread; rows are added in the studio's, a batch at a time, so
that an import of thousands shows what it has done and stops where it is told to.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tangostudio import __version__
from tangostudio.audio import facts, files
from tangostudio.audio.facts import Facts
from tangostudio.audio.files import Stored
from tangostudio.errors import AudioFileError, TangoStudioError
from tangostudio.export.metadata import ForeignChunk
from tangostudio.library import NewTake
from tangostudio.messages import Event, SoundsRead
from tangostudio.studio import foreign, import_plan, room
from tangostudio.studio.history import Deed
from tangostudio.studio.import_plan import ImportPlan, Recording, Refused

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

JOB = "import"  # no stored job
LICENCE = "Imported recording"
_AT_ONCE = 16

Progress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and the name of the next; on the reading thread."""


@dataclass(frozen=True)
class Imported:
    """What came of an import.

    Attributes:
        takes: how many were made; duplicates: how many the project had already.
        refused: files that turned out to be damaged.
        cancelled: whether it was stopped before its end.
    """

    takes: int
    duplicates: int
    refused: tuple[Refused, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True)
class ReadSound:
    """A sound that is stored and has no row yet.

    Attributes:
        overview: its packed waveform overview.
        chunks: what its file said beside the samples.
    """

    new: NewTake
    overview: bytes
    chunks: tuple[ForeignChunk, ...]


@dataclass
class Batch:
    """Some sounds that are stored and have no row yet, and the import that they belong to."""

    run: _Run
    takes: list[ReadSound] = field(default_factory=list)
    new_files: list[Path] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


@dataclass
class _Run:
    """An import under way.

    Attributes:
        ids: takes that it has made, in the studio's thread alone.
        error: why no further row can be added.
    """

    plan: ImportPlan
    project: str
    known: set[str]
    present: set[str]
    ids: list[int] = field(default_factory=list)
    error: TangoStudioError | None = None


class Imports:
    """Imports into the studio's library."""

    def __init__(self, studio: Studio, deliver: Callable[[Event], None] | None) -> None:
        self._studio = studio
        self._deliver = deliver
        self._closing = threading.Event()

    def plan(
        self, paths: Sequence[Path], cancelled: Callable[[], bool] = lambda: False
    ) -> ImportPlan:
        """What there is to import; on any thread."""
        return import_plan.plan(paths, cancelled)

    def prepare(self, plan: ImportPlan, project: str | None = None) -> Callable[..., Imported]:
        """An import that is ready to run: call the result with a progress and a cancelled function.

        That may be on any thread but the studio's, where a studio has one of its own; it raises
        StorageError when the disk fills meanwhile: the takes that were made then stay.

        Args:
            project: that gets the takes; the open one when left out.

        Raises:
            StorageError: there is not enough room.
            NotFound: no such project.
        """
        library = self._studio.library
        room.check(library.audio_dir, plan.stored_bytes)
        project = project or self._studio.project
        known = library.takes.hashes_in(project)
        present = set(os.listdir(library.audio_dir))
        run = _Run(plan, project, known, present)

        def work(
            progress: Progress | None = None, cancelled: Callable[[], bool] = lambda: False
        ) -> Imported:
            return self._work(run, progress, cancelled)

        return work

    def run(
        self,
        plan: ImportPlan,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        project: str | None = None,
    ) -> Imported:
        """Import at once, in the studio's thread; for a studio that has no other. See `prepare`."""
        return self.prepare(plan, project)(progress, cancelled)

    def take_in(self, event: SoundsRead) -> None:
        """Add the rows of sounds that are stored."""
        batch: Batch = event.batch
        run = batch.run
        try:
            with self._studio.library.database.transaction():
                made = [self._add(read) for read in batch.takes]
        except TangoStudioError as error:
            run.error = error
            batch.done.set()
            return
        batch.new_files.clear()
        first = not run.ids
        run.ids += made
        batch.done.set()
        if first:
            self._remember(run)
        self._studio.changes.announce("takes", "projects", takes=made)

    def _add(self, read: ReadSound) -> int:
        take = self._studio.library.takes.add(read.new, read.overview).id
        foreign.keep(self._studio.library, take, read.chunks)
        return take

    def close(self) -> None:
        """Stop an import that is under way after the sound that is being read."""
        self._closing.set()

    def _remember(self, run: _Run) -> None:
        takes, changes = self._studio.library.takes, self._studio.changes

        def move(where: Callable[[list[int]], list[int]]) -> None:
            moved = where([take for take in run.ids if takes.exists(take)])
            changes.announce("takes", "projects", takes=moved)

        self._studio.remember(
            Deed("importing", lambda: move(takes.trash), lambda: move(takes.restore))
        )

    def _work(
        self, run: _Run, progress: Progress | None, cancelled: Callable[[], bool]
    ) -> Imported:
        refused: list[Refused] = []
        batch, made, duplicates, stopped = Batch(run), 0, 0, False
        count = len(run.plan.recordings)
        try:
            for number, recording in enumerate(run.plan.recordings):
                if stopped := cancelled() or self._closing.is_set():
                    break
                if progress is not None:
                    progress(number, count, recording.path.name)
                try:
                    new = self._read(run, recording, batch)
                except AudioFileError as error:
                    refused.append(Refused(recording.path, error.message))
                    continue
                made, duplicates = made + (new is not None), duplicates + (new is None)
                if new is not None:
                    batch.takes.append(new)
                if len(batch.takes) >= _AT_ONCE:
                    self._hand_over(batch)
                    batch = Batch(run)
            self._hand_over(batch)
        finally:
            _remove(batch.new_files)
        if progress is not None:
            progress(count, count, "")
        return Imported(made, duplicates, tuple(refused), stopped)

    def _read(self, run: _Run, recording: Recording, batch: Batch) -> ReadSound | None:
        """A take of a recording, its sound stored; None for one that the project has."""
        sound = files.read(recording.path)
        stored = files.store(sound.samples, sound.sample_rate, self._studio.library.audio_dir)
        if stored.sha256 in run.known:
            return None
        run.known.add(stored.sha256)
        if stored.path.name not in run.present:
            run.present.add(stored.path.name)
            batch.new_files.append(stored.path)
        found = facts.examine(sound.samples, sound.sample_rate, gain_db=stored.gain_db)
        chunks = foreign.chunks_in(recording.path)
        new = _new_take(run.project, recording, stored, found)
        return ReadSound(foreign.with_rights(new, chunks), found.overview, chunks)

    def _hand_over(self, batch: Batch) -> None:
        """Have the rows added and wait for it: what is stored without a row must not grow."""
        if not batch.takes:
            return
        event = SoundsRead(JOB, batch)
        if self._deliver is None:
            self._studio.handle(event)
        else:
            self._deliver(event)
        while not batch.done.wait(0.1):
            if self._closing.is_set():
                return
        if batch.run.error is not None:
            raise batch.run.error


def _new_take(project: str, recording: Recording, stored: Stored, found: Facts) -> NewTake:
    return NewTake(
        project=project,
        prompt="",
        model="",
        seed=0,
        seconds=stored.frames / stored.sample_rate,
        title=recording.title,
        category=recording.category,
        licence=LICENCE,
        commercial="limited",
        app_version=__version__,
        sha256=stored.sha256,
        frames=stored.frames,
        sample_rate=stored.sample_rate,
        channels=stored.channels,
        gain_db=stored.gain_db,
        lufs=found.lufs,
        peak_db=found.peak_db,
        momentary_lufs=found.momentary_lufs,
        range_lu=found.range_lu,
        flags=found.flags,
    )


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()
