"""Edits as values, what they do to a sound, and the way back to the original's moments."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tangostudio.audio import edits, loudness
from tangostudio.audio.edits import (
    FadeIn,
    FadeOut,
    Gain,
    LoopCrossfade,
    LoudnessNormalise,
    Mono,
    PeakNormalise,
    RemoveDC,
    Reverse,
    Trim,
    TrimSilence,
)
from tangostudio.audio.loop_crossfade import fold_end, seam
from tangostudio.audio.timeline import Timeline
from tangostudio.audio.zero_crossing import nearest_zero_crossing
from tangostudio.errors import BadRequest
from tests.audio.signals import noise, sine

RATE = 44100
RAMP = np.arange(1000, dtype=np.float32)[:, None] / np.float32(1000)

EVERY = (
    RemoveDC(),
    Trim(0.1, 0.9),
    TrimSilence(-50.0, 5.0),
    Reverse(),
    LoopCrossfade(0.1),
    Mono(),
    LoudnessNormalise(-20.0),
)


def rendered(samples, *chosen, rate=RATE):
    return edits.render(samples, rate, chosen)


# --- lists ---


@pytest.mark.parametrize("cls", edits.ORDER)
def test_every_edit_survives_json_and_has_words(cls):
    edit = cls()
    assert edits.from_json(edits.to_json([edit])) == (edit,)
    assert edits.describe(edit)
    assert edits.named(cls.kind) == edits.named(cls.__name__) == edit


def test_a_list_survives_json_in_its_order():
    assert edits.from_json(edits.to_json(EVERY)) == EVERY
    assert edits.from_json("[]") == ()
    assert edits.to_json(()) == "[]"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", "null", '[{"edit": "gain", "version": 1, "db": "loud"}]',
     '[{"edit": "gain", "version": 1, "db": 1e9}]', '[{"edit": "gain", "version": 1, "db": NaN}]',
     '[{"edit": "gain", "version": 1, "db": true}]', '[{"edit": "gain", "version": 1, "q": 1}]',
     '[{"edit": "fade in", "version": 1, "seconds": 1, "shape": "wobbly"}]',
     '[{"edit": "trim", "version": 1, "snap": 1}]', "[" * 100_000,
     '[{"edit": "gain", "version": 1, "db": 1' + "0" * 400 + "}]"],
)  # fmt: skip
def test_what_is_no_list_of_edits_is_refused_and_the_take_is_heard_unedited(text):
    with pytest.raises(BadRequest, match="cannot be read"):
        edits.from_json(text)
    assert edits.readable(text) == ()


@pytest.mark.parametrize("change", [{"edit": "spin"}, {"version": 2}])
def test_edits_of_a_newer_version_are_refused_by_that_reason(change):
    values = json.loads(edits.to_json([Gain(3.0)]))
    text = json.dumps([{**values[0], **change}])
    with pytest.raises(BadRequest, match="newer version"):
        edits.from_json(text)


def test_a_value_out_of_range_names_the_value_and_the_edit():
    with pytest.raises(BadRequest, match=r"99 is no db for the edit “gain”"):
        Gain(99)
    with pytest.raises(BadRequest, match="no edit with the name 'spin'"):
        edits.named("spin")


def test_adding_replaces_its_own_kind_and_keeps_the_sensible_order():
    listed = edits.add(edits.add((), Gain(3.0)), Trim(0.0, 1.0))
    assert listed == (Trim(0.0, 1.0), Gain(3.0))
    assert edits.add(listed, Gain(-2.0)) == (Trim(0.0, 1.0), Gain(-2.0))
    assert edits.remove(listed, Trim) == (Gain(3.0),)
    assert edits.find(listed, Gain) == Gain(3.0)
    assert edits.find(listed, Mono) is None


def test_there_is_one_level_one_say_over_the_ends_and_no_fade_at_the_seam_of_a_loop():
    assert edits.add((Gain(3.0),), PeakNormalise()) == (PeakNormalise(),)
    assert edits.add((TrimSilence(),), Trim(0.0, 1.0)) == (Trim(0.0, 1.0),)
    assert edits.add((Trim(0.0, 1.0),), TrimSilence()) == (Trim(0.0, 1.0), TrimSilence())
    assert edits.add((FadeIn(), FadeOut(), Gain(1)), LoopCrossfade()) == (LoopCrossfade(), Gain(1))
    assert edits.add((LoopCrossfade(),), FadeOut()) == (FadeOut(),)


def test_a_trim_gets_short_fades_unless_there_are_fades_or_a_loop():
    trim = Trim(0.0, 1.0)
    assert edits.with_auto_fades([trim]) == (trim, FadeIn(0.003), FadeOut(0.020))
    assert edits.with_auto_fades([trim, FadeOut(1.0)]) == (trim, FadeOut(1.0))
    assert edits.with_auto_fades([LoopCrossfade()]) == (LoopCrossfade(),)


# --- rendering ---


@pytest.mark.parametrize("channels", [1, 2, 8])
def test_rendering_never_changes_its_input_and_is_never_empty(channels):
    samples = noise(RATE, channels)
    before = samples.copy()
    made = rendered(samples, *EVERY)
    assert np.array_equal(samples, before)
    assert made.dtype == np.float32
    assert made.shape[1] == 1
    assert np.isfinite(made).all()
    for cls in edits.ORDER:
        assert len(rendered(np.zeros((1, channels), np.float32), cls())) == 1


def test_a_trim_keeps_what_lies_between_and_at_least_one_frame():
    trim = Trim(0.1, 0.4, snap=False)
    assert np.array_equal(rendered(RAMP, trim, rate=1000), RAMP[100:400])
    beyond = rendered(RAMP, Trim(5.0, 6.0, snap=False), rate=1000)
    assert np.array_equal(beyond, RAMP[-1:])


def test_a_snapped_trim_begins_and_ends_at_a_zero_crossing():
    samples = sine(100, 1.0)
    made = rendered(samples, Trim(0.1234, 0.7777))
    assert abs(made[0, 0]) < 0.01
    assert abs(made[-1, 0]) < 0.01
    assert len(made) / RATE == pytest.approx(0.7777 - 0.1234, abs=0.006)


def test_the_nearest_crossing_is_found_by_arithmetic_and_the_ends_stay():
    samples = np.array([1, 1, -1, -1, -1, 1, 1], np.float32)[:, None]
    assert nearest_zero_crossing(samples, 1000, 3) == 2
    assert nearest_zero_crossing(samples, 1000, 4) == 5
    assert nearest_zero_crossing(samples, 1000, 0) == 0
    assert nearest_zero_crossing(samples, 1000, 7) == 7
    assert nearest_zero_crossing(np.ones((90, 1), np.float32), 1000, 40) == 40


def test_silence_is_trimmed_from_both_ends_but_a_little():
    quiet = np.zeros((500, 1), np.float32)
    samples = np.concatenate((quiet, np.full((100, 1), 0.5, np.float32), quiet))
    assert len(rendered(samples, TrimSilence(-60.0, 10.0), rate=1000)) == 120
    assert len(rendered(quiet, TrimSilence(), rate=1000)) == 500


def test_fades_have_their_length_in_seconds():
    made = rendered(np.ones((1000, 1), np.float32), FadeIn(0.1), FadeOut(0.2), rate=1000)[:, 0]
    assert made[0] == 0.0
    assert made[50] == pytest.approx(0.5, abs=0.01)
    assert (made[100:800] == 1.0).all()
    assert made[900] == pytest.approx(0.5, abs=0.01)


def test_levels_are_what_was_asked_for():
    samples = sine(997, 1.0, peak=0.1)
    assert np.abs(rendered(samples, Gain(6.0206))).max() == pytest.approx(0.2, rel=1e-3)
    peak = loudness.measure(rendered(samples, PeakNormalise(-3.0)), RATE).true_peak_db
    assert peak == pytest.approx(-3.0, abs=0.02)
    heard = loudness.measure(rendered(samples, LoudnessNormalise(-23.0)), RATE)
    assert heard.integrated_lufs == pytest.approx(-23.0, abs=0.05)


def test_loudness_is_never_bought_with_clipping():
    click = np.zeros((RATE, 2), np.float32)
    click[1000:1010] = 0.5
    heard = loudness.measure(rendered(click, LoudnessNormalise(-6.0, -1.0)), RATE)
    assert heard.true_peak_db == pytest.approx(-1.0, abs=0.02)


@pytest.mark.parametrize("edit", [PeakNormalise(), LoudnessNormalise()])
def test_silence_stays_silence(edit):
    assert not rendered(np.zeros((RATE, 2), np.float32), edit).any()


@pytest.mark.parametrize("level", [1e-7, 1e-44])
def test_what_is_left_of_a_silence_by_rounding_is_not_made_loud(level):
    samples = np.full((RATE, 1), level, np.float32)
    assert np.array_equal(rendered(samples, PeakNormalise()), samples)


def test_dc_mono_and_reverse_by_arithmetic():
    samples = np.array([[0.5, 0.1], [0.3, 0.3], [0.1, 0.5]], np.float32)
    assert rendered(samples, RemoveDC()) == pytest.approx(samples - 0.3, abs=1e-7)
    assert rendered(samples, Mono())[:, 0] == pytest.approx([0.3, 0.3, 0.3])
    assert np.array_equal(rendered(samples, Reverse()), samples[::-1])


# --- loops ---


def test_a_loop_is_shorter_by_its_fade_and_its_end_runs_into_its_beginning():
    folded = fold_end(RAMP, 100)
    assert len(folded) == 900
    assert folded[0] == pytest.approx(RAMP[900])  # the beginning is what followed the end
    assert np.array_equal(folded[100:], RAMP[100:900])


def test_the_fold_keeps_the_power_of_noise():
    samples = noise(8 * RATE, 1, seed=3)
    folded = fold_end(samples, 2 * RATE)
    inside, outside = folded[: 2 * RATE], folded[2 * RATE :]
    assert np.square(inside).mean() == pytest.approx(np.square(outside).mean(), rel=0.03)


def test_no_more_than_half_is_folded():
    assert len(fold_end(RAMP, 900)) == 500
    assert len(fold_end(RAMP[:1], 900)) == 1


def test_the_seam_is_the_last_second_and_the_first():
    assert np.array_equal(seam(RAMP, 100), np.concatenate((RAMP[-100:], RAMP[:100])))
    assert len(seam(RAMP[:3], 100)) == 4


# --- the way back ---


def test_moments_find_their_way_to_the_original_and_back():
    whole = edits.render_mapped(RAMP, 1000, EVERY[1:5])
    timeline = whole.timeline
    assert timeline.frames == len(whole.samples)
    for frame in (150, 400, len(whole.samples) - 1):
        there = round(timeline.to_original(frame + 1))
        assert whole.samples[frame, 0] == pytest.approx(RAMP[there, 0], abs=2e-3)
        assert timeline.to_edited(there) == frame + 1


def test_what_is_kept_of_the_original():
    whole = Timeline.whole(1000)
    assert whole.kept == (0, 1000)
    cut = whole.cut(100, 700)
    assert cut.kept == (100, 700)
    assert cut.reversed().kept == (100, 700)
    assert cut.reversed().cut(0, 50).kept == (650, 700)
    assert cut.folded(60) == Timeline(540, 100, 1, 60)
    assert cut.folded(60).kept == (100, 700)
    assert cut.to_edited(50) == -50
