"""The tagger: its training at a tiny size, resumption, storage, and what the shipped one hears."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from tangostudio.errors import BuildError, WeightsError
from tangostudio.families import tagging
from tangostudio.families.nets import int8
from tangostudio.starter import corpus, loops, mels, tagger
from tangostudio.starter.sounds import FAMILIES

PLAN = tagger.Plan(steps=6, batch=4, pool=2, warm_up=2, save_every=2)
TWO = ("dog_bark", "rain")


def make(number: int) -> corpus.Example:
    return corpus.example(tagger.SEEDS + number, family=TWO[number % 2], seconds=1.0)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> mels.Clips:
    folder = tmp_path_factory.mktemp("mels")
    list(mels.dump(folder, make, 16, per_shard=10))
    return mels.load(folder)


def run(folder, plan, clips, stop: int | None = None) -> dict[str, torch.Tensor]:
    for record in tagger.train(plan, clips, folder):
        if record["step"] == stop:
            break
    return loops.averaged(folder / tagger.CHECKPOINT, "tagger")


def test_every_family_has_its_turn_and_its_own_seeds():
    count = len(tagger.NAMES)
    assert tuple(sorted(FAMILIES)) == tagger.NAMES
    examples = [tagger.example(number) for number in (0, 1, 2 * count + 1)]
    assert [example.families[0] for example in examples] == [tagger.NAMES[i] for i in (0, 1, 1)]
    assert examples[2].seconds == 3.0
    assert not np.array_equal(examples[0].audio, tagger.example(count).audio)


def test_a_resumed_training_equals_an_unbroken_one(tmp_path, clips):
    whole = run(tmp_path / "whole", PLAN, clips)
    run(tmp_path / "broken", PLAN, clips, stop=2)
    again = run(tmp_path / "broken", PLAN, clips)
    assert whole.keys() == again.keys()
    for name, value in whole.items():
        assert torch.equal(value, again[name]), name
    assert len((tmp_path / "broken" / "log.jsonl").read_text().splitlines()) == 3


def test_a_checkpoint_of_another_plan_is_refused(tmp_path, clips):
    run(tmp_path, PLAN, clips, stop=2)
    with pytest.raises(BuildError, match="another plan"):
        run(tmp_path, replace(PLAN, seed=6), clips)


def test_a_loss_that_is_no_number_stops_and_keeps_the_checkpoint(tmp_path, clips):
    run(tmp_path, PLAN, clips, stop=2)
    kept = (tmp_path / tagger.CHECKPOINT).read_bytes()
    state = torch.load(tmp_path / tagger.CHECKPOINT, weights_only=True)
    state["module"]["net.outlet.bias"][:] = float("nan")
    torch.save(state, tmp_path / tagger.CHECKPOINT)
    spoilt = (tmp_path / tagger.CHECKPOINT).read_bytes()
    with pytest.raises(BuildError, match="became nan at step 2"):
        run(tmp_path, PLAN, clips)
    assert (tmp_path / tagger.CHECKPOINT).read_bytes() == spoilt != kept


def test_it_tells_dogs_from_rain_and_ships(tmp_path, clips):
    run(tmp_path, replace(PLAN, steps=40, batch=8, save_every=40), clips)
    tagger.export(tmp_path, tmp_path / "ship")
    shipped = tagging.load(tmp_path / "ship" / tagging.FILE)
    assert shipped.families == TWO
    sounds = [make(number).audio for number in range(100, 110)]
    assert tagging.recognise(shipped, sounds) == [TWO[number % 2] for number in range(10)]
    chances = tagging.scores(shipped, sounds)
    assert chances.shape == (10, 2)
    np.testing.assert_allclose(chances.sum(1), 1, rtol=1e-5)
    alone = tagging.scores(shipped, sounds[3:4])
    assert np.array_equal(alone[0], chances[3])


def test_what_is_no_tagger_is_refused(tmp_path):
    with pytest.raises(BuildError, match="tagger has not been trained"):
        tagger.export(tmp_path, tmp_path)
    with pytest.raises(WeightsError, match="missing"):
        tagging.load(tmp_path / tagging.FILE)
    int8.save(tmp_path / "other", {"a": torch.ones(3)}, {})
    with pytest.raises(WeightsError, match="not a tagger"):
        tagging.load(tmp_path / "other")
    int8.save(tmp_path / "short", {"a": torch.ones(3)}, {"families": '["rain"]'})
    with pytest.raises(WeightsError, match="the tagger lack"):
        tagging.load(tmp_path / "short")


def test_the_shipped_tagger_knows_held_out_clips():
    judge = tagging.bundled()
    assert judge.families == tagger.NAMES
    names = tagger.NAMES[::2]
    first = corpus.HELD_OUT_SEEDS + 20_000_000
    sounds = [
        corpus.example(first + i, family=name, seconds=3.0).audio for i, name in enumerate(names)
    ]
    found = tagging.recognise(judge, sounds)
    assert sum(a == b for a, b in zip(found, names, strict=True)) >= 0.9 * len(names)
