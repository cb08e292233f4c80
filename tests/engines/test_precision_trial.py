"""The measurement itself, on the starter: few prompts, few steps."""

from __future__ import annotations

import math

import pytest

from tangostudio.engines import precision_trial
from tangostudio.engines.precision_trial import Measurement, Question
from tangostudio.errors import BadRequest
from tangostudio.families.nets import int8_linear
from tangostudio.messages import Notice

QUESTION = Question("starter", (("rain", 0.5), ("a bell", 0.5)), 2, 1.0, "euler", ("int8",))


@pytest.fixture(autouse=True)
def on_processor(monkeypatch):
    monkeypatch.setenv("TANGOSTUDIO_DEVICE", "cpu")


@pytest.mark.skipif(not int8_linear.is_there(), reason="no int8 products here")
def test_int8_is_measured_beside_float32():
    *_, found = precision_trial.measure(QUESTION)
    assert isinstance(found, Measurement)
    exact, small = found.found
    assert (exact.precision, small.precision) == ("float32", "int8")
    assert exact.speed.value == 1
    assert exact.spectral_db.value == 0
    assert exact.velocity == ()
    assert small.net_bytes < exact.net_bytes / 2
    assert [share for share, _ in small.velocity] == [1.0, 0.5]
    assert all(0 < error < 0.1 for _, error in small.velocity)
    assert 0 < small.spectral_db.value < found.other_seed_db
    assert abs(small.match_change.value) < 0.1
    assert math.isclose(small.match.value - exact.match.value, small.match_change.value)
    assert small.seconds > 0


def test_what_cannot_be_had_is_told_and_left_out(monkeypatch):
    monkeypatch.setattr(int8_linear, "is_there", lambda: False)
    events = list(precision_trial.measure(QUESTION))
    notices = [event.text for event in events if isinstance(event, Notice)]
    assert len(notices) == 2
    last = events[-1]
    assert isinstance(last, precision_trial.Measurement)
    assert [found.precision for found in last.found] == ["float32"]


def test_nothing_to_measure_and_another_device_are_refused(monkeypatch):
    with pytest.raises(BadRequest, match="no prompt"):
        list(precision_trial.measure(Question("starter", (), 2, 1.0, "euler")))
