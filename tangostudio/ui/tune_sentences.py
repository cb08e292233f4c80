"""Sentences below each other, each with a sign. They know nothing of what they are about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tangostudio.ui import widgets


class Sentences(QWidget):
    """Labels of one kind behind one sign; hidden while there are none."""

    def __init__(self, sign: str, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self._kind = kind
        self._column = widgets.column(spacing=4)
        self.setLayout(self._column)
        self.texts: list[str] = []
        self.hide()

    def show_texts(self, sentences: Sequence[str]) -> None:
        """Show these, each once."""
        self.setVisible(bool(sentences))
        if list(dict.fromkeys(sentences)) == self.texts:
            return
        self.texts = list(dict.fromkeys(sentences))
        widgets.clear_layout(self._column)
        for text in self.texts:
            label = widgets.label(f"{self._sign} {text}", self._kind, wrap=True)
            self._column.addWidget(label)
