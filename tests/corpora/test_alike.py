from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from tangostudio.audio.resample import resample
from tangostudio.corpora import alike, fingerprints
from tests.corpora.recordings import RATE, door, rain, scaled


def steps(kind: int, take: int = 0) -> np.ndarray:
    """Footsteps: bursts of noise, never quite in time."""
    of_take = np.random.default_rng([kind, take, 2])
    wave = np.zeros(int(2.2 * RATE))
    for place in range(4):
        begin = int((0.02 + 0.5 * place + 0.02 * of_take.random()) * RATE)
        burst = of_take.normal(size=int(0.2 * RATE)) * np.exp(-np.arange(int(0.2 * RATE)) / 500)
        wave[begin : begin + len(burst)] += burst
    return scaled(wave)


def bell(kind: int, take: int = 0) -> np.ndarray:
    """A stroke: the same partials every time, with phases and levels a little apart."""
    of_bell, of_take = np.random.default_rng(kind), np.random.default_rng([kind, take, 3])
    t = np.arange(int(1.2 * RATE)) / RATE
    wave = np.zeros(len(t))
    for partial in (1, 2.01, 2.7, 3.9, 5.2):
        level = of_bell.uniform(0.3, 1.0) * (1 + 0.15 * of_take.normal())
        pitch, fading = 2 * np.pi * 400 * partial, of_bell.uniform(1, 6) * partial**0.5
        wave += level * np.sin(pitch * t + of_take.uniform(0, 0.8 * np.pi)) * np.exp(-fading * t)
    stroke = int(0.02 * RATE)
    wave[:stroke] += of_take.normal(size=stroke) * np.linspace(0.5, 0, stroke)
    return scaled(wave)


def coded(samples: np.ndarray, rate: int, kind: str, subtype: str) -> np.ndarray:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=kind, subtype=subtype)
    file.seek(0)
    return soundfile.read(file, dtype="float32", always_2d=True)[0]


def earlier(samples: np.ndarray) -> np.ndarray:
    """With 50 ms of a quiet room before."""
    room = np.random.default_rng(9).normal(size=(RATE // 20, 1)) * 1e-4
    return np.concatenate((room.astype(np.float32), samples))


CHANGES = {
    "softer": lambda x: (x * 0.1, RATE),
    "turned round": lambda x: (-x, RATE),
    "in stereo": lambda x: (np.repeat(x, 2, axis=1), RATE),
    "at 48 kHz": lambda x: (resample(x, RATE, 48000), 48000),
    "at 16 kHz": lambda x: (resample(x, RATE, 16000), 16000),
    "as MP3": lambda x: (coded(x, RATE, "MP3", "MPEG_LAYER_III"), RATE),
    "as Ogg Vorbis": lambda x: (coded(x, RATE, "OGG", "VORBIS"), RATE),
    "as Opus": lambda x: (coded(resample(x, RATE, 48000), 48000, "OGG", "OPUS"), 48000),
    "50 ms earlier": lambda x: (earlier(x), RATE),
    "cut short": lambda x: (x[: len(x) * 9 // 10], RATE),
}


def print_and_wave(samples: np.ndarray, rate: int = RATE) -> tuple[np.ndarray, np.ndarray]:
    wave = fingerprints.wave_of(samples, rate)
    return fingerprints.print_of(wave), wave


def compared(*sounds: tuple[np.ndarray, int]) -> list[int | None]:
    """Of each sound the one that it repeats."""
    found = [print_and_wave(*sound) for sound in sounds]
    prints = np.stack([one for one, _ in found])
    repeats = alike.near_duplicates(prints, lambda place: found[place][1])
    return [other for _, other in repeats]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("make", [door, rain, steps, bell], ids=lambda make: make.__name__)
def test_a_recording_is_known_again(make, change):
    for kind in range(3):
        sound = make(kind)
        assert compared((sound, RATE), change(sound)) == [None, 0]


@pytest.mark.parametrize("make", [door, rain, steps, bell], ids=lambda make: make.__name__)
def test_takes_of_one_event_stay_apart(make):
    for kind in range(4):
        takes = [(make(kind, take), RATE) for take in range(5)]
        assert compared(*takes) == [None] * 5


def test_the_prints_of_two_takes_may_be_alike():
    """So their waves must be looked at: what keeps takes apart is not the print."""
    prints = np.stack([print_and_wave(door(1, take))[0] for take in range(5)])
    vectors = fingerprints.vectors(prints)
    assert (vectors @ vectors.T).max() > alike.LEAST_PRINT


def test_repeats_of_a_repeat_are_of_the_first():
    sound = door(3)
    found = compared((door(1), RATE), (sound, RATE), (sound * 0.5, RATE), (sound * 0.1, RATE))
    assert found == [None, None, 1, 1]


def test_silence_and_sounds_without_a_wave_are_of_nobody():
    silence = np.zeros((RATE, 1), np.float32)
    assert compared((silence, RATE), (silence, RATE)) == [None, None]
    one, _ = print_and_wave(door(1))
    repeats = alike.near_duplicates(np.stack([one, one]), lambda _: None)
    assert [other for _, other in repeats] == [None, None]


def test_no_prints_are_no_repeats():
    assert not list(
        alike.near_duplicates(np.zeros((0, fingerprints.SIZE), np.int8), lambda _: None)
    )


def test_many_are_compared_in_blocks(monkeypatch):
    """Every pair is looked at, wherever the blocks begin."""
    monkeypatch.setattr(alike, "_ROWS", 7)
    chance = np.random.default_rng(0)
    prints = chance.integers(-127, 128, size=(40, fingerprints.SIZE)).astype(np.int8)
    waves = [chance.normal(size=400).astype(np.float32) for _ in range(40)]
    for place, other in ((6, 0), (7, 1), (23, 9), (39, 20), (38, 21)):
        prints[place], waves[place] = prints[other], waves[other]
    found = dict(alike.near_duplicates(prints, waves.__getitem__))
    assert list(found) == list(range(40))
    assert {a: b for a, b in found.items() if b is not None} == {6: 0, 7: 1, 23: 9, 39: 20, 38: 21}


def test_few_candidates_of_one_clip_are_looked_into(monkeypatch):
    one, _ = print_and_wave(door(1))
    read = []

    def wave(place):
        read.append(place)
        return np.random.default_rng(place).normal(size=400).astype(np.float32)

    found = list(alike.near_duplicates(np.stack([one] * 60), wave))
    assert all(other is None for _, other in found)
    assert len(read) == 60  # each is read once and held
