"""The transport: play, time, loop, A and B, how takes are heard, level and the output device.

It shows what the audition does and hands presses to the actions; it knows nothing of files.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from tangostudio.ui import icons, theme, widgets
from tangostudio.ui.ab_bar import ABSwitch, MatchButton
from tangostudio.ui.ab_slots import Slots
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.hearing_popup import HearingButton
from tangostudio.ui.meter import Meter
from tangostudio.ui.play_verbs import PlayVerbs
from tangostudio.ui.round_button import RoundButton
from tangostudio.ui.texts import tr
from tangostudio.ui.time_axis import TimeAxis, clock


class Transport(QWidget):
    """One row under the canvases; what matters least gives way where there is little room.

    Attributes:
        slots: what A and B stand for.
    """

    def __init__(
        self,
        axis: TimeAxis,
        actions: Actions,
        audition: Audition,
        slots: Slots,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setFixedHeight(theme.TRANSPORT)
        self._axis = axis
        self._actions = actions
        self._audition = audition
        self.slots = slots
        self._verbs = PlayVerbs(axis, actions, audition, self)
        self.previous = self._button("previous", "play.previous")
        self.play = self._button("play", "play.toggle", side=36, bright=True)
        self.next = self._button("next", "play.next")
        self.loop = self._button("loop", "play.loop", checkable=True)
        self.time = _number_label(tr("Time"), "number")
        self.time.setStyleSheet("font-size: 14px;")
        self.length = _number_label(tr("Length"), "number-quiet")
        self.region = _number_label(tr("Region"), "number-quiet")
        self.trouble = widgets.ElidedLabel("", "warn")
        self.trouble.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.trouble.hide()
        self.switch = ABSwitch(slots, actions, audition)
        self.match = MatchButton(slots, actions)
        self.hearing = HearingButton(actions, audition)
        self.device = self._device_button()
        self.meter = Meter(audition.levels, audition.calm)
        self._lay_out()
        self._connect()
        self.refresh()
        self._show_length()

    def refresh(self) -> None:
        """Show the audition's state."""
        playing = self._audition.playing
        self.play.set_picture("stop" if playing else "play")
        self.play.setAccessibleName(tr("Stop") if playing else tr("Play"))
        current = self._audition.current
        enabled = current is not None and self._audition.trouble(current) is None
        for button in (self.play, self.loop):
            button.setEnabled(enabled)
        self.meter.set_calm(self._audition.calm)
        self.meter.set_running(playing)
        problem = self._audition.device_problem
        self.trouble.setText(problem.partition(". ")[0].removesuffix("."))
        self.trouble.setToolTip(problem)
        self.device.setText(tr("Choose device…") if problem else "")
        self.device.setIcon(icons.icon("speaker_off" if problem else "speaker"))
        self.fit()

    def minimumSizeHint(self) -> QSize:
        """Narrower than all of it: parts give way by themselves."""
        return QSize(240, theme.TRANSPORT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other parts."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show as much as there is room for, the least needed going first."""
        for part in self._yielding():
            part(True)
        layout = self.layout()
        assert layout is not None
        for part in self._yielding():
            layout.invalidate()
            if layout.sizeHint().width() <= self.width():
                return
            part(False)

    # --- making -----------------------------------------------------------------------------------

    def _yielding(self) -> Sequence[Callable[[bool], object]]:
        """What gives way, in this order: each is called with whether there is room for it."""
        trouble, comparing = bool(self._audition.device_problem), self.match.told

        def words(room: bool) -> None:
            self.switch.set_brief(not room)

        def heard(room: bool) -> None:
            self.hearing.set_brief(not room)

        def device_words(room: bool) -> None:
            self.device.setText(tr("Choose device…") if trouble and room else "")

        return (
            lambda room: self.region.setVisible(room and bool(self.region.text())),
            self.length.setVisible,
            lambda room: self.match.setVisible(room and comparing),
            words,
            heard,
            self.meter.setVisible,
            device_words,
            lambda room: self.trouble.setVisible(room and trouble),
            self.device.setVisible,
            self.previous.setVisible,
            self.next.setVisible,
            self.time.setVisible,
        )

    def _connect(self) -> None:
        audition, axis = self._audition, self._axis
        audition.state_changed.connect(self.refresh)
        audition.hearing_changed.connect(self.fit)
        audition.problem.connect(lambda _text: self.refresh())
        audition.failed.connect(lambda _take: self.refresh())
        self.slots.changed.connect(self.fit)
        axis.playhead_changed.connect(self._show_time)
        axis.view_changed.connect(self._show_length)
        axis.region_changed.connect(self._show_region)
        self._actions["play.loop"].toggled.connect(self.loop.setChecked)

    def _button(self, picture: str, action: str, **look: object) -> RoundButton:
        name = self._actions[action].text()
        button = RoundButton(picture, name, **look)  # type: ignore[arg-type]
        button.setToolTip(self._actions.tip(action))
        button.clicked.connect(lambda _checked: self._actions[action].trigger())
        return button

    def _device_button(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "quiet-link")
        button.setAccessibleName(tr("Output device"))
        button.setToolTip(tr("Output device"))
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
        for label in (self.time, self.length, self.region):
            row.addWidget(label)
        row.addSpacing(theme.GAP)
        row.addStretch(1)
        for widget in (self.trouble, self.switch, self.match, self.hearing, self.device):
            row.addWidget(widget)
        row.addWidget(self.meter)

    def _fill_devices(self, menu: QMenu) -> None:
        menu.clear()
        chosen = self._audition.device
        names = ["", *self._audition.devices()]
        for name in names:
            action = QAction(name or tr("System default"), menu)
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
        self.fit()

    def _show_region(self) -> None:
        region = self._axis.region
        seconds = f"{region[1] - region[0]:.3f}" if region else ""
        self.region.setText(tr("region {seconds} s", seconds=seconds) if region else "")
        self.fit()


def _number_label(name: str, kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    label.setAccessibleName(name)
    return label
