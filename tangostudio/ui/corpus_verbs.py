"""From a folder, a project or a drop to a new corpus: asks, opens its dialog, tells what came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from tangostudio.ui.bridge import Bridge
from tangostudio.ui.corpus_dialog import CorpusDialog, proposed_name
from tangostudio.ui.drops import paths_of
from tangostudio.ui.texts import tr


class CorpusVerbs(QObject):
    """Makes corpora for one page, and takes folders that are dropped on it.

    Attributes:
        dialog: that was opened last.

    Signals:
        begun(str): this corpus is being read.
        look_wanted(str): look at the clips of this one.
        hovering(bool): a folder is held over the page, or not any more.
    """

    begun = Signal(str)
    look_wanted = Signal(str)
    hovering = Signal(bool)

    def __init__(
        self, studio: Any, bridge: Bridge, page: QWidget, can_drop: Callable[[], bool]
    ) -> None:
        super().__init__(page)
        self._studio, self._bridge, self._page = studio, bridge, page
        self._can_drop = can_drop
        self.dialog: CorpusDialog | None = None
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def choose_folder(self) -> None:
        """Ask for a folder of recordings."""
        name = QFileDialog.getExistingDirectory(self._page, tr("A folder of recordings"))
        if name:
            self.new(Path(name))

    def from_project(self, name: str) -> None:
        """Begin with the takes of a project."""
        self.new(f"project:{name}")

    def new(self, source: Path | str) -> None:
        """Open the dialog of a new corpus."""
        name = self._free(proposed_name(source))
        dialog = CorpusDialog(self._studio, self._bridge, source, name, self._page.window())
        dialog.begun.connect(self.begun)
        dialog.look_wanted.connect(self.look_wanted)
        dialog.finished.connect(self._closed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None

    def _free(self, name: str) -> str:
        """The name, with a number where there is one of that name."""
        used = {view.name.casefold() for view in self._studio.corpora.all()}
        number, found = 2, name
        while found.casefold() in used:
            found, number = f"{name} {number}", number + 1
        return found

    # --- drops ------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take one folder; all else is for the window."""
        kinds = QEvent.Type
        if event.type() == kinds.DragLeave:
            self.hovering.emit(False)
        elif event.type() in (kinds.DragEnter, kinds.DragMove, kinds.Drop):
            assert isinstance(event, QDropEvent)
            folder = self._folder(event)
            if folder is not None:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.hovering.emit(event.type() != kinds.Drop)
                if event.type() == kinds.Drop:
                    self.new(folder)
                return True
        return super().eventFilter(watched, event)

    def _folder(self, event: QDropEvent) -> Path | None:
        paths = paths_of(event) if self._can_drop() else []
        return paths[0] if len(paths) == 1 and paths[0].is_dir() else None
