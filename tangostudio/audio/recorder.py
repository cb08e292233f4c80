"""Recording from a microphone into memory, up to a greatest length. No Qt, no files.

PortAudio through sounddevice, imported at the first use since it looks for devices then. Blocks
arrive on the device's own thread; every method belongs to one other thread.
"""

from __future__ import annotations

import contextlib
import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.files import Sound
from tangostudio.errors import AudioDeviceError

FloatArray = NDArray[np.float32]

MOST_SECONDS = 60.0
_HINT = (
    "Check that a microphone is connected and that this program may use it in the system's "
    "privacy settings."
)


class Recorder:
    """One recording at a time from the system's microphone or a named one.

    Attributes:
        sample_rate: of the recording, in Hz; 0 before the first.
    """

    def __init__(self, backend: Any = None) -> None:
        self.sample_rate = 0
        self._backend = backend
        self._stream: Any = None
        self._data: FloatArray = np.empty((0, 1), np.float32)
        self._frames = 0
        self._peak = 0.0

    @property
    def recording(self) -> bool:
        """Whether the microphone is open and there is room for more."""
        return self._stream is not None and self._frames < len(self._data)

    @property
    def seconds(self) -> float:
        """Length of what was recorded so far."""
        return self._frames / self.sample_rate if self.sample_rate else 0.0

    def start(self, device: str = "") -> None:
        """Open a microphone and record from now on; what was recorded before is let go.

        Raises:
            AudioDeviceError: there is none, or the system does not allow it.
        """
        self.close()
        backend = self._load()
        try:
            found = backend.query_devices(device or None, "input")
            self.sample_rate = round(found["default_samplerate"])
            channels = min(2, int(found["max_input_channels"]))
            self._data = np.zeros((round(MOST_SECONDS * self.sample_rate), channels), np.float32)
            self._frames, self._peak = 0, 0.0
            self._stream = backend.InputStream(
                samplerate=self.sample_rate, channels=channels, dtype="float32",
                device=device or None, callback=self._take,
            )  # fmt: skip
            self._stream.start()
        except Exception as error:
            self.close()
            raise AudioDeviceError(
                f"The microphone cannot be used: {_reason(error)}.", _HINT
            ) from error

    def level(self) -> float:
        """Highest sample since the last call, linear; 1 is full scale."""
        peak, self._peak = self._peak, 0.0
        return peak

    def stop(self) -> Sound:
        """Close the microphone and give what was recorded.

        Raises:
            AudioDeviceError: nothing arrived.
        """
        self.close()
        if self._frames == 0:
            raise AudioDeviceError("Nothing was recorded: the microphone sent no sound.", _HINT)
        return Sound(self._data[: self._frames].copy(), self.sample_rate)

    def close(self) -> None:
        """Let go of the microphone; what was recorded stays for `stop`."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(Exception):  # it may have gone away with its device
                stream.close(ignore_errors=True)

    def _take(self, block: FloatArray, frames: int, _time: Any, _status: Any) -> None:
        room = min(frames, len(self._data) - self._frames)
        self._data[self._frames : self._frames + room] = block[:room]
        self._frames += room
        self._peak = max(self._peak, float(np.abs(block).max(initial=0.0)))

    def _load(self) -> Any:
        if self._backend is None:
            try:
                self._backend = importlib.import_module("sounddevice")
            except OSError as error:  # PortAudio itself is missing
                raise AudioDeviceError(
                    "No microphone can be used: the sound library PortAudio is missing.",
                    "Install it (on Linux: libportaudio2), then start the program again.",
                ) from error
        return self._backend


def _reason(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    return text.splitlines()[0] if text else type(error).__name__
