"""A sound device in memory: what is used of sounddevice, with blocks pulled by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray


class PortAudioError(Exception):
    """As sounddevice's."""


@dataclass
class FakeStream:
    """What OutputStream gives; `pull` does what the device's thread would do."""

    samplerate: int
    channels: int
    callback: Callable[..., None]
    finished_callback: Callable[[], None]
    latency: float = 0.0
    running: bool = False

    def start(self) -> None:
        self.running = True

    def close(self, ignore_errors: bool = True) -> None:
        assert ignore_errors
        if self.running:
            self.running = False
            self.finished_callback()

    def pull(self, frames: int = 256, underflow: bool = False) -> NDArray[np.float32]:
        """One block, float32 (frames, channels)."""
        out = np.full((frames, self.channels), 9.0, np.float32)
        when = SimpleNamespace(currentTime=0.0, outputBufferDacTime=0.0)
        self.callback(out, frames, when, SimpleNamespace(output_underflow=underflow))
        return out

    def vanish(self) -> None:
        """The device is pulled out."""
        self.running = False
        self.finished_callback()


@dataclass
class FakeDevice:
    """Stands in for the sounddevice module.

    Attributes:
        names: output devices, the first is the default.
        refuse: the message with which opening a stream fails; empty to let it open.
        streams: all that were opened.
    """

    names: list[str] = field(default_factory=lambda: ["Speakers", "Headphones"])
    rate: int = 44100
    channels: int = 2
    refuse: str = ""
    streams: list[FakeStream] = field(default_factory=list)
    looked_again: int = 0

    PortAudioError = PortAudioError

    @property
    def default(self) -> Any:
        return SimpleNamespace(device=(-1, 0 if self.names else -1))

    @property
    def stream(self) -> FakeStream:
        """The stream that was opened last."""
        return self.streams[-1]

    def query_hostapis(self) -> list[dict[str, Any]]:
        return [{"name": "Fake", "default_output_device": 0}]

    def query_devices(self, index: int | None = None) -> Any:
        devices = [
            {
                "name": name,
                "hostapi": 0,
                "max_output_channels": self.channels,
                "default_samplerate": float(self.rate),
            }
            for name in self.names
        ]
        devices.append(
            {
                "name": "Microphone",
                "hostapi": 0,
                "max_output_channels": 0,
                "default_samplerate": 44100.0,
            }
        )
        return devices if index is None else devices[index]

    def OutputStream(self, **options: Any) -> FakeStream:
        if self.refuse:
            raise PortAudioError(self.refuse, -9985)
        stream = FakeStream(
            options["samplerate"],
            options["channels"],
            options["callback"],
            options["finished_callback"],
        )
        self.streams.append(stream)
        return stream

    def _terminate(self) -> None:
        self.looked_again += 1

    def _initialize(self) -> None:
        assert not any(stream.running for stream in self.streams)
