"""The report of a delivery as a file beside what was delivered, opened in its program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from tangostudio.export import names, report
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.texts import tr


class ReportFiles:
    """Writes each kind of report once and opens it again after that."""

    def __init__(self, bridge: Bridge, failed: Any) -> None:
        self._bridge = bridge
        self._failed = failed
        self._written: dict[tuple[int, str], Path] = {}

    def open(self, told: Any, suffix: str) -> None:
        """Open a report as ".html" or ".csv"; it is written beside the files, behind the window."""
        key = (id(told), suffix)
        path = self._written.get(key)
        stem = tr("Delivery report")

        def work() -> Path:
            if path is not None and path.is_file():
                return path
            return report.write(told, names.free_path(told.folder, stem, suffix))

        def done(written: Path) -> None:
            self._written[key] = written
            open_file(written)

        self._bridge.background(work, done, self._failed)


def open_file(path: Path) -> bool:
    """Show a file in the program that the desktop has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
