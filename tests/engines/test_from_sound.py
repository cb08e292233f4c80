"""Takes that start from a sound: what reaches the model, and what a model that cannot says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

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
    calls = SimpleNamespace(encoded=[], kept=[], first=[])

    def encode(model, sound, sample_rate, seconds, generator):
        calls.encoded.append((sound.shape, sample_rate, seconds, float(generator.random())))
        return np.full((1, *toy.latent_shape(model, seconds)), 7.0, np.float32)

    def keep(model, conditioning, source, regions):
        calls.kept.append((source.shape, tuple(regions)))
        return conditioning

    def velocity(model, x, sigma, conditioning):
        if not calls.first or calls.first[-1][0] < sigma:
            calls.first.append((sigma, x.copy()))
        return toy.velocity(model, x, sigma, conditioning)

    family = SimpleNamespace(**{**vars(toy), "encode": encode, "keep": keep, "velocity": velocity})
    card = replace(TOY, can=frozenset({"init", "inpaint"}))
    monkeypatch.setattr(generate, "family", lambda name: family)
    shelf = SimpleNamespace(get=lambda _: card)
    monkeypatch.setattr(Catalogue, "load", classmethod(lambda *_: shelf))
    return calls


@pytest.fixture
def sound(tmp_path) -> str:
    stored = files.store(np.full((4410, 2), 0.25, np.float32), 44100, tmp_path / "audio")
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


def test_regions_start_from_noise_and_keep_the_rest(seen, sound, tmp_path):
    run(tmp_path, init=sound, regions=((0.1, 0.2),), strength=0.3)
    assert seen.kept == [((1, 10, 4), ((0.1, 0.2),))]
    ((sigma, x),) = seen.first
    assert sigma == 1.0
    np.testing.assert_array_equal(x, toy.start(MODEL, (10, 4), 3)[0])


@pytest.mark.parametrize(
    ("changes", "words"),
    [({}, "cannot start from a sound"), ({"regions": ((0.0, 0.1),)}, "cannot make parts")],
)
def test_a_model_that_cannot_says_so(sound, tmp_path, changes, words):
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
