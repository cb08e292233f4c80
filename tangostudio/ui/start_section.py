"""From audio: the sound that takes start from, how much of it is made anew, and its beat.

It holds a `Start` and knows nothing of where it came from; who wants a file, a take or the
microphone is told by signals.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tangostudio.cards import Parameter
from tangostudio.ui import theme, widgets
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.parameter_row import ParameterRow
from tangostudio.ui.switch_row import SwitchRow
from tangostudio.ui.texts import tr

LEAST, MOST, USUAL = 0.05, 1.0, 0.6


class StartSection(QWidget):
    """Ways to choose a start sound; with one, its name and what is done with it.

    Attributes:
        start: the chosen sound with its strength, or None.

    Signals:
        take_wanted(), file_wanted(), recording_wanted(): the person wants such a start.
        changed(): a start was set, changed or let go.
    """

    take_wanted = Signal()
    file_wanted = Signal()
    recording_wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start: Any = None
        self._offers = self._make_offers()
        self._name = widgets.ElidedLabel("", "second")
        self._length = widgets.label("", "number-quiet")
        self.remove = widgets.icon_button("close", tr("Start from nothing"), self.clear)
        self.strength = ParameterRow(_strength())
        self._meaning = widgets.label("", "small", wrap=True)
        self.follow = SwitchRow(
            tr("Keep its loudness and beats"),
            tr("The takes get louder and softer when the sound does."),
        )
        line = widgets.row(self._name, self._length, self.remove)
        line.setStretch(0, 1)
        self._chosen = widgets.holder(
            widgets.column(line, self.strength, self._meaning, self.follow, spacing=6)
        )
        self.setLayout(widgets.column(self._offers, self._chosen, 4, spacing=theme.GAP))
        self.strength.changed.connect(self._strength_changed)
        self.follow.changed.connect(lambda _on: self.changed.emit())
        self._show()

    @property
    def start(self) -> Any:
        """The start with the strength and the following that are set; None without one."""
        if self._start is None:
            return None
        follow = 1.0 if self.follow.is_on() else 0.0
        return dataclasses.replace(self._start, strength=self.strength.value(), follow=follow)

    def set_start(self, start: Any) -> None:
        """Start from a sound from now on; None from nothing."""
        self._start = start
        if start is not None:
            self.strength.set_value(min(max(start.strength, LEAST), MOST))
            self.follow.set_on(start.follow > 0)
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        """Start from nothing."""
        self.set_start(None)

    def _make_offers(self) -> QWidget:
        flow = FlowLayout()
        for text, tip, signal in (
            (tr("Selected take"), tr("Start from the take that is selected"), self.take_wanted),
            (tr("Choose file…"), tr("Start from a sound file"), self.file_wanted),
            (tr("Record…"), tr("Start from a recording of your voice"), self.recording_wanted),
        ):
            flow.addWidget(widgets.button(text, "chip", signal.emit, tip=tip))
        hint = widgets.label(tr("Takes begin as a sound and move away from it."), "small",
                             wrap=True)  # fmt: skip
        return widgets.holder(widgets.column(hint, widgets.holder(flow), spacing=6))

    def _strength_changed(self) -> None:
        self._say_meaning()
        self.changed.emit()

    def _say_meaning(self) -> None:
        self._meaning.setText(meaning(self.strength.value()))

    def _show(self) -> None:
        chosen = self._start is not None
        self._offers.setVisible(not chosen)
        self._chosen.setVisible(chosen)
        if chosen:
            self._name.setText(self._start.name)
            self._length.setText(f"{self._start.seconds:.1f} s")
            self._say_meaning()


def meaning(strength: float) -> str:
    """What a strength does, in words."""
    if strength < 0.35:
        return tr("Low: it stays close to the sound.")
    if strength < 0.7:
        return tr("Middle: its course stays, the material changes.")
    return tr("High: only a hint of the sound stays.")


def _strength() -> Parameter:
    return Parameter(
        "strength", tr("Change"), LEAST, MOST, USUAL, 0.05, "",
        tr("How much of the sound is made anew: little stays close to it, all keeps nothing."),
    )  # fmt: skip
