"""Requests: defaults, ranges, texts and seeds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.errors import BadRequest
from tangostudio.studio.given_sound import parse_regions
from tangostudio.studio.plan import clean, parse_seeds, plan


@pytest.fixture
def card():
    return Catalogue.load(paths.models_dir()).get("toy")


def test_defaults_come_from_the_card(card):
    made = plan(card, "bell", takes=4)
    assert (made.seconds, made.steps, made.guidance, made.sampler) == (2.0, 8, 3.0, "euler")
    assert len(set(made.seeds)) == 4


@pytest.mark.parametrize("prompt", ["", "   ", "\n\t\x00", "\u2028"])
def test_an_empty_prompt_is_refused(card, prompt):
    with pytest.raises(BadRequest, match="empty"):
        plan(card, prompt)


@pytest.mark.parametrize(
    "prompt",
    ["дверь скрипит", "扉がきしむ", "باب يصرّ", "🚪 slam", "e\u0301clat", "«door» \"x\" 'y'"],
)
def test_any_script_is_taken(card, prompt):
    assert plan(card, prompt).prompt == clean(prompt, 100, "The prompt")


def test_control_characters_become_blanks_and_text_is_composed(card):
    assert plan(card, "a\x00b\r\n c\x1b[0m e\u0301").prompt == "a b c [0m \u00e9"


def test_lone_surrogates_are_dropped(card):
    assert plan(card, "door \ud800 slam").prompt == "door slam"


def test_a_prompt_of_5000_characters_is_refused_with_the_limit(card):
    with pytest.raises(BadRequest, match=r"5,000 characters; this model reads at most 2,000"):
        plan(card, "x" * 5000)


@pytest.mark.parametrize(
    "values",
    [
        {"seconds": 0.4},
        {"seconds": 30.1},
        {"seconds": float("nan")},
        {"steps": 0},
        {"steps": 51},
        {"guidance": 0.9},
        {"guidance": float("inf")},
        {"takes": 0},
        {"takes": 17},
        {"seeds": []},
        {"seeds": [-1]},
        {"seeds": [2**32]},
        {"seeds": [5, 5]},
        {"seeds": range(17)},
        {"sampler": "heun"},
    ],
)
def test_what_is_out_of_range_is_refused_with_a_hint(card, values):
    with pytest.raises(BadRequest) as caught:
        plan(card, "bell", **values)
    assert caught.value.hint


def test_a_negative_prompt_needs_a_model_that_can(card):
    assert plan(card, "bell", negative="hum").negative == "hum"


@pytest.mark.parametrize(
    ("text", "seeds"), [("7", (7,)), ("3,7", (3, 7)), ("1-4", (1, 2, 3, 4)), ("9, 1-2", (9, 1, 2))]
)
def test_seeds_as_written(text, seeds):
    assert parse_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "a", "1-", "-3", "4-1", "1-100", "1,,2", "1.5"])
def test_seeds_that_are_none(text):
    with pytest.raises(BadRequest):
        parse_seeds(text)


def test_a_model_that_only_listens_makes_no_sounds(card):
    with pytest.raises(BadRequest, match="listens and makes no sounds"):
        plan(replace(card, samplers=()), "rain")


GIVEN = {"init": "x.flac", "given_seconds": 4.0, "seconds": 4.0}


@pytest.mark.parametrize(
    "values",
    [
        {"regions": ((1.0, 2.0),)},
        {"follow": 0.5},
        {**GIVEN, "strength": 0.0},
        {**GIVEN, "strength": 1.1},
        {**GIVEN, "strength": float("nan")},
        {**GIVEN, "follow": 1.5},
        {**GIVEN, "regions": ((3.0, 4.5),)},
        {**GIVEN, "seconds": 6.0, "regions": ((4.5, 6.0),)},
        {**GIVEN, "seconds": 700.0, "regions": ((4.0, 700.0),)},
        {**GIVEN, "seconds": 40.0},
        {"near": ((1, 1.0),), "distance": 0.0},
        {"near": ((1, 1.0),), "distance": 1.1},
        {"near": ((1, -0.1),)},
        {"near": tuple((seed, 0.5) for seed in range(65))},
    ],
)
def test_what_makes_no_sense_of_a_sound_is_refused_with_a_hint(card, values):
    with pytest.raises(BadRequest) as caught:
        plan(card, "bell", **values)
    assert caught.value.hint


def test_what_is_asked_of_a_sound_is_in_the_request(card):
    made = plan(card, "bell", **GIVEN, strength=0.3, follow=0.5)
    assert (made.init, made.strength, made.follow) == ("x.flac", 0.3, 0.5)
    made = plan(card, "bell", **{**GIVEN, "seconds": 6.0}, regions=((4.0, 6.0), (1.0, 2.0)))
    assert (made.regions, made.seconds) == (((1.0, 2.0), (4.0, 6.0)), 6.0)
    made = plan(card, "bell", near=((1, 1.0), (2, 0.3)), distance=0.5, loop=True)
    assert (made.near, made.distance, made.loop) == (((1, 1.0), (2, 0.3)), 0.5, True)


def test_the_length_of_what_is_kept_need_not_be_one_of_the_model_s(card):
    assert plan(card, "bell", init="x.flac", loop=True, seconds=45.0).seconds == 45.0
    assert plan(card, "bell", init="x.flac", loop=True, seconds=0.2).seconds == 0.2


@pytest.mark.parametrize("texts", [["1.2-2.0"], ["1.2–2"], [" 1.2 - 2 "]])
def test_regions_as_written(texts):
    assert parse_regions(texts) == ((1.2, 2.0),)


@pytest.mark.parametrize("text", ["", "1.2", "1-", "-2", "a-b", "1,2-2,0", "1-2-3"])
def test_regions_that_are_none(text):
    with pytest.raises(BadRequest):
        parse_regions([text])
