"""The project menu: open, start, rename. It asks the studio for the projects each time it opens."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import words
from tangostudio.ui.actions import Actions
from tangostudio.ui.notices import Notices
from tangostudio.ui.texts import tr


class Projects:
    """What can be done with projects, for the menu and the actions."""

    def __init__(self, studio: Any, actions: Actions, notices: Notices, window: QWidget) -> None:
        self._studio = studio
        self._notices = notices
        self._window = window
        self._actions = actions
        actions.bind("project.new", self.create)
        actions.bind("project.rename", self.rename)

    def menu(self, parent: QWidget) -> QMenu:
        """A menu that lists the projects as they are when it opens."""
        menu = QMenu(parent)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        return menu

    def create(self) -> None:
        """Ask for a name and start a project."""
        name, sure = QInputDialog.getText(
            self._window, tr("New project"), tr("Name of the project:")
        )
        if sure and name.strip():
            self._try(lambda: self._studio.create_project(name.strip()))

    def rename(self) -> None:
        """Ask for another name of the open project."""
        old = self._studio.project
        name, sure = QInputDialog.getText(
            self._window, tr("Rename project"), tr("New name of the project:"), text=old
        )
        if sure and name.strip() and name.strip() != old:
            self._try(lambda: self._studio.rename_project(old, name.strip()))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        current = self._studio.project
        for project in self._studio.projects():
            name = words.shorten(project.name, 50).replace("&", "&&")
            action = menu.addAction(f"{name}   ·   {words.takes(project.takes)}")
            action.setCheckable(True)
            action.setChecked(project.name == current)
            action.triggered.connect(
                lambda _checked, name=project.name: self._try(
                    lambda: self._studio.open_project(name)
                )
            )
        menu.addSeparator()
        menu.addAction(self._actions["project.new"])
        menu.addAction(self._actions["project.rename"])

    def _try(self, verb: Any) -> None:
        try:
            verb()
        except TangoStudioError as error:
            self._notices.bad(error.message, hint=error.hint)
