"""The menus, made from the table of actions. It knows nothing of what the actions do."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from tangostudio.ui.actions import MENUS, Actions
from tangostudio.ui.texts import tr_marked


def fill_menu(menu: QMenu, name: str, actions: Actions) -> None:
    """Put the actions of one menu into it, in the table's order."""
    menu.setToolTipsVisible(False)
    for spec in actions:
        if spec.menu == name:
            if spec.separator and not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(actions[spec.id])


def main_menu(actions: Actions, parent: QWidget) -> QMenu:
    """One menu with every action, for the button in the header."""
    menu = QMenu(parent)
    for name in MENUS:
        fill_menu(menu.addMenu(tr_marked(name)), name, actions)
    return menu


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> None:
    """The same as a menu bar, where the desktop shows one at the top of the screen."""
    for name in MENUS:
        fill_menu(bar.addMenu(tr_marked(name)), name, actions)
