"""The switch between A and B, and whether they are made equally loud.

It shows the slots and hands presses to them; it knows nothing of sound.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from tangostudio.ui import widgets
from tangostudio.ui.ab_slots import MATCH_LU, Slots
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.texts import tr

LETTERS = ("A", "B")


class ABSwitch(QWidget):
    """Two segments with the numbers of the takes; the one that is heard is lit.

    Attributes:
        segments: the buttons of A and B.
    """

    def __init__(
        self, slots: Slots, actions: Actions, audition: Audition, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "segments")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("A and B"))
        self._slots = slots
        self._actions = actions
        self._audition = audition
        self._brief = False
        self.segments = [self._segment(slot) for slot in range(2)]
        row = widgets.row(*self.segments, spacing=0)
        row.setContentsMargins(2, 2, 2, 2)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        slots.changed.connect(self.refresh)
        audition.state_changed.connect(self.refresh)
        audition.swapped.connect(lambda _take: self.refresh())
        self.refresh()

    def set_brief(self, brief: bool) -> None:
        """Show the letters alone where there is little room."""
        if brief != self._brief:
            self._brief = brief
            self.refresh()

    def refresh(self) -> None:
        """Show which takes A and B are."""
        for slot, segment in enumerate(self.segments):
            letter, take = LETTERS[slot], self._slots.pair[slot]
            numbered = take is not None and not self._brief
            segment.setText(f"{letter} #{take}" if numbered else letter)
            segment.setChecked(take is not None and take == self._audition.current)
            segment.setEnabled(take is not None or self._audition.current is not None)
            self._say(segment, letter, take)
        if (layout := self.layout()) is not None:
            layout.invalidate()  # so that its new width counts at once
        self.updateGeometry()

    def _say(self, segment: QPushButton, letter: str, take: int | None) -> None:
        action = self._actions["ab.swap"]
        keys = action.shortcut().toString()
        if take is None:
            name = tr("Make the take that is shown {letter}", letter=letter)
            tip = name
        else:
            name = tr("Hear {letter}, take {number}", letter=letter, number=take)
            tip = tr("{name}\n{keys} swaps A and B where they play.", name=name, keys=keys)
        segment.setAccessibleName(name)
        segment.setToolTip(tip)

    def _segment(self, slot: int) -> QPushButton:
        made = widgets.button("", "segment", lambda: self._pressed(slot))
        made.setCheckable(True)
        made.setProperty("wide", True)
        return made

    def _pressed(self, slot: int) -> None:
        self._slots.hear(slot)
        self.refresh()  # a press alone does not light a segment


class MatchButton(QPushButton):
    """Says whether A and B are equally loud; a press changes that."""

    def __init__(self, slots: Slots, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slots = slots
        self._actions = actions
        self.setProperty("kind", "reading")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.clicked.connect(lambda: actions["ab.match"].trigger())
        slots.changed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_unused: Any) -> None:
        """Show what is compared, and how."""
        self.setText(self._words())
        self.setToolTip(self._actions.tip("ab.match"))
        self.setAccessibleName(self.text() or self._actions["ab.match"].text())

    @property
    def told(self) -> bool:
        """Whether there is something to say."""
        return bool(self._slots.compared)

    def _words(self) -> str:
        if not self.told:
            return ""
        if self._slots.match:
            return tr("matched ±{lu} LU", lu=f"{MATCH_LU:.1f}")
        gap = self._slots.gap_lu
        if gap is None or abs(gap) < 0.05:
            return tr("as they are")
        return tr("{letter} +{lu} LU", letter="B" if gap > 0 else "A", lu=f"{abs(gap):.1f}")
