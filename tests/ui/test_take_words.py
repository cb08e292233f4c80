import dataclasses

import pytest

from tangostudio.ui import recipe, take_words
from tests.ui.fake_studio import FakeStudio


@pytest.fixture
def take(tmp_path, qapp):
    made = FakeStudio(tmp_path, 1).take(1041)
    return dataclasses.replace(made, id=7, title="door creak", seconds=2.4, stars=4, lufs=-21.3)


def test_the_spoken_summary(take):
    assert take_words.spoken(take, place=3, total=8) == (
        "Take 3 of 8, door creak, 2.4 seconds, minus 21 LUFS, 4 stars"
    )


def test_the_summary_says_every_sign_of_the_card(take):
    marked = dataclasses.replace(
        take, stars=1, favourite=True, rejected=True, colour="blue", edits="[{}]",
        flags=("clipping", "hard cut"),
    )  # fmt: skip
    assert take_words.spoken(marked, place=1, total=1) == (
        "Take 1 of 1, door creak, 2.4 seconds, minus 21 LUFS, 1 star, favourite, rejected, blue, "
        "2 problems: clipping, hard cut at the end, edited"
    )


def test_a_take_alone_is_said_by_its_number(take):
    assert take_words.spoken(take).startswith("Take 7, door creak, ")


def test_a_short_take_has_the_loudness_of_its_loudest_moment(take):
    short = dataclasses.replace(take, frames=8820, seconds=0.2, momentary_lufs=-9.4)
    assert take_words.loudness(short) == "M -9.4 LUFS"
    assert take_words.loudness(take) == "-21.3 LUFS"
    assert take_words.loudness(short, unit=False) == "M -9.4"
    assert "minus 9 LUFS" in take_words.spoken(short)


def test_what_is_heard_of_an_edited_take_is_what_is_said(take):
    heard = dataclasses.replace(take, seconds=1.1, lufs=-30.0, flags=("dc",))
    said = take_words.spoken(take, place=1, total=2, heard=heard)
    assert "1.1 seconds, minus 30 LUFS" in said
    assert said.endswith("1 problem: DC offset")
    assert take_words.drawn(take, None, heard) == "★★★★ door creak 1.1 s #7 ⚠1"


def test_the_tool_tip_explains_every_sign(take):
    marked = dataclasses.replace(
        take, relation="variation", parent=3, category="DOORWood", colour="red", peak_db=-0.2,
        flags=("clipping",),
    )  # fmt: skip
    lines = take_words.explained(marked).splitlines()
    assert lines[0] == take.prompt
    assert lines[1] == "DOORWood · Red · variation of #3"
    assert lines[2] == "▲ True peak -0.2 dBTP is over -1 dBTP."
    assert lines[3].startswith("⚠ Clipping: Its peaks are cut off flat")


@pytest.mark.parametrize(("peak", "high"), [(-1.0, False), (-0.9, True), (0.3, True)])
def test_a_true_peak_is_high_over_minus_one(take, peak, high):
    assert take_words.peak_is_high(dataclasses.replace(take, peak_db=peak)) is high


@pytest.mark.parametrize(
    ("trashed", "days", "left"),
    [
        ("2026-01-01T00:00:00Z", 30, 22),
        ("2026-01-08T12:00:00Z", 30, 30),
        ("2025-01-01T00:00:00Z", 30, 0),
        ("2026-01-01T00:00:00Z", 0, None),
        ("nonsense", 30, None),
    ],
)
def test_days_left_in_the_trash(trashed, days, left):
    from datetime import UTC, datetime

    assert recipe.days_left(trashed, days, datetime(2026, 1, 9, tzinfo=UTC)) == left


def test_a_recording_has_no_recipe(take):
    recording = dataclasses.replace(take, model="", model_name="", prompt="", seed=0)
    shown = recipe.recipe(recording)
    assert not {"Seed", "Model", "Steps · CFG", "Sampler"} & set(shown)
    assert shown["Format"] == "44.1 kHz stereo"
