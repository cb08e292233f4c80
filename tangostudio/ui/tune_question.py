"""The question before a tuning is thrown away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from tangostudio.ui.texts import tr


def ask_cancel(parent: QWidget, name: str, call: Callable[[], object]) -> None:
    """Ask whether a tuning shall be cancelled; `call` does it."""
    question = QMessageBox(parent)
    question.setWindowTitle(tr("Cancel tuning"))
    question.setText(tr("Cancel “{name}”?", name=name))
    question.setInformativeText(
        tr(
            "What it learned so far is thrown away. Pause it to keep that. Your votes, "
            "recordings, takes and adapters stay."
        )
    )
    throw = question.addButton(tr("Cancel tuning"), QMessageBox.ButtonRole.DestructiveRole)
    question.addButton(tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
    throw.clicked.connect(lambda: call())
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.open()
