"""The toy family follows the families' contract without torch."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.errors import CardError
from tangostudio.families import family, toy


@pytest.fixture
def model():
    return toy.build(Catalogue.load(paths.models_dir()).get("toy"), None, "cpu")


def test_a_sound_has_the_length_and_channels_that_were_asked_for(model):
    x, generator = toy.start(model, toy.latent_shape(model, 1.5), 7)
    (sound,) = toy.decode(model, x, 1.5, [generator])
    assert sound.shape == (66150, 2)
    assert sound.dtype == np.float32
    assert 0.05 < np.abs(sound).max() <= 1


def test_the_prompt_decides_the_target(model):
    one = toy.condition(model, "bell", "", 1, 3).target
    two = toy.condition(model, "drum", "", 1, 3).target
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("prompt", ["bell", "drum", "rain"])
def test_a_sound_that_is_heard_has_the_pitch_it_was_made_with(model, prompt):
    shape = toy.latent_shape(model, 2.0)
    made = np.broadcast_to(toy.condition(model, prompt, "", 2.0, 1.0).target, (1, *shape))
    (sound,) = toy.decode(model, made, 2.0, [np.random.default_rng(0)])
    heard = toy.encode(model, sound, 44100, 2.0, None)
    assert heard.shape == (1, *shape)
    assert heard[0, 0, 0] == pytest.approx(made[0, 0, 0], abs=0.01)
    assert np.abs(heard[0, 0, :3] - made[0, 0, :3]).max() < 0.35


@pytest.mark.parametrize("frames", [1, 2, 30])
def test_the_shortest_sounds_can_be_heard(model, frames):
    heard = toy.encode(model, np.zeros((frames, 2), np.float32), 8000, 1.0, None)
    assert np.isfinite(heard).all()


def test_an_unknown_family_names_the_known_ones():
    with pytest.raises(CardError) as caught:
        family("nothing")
    assert "toy" in caught.value.hint


def test_generating_with_the_toy_does_not_import_torch(tmp_path):
    program = (
        "import sys\n"
        "from tangostudio.jobs.run import run_job\n"
        "from tangostudio.messages import GenerateRequest, Finished\n"
        "request = GenerateRequest('toy', 'x', 0.5, (1,), 2, 3.0, 'euler', out=sys.argv[1])\n"
        "events = list(run_job('j', request, {}, lambda: False))\n"
        "assert isinstance(events[-1], Finished), events\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True)
