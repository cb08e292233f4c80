"""The editor's canvases, painted for real on a window without a screen: first sight, zoom, pan.

Thirty seconds of stereo; every frame is a repaint of both canvases, as a turn of the wheel causes
it. The first sight is counted from the decoded sound to both pictures on the window; decoding is
in the `window` benchmark.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from tangostudio.audio.files import Sound
from tangostudio.ui import theme
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.canvas import TimeCanvas
from tangostudio.ui.editor_analysis import EditorAnalysis
from tangostudio.ui.spectrogram_view import SpectrogramLayer
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.view_settings import View
from tangostudio.ui.waveform import WaveformLayer

RATE, SECONDS, ROUNDS = 44100, 30, 5
SIZES = {"1440x900": (860, 350), "1920x1080": (1340, 530)}  # of both canvases together
SHARE = 0.95


def measure() -> Iterator[tuple[str, str, str]]:
    """First paints and frame times at both sizes."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    for name, size in SIZES.items():
        for n_fft in (2048, 16384):
            scene = Scene(app, size, View(n_fft=n_fft))
            first = [scene.first_paint() for _ in range(ROUNDS)]
            yield (
                f"30 s stereo at {name}, window {n_fft}: first paint of both",
                "150 ms",
                f"{statistics.median(first):.0f} ms (worst {max(first):.0f} ms, n {ROUNDS})",
            )
            if n_fft == 2048:
                for what, frames in (("zoom", scene.zoom()), ("pan", scene.pan())):
                    frames.sort()
                    yield (
                        f"30 s stereo at {name}: {what}, 95 % of frames under",
                        "20 ms",
                        f"{frames[int(len(frames) * SHARE)]:.1f} ms (median "
                        f"{statistics.median(frames):.1f}, worst {frames[-1]:.1f}, "
                        f"n {len(frames)})",
                    )
            scene.close()


class Scene:
    """Both canvases on one axis, and what fills them."""

    def __init__(self, app: QApplication, size: tuple[int, int], view: View) -> None:
        self.app = app
        self.axis = TimeAxis()
        self.wave, self.spectrum = WaveformLayer(), SpectrogramLayer("magma")
        self.spectrum.set_view(view)
        self.canvases = [TimeCanvas(self.axis, self.wave), TimeCanvas(self.axis, self.spectrum)]
        width, height = size
        for canvas, share in zip(self.canvases, (4 / 9, 5 / 9), strict=True):
            canvas.resize(width, round(height * share))
            canvas.show()
        self.bridge = Bridge()
        self.analysis = EditorAnalysis(
            self.bridge, self.axis, self.wave, self.spectrum, lambda: width
        )
        self.ready: set[str] = set()
        self.analysis.ready.connect(self._refresh)
        self.axis.view_changed.connect(self.analysis.range_changed)
        self._seed = 0

    def _refresh(self, what: str) -> None:
        self.ready.add(what)
        self.canvases[what == "spectrogram"].refresh()

    def first_paint(self) -> float:
        """Milliseconds from a new sound to both pictures."""
        self._seed += 1
        chance = np.random.default_rng(self._seed)
        swell = np.abs(np.sin(np.arange(SECONDS * RATE) / 20000))[:, None]
        sound = (chance.standard_normal((SECONDS * RATE, 2)) * 0.1 * swell).astype(np.float32)
        self.spin(0.5)
        self.ready.clear()
        began = time.perf_counter()
        self.axis.show(float(SECONDS), RATE)
        self.analysis.show(Sound(sound, RATE))
        while len(self.ready) < 2:
            self.app.processEvents()
            time.sleep(0.0005)
        for canvas in self.canvases:
            canvas.repaint()
        return (time.perf_counter() - began) * 1000

    def zoom(self) -> list[float]:
        """Frame times from the whole sound down to single samples and back."""
        self.spin(0.5)
        frames = []
        for factor in (*[0.9] * 110, *[1 / 0.9] * 110):
            self.axis.set_playhead(11.7)
            frames.append(self._frame(lambda factor=factor: self.axis.zoom(factor, 11.7)))
        return frames

    def pan(self) -> list[float]:
        """Frame times through the sound at three zooms."""
        frames = []
        for span in (20.0, 2.0, 0.01):
            self.axis.set_range(5.0, 5.0 + span)
            self.spin(0.2)
            frames += [self._frame(lambda span=span: self.axis.pan(span / 30)) for _ in range(80)]
        return frames

    def _frame(self, change: object) -> float:
        began = time.perf_counter()
        assert callable(change)
        change()
        for canvas in self.canvases:
            canvas.repaint()
        spent = (time.perf_counter() - began) * 1000
        self.spin(0.004)  # the rest of a frame: what comes back from behind the window
        return spent

    def spin(self, seconds: float) -> None:
        """Let the window live."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.app.processEvents()
            time.sleep(0.001)

    def close(self) -> None:
        """Wait for what runs behind the window."""
        self.analysis.show(None)
        self.bridge.close()
        for canvas in self.canvases:
            canvas.close()


def main() -> None:
    """Print the figures alone."""
    for figure, target, measured in measure():
        print(f"{figure:64} {target:>8}  {measured}", flush=True)


if __name__ == "__main__":
    main()
