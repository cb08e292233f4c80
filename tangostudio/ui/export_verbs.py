"""What takes takes out of the program: the sheet, once more as before, projects, inspection.

It binds these actions. What is selected it asks; what was done it says in a note.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from tangostudio.errors import TangoStudioError
from tangostudio.ui import counts, export_memory
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.export_run import ExportRun
from tangostudio.ui.importing import SOUNDS
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.notices import Choice
from tangostudio.ui.reveal import reveal
from tangostudio.ui.texts import tr, tr_count

ON_SELECTION = ("take.export", "take.export_again", "take.export_reaper", "take.export_dawproject")
PROJECTS = {"take.export_reaper": "reaper", "take.export_dawproject": "dawproject"}


class ExportVerbs(QObject):
    """Owned by the workspace."""

    def __init__(
        self, window: MainWindow, studio: Any, bridge: Bridge, selected: Callable[[], list[int]]
    ) -> None:
        """`selected` are the takes that the verbs are about."""
        super().__init__(window)
        self._window, self._studio, self._bridge = window, studio, bridge
        self._selected = selected
        self._run = ExportRun(studio, bridge, self)
        self._run.over.connect(self.tell)
        self._run.failed.connect(self._failed)
        bridge.changed.connect(self._follow)
        bind = window.table.bind
        bind("take.export", self.open_sheet)
        bind("take.export_again", self.export_again)
        bind("file.inspect", self.choose_file)
        for identifier, kind in PROJECTS.items():
            bind(identifier, partial(self._project_of_selected, kind))

    def offer(self, ids: Sequence[int]) -> None:
        """Enable what can be done with these takes; elsewhere say why not."""
        for identifier in ON_SELECTION:
            self._window.table.set_enabled(identifier, bool(ids), tr("Select a take first."))

    def open_sheet(self) -> None:
        """Show the export sheet for the selected takes."""
        from tangostudio.ui.export_dialog import ExportDialog

        ids = self._selected()
        if not ids:
            return
        sheet = ExportDialog(
            self._studio, self._bridge, ids, self._window.memory, self._window,
            export_project=partial(self.export_project, ids),
        )  # fmt: skip
        self._window.open_dialog(sheet)

    # --- once more --------------------------------------------------------------------------------

    def export_again(self) -> None:
        """Export the selected takes as the last ones; with the sheet where that needs an answer."""
        ids = self._selected()
        last = export_memory.last(self._window.memory)
        if self._run.running or not ids:
            return
        try:
            house = self._studio.deliveries.house()
            plan = last and self._studio.deliveries.plan(ids, last.preset, house=house)
        except TangoStudioError as error:
            self._failed(error)
            return
        if last is None or plan is None or plan.restricted:
            self.open_sheet()
            return
        self._run.start(plan, last.folder, agreed=False, house=house)

    def tell(self, report: Any) -> None:
        """Say in a note what a delivery did."""
        written, failed = [file.path for file in report.written], report.failed
        choices = (Choice(tr("Show in folder"), partial(reveal, written[0])),) if written else ()
        if failed:
            text = tr_count(
                "{count} file could not be exported", "{count} files could not be exported",
                len(failed),
            )  # fmt: skip
            why = report.problem or f"{failed[0].title}: {failed[0].problem}"
            self._window.notices.bad(text, *choices, hint=f"{why} {failed[0].hint}".strip())
        elif written:
            name = report.folder.name
            many = tr("{files} exported to {name}", files=counts.files(len(written)), name=name)
            one = tr("{name} exported", name=written[0].name)
            self._window.notices.good(
                one if len(written) == 1 else many, *choices, hint=str(report.folder)
            )

    # --- projects of a DAW ------------------------------------------------------------------------

    def export_project(self, ids: Sequence[int], kind: str) -> None:
        """Ask for a folder and write a project of these takes into it."""
        last = export_memory.last(self._window.memory)
        before = str(last.folder) if last else ""
        chosen = QFileDialog.getExistingDirectory(
            self._window, tr("Folder for the project"), before
        )
        if chosen:
            self.write_project(ids, kind, Path(chosen))

    def write_project(self, ids: Sequence[int], kind: str, folder: Path) -> None:
        """Write a project, behind the window; takes are asked about where a licence wants that."""
        deliveries = self._studio.deliveries
        last = export_memory.last(self._window.memory)
        try:
            plan = deliveries.plan(ids, last.preset if last else deliveries.default_preset())
        except TangoStudioError as error:
            self._failed(error)
            return
        begin = partial(self._begin_project, kind, folder)
        if not plan.restricted:
            begin(plan, agreed=False)
            return
        from tangostudio.ui.export_question import LicenceQuestion

        restricted = [file for file in plan.files if file.take in plan.restricted]
        allowed = [file.take for file in plan.files if file.take not in plan.restricted]
        question = LicenceQuestion(restricted, len(plan.files), plan.preset.name, self._window)
        question.answered.connect(
            lambda agreed: begin(
                plan if agreed else deliveries.plan(allowed, plan.preset), agreed=agreed
            )
        )
        self._window.open_dialog(question)

    def _begin_project(self, kind: str, folder: Path, plan: Any, *, agreed: bool) -> None:
        name = self._studio.project
        try:
            work = self._studio.daw_projects.prepare(plan, folder, name, kind, agreed=agreed)
        except TangoStudioError as error:
            self._failed(error)
            return
        note = self._window.notices.plain(tr("Writing the project {name}…", name=name))

        def done(project: Any) -> None:
            self._window.notices.close(note)
            self._tell_project(project)

        def failed(error: Exception) -> None:
            self._window.notices.close(note)
            self._failed(error)

        self._bridge.background(work, done, failed)

    def _tell_project(self, project: Any) -> None:
        text = tr_count(
            "{name} with {count} sound is written", "{name} with {count} sounds is written",
            project.sounds, name=project.path.name,
        )  # fmt: skip
        choice = Choice(tr("Show in folder"), partial(reveal, project.path))
        hint = " ".join(project.notes[:3])
        tell = self._window.notices.plain if hint else self._window.notices.good
        tell(text, choice, hint=hint or str(project.path.parent))

    def _project_of_selected(self, kind: str) -> None:
        self.export_project(self._selected(), kind)

    # --- inspection -------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a sound file and show what it says."""
        kinds = tr("Sound files ({patterns})", patterns=SOUNDS)
        every = tr("All files ({patterns})", patterns="*")
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Inspect a sound file"), "", f"{kinds};;{every}"
        )
        if name:
            self.inspect(Path(name))

    def inspect(self, path: Path) -> None:
        """Show what a file says of itself."""
        from tangostudio.ui.inspect_dialog import InspectDialog

        self._window.open_dialog(InspectDialog(self._bridge, path, self._window))

    def _follow(self, change: Any) -> None:
        """Trouble of takes that are exported by themselves is told once, and quietly."""
        trouble = self._studio.auto_export.trouble if "deliveries" in change.kinds else ""
        if trouble and trouble not in self._window.notices.texts():
            self._window.notices.plain(trouble)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, TangoStudioError):
            self._window.show_error(error)
        else:
            self._bridge.crashed.emit(error)
