"""Takes leave the window as files: dragged, or put on the clipboard. No file is waited for.

Files that are ready go at once. Others are rendered behind the window: a drag begins when they
are, if the button is still held, and says so otherwise; a copy is told when it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import drag
from tangostudio.ui.bridge import Bridge, Task
from tangostudio.ui.texts import tr_count


class DragOut(QObject):
    """Drags and copies of takes.

    Signals:
        said(str): files became ready after the button was let go, or are on the clipboard now.
    """

    said = Signal(str)

    def __init__(self, studio: Any, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._bridge = bridge
        self._task: Task | None = None

    def drag(self, source: QWidget, ids: Sequence[int], picture: QPixmap | None = None) -> None:
        """Drag takes from a widget; `picture` hangs on the pointer."""
        self._render(
            ids,
            ready=lambda paths: drag.start_drag(source, paths, picture),
            late=partial(self._drag_late, source, picture),
        )

    def copy(self, ids: Sequence[int]) -> None:
        """Put takes on the clipboard as files."""
        self._render(ids, ready=drag.copy_files, late=self._copy_late)

    def _render(
        self, ids: Sequence[int], *, ready: Callable[[list[Path]], object],
        late: Callable[[list[Path]], object],
    ) -> None:  # fmt: skip
        """Hand the takes' files over, now or when they are rendered; only the last wish counts."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if not ids:
            return
        try:
            paths = self._studio.ready_drag_files(ids)
            if paths is None:
                self._task = self._bridge.background(self._studio.drag_work(ids), late)
                return
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
            return
        ready(paths)

    def _drag_late(self, source: QWidget, picture: QPixmap | None, paths: list[Path]) -> None:
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            drag.start_drag(source, paths, picture)
        else:
            self.said.emit(
                tr_count(
                    "{count} file is ready: drag it again",
                    "{count} files are ready: drag them again",
                    len(paths),
                )
            )  # fmt: skip

    def _copy_late(self, paths: list[Path]) -> None:
        drag.copy_files(paths)
        self.said.emit(
            tr_count(
                "{count} file is on the clipboard", "{count} files are on the clipboard", len(paths)
            )
        )  # fmt: skip
