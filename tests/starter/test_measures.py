"""The measures of sound, on signals whose truth is known and on the real synthesisers."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.starter import corpus, measures

RATE = 44100
SEEDS = corpus.HELD_OUT_SEEDS + 400_000_000


def tone(hz: float, seconds: float = 1.0, gain: float = 0.5) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (gain * np.sin(2 * np.pi * hz * time)).astype(np.float32)[:, None]


def clicks(times: list[float], seconds: float = 4.0) -> np.ndarray:
    rng = np.random.default_rng(3)
    out = np.zeros(round(seconds * RATE), np.float32)
    for time in times:
        at = round(time * RATE)
        burst = rng.standard_normal(2000) * np.exp(-np.arange(2000) / 300)
        out[at : at + 2000] += 0.3 * burst[: len(out) - at].astype(np.float32)
    return out[:, None]


# --- level -------------------------------------------------------------------------------------


def test_levels_of_a_sine_are_those_of_its_power():
    sound = tone(1000, gain=1.0)
    assert measures.level_db(sound) == pytest.approx(-3.01, abs=0.02)
    assert measures.loudest_db(sound * 0.1, RATE) == pytest.approx(-23.01, abs=0.1)
    assert measures.level_db(np.zeros((1000, 2), np.float32)) == measures.SILENCE_DB


def test_first_and_last_heard_frame_a_burst():
    sound = np.zeros((2 * RATE, 1), np.float32)
    sound[RATE // 2 : RATE] = tone(500, 0.5)
    assert measures.first_heard(sound, RATE) == pytest.approx(0.5, abs=0.015)
    assert measures.last_heard(sound, RATE) == pytest.approx(1.0, abs=0.015)


@pytest.mark.parametrize("seconds", [0.3, 1.0, 3.0])
def test_the_decay_time_of_an_exponential_is_found(seconds: float):
    time = np.arange(4 * RATE) / RATE
    noise = np.random.default_rng(1).standard_normal(len(time))
    sound = (noise * 10 ** (-3 * time / seconds)).astype(np.float32)[:, None]
    assert measures.decay_seconds(sound, RATE) == pytest.approx(seconds, rel=0.15)


def test_what_does_not_fall_has_no_decay_time():
    assert measures.decay_seconds(tone(300), RATE) > 5


def test_a_fade_is_told_from_a_cut():
    cut = tone(1000)
    faded = cut * np.clip((len(cut) - np.arange(len(cut))) / 1000, 0, 1)[:, None]
    assert measures.ends_at_db(cut, RATE) > -1
    assert measures.fade_db(cut, RATE) == pytest.approx(0, abs=0.5)
    assert measures.fade_db(faded, RATE) > 15


# --- onsets ------------------------------------------------------------------------------------


def test_clicks_are_found_where_they_are():
    times = [0.2, 0.55, 1.3, 2.0, 2.12, 3.4]
    found = measures.onsets(clicks(times), RATE, gap_seconds=0.08)
    assert len(found) == len(times)
    assert np.allclose(found, times, atol=0.012)


def test_silence_and_a_steady_tone_have_no_train_of_onsets():
    assert len(measures.onsets(np.zeros((RATE, 1), np.float32), RATE)) == 0
    assert len(measures.onsets(tone(440, 3.0), RATE)) <= 1


def test_the_variation_of_even_and_uneven_trains():
    even = measures.onsets(clicks([0.1 + 0.4 * i for i in range(9)]), RATE)
    assert measures.variation(even) < 0.01
    assert measures.variation(np.array([0.0, 0.1, 0.5, 0.6, 1.0])) == pytest.approx(0.693, abs=0.01)
    assert np.isnan(measures.variation(np.array([0.0, 1.0])))


COUNTED = ("door_knock", "gunshot", "wood_hit", "glass_clink", "snare_drum")


def test_the_counts_of_real_sounds_are_right():
    right = total = 0
    for place, family in enumerate(COUNTED):
        for number in range(12):
            clip = corpus.example(
                SEEDS + 100 * place + number, family=family, seconds=4.0, compose=False
            )
            right += len(measures.onsets(clip.audio, RATE)) == clip.facts["count"]
            total += 1
    assert right / total >= 0.95


@pytest.mark.parametrize("family", ["clock_tick", "footsteps"])
def test_the_times_of_real_events_are_found(family: str):
    # On a soft floor a step has no exact time.
    hard = (
        clip
        for number in range(60)
        if (clip := corpus.example(SEEDS + number, family=family, seconds=4.0, compose=False))
        and clip.facts.get("surface", "wood") in ("wood", "concrete", "metal")
    )
    gap = 0.12 if family == "clock_tick" else 0.2
    for clip, _ in zip(hard, range(5), strict=False):
        times = clip.facts["onsets"]
        assert isinstance(times, list)
        found = measures.onsets(clip.audio, RATE, gap_seconds=gap)
        assert abs(len(found) - len(times)) <= 1
        near = np.abs(found[:, None] - np.array(times)).min(1)
        assert np.median(near) < 0.02


def test_the_change_of_sound_is_where_the_second_one_starts():
    horn = np.asarray(sum(tone(300 * k, 0.7, 0.4 / k) for k in range(1, 20)))
    sound = np.concatenate([clicks([0.1, 0.5], 1.0), horn, np.zeros((30000, 1))])
    found = measures.change_of_sound(sound.astype(np.float32), RATE)
    assert found == pytest.approx(1.0, abs=0.02)
    assert measures.change_of_sound(np.zeros((RATE, 1), np.float32), RATE) == 0.5


# --- spectrum ----------------------------------------------------------------------------------


@pytest.mark.parametrize("hz", [110.0, 440.0, 2500.0])
def test_frequencies_of_a_sine(hz: float):
    sound = tone(hz, 1.5)
    assert measures.strongest_hz(sound, RATE) == pytest.approx(hz, abs=1)
    assert measures.lowest_partial_hz(sound, RATE) == pytest.approx(hz, abs=11)
    assert measures.centroid_hz(sound, RATE) == pytest.approx(hz, rel=0.03)


@pytest.mark.parametrize("hz", [90.0, 220.0, 997.0])
def test_the_pitch_of_a_harmonic_sound_is_its_fundamental(hz: float):
    sound = sum(tone(hz * k, gain=0.3 / k) for k in range(1, 8))
    track = measures.pitch_track(np.asarray(sound), RATE)
    assert np.isfinite(track).all()
    assert np.median(track) == pytest.approx(hz, rel=0.005)


def test_noise_and_silence_have_no_pitch():
    noise = np.random.default_rng(2).standard_normal((RATE, 1)).astype(np.float32)
    assert np.isnan(measures.pitch_track(noise, RATE)).mean() > 0.9
    assert np.isnan(measures.pitch_track(np.zeros((RATE, 1), np.float32), RATE)).all()


def test_the_pitch_of_a_real_dog_follows_its_size():
    def pitch(size: str) -> float:
        for seed in range(SEEDS, SEEDS + 100):
            clip = corpus.example(seed, family="dog_bark", seconds=2.0, compose=False)
            traits = clip.facts["traits"]
            assert isinstance(traits, dict)
            if traits.get("size") == size:
                return float(np.nanmedian(measures.pitch_track(clip.audio, RATE)))
        raise AssertionError(size)

    assert pitch("small") > 1.5 * pitch("large")


# --- partials ----------------------------------------------------------------------------------


def test_the_share_near_partials_counts_what_lies_beside_them():
    sound = tone(1000) + tone(3000, gain=0.5)
    assert measures.share_near(sound, RATE, np.array([1000.0, 3000.0])) > 0.999
    assert measures.share_near(sound, RATE, np.array([1000.0])) == pytest.approx(0.5, abs=0.01)


def test_warble_is_the_depth_of_a_tremolo():
    time = np.arange(2 * RATE) / RATE
    curve_db = 3 * np.sin(2 * np.pi * 5 * time)
    sound = tone(1000, 2.0) * (10 ** (curve_db / 20))[:, None]
    assert measures.warble_db(sound, RATE, 1000, 50) == pytest.approx(3 / np.sqrt(2), abs=0.1)
    assert measures.warble_db(tone(1000, 2.0), RATE, 1000, 50) < 0.05


# --- stereo ------------------------------------------------------------------------------------


def panning(rightwards: bool) -> np.ndarray:
    place = np.linspace(0.05, 0.95, 2 * RATE)
    angle = np.pi / 2 * (place if rightwards else place[::-1])
    noise = np.random.default_rng(4).standard_normal(2 * RATE) * 0.1
    return np.stack([noise * np.cos(angle), noise * np.sin(angle)], 1).astype(np.float32)


def test_a_movement_matches_itself_and_not_its_mirror():
    assert measures.balance_match(panning(True), panning(True), RATE) == pytest.approx(1)
    assert measures.balance_match(panning(True), panning(False), RATE) < -0.9
    still = np.repeat(tone(500, 2.0), 2, axis=1)
    assert measures.balance_match(panning(True), still, RATE) == 0.0


def test_balance_wants_two_channels_and_leaves_silence_out():
    with pytest.raises(ValueError, match="two channels"):
        measures.balance_curve(tone(500), RATE)
    sound = panning(True)
    sound[RATE:] = 0
    assert np.isnan(measures.balance_curve(sound, RATE)[-10:]).all()
