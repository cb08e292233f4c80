"""The seed: empty means new random ones, a number (or a list) means exactly these.

It knows how seeds are written, not what they do.
"""

from __future__ import annotations

import secrets

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from tangostudio.errors import BadRequest
from tangostudio.ui import icons, theme, widgets
from tangostudio.ui.parameter_row import FIELD_HEIGHT, FIELD_WIDTH, LABEL_WIDTH
from tangostudio.ui.texts import tr

LARGEST = 2**32 - 1


class SeedRow(QWidget):
    """A field and a die.

    Signals:
        changed(): the text was changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("random"))
        self.field.setProperty("kind", "number")
        self.field.setMaxLength(200)
        self.field.setMinimumWidth(32)
        self.field.setAccessibleName(tr("Seed"))
        self.field.setToolTip(
            tr(
                "Empty: a new random seed for every take.\nA number: this seed for the first "
                "take, the next ones for the others.\nThe same seed and settings make the same "
                "sound again."
            )
        )
        self.die = widgets.icon_button("dice", tr("Keep one seed"), self._roll, boxed=True)
        self.die.setFixedSize(FIELD_WIDTH, FIELD_HEIGHT)
        self.field.setFixedHeight(FIELD_HEIGHT)
        self._problem = widgets.label("", "bad", wrap=True)
        self._problem.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(widgets.label(tr("Seed"), "second"), 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.die, 0, 2)
        grid.addWidget(self._problem, 1, 0, 1, 3)
        self.field.textChanged.connect(self._typed)

    def set_seed(self, seed: int | None) -> None:
        """Fix a seed, or go back to random ones."""
        self.field.setText("" if seed is None else str(seed))

    def seeds(self, takes: int) -> tuple[int, ...] | None:
        """The seeds for so many takes; None for random ones.

        Raises:
            BadRequest: the text is no seed.
        """
        text = self.field.text().strip()
        if not text:
            return None
        if not text.isdecimal() or int(text) > LARGEST:
            raise BadRequest("A seed is a whole number.", f"Choose 0 to {LARGEST:,}, or none.")
        first = min(int(text), LARGEST - takes + 1)
        return tuple(range(first, first + takes))

    def set_problem(self, sentence: str) -> None:
        """Say under the field what is wrong with it; "" takes it away."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        widgets.set_property(self.field, "wrong", "true" if sentence else "false")
        self.field.setAccessibleDescription(sentence)

    def problem(self) -> str:
        """The sentence that is shown, or ""."""
        return self._problem.text()

    def _roll(self) -> None:
        self.set_seed(None if self.field.text() else secrets.randbelow(100_000))

    def _typed(self, text: str) -> None:
        try:
            self.seeds(1)
            self.set_problem("")
        except BadRequest as error:
            self.set_problem(error.hint)
        fixed = bool(text)
        self.die.setIcon(icons.icon("close" if fixed else "dice"))
        name = tr("Back to random seeds") if fixed else tr("Keep one seed")
        self.die.setToolTip(name)
        self.die.setAccessibleName(name)
        self.changed.emit()
