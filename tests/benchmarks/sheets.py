"""Prompt sheets and long queues: reading rows, queueing them, and what views ask meanwhile."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.library import Library
from tangostudio.messages import Finished, GenerateRequest, Progress
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio

READ, QUEUED = 100_000, 5_000


class _Held:
    """A runner that keeps its job until it is told to end it."""

    def __init__(self, deliver: Callable[[Any], None]) -> None:
        self.jobs: list[str] = []

    def submit(self, job: str, request: Any) -> None:
        if isinstance(request, GenerateRequest):
            self.jobs.append(job)

    def cancel(self, job: str) -> None:
        pass

    def close(self) -> None:
        pass


def measure() -> Iterator[tuple[str, str, str]]:
    """Read a large sheet; queue a long one; then the calls that a window makes all the time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "sheet.csv"
        head = "prompt,seconds,takes,name,category\n"
        path.write_text(head + "a {wood|metal} door slams,1.5,2,Door,DOORSlam\n" * READ)
        library = Library.open(folder / "library", write=True)
        studio = Studio(library, Catalogue.load(paths.models_dir()), Settings(), _Held)
        spent, read = _timed(lambda: studio.making.read_sheet(path))
        assert len(read.rows) == READ
        yield f"read a sheet of {READ:,} rows", "3 s", f"{spent:.2f} s"
        path.write_text(head + "a heavy door slams,1.5,2,Door,DOORSlam\n" * QUEUED)
        rows = studio.making.read_sheet(path)
        spent, _ = _timed(lambda: studio.making.queue_sheet(rows, "starter"))
        yield f"queue {QUEUED:,} rows", "2 s", f"{spent:.2f} s"
        yield from _calls(studio)
        studio.close()


def _calls(studio: Studio) -> Iterator[tuple[str, str, str]]:
    first = studio.jobs()[0].id
    shown = [_timed(studio.jobs)[0] for _ in range(50)]
    yield f"ask for {QUEUED:,} jobs", "5 ms", _ms(shown)
    stepped = [_timed(lambda: _step(studio, first))[0] for _ in range(50)]
    yield f"a step with {QUEUED:,} jobs", "5 ms", _ms(stepped)
    ended = [_timed(lambda: _end(studio))[0] for _ in range(20)]
    some = [_timed(lambda: _end(studio, 100))[0] for _ in range(20)]
    yield f"end a job and start the next of {QUEUED:,}", "100 ms", _ms(ended)
    yield "the same, where 100 are shown", "20 ms", _ms(some)
    last = studio.jobs()[-1].id
    front, _ = _timed(lambda: studio.move_job(last, 0))
    yield f"make the last of {QUEUED:,} the next", "50 ms", f"{front * 1000:.0f} ms"
    cleared, _ = _timed(studio.cancel_all)
    yield f"cancel {QUEUED:,} jobs", "500 ms", f"{cleared * 1000:.0f} ms"


def _step(studio: Studio, job: str) -> None:
    studio.handle(Progress(job, 1, 2, 3, 16, 0.5))
    studio.jobs()


def _end(studio: Studio, limit: int | None = None) -> None:
    studio.handle(Finished(studio.jobs(limit)[0].id))
    studio.jobs(limit)


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = call()
    return time.perf_counter() - began, found


def _ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.1f} ms (worst {max(times) * 1000:.0f} ms)"
