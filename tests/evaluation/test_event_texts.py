"""How many events a prompt tells of, and in which order."""

from __future__ import annotations

import pytest

from tangostudio.evaluation.event_texts import Events, events

TWO = Events(("a dog", "a cat"), True)


@pytest.mark.parametrize(
    "text",
    [
        "a dog followed by a cat",
        "a dog, followed by a cat.",
        "a dog, then a cat",
        "a dog and then a cat!",
        "First a dog, then a cat.",
        "a dog before a cat",
        "a dog, after that a cat",
        "a cat after a dog",
        "  a dog; then a cat",
    ],
)
def test_two_in_turn(text):
    found = events(text)
    assert (tuple(one.lower() for one in found.texts), found.in_turn) == (TWO.texts, True)


@pytest.mark.parametrize(
    "text",
    [
        "rain while a dog barks",
        "rain with a dog in the background",
        "rain while you hear a dog in the background",
        "a dog in the background, rain in front",
    ],
)
def test_two_at_once(text):
    found = events(text)
    assert (len(found.texts), found.in_turn) == (2, False)
    assert not any("background" in one or "front" in one for one in found.texts)


@pytest.mark.parametrize(
    "text",
    [
        "wind",
        "a door shut and latched",
        "a thenar slap",
        "afterglow hum, low and close",
        "",
        "then",
    ],
)
def test_one(text):
    assert len(events(text).texts) == 1
    assert not events(text).in_turn


def test_more():
    found = events("a knock, then a bell, and finally a horn")
    assert found == Events(("a knock", "a bell", "a horn"), True)
    mixed = events("heels walk, then stop while it rains")
    assert (len(mixed.texts), mixed.in_turn) == (3, False)
