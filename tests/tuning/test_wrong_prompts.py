"""Close but wrong prompts: something is changed, and only one thing."""

import random

import pytest

from tangostudio.tuning import wrong_prompts


def test_a_concept_gives_way_to_another_of_its_kind():
    found = wrong_prompts.wrong_things("A dog barks", random.Random(1), most=50)
    assert "A cat barks" in found
    assert "A dog barks" not in found
    assert len(found) == len(set(found)) == 7


def test_manner_is_turned_round_and_articles_follow():
    assert wrong_prompts.wrong_things("Loud hum", random.Random(1)) == ["Quiet hum"]
    found = wrong_prompts.wrong_things("A bird sings", random.Random(1), most=50)
    assert "An owl sings" in found
    assert "A crow sings" in found


def test_the_same_seed_gives_the_same_and_no_more_than_asked():
    prompt = "A dog barks near a car"
    first = wrong_prompts.wrong_things(prompt, random.Random(4))
    assert first == wrong_prompts.wrong_things(prompt, random.Random(4))
    assert len(first) == 5
    assert wrong_prompts.wrong_things("Hum", random.Random(4)) == []


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (
            "A dog barks, then a door slams",
            ["A door slams, then a dog barks", "A dog barks while a door slams"],
        ),
        ("Rain after thunder", ["Thunder after rain", "Rain while thunder"]),
        ("Birds sing while it rains", ["Birds sing, then it rains", "It rains, then birds sing"]),
    ],
)
def test_order_is_changed(prompt, expected):
    found = wrong_prompts.wrong_order(prompt)
    assert found[:2] == expected
    assert len(found) == 4
    assert prompt not in found


def test_a_single_event_has_no_order():
    assert wrong_prompts.wrong_order("A dog barks") == []
    assert wrong_prompts.wrong_order("And then") == []
