"""A library of 10,000 takes: opening it and searching while typing."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tangostudio.library import Library, TakeQuery
from tests.library.make import fill

TAKES = 10_000
SEARCHES = ("d", "do", "door", "heavy door", "rain in a hall", "gravel", "zzz", "s")


def measure() -> Iterator[tuple[str, str, str]]:
    """Open with the first list of all takes; then each search five times."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Library.open(folder, write=True) as library:
            fill(library, TAKES, sounds=True)
        began = time.perf_counter()
        library = Library.open(folder, write=True)
        found = library.takes.find(TakeQuery())
        opened = time.perf_counter() - began
        assert len(found) == TAKES
        times = []
        for text in SEARCHES * 5:
            began = time.perf_counter()
            library.takes.find(TakeQuery(text=text))
            times.append(time.perf_counter() - began)
        library.close()
    yield f"open a library of {TAKES:,} takes and list them", "1.0 s", f"{opened:.2f} s"
    yield (
        "search it, as typed",
        "50 ms",
        f"{statistics.median(times) * 1000:.0f} ms (worst {max(times) * 1000:.0f} ms)",
    )
