"""Fills the window with the panels of a studio and wires them to each other.

The panels do not know each other; what one tells, this hands to the others. It holds no state of
its own but what is needed to take everything down again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox

from tangostudio import machine
from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.messages import Failed, Notice, TakeReady
from tangostudio.ui import actions, drag, words
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.editor import EditorPanel
from tangostudio.ui.export_verbs import ExportVerbs
from tangostudio.ui.generate_panel import GeneratePanel
from tangostudio.ui.household import Household
from tangostudio.ui.importing import Importing
from tangostudio.ui.inspector import Inspector
from tangostudio.ui.jobs_bar import JobsBar
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.models_watch import ModelsWatch
from tangostudio.ui.notices import Choice
from tangostudio.ui.projects_menu import Projects
from tangostudio.ui.reveal import reveal
from tangostudio.ui.settings_back import SettingsBack
from tangostudio.ui.shell import fill
from tangostudio.ui.starting import Starting
from tangostudio.ui.takes_panel import TakesPanel
from tangostudio.ui.taste_sharing import TasteSharing
from tangostudio.ui.texts import tr, tr_marked
from tangostudio.ui.tune_watch import TuneWatch

MEMORY_MS = 5_000
FIRST_PROMPT = "heavy door slam"  # stands ready at the very first start
_WITH_TAKES = ("take.reveal", "take.reuse", "take.rename")


class Workspace(QObject):
    """The open studio in the window.

    Attributes:
        generate, takes, editor, inspector, jobs, audition: the panels.
    """

    def __init__(
        self, window: MainWindow, studio: Any, bridge: Bridge, audition: Audition | None = None
    ) -> None:
        super().__init__(window)
        self.window = window
        self.studio = studio
        self.bridge = bridge
        self.table = window.table
        self._swapping = False
        bridge.attach(studio)
        self.audition = audition or Audition(studio, bridge)
        self.generate = GeneratePanel(studio, self.table)
        self.takes = TakesPanel(studio, bridge, self.table, self.audition)
        self.editor = EditorPanel(studio, bridge, self.table, self.audition, window.memory)
        self.inspector = Inspector(studio, bridge, self.table)
        self.jobs = JobsBar(studio, bridge, self.table)
        self.starting = Starting(window, studio, bridge, self.generate)
        self.projects = Projects(studio, self.table, window.notices, window)
        self.sharing = TasteSharing(studio, self.table, window.notices, window)
        self.tunes = TuneWatch(window, studio, bridge, self.open_mode)
        self.models = ModelsWatch(
            window, studio, bridge, open_mode=self.open_mode, use=self.use_model,
            in_use=self._model_in_use,
        )  # fmt: skip
        self.house = Household(
            window, studio, bridge, devices=self.audition.devices,
            open_mode=self.open_mode, use_model=self.use_model,
        )  # fmt: skip
        self.settings_back = SettingsBack(
            window, studio, self.models, self.generate, self.use_model
        )
        self.importing = Importing(
            window, studio, bridge, can_start=self._cannot_start, use_recipe=self._use_recipe
        )
        self.exports = ExportVerbs(window, studio, bridge, self.takes.selected_ids)
        self._fill_frame()
        self._fill_header()
        self._connect()
        self._bind()
        self._restore()

    def close(self) -> None:
        """Remember what was typed, end sound, background work and the studio."""
        self._keep()
        self.house.close()
        self.tunes.let_go()
        for timer in (self._timer, *self.window.findChildren(QTimer)):
            timer.stop()  # whatever a panel was about to ask, there is no studio any more
        self.audition.close()
        drag.let_go_of_clipboard()
        self.bridge.close()
        self.studio.close()

    def open_mode(self, mode: str) -> None:
        """Show a mode's page; pages that are seldom used are made when they are first opened."""
        if mode == self.table.mode and self.window.shell.page() == mode:
            return
        if self.audition.playing:
            self.audition.stop()
        if not self.window.shell.has_page(mode):
            self.window.shell.add_page(mode, self._make_page(mode))
        self.window.set_mode(mode)
        self.window.shell.show_page(mode)

    def use_model(self, identifier: str) -> None:
        """Generate with another model from now on, and get it ready."""
        try:
            self.generate.set_model(identifier)
        except BadRequest as error:
            self.window.show_error(error)
            return
        self.tunes.show_model(self.generate.card)
        self._warm(identifier)

    def _follow_adapters(self) -> None:
        """A few-step adapter that is switched on or off makes the model another one."""
        card = self.generate.card
        if card is not None and self.studio.card(card.id) != card:
            self.generate.set_model(card.id)

    # --- filling ---

    def _fill_frame(self) -> None:
        shell = self.window.shell
        fill(shell.left, self.generate)
        fill(shell.takes, self.takes)
        fill(shell.editor, self.editor)
        fill(shell.right, self.inspector)
        fill(shell.footer, self.jobs)
        shell.show_page(actions.CREATE)

    def _fill_header(self) -> None:
        header = self.window.header
        header.set_project(self.studio.project)
        header.project.setMenu(self.projects.menu(header.project))
        self._timer = QTimer(self, interval=MEMORY_MS)
        self._timer.timeout.connect(self._show_memory)
        self._timer.start()
        self._show_memory()

    def _make_page(self, mode: str) -> Any:
        if mode == actions.COMPARE:
            from tangostudio.ui.compare_view import CompareView

            return CompareView(self.studio, self.bridge, self.table, self.audition)
        if mode == actions.TUNE:
            from tangostudio.ui.tune_page import TunePage

            return TunePage(self.studio, self.bridge, self.table, self.audition)
        from tangostudio.ui.models_view import ModelsView

        page = ModelsView(self.studio, self.bridge, self.table, self._model_in_use)
        page.chosen.connect(self._use_and_create)
        page.verbs.moved.connect(self._models_moved)
        return page

    def _connect(self) -> None:
        self.window.header.model_chosen.connect(self.use_model)
        self.window.mode_wanted.connect(self.open_mode)
        self.takes.selection_changed.connect(self._selected)
        for out in (self.takes.verbs.out, self.inspector.out):
            out.said.connect(self.window.notices.good)
        self.audition.swapped.connect(self._swapped)
        self.generate.failed.connect(self.window.show_error)
        self.generate.started.connect(self._started)
        self.inspector.reuse_seed.connect(self.generate.seed.set_seed)
        self.inspector.take_wanted.connect(self.takes.show_take)
        drops = self.importing.drops
        drops.watch(self.generate.prompt)
        drops.watch(self.generate.prompt.viewport())
        drops.start_wanted.connect(self.starting.from_file)
        drops.sheet_dropped.connect(self.starting.show_sheet)
        self.bridge.changed.connect(self._follow)
        self.bridge.crashed.connect(self._background_failed)

    def _bind(self) -> None:
        bind = self.table.bind
        bind("edit.undo", self._undo)
        bind("edit.redo", self._redo)
        bind("take.reuse", self._reuse)
        bind("take.reveal", self._reveal)
        bind("library.reveal", lambda: reveal(Path(self.studio.library.folder)))
        bind("library.empty_trash", self._empty_trash)
        bind("settings", self._settings)
        bind("help.demonstration", self._demonstrate)
        self._selected(self.takes.selected_ids())
        self._show_history()

    def _restore(self) -> None:
        memory, wanted = self.window.memory, self.studio.settings.default_model
        if model := self.models.choose(wanted):
            self.use_model(model)
        self.generate.set_history(
            [text for text in memory.value("prompts", []) if isinstance(text, str)]
        )
        self.generate.restore(memory.value("draft", {}) or {"prompt": FIRST_PROMPT})
        self.takes.show_view(memory.value("takes_view", "grid"))
        self.window.set_mode(actions.CREATE)
        self._go_on(memory.value("place", {}))
        self.generate.prompt.setFocus()
        self.generate.prompt.selectAll()

    def _go_on(self, place: dict[str, Any]) -> None:
        """The take and the moment at which the last session ended."""
        take, seconds = place.get("take"), place.get("seconds")
        if isinstance(take, int) and place.get("library") == str(self.studio.library.folder):
            self.takes.select(take)
            if self.takes.current_id() == take and isinstance(seconds, int | float):
                self.audition.seek(float(seconds))

    def _keep(self) -> None:
        memory = self.window.memory
        memory.store("takes_view", self.takes.view_name)
        memory.store("draft", self.generate.values())
        memory.store("prompts", self.generate.history())
        place = {"take": self.takes.current_id(), "seconds": self.audition.cursor}
        memory.store("place", {"library": str(self.studio.library.folder), **place})
        memory.sync()

    # --- following ---

    def _follow(self, change: Any) -> None:
        if isinstance(change.event, TakeReady):
            self.generate.refresh()  # the time that takes need is known better now
        if isinstance(change.event, Notice):
            self.window.notices.plain(change.event.text)
        if "projects" in change.kinds:
            self.window.header.set_project(self.studio.project)
        if "adapters" in change.kinds:
            self._follow_adapters()
        if change.kinds & {"takes", "votes", "projects", "history"}:
            self._show_history()
        if "demonstration" in change.kinds:
            self._demonstrated()
        told = "tunes" in change.kinds or self.window.table.mode == actions.CREATE
        if isinstance(change.event, Failed) and not told:
            self.window.notices.bad(change.event.message, hint=change.event.hint)

    def _demonstrated(self) -> None:
        part = self.studio.demonstration
        if part is not None and part.project != self.studio.project:
            name = part.project
            choice = Choice(
                tr("Open it"), lambda: self._try(lambda: self.studio.open_project(name))
            )
            hint = tr("Takes to hear, compare, rate and export.")
            self.window.notices.good(tr("The demonstration project is ready"), choice, hint=hint)

    def _show_history(self) -> None:
        for verb, word, label, why_not in (
            ("edit.undo", tr("Undo"), self.studio.undo_label, tr("There is nothing to undo.")),
            ("edit.redo", tr("Redo"), self.studio.redo_label, tr("There is nothing to redo.")),
        ):
            self.table.set_text(verb, f"{word} {tr_marked(label)}" if label else word)
            self.table.set_enabled(verb, bool(label), why_not)

    def _show_memory(self) -> None:
        free = machine.free_memory()
        self.window.header.set_memory(
            "" if free is None else tr("{size} free", size=words.size(free))
        )

    def _swapped(self, take_id: int) -> None:
        """A and B were swapped: the take that is heard is the current one, seen in the same way."""
        if self.table.mode != actions.CREATE:
            return
        self._swapping = True
        self.takes.make_current(take_id)
        self._swapping = False
        self.editor.show_take(take_id, same_view=True)

    def _selected(self, ids: list[int]) -> None:
        self.starting.set_take(self.takes.current_id())
        self.exports.offer(ids)
        self.inspector.show_takes(ids)
        if not self._swapping:
            self.editor.show_take(self.takes.current_id())
        self.editor.slots.set_selected(ids)
        self.editor.tools.select(ids)
        for identifier in _WITH_TAKES:
            one = identifier in ("take.reuse", "take.rename")
            fits = len(ids) == 1 if one else bool(ids)
            reason = tr("Select one take first.") if one else tr("Select a take first.")
            self.table.set_enabled(identifier, fits, reason)

    def _started(self, _job: str) -> None:
        """From the prompt to the takes, so that Space plays and the arrows move at once."""
        if self.generate.prompt.hasFocus():
            self.takes.focus()

    def _background_failed(self, error: Exception) -> None:
        if not isinstance(error, TangoStudioError):
            error = TangoStudioError(str(error))
        self.window.show_error(error)

    # --- verbs ---

    def _undo(self) -> None:
        self.studio.undo()
        self._show_history()

    def _redo(self) -> None:
        self.studio.redo()
        self._show_history()

    def _reuse(self) -> None:
        self.settings_back.reuse(self.studio.take(self.takes.selected_ids()[0]))

    def _use_recipe(self, recipe: Any) -> None:
        self.open_mode(actions.CREATE)
        self.settings_back.use(recipe)

    def _cannot_start(self) -> str:
        card = self.generate.card
        return self.studio.making.can(card.id, "init") if card is not None else ""

    def _reveal(self) -> None:
        reveal(self.studio.take(self.takes.selected_ids()[0]).path)

    def _empty_trash(self) -> None:
        question = QMessageBox(self.window)
        question.setWindowTitle(tr("Empty trash"))
        question.setText(tr("Delete everything in the trash for good?"))
        question.setInformativeText(tr("The takes and their sound files cannot be brought back."))
        delete = question.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        delete.clicked.connect(self.studio.empty_trash)
        self.window.open_dialog(question)

    def _settings(self) -> None:
        from tangostudio.studio import precision_records
        from tangostudio.ui import precision_words
        from tangostudio.ui.settings_dialog import SettingsDialog

        ready = [card for card in self.studio.catalogue if self.models.ready(card.id)]
        models = [(card.id, card.name) for card in ready]
        presets = [(preset.id, preset.name) for preset in self.studio.deliveries.presets()]
        notes = {"precision": precision_words.note(precision_records.load(), ready)}
        dialog = SettingsDialog(
            self.studio.settings, models, self.audition.devices(), self._store_settings,
            self.window, presets=presets, notes=notes,
        )  # fmt: skip
        self.window.open_dialog(dialog)

    def _store_settings(self, changed: Any) -> None:
        self._try(lambda: self.studio.update_settings(changed))

    def _demonstrate(self) -> None:
        self.open_mode(actions.CREATE)
        self._try(self.studio.make_demonstration)

    def _use_and_create(self, identifier: str) -> None:
        self.use_model(identifier)
        self.open_mode(actions.CREATE)

    def _models_moved(self, folder: str) -> None:
        self.window.notices.good(
            tr("Models are kept in another folder from the next start"), hint=folder
        )

    def _model_in_use(self) -> str:
        return self.generate.card.id if self.generate.card is not None else ""

    def _warm(self, identifier: str) -> None:
        self._try(lambda: self.studio.warm(identifier))

    def _try(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except TangoStudioError as error:
            self.window.show_error(error)
