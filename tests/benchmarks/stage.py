"""The window's side of the `window` benchmark: plays a person and prints what it measured."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program itself sets it

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tangostudio import paths
from tangostudio.app import Session
from tangostudio.audio import files, loudness, overview
from tangostudio.library import NewTake
from tangostudio.messages import TakeReady
from tangostudio.ui import theme
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.memory import WindowMemory

PROMPT = "heavy wooden door slam"
ROUNDS = 5
RATE = 44100


def say(name: str, **values: float) -> None:
    """One line for the other side."""
    print(json.dumps({"name": name, **values}), flush=True)


class Stage:
    """The window, opened on an empty library, and hands to work it."""

    def __init__(self, library: str) -> None:
        self.app = QApplication(["tangostudio"])
        theme.apply(self.app)
        self.window = MainWindow(WindowMemory(paths.config_dir() / "window.ini"))
        self.window.resize(1440, 900)
        self.session = Session(self.app, self.window, library)
        self.window.show()
        self.window.activateWindow()
        self.spin(0.2)
        self.session.open()
        self.space = self.session.workspace
        self.studio = self.space.studio
        self.ready: list[int] = []
        self.studio.changes.subscribe(self._hear)

    def _hear(self, change: object) -> None:
        event = getattr(change, "event", None)
        if isinstance(event, TakeReady):
            self.ready.append(event.take)

    def spin(self, seconds: float) -> None:
        """Let the window live."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.app.processEvents()
            time.sleep(0.001)

    def until(self, done: Callable[[], bool], seconds: float = 120.0) -> float:
        """Let the window live until something holds; how long that took."""
        began = time.perf_counter()
        while not done():
            if time.perf_counter() - began > seconds:
                raise TimeoutError
            self.app.processEvents()
            time.sleep(0.0005)
        return time.perf_counter() - began

    def generate(self, takes: int) -> None:
        """Press Generate."""
        request = self.studio.plan("starter", PROMPT, seconds=4.0, takes=takes)
        self.studio.generate(request)

    def first_takes(self) -> None:
        """From Generate to the first of four takes decoded for playing."""
        self.until(lambda: self.studio.worker_state == "ready")
        for _ in range(ROUNDS):
            self.ready.clear()
            began = time.perf_counter()
            self.generate(4)
            self.until(lambda: bool(self.ready))
            self.space.takes.select(self.ready[0])
            take = self.ready[0]
            self.until(lambda take=take: self.space.audition.sound(take) is not None)
            say("first_take", value=time.perf_counter() - began)
            self.until(lambda: not self.studio.jobs())

    def press_space(self) -> None:
        """Press the key where the takes have the focus."""
        QTest.keyClick(self.space.takes.view, Qt.Key.Key_Space)

    def play_keys(self) -> None:
        """Space, again and again; the other side hears when the sound comes."""
        self.space.takes.view.setFocus()
        for _ in range(10):
            self.spin(0.5)
            say("play", at=time.perf_counter())
            self.press_space()
            self.spin(0.3)
            sys.stdin.readline()
            if self.space.audition.playing:
                self.press_space()

    def gaps(self) -> None:
        """How regularly the event loop turns while four takes are made and one plays in a loop."""
        audition = self.space.audition
        audition.loop = True
        self.space.table["play.loop"].setChecked(True)
        gaps: list[float] = []
        last = [time.perf_counter()]

        def beat() -> None:
            now = time.perf_counter()
            gaps.append((now - last[0]) * 1000)
            last[0] = now

        before = audition.player.underruns
        self.press_space()
        timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(beat)
        ended = QTimer(interval=20)
        ended.timeout.connect(lambda: None if self.studio.jobs() else self.app.exit())
        for _ in range(ROUNDS):
            self.generate(4)
            last[0] = time.perf_counter()
            timer.start()
            ended.start()
            self.app.exec()
            ended.stop()
            timer.stop()
        assert audition.playing, "the take was not playing to the end"
        for gap in gaps:
            say("gap_ms", value=gap)
        say("underruns", value=audition.player.underruns - before)
        self.press_space()

    def paints(self) -> None:
        """From selecting a 30 s stereo take to both pictures painted; each take is new."""
        chance = np.random.default_rng(1)
        ids = []
        for _ in range(ROUNDS):
            swell = np.abs(np.sin(np.arange(30 * RATE) / 20000))[:, None]
            sound = (chance.standard_normal((30 * RATE, 2)) * 0.1 * swell).astype(np.float32)
            ids.append(self._add(sound))
        editor = self.space.editor
        for identifier in ids:
            self.spin(0.5)
            began = time.perf_counter()
            editor.show_take(identifier)
            self.until(lambda: editor.painted >= {"waveform", "spectrogram"})
            say("paint_ms", value=(time.perf_counter() - began) * 1000)

    def _add(self, sound: np.ndarray) -> int:
        stored = files.store(sound, RATE, self.studio.library.audio_dir)
        level = loudness.measure(sound, RATE)
        new = NewTake(
            project=self.studio.project,
            prompt="noise",
            model="starter",
            seed=1,
            seconds=30.0,
            sha256=stored.sha256,
            frames=stored.frames,
            sample_rate=RATE,
            channels=2,
            lufs=level.integrated_lufs,
            peak_db=level.true_peak_db,
        )
        return self.studio.library.takes.add(new, overview.pack(sound, RATE)).id


def main() -> None:
    """Play all scenes."""
    stage = Stage(sys.argv[1])
    stage.first_takes()
    stage.play_keys()
    stage.gaps()
    stage.paints()
    stage.session.end()


if __name__ == "__main__":
    main()
