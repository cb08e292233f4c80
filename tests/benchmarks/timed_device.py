"""sounddevice with a diary of its callback: for a soak to say who was late when the device ran dry.

The diary is written when the stream is closed, to the file named by `TANGOSTUDIO_DIARY`: what every
block waited for, each stall, and the blocks around each underrun. Needs a Unix system.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
import sounddevice

_AROUND = 6  # blocks kept before an underrun
_STALL_SECONDS = 0.005


def __getattr__(name: str) -> Any:
    return getattr(sounddevice, name)


class OutputStream(sounddevice.OutputStream):
    """Times each call of the callback.

    A block is: when the callback got the interpreter (time.perf_counter), how much later that was
    than PortAudio asked, seconds to the loudspeaker, seconds in the callback, ran dry; and of the
    callback's thread since the block before and during this one: how often it slept, as it does for
    the interpreter, how often it was put aside for another, and its major page faults. One that
    stalled and did neither ran on a processor that stood still.
    """

    def __init__(self, callback: Any, **options: Any) -> None:
        self._inner = callback
        self._recent: deque[tuple[Any, ...]] = deque(maxlen=_AROUND)
        self._found: dict[str, list[Any]] = {"dry": [], "stalls": []}
        self._last, self._counts = 0.0, (0, 0, 0)
        self._gaps, self._waits, self._spans = _Longest(), _Longest(), _Longest()
        super().__init__(callback=self._timed, **options)

    def _timed(self, out: np.ndarray, frames: int, when: Any, status: Any) -> None:
        now = time.perf_counter()
        wait = now - when.currentTime
        before, began = self._counts, _counts()
        self._inner(out, frames, when, status)
        spent = time.perf_counter() - now
        self._counts = _counts()
        delay = when.outputBufferDacTime - when.currentTime
        since = [after - counted for counted, after in zip(before, began, strict=True)]
        during = [after - counted for counted, after in zip(began, self._counts, strict=True)]
        block = (now, wait, delay, spent, status.output_underflow, since, during)
        self._recent.append(block)
        self._waits.add(wait)
        self._spans.add(spent)
        if self._last:
            self._gaps.add(now - self._last)
        self._last = now
        if max(wait - self._waits.least, spent) > _STALL_SECONDS:
            self._found["stalls"].append(block)
        if status.output_underflow:
            self._found["dry"].append(list(self._recent))

    def close(self, ignore_errors: bool = True) -> None:
        super().close(ignore_errors)
        if diary := os.environ.get("TANGOSTUDIO_DIARY"):
            longest = {
                "gaps": self._gaps.values,
                "waits": [wait - self._waits.least for wait in self._waits.values],
                "spent": self._spans.values,
            }
            Path(diary).write_text(json.dumps({**longest, **self._found}))


class _Longest:
    """The ten largest values, in order, and the smallest."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.least = float("inf")

    def add(self, value: float) -> None:
        self.least = min(self.least, value)
        if len(self.values) < 10 or value > self.values[0]:
            self.values = sorted([*self.values, value])[-10:]


def _counts() -> tuple[int, int, int]:
    used = resource.getrusage(resource.RUSAGE_THREAD)
    return used.ru_nvcsw, used.ru_nivcsw, used.ru_majflt
