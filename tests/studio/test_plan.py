"""Requests: defaults, ranges, texts and seeds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.errors import BadRequest
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
