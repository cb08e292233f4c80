"""The quiet line under a prompt that holds nothing the model knows, with the nearest kinds.

It follows the prompt by itself, and only when nobody has typed for a moment. What a model knows it
reads from the table of the model's card; a model without one gets no line.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from tangostudio.cards import ModelCard, kinds
from tangostudio.ui import theme, widgets, words
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.prompt_edit import PromptEdit
from tangostudio.ui.texts import tr

PAUSE_MS = 400
LONGEST = 40


class KindsHint(QWidget):
    """One sentence and the nearest kinds as buttons; hidden while there is nothing to say.

    A button puts its kind in the place of the words that are not known.

    Attributes:
        hint: what is shown, None while nothing is.
        buttons: of the kinds, or the one that shows every kind where none is near.
    """

    def __init__(
        self, prompt: PromptEdit, offer_all: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._offer_all = offer_all
        self._card: ModelCard | None = None
        self._read_from: ModelCard | None = None
        self._kinds: kinds.Kinds | None = None
        self.hint: kinds.Hint | None = None
        self._shown: tuple[kinds.Hint | None, ModelCard | None] = (None, None)
        self.buttons: list[QPushButton] = []
        self.text = widgets.label("", "small", wrap=True)
        self._flow = FlowLayout(spacing=theme.SPACE)
        self._choices = widgets.holder(self._flow)
        self.setLayout(widgets.column(self.text, self._choices, spacing=2))
        self.hide()
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self.look)
        prompt.textChanged.connect(self._timer.start)

    def set_model(self, card: ModelCard) -> None:
        """Judge by what this model knows."""
        self._card = card
        self._timer.start()

    def look(self) -> None:
        """Read the prompt as it is now, and say what there is to say."""
        if self._read_from is not self._card and self._card is not None:
            self._kinds, self._read_from = kinds.load(self._card), self._card
        hint = None
        if self._kinds is not None:
            hint = self._kinds.hint(self._prompt.text(), self._prompt.typing_at())
        if (hint, self._card) != self._shown:
            self.hint, self._shown = hint, (hint, self._card)
            self._show()

    def _show(self) -> None:
        hint, card = self.hint, self._card
        self.setVisible(hint is not None)
        if hint is None or card is None:
            return
        unknown = words.shorten(self._prompt.text()[hint.start : hint.end], LONGEST)
        self.text.setText(tr("{model} may not know “{unknown}”.", model=card.name, unknown=unknown))
        widgets.clear_layout(self._flow)
        self.buttons = self._make_buttons(hint, unknown)
        head = [widgets.label(tr("Nearest kinds:"), "small")] if hint.kinds else []
        for part in (*head, *self.buttons):
            part.setFixedHeight(self.buttons[0].sizeHint().height())  # on one base line
            self._flow.addWidget(part)
        self._choices.updateGeometry()

    def _make_buttons(self, hint: kinds.Hint, unknown: str) -> list[QPushButton]:
        if not hint.kinds:
            return [widgets.button(tr("See what it knows"), "suggestion", self._offer_all)]
        return [
            widgets.button(
                kind,
                "suggestion",
                lambda kind=kind: self._take(kind),
                name=tr("Use {kind} instead of {unknown}", kind=kind, unknown=unknown),
            )
            for kind in hint.kinds
        ]

    def _take(self, kind: str) -> None:
        if self.hint is not None:
            place = kinds.replaced(self._prompt.text(), self.hint, kind)
            self._prompt.replace(*place)
            self._prompt.setFocus()
            self.look()
