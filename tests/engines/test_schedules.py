"""Schedules: the published figures, and what a start sound makes of them."""

from __future__ import annotations

import itertools

import pytest

from tangostudio.engines import schedules
from tangostudio.errors import CardError


def rounded(times: list[float]) -> list[float]:
    return [round(time, 4) for time in times]


def test_log_snr_is_stable_audio_opens():
    published = [1, 0.9933, 0.9820, 0.9526, 0.8808, 0.7311, 0.5, 0.2689, 0]
    assert rounded(schedules.log_snr(8)) == published


def test_log_snr_starts_at_the_strength_and_falls():
    times = schedules.log_snr(8, 0.6)
    assert times[0] == 0.6
    assert times[-1] == 0
    assert times == sorted(times, reverse=True)


def test_shifted_log_snr_is_stable_audio_3s():
    published = [1, 0.9944, 0.9845, 0.9579, 0.8909, 0.7455, 0.5125, 0.2739, 0]
    assert rounded(schedules.shifted_log_snr(8)) == published


def test_shifted_log_snr_goes_above_the_strength_as_published():
    published = [0.6, 0.909, 0.844, 0.745, 0.613, 0.461, 0.317, 0.2, 0]
    assert schedules.shifted_log_snr(8, 0.6) == pytest.approx(published, abs=6e-4)


def test_exponential_levels_fall_by_a_constant_factor():
    times = schedules.exponential(6)
    assert (times[0], times[-1]) == (500.0, 0.0)
    assert times[-2] == pytest.approx(0.3)
    ratios = [b / a for a, b in itertools.pairwise(times[:-1])]
    assert ratios == pytest.approx([ratios[0]] * len(ratios))
    assert schedules.exponential(1) == [500.0, 0.0]


def test_exponential_levels_mix_a_start_sound_as_a_flow_does():
    assert schedules.exponential(4, 0.8) == pytest.approx(schedules.exponential(4, 1, 0.3, 4))
    faint = schedules.exponential(4, 0.1)
    assert (faint[0], faint[-2], faint[-1]) == pytest.approx((1 / 9, 1 / 18, 0))
    assert schedules.exponential(4, 0.9999)[0] == 500


def test_numbered_steps_have_the_leading_spacing():
    times = schedules.numbered(100)
    assert times[:3] == [991, 981, 971]
    assert times[-2:] == [1, -9]
    assert schedules.numbered(100, 0.25)[0] == 241
    assert len(schedules.numbered(100, 0.25)) == 26


def test_linear_starts_at_the_strength():
    assert schedules.linear(2, 0.5) == [0.5, 0.25, 0.0]


def test_a_card_names_its_schedule_with_its_numbers():
    assert schedules.schedule(None)(4, 1.0) == schedules.linear(4)
    low = schedules.schedule({"kind": "log-snr", "lowest": -3.0})
    assert low(4, 1.0) == schedules.log_snr(4, 1.0, lowest=-3.0)
    with pytest.raises(CardError, match="no schedule 'cubic'"):
        schedules.schedule({"kind": "cubic"})
