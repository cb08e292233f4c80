"""The export dialog: where to, which format, what will be written, and what was written.

Files are written on a background thread, one take after the other; it can be stopped between two.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QWidget,
)

from tangostudio.errors import TangoStudioError
from tangostudio.settings import fields
from tangostudio.ui import counts, widgets, words
from tangostudio.ui.bridge import Bridge, Task
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.memory import WindowMemory
from tangostudio.ui.reveal import reveal
from tangostudio.ui.texts import mark, tr, tr_marked

_BYTES = {16: 2, 24: 3, 32: 4}
_BIT_WORDS = {16: mark("16 bit"), 24: mark("24 bit"), 32: mark("32 bit float")}


class ExportDialog(Dialog):
    """Exports takes as WAV files.

    Signals:
        exported(list): what was written (`export.Exported`), once everything is.
    """

    exported = Signal(list)

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        ids: Sequence[int],
        memory: WindowMemory,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Export {takes}", takes=words.takes(len(ids))), 560, parent)
        self._studio = studio
        self._bridge = bridge
        self._memory = memory
        self._takes = [studio.take(identifier) for identifier in ids]
        self._left: list[int] = []
        self._written: list[Any] = []
        self._task: Task | None = None
        self._build()
        self.folder.textChanged.connect(self._update)
        self.rate.currentIndexChanged.connect(self._update)
        self.bits.currentIndexChanged.connect(self._update)
        self._update()

    # --- the form ---

    def _build(self) -> None:
        self.folder = QLineEdit(self._memory.value("export_folder", _default_folder()))
        self.folder.setAccessibleName(tr("Folder"))
        self.rate = self._options(
            "export_rate", lambda value: tr("{value} kHz", value=f"{value / 1000:g}")
        )
        self.bits = self._options(
            "export_bits", lambda value: tr_marked(_BIT_WORDS.get(value, str(value)))
        )
        self.files = QListWidget()
        self.files.setAccessibleName(tr("Files"))
        self.files.setMinimumHeight(120)
        self.files.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.room = widgets.label("", "small")
        self.problem = widgets.label("", "bad", wrap=True)
        self.problem.hide()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, len(self._takes))
        self.progress.setAccessibleName(tr("Progress of the export"))
        self.progress.hide()
        self._lay_out()
        self._add_buttons()

    def _add_buttons(self) -> None:
        self.cancel = self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        self.show_folder = self.add_button(widgets.button(tr("Show in folder"), "", self._reveal))
        self.show_folder.hide()
        self.start = self.add_button(widgets.button(tr("Export"), "primary", self.export))
        self.start.setDefault(True)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        choose = widgets.button(tr("Choose…"), "", self._choose)
        folder = QWidget()
        folder.setLayout(widgets.row(self.folder, choose))
        form = QWidget()
        form.setLayout(widgets.row(self.rate, self.bits, widgets.label(tr("WAV"), "quiet"), None))
        for row, (name, control) in enumerate(((tr("Folder"), folder), (tr("Format"), form))):
            grid.addWidget(widgets.label(name, "second"), row, 0)
            grid.addWidget(control, row, 1)
        self.body.addLayout(grid)
        self.body.addSpacing(4)
        self.body.addWidget(widgets.section(tr("Files")))
        self.body.addWidget(self.files, 1)
        self.body.addWidget(self.room)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.progress)

    def _options(self, setting: str, text: Any) -> QComboBox:
        box = QComboBox()
        for name, _kind, _default, choice in fields():
            if name == setting:
                box.setAccessibleName(choice.label)
                for option in choice.options:
                    box.addItem(text(option), option)
        box.setCurrentIndex(max(box.findData(getattr(self._studio.settings, setting)), 0))
        return box

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Export to"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _update(self) -> None:
        self.files.clear()
        for take in self._takes:
            licence = {"no": tr("   research only"), "limited": tr("   limited use")}
            mark = licence.get(take.commercial, "")
            gone = tr("   ⚠ sound file missing") if take.missing else ""
            seconds = take.frames / take.sample_rate
            self.files.addItem(f"{take.title}   {seconds:.1f} s{mark}{gone}")
        needed, free = self._bytes(), _free(Path(self.folder.text() or "."))
        room = "" if free is None else tr(" · {size} free there", size=words.size(free))
        self.room.setText(f"{words.takes(len(self._takes))}, {words.size(needed)}{room}")
        problem = ""
        if not self.folder.text().strip():
            problem = tr("Choose a folder.")
        elif free is not None and free < needed:
            problem = tr("There is not enough room in this folder. Choose another one.")
        self._show_problem(problem)
        self.start.setEnabled(not problem)

    def _bytes(self) -> int:
        rate, width = self.rate.currentData(), _BYTES.get(self.bits.currentData(), 4)
        seconds = sum(take.channels * take.frames / take.sample_rate for take in self._takes)
        return round(seconds * rate * width) + 256 * len(self._takes)

    # --- the export ---

    def export(self) -> None:
        """Write the files, one after the other."""
        self._memory.store("export_folder", self.folder.text().strip())
        self._left = [take.id for take in self._takes]
        self._written = []
        self.progress.setValue(0)
        self.progress.show()
        self._lock(True)
        self._next()

    def reject(self) -> None:
        """Stop between two files; what is written stays."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().reject()

    def _next(self) -> None:
        if not self._left:
            self._finish()
            return
        try:
            write = self._studio.prepare_export(
                [self._left.pop(0)],
                Path(self.folder.text().strip()).expanduser(),
                rate=self.rate.currentData(),
                bits=self.bits.currentData(),
            )
        except TangoStudioError as error:
            self._failed(error)
            return
        self._task = self._bridge.background(write, self._wrote, self._failed)

    def _wrote(self, results: list[Any]) -> None:
        self._task = None
        self._written += results
        self.progress.setValue(len(self._written))
        self._next()

    def _failed(self, error: Exception) -> None:
        self._task = None
        hint = getattr(error, "hint", "")
        done = " " + tr(
            "{count} of {total} files are written.",
            count=len(self._written),
            total=len(self._takes),
        ) * bool(self._written)
        self._lock(False)
        self.progress.hide()
        self._show_problem(f"{getattr(error, 'message', error)} {hint}{done}".strip())

    def _finish(self) -> None:
        self.files.clear()
        for result in self._written:
            note = f"   ({result.note})" if result.note else ""
            self.files.addItem(f"✓ {result.path.name}{note}")
        count = len(self._written)
        self.room.setText(tr("{files} written and checked", files=counts.files(count)))
        self.progress.hide()
        self.start.hide()
        self.show_folder.show()
        self.cancel.setText(tr("Close"))
        self.exported.emit(self._written)

    def _lock(self, locked: bool) -> None:
        for control in (self.start, self.folder, self.rate, self.bits):
            control.setEnabled(not locked)

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _reveal(self) -> None:
        if self._written:
            reveal(self._written[0].path)


def _default_folder() -> str:
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    return str(Path(music or Path.home()) / tr("Tango Studio"))


def _free(folder: Path) -> int | None:
    """Free bytes where the folder is or would be."""
    for place in (folder.expanduser(), *folder.expanduser().parents):
        if place.is_dir():
            try:
                return shutil.disk_usage(place).free
            except OSError:
                return None
    return None
