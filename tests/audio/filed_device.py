"""Stands in for sounddevice in the process that plays: what is heard goes into a file.

The folder `TANGOSTUDIO_TEST_SOUND` is the wire to the test:

    heard     all blocks, float32 (frames, 2)
    modules   what the process had imported when the stream was opened
    gone      the test makes it: there is no device
    refuse    the test makes it: the device cannot be opened
    dry       the test makes it: one block reports an underrun; then it is taken away
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

RATE = 44100
BLOCK = 256
_BLOCK_SECONDS = 0.001  # faster than it would be heard

default = SimpleNamespace(device=(-1, 0))


class PortAudioError(Exception):
    """As sounddevice's."""


class OutputStream:
    """Asks for blocks on a thread of its own."""

    def __init__(self, **options: Any) -> None:
        folder = self._folder = _folder()
        if (folder / "refuse").exists():
            raise PortAudioError("Device unavailable", -9985)
        (folder / "modules").write_text("\n".join(sys.modules))
        self.latency = 0.01
        self._callback: Callable[..., None] = options["callback"]
        self._finished: Callable[[], None] = options["finished_callback"]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, ignore_errors: bool = True) -> None:
        assert ignore_errors
        self._over.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _ask(self) -> None:
        folder = self._folder
        when = SimpleNamespace(currentTime=0.0, outputBufferDacTime=0.0)
        out = np.empty((BLOCK, 2), np.float32)
        with (folder / "heard").open("ab", buffering=0) as heard:
            while not self._over.wait(_BLOCK_SECONDS) and not (folder / "gone").exists():
                if dry := (folder / "dry").exists():
                    (folder / "dry").unlink()
                self._callback(out, BLOCK, when, SimpleNamespace(output_underflow=dry))
                heard.write(out.tobytes())
        self._finished()


def query_hostapis() -> list[dict[str, Any]]:
    return [{"name": "File", "default_output_device": 0}]


def query_devices(index: int | None = None) -> Any:
    devices = [
        {"name": name, "hostapi": 0, "max_output_channels": 2, "default_samplerate": float(RATE)}
        for name in ("Speakers", "Headphones")
        if not (_folder() / "gone").exists()
    ]
    return devices if index is None else devices[index]


def _terminate() -> None:
    """Nothing is kept."""


def _initialize() -> None:
    """Devices are looked for whenever they are asked for."""


def _folder() -> Path:
    return Path(os.environ["TANGOSTUDIO_TEST_SOUND"])
