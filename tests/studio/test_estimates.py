"""Learned times."""

from __future__ import annotations

import pytest

from tangostudio.messages import GenerateRequest
from tangostudio.studio.estimates import estimate, learn


def request(**changes):
    values = {"seconds": 4.0, "steps": 10, "guidance": 3.0}
    values.update(changes)
    return GenerateRequest(
        "m", "x", values["seconds"], (1,), values["steps"], values["guidance"], "euler"
    )


def guess(rates, **changes):
    values = {"seconds": 4.0, "steps": 10, "guidance": 3.0, "takes": 1}
    return estimate(rates, "m", **{**values, **changes})


def test_nothing_is_known_before_the_first_take():
    assert guess({}) is None


def test_the_first_take_is_taken_as_it_was():
    rates = {}
    learn(rates, request(), 2.2)
    assert guess(rates) == pytest.approx(2.2)
    assert guess(rates, takes=4) == pytest.approx(8.8)
    assert guess(rates, seconds=8.0) == pytest.approx(4.4)


def test_without_guidance_there_is_one_forward_a_step():
    rates = {}
    learn(rates, request(), 2.2)  # 10 steps of 2 forwards and 2 for the decoder: 0.1 s each
    assert guess(rates, guidance=1.0) == pytest.approx(1.2)


def test_newer_takes_weigh_more():
    rates = {}
    learn(rates, request(), 1.0)
    learn(rates, request(), 2.0)
    assert guess(rates) == pytest.approx(1.3)
