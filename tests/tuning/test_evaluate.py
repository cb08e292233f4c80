"""Measuring a model: the arithmetic by hand on sounds of known level, and one run of the toy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.engines import generate, memory
from tangostudio.errors import BadRequest
from tangostudio.families import toy
from tangostudio.families.placement import Placement
from tangostudio.messages import AudioReady, Loading
from tangostudio.preference.intervals import wilson
from tangostudio.tuning import evaluate, rewards
from tangostudio.tuning.evaluate import Evaluated, Evaluation, Question
from tests.studio.house import known_taste

QUESTION = Question("toy", (("rain", 0.5), ("bell", 0.5)), 2, 2, 3.0, "euler")
TUNED = Question("toy", QUESTION.prompts, 2, 2, 3.0, "euler", adapters=(("a" * 64, 1.0),))
CARD = Catalogue.load(paths.models_dir()).get("toy")
LEVELS: dict[tuple[bool, str], tuple[float, ...]] = {
    (False, "rain"): (0.1, 0.3), (False, "bell"): (0.5, 0.5),
    (True, "rain"): (0.3, 0.3), (True, "bell"): (0.7, 0.9),
}  # fmt: skip


def judge(rate: int) -> rewards.Judge:
    """Likes loud sounds; those over 0.6 have a fault; all of one prompt point the same way."""
    assert rate == 44100

    def told(prompt: str, sounds: Sequence[np.ndarray]) -> rewards.Judged:
        levels = np.array([sound.max() for sound in sounds])
        flags = tuple(("loud",) if level > 0.6 else () for level in levels)
        return rewards.Judged({"match": levels}, np.tile([1.0, 0.0], (len(sounds), 1)), flags)

    return told


@pytest.fixture
def levels(monkeypatch, tmp_path) -> list:
    """A model that makes sounds of known levels; the seeds that it was asked for."""
    seeds = []

    def load(job, identifier, resident, adapters=(), adapter_dir=""):
        yield Loading(job, identifier)
        return generate.Loaded(CARD, adapters, toy, None, memory.Plan(Placement(), 1, ""))

    def takes(job, request, loaded):
        seeds.append(request.seeds)
        for index, level in enumerate(LEVELS[bool(loaded.adapters), request.prompt]):
            sound = np.full((100, 1), level, np.float32)
            stored = generate.files.store(sound, 44100, tmp_path)
            yield AudioReady(
                job, index, request.seeds[index], str(stored.path), stored.sha256, 100, 44100, 1,
                0.0, -20.0, -3.0, b"", "", 0.25 * (index + 1),
            )  # fmt: skip

    monkeypatch.setattr(evaluate.generate, "load", load)
    monkeypatch.setattr(evaluate.generate, "takes", takes)
    return seeds


def result(events: list) -> Evaluation:
    assert isinstance(events[-1], Evaluation)
    return events[-1]


def test_means_and_intervals_are_over_prompts(levels):
    found = result(list(evaluate.evaluate(QUESTION, judge=judge)))
    match = found.base.match
    assert match.mean == pytest.approx(0.35, abs=1e-4)  # of 0.2 and 0.5
    # Student's t of one degree of freedom is 12.706; the standard error is 0.3 / sqrt(2) / sqrt(2).
    assert match.high - match.mean == pytest.approx(12.7062 * 0.15, rel=1e-3)
    assert match.mean - match.low == pytest.approx(match.high - match.mean)
    assert found.base.seconds_per_take == pytest.approx(0.375)
    assert (found.tuned, found.difference, found.base.taste) == (None, {}, None)
    assert found.base.diversity is not None
    assert found.base.diversity.mean == pytest.approx(0)


def test_the_difference_is_paired_by_prompt_and_seed(levels):
    events = list(evaluate.evaluate(TUNED, judge=judge))
    found = result(events)
    assert found.tuned is not None
    assert found.tuned.match.mean == pytest.approx(0.55, abs=1e-4)
    change = found.difference["match"]  # 0.1 and 0.3
    assert change.mean == pytest.approx(0.2, abs=1e-4)
    assert change.high - change.mean == pytest.approx(12.7062 * 0.1, rel=1e-3)
    assert found.difference["faults"].mean == pytest.approx(0.5)
    told = wilson(2, 4)
    assert (found.tuned.faults.mean, found.tuned.faults.low) == (0.5, told.low)
    assert len(set(levels)) == 1  # the same seeds for every prompt and both sides
    steps = [(e.tuned, e.done, e.total) for e in events if isinstance(e, Evaluated)]
    assert steps == [(False, 1, 4), (False, 2, 4), (True, 3, 4), (True, 4, 4)]


def test_one_prompt_and_one_take_tell_no_interval_and_no_diversity(levels, monkeypatch):
    question = Question("toy", (("rain", 0.5),), 1, 2, 3.0, "euler")
    monkeypatch.setitem(LEVELS, (False, "rain"), (0.1,))
    found = result(list(evaluate.evaluate(question, judge=judge)))
    assert (found.base.match.low, found.base.match.high) == (-math.inf, math.inf)
    assert found.base.diversity is None


def test_nothing_to_evaluate_is_refused():
    for question in (
        Question("toy", (), 2, 2, 3.0, "euler"),
        Question("toy", (("rain", 0.5),), 0, 2, 3.0, "euler"),
        Question("toy", (("rain", 0.5),), 65, 2, 3.0, "euler"),
    ):
        with pytest.raises(BadRequest) as caught:
            next(evaluate.evaluate(question))
        assert caught.value.hint


def test_the_starters_ear_hears_a_real_run_and_hears_it_again_alike():
    first, again = (result(list(evaluate.evaluate(QUESTION, known_taste()))) for _ in range(2))
    assert -1 <= first.base.match.mean <= 1
    assert first.base.diversity is not None
    assert 0 < first.base.diversity.mean < 1
    assert first.base.taste is not None
    assert math.isfinite(first.base.taste.mean)
    assert first.base.match == again.base.match
    assert first.base.taste == again.base.taste
