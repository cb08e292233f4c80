"""What belongs to the window as a whole and to no panel: commands, keys, notes, first steps.

It binds these actions and follows the settings; what the panels do, it does not know.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject

from tangostudio import machine
from tangostudio.errors import TangoStudioError
from tangostudio.hub import states
from tangostudio.studio import diagnostics, room
from tangostudio.ui import commands, key_table, words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.commands import Command
from tangostudio.ui.desktop_notes import DesktopNotes
from tangostudio.ui.ended_work import EndedWork
from tangostudio.ui.first_run import DONE, FirstRun, expected
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.notices import Choice
from tangostudio.ui.texts import tr


class Household(QObject):
    """Owned by the workspace.

    Attributes:
        first_run: the card of the first run, while it is shown.
        notes: messages of the desktop.
    """

    def __init__(
        self,
        window: MainWindow,
        studio: Any,
        bridge: Bridge,
        *,
        devices: Callable[[], list[str]],
        open_mode: Callable[[str], object],
        use_model: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._devices = devices
        self._open_mode = open_mode
        self._use_model = use_model
        self._ended = EndedWork(studio)
        self._keys: key_table.Keys = {}
        self.first_run: FirstRun | None = None
        self.notes = DesktopNotes(window, studio.settings.notifications)
        bridge.changed.connect(self._follow)
        bind = window.table.bind
        bind("palette.open", self.open_palette)
        bind("shortcuts.edit", self.edit_shortcuts)
        bind("help.diagnostics", self.show_diagnostics)
        bind("help.first_steps", lambda: self.welcome(again=True))
        self._take_keys()

    def close(self) -> None:
        """Say nothing more."""
        self.notes.let_go()

    # --- commands and keys ---

    def open_palette(self) -> None:
        """Show everything that can be done."""
        from tangostudio.ui.command_palette import CommandPalette

        self._window.open_dialog(CommandPalette(self.offered, self._window.memory, self._window))

    def offered(self) -> Iterable[Command]:
        """All commands: the actions, the projects, the models that are here."""
        yield from commands.of_actions(self._window.table)
        for project in self._studio.projects():
            name = project.name
            yield Command(
                f"project:{name}", name, tr("Project"),
                lambda name=name: self._try(lambda: self._studio.open_project(name)),
                words.takes(project.takes),
            )  # fmt: skip
        for card in self._studio.catalogue:
            if self._studio.models.state(card.id).state in (states.READY, states.BUNDLED):
                yield Command(
                    f"model:{card.id}", card.name, tr("Model"),
                    lambda name=card.id: self._use_model(name), card.summary,
                )  # fmt: skip

    def edit_shortcuts(self) -> None:
        """Let the keys be changed."""
        from tangostudio.ui.shortcut_editor import ShortcutEditor

        editor = ShortcutEditor(self._window.table, self._keys, self._store_keys, self._window)
        self._window.open_dialog(editor)

    def _store_keys(self, changed: key_table.Keys) -> None:
        settings = dataclasses.replace(self._studio.settings, shortcuts=dict(changed))
        self._try(lambda: self._studio.update_settings(settings))

    def _take_keys(self) -> None:
        keys, problems = key_table.usable(self._window.table, self._studio.settings.shortcuts)
        if keys != self._keys:
            self._keys = keys
            self._window.table.set_keys(keys)
        if problems:
            text = tr("A stored shortcut is not used.")
            choice = Choice(tr("Edit shortcuts"), self.edit_shortcuts)
            self._window.notices.plain(text, choice, hint=" ".join(problems[:3]))

    # --- diagnostics, first steps ---

    def show_diagnostics(self) -> None:
        """Show how everything is, to be copied."""
        from tangostudio.ui.diagnostics_dialog import DiagnosticsDialog

        sections = diagnostics.collect(
            self._studio, devices=self._devices(), errors=self._window.last_errors
        )
        self._window.open_dialog(DiagnosticsDialog(sections, self._window))

    def welcome(self, *, again: bool = False) -> None:
        """Show the first steps, unless they were put away for good; say if the disk is full."""
        if self.first_run is None and (again or not self._window.memory.value(DONE, False)):
            self._open_mode("create")
            card = FirstRun(self._window.table, lambda: self._open_mode("models"), self._put_away)
            self.first_run = card
            self._window.shell.put_above_takes(card)
            self._say_first_steps()
        free = room.is_little(self._studio.library.folder)
        if free is not None:
            self._window.notices.bad(
                tr("Only {size} are free where the library lies.", size=words.size(free)),
                hint=tr("Empty the trash, or move the library to another disk in the settings."),
            )

    def _put_away(self) -> None:
        self._window.memory.store(DONE, True)
        if self.first_run is not None:
            self.first_run.hide()
            self.first_run.deleteLater()
            self.first_run = None

    def _say_first_steps(self) -> None:
        if self.first_run is None:
            return
        card = self._studio.catalogue.get(self._studio.settings.default_model)
        seconds, measured = expected(self._studio, card)
        free = machine.free_disk(self._studio.library.folder)
        self.first_run.say(card.name, seconds, measured, free)

    # --- following ---

    def _follow(self, change: Any) -> None:
        if said := self._ended.take_in(change):
            self.notes.say(*said)
        if change.kinds & {"takes", "models"}:
            self._say_first_steps()
        if "settings" in change.kinds:
            self.notes.how = self._studio.settings.notifications
            self._take_keys()

    def _try(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except TangoStudioError as error:
            self._window.show_error(error)
