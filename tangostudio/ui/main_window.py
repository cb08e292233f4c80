"""The main window: its frame, its menus, its modes, and how it opens and closes.

It owns the actions and the notes. What fills the frame is the workspace's business; the window
only knows whether there is one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from tangostudio.errors import TangoStudioError
from tangostudio.ui import actions, icons, menus, theme
from tangostudio.ui.header import Header
from tangostudio.ui.library_problem import LibraryProblem
from tangostudio.ui.memory import WindowMemory
from tangostudio.ui.notices import Notices
from tangostudio.ui.shell import Shell

LEAST_WIDTH, LEAST_HEIGHT = 900, 500
COMPACT_WIDTH = 1180


class MainWindow(QMainWindow):
    """Empty when it is made; `Workspace` fills it.

    Attributes:
        table: the actions.
        memory: what is kept between sessions.
        ask_before_closing: whether the window may close now; it may ask the person and say no.
        last_errors: the last warnings of the program, for diagnostics; None while nobody keeps any.

    Signals:
        painted(): the window was painted for the first time.
        mode_wanted(str): a mode was chosen.
        closing(): the window is about to close.
    """

    painted = Signal()
    mode_wanted = Signal(str)
    closing = Signal()

    def __init__(self, memory: WindowMemory) -> None:
        super().__init__()
        self.setWindowTitle("Tango Studio")
        self.setWindowIcon(icons.application_icon())
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.memory = memory
        self.table = actions.Actions(self)
        self.header = Header(self.table)
        self.shell = Shell(self.header)
        self.setCentralWidget(self.shell)
        self.notices = Notices(self)
        self.ask_before_closing: Callable[[], bool] | None = None
        self.last_errors: Any = None
        self._painted = False
        self._make_menus()
        self._bind()
        memory.put_window(self)
        self._put_columns()

    def set_mode(self, mode: str) -> None:
        """Mark a mode as open: tab, menu, and which actions work."""
        self.header.set_mode(mode)
        self.table[f"mode.{mode}"].setChecked(True)
        self.table.set_mode(mode)

    def show_error(self, error: TangoStudioError) -> None:
        """Say what went wrong and what helps."""
        self.notices.bad(error.message, hint=error.hint)

    def show_problem(
        self,
        error: TangoStudioError,
        folder: Path,
        retry: Callable[[], object],
        choose: Callable[[], object],
    ) -> None:
        """Fill the window with why the library cannot be opened."""
        page = LibraryProblem(error, folder, retry, choose, self.close)
        self.shell.add_page("problem", page)
        self.shell.show_page("problem")

    def event(self, event: QEvent) -> bool:
        """Leave keys to the focused control where it needs them itself."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if actions.belongs_to_focus(QApplication.focusWidget(), event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.UpdateRequest and not self._painted:
            self._painted = True
            done = super().event(event)
            self.painted.emit()
            return done
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the header keeps only what is needed."""
        super().resizeEvent(event)
        self.header.set_compact(self.width() < COMPACT_WIDTH)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and tell who must end before it is gone."""
        if self.ask_before_closing is not None and not self.ask_before_closing():
            event.ignore()
            return
        self.keep()
        self.closing.emit()
        event.accept()

    def close_for_good(self) -> None:
        """Close without a question."""
        self.ask_before_closing = None
        self.close()

    def keep(self) -> None:
        """Store sizes and places."""
        self.memory.keep_window(self)
        self.memory.keep_splitter("columns", self.shell.columns)
        self.memory.keep_splitter("centre", self.shell.centre)
        self.memory.store("left", self.table["view.left"].isChecked())
        self.memory.store("right", self.table["view.right"].isChecked())
        self.memory.sync()

    def _put_columns(self) -> None:
        columns = self.memory.splitter("columns", [theme.LEFT, 890, theme.RIGHT])
        centre = self.memory.splitter("centre", [340, 478])
        self.shell.columns.setSizes([max(size, 1) for size in columns])
        self.shell.centre.setSizes(centre)
        for side in ("left", "right"):
            shown = self.memory.value(side, True)
            self.table[f"view.{side}"].setChecked(shown)
            self._fold(side, shown)

    def _fold(self, side: str, shown: bool) -> None:
        place = self.shell.left if side == "left" else self.shell.right
        place.setVisible(shown)

    def _make_menus(self) -> None:
        self.header.set_menu(menus.main_menu(self.table, self))
        if sys.platform == "darwin":
            menus.fill_menu_bar(self.menuBar(), self.table)

    def _bind(self) -> None:
        self.table.bind("quit", self.close)
        self.table.bind("view.fullscreen", self._fullscreen)
        self.table.bind("view.left", lambda shown: self._fold("left", shown))
        self.table.bind("view.right", lambda shown: self._fold("right", shown))
        self.table.bind("help.shortcuts", self._show_shortcuts)
        self.table.bind("help.about", self._show_about)
        for mode in (actions.CREATE, actions.COMPARE, actions.TUNE, actions.MODELS):
            self.table.bind(f"mode.{mode}", lambda _on, mode=mode: self.mode_wanted.emit(mode))
        self.header.mode_chosen.connect(self.mode_wanted)

    def _fullscreen(self, on: bool) -> None:
        if on:
            self.showFullScreen()
        else:
            self.showNormal()

    def _show_shortcuts(self) -> None:
        from tangostudio.ui.shortcuts_dialog import ShortcutsDialog

        self.open_dialog(ShortcutsDialog(self.table, self))

    def _show_about(self) -> None:
        from tangostudio.ui.about_dialog import AboutDialog

        self.open_dialog(AboutDialog(self))

    def open_dialog(self, dialog: Any) -> None:
        """Open a dialog over the window; the program goes on behind it."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
