"""Samplers and schedules against flows and diffusions whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tangostudio.engines import samplers, schedules
from tangostudio.engines.samplers import (
    dpmpp,
    dpmpp_2m,
    dpmpp_3m_sde,
    dpmpp_floored,
    euler,
    pingpong,
    sampler,
)
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


# --- flows of sounds that are normally distributed -----------------------------------------------

SPREAD = 0.5  # standard deviation of the sounds


def spread(sigma):
    """Of the mix of sounds N(0, SPREAD^2) and noise; the flow's paths are as wide as it is."""
    return math.hypot((1 - sigma) * SPREAD, sigma)


def normal_flow(x, sigma):
    """The velocity of these paths: the spread's logarithmic derivative times x."""
    return x * (sigma - (1 - sigma) * SPREAD**2) / spread(sigma) ** 2


def flow_error(method, steps: int) -> float:
    *_, x = method(normal_flow, spread(0.9), np.linspace(0.9, 0.1, steps + 1).tolist())
    return abs(x - spread(0.1))


@pytest.mark.parametrize(("method", "order"), [(euler, 1), (dpmpp, 2), (dpmpp_floored, 2)])
def test_the_solvers_of_a_flow_are_of_their_order(method, order):
    assert flow_error(method, 64) < 0.01
    assert flow_error(method, 64) / flow_error(method, 128) == pytest.approx(2**order, rel=0.1)


@pytest.mark.parametrize("name", ["euler", "pingpong", "dpmpp", "dpmpp-floored"])
def test_samplers_of_flows_find_the_only_sound_there_is(name):
    sound, noise = np.array([2.0, -1.0]), np.array([0.5, 0.5])
    method = sampler(name)
    times = schedules.log_snr(4)

    def towards(x, sigma):
        return (x - sound) / sigma

    *_, x = method.walk(towards, method.start(noise, times[0], None), times, lambda: noise)
    np.testing.assert_allclose(x, sound, atol=1e-12)


def test_ping_pong_denoises_and_adds_the_next_noise():
    draws = iter([10.0, 20.0])
    steps = list(pingpong(lambda x, sigma: x, 1.0, [1.0, 0.5, 0.25, 0.0], lambda: next(draws)))
    # 1 - 1 = 0, then half of the noise; 5 - 0.5 * 5 = 2.5, then a quarter; the last stays bare.
    assert steps == [5.0, 0.75 * 2.5 + 0.25 * 20.0, (0.75 * 2.5 + 5.0) * 0.75]
    assert next(draws, None) is None


def test_a_start_sound_is_mixed_into_a_flow_and_added_to_a_level():
    assert sampler("pingpong").start(8.0, 0.25, 4.0) == 0.75 * 4.0 + 0.25 * 8.0
    assert sampler("dpmpp-2m").start(8.0, 12.0, 4.0) == 4.0 + 12.0 * 8.0
    assert sampler("dpmpp-2m").start(8.0, 12.0, None) == 12.0 * 8.0


# --- diffusions over noise levels ----------------------------------------------------------------


def as_v(denoise):
    """The v that a net predicts at t = 2/pi atan(sigma), of what it takes for the sound."""

    def velocity(x, time):
        angle = time * math.pi / 2
        return (math.cos(angle) * x - denoise(x / math.cos(angle), math.tan(angle))) / math.sin(
            angle
        )

    return velocity


def normal_sound(x, sigma):
    """The expected sound when sounds are N(0, SPREAD^2)."""
    return x * SPREAD**2 / (SPREAD**2 + sigma**2)


def level_error(steps: int) -> float:
    times = schedules.exponential(steps, lowest=1e-4, highest=20.0)
    *_, x = dpmpp_2m(as_v(normal_sound), 1.0, times)
    return abs(x - SPREAD / math.hypot(SPREAD, 20.0))


def test_the_multistep_solver_over_levels_is_of_second_order():
    assert level_error(64) < 1e-4
    assert level_error(64) / level_error(128) == pytest.approx(4, rel=0.25)


@pytest.mark.parametrize("name", ["dpmpp-2m", "dpmpp-3m-sde"])
def test_samplers_of_levels_find_the_only_sound_there_is(name):
    sound, noise = np.array([2.0, -1.0]), np.array([0.5, 0.5])
    times, method = schedules.exponential(5), sampler(name)
    begun = method.start(noise, times[0], None)
    *_, x = method.walk(as_v(lambda x, sigma: sound), begun, times, lambda: noise)
    np.testing.assert_allclose(x, sound, atol=1e-9)


def test_the_stochastic_solver_keeps_the_spread_of_the_sounds():
    generator = np.random.default_rng(5)
    times = schedules.exponential(40, lowest=0.01, highest=50.0)

    def draw():
        return generator.standard_normal(100_000)

    *_, x = dpmpp_3m_sde(as_v(normal_sound), draw() * times[0], times, draw)
    assert x.std() == pytest.approx(SPREAD, rel=0.02)
    assert x.mean() == pytest.approx(0, abs=0.01)


def test_the_first_stochastic_step_is_the_hand_worked_one():
    first, *_ = dpmpp_3m_sde(as_v(lambda x, sigma: 3.0), 7.0, [4.0, 2.0, 0.0], lambda: 5.0)
    # h = ln 2, so e^-2h = 1/4: a quarter of x, three quarters of the sound, noise of sqrt(3/4) 2.
    assert first == pytest.approx(7.0 / 4 + 3.0 * 3 / 4 + 5.0 * math.sqrt(3) / 2 * 2)


def _level_path(noise, time, sound):
    return math.cos(time * math.pi / 2) * sound + math.sin(time * math.pi / 2) * noise


FLOW = (schedules.log_snr, samplers._flow_start)
LEVELS = (schedules.exponential, _level_path)
NUMBERED = (schedules.numbered, samplers._numbered_start)
KINDS = {
    "euler": FLOW, "pingpong": FLOW, "dpmpp": FLOW, "dpmpp-floored": FLOW, "dpmpp-2m": LEVELS,
    "dpmpp-3m-sde": LEVELS, "ddpm": NUMBERED, "ddim": NUMBERED,
}  # fmt: skip


def test_every_sampler_is_of_one_of_the_kinds():
    assert KINDS.keys() == samplers._SAMPLERS.keys()


@pytest.mark.parametrize("name", sorted(KINDS))
@pytest.mark.parametrize("strength", [1.0, 0.6])
def test_who_is_led_towards_a_sound_stays_on_its_noised_path_and_ends_there(name, strength):
    method, (schedule, path) = sampler(name), KINDS[name]
    rng = np.random.default_rng(4)
    sound, noise = rng.standard_normal(5), rng.standard_normal(5)
    times = schedule(8, strength)
    given = []

    def velocity(x, time):
        given.append((time, x))
        return method.towards(x, time, sound)

    begun = method.start(noise, times[0], sound)
    *_, last = method.walk(velocity, begun, times, lambda: noise)
    np.testing.assert_allclose(last, sound, atol=1e-5)
    # The samplers that add noise on the way change the noise of the path, not its sound.
    for time, x in given[: 1 if name in ("ddpm", "dpmpp-3m-sde") else None]:
        np.testing.assert_allclose(x, path(noise, time, sound), atol=1e-6)
