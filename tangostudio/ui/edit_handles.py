"""Grips on the waveform: a bar at each end trims, a ring in each upper corner fades.

While a trim is dragged inwards the canvas stays as it is and what goes is dimmed; dragged outwards,
the whole original is shown, so that what was cut before can be had back.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from tangostudio.audio import edits, files
from tangostudio.audio.edits import Edits, FadeIn, FadeOut
from tangostudio.audio.overview import Pyramid
from tangostudio.audio.timeline import Timeline
from tangostudio.ui import edit_words
from tangostudio.ui.bridge import Bridge, Task
from tangostudio.ui.edit_grip import Grip
from tangostudio.ui.edit_overlay import Cut, EditOverlay, Fade
from tangostudio.ui.edit_verbs import EditVerbs
from tangostudio.ui.texts import tr, tr_marked
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.waveform import Wave, WaveformLayer

SHORTEST_SECONDS = 0.005
OUTWARDS_PX = 3.0
EDGE, UNDER_RINGS = 2, 17
BAR_SHARE = 0.3  # of the height: off the names of the channels


class EditHandles(QObject):
    """The grips of the take that is shown.

    Attributes:
        grips: "start", "end", "fade in" and "fade out".
        overlay: what is drawn over the canvas.
    """

    def __init__(self, canvas: QWidget, axis: TimeAxis, verbs: EditVerbs, bridge: Bridge) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._axis = axis
        self._verbs = verbs
        self._bridge = bridge
        self._timeline: Timeline | None = None
        self._usable = False
        self._listed: Edits = ()
        self._original: Wave | None = None
        self._reading: Task | None = None
        self._began = 0.0
        self._wanted = 0.0
        self._whole: TimeAxis | None = None
        self._picture: QPixmap | None = None
        self.overlay = EditOverlay(axis, canvas)
        self.grips = {
            "start": self._grip(tr("Start of the sound"), ring=False),
            "end": self._grip(tr("End of the sound"), ring=False),
            "fade in": self._grip(tr("End of the fade in"), ring=True),
            "fade out": self._grip(tr("Beginning of the fade out"), ring=True),
        }
        for name, grip in self.grips.items():
            trims = name in ("start", "end")
            drag, drop = (self._trim, self._trimmed) if trims else (self._fade, self._faded)
            grip.began.connect(functools.partial(self._begin, name))
            grip.moved.connect(functools.partial(drag, name))
            grip.dropped.connect(functools.partial(drop, name))
            grip.given_up.connect(self._end)
            if not trims:
                grip.menu_wanted.connect(functools.partial(self._choose_shape, name))
        canvas.installEventFilter(self)
        axis.view_changed.connect(self.place)

    def show(self, timeline: Timeline | None, *, usable: bool) -> None:
        """Another take is shown, or the same with other edits.

        Args:
            timeline: with which it is heard; None while that is not known.
            usable: whether there is a take whose edits can be changed.
        """
        self._timeline, self._usable = timeline, usable
        self._listed = self._verbs.edits()
        self._forget_original()
        if timeline is not None and self._is_cut(timeline):
            self._read_original()
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the canvas."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.place()
        return False

    def place(self) -> None:
        """Put the grips where their moments are, and draw the fades; a drag is left alone."""
        if any(grip.active for grip in self.grips.values()):
            return
        self.overlay.setGeometry(self._canvas.rect())
        self.overlay.lower()  # under the playhead and what is read under the mouse
        self.overlay.show_parts(self._fades())
        width, height = self._canvas.width(), self._canvas.height()
        for name, grip in self.grips.items():
            x = self._axis.x_of(self._moment(name), width)
            there = self._usable and self._axis.seconds > 0
            grip.setVisible(there and -1 <= x <= width + 1)
            trims = name in ("start", "end")
            left = min(max(round(x - grip.width() / 2), 0), width - grip.width())
            grip.move(
                left,
                max(UNDER_RINGS, round(height * BAR_SHARE) - grip.height() // 2) if trims else EDGE,
            )
            grip.raise_()

    # --- moments ----------------------------------------------------------------------------------

    def _moment(self, name: str) -> float:
        """Where a grip stands, in seconds of what is heard."""
        seconds = self._axis.seconds
        fades = {fade.at_end: fade.seconds for fade in self._fades()}
        return {
            "start": 0.0,
            "end": seconds,
            "fade in": fades[False],
            "fade out": seconds - fades[True],
        }[name]

    def _fades(self) -> tuple[Fade, ...]:
        """As long as they are heard: none is longer than the sound."""
        seconds = self._axis.seconds
        fades = []
        for kind, at_end in ((FadeIn, False), (FadeOut, True)):
            found = edits.find(self._listed, kind) or kind(0.0)
            fades.append(Fade(min(found.seconds, seconds), found.shape, at_end))
        return tuple(fades)

    def _seconds_of(self, pixels: float) -> float:
        return pixels * self._axis.span / max(1, self._canvas.width())

    # --- dragging ---------------------------------------------------------------------------------

    def _begin(self, name: str) -> None:
        self._began = self._wanted = self._moment(name)
        self._whole = None

    def _end(self) -> None:
        self._whole, self._picture = None, None
        self.place()

    def _fade(self, name: str, pixels: float) -> None:
        moment = self._began + self._seconds_of(pixels)
        seconds = self._axis.seconds - moment if name == "fade out" else moment
        self._wanted = min(max(seconds, 0.0), self._axis.seconds)
        at_end = name == "fade out"
        fades = tuple(
            Fade(self._wanted, fade.shape, at_end) if fade.at_end == at_end else fade
            for fade in self._fades()
        )
        self.overlay.show_parts(fades, shaded=True)
        shown = self._axis.seconds - self._wanted if at_end else self._wanted
        grip = self.grips[name]
        x = self._axis.x_of(shown, self._canvas.width()) - grip.width() / 2
        grip.move(min(max(round(x), 0), self._canvas.width() - grip.width()), EDGE)

    def _faded(self, name: str, _snap: bool) -> None:
        kind = FadeOut if name == "fade out" else FadeIn
        shape = next(fade.shape for fade in self._fades() if fade.at_end == (kind is FadeOut))
        self._verbs.fade(kind(round(self._wanted, 4), shape))
        self._end()

    def _trim(self, name: str, pixels: float) -> None:
        outwards = pixels < -OUTWARDS_PX if name == "start" else pixels > OUTWARDS_PX
        if outwards and self._whole is None and self._original is not None:
            self._show_whole(name)
        axis = self._whole or self._axis
        scale = axis.span / max(1, self._canvas.width())
        low, high = self._kept_on(axis)
        if name == "start":
            low = min(max(self._began + pixels * scale, 0.0), high - SHORTEST_SECONDS)
        else:
            high = max(min(self._began + pixels * scale, axis.seconds), low + SHORTEST_SECONDS)
        self._wanted = low if name == "start" else high
        cut = Cut(axis, (low, high), self._picture, f"{high - low:.3f} s", name == "end")
        self.overlay.show_parts((), cut)
        for other, grip in self.grips.items():
            grip.setVisible(other == name)
        x = axis.x_of(self._wanted, self._canvas.width()) - self.grips[name].width() / 2
        left = min(max(round(x), 0), self._canvas.width() - self.grips[name].width())
        self.grips[name].move(left, self.grips[name].y())

    def _trimmed(self, name: str, snap: bool) -> None:
        whole, wanted, began = self._whole, self._wanted, self._began
        low, high = self._kept_on(whole or self._axis)
        low, high = (wanted, high) if name == "start" else (low, wanted)
        self._end()
        if wanted == began:
            return
        if whole is None:
            self._verbs.trim(low, high, snap=snap)
        else:
            self._verbs.keep(*self._in_original(whole, low, high), snap=snap)

    # --- the whole original -----------------------------------------------------------------------

    def _kept_on(self, axis: TimeAxis) -> tuple[float, float]:
        """What is kept before the drag, in the seconds of an axis."""
        if axis is self._axis or self._timeline is None:
            return 0.0, self._axis.seconds
        low, high = (frame / axis.sample_rate for frame in self._timeline.kept)
        backwards = self._timeline.direction < 0
        return (axis.seconds - high, axis.seconds - low) if backwards else (low, high)

    def _in_original(self, axis: TimeAxis, low: float, high: float) -> tuple[float, float]:
        assert self._timeline is not None
        backwards = self._timeline.direction < 0
        return (axis.seconds - high, axis.seconds - low) if backwards else (low, high)

    def _show_whole(self, name: str) -> None:
        """Draw the original as it is, in the direction in which it is heard."""
        assert self._original is not None
        wave = self._original
        self._whole = TimeAxis()
        self._whole.show(len(wave.samples) / wave.sample_rate, wave.sample_rate)
        layer = WaveformLayer()
        layer.show(wave)
        ratio = self._canvas.devicePixelRatioF()
        self._picture = layer.picture(self._canvas.size(), ratio, self._whole)
        low, high = self._kept_on(self._whole)
        self._began = low if name == "start" else high

    def _is_cut(self, timeline: Timeline) -> bool:
        take = self._verbs.take()
        return take is not None and timeline.kept != (0, take.frames)

    def _read_original(self) -> None:
        take, timeline = self._verbs.take(), self._timeline
        assert timeline is not None
        work: Callable[[], Any] = functools.partial(_read, take.path, timeline.direction)
        self._reading = self._bridge.background(work, self._got_original, lambda _error: None)

    def _got_original(self, original: Wave) -> None:
        self._original = original

    def _forget_original(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._original = None

    # --- making -----------------------------------------------------------------------------------

    def _grip(self, name: str, *, ring: bool) -> Grip:
        tip = (
            tr("Drag to fade; the other mouse button chooses its shape.")
            if ring
            else tr("Drag to trim. Cuts snap to zero crossings; hold Ctrl to cut exactly there.")
        )
        return Grip(name, f"{name}\n{tip}", self._canvas, ring=ring)

    def _choose_shape(self, name: str, where: QPoint) -> None:
        kind = FadeOut if name == "fade out" else FadeIn
        fade = edits.find(self._listed, kind) or kind()
        menu = QMenu(self._canvas)
        for shape, text in edit_words.SHAPES.items():
            action = menu.addAction(tr_marked(text))
            action.setCheckable(True)
            action.setChecked(shape == fade.shape)
            action.triggered.connect(
                lambda _on, shape=shape: self._verbs.fade(kind(fade.seconds, shape))
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)


def _read(path: Any, direction: int) -> Wave:
    """A stored sound as it is drawn, in the direction in which it is heard."""
    sound = files.read(path)
    samples = np.ascontiguousarray(sound.samples[::direction])
    pyramid = Pyramid(samples, sound.sample_rate)
    pyramid.columns(0, len(samples), 1)  # its colours, so that no paint has to make them
    return Wave(samples, sound.sample_rate, pyramid)
