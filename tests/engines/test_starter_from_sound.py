"""The starter from sounds: how near it stays, what it fills, how it loops, varies and follows."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tangostudio.audio import files
from tangostudio.engines import looping
from tangostudio.engines.following import levels
from tangostudio.jobs.run import run_job
from tangostudio.messages import (
    AudioReady,
    Finished,
    GenerateRequest,
    request_from_json,
    request_to_json,
)

from . import starter_adapter

RATE = 44100
RESIDENT: dict = {}  # loaded once for all tests of this module
RAIN = "steady rain on a roof"


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("takes")


def made(out: Path, prompt: str = RAIN, seed: int = 1, **changes) -> AudioReady:
    values = {"seconds": 2.0, "steps": 6, "guidance": 4.0, "sampler": "euler", "out": str(out)}
    values = {"model": "starter", "prompt": prompt, "seeds": (seed,), **values, **changes}
    return run(GenerateRequest(**values))


def run(request: GenerateRequest) -> AudioReady:
    events = list(run_job("job", request, RESIDENT, lambda: False))
    assert isinstance(events[-1], Finished), events[-1]
    (ready,) = (event for event in events if isinstance(event, AudioReady))
    return ready


def heard(ready: AudioReady) -> np.ndarray:
    return files.read(Path(ready.path)).samples


def spectrum(sound: np.ndarray) -> np.ndarray:
    """Levels in dB of 40 bands from 50 Hz to 16 kHz, every 46 ms."""
    frames = np.lib.stride_tricks.sliding_window_view(sound.mean(1), 2048)[::2048]
    power = np.abs(np.fft.rfft(frames * np.hanning(2048))) ** 2
    edges = np.searchsorted(np.fft.rfftfreq(2048, 1 / RATE), np.geomspace(50, 16000, 41))
    bands = [power[:, a : max(b, a + 1)].mean(1) for a, b in itertools.pairwise(edges)]
    return 10 * np.log10(np.stack(bands, 1) + 1e-6)


def apart(one: AudioReady, other: AudioReady) -> float:
    """Mean difference of two takes in dB."""
    return float(np.abs(spectrum(heard(one)) - spectrum(heard(other))).mean())


def rms_db(sound: np.ndarray) -> float:
    return float(10 * np.log10((sound.astype(np.float64) ** 2).mean() + 1e-12))


def test_a_low_strength_stays_close_and_a_full_one_leaves_nothing(out):
    source = made(out, "footsteps on gravel")
    init = {"prompt": "footsteps on gravel", "seed": 5, "init": source.path}
    near, middle, full = (made(out, **init, strength=each) for each in (0.2, 0.7, 1.0))
    stranger = made(out, "footsteps on gravel", seed=5)
    distances = [apart(source, each) for each in (near, middle, full)]
    assert distances == sorted(distances)
    assert distances[0] < 0.5 * distances[2]
    assert distances[2] == pytest.approx(apart(source, stranger), rel=0.3)


def test_a_region_is_made_to_fit_and_the_rest_is_the_source(out):
    source = made(out)
    again = made(out, seed=5, init=source.path, regions=((0.8, 1.2),))
    one, other = heard(source), heard(again)
    changed = np.flatnonzero((one != other).any(1))
    assert changed[0] >= round(0.78 * RATE)
    assert changed[-1] < round(1.22 * RATE)
    new, old = other[round(0.8 * RATE) : round(1.2 * RATE)], one[round(0.8 * RATE) :]
    assert abs(rms_db(new) - rms_db(old)) < 4
    assert np.abs(np.corrcoef(new[:, 0], old[: len(new), 0])[0, 1]) < 0.3


def test_a_sound_goes_on(out):
    source = made(out)
    longer = made(out, seed=5, init=source.path, regions=((2.0, 3.5),), seconds=3.5)
    one, other = heard(source), heard(longer)
    kept = round(1.98 * RATE)
    np.testing.assert_array_equal(other[:kept], one[:kept])
    assert len(other) == round(3.5 * RATE)
    assert abs(rms_db(other[2 * RATE :]) - rms_db(one)) < 4


@pytest.mark.parametrize("prompt", [RAIN, "church bell"])
def test_a_loop_cannot_be_told_at_its_seam(out, prompt):
    looped = heard(made(out, prompt, loop=True))
    (seam,) = looping.roughness(looped, RATE, [0])
    assert seam.worst < 1
    assert len(looped) == 2 * RATE


def test_variations_go_further_with_the_distance_and_0_is_the_take_itself(out):
    source = made(out, "dog barking", seed=2)
    values = {"prompt": "dog barking", "seed": 9, "near": ((2, 1.0),)}
    rungs = [made(out, **values, distance=each) for each in (0.0, 0.1, 0.5, 1.0)]
    assert rungs[0].sha256 == source.sha256
    distances = [apart(source, each) for each in rungs]
    assert distances == sorted(distances)


def test_a_variation_keeps_to_adapters_and_a_start(out, tmp_path):
    values = {"adapters": (starter_adapter.write(tmp_path),), "adapter_dir": str(tmp_path)}
    values |= {"init": made(out).path, "strength": 0.8}
    source = made(out, seed=2, **values)
    same = made(out, seed=9, **values, near=((2, 1.0),), distance=0.0)
    other = made(out, seed=9, **values, near=((2, 1.0),), distance=0.3)
    assert source.sha256 == same.sha256 != other.sha256


def test_a_rhythm_is_followed_in_another_material(out, tmp_path):
    t = np.arange(RATE // 5) / RATE
    beat = np.zeros((2 * RATE, 1), np.float32)
    for i in range(6):
        first = round((0.1 + 0.3 * i) * RATE)
        beat[first : first + len(t), 0] = 0.5 * np.sin(2 * np.pi * 200 * t) * np.exp(-25 * t)
    path = str(files.store(beat, RATE, tmp_path).path)
    free, led = (
        heard(made(out, init=path, strength=0.8, follow=each, seed=3)) for each in (0.0, 1.0)
    )
    courses = [levels(sound, RATE, 800) for sound in (beat, free, led)]
    assert np.corrcoef(courses[0], courses[2])[0, 1] > 0.95
    assert np.corrcoef(courses[0], courses[1])[0, 1] < 0.9


@pytest.mark.parametrize(
    "changes",
    [
        {"strength": 0.5, "follow": 0.8},
        {"regions": ((0.5, 1.0),)},
        {"loop": True},
        {"near": ((4, 1.0),), "distance": 0.2, "strength": 0.9},
    ],
)
def test_a_take_is_made_again_from_its_stored_request(out, tmp_path, changes):
    values = {"model": "starter", "prompt": RAIN, "seconds": 2.0, "steps": 3, "guidance": 4.0}
    values |= {"sampler": "euler", "seeds": (7,), "init": made(out).path, "out": str(tmp_path)}
    asked = GenerateRequest(**{**values, **changes})
    stored = request_from_json(request_to_json(asked))
    assert isinstance(stored, GenerateRequest)
    assert run(asked).sha256 == run(replace(stored, out=str(tmp_path / "again"))).sha256
