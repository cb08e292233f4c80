"""The transport: play, stop, next, previous, loop, time, region, level and the output device.

It shows what the audition does and hands presses to the actions; it knows nothing of files.
"""

from __future__ import annotations

import functools

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from tangostudio.ui import icons, theme
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.meter import Meter
from tangostudio.ui.round_button import RoundButton
from tangostudio.ui.time_axis import TimeAxis, clock


class Transport(QWidget):
    """One row under the canvases."""

    def __init__(
        self, axis: TimeAxis, actions: Actions, audition: Audition, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setFixedHeight(theme.TRANSPORT)
        self._axis = axis
        self._actions = actions
        self._audition = audition
        self.previous = self._button("previous", "play.previous")
        self.play = self._button("play", "play.toggle", side=36, bright=True)
        self.next = self._button("next", "play.next")
        self.loop = self._button("loop", "play.loop", checkable=True)
        self.time = _number_label("Time", "number")
        self.time.setStyleSheet("font-size: 14px;")
        self.length = _number_label("Length", "number-quiet")
        self.region = _number_label("Region", "number-quiet")
        self.trouble = QLabel()
        self.trouble.setProperty("kind", "warn")
        self.trouble.hide()
        self.device = self._device_button()
        self.meter = Meter(audition.level)
        self._lay_out()
        audition.state_changed.connect(self.refresh)
        audition.problem.connect(lambda _text: self.refresh())
        audition.failed.connect(lambda _take: self.refresh())
        axis.playhead_changed.connect(self._show_time)
        axis.view_changed.connect(self._show_length)
        axis.region_changed.connect(self._show_region)
        actions["play.loop"].toggled.connect(self.loop.setChecked)
        self.refresh()
        self._show_length()

    def refresh(self) -> None:
        """Show the audition's state."""
        playing = self._audition.playing
        self.play.set_picture("stop" if playing else "play")
        self.play.setAccessibleName("Stop" if playing else "Play")
        current = self._audition.current
        enabled = current is not None and self._audition.trouble(current) is None
        for button in (self.play, self.loop):
            button.setEnabled(enabled)
        self.meter.set_running(playing)
        problem = self._audition.device_problem
        self.trouble.setText(problem.partition(". ")[0].removesuffix("."))
        self.trouble.setToolTip(problem)
        self.trouble.setVisible(bool(problem))
        self.device.setText("Choose device…" if problem else "")
        self.device.setIcon(icons.icon("speaker_off" if problem else "speaker"))

    # --- making -----------------------------------------------------------------------------------

    def _button(self, picture: str, action: str, **look: object) -> RoundButton:
        name = self._actions[action].text()
        button = RoundButton(picture, name, **look)  # type: ignore[arg-type]
        button.setToolTip(self._actions.tip(action))
        button.clicked.connect(lambda _checked: self._actions[action].trigger())
        return button

    def _device_button(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "quiet-link")
        button.setAccessibleName("Output device")
        button.setToolTip("Output device")
        menu = QMenu(button)
        menu.aboutToShow.connect(functools.partial(self._fill_devices, menu))
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 4, theme.MARGIN, 4)
        row.setSpacing(theme.GAP)
        for button in (self.previous, self.play, self.next, self.loop):
            row.addWidget(button)
        row.addSpacing(theme.GAP)
        for label in (self.time, self.length):
            row.addWidget(label)
        row.addSpacing(theme.GAP)
        row.addWidget(self.region)
        row.addSpacing(theme.GAP)
        row.addStretch(1)
        for widget in (self.trouble, self.device, self.meter):
            row.addWidget(widget)

    def _fill_devices(self, menu: QMenu) -> None:
        menu.clear()
        chosen = self._audition.device
        names = ["", *self._audition.devices()]
        for name in names:
            action = QAction(name or "System default", menu)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(functools.partial(self._choose, name))
            menu.addAction(action)

    def _choose(self, name: str) -> None:
        self._audition.choose_device(name)

    # --- texts ------------------------------------------------------------------------------------

    def _show_time(self, seconds: float) -> None:
        self.time.setText(clock(seconds))

    def _show_length(self) -> None:
        self._show_time(self._axis.playhead)
        self.length.setText(f"/ {clock(self._axis.seconds)}" if self._axis.seconds else "")

    def _show_region(self) -> None:
        region = self._axis.region
        self.region.setText(f"region {region[1] - region[0]:.3f} s" if region else "")


def _number_label(name: str, kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setAccessibleName(name)
    return label
