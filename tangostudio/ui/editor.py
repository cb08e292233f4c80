"""The editor: ruler, waveform and spectrogram of one take on one time axis, transport below.

Reading and analysis run behind the window; what comes too late for another take is dropped. It
knows nothing of how a take was found.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from tangostudio.audio.files import Sound
from tangostudio.errors import NotFound, StorageError
from tangostudio.ui import theme
from tangostudio.ui.ab_slots import Slots
from tangostudio.ui.actions import CREATE, Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.canvas import TimeCanvas
from tangostudio.ui.edit_tools import EditTools
from tangostudio.ui.editor_analysis import WAVEFORM, EditorAnalysis
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.memory import WindowMemory
from tangostudio.ui.spectrogram_view import SpectrogramLayer
from tangostudio.ui.texts import tr
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.time_ruler import TimeRuler
from tangostudio.ui.transport import Transport
from tangostudio.ui.view_actions import ViewActions
from tangostudio.ui.view_bar import Readout, ViewChip, over
from tangostudio.ui.view_settings import View, ViewSettings
from tangostudio.ui.view_words import spectrum_reading, wave_reading
from tangostudio.ui.waveform import WaveformLayer

MOST_COLUMNS = 2000


class EditorPanel(QWidget):
    """Shows one take and lets it be heard, zoomed and marked.

    Attributes:
        axis: what is visible, the region, the playhead.
        take_id: the take that is shown, or None.
        other_id: the take that it is compared with, or None.
        painted: which of "waveform" and "spectrogram" are ready for the take that is shown.
        view: how they are drawn.
        tools: what edits the take that is shown.
    """

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        memory: WindowMemory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self._studio = studio
        self._bridge = bridge
        self._actions = actions
        self._audition = audition
        self.take_id: int | None = None
        self.other_id: int | None = None
        self.painted: set[str] = set()
        self.axis = TimeAxis(self)
        self.wave_layer = WaveformLayer()
        self.spectrum_layer = SpectrogramLayer(studio.settings.spectrogram_colours)
        self.waveform = TimeCanvas(self.axis, self.wave_layer)
        self.spectrum = TimeCanvas(self.axis, self.spectrum_layer)
        self.slots = Slots(studio, bridge, actions, audition, self)
        self.transport = Transport(self.axis, actions, audition, self.slots)
        self.tools = EditTools(studio, bridge, actions, audition, self.axis, self.waveform)
        self.empty = EmptyState()
        self.view = ViewSettings(memory, self)
        self.analysis = EditorAnalysis(
            bridge, self.axis, self.wave_layer, self.spectrum_layer, self._columns, self
        )
        self._lay_out()
        self._bind()
        self._connect()
        self.show_take(None)

    # --- what it shows ----------------------------------------------------------------------------

    def show_take(self, take_id: int | None, *, same_view: bool = False) -> None:
        """Show a take, or the hint of what belongs here; `same_view` keeps range and region."""
        self.take_id = take_id
        self.painted.clear()
        self.analysis.show(None)
        self._audition.select(take_id)
        self.tools.show(take_id)
        if take_id is None:
            self.axis.show(0.0, 44100)
            self._say_nothing()
            return
        try:
            take = self._studio.take(take_id)
        except NotFound as error:
            self._say_trouble(error.message, error.hint)
            return
        show = self.axis.exchange if same_view else self.axis.show
        facts = self._studio.editing.as_heard(take)
        show(facts.frames / facts.sample_rate, facts.sample_rate)
        names = {"take": take.title, "seconds": f"{take.seconds:.1f}"}
        self.waveform.setAccessibleName(tr("Waveform of {take}, {seconds} seconds", **names))
        self.spectrum.setAccessibleName(tr("Spectrogram of {take}, {seconds} seconds", **names))
        self._pages.setCurrentIndex(0)
        if self._audition.trouble(take_id) is not None:
            self._on_failed(take_id)
        elif self._audition.sound(take_id) is not None:
            self._on_loaded(take_id)

    def set_other(self, take_id: int | None) -> None:
        """Compare with another take: its outline and the difference can be shown. None: with none.

        While it is the one that is shown it counts as none.
        """
        self.other_id = take_id
        self._compare()
        if take_id is not None:
            self._audition.request(take_id)

    def set_difference(self, on: bool) -> None:
        """Draw the difference to the other take, and its outline over the waveform."""
        self.spectrum_layer.comparing = on
        self._show_view(self.view.view)

    # --- loading ----------------------------------------------------------------------------------

    def _sound(self) -> Sound | None:
        return self._audition.sound(self.take_id)

    def _on_loaded(self, take_id: int) -> None:
        if take_id == self.other_id:
            self._compare()
        sound = self._sound()
        if take_id != self.take_id or sound is None:
            return
        if abs(sound.seconds - self.axis.seconds) > 1 / sound.sample_rate:
            self.axis.exchange(sound.seconds, sound.sample_rate)
        self.analysis.show(sound)
        self._compare()

    def _on_failed(self, take_id: int) -> None:
        trouble = self._audition.trouble(take_id)
        if take_id == self.take_id and trouble is not None:
            self._say_trouble(trouble.message, trouble.hint)

    def _compare(self) -> None:
        """Hand the other take's sound over as soon as there are both."""
        two = self.take_id is not None and self.other_id not in (None, self.take_id)
        known = two and self._sound() is not None
        other = self._audition.sound(self.other_id) if known else None
        self.analysis.show_other(other, (f"#{self.other_id}", f"#{self.take_id}"))
        self.view_actions.set_other(two)

    def _ready(self, what: str) -> None:
        self.painted.add(what)
        (self.waveform if what == WAVEFORM else self.spectrum).refresh()
        for canvas in (self.waveform, self.spectrum):
            canvas.setAccessibleDescription(self.wave_layer.description)

    def _view_changed(self, before: View) -> None:
        self._show_view(self.view.view)
        self.analysis.view_changed(before)

    def _show_view(self, view: View) -> None:
        self.spectrum_layer.set_view(view)
        self.wave_layer.decibels = view.wave_db
        self.wave_layer.outlined = view.overlay or self.spectrum_layer.comparing
        for canvas in (self.waveform, self.spectrum):
            canvas.refresh()
        self.analysis.range_changed()

    def _columns(self) -> int:
        return min(MOST_COLUMNS, max(200, round(self.width() * self.devicePixelRatioF())))

    # --- states -----------------------------------------------------------------------------------

    def _say_nothing(self) -> None:
        self.empty.say(
            tr("Nothing is selected"),
            tr("Click a take to hear and see it. Up and Down play the one before and the next."),
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
        column.addWidget(self.tools.bar)
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
        """Readouts, and the choices of the view, over the canvases' upper right corners."""
        self.wave_readout = Readout(self.waveform)
        self.readout = Readout(self.spectrum)
        self.chip = ViewChip(self.view)
        self.chip.set_colours(self.spectrum_layer.colour_table)
        over(self.waveform, self.wave_readout)
        over(self.spectrum, self.readout, self.chip)

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
        self.view_actions = ViewActions(self._actions, self.view, self)
        self.view_actions.set_colours(self.spectrum_layer.colour_table)

    def _connect(self) -> None:
        audition, axis = self._audition, self.axis
        audition.loaded.connect(self._on_loaded)
        audition.failed.connect(self._on_failed)
        audition.position_changed.connect(self._follow)
        self.slots.changed.connect(lambda: self.set_other(self.slots.partner))
        axis.seek_wanted.connect(audition.seek)
        axis.region_changed.connect(lambda: audition.set_region(axis.region))
        axis.view_changed.connect(self.analysis.range_changed)
        self.analysis.ready.connect(self._ready)
        self.view.changed.connect(self._view_changed)
        self.view_actions.difference_wanted.connect(self.set_difference)
        self.view_actions.colours_wanted.connect(self._choose_colours)
        self.view_actions.choices_wanted.connect(self.chip.open)
        self.chip.colours_wanted.connect(self._choose_colours)
        self._show_view(self.view.view)
        self._bridge.changed.connect(self._on_change)
        self._actions.mode_changed.connect(self._on_mode)
        self._on_mode(self._actions.mode)
        for canvas, readout in ((self.waveform, self.wave_readout), (self.spectrum, self.readout)):
            canvas.unpointed.connect(readout.hide)
            canvas.keyed.connect(functools.partial(self._say_reading, canvas, readout))
        self.waveform.pointed.connect(self._read_wave)
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
            for part in (self.chip, self.view_actions):
                part.set_colours(table)
            self.spectrum.refresh()

    def _choose_colours(self, table: str) -> None:
        changed = dataclasses.replace(self._studio.settings, spectrogram_colours=table)
        try:
            self._studio.update_settings(changed)
        except StorageError as error:
            self._bridge.crashed.emit(error)

    def _say_reading(self, canvas: TimeCanvas, readout: Readout, *_place: float) -> None:
        """What keys point at is spoken."""
        canvas.setAccessibleDescription(f"{readout.text()}. {self.wave_layer.description}")

    def _read_wave(self, seconds: float, _height: float) -> None:
        self.wave_readout.say(wave_reading(seconds, self.wave_layer.levels_at(seconds)))

    def _read_spectrum(self, seconds: float, height: float) -> None:
        found = self.spectrum_layer.level_at(seconds, height)
        self.readout.say(spectrum_reading(seconds, found, self.spectrum_layer.differs))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider view may show more detail."""
        super().resizeEvent(event)
        self.analysis.range_changed()
