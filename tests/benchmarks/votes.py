"""Votes: what the program itself adds to each, on a real library and the real Compare mode.

From the vote to the moment when the next pair's sounds could be played: the vote is stored, the
taste is learned behind the window, the pair that tells most is chosen, and both its files are read.
Listening takes no time here: each sound counts as heard at once.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

VOTES = 40
SECONDS, RATE = 3.0, 44_100
SIZES = {200: "a library of 200 takes", 5000: "a library of 5,000 takes"}
DIFFERENT = 200
"""Sounds of their own; larger libraries hold them several times under other prompts."""


def measure() -> Iterator[tuple[str, str, str]]:
    """One row per size of the library."""
    for takes, name in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            times = _vote(Path(folder), takes)
        yield (
            f"vote to next pair ready, {name}",
            "100 ms",
            f"{statistics.median(times):.0f} ms (worst {max(times):.0f} ms, n {len(times)})",
        )


def _vote(folder: Path, takes: int) -> list[float]:
    from PySide6.QtWidgets import QApplication

    from tangostudio.app import Session
    from tangostudio.ui import theme
    from tangostudio.ui.compare_view import CompareView
    from tangostudio.ui.main_window import MainWindow
    from tangostudio.ui.memory import WindowMemory

    app = QApplication.instance() or QApplication(["tangostudio"])
    assert isinstance(app, QApplication)
    theme.apply(app)
    library = folder / "library"
    _fill(library, takes)
    window = MainWindow(WindowMemory(folder / "window.ini"))
    session = Session(app, window, str(library))
    window.show()
    session.open()
    workspace = session.workspace
    workspace.open_mode("compare")
    view: Any = window.shell.findChild(CompareView)
    _spin(app, lambda: workspace.studio.tasting.state == "idle")
    for _ in range(VOTES):
        for key in view.round.keys:
            while not view.round.heard(key):
                view.round.listened(key, 0.4)
        done = len(view.own_ms)
        view.vote("left")
        _spin(app, lambda done=done: len(view.own_ms) > done)
        view.go_on()
        _spin(app, lambda: workspace.studio.tasting.state == "idle")
    session.end()
    window.deleteLater()
    return view.own_ms


def _spin(app: Any, done: Any, seconds: float = 300.0) -> None:
    end = time.perf_counter() + seconds
    while not done():
        if time.perf_counter() > end:
            raise TimeoutError
        app.processEvents()
        time.sleep(0.0005)


def _fill(folder: Path, takes: int) -> None:
    from tangostudio.audio import files, impressions
    from tangostudio.library import Library, NewTake

    chance = np.random.default_rng(1)
    times = np.arange(round(SECONDS * RATE)) / RATE
    with Library.open(folder, write=True) as library:
        stored, vectors = [], {}
        for number in range(min(takes, DIFFERENT)):
            hz, decay = 100 * 2 ** (number / 40), chance.uniform(1, 8)
            tone = np.sin(2 * np.pi * hz * times) + chance.normal(0, 0.3, len(times))
            sound = (0.2 * tone * np.exp(-decay * times)).astype(np.float32)[:, None]
            stored.append(files.store(sound, RATE, library.audio_dir))
            vectors[stored[-1].sha256] = impressions.impression(sound, RATE)
        library.embeddings.add(impressions.NAME, vectors)
        project = library.projects.all()[0].name
        with library.database.transaction():
            for number in range(takes):
                sound = stored[number % len(stored)]
                library.takes.add(
                    NewTake(
                        project=project,
                        prompt=f"prompt {number // 5}",
                        model="starter",
                        seed=number,
                        seconds=SECONDS,
                        sha256=sound.sha256,
                        frames=sound.frames,
                        sample_rate=RATE,
                        channels=1,
                        lufs=-20.0,
                        peak_db=-3.0,
                    )
                )
