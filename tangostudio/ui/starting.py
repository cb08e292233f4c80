"""From the ways to choose a start sound to the panel that makes takes of it.

It asks for files and recordings, has the studio keep them, and puts what comes of it into the
panel. Reading happens behind the window.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from tangostudio.audio.files import Sound
from tangostudio.errors import TangoStudioError
from tangostudio.ui.actions import Actions
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.generate_panel import GeneratePanel
from tangostudio.ui.importing import SOUNDS
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.texts import tr, tr_count

SHEETS = "*.csv *.tsv *.txt"


class Starting(QObject):
    """Start sounds and prompt sheets for a generate panel."""

    def __init__(
        self, window: MainWindow, studio: Any, bridge: Bridge, panel: GeneratePanel
    ) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._bridge = bridge
        self._panel = panel
        self._take: int | None = None
        panel.origin.take_wanted.connect(self.from_take)
        panel.origin.file_wanted.connect(self.choose_file)
        panel.origin.recording_wanted.connect(self.record)
        table: Actions = window.table
        table.bind("generate.from_take", self.from_take)
        table.bind("generate.from_file", self.choose_file)
        table.bind("generate.record", self.record)
        table.bind("generate.sheet", self.choose_sheet)
        table.bind("prompt.build", panel.build_prompt)

    def set_take(self, take: int | None) -> None:
        """The take that "Start from this take" means."""
        self._take = take
        reason = tr("Select a take first.")
        self._window.table.set_enabled("generate.from_take", take is not None, reason)

    def from_take(self) -> None:
        """Start from the selected take."""
        if self._take is None:
            self._window.notices.plain(tr("Select a take first."))
            return
        try:
            make = self._studio.making.prepare_take_start(self._take)
        except TangoStudioError as error:
            self._failed(error)
            return
        self._bridge.background(make, self._panel.set_start, self._failed)

    def choose_file(self) -> None:
        """Ask for a sound file and start from it."""
        kinds = tr("Sound files ({patterns})", patterns=SOUNDS)
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Start from a file"), "", kinds)
        if name:
            self.from_file(Path(name))

    def from_file(self, path: Path) -> None:
        """Read a sound file, then start from it."""
        making = self._studio.making
        self._bridge.background(
            functools.partial(making.read_start, path),
            lambda kept: self._panel.set_start(making.start_from_kept(kept)),
            self._failed,
        )

    def record(self) -> None:
        """Record a start sound."""
        from tangostudio.ui.record_dialog import RecordDialog

        dialog = RecordDialog(parent=self._window)
        dialog.recorded.connect(self.from_recording)
        self._window.open_dialog(dialog)

    def from_recording(self, sound: Sound) -> None:
        """Keep a recording, then start from it and follow it."""
        making, name = self._studio.making, tr("Recording")
        self._bridge.background(
            functools.partial(making.keep_sound, sound.samples, sound.sample_rate, name),
            lambda kept: self._panel.set_start(making.start_from_kept(kept, follow=1.0)),
            self._failed,
        )

    def choose_sheet(self) -> None:
        """Ask for a prompt sheet and show it."""
        kinds = tr("Tables ({patterns})", patterns=SHEETS)
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Prompt sheet"), "", kinds)
        if name:
            self.show_sheet(Path(name))

    def show_sheet(self, path: Path) -> None:
        """Show what a prompt sheet would make."""
        from tangostudio.ui.sheet_dialog import SheetDialog

        card = self._panel.card
        if card is None:
            return
        dialog = SheetDialog(
            self._studio, self._bridge, path, card.id, self._panel.numbers(), self._window
        )
        dialog.queued.connect(self._queued)
        self._window.open_dialog(dialog)

    def _queued(self, jobs: int) -> None:
        self._window.notices.good(tr_count("{count} job queued", "{count} jobs queued", jobs))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, TangoStudioError):
            self._window.show_error(error)
        else:
            self._bridge.crashed.emit(error)
