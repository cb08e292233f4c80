"""What the bundled weights make of a few prompts, judged by physics with generous bounds."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.starter import measures
from tangostudio.starter.evaluation.bench import Bench, Generated, Settings

RATE = 44100


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(Settings())


def make(bench: Bench, prompt: str, seconds: float = 2.0, seed: int = 1) -> np.ndarray:
    return Generated(prompt, seconds, seed).sound(bench)


def test_rain_is_a_steady_band_of_noise(bench: Bench) -> None:
    rain = make(bench, "heavy rain", 3.0)
    levels = measures.level_curve(rain[RATE // 4 : -RATE // 4], RATE, 0.1)
    assert levels.std() < 4
    assert 500 < measures.centroid_hz(rain, RATE) < 12000
    assert np.isnan(measures.pitch_track(rain, RATE)).mean() > 0.8


def test_heavy_rain_is_louder_than_light_rain(bench: Bench) -> None:
    light, heavy = (
        np.mean([measures.level_db(make(bench, f"{word} rain", 1.5, seed)) for seed in range(3)])
        for word in ("light", "heavy")
    )
    assert heavy > light


def test_a_high_bell_is_higher_than_a_low_one(bench: Bench) -> None:
    low, high = (
        np.mean(
            [
                np.log2(measures.centroid_hz(make(bench, f"a {word} church bell", 1.5, seed), RATE))
                for seed in range(3)
            ]
        )
        for word in ("low", "high")
    )
    assert high > low


def test_a_church_bell_rings_longer_than_a_knock(bench: Bench) -> None:
    bell = measures.decay_seconds(make(bench, "a church bell", 4.0), RATE)
    knock = measures.decay_seconds(make(bench, "one knock on a wooden door", 4.0), RATE)
    assert bell > 1.0
    assert knock < 0.6 * bell


def test_knocks_start_and_stop(bench: Bench) -> None:
    knocks = make(bench, "three knocks on a wooden door", 3.0)
    assert 1 <= len(measures.onsets(knocks, RATE)) <= 8
    assert measures.first_heard(knocks, RATE) < 0.3
    assert measures.ends_at_db(knocks, RATE) < -20


def test_a_short_event_is_followed_by_silence(bench: Bench) -> None:
    shot = make(bench, "a single gunshot", 5.0)
    last = measures.level_db(shot[-RATE:])
    assert last < measures.loudest_db(shot, RATE) - 25


def test_seeds_differ_and_repeat(bench: Bench) -> None:
    first, second, again = (make(bench, "dog barking", 1.0, seed) for seed in (1, 2, 1))
    assert np.array_equal(first, again)
    length = min(len(first), len(second))
    assert np.abs(first[:length].mean(1) - second[:length].mean(1)).max() > 0.01


@pytest.mark.parametrize("seconds", [0.5, 2.0, 7.3])
def test_the_length_is_the_one_that_was_asked_for(bench: Bench, seconds: float) -> None:
    wind = make(bench, "wind", seconds)
    assert len(wind) == round(seconds * RATE)
    assert wind.shape[1] in (1, 2)
    assert measures.loudest_db(wind, RATE) > -60


def test_the_judge_recognises_common_sounds(bench: Bench) -> None:
    asked = {"rain": "rain", "explosion": "an explosion", "siren": "a police siren", "hum": "hum"}
    right = sum(bench.recognise(make(bench, text, 3.0)) == name for name, text in asked.items())
    assert right >= 2
