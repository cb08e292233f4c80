"""How fast the machine is: measured once, while a model is warmed up, and kept."""

from __future__ import annotations

import math

import pytest

from tangostudio.engines import profile
from tangostudio.jobs.run import run_job
from tangostudio.messages import Finished, Profiled, WarmRequest


@pytest.fixture
def small(monkeypatch):
    """Sizes that take no time."""
    monkeypatch.setattr(profile, "WIDTH", 64)
    monkeypatch.setattr(profile, "LENGTH", 8)
    monkeypatch.setattr(profile, "CHANNELS", 4)
    monkeypatch.setattr(profile, "FRAMES", 64)


@pytest.mark.parametrize("precision", ["", "float32", "bfloat16"])
def test_a_net_and_a_codec_are_measured(small, precision):
    found = profile.measure("cpu", precision)
    assert len(found) == 2
    assert all(math.isfinite(value) and value > 0 for value in found)


def test_the_best_run_counts_and_the_first_does_not(monkeypatch):
    clock = iter([0, 100, 107, 200, 203, 300, 304])
    monkeypatch.setattr(profile.time, "perf_counter", lambda: next(clock))
    assert profile._speed(lambda: None, 6e9, lambda: None) == 2.0


@pytest.mark.parametrize("asked", [True, False])
def test_it_is_told_only_when_it_is_asked_for(small, asked):
    *events, last = run_job("warm", WarmRequest("toy", profile=asked), {}, lambda: False)
    assert isinstance(last, Finished)
    assert sum(isinstance(event, Profiled) for event in events) == asked
