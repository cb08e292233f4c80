"""Starting and ending: arguments, the window, then the library behind it, then the worker.

It decides which face runs. The window is on the screen before anything slow is imported; everything
that has to be in order when the program starts or ends is here.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tangostudio.ui.main_window import MainWindow

_BEGAN = time.perf_counter()
TRACE = "TANGOSTUDIO_TRACE"
PICTURE_SIZE = (1440, 900)


def main(arguments: Sequence[str]) -> int:
    """Open the window, or hand a command to the command line; the exit code."""
    if arguments and (not arguments[0].startswith("-") or arguments[0] in _ASKED_OF_CLI):
        from tangostudio import cli

        return cli.main(arguments)
    options = _parser().parse_args(arguments)
    if options.screenshot:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif not _has_display():
        print("There is no display to open a window on.", file=sys.stderr)  # noqa: T201
        print("Use a command instead: tangostudio --help", file=sys.stderr)  # noqa: T201
        return 1
    return _run_window(options)


_ASKED_OF_CLI = ("-h", "--help", "--version")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tangostudio", add_help=False)
    parser.add_argument("--library", metavar="DIR")
    parser.add_argument("--screenshot", metavar="FILE")
    return parser


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _run_window(options: argparse.Namespace) -> int:
    # The window multiplies small matrices only; numpy's threads would wait for each other, ten
    # times as long, whenever the worker computes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    from PySide6.QtWidgets import QApplication

    from tangostudio import paths, settings
    from tangostudio.ui import crash, theme, translations
    from tangostudio.ui.main_window import MainWindow
    from tangostudio.ui.memory import WindowMemory

    chosen = settings.load(paths.settings_file())
    if chosen.interface_scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{chosen.interface_scale / 100}")
    app = QApplication(["tangostudio"])
    translations.install(app, chosen.language)
    app.setApplicationName("Tango Studio")
    app.setApplicationDisplayName("Tango Studio")
    app.setDesktopFileName("tangostudio")
    theme.apply(app)
    window = MainWindow(WindowMemory(paths.config_dir() / "window.ini"))
    crash.install(window.notices)
    session = Session(
        app, window, options.library, demonstrates=not (options.library or options.screenshot)
    )
    with _ending_well(app, window):
        if options.screenshot:
            return _take_picture(session, Path(options.screenshot))
        window.painted.connect(session.begin)
        window.show()
        window.activateWindow()
        return app.exec()


class Session:
    """From the empty window to the open library, and back.

    `demonstrates` has the demonstration project made in a new library.
    """

    def __init__(
        self, app: QApplication, window: MainWindow, named: str | None, demonstrates: bool = False
    ) -> None:
        self.app = app
        self.window = window
        self.workspace: Any = None
        self._demonstrates = demonstrates
        self._named = named
        self._ended = False
        self._errors: Any = None
        window.closing.connect(self.end)

    def begin(self) -> None:
        """The window is painted: say so to a benchmark, then open the library."""
        from PySide6.QtCore import QTimer

        trace("FirstPaint")
        QTimer.singleShot(0, self.window, self.open)

    def open(self) -> None:
        """Open the library and fill the window; what goes wrong is shown with what helps."""
        from tangostudio import paths, settings
        from tangostudio.errors import LibraryError, StorageError
        from tangostudio.studio import diagnostics
        from tangostudio.studio.open import library_folder, open_for_window
        from tangostudio.ui.bridge import Bridge
        from tangostudio.ui.workspace import Workspace

        trace("Imported")
        if self._ended:
            return
        if self._errors is None:
            self._errors = self.window.last_errors = diagnostics.watch()
        chosen = settings.load(paths.settings_file())
        folder = library_folder(self._named, chosen)
        bridge = Bridge(self.window)
        holder: list[Any] = []

        def deliver(event: Any) -> None:
            bridge.post(lambda: holder[0].handle(event))

        try:
            studio = open_for_window(folder, chosen, deliver)
        except (LibraryError, StorageError) as error:
            bridge.close()
            self.window.show_problem(error, folder, self.open, self.choose)
            return
        holder.append(studio)
        trace("LibraryOpen")
        self._errors.safe.update(card.id for card in studio.catalogue)
        self.workspace = Workspace(self.window, studio, bridge)
        if studio.library.warning:
            self.window.notices.bad(studio.library.warning)
        if self._demonstrates:
            studio.prepare_demonstration()
            self.workspace.house.welcome()
        trace("Ready")

    def choose(self) -> None:
        """Ask for another library folder and open it."""
        from PySide6.QtWidgets import QFileDialog

        folder = QFileDialog.getExistingDirectory(self.window, "Library folder")
        if folder:
            self._named = folder
            self.open()

    def end(self) -> None:
        """Close the library and end the worker; nothing that is finished is lost."""
        self._ended = True
        if self._errors is not None:
            self._errors.let_go()
        if self.workspace is not None:
            self.window.hide()
            workspace, self.workspace = self.workspace, None
            workspace.close()


def _take_picture(session: Session, file: Path) -> int:
    """Draw the window with the library's content into a file, without showing it."""
    from PySide6.QtCore import Qt

    from tangostudio.ui import picture

    window = session.window
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(*PICTURE_SIZE)
    window.show()
    session.open()
    picture.settle(session.app, session.workspace)
    saved = window.grab().save(str(file))
    session.end()
    if not saved:
        print(f"The picture could not be written to {file}.", file=sys.stderr)  # noqa: T201
    return 0 if saved else 1


@contextlib.contextmanager
def _ending_well(app: QApplication, window: MainWindow) -> Any:
    """Close the window on SIGINT and SIGTERM, as its own button would; afterwards delete it.

    Python runs a signal's handler between any two of its instructions: never while Qt waits, or
    in the middle of painting. So the handler does nothing; the signal wakes Qt through a socket,
    and the window is closed from there. Widgets that are left to the interpreter's end are deleted
    in any order, some of them after the application they need.
    """
    from PySide6.QtCore import QEvent, QSocketNotifier

    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(functools.partial(_close, app, window, ours))
    before = {number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)}
    old_wake = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(old_wake)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        ours.close()
        theirs.close()
        sys.excepthook = sys.__excepthook__
        window.close_for_good()
        window.deleteLater()
        app.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


def _ignore(*_signal: object) -> None:
    """What a signal does at once: nothing."""


def _close(app: QApplication, window: MainWindow, end: socket.socket, *_ready: object) -> None:
    with contextlib.suppress(BlockingIOError):
        end.recv(64)
    window.close_for_good()
    app.quit()


def trace(name: str) -> None:
    """Print a moment of the start for a benchmark, in seconds since the process began."""
    if os.environ.get(TRACE):
        # Not to the error output: PortAudio's binding sends that nowhere while it starts.
        print(f"{name} {_process_age():.3f}", flush=True)  # noqa: T201


def _process_age() -> float:
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started
    except (OSError, ValueError, AttributeError):
        return time.perf_counter() - _BEGAN
