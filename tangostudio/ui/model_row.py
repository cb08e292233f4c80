"""One model as a row: what it is, three numbers, its state, one button, and what unfolds below.

It shows what it is told and says which verb was chosen; it knows no studio.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from tangostudio.hub import states
from tangostudio.hub.states import ModelState
from tangostudio.ui import icons, model_words, theme, widgets
from tangostudio.ui.model_details import ModelDetails
from tangostudio.ui.model_words import Figure, Way
from tangostudio.ui.texts import tr

FIGURE_WIDTH, ACTION_WIDTH = 104, 152
FIGURE_TOP = 9  # so that numbers stand beside the button
BARRED = (*model_words.UNDER_WAY, states.PAUSED)


class ModelRow(QFrame):
    """A card as wide as the page.

    Attributes:
        card: the model's card.
        state: what is shown of its files.
        main: the one button; `way` says what it does.

    Signals:
        wanted(str): a verb was chosen, for this model.
        picked(): the row was clicked.
    """

    wanted = Signal(str)
    picked = Signal()

    def __init__(self, card: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.state = ModelState(card.id, states.ABSENT)
        self.way = Way("", "")
        self.setProperty("kind", "card")
        self.setAccessibleName(card.name)
        self._figures = {name: _FigureLabel() for name in ("size", "memory", "time")}
        self.status = widgets.label("", "small", wrap=True)
        self.main = widgets.button("", "", lambda: self.wanted.emit(self.way.verb))
        self.remove = widgets.icon_button("trash", tr("Remove"), lambda: self.wanted.emit("remove"))
        self.unfold = widgets.icon_button("chevron_down", "", self.toggle_details)
        self.details = ModelDetails(card)
        self.details.wanted.connect(self.wanted)
        self.progress = _Progress(card.name)
        self.problem = _Problem()
        self.problem.wanted.connect(self.wanted)
        self._lay_out()
        self._show_details(False)

    def show_state(
        self, state: ModelState, figures: Mapping[str, Figure], *, in_use: bool = False
    ) -> None:
        """Show the model as it is now."""
        self.state = state
        self.way = model_words.main(self.card, state)
        self.main.setText(self.way.text)
        self.main.setToolTip(self.way.tip)
        self.main.setAccessibleName(f"{self.way.text.rstrip('…')}: {self.card.name}")
        status = model_words.status(state, in_use)
        self.status.setText(status.text)
        widgets.set_property(self.status, "tone", status.tone)
        self.setAccessibleDescription(status.text)
        widgets.set_property(self, "tone", "bad" if state.state == states.FAILED else "")
        for name, figure in figures.items():
            self._figures[name].show_figure(figure)
        self.remove.setVisible(self.removable() and self.way.verb != "remove")
        self.remove.setToolTip(model_words.removal_tip(self.card, state))
        self.remove.setAccessibleName(self.remove.toolTip())
        self.progress.show_state(state)
        self.problem.show_problem(state)
        if not self.details.isHidden():
            self.details.show_state(state)

    def removable(self) -> bool:
        """Whether there is something to remove and nothing is under way."""
        begun = (states.INCOMPLETE, states.PAUSED, states.FAILED)
        some = self.state.frees_bytes > 0 or self.state.done_bytes > 0
        return self.state.state == states.READY or (self.state.state in begun and some)

    def set_current(self, current: bool) -> None:
        """Mark the row that menus and shortcuts mean."""
        widgets.set_property(self, "current", "true" if current else "false")

    def toggle_details(self) -> None:
        """Unfold or fold what else is known of the model."""
        self._show_details(self.details.isHidden())

    def stops(self) -> list[QWidget]:
        """What the Tab key reaches, in its order."""
        return [
            self.main, self.remove, self.unfold, *self.problem.buttons, *self.details.buttons
        ]  # fmt: skip

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere picks the row."""
        self.picked.emit()
        super().mousePressEvent(event)

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window the numbers go below the texts."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._middle.setDirection(down if narrow else across)
        self._middle.setSpacing(0 if narrow else 20)

    def _show_details(self, shown: bool) -> None:
        if shown:
            self.details.show_state(self.state)
        self.details.setVisible(shown)
        self.unfold.setIcon(icons.icon("chevron_up" if shown else "chevron_down"))
        name = (
            tr("Fewer facts on {name}", name=self.card.name)
            if shown
            else tr("More facts on {name}", name=self.card.name)
        )
        self.unfold.setToolTip(name)
        self.unfold.setAccessibleName(name)

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.addLayout(self._texts(), 1)
        numbers = widgets.row(*self._figures.values(), None, spacing=0)
        self._middle.addLayout(numbers)
        top = widgets.row(spacing=16)
        top.addLayout(self._middle, 1)
        top.addLayout(self._actions())
        below = widgets.column(self.progress, self.problem, self.details, spacing=0)
        box = widgets.column(top, below, spacing=0)
        box.setContentsMargins(theme.MARGIN, 12, 12, 12)
        self.setLayout(box)

    def _texts(self) -> QBoxLayout:
        card = self.card
        licence = widgets.licence_chip(card.licence.commercial)
        licence.setWordWrap(False)
        licence.setToolTip(f"{card.licence.name}: {card.licence.summary}")
        chips = widgets.row(licence, spacing=6)
        if card.gated:
            chips.addWidget(_gate())
        if card.notice:
            chips.addWidget(widgets.ElidedLabel(card.notice, "small"), 1)
        else:
            chips.addStretch(1)
        texts = widgets.column(
            widgets.ElidedLabel(card.name, "title"),
            widgets.label(model_words.good_at(card), "second", wrap=True),
            spacing=3,
        )
        if nature := model_words.nature(card):
            texts.addWidget(widgets.label(nature, "small", wrap=True))
        texts.addSpacing(4)
        texts.addLayout(chips)
        texts.addStretch(1)
        return texts

    def _actions(self) -> QGridLayout:
        self.main.setFixedWidth(ACTION_WIDTH)
        self.status.setFixedWidth(ACTION_WIDTH)
        self.status.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        size = self.remove.sizePolicy()
        size.setRetainSizeWhenHidden(True)
        self.remove.setSizePolicy(size)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(5)
        for row in (0, 3):
            grid.setRowStretch(row, 1)
        for column, part in enumerate((self.main, self.remove, self.unfold)):
            grid.addWidget(part, 1, column)
        grid.addWidget(self.status, 2, 0)
        return grid


class BrokenRow(QFrame):
    """A card that cannot be read, with the sentence that says why."""

    def __init__(self, broken: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        sentence = f"⚠ {broken.message} {broken.hint}".strip()
        self.setAccessibleName(f"{broken.id}: {sentence}")
        texts = widgets.column(
            widgets.ElidedLabel(broken.id, "title"),
            widgets.label(sentence, "bad", wrap=True),
            spacing=4,
        )
        line = widgets.row(spacing=16)
        line.addLayout(texts, 1)
        line.addWidget(widgets.label(tr("Cannot be used"), "warn"))
        line.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 12)
        self.setLayout(line)


class _FigureLabel(QWidget):
    """A number and, below it, what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(FIGURE_WIDTH)
        self._value = widgets.label("", "number")
        self._label = widgets.label("", "small", wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setLayout(widgets.column(FIGURE_TOP, self._value, self._label, None, spacing=2))

    def show_figure(self, figure: Figure) -> None:
        """Show a number."""
        self._value.setText(figure.value)
        self._label.setText(figure.label)
        widgets.set_property(self._value, "tone", figure.tone)
        self.setToolTip(figure.tip)
        told = f"{figure.label}: {figure.value}. {figure.tip}" if figure.value else ""
        self.setAccessibleName(told)


class _Progress(QWidget):
    """A bar with its numbers, while something is under way."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of {name}", name=name))
        self.doing = widgets.ElidedLabel("", "small")
        self.numbers = widgets.label("", "number-quiet")
        line = widgets.row(spacing=16)
        line.addWidget(self.doing, 1)
        line.addWidget(self.numbers)
        box = widgets.column(self.bar, line, spacing=6)
        box.setContentsMargins(0, 12, 0, 0)
        self.setLayout(box)

    def show_state(self, state: ModelState) -> None:
        """Show how far it is, or nothing where nothing is under way."""
        self.setVisible(state.state in BARRED)
        unknown = state.state == states.CONVERTING or not state.total_bytes
        self.bar.setRange(0, 0 if unknown and state.state in model_words.UNDER_WAY else 1000)
        if not unknown:
            self.bar.setValue(int(1000 * min(state.done_bytes / state.total_bytes, 1)))
        self.bar.setVisible(state.state != states.QUEUED or state.done_bytes > 0)
        widgets.set_property(self.bar, "rests", "true" if state.state == states.PAUSED else "false")
        self.doing.setText(model_words.doing(state))
        self.numbers.setText(model_words.progress(state))


class _Problem(QWidget):
    """What went wrong, what helps, and the quieter ways out.

    Signals:
        wanted(str): a verb was chosen.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._message = widgets.label("", "bad", wrap=True)
        self._hint = widgets.label("", "small", wrap=True)
        self.buttons: list[QPushButton] = []
        self._ways: tuple[Way, ...] = ()
        self._choices = widgets.row(spacing=8)
        texts = widgets.column(self._message, self._hint, spacing=2)
        line = widgets.row(spacing=16)
        line.addLayout(texts, 1)
        line.addLayout(self._choices)
        line.setContentsMargins(0, 12, 0, 0)
        self.setLayout(line)

    def show_problem(self, state: ModelState) -> None:
        """Say it, or nothing where nothing went wrong."""
        problem = state.problem if state.state == states.FAILED else None
        self.setVisible(problem is not None)
        if problem is None:
            return
        self._message.setText(f"⚠ {problem.message}")
        self._hint.setText(problem.hint)
        self._hint.setVisible(bool(problem.hint))
        self.setAccessibleName(f"{problem.message} {problem.hint}".strip())
        ways = model_words.other_ways(problem)
        if ways != self._ways:
            self._ways = ways
            widgets.clear_layout(self._choices)
            self.buttons = [self._button(way) for way in ways]

    def _button(self, way: Way) -> QPushButton:
        made = widgets.button(
            way.text, "quiet-link", lambda: self.wanted.emit(way.verb), tip=way.tip
        )
        self._choices.addWidget(made)
        return made


def _gate() -> QLabel:
    made = widgets.label(tr("Account needed"), "gate")
    made.setToolTip(tr("Its files are handed only to accounts that accepted its licence."))
    return made
