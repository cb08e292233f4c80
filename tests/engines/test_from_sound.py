"""What reaches a model of a start sound, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from tangostudio import paths
from tangostudio.audio import files
from tangostudio.cards import Catalogue
from tangostudio.engines import generate
from tangostudio.families import toy
from tangostudio.jobs.run import run_job
from tangostudio.messages import AudioReady, Failed, GenerateRequest

MODEL = toy.build(Catalogue.load(paths.models_dir()).get("toy"), None, "cpu")
TOY = Catalogue.load(paths.models_dir()).get("toy")


@pytest.fixture
def seen(monkeypatch):
    """What a family that can start from sounds was given."""
    calls = SimpleNamespace(encoded=[], kept=[], first=[], given=[])

    def encode(model, sound, sample_rate, seconds, generator):
        calls.encoded.append((sound.shape, sample_rate, seconds, float(generator.random())))
        return np.full((1, *toy.latent_shape(model, seconds)), 7.0, np.float32)

    def keep(model, conditioning, source, regions):
        calls.kept.append((source.shape, tuple(regions)))
        return conditioning

    def velocity(model, x, sigma, conditioning):
        if not calls.first or calls.first[-1][0] < sigma:
            calls.first.append((sigma, x.copy()))
        calls.given.append((sigma, x.copy()))
        return toy.velocity(model, x, sigma, conditioning)

    calls.family = SimpleNamespace(
        **{**vars(toy), "encode": encode, "keep": keep, "velocity": velocity}
    )
    monkeypatch.setattr(generate, "family", lambda name: calls.family)

    def card(can):
        shelf = SimpleNamespace(get=lambda _: replace(TOY, can=frozenset(can)))
        monkeypatch.setattr(Catalogue, "load", classmethod(lambda *_: shelf))

    calls.card = card
    card({"init", "inpaint"})
    return calls


@pytest.fixture
def sound(tmp_path) -> str:
    stored = files.store(np.full((4410, 2), 0.25, np.float32), 44100, tmp_path / "audio")
    return str(stored.path)


@pytest.fixture
def long_sound(tmp_path) -> str:
    """As long as the takes that `run` asks for."""
    stored = files.store(np.full((22050, 2), 0.25, np.float32), 44100, tmp_path / "audio")
    return str(stored.path)


def run(out: Path, **changes) -> list:
    values = {"model": "toy", "prompt": "rain", "seconds": 0.5, "seeds": (3,), "steps": 4}
    more = {"guidance": 1.0, "sampler": "euler", "out": str(out)}
    request = GenerateRequest(**{**values, **more, **changes})
    return list(run_job("job", request, {}, lambda: False))


def test_a_start_sound_is_mixed_with_noise_by_the_strength(seen, sound, tmp_path):
    events = run(tmp_path, init=sound, strength=0.4)
    assert [e for e in events if isinstance(e, AudioReady)]
    ((shape, rate, seconds, _),) = seen.encoded
    assert (shape, rate, seconds) == ((4410, 2), 44100, 0.5)
    ((sigma, x),) = seen.first
    assert sigma == pytest.approx(0.4)
    noise, _ = toy.start(MODEL, (10, 4), 3)
    np.testing.assert_allclose(x, 0.6 * 7.0 + 0.4 * noise, rtol=1e-6)


def test_every_take_encodes_with_its_own_generator(seen, sound, tmp_path):
    run(tmp_path, init=sound, strength=0.5, seeds=(1, 2), batch=2)
    run(tmp_path, init=sound, strength=0.5, seeds=(2,))
    draws = [draw for *_, draw in seen.encoded]
    assert draws[0] != draws[1] == draws[2]


def test_a_net_that_is_told_what_to_keep_is_told_the_region_with_its_cross_fades(
    seen, long_sound, tmp_path
):
    run(tmp_path, init=long_sound, regions=((0.1, 0.2),), strength=0.3)
    ((shape, ((start, end),)),) = seen.kept
    assert shape == (1, 10, 4)
    assert (start, end) == (pytest.approx(0.08), pytest.approx(0.22))
    ((sigma, x),) = seen.first
    assert sigma == 1.0
    np.testing.assert_array_equal(x, toy.start(MODEL, (10, 4), 3)[0])


def test_a_net_that_cannot_be_told_is_led_along_the_noised_source(seen, long_sound, tmp_path):
    seen.family.keep = None
    del seen.family.keep
    run(tmp_path, init=long_sound, regions=((0.1, 0.2),))
    noise, _ = toy.start(MODEL, (10, 4), 3)
    # Latents of 50 ms: those from 0.08 s to 0.22 s are free.
    kept = np.array([0, 5, 6, 7, 8, 9])
    for sigma, x in seen.given:
        path = (1 - sigma) * 7.0 + sigma * noise
        np.testing.assert_allclose(x[:, kept], path[:, kept], rtol=1e-5)
    sigma, last = seen.given[-1]
    assert np.abs(last - ((1 - sigma) * 7.0 + sigma * noise))[:, 1:5].min() > 0.1


@pytest.mark.parametrize(
    ("can", "changes", "words"),
    [
        ({}, {}, "cannot start from a sound"),
        ({"init"}, {"regions": ((0.0, 0.1),)}, "cannot make parts"),
        ({"init"}, {"loop": True}, "cannot make parts"),
    ],
)
def test_a_model_that_cannot_says_so(seen, sound, tmp_path, can, changes, words):
    seen.card(can)
    *_, last = run(tmp_path, init=sound, **changes)
    assert isinstance(last, Failed)
    assert words in last.message


def test_a_start_sound_that_is_not_there_is_named(seen, tmp_path):
    *_, last = run(tmp_path, init=str(tmp_path / "gone.wav"))
    assert isinstance(last, Failed)
    assert last.kind == "AudioFileError"
    assert "gone.wav" in last.message


@pytest.mark.parametrize("strength", [0.0, -0.1, 1.1, float("nan")])
def test_a_strength_that_makes_no_sense_is_refused(seen, sound, tmp_path, strength):
    *_, last = run(tmp_path, init=sound, strength=strength)
    assert isinstance(last, Failed)
    assert last.kind == "BadRequest"
    assert seen.first == []


def write(folder: Path, samples: np.ndarray, rate: int) -> str:
    path = folder / "start.wav"
    soundfile.write(path, samples, rate, subtype="FLOAT")
    return str(path)


@pytest.mark.parametrize(
    ("samples", "rate", "words"),
    [
        (np.zeros((0, 1)), 44100, "holds no sound"),
        (np.full((100, 1), np.nan), 44100, "not numbers"),
        (np.zeros((100, 8)), 44100, "8 channels"),
        (np.zeros((601 * 4000, 1)), 4000, "longer than 10 minutes"),
    ],
)
def test_a_start_sound_that_makes_no_sense_is_refused(tmp_path, samples, rate, words):
    path = write(tmp_path, samples.astype(np.float32), rate)
    *_, last = run(tmp_path, init=path, strength=0.5)
    assert isinstance(last, Failed)
    assert words in last.message


@pytest.mark.parametrize("rate", [8000, 192000])
@pytest.mark.parametrize("changes", [{}, {"regions": ((0.1, 0.3),)}, {"loop": True}])
def test_a_start_sound_may_have_any_rate(tmp_path, rate, changes):
    path = write(tmp_path, 0.1 * np.random.default_rng(0).standard_normal((rate // 2, 1)), rate)
    (ready,) = [e for e in run(tmp_path, init=path, **changes) if isinstance(e, AudioReady)]
    assert (ready.sample_rate, ready.frames) == (44100, 22050)


def test_only_the_beginning_of_a_long_start_sound_reaches_the_model(seen, tmp_path):
    path = write(tmp_path, np.zeros((60 * 8000, 1)), 8000)
    run(tmp_path, init=path, strength=0.5)
    ((shape, *_),) = seen.encoded
    assert shape == (round(1.5 * 8000), 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"regions": ((0.6, 0.8),)}, "nothing to make"),
        ({"regions": ((-0.2, 0.1),)}, "nothing to make"),
        ({"regions": ((0.3, 0.2),)}, "nothing to make"),
        ({"regions": ((float("nan"), 0.2),)}, "nothing to make"),
        ({"regions": ((0.3, 0.9),)}, "nothing to make"),
        ({"regions": ((0.1, 0.12),)}, "too short"),
        ({"regions": ((0.4, 700.0),), "seconds": 700.0}, "too long"),
        ({"follow": 1.5}, "cannot be followed"),
        ({"near": ((1, 1.0),), "distance": -0.1}, "distance of -0.1"),
        ({"near": ((1, 1.0), (2, 7.0))}, "distance of 7"),
        ({"init": "", "regions": ((0.0, 0.1),)}, "no sound to start from"),
        ({"init": "", "follow": 0.5}, "no sound to start from"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(long_sound, tmp_path, changes, words):
    *_, last = run(tmp_path, **{"init": long_sound, **changes})
    assert isinstance(last, Failed)
    assert last.kind == "BadRequest"
    assert words in last.message
    assert last.hint
