"""What stands where there is nothing yet: a picture, a sentence, a hint and a button that helps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from tangostudio.ui import icons, theme

PICTURE_PX = 36
WIDTH = 380


class EmptyState(QWidget):
    """Calm and in the middle; `say` changes all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        self._picture = QLabel()
        self.head = QLabel()
        self.head.setProperty("kind", "title")
        self.hint = QLabel()
        self.hint.setProperty("kind", "quiet")
        self.button = QPushButton()
        self._pressed: Callable[[], object] | None = None
        self.button.clicked.connect(self._press)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        texts = QVBoxLayout(inner)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(theme.GAP)
        for label in (self._picture, self.head, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(label is not self._picture)
            texts.addWidget(label)
        texts.addSpacing(theme.GAP)
        texts.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inner, 1000)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(across)
        column.addStretch(1)
        self.button.hide()

    def say(
        self,
        head: str,
        hint: str = "",
        *,
        picture: str = "waveform",
        button: str = "",
        pressed: Callable[[], object] | None = None,
    ) -> None:
        """Show these texts; without a button's text there is no button."""
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap(picture, theme.BORDER, PICTURE_PX, ratio))
        self.head.setText(head)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._pressed = pressed
        self.setAccessibleName(f"{head} {hint}".strip())

    def _press(self) -> None:
        if self._pressed is not None:
            self._pressed()
