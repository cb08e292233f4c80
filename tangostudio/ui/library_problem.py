"""The full-window state when the library cannot be opened: what is wrong and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import icons, theme, widgets
from tangostudio.ui.texts import tr


class LibraryProblem(QWidget):
    """A sentence, a hint, the folder's name and three buttons."""

    def __init__(
        self,
        error: TangoStudioError,
        folder: Path,
        retry: Callable[[], object],
        choose: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__()
        sign = widgets.label()
        sign.setPixmap(icons.pixmap("folder", theme.QUIET, 40, 2))
        message = widgets.label(error.message, "heading", wrap=True)
        hint = widgets.label(error.hint, "quiet", wrap=True)
        where = widgets.ElidedLabel(str(folder), "number-quiet")
        self.retry = widgets.button(tr("Try again"), "primary", retry)
        self.choose = widgets.button(tr("Choose another folder…"), "", choose)
        self.leave = widgets.button(tr("Quit"), "", leave)
        for label in (message, hint):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = QWidget()
        inner.setFixedWidth(520)
        inner.setLayout(
            widgets.column(
                sign, 4, message, hint, where, 12,
                widgets.row(self.retry, self.choose, self.leave, None), spacing=8,
            )
        )  # fmt: skip
        self.setLayout(widgets.column(None, widgets.row(None, inner, None), None, None))
        self.setAccessibleName(f"{error.message} {error.hint}")
