"""A process that plays, seen from the one that asks: starting it, talking to it, handing it sounds.

Sounds go through shared memory. A block's name is removed as soon as the process has it open, so
that none is left over however either side ends. Knows nothing of players or voices.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import queue
import shutil
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import sound_worker
from tangostudio.audio.reports import RING_BYTES, ReportReader

FloatArray = NDArray[np.float32]

_START_SECONDS = 30.0
_ANSWER_SECONDS = 30.0
_END_SECONDS = 3.0
_MOST_HELD_BYTES = 32 * 2**20
_SHARED_FOLDER = "/dev/shm"


class ProcessGone(Exception):
    """The process ended, or was ended since it did not answer."""


class SoundProcess:
    """One process from its start to its end.

    Attributes:
        reports: what its callback did.
    """

    def __init__(
        self,
        heard: Callable[[Any], None],
        ended: Callable[[SoundProcess], None],
        backend: str,
        idle_seconds: float,
    ) -> None:
        """Start it and wait until it listens.

        Args:
            heard: called with what it says unasked, on a thread of its own.
            ended: called on that thread when it has ended, whoever wanted that.
            backend, idle_seconds: see `Stream`.

        Raises:
            OSError: it could not be started.
        """
        self._heard = heard
        self._ended = ended
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._asking, self._sending = threading.Lock(), threading.Lock()
        self._numbers = itertools.count(1)
        self._held: dict[int, FloatArray] = {}
        self._handing_over: dict[int, SharedMemory] = {}
        self._ring = SharedMemory(create=True, size=RING_BYTES)
        assert self._ring.buf is not None
        self.reports = ReportReader(self._ring.buf)
        try:
            self._process, self._pipe = _started(self._ring.name, backend, idle_seconds)
        except OSError:
            self._close_ring()
            raise
        finally:
            self._ring.unlink()
        self._listener = threading.Thread(target=self._listen, name="sound process", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int | None:
        """Its process id."""
        return self._process.pid

    def tell(self, *message: Any) -> None:
        """Say something (see `sound_worker`); a process that is gone hears nothing."""
        with self._sending, contextlib.suppress(OSError):
            self._pipe.send(message)

    def ask(self, *message: Any) -> Any:
        """Say something that is answered, and wait for the answer.

        Raises:
            ProcessGone: there is none to come.
        """
        with self._asking:
            self.tell(*message)
            try:
                answer = self._answers.get(timeout=_ANSWER_SECONDS)
            except queue.Empty:
                self._process.kill()
                raise ProcessGone from None
        if answer is ProcessGone:
            self._answers.put(ProcessGone)  # for who asks next
            raise ProcessGone
        return answer

    def hold(self, data: FloatArray) -> int:
        """Hand it a sound's frames, float32 (frames, 2), unless it has them; their number there.

        The sounds handed over first are forgotten when they are too many.
        """
        for number, held in self._held.items():
            if held.ctypes.data == data.ctypes.data and len(held) == len(data):
                self._held[number] = self._held.pop(number)  # the last one to be forgotten
                return number
        number = next(self._numbers)
        self._held[number] = data
        self.tell("sound", number, self._place(number, data), len(data))
        while sum(held.nbytes for held in self._held.values()) > _MOST_HELD_BYTES:
            oldest = next(iter(self._held))
            if oldest == number:
                break
            del self._held[oldest]
            self.tell("forget", oldest)
        return number

    def end(self) -> None:
        """Have it close the device and end; afterwards it has."""
        self.tell("close")
        self._process.join(_END_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        if threading.current_thread() is not self._listener:
            self._listener.join()

    def _place(self, number: int, data: FloatArray) -> str | bytes:
        """The name of shared memory with these frames; themselves where there is no room for it."""
        if not _has_room(data.nbytes):
            return data.tobytes()
        try:
            block = SharedMemory(create=True, size=max(1, data.nbytes))
        except OSError:
            return data.tobytes()
        np.copyto(np.ndarray(data.shape, np.float32, buffer=block.buf), data)
        self._handing_over[number] = block
        return block.name

    # --- the listening thread ---------------------------------------------------------------------

    def _listen(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                match self._pipe.recv():
                    case ("answer", value):
                        self._answers.put(value)
                    case ("held", number):
                        self._let_go(number)
                    case message:
                        self._heard(message)
        self._answers.put(ProcessGone)
        self._process.join()
        self._ended(self)
        with self._sending:
            self._pipe.close()
        for number in tuple(self._handing_over):
            self._let_go(number)
        self._close_ring()

    def _let_go(self, number: int) -> None:
        """The process has the block now, or never will."""
        if (block := self._handing_over.pop(number, None)) is not None:
            block.close()
            block.unlink()

    def _close_ring(self) -> None:
        self.reports.close()
        self._ring.close()


def _started(ring: str, backend: str, idle_seconds: float) -> tuple[BaseProcess, Connection]:
    """The process, listening, and the pipe to it. Raises OSError."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=sound_worker.main, args=(theirs, ring, backend, idle_seconds),
        name="sound", daemon=True,
    )  # fmt: skip
    try:
        process.start()
        theirs.close()
        wait([ours, process.sentinel], _START_SECONDS)
        if not ours.poll() or ours.recv() != ("here",):
            raise OSError("the process that plays sound does not answer")
    except (EOFError, OSError) as error:
        if process.pid is not None:
            process.kill()
            process.join()
        ours.close()
        raise OSError(str(error)) from error
    return process, ours


def _has_room(size: int) -> bool:
    """Whether so many bytes can be shared: a full tmpfs ends the process that writes to it."""
    if sys.platform != "linux":
        return True
    try:
        return shutil.disk_usage(_SHARED_FOLDER).free > 2 * size
    except OSError:
        return False
