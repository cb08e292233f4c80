"""Samplers and schedules against flows whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.engines import schedules
from tangostudio.engines.samplers import euler, sampler
from tangostudio.errors import BadRequest


def test_the_linear_schedule_is_tangofluxs():
    assert schedules.linear(4) == [1.0, 0.75, 0.5, 0.25, 0.0]


def test_euler_is_exact_on_a_straight_flow():
    # x(sigma) = target + sigma (noise - target): the velocity is constant along the path.
    target, noise = np.array([2.0, -1.0]), np.array([0.5, 0.5])
    *_, x = euler(lambda x, sigma: noise - target, noise, schedules.linear(3))
    np.testing.assert_allclose(x, target, atol=1e-12)


def test_euler_on_exponential_decay_is_the_hand_worked_product():
    # dx/dsigma = x, from 1 to 0 in two steps of -1/2: x <- x (1 - 1/2) twice.
    steps = list(euler(lambda x, sigma: x, 1.0, schedules.linear(2)))
    assert steps == [0.5, 0.25]


def test_each_step_sees_its_own_sigma():
    seen = []
    list(euler(lambda x, sigma: seen.append(sigma) or 0.0, 0.0, [1.0, 0.4, 0.0]))
    assert seen == [1.0, 0.4]


def test_an_unknown_sampler_is_refused():
    with pytest.raises(BadRequest, match="no sampler 'x'"):
        sampler("x")
