"""The window's time for each letter that is typed into the search, with 50,000 takes."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tangostudio.library import Library
from tests.library.make import fill

TAKES = 50_000
WORDS = ("heavy door", "glass in a hall", "rain", "soft wind on gravel")
SORTS = ("newest", "stars", "name", "loudness")


def measure() -> Iterator[tuple[str, str, str]]:
    """Type words letter by letter: find, list, lay out and paint, as cards and as rows."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tangostudio.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Library.open(folder, write=True) as library:
            fill(library, TAKES)
        yield from _typed(app, folder)


def _typed(app: object, folder: Path) -> Iterator[tuple[str, str, str]]:
    from PySide6.QtWidgets import QApplication

    from tests.benchmarks.keystrokes_stage import open_panel

    with open_panel(folder) as panel:
        for view in ("grid", "list"):
            panel.show_view(view)
            times = []
            for word in WORDS:
                for end in range(len(word) + 1):
                    panel.search.text.setText(word[:end])
                    began = time.perf_counter()
                    panel.search._take_text()
                    QApplication.processEvents()
                    times.append(time.perf_counter() - began)
            yield _row(f"a letter typed, {TAKES:,} takes as {view}", times)
        panel.search.clear()
        times = []
        for sort in SORTS:
            began = time.perf_counter()
            panel.search.set_sort(sort)
            QApplication.processEvents()
            times.append(time.perf_counter() - began)
        yield _row("another order of all of them", times)


def _row(figure: str, times: list[float]) -> tuple[str, str, str]:
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    return figure, "50 ms", f"{middle:.0f} ms (worst {worst:.0f} ms, n {len(times)})"
