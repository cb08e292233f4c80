"""The editor: ruler, waveform and spectrogram of one take on one time axis, transport below.

Reading and analysis run behind the window; what comes too late for another take is dropped. It
knows nothing of how a take was found.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from tangostudio.audio.files import Sound
from tangostudio.audio.overview import Pyramid
from tangostudio.audio.spectrum import SCALES, Spectrogram, spectrogram
from tangostudio.errors import NotFound
from tangostudio.ui import theme
from tangostudio.ui.actions import CREATE, Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge, Task
from tangostudio.ui.canvas import TimeCanvas
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.spectrogram_view import SpectrogramLayer, frequency_text
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.time_ruler import TimeRuler
from tangostudio.ui.transport import Transport
from tangostudio.ui.waveform import WaveformLayer

SHARPEN_AFTER_MS = 90
MOST_COLUMNS = 2000
SHORT_WINDOW_SECONDS = 1.0
SCALE_NAMES = {"mel": "Mel", "log": "Log", "linear": "Linear"}


class EditorPanel(QWidget):
    """Shows one take and lets it be heard, zoomed and marked.

    Attributes:
        axis: what is visible, the region, the playhead.
        take_id: the take that is shown, or None.
        painted: which of "waveform" and "spectrogram" are ready for the take that is shown.
    """

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self._studio = studio
        self._bridge = bridge
        self._actions = actions
        self._audition = audition
        self._tasks: list[Task] = []
        self.take_id: int | None = None
        self.painted: set[str] = set()
        self.axis = TimeAxis(self)
        self.wave_layer = WaveformLayer()
        self.spectrum_layer = SpectrogramLayer(studio.settings.spectrogram_colours)
        self.waveform = TimeCanvas(self.axis, self.wave_layer)
        self.spectrum = TimeCanvas(self.axis, self.spectrum_layer)
        self.transport = Transport(self.axis, actions, audition)
        self.empty = EmptyState()
        self._sharpen = QTimer(self)
        self._sharpen.setSingleShot(True)
        self._sharpen.setInterval(SHARPEN_AFTER_MS)
        self._sharpen.timeout.connect(self._analyse_part)
        self._lay_out()
        self._bind()
        self._connect()
        self.show_take(None)

    # --- what it shows ----------------------------------------------------------------------------

    def show_take(self, take_id: int | None) -> None:
        """Show a take, or the hint of what belongs here."""
        self._drop_tasks()
        self.take_id = take_id
        self.painted.clear()
        self.wave_layer.show(None, None, 44100)
        self.spectrum_layer.show(None)
        self._audition.select(take_id)
        if take_id is None:
            self.axis.show(0.0, 44100)
            self._say_nothing()
            return
        try:
            take = self._studio.take(take_id)
        except NotFound as error:
            self._say_trouble(error.message, error.hint)
            return
        self.axis.show(take.frames / take.sample_rate, take.sample_rate)
        for canvas, name in ((self.waveform, "Waveform"), (self.spectrum, "Spectrogram")):
            canvas.setAccessibleName(f"{name} of {take.title}, {take.seconds:.1f} seconds")
        self._pages.setCurrentIndex(0)
        if self._audition.trouble(take_id) is not None:
            self._on_failed(take_id)
        elif self._audition.sound(take_id) is not None:
            self._on_loaded(take_id)

    def set_scale(self, scale: str) -> None:
        """Another spacing of the spectrogram's rows: "mel", "log" or "linear"."""
        self.spectrum_layer.scale = scale
        self._scale_button.setText(SCALE_NAMES[scale])
        sound = self._sound()
        if sound is not None:
            self._analyse_spectrum(sound)

    # --- loading ----------------------------------------------------------------------------------

    def _sound(self) -> Sound | None:
        return self._audition.sound(self.take_id)

    def _on_loaded(self, take_id: int) -> None:
        sound = self._sound()
        if take_id != self.take_id or sound is None:
            return
        if abs(sound.seconds - self.axis.seconds) > 1 / sound.sample_rate:
            self.axis.show(sound.seconds, sound.sample_rate)
        scale, columns = self.spectrum_layer.scale, self._columns()
        on_wave = self._if_wanted(functools.partial(self._on_wave, sound))
        self._run(
            functools.partial(_analyse, sound, scale, columns, self._bridge.post, on_wave),
            functools.partial(self._on_spectrum, scale),
        )

    def _on_failed(self, take_id: int) -> None:
        trouble = self._audition.trouble(take_id)
        if take_id == self.take_id and trouble is not None:
            self._say_trouble(trouble.message, trouble.hint)

    def _on_wave(self, sound: Sound, pyramid: Pyramid) -> None:
        self.wave_layer.show(pyramid, sound.samples, sound.sample_rate)
        self.painted.add("waveform")
        self.waveform.refresh()

    def _analyse_spectrum(self, sound: Sound) -> None:
        scale, columns = self.spectrum_layer.scale, self._columns()
        self._run(
            functools.partial(_spectrum, sound, scale, columns),
            functools.partial(self._on_spectrum, scale),
        )

    def _on_spectrum(self, scale: str, result: Spectrogram) -> None:
        if scale != self.spectrum_layer.scale:
            return
        self.spectrum_layer.show(result)
        self.painted.add("spectrogram")
        self.spectrum.refresh()
        self._view_changed()

    def _view_changed(self) -> None:
        if 0 < self.axis.span < self.axis.seconds * 0.98:
            self._sharpen.start()

    def _analyse_part(self) -> None:
        """Analyse what is visible alone: as many columns for a shorter stretch."""
        sound = self._sound()
        if sound is None or "spectrogram" not in self.painted:
            return
        start, end = self.axis.start, self.axis.end
        scale = self.spectrum_layer.scale
        part = (max(0, int(start * sound.sample_rate)), int(end * sound.sample_rate) + 1)
        self._run(
            functools.partial(_spectrum, sound, scale, self._columns(), part),
            functools.partial(self._on_part, scale, part[0] / sound.sample_rate),
        )

    def _on_part(self, scale: str, start: float, result: Spectrogram) -> None:
        if scale == self.spectrum_layer.scale:
            self.spectrum_layer.show_part(result, start)
            self.spectrum.refresh()

    def _columns(self) -> int:
        return min(MOST_COLUMNS, max(200, round(self.width() * self.devicePixelRatioF())))

    def _if_wanted(self, done: Callable[[Any], None]) -> Callable[[Any], None]:
        """The same receiver, deaf once another take is shown."""
        shown = self.take_id

        def receive(result: Any) -> None:
            if shown == self.take_id:
                done(result)

        return receive

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._tasks = self._tasks[-8:]
        self._tasks.append(self._bridge.background(work, self._if_wanted(done)))

    def _drop_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._sharpen.stop()

    # --- states -----------------------------------------------------------------------------------

    def _say_nothing(self) -> None:
        self.empty.say(
            "Nothing is selected",
            "Click a take to hear and see it. Up and Down play the one before and the next.",
        )
        self._pages.setCurrentIndex(1)

    def _say_trouble(self, message: str, hint: str) -> None:
        self.axis.show(0.0, 44100)
        self.empty.say(message, hint, picture="warning")
        self._pages.setCurrentIndex(1)

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        canvases = QWidget()
        column = QVBoxLayout(canvases)
        column.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 0)
        column.setSpacing(0)
        line = QFrame()
        line.setProperty("kind", "hairline")
        column.addWidget(TimeRuler(self.axis))
        column.addWidget(self.waveform, 4)
        column.addWidget(line)
        column.addWidget(self.spectrum, 5)
        self._make_overlay()
        host = QWidget()
        self._pages = QStackedLayout(host)
        self._pages.addWidget(canvases)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(host, 1)
        whole.addWidget(self.transport)

    def _make_overlay(self) -> None:
        """The readout and the choice of scale, over the spectrogram's upper right corner."""
        self._readout = QLabel(self.spectrum)
        self._readout.setObjectName("readout")
        self._readout.setFont(theme.number_font(10))
        self._readout.setStyleSheet(
            f"background: {theme.CANVAS}; color: {theme.SECOND}; padding: 2px 6px;"
            f" border-radius: 4px; font-family: '{theme.number_family()}'; font-size: 10px;"
        )
        self._readout.setAccessibleName("Under the mouse")
        self._readout.hide()
        self._scale_button = QPushButton("Mel", self.spectrum)
        self._scale_button.setProperty("kind", "chip")
        self._scale_button.setFocusPolicy(self._scale_button.focusPolicy().TabFocus)
        self._scale_button.setAccessibleName("Spacing of frequencies")
        self._scale_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        menu = QMenu(self._scale_button)
        for scale in SCALES:
            menu.addAction(self._actions[f"view.spectrogram_{scale}"])
        self._scale_button.setMenu(menu)
        row = QHBoxLayout()
        row.setContentsMargins(6, 6, 6, 6)
        row.addStretch(1)
        row.addWidget(self._readout)
        row.addWidget(self._scale_button)
        column = QVBoxLayout(self.spectrum)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addStretch(1)

    def _bind(self) -> None:
        bind, axis, audition = self._actions.bind, self.axis, self._audition
        bind("play.from_start", audition.play_from_start)
        bind("play.next", audition.next)
        bind("play.previous", audition.previous)
        bind("play.loop", audition.set_loop)
        bind("region.in", axis.region_from_playhead)
        bind("region.out", axis.region_to_playhead)
        bind("region.clear", axis.clear_region)
        bind("view.zoom_in", lambda: axis.zoom(0.5))
        bind("view.zoom_out", lambda: axis.zoom(2.0))
        bind("view.zoom_region", axis.show_region)
        bind("view.zoom_all", axis.show_all)
        for scale in SCALES:
            bind(f"view.spectrogram_{scale}", lambda _on, s=scale: self.set_scale(s))
        self._actions["view.spectrogram_mel"].setChecked(True)

    def _connect(self) -> None:
        audition, axis = self._audition, self.axis
        audition.loaded.connect(self._on_loaded)
        audition.failed.connect(self._on_failed)
        audition.position_changed.connect(self._follow)
        axis.seek_wanted.connect(audition.seek)
        axis.region_changed.connect(lambda: audition.set_region(axis.region))
        axis.view_changed.connect(self._view_changed)
        self._bridge.changed.connect(self._on_change)
        self._actions.mode_changed.connect(self._on_mode)
        self._on_mode(self._actions.mode)
        for canvas in (self.waveform, self.spectrum):
            canvas.unpointed.connect(self._readout.hide)
        self.spectrum.pointed.connect(self._read_spectrum)

    def _follow(self, seconds: float) -> None:
        if self._audition.current != self.take_id:
            return
        if self._audition.playing:
            self.axis.reveal(seconds)
        self.axis.set_playhead(seconds)

    def _on_mode(self, mode: str) -> None:
        """Back from listening elsewhere: the take that is shown is heard again."""
        if mode == CREATE:
            self._actions.bind("play.toggle", self._audition.toggle)
            self._audition.stop()
            self._audition.select(self.take_id)
            self._audition.set_region(self.axis.region)

    def _on_change(self, change: Any) -> None:
        table = self._studio.settings.spectrogram_colours
        if "settings" in change.kinds and table != self.spectrum_layer.colour_table:
            self.spectrum_layer.set_colours(table)
            self.spectrum.refresh()

    def _read_spectrum(self, seconds: float, height: float) -> None:
        found = self.spectrum_layer.level_at(seconds, height)
        if found is None:
            self._readout.hide()
            return
        hz, level_db = found
        self._readout.setText(f"{seconds:.3f} s  {frequency_text(hz)}  {level_db:.0f} dB")
        self._readout.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider view may show more detail."""
        super().resizeEvent(event)
        self._view_changed()


def _analyse(
    sound: Sound,
    scale: Any,
    columns: int,
    post: Callable[[Callable[[], object]], None],
    on_wave: Callable[[Pyramid], None],
) -> Spectrogram:
    """Waveform first, handed over at once, then the spectrogram.

    One after the other on one thread: two would only wait for each other's interpreter.
    """
    pyramid = Pyramid(sound.samples, sound.sample_rate)
    # Asked once here, so that its colours are ready and no paint has to make them.
    pyramid.columns(0, len(sound.samples), 1)
    post(functools.partial(on_wave, pyramid))
    return _spectrum(sound, scale, columns)


def _spectrum(
    sound: Sound, scale: Any, columns: int, part: tuple[int, int] | None = None
) -> Spectrogram:
    """Of the whole sound, or of a part, with shorter windows where less time is visible."""
    start, end = part or (0, len(sound.samples))
    short = (end - start) / sound.sample_rate < SHORT_WINDOW_SECONDS
    return spectrogram(
        sound.samples,
        sound.sample_rate,
        scale,
        n_fft=1024 if short and part else 2048,
        columns_max=columns,
        start_frame=start,
        end_frame=end,
    )
