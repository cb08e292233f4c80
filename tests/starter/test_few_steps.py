"""What the few-step training learns from: the corpus' clips, every caption told, by step number."""

from dataclasses import replace

import torch

from tangostudio.starter import few_steps
from tests.starter.test_flow import clips

PLAN = replace(few_steps.PLAN, batch=3)


def source(label: str = "one", count: int = 10) -> few_steps.ClipsSource:
    return few_steps.ClipsSource(clips(count), label, PLAN)


def test_a_step_always_has_the_same_batch(monkeypatch):
    monkeypatch.setattr(type(clips()), "caption", lambda _self, clip, _rng: f"clip {clip}")
    one, other = source(), source()
    for step in (5, 0, 9):
        (x, captions, seconds), (y, *told) = one.batch(step), other.batch(step)
        assert torch.equal(x, y)
        assert told == [captions, seconds]
        assert all(captions)
        assert len(x) == len(seconds) == 3


def test_other_latents_have_another_mark():
    assert source().mark == source().mark
    assert len({source().mark, source("two").mark, source(count=9).mark}) == 3
    assert source().about()["clips"] == 10
    assert list(source().make()) == []
