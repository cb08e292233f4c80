"""The numbers behind the editor's pictures, made behind the window and handed to its two layers.

For the take that is shown, for another that it is compared with, and for the visible part alone,
sharper. What comes too late for another take or another view is dropped. It paints nothing.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from tangostudio.audio.files import Sound
from tangostudio.audio.marks import find_marks
from tangostudio.audio.overview import Pyramid
from tangostudio.audio.spectrum import LOWEST_DB, Spectrogram, difference, spectrogram
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.spectrogram_view import SpectrogramLayer
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.view_settings import View
from tangostudio.ui.view_words import describe
from tangostudio.ui.waveform import Wave, WaveformLayer

SHARPEN_AFTER_MS = 90
LONG_WINDOW = 4096  # with longer ones a few columns come first
COARSE = 6  # times fewer columns
WAVEFORM, SPECTROGRAM = "waveform", "spectrogram"

Part = tuple[int, int]


class EditorAnalysis(QObject):
    """Fills the layers for one take at a time.

    Attributes:
        columns: how many columns the spectrogram's canvas has.

    Signals:
        ready(str): WAVEFORM or SPECTROGRAM can be painted anew.
    """

    ready = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        axis: TimeAxis,
        wave: WaveformLayer,
        spectrum: SpectrogramLayer,
        columns: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._axis = axis
        self._wave = wave
        self._spectrum = spectrum
        self.columns = columns
        self._sound: Sound | None = None
        self._other: Sound | None = None
        self._fitted: Sound | None = None
        self._names = ("", "")
        self._turn = 0  # counts what is shown: results of another turn are dropped
        self._sharpen = QTimer(self, singleShot=True, interval=SHARPEN_AFTER_MS)
        self._sharpen.timeout.connect(self._analyse_part)

    def show(self, sound: Sound | None) -> None:
        """Begin with another take, or show none; the other one is let go."""
        self._turn += 1
        self._sharpen.stop()
        self._sound = sound
        self._other = self._fitted = None
        self._wave.other = None
        self._wave.show(None)
        self._spectrum.show(None)
        if sound is not None:
            steps = functools.partial(_steps, sound, self._spectrum.view, self.columns())
            self._run(steps, functools.partial(self._on_step, self._spectrum.view))

    def show_other(self, sound: Sound | None, names: tuple[str, str]) -> None:
        """Compare with another take from now on, or with none.

        `names` says what is louder where the difference is below and above 0.
        """
        self._other, self._fitted, self._names = sound, None, names
        self._wave.other = None
        self._spectrum.show_difference(None, names)
        self._tell_again()
        self._analyse_other()

    def view_changed(self, before: View) -> None:
        """The spectrogram's layer has another view: make its levels anew where they change."""
        view = self._spectrum.view
        self._tell_again()
        if self._sound is not None and not _same_levels(view, before):
            steps = functools.partial(_spectra, self._sound, view, self.columns())
            self._run(steps, functools.partial(self._on_step, view))
        if not _same_levels(view, before) or view.floor_db != before.floor_db:
            self._analyse_other()

    def range_changed(self) -> None:
        """Another part is visible: make it sharper soon."""
        if 0 < self._axis.span < self._axis.seconds * 0.98:
            self._sharpen.start()

    def _tell_again(self) -> None:
        """What is there already is to be painted otherwise."""
        if self._wave.shown:
            self.ready.emit(WAVEFORM)
        if self._spectrum.sound.whole is not None:
            self.ready.emit(SPECTROGRAM)

    # --- behind the window ------------------------------------------------------------------------

    def _run(self, steps: Callable[[], Iterator[Any]], done: Callable[[Any], None]) -> None:
        """Hand over each result as it comes, as long as the same take is shown."""
        turn = self._turn

        def receive(result: Any) -> None:
            if turn == self._turn:
                done(result)

        def work() -> None:
            for result in steps():
                self._bridge.post(functools.partial(receive, result))
                if turn != self._turn:
                    return

        self._bridge.background(work)

    def _on_step(self, view: View, result: Wave | Spectrogram) -> None:
        if isinstance(result, Wave):
            self._wave.show(result)
            self.ready.emit(WAVEFORM)
        elif _same_levels(view, self._spectrum.view):
            compared = self._spectrum.difference.whole
            self._spectrum.sound.show(result)
            if compared is not None and compared.db.shape != result.db.shape:
                self._spectrum.show_difference(None, self._names)
            self.ready.emit(SPECTROGRAM)
            self.range_changed()

    def _analyse_other(self) -> None:
        sound, other, view = self._sound, self._other, self._spectrum.view
        if sound is None or other is None:
            return
        steps = functools.partial(_compared, sound, other, self._fitted, view, self.columns())
        self._run(steps, functools.partial(self._on_compared, other, view))

    def _on_compared(self, other: Sound, view: View, result: Sound | Wave | Spectrogram) -> None:
        if other is not self._other:
            return
        if isinstance(result, Sound):
            self._fitted = result
        elif isinstance(result, Wave):
            self._wave.other = result
            self.ready.emit(WAVEFORM)
        elif _same_levels(view, self._spectrum.view):
            self._spectrum.show_difference(result, self._names)
            self.ready.emit(SPECTROGRAM)
            self.range_changed()

    def _analyse_part(self) -> None:
        """Analyse what is visible alone: as many columns for a shorter stretch."""
        sound, view = self._sound, self._spectrum.view
        if sound is None or self._spectrum.sound.whole is None:
            return
        rate, axis = sound.sample_rate, self._axis
        part = (max(0, int(axis.start * rate)), min(int(axis.end * rate) + 1, sound.frames))
        compared = self._fitted if self._spectrum.differs else None
        steps = functools.partial(_parts, sound, compared, view, self.columns(), part)
        self._run(steps, functools.partial(self._on_part, view, compared, part[0] / rate))

    def _on_part(
        self, view: View, compared: Sound | None, start: float, result: Spectrogram
    ) -> None:
        if not _same_levels(view, self._spectrum.view):
            return
        if compared is None:
            self._spectrum.show_part(result, start)
        elif compared is self._fitted:
            self._spectrum.show_difference_part(result, start)
        self.ready.emit(SPECTROGRAM)


def _same_levels(one: View, other: View) -> bool:
    """Whether both views are drawn from the same levels."""
    return (one.scale, one.n_fft) == (other.scale, other.n_fft)


def _steps(sound: Sound, view: View, columns: int) -> Iterator[Wave | Spectrogram]:
    """Waveform first, then the spectrogram, then what is marked.

    One after the other on one thread: two would only wait for each other's interpreter.
    """
    wave = _wave(sound)
    yield wave
    yield from _spectra(sound, view, columns)
    marks = find_marks(sound.samples, sound.sample_rate)
    words = describe(sound.samples, sound.sample_rate, marks)
    yield dataclasses.replace(wave, marks=marks, description=words)


def _wave(sound: Sound) -> Wave:
    pyramid = Pyramid(sound.samples, sound.sample_rate)
    # Asked once here, so that its colours are ready and no paint has to make them.
    pyramid.columns(0, len(sound.samples), 1)
    return Wave(sound.samples, sound.sample_rate, pyramid)


def _spectra(sound: Sound, view: View, columns: int) -> Iterator[Spectrogram]:
    """With long windows first a coarse one, which takes a sixth of the time."""
    if view.n_fft > LONG_WINDOW and columns > COARSE:
        yield _spectrum(sound, view, columns // COARSE)
    yield _spectrum(sound, view, columns)


def _compared(
    sound: Sound, other: Sound, fitted: Sound | None, view: View, columns: int
) -> Iterator[Sound | Wave | Spectrogram]:
    """The other sound's outline, the sound itself made as long as the first, and the difference."""
    if fitted is None:
        yield _wave(other)
        fitted = _fit(other, sound)
        yield fitted
    shown, compared = _spectrum(sound, view, columns), _spectrum(fitted, view, columns)
    yield difference(shown, compared, view.floor_db)


def _parts(
    sound: Sound, compared: Sound | None, view: View, columns: int, part: Part
) -> Iterator[Spectrogram]:
    shown = _spectrum(sound, view, columns, part)
    if compared is None:
        yield shown
    else:
        yield difference(shown, _spectrum(compared, view, columns, part), view.floor_db)


def _fit(other: Sound, sound: Sound) -> Sound:
    """The other sound at the rate and in the length of the first, from the same beginning."""
    from tangostudio.audio.resample import resample

    samples = resample(other.samples, other.sample_rate, sound.sample_rate)[: sound.frames]
    missing = sound.frames - len(samples)
    return Sound(np.pad(samples, ((0, missing), (0, 0))), sound.sample_rate)


def _spectrum(sound: Sound, view: View, columns: int, part: Part | None = None) -> Spectrogram:
    start, end = part or (0, len(sound.samples))
    return spectrogram(
        sound.samples,
        sound.sample_rate,
        view.scale,
        n_fft=view.n_fft,
        columns_max=columns,
        floor_db=LOWEST_DB,
        start_frame=start,
        end_frame=end,
    )
