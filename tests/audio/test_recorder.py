"""Recording: what the microphone sends is kept, and what it refuses is said."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from tangostudio.audio import recorder
from tangostudio.audio.recorder import Recorder
from tangostudio.errors import AudioDeviceError


class Stream:
    """An input stream that sends a block whenever it is told to."""

    def __init__(self, **values) -> None:
        self.values = values
        self.closed = False

    def start(self) -> None:
        pass

    def close(self, ignore_errors: bool = True) -> None:
        self.closed = True

    def send(self, block) -> None:
        self.values["callback"](np.asarray(block, np.float32), len(block), None, None)


class Backend:
    def __init__(self, channels: int = 1, refuse: str = "") -> None:
        self.channels, self.refuse = channels, refuse
        self.streams: list[Stream] = []

    def query_devices(self, device, kind):
        if self.refuse:
            raise RuntimeError(self.refuse)
        return {"default_samplerate": 8000.0, "max_input_channels": self.channels}

    def InputStream(self, **values):
        self.streams.append(Stream(**values))
        return self.streams[-1]


def test_blocks_become_one_sound_at_the_devices_rate():
    backend = Backend(channels=4)
    made = Recorder(backend)
    made.start()
    backend.streams[0].send(np.full((100, 2), 0.5))
    backend.streams[0].send(np.full((50, 2), -0.25))
    assert made.recording
    assert made.seconds == pytest.approx(150 / 8000)
    assert made.level() == pytest.approx(0.5)
    assert made.level() == 0.0
    sound = made.stop()
    assert (sound.frames, sound.channels, sound.sample_rate) == (150, 2, 8000)
    assert sound.samples[99, 0] == 0.5
    assert sound.samples[100, 1] == -0.25
    assert backend.streams[0].closed


def test_a_recording_ends_where_there_is_room_for_no_more(monkeypatch):
    monkeypatch.setattr(recorder, "MOST_SECONDS", 0.01)
    backend = Backend()
    made = Recorder(backend)
    made.start()
    backend.streams[0].send(np.ones((100, 1)))
    assert not made.recording
    assert made.stop().frames == 80


def test_a_second_recording_starts_from_nothing():
    backend = Backend()
    made = Recorder(backend)
    made.start()
    backend.streams[0].send(np.ones((10, 1)))
    made.start()
    backend.streams[1].send(np.ones((5, 1)))
    assert made.stop().frames == 5


def test_a_refused_microphone_is_said_with_a_hint():
    made = Recorder(Backend(refuse="Device unavailable [PaErrorCode -9985]"))
    with pytest.raises(AudioDeviceError, match="microphone cannot be used: Device") as caught:
        made.start()
    assert "privacy" in caught.value.hint
    assert not made.recording


def test_a_microphone_that_sends_nothing_is_said():
    made = Recorder(Backend())
    made.start()
    with pytest.raises(AudioDeviceError, match="Nothing was recorded"):
        made.stop()


def test_without_portaudio_the_sentence_names_it(monkeypatch):
    def missing(name):
        raise OSError("PortAudio library not found")

    monkeypatch.setattr(recorder, "importlib", SimpleNamespace(import_module=missing))
    with pytest.raises(AudioDeviceError, match="PortAudio is missing"):
        Recorder().start()
