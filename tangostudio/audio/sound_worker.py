"""The process that plays: the sound device's callback and a loop that hears commands.

Nothing else runs in it, so that nothing keeps the callback from the interpreter. It hears on its
pipe, and answers only what is marked so:

    ("open", device), ("ready",), ("devices",)     answered: see `Stream`
    ("channels", channels), ("command", command)   see `Stream`
    ("sound", number, place, frames)               answered by "held": frames of a sound, float32
                                                   stereo; `place` is the name of a shared memory
                                                   block, or their bytes
    ("forget", number)                             that sound is played no more
    ("play", number, command)                      a Start or Follow whose voice plays that sound
    ("close",)                                     end

and says ("here",) once it listens, ("answer", value), ("held", number), ("state", DeviceState),
("lost",) and ("told",). What the callback does is in the ring of reports (see `reports`). When the
pipe closes, the parent is gone, and so is this process.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory


@dataclass(frozen=True)
class DeviceState:
    """The output as `Stream` has it; its attributes are those of `Output`."""

    device: str = ""
    sample_rate: int = 0
    problem: str = ""
    running: bool = False


def main(pipe: Connection, ring: str, backend: str, idle_seconds: float) -> None:
    """Serve until told to close; the target of the spawned process.

    Args:
        ring: name of the shared memory of the reports.
        backend, idle_seconds: see `Stream`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy, not imported yet, would start idle threads
    from tangostudio.audio.sound_service import SoundService

    block = SharedMemory(ring)
    assert block.buf is not None
    SoundService(pipe, block.buf, backend, idle_seconds).serve()
    # At once: the blocks that are still mapped cannot be closed in order, and need not be.
    os._exit(0)
