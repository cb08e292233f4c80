"""What stands where the chosen model cannot be tuned: why, and which models can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from tangostudio.ui import widgets
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.texts import tr


class Unable(QFrame):
    """A calm card with the reason and a button for each model that can.

    Signals:
        wanted(str): tune this model instead.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._shown: object = None
        self.head = widgets.label("", "title", wrap=True)
        self.reason = widgets.label("", "second", wrap=True)
        self.which = widgets.label("", "small", wrap=True)
        holder = QWidget()
        self._models = FlowLayout(holder, spacing=8)
        box = widgets.column(self.head, self.reason, 4, self.which, holder, spacing=5)
        box.setContentsMargins(16, 14, 16, 14)
        self.setLayout(box)

    def show_reason(self, model: str, reason: str, able: Iterable[Any]) -> None:
        """Say why; "" hides it."""
        self.setVisible(bool(reason))
        if not reason:
            return
        cards = list(able)
        if (shown := (model, reason, [card.id for card in cards])) == self._shown:
            return
        self._shown = shown
        self.head.setText(tr("Not with the {model}", model=model))
        self.reason.setText(reason)
        self.which.setText(
            tr("Models that can:") if cards
            else tr("No model on this computer can; the Models page has others.")
        )  # fmt: skip
        widgets.clear_layout(self._models)
        for card in cards:
            self._models.addWidget(
                widgets.button(
                    tr("Tune the {model}", model=card.name), "",
                    lambda identifier=card.id: self.wanted.emit(identifier),
                )
            )  # fmt: skip
        self.setAccessibleName(f"{self.head.text()}. {reason} {self.which.text()}")
