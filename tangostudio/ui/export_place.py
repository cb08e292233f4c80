"""Where a delivery goes: a folder, the room that is free there and what the files will need.

The disk is asked behind the window, since a folder may lie on a slow network.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from tangostudio.ui import widgets, words
from tangostudio.ui.bridge import Bridge, Task
from tangostudio.ui.export_fields import Line
from tangostudio.ui.texts import tr

ASK_MS = 150


class PlaceForm(QWidget):
    """A folder field with its button and what is known of the disk.

    Attributes:
        problem: why nothing can be written there; "" as far as is known.

    Signals:
        changed(): another folder was typed, or more is known of it.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._task: Task | None = None
        self._free: int | None = None
        self._needed = 0
        self.problem = ""
        self.line = Line(tr("Folder"), tr("Choose a folder"), longest=1000)
        self.line.setText(folder or default_folder())
        self.choose = widgets.button(tr("Choose…"), "", self._choose)
        self.room = widgets.label("", "small")
        line = widgets.row(
            widgets.label(tr("Folder"), "second"), self.line, self.choose, self.room, spacing=10
        )
        line.setStretch(1, 1)
        self.setLayout(line)
        self._timer = QTimer(self, singleShot=True, interval=ASK_MS)
        self._timer.timeout.connect(self._ask)
        self.line.textChanged.connect(self._typed)
        self._ask()

    def folder(self) -> Path:
        """The folder as it is typed, with the home folder filled in."""
        return Path(self.line.text().strip()).expanduser()

    def set_needed(self, size: int) -> None:
        """Say how many bytes the files will have."""
        self._needed = size
        self._say()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Export to"), self.line.text())
        if folder:
            self.line.setText(folder)

    def _typed(self) -> None:
        self._free = None
        self._timer.start()
        self._say()
        self.changed.emit()

    def _ask(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None
        if self.line.text().strip():
            self._task = self._bridge.background(partial(free_room, self.folder()), self._know)
        self._say()

    def _know(self, free: int | None) -> None:
        self._free = free
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.problem = ""
        if not self.line.text().strip():
            self.problem = tr("Choose a folder.")
        elif self._free is not None and self._free < self._needed:
            self.problem = tr("There is not enough room in this folder. Choose another one.")
        widgets.set_property(self.line, "wrong", bool(self.problem))
        size = tr("about {size}", size=words.size(self._needed))
        free = "" if self._free is None else tr("{size} free", size=words.size(self._free))
        self.room.setText(" · ".join(part for part in (size, free) if part))


def default_folder() -> str:
    """Where exports go until another folder is chosen."""
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    return str(Path(music or Path.home()) / tr("Tango Studio"))


def free_room(folder: Path) -> int | None:
    """Free bytes where the folder is or would be; None where that cannot be told."""
    for place in (folder, *folder.parents):
        try:
            if place.is_dir():
                return shutil.disk_usage(place).free
        except OSError:
            return None
    return None
