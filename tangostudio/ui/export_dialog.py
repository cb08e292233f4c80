"""The export sheet: by which preset takes are delivered, what will be written, and what was.

Three pages follow each other: the sheet, and while files are written a bar below it, then the
outcome. Plans are made anew with every change; files are written behind the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QFrame,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from tangostudio.errors import TangoStudioError
from tangostudio.ui import export_memory, export_words, theme, widgets, words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.export_form import ExportForm
from tangostudio.ui.export_keeper import PresetKeeper
from tangostudio.ui.export_outcome import ExportOutcome
from tangostudio.ui.export_place import PlaceForm
from tangostudio.ui.export_question import LicenceQuestion
from tangostudio.ui.export_report import ReportFiles
from tangostudio.ui.export_run import ExportRun
from tangostudio.ui.export_selected import SelectedForm
from tangostudio.ui.export_table import CATEGORY, FILE, FX_NAME, PlanModel, PlanView
from tangostudio.ui.memory import WindowMemory
from tangostudio.ui.texts import tr, tr_count

MOST_SUGGESTED = 16  # files whose words are looked at; each takes some milliseconds
PLAN_MS = 60  # after the last letter
SIZE, LEAST, MARGIN = QSize(1640, 990), QSize(860, 480), QSize(72, 64)


class ExportDialog(Dialog):
    """The sheet for some takes.

    Attributes:
        plan: what will be written, or None while a template is wrong.
        run: the delivery that is on its way.
    """

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        ids: Sequence[int],
        memory: WindowMemory,
        parent: QWidget | None = None,
        *,
        export_project: Callable[[str], object] = lambda _kind: None,
        project_reason: str = "",
    ) -> None:
        """Make the sheet.

        Args:
            export_project: writes a DAW project of these takes, "reaper" or "dawproject".
            project_reason: why it cannot; "" when it can.
        """
        super().__init__(tr("Export {takes}", takes=words.takes(len(ids))), LEAST.width(), parent)
        self._studio, self._bridge, self._memory = studio, bridge, memory
        self._ids = list(ids)
        self._names: dict[int, str] = {}
        self._fx_names: dict[int, str] = {}
        self._cat_ids: dict[int, str] = {}
        self._project_reason = project_reason
        self.plan: Any = None
        self.run = ExportRun(studio, bridge, self)
        self._later = QTimer(self, singleShot=True, interval=PLAN_MS)
        self._make_parts(export_project)
        self._lay_out()
        self._connect()
        self._begin()
        self._fit(parent)

    # --- parts ------------------------------------------------------------------------------------

    def _make_parts(self, export_project: Callable[[str], object]) -> None:
        self.form = ExportForm()
        self._keeper = PresetKeeper(self._studio.deliveries, self.form)
        self._reports = ReportFiles(self._bridge, self._tell_error)
        self.model = PlanModel(self)
        self.table = PlanView(self.model)
        self.selected = SelectedForm(self._suggest, self._known_tags)
        self.place = PlaceForm(self._bridge, self._memory.value(export_memory.FOLDER, ""))
        self.outcome = ExportOutcome(self._reports.open, export_project)
        self.said = widgets.ElidedLabel("", "small")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the export"))
        self.progress.setFixedWidth(220)
        self.progress.hide()
        self.back = widgets.button(tr("Back to the sheet"), "quiet-link", self._show_sheet)
        self.back.setProperty("flush", True)
        self.back.hide()
        self.cancel = self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        self.start = self.add_button(widgets.button(tr("Export"), "primary", self.export))
        self.start.setDefault(True)

    def _lay_out(self) -> None:
        right = widgets.column(self.selected, 2, self.table, self.place, spacing=10)
        right.setStretch(2, 1)
        side = QFrame()
        side.setProperty("kind", "sheet")
        right.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, 12)
        side.setLayout(right)
        sheet = widgets.row(self.form, side, spacing=0)
        sheet.setStretch(1, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(widgets.holder(sheet))
        self.pages.addWidget(self.outcome)
        self.body.addWidget(self.pages)
        self.body.addWidget(widgets.hairline())
        self.body.setSpacing(0)
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(0, 0, 0, 0)
            outer.setSpacing(0)
        self.footer.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 12)
        state = widgets.row(self.back, self.progress, self.said, spacing=12)
        state.setStretch(2, 1)
        self.footer.insertLayout(0, state, 1)

    def _connect(self) -> None:
        self._keeper.changed.connect(self._plan_now)
        self._keeper.failed.connect(self._tell_error)
        self.form.changed.connect(self._later.start)
        self._later.timeout.connect(self._plan_now)
        self.place.changed.connect(self._judge)
        self.table.selected.connect(lambda _rows: self._select())
        self.model.typed.connect(self._typed)
        self.selected.fx_named.connect(lambda text: self._type_into(self._fx_names, text))
        self.selected.categorised.connect(lambda name: self._type_into(self._cat_ids, name))
        self.selected.keywords_changed.connect(self._change_keywords)
        self.run.progressed.connect(self._progress)
        self.run.over.connect(self._over)
        self.run.failed.connect(self._failed)

    def _begin(self) -> None:
        deliveries = self._studio.deliveries
        last = export_memory.last(self._memory)
        self.form.show_house(deliveries.house())
        default = last.preset.id if last else deliveries.default_preset().id
        self.form.set_presets(deliveries.presets(), default)
        if last is not None and last.preset.id == self.form.presets.current():
            self.form.show_preset(last.preset)
        self._plan_now()
        self.form.presets.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self, parent: QWidget | None) -> None:
        room = parent.window().size() - MARGIN if parent is not None else SIZE
        self.setMinimumSize(LEAST)
        self.resize(room.boundedTo(SIZE).expandedTo(LEAST))

    # --- the plan ---------------------------------------------------------------------------------

    def _plan_now(self) -> None:
        """What would be written now; a wrong template leaves what was there before."""
        self._later.stop()
        if not self.form.problem:
            try:
                self.plan = self._make_plan(self._ids)
            except TangoStudioError as error:
                self.plan = None
                self._tell_error(error)
            else:
                self.model.set_plan(self.plan)
                self.place.set_needed(self.plan.estimated_bytes)
                self._show_selected()
        self._judge()

    def _make_plan(self, ids: Sequence[int]) -> Any:
        return self._studio.deliveries.plan(
            ids, self.form.preset(), names=self._names, fx_names=self._fx_names,
            cat_ids=self._cat_ids, house=self.form.house(),
        )  # fmt: skip

    def _judge(self) -> None:
        """Say what the plan comes to, and whether it can be carried out."""
        if self.run.running or self.pages.currentIndex():
            return
        problem = self.form.problem or self.place.problem
        count = len([file for file in self.plan.files if not file.problem]) if self.plan else 0
        if self.plan is not None:
            chosen = self._chosen()
            note = export_words.note(chosen[0]) if len(chosen) == 1 else ""
            warn = note or self.plan.restricted
            self._say(problem or note or export_words.summary(self.plan), "bad" if problem else
                      "warn" if warn else "small")  # fmt: skip
        self.start.setText(tr_count("Export {count} file", "Export {count} files", count))
        self.start.setAccessibleName(self.start.text())
        self.start.setEnabled(count > 0 and not problem)

    def _tell_error(self, error: Exception) -> None:
        hint = getattr(error, "hint", "")
        self._say(f"{getattr(error, 'message', error)} {hint}".strip(), "bad")

    def _say(self, text: str, kind: str = "small") -> None:
        self.said.setText(text)
        widgets.set_property(self.said, "kind", kind)

    # --- what is said of single files -------------------------------------------------------------

    def _chosen(self) -> list[Any]:
        """The selected files, or all where none is selected."""
        files = self.plan.files if self.plan else ()
        rows = [row for row in self.table.rows() if row < len(files)]
        return [files[row] for row in rows] if rows else list(files)

    def _show_selected(self) -> None:
        files = self._chosen()
        tags = [self._studio.take(file.take).tags for file in files]
        self.selected.show_files(files, tags, all_of_them=not self.table.rows())

    def _select(self) -> None:
        self._show_selected()
        self._judge()

    def _typed(self, column: int, text: str, rows: list[int]) -> None:
        """A cell was edited: it counts for its row alone."""
        said = {FILE: self._names, FX_NAME: self._fx_names, CATEGORY: self._cat_ids}[column]
        _put(said, [self.plan.files[row].take for row in rows], text)
        self._plan_now()

    def _type_into(self, said: dict[int, str], text: str) -> None:
        _put(said, [file.take for file in self._chosen()], text)
        self._plan_now()

    def _change_keywords(self, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
        ids = [file.take for file in self._chosen()]
        try:
            if added:
                self._studio.add_tags(ids, added)
            if removed:
                self._studio.remove_tags(ids, removed)
        except TangoStudioError as error:
            self._tell_error(error)

    def _suggest(self, files: Sequence[Any]) -> Sequence[tuple[str, str]]:
        return self._studio.categories.suggest([file.take for file in files[:MOST_SUGGESTED]])

    def _known_tags(self) -> list[str]:
        return self._studio.library.takes.tags()

    # --- the export -------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the files, after a question where a licence asks for one."""
        if self._later.isActive():
            self._plan_now()
        if self.run.running or self.plan is None or not self.start.isEnabled():
            return
        restricted = [file for file in self.plan.files if file.take in self.plan.restricted]
        if not restricted:
            self._write(self.plan, agreed=False)
            return
        question = LicenceQuestion(
            restricted, len(self.plan.files), self.plan.preset.name, self
        )  # fmt: skip
        question.answered.connect(self._answered)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def _answered(self, agreed: bool) -> None:
        plan = self.plan
        if not agreed:
            plan = self._make_plan([i for i in self._ids if i not in plan.restricted])
        self._write(plan, agreed=agreed)

    def _write(self, plan: Any, *, agreed: bool) -> None:
        folder = self.place.folder()
        export_memory.keep(self._memory, self.form.preset(), self.place.line.text().strip())
        try:
            self._keep_what_was_typed()
        except TangoStudioError as error:
            self._failed(error)
            return
        self._lock(True)
        self.progress.setRange(0, max(len(plan.files), 1))
        self.progress.setValue(0)
        self._say(tr("Writing…"))
        self.run.start(plan, folder, agreed=agreed, house=self.form.house())

    def _keep_what_was_typed(self) -> None:
        """Who delivers goes to the settings, a category to its take: they are known next time."""
        export_memory.keep_house(self._studio, self.form.house())
        by_category: dict[str, list[int]] = {}
        for take, category in self._cat_ids.items():
            if self._studio.take(take).category != category:
                by_category.setdefault(category, []).append(take)
        for category, takes in by_category.items():
            self._studio.categorise(takes, category)

    def _progress(self, done: int, count: int, name: str) -> None:
        self.progress.setRange(0, count)
        self.progress.setValue(done)
        said = tr("File {number} of {count}", number=min(done + 1, count), count=count)
        self._say(f"{said} · {name}" if name else said)

    def _over(self, report: Any) -> None:
        self._lock(False)
        self.outcome.show_report(report)
        self.outcome.set_project_reason(self._project_reason)
        self.pages.setCurrentIndex(1)
        self.start.hide()
        self.back.show()
        self._say("")
        self.cancel.setText(tr("Close"))
        self.cancel.setAccessibleName(tr("Close"))
        self.cancel.setDefault(True)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self._lock(False)
        self._judge()
        self._tell_error(error)

    def _show_sheet(self) -> None:
        """Once more, with what is typed."""
        self.pages.setCurrentIndex(0)
        self.back.hide()
        self.start.show()
        self.start.setDefault(True)
        self.cancel.setText(tr("Cancel"))
        self._plan_now()
        self.form.presets.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lock(self, locked: bool) -> None:
        self.pages.setEnabled(not locked)
        self.progress.setVisible(locked)
        self.start.setVisible(not locked)
        self.cancel.setText(tr("Stop") if locked else tr("Cancel"))
        self.cancel.setEnabled(True)

    # --- keys, closing ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter exports, but ends the entry where something is typed; Ctrl+Enter always exports."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = QApplication.focusWidget()
            always = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if always:
                self.export()
                return
            if isinstance(focus, QLineEdit | QAbstractSpinBox) and self.isAncestorOf(focus):
                event.accept()
                return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """While files are written: stop after the one that is. Else close the sheet."""
        if self.run.running:
            self.cancel.setEnabled(False)
            self._say(tr("Stopping…"))
            self.run.stop()
            return
        super().reject()


def _put(said: dict[int, str], takes: Sequence[int], text: str) -> None:
    """Remember a text for takes; an empty one forgets."""
    for take in takes:
        if text:
            said[take] = text
        else:
            said.pop(take, None)
