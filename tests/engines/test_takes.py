"""Whole requests by the toy: regions, loops, variations, and the same take again."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tangostudio.audio import files
from tangostudio.engines import generate, looping, takes
from tangostudio.engines.looping import Roughness
from tangostudio.errors import OutOfMemory
from tangostudio.families import toy
from tangostudio.jobs.run import run_job
from tangostudio.messages import (
    AudioReady,
    Cancelled,
    Finished,
    GenerateRequest,
    Progress,
    request_from_json,
    request_to_json,
)

RATE = 44100
STEPS = 4


def request(out: Path, **changes) -> GenerateRequest:
    values = {"model": "toy", "prompt": "rain", "seconds": 1.0, "seeds": (3,), "steps": STEPS}
    more = {"guidance": 1.0, "sampler": "euler", "out": str(out)}
    return GenerateRequest(**{**values, **more, **changes})


def run(asked: GenerateRequest) -> list:
    events = list(run_job("job", asked, {}, lambda: False))
    assert isinstance(events[-1], Finished), events[-1]
    return events


def all_steps(asked: GenerateRequest) -> list[Progress]:
    """Every step; a job tells of them less often."""
    events = generate.generate("job", asked, {})
    return [event for event in events if isinstance(event, Progress)]


def made(asked: GenerateRequest) -> list[AudioReady]:
    return [event for event in run(asked) if isinstance(event, AudioReady)]


def heard(ready: AudioReady) -> np.ndarray:
    return files.read(Path(ready.path)).samples


def frames(seconds: float) -> int:
    return round(seconds * RATE)


@pytest.fixture
def source(tmp_path) -> np.ndarray:
    rng = np.random.default_rng(5)
    noise = (0.1 * rng.standard_normal((2 * RATE, 2))).astype(np.float32)
    return files.read(files.store(noise, RATE, tmp_path / "audio").path).samples


@pytest.fixture
def init(tmp_path, source) -> str:
    return str(files.store(source, RATE, tmp_path / "audio").path)


def changed(sound: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Frames at which they differ; beyond the source's end all do."""
    both = (sound[: len(source)] != source).any(1)
    return np.concatenate(
        [np.flatnonzero(both), np.arange(len(source), max(len(source), len(sound)))]
    )


def test_outside_of_regions_and_their_fades_the_source_is_stored_bit_for_bit(
    tmp_path, source, init
):
    (ready,) = made(request(tmp_path, init=init, regions=((0.5, 0.9), (1.5, 1.8))))
    found = changed(heard(ready), source)
    assert ready.frames == 2 * RATE
    allowed = [*range(frames(0.48), frames(0.92)), *range(frames(1.48), frames(1.82))]
    assert set(found) <= set(allowed)
    assert len(found) > 0.95 * len(allowed)


def test_a_source_of_another_rate_is_kept_as_it_is_resampled(tmp_path, source):
    stored = files.store(source[:48000], 48000, tmp_path / "audio")
    (ready,) = made(request(tmp_path, init=str(stored.path), regions=((0.5, 0.9),)))
    (again,) = made(request(tmp_path, init=str(stored.path), regions=((0.1, 0.3),), seeds=(9,)))
    one, other = heard(ready), heard(again)
    assert ready.frames == RATE
    assert set(changed(one, other)) <= {
        *range(frames(0.08), frames(0.32)),
        *range(frames(0.48), frames(0.92)),
    }


def test_a_sound_goes_on_from_its_end_for_as_long_as_asked(tmp_path, source, init):
    (ready,) = made(request(tmp_path, init=init, regions=((2.0, 5.0),), seconds=5.0))
    sound = heard(ready)
    assert ready.frames == 5 * RATE
    assert changed(sound, source)[0] >= frames(1.98)
    assert sound[frames(4.0) :].any()


def test_what_is_longer_than_the_longest_take_is_made_pass_by_pass(tmp_path, source):
    long = np.tile(source, (20, 1))  # 40 s; the longest take has 30
    stored = files.store(long, RATE, tmp_path / "audio")
    asked = request(tmp_path, init=str(stored.path), regions=((5.0, 25.0), (39.0, 39.5)))
    (ready,) = made(asked)
    steps = all_steps(asked)
    assert [event.step for event in steps] == list(range(1, 3 * STEPS + 1))
    assert {event.steps for event in steps} == {3 * STEPS}
    found = changed(heard(ready), long)
    assert ready.frames == 40 * RATE
    assert found[0] >= frames(4.98)
    assert not ((found > frames(25.02)) & (found < frames(38.98))).any()


# --- loops -------------------------------------------------------------------------------------


def test_only_the_seam_of_a_start_sound_is_made(tmp_path, source, init):
    (ready,) = made(request(tmp_path, init=init, loop=True))
    found = changed(heard(ready), source)
    assert ready.frames == 2 * RATE
    reach = frames(max(takes._SEAM_SECONDS) / 2 + 0.02) + 1
    assert ((found < reach) | (found >= 2 * RATE - reach)).all()
    assert 0 in found
    assert 2 * RATE - 1 in found


@pytest.fixture
def clean(monkeypatch):
    """Seams are found as rough as a test says, one answer after the other."""
    answers: list[float] = []

    def roughness(sound, sample_rate, places):
        worst = answers.pop(0) if answers else 0.5
        return [Roughness(worst, 0.0) for _ in places]

    monkeypatch.setattr(looping, "roughness", roughness)
    return answers


@pytest.mark.parametrize(("answers", "walks"), [([], 2), ([2.0], 3), ([2.0, 2.0, 2.0], 4)])
def test_a_seam_is_tried_again_and_the_steps_are_counted(tmp_path, clean, answers, walks):
    clean += answers
    steps = all_steps(request(tmp_path, loop=True, seeds=(3, 4)))
    first = [event for event in steps if event.take == 1]
    second = [event for event in steps if event.take == 2]
    assert [event.step for event in first] == list(range(1, walks * STEPS + 1))
    assert first[-1].steps == walks * STEPS
    # The next take begins with the steps of one that needs no second try.
    assert [event.step for event in second] == list(range(1, 2 * STEPS + 1))
    assert {event.steps for event in second} == {2 * STEPS}
    assert all(event.seconds_left >= 0 for event in steps)


def test_the_last_resort_is_a_crossfade_with_the_beginning(tmp_path, source, init, clean):
    clean += [2.0, 2.0, 2.0]
    (ready,) = made(request(tmp_path, init=init, loop=True))
    np.testing.assert_allclose(heard(ready), looping.folded(source, RATE), atol=2**-22)


def test_a_loop_has_no_fade_at_its_end(tmp_path, monkeypatch):
    def steady(model, x, seconds, generators):
        return [np.full((round(seconds * RATE), 2), 0.25, np.float32) for _ in generators]

    monkeypatch.setattr(toy, "decode", steady)
    (ready,) = made(request(tmp_path, loop=True))
    np.testing.assert_allclose(heard(ready), 0.25, atol=1e-6)


# --- variations, following, the same again ------------------------------------------------------


def test_at_distance_0_a_take_is_made_again(tmp_path):
    (one,) = made(request(tmp_path))
    (again,) = made(request(tmp_path, seeds=(8,), near=((3, 1.0),), distance=0.0))
    (other,) = made(request(tmp_path, seeds=(8,), near=((3, 1.0),), distance=0.5))
    assert again.sha256 == one.sha256 != other.sha256


def test_a_take_that_follows_is_silent_where_its_start_is(tmp_path, source):
    source[frames(0.5) :] = 0
    init = str(files.store(source, RATE, tmp_path / "audio").path)
    free, led = (
        heard(made(request(tmp_path, init=init, strength=0.9, follow=each))[0]) for each in (0, 1)
    )
    assert np.abs(free[frames(0.6) :]).max() > 1e-2
    assert np.abs(led[frames(0.6) :]).max() < 1e-3


CASES = {
    "init": {"strength": 0.5},
    "regions": {"regions": ((0.5, 0.9), (1.5, 1.9))},
    "extend": {"regions": ((2.0, 3.0),), "seconds": 3.0},
    "loop of a start": {"loop": True},
    "loop": {"loop": True, "init": ""},
    "near": {"near": ((1, 1.0), (2, 0.3)), "distance": 0.2, "init": ""},
    "near in a region": {"near": ((1, 1.0),), "distance": 0.2, "regions": ((0.5, 0.9),)},
    "follow": {"strength": 0.7, "follow": 1.0},
}


@pytest.mark.parametrize("changes", CASES.values(), ids=CASES)
def test_each_take_is_made_again_from_its_stored_request(tmp_path, init, changes):
    asked = request(tmp_path / "one", **{"init": init, "seeds": (5, 6, 7), **changes})
    hashes = [ready.sha256 for ready in made(asked)]
    assert len(set(hashes)) == 3
    for seed, sha256 in zip(asked.seeds, hashes, strict=True):
        alone = request_from_json(request_to_json(replace(asked, seeds=(seed,))))
        assert isinstance(alone, GenerateRequest)
        assert made(replace(alone, out=str(tmp_path / "two")))[0].sha256 == sha256


@pytest.mark.parametrize("changes", [CASES["regions"], CASES["loop"], CASES["near"]])
def test_takes_of_a_batch_are_the_takes_alone(tmp_path, init, changes):
    values = {"init": init, "seeds": (5, 6), **changes}
    together = made(request(tmp_path, **values, batch=2))
    alone = made(request(tmp_path, **values))
    for one, other in zip(together, alone, strict=True):
        np.testing.assert_allclose(heard(one), heard(other), atol=1e-5)


@pytest.mark.parametrize("changes", [CASES["regions"], CASES["loop"], CASES["follow"]])
def test_a_job_can_be_stopped_after_any_step(tmp_path, init, changes):
    asked = request(tmp_path, **{"init": init, **changes})
    for stop in range(len(all_steps(asked))):
        asking = itertools.count()
        # Loading is the first event of the engine.
        events = list(run_job("job", asked, {}, lambda: next(asking) == 1 + stop))  # noqa: B023
        assert isinstance(events[-1], Cancelled)
        assert not any(isinstance(event, AudioReady) for event in events)


def test_takes_that_are_missing_when_memory_runs_out_are_made_with_the_rest_of_the_loop(
    tmp_path, monkeypatch
):
    expected = [ready.sha256 for ready in made(request(tmp_path, loop=True, seeds=(1, 2, 3)))]
    calls = 0
    decode = toy.decode

    def failing(model, x, seconds, generators):
        nonlocal calls
        calls += 1
        if calls == 4:  # the second take's seam
            raise OutOfMemory("Full.")
        return decode(model, x, seconds, generators)

    monkeypatch.setattr(toy, "decode", failing)
    monkeypatch.setattr("tangostudio.engines.memory.tighter", lambda options, held, batch: held)
    again = made(request(tmp_path, loop=True, seeds=(1, 2, 3)))
    assert [ready.sha256 for ready in again] == expected
    assert [ready.index for ready in again] == [0, 1, 2]
