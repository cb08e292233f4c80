"""A delivery on its way: written behind the window, followed and stopped from it.

It knows no dialog; the sheet and the quick export both use it.
"""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from tangostudio.errors import TangoStudioError
from tangostudio.ui.bridge import Bridge


class ExportRun(QObject):
    """Runs one delivery at a time.

    Signals:
        progressed(int, int, str): files done, of how many, the name of the one that is written.
        over(Report): everything is written, or it was stopped.
        failed(Exception): it could not begin.
    """

    progressed = Signal(int, int, str)
    over = Signal(object)
    failed = Signal(object)

    def __init__(self, studio: Any, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._bridge = bridge
        self._stop: threading.Event | None = None

    @property
    def running(self) -> bool:
        """Whether files are being written."""
        return self._stop is not None

    def start(self, plan: Any, folder: Path, *, agreed: bool, house: Any) -> None:
        """Write the files of a plan."""
        if self.running:
            return
        try:
            work = self._studio.deliveries.prepare(plan, folder, agreed=agreed, house=house)
        except TangoStudioError as error:
            self.failed.emit(error)
            return
        stop = self._stop = threading.Event()
        tell = self._bridge.post
        self._bridge.background(
            lambda: work(lambda *at: tell(partial(self._progress, stop, *at)), stop.is_set),
            partial(self._over, stop),
            partial(self._failed, stop),
        )

    def stop(self) -> None:
        """Write no more files; `over` still comes, with what is done."""
        if self._stop is not None:
            self._stop.set()

    def _progress(self, stop: threading.Event, done: int, count: int, name: str) -> None:
        if stop is self._stop:
            self.progressed.emit(done, count, name)

    def _over(self, stop: threading.Event, report: Any) -> None:
        if stop is self._stop:
            self._stop = None
            self.over.emit(report)

    def _failed(self, stop: threading.Event, error: Exception) -> None:
        if stop is self._stop:
            self._stop = None
            self.failed.emit(error)
