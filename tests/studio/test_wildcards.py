"""Wildcards: what a prompt with braces stands for."""

from __future__ import annotations

import pytest

from tangostudio.errors import BadRequest
from tangostudio.studio.wildcards import MAX_CHARACTERS, combinations, expand


@pytest.mark.parametrize(
    ("prompt", "takes", "made"),
    [
        ("a bell", 4, [("a bell", 4)]),
        ("{wood|metal} door", 2, [("wood door", 1), ("metal door", 1)]),
        ("{wood|metal} door", 4, [("wood door", 2), ("metal door", 2)]),
        ("{wood|metal} door", 5, [("wood door", 3), ("metal door", 2)]),
        ("{a|b} {c|d}", 4, [("a c", 1), ("a d", 1), ("b c", 1), ("b d", 1)]),
        ("{heavy |}door", 2, [("heavy door", 1), ("door", 1)]),
        ("{|slow} {door|gate}", 4, [("door", 1), ("gate", 1), ("slow door", 1), ("slow gate", 1)]),
        ("{a|{b|c} d}", 3, [("a", 1), ("b d", 1), ("c d", 1)]),
        ("{wood}", 2, [("wood", 2)]),
        ("{a|a|b}", 4, [("a", 2), ("b", 2)]),
        (r"\{a\|b\} c", 1, [("{a|b} c", 1)]),
        (r"{a\|b|c\\}", 2, [("a|b", 1), ("c\\", 1)]),
        ("this | that", 1, [("this | that", 1)]),
        (r"C:\doors", 1, [(r"C:\doors", 1)]),
        ("end\\", 1, [("end\\", 1)]),
        ("", 3, [("", 3)]),
        ("{扉|дверь} 🚪", 2, [("扉 🚪", 1), ("дверь 🚪", 1)]),
    ],
)
def test_what_is_made(prompt, takes, made):
    assert expand(prompt, takes) == made


def test_of_more_combinations_than_takes_a_seed_draws_some_and_none_twice():
    prompt = "{a|b|c|d} {1|2|3|4} {x|y}"
    assert combinations(prompt) == 32
    drawn = expand(prompt, 8, seed=5)
    assert drawn == expand(prompt, 8, seed=5)
    assert drawn != expand(prompt, 8, seed=6)
    assert len({text for text, _ in drawn}) == 8
    assert {count for _, count in drawn} == {1}


@pytest.mark.parametrize("takes", range(1, 17))
def test_every_take_has_a_prompt_and_no_prompt_is_two_takes_ahead(takes):
    made = expand("{a|b|c} {d|e}", takes)
    counts = [count for _, count in made]
    assert sum(counts) == takes
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize(
    ("prompt", "position"),
    [("a {b|c", 3), ("a b} c", 4), ("{a|{b}", 1), ("{a}}", 4), ("{", 1), ("}", 1), (r"{a\}", 1)],
)
def test_braces_that_do_not_match_are_refused_with_their_place(prompt, position):
    with pytest.raises(BadRequest, match=f"at character {position} ") as caught:
        expand(prompt, 2)
    assert caught.value.hint


@pytest.mark.parametrize("prompt", ["{" * 17 + "a" + "}" * 17, "{a|b}" * 31, "x" * 20_001])
def test_what_is_too_much_is_refused(prompt):
    with pytest.raises(BadRequest) as caught:
        expand(prompt, 2)
    assert caught.value.hint


def test_a_million_combinations_are_not_written_out():
    assert len(expand("{a|b}" * 29, 16)) == 16
    assert expand("{" * 16 + "a" + "}" * 16, 1) == [("a", 1)]
    assert len(expand("{a|b}" + "x" * (MAX_CHARACTERS - 5), 2)) == 2
