"""The way into the window's thread: what the studio says becomes a Qt signal.

It knows nothing of widgets. Worker threads hand over callables; the studio's changes are sent on
as they are. Slow reading (decoding, drawing data) runs on a small thread pool and its result comes
back here, in the window's thread.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from tangostudio.errors import TangoStudioError

Result = TypeVar("Result")


class Task:
    """A piece of background work; `cancel` makes sure that nobody hears of its result."""

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        """Forget the work: neither `done` nor `failed` will be called."""
        self.cancelled = True


class _Runnable(QRunnable):
    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        self._run = run

    def run(self) -> None:
        """Called by the pool in one of its threads."""
        self._run()


class Bridge(QObject):
    """Carries callables, results and changes into the window's thread.

    Owns the pool of background threads. Belongs to the thread that makes it.

    Signals:
        changed(Change): the studio's state changed (see `studio.changes`).
        crashed(Exception): background work failed and nobody asked to hear of it.
    """

    changed = Signal(object)
    crashed = Signal(object)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._unsubscribe: Callable[[], None] | None = None
        self._closed = False

    def attach(self, studio: Any) -> None:
        """Listen to a studio's changes; the one before is let go."""
        self.detach()
        self._unsubscribe = studio.changes.subscribe(self.changed.emit)

    def detach(self) -> None:
        """Stop listening."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def post(self, call: Callable[[], object]) -> None:
        """Run `call` in the window's thread soon; may be used from any thread, at any time."""
        if not self._closed:
            self._posted.emit(call)

    def background(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Task:
        """Run `work` on a background thread; its result or error arrives in the window's thread.

        Only errors that may happen to a person's files and devices go to `failed`; anything else
        is a fault of the program, is raised again in the window's thread and so reaches its hook.
        """
        task = Task()

        def run() -> None:
            try:
                result = work()
            except (TangoStudioError, OSError) as error:
                self.post(functools.partial(self._finish, task, failed or self.crashed.emit, error))
            except Exception as error:  # noqa: BLE001 - handed over, raised again at the other end
                self.post(functools.partial(_raise, error))
            else:
                if done is not None:
                    self.post(functools.partial(self._finish, task, done, result))

        self._pool.start(_Runnable(run))
        return task

    def wait(self, milliseconds: int) -> bool:
        """Wait for background work, at most so long; whether there is none left."""
        return self._pool.waitForDone(milliseconds)

    def close(self) -> None:
        """Let go of the studio and wait for running background work; what is posted is dropped."""
        self.detach()
        self._closed = True
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(object)
    def _call(self, call: Callable[[], object]) -> None:
        if not self._closed:
            call()

    @staticmethod
    def _finish(task: Task, receiver: Callable[[Any], object], value: Any) -> None:
        if not task.cancelled:
            receiver(value)


def _raise(error: Exception) -> None:
    raise error
