"""The button that says how takes are heard, and the popup with its choices.

It changes the audition's hearing; takes stay as they are.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSlider, QWidget

from tangostudio.audio.bus import CHANNELS
from tangostudio.audio.varispeed import MOST_SEMITONES, rate_of
from tangostudio.ui import icons, theme, widgets
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.chip_group import ChipGroup
from tangostudio.ui.hearing import Hearing
from tangostudio.ui.texts import mark, tr, tr_marked

WIDTH = 320
CHANNEL_NAMES = {
    "stereo": mark("Stereo"), "mono": mark("Mono"), "left": mark("Left"), "right": mark("Right")
}  # fmt: skip


def brief(hearing: Hearing) -> str:
    """What differs from the sound as it is, in a few signs: "+3 st · reverse · mono"."""
    parts = [f"{hearing.semitones:+d} st".replace("-", "−")] if hearing.semitones else []
    if hearing.reverse:
        parts.append(tr("reverse"))
    if hearing.channels != "stereo":
        parts.append(tr_marked(CHANNEL_NAMES[hearing.channels]).lower())
    if hearing.shuttle:
        sign = "−" if hearing.shuttle < 0 else ""
        parts.append(f"{sign}{2 ** (abs(hearing.shuttle) - 1)}×")
    return " · ".join(parts)


class HearingButton(QPushButton):
    """Says what differs from the sound as it is; a press opens the choices."""

    def __init__(self, actions: Actions, audition: Audition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._audition = audition
        self.popup: HearingPopup | None = None
        self._brief = False
        self.setProperty("kind", "quiet-link")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setIconSize(QSize(16, 16))
        self.clicked.connect(self.open)
        audition.hearing_changed.connect(self.refresh)
        self.refresh()

    def set_brief(self, on: bool) -> None:
        """Show the picture alone where there is little room."""
        if on != self._brief:
            self._brief = on
            self.refresh()

    def refresh(self) -> None:
        """Show how takes are heard."""
        words = brief(self._audition.hearing)
        self.setIcon(icons.icon("sliders", theme.ACCENT if words else theme.SECOND))
        self.setText("" if self._brief else words)
        now = words or tr("as it is")
        self.setToolTip(tr("Speed, direction and channels: {now}", now=now))
        self.setAccessibleName(self.toolTip())

    def open(self) -> None:
        """Open the choices above the button."""
        if self.popup is None:
            self.popup = HearingPopup(self._actions, self._audition, self)
        self.popup.show_above(self)


class HearingPopup(QFrame):
    """Speed in semitones, direction, channels.

    Attributes:
        speed, reverse, channels: the controls.
    """

    def __init__(self, actions: Actions, audition: Audition, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._audition = audition
        self.setProperty("kind", "popup")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("How takes are heard"))
        self.speed = self._slider()
        self.value = widgets.label("", "number")
        names = [(name, tr_marked(CHANNEL_NAMES[name])) for name in CHANNELS]
        self.channels = ChipGroup(tr("Channels"), names)
        ways = [(False, tr("Forward")), (True, tr("Reverse"))]
        self.reverse = ChipGroup(tr("Direction"), ways)
        self.reset = widgets.button(tr("As it is"), "quiet-link", actions["play.as_is"].trigger)
        self._lay_out()
        self.speed.valueChanged.connect(lambda value: self._change(semitones=value))
        self.channels.changed.connect(lambda chosen: self._change(channels=chosen[0]))
        self.reverse.changed.connect(lambda chosen: self._change(reverse=chosen[0]))
        audition.hearing_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the hearing in force."""
        hearing = self._audition.hearing
        self.speed.blockSignals(True)
        self.speed.setValue(hearing.semitones)
        self.speed.blockSignals(False)
        percent = round(100 * rate_of(hearing.semitones))
        semitones = f"{hearing.semitones:+d}".replace("-", "−") if hearing.semitones else "0"
        self.value.setText(tr("{semitones} st · {percent} %", semitones=semitones, percent=percent))
        self.speed.setAccessibleDescription(self.value.text())
        self.channels.set_chosen((hearing.channels,))
        self.reverse.set_chosen((hearing.reverse,))
        self.reset.setEnabled(not hearing.as_is)

    def show_above(self, anchor: QWidget) -> None:
        """Open it with its right lower corner above the control."""
        self.adjustSize()
        corner = anchor.mapToGlobal(anchor.rect().topRight())
        self.move(corner - QPoint(self.width() - 1, self.height() + 6))
        self.show()
        self.speed.setFocus(Qt.FocusReason.PopupFocusReason)

    def _slider(self) -> QSlider:
        made = QSlider(Qt.Orientation.Horizontal)
        made.setRange(-MOST_SEMITONES, MOST_SEMITONES)
        made.setPageStep(12)
        made.setAccessibleName(tr("Speed in semitones"))
        return made

    def _lay_out(self) -> None:
        whole = widgets.column(spacing=theme.GAP)
        whole.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 14)
        whole.addLayout(widgets.row(widgets.section(tr("Speed")), None, self.value))
        whole.addWidget(self.speed)
        whole.addSpacing(4)
        for title, part in ((tr("Direction"), self.reverse), (tr("Channels"), self.channels)):
            whole.addWidget(widgets.section(title))
            whole.addWidget(part)
        whole.addSpacing(4)
        hint = widgets.label(tr("Only what you hear; takes stay as they are."), "small", wrap=True)
        whole.addWidget(hint)
        whole.addLayout(widgets.row(None, self.reset))
        self.setLayout(whole)

    def _change(self, **changes: object) -> None:
        self._audition.hear(replace(self._audition.hearing, **changes))  # type: ignore[arg-type]
