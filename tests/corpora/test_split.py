from __future__ import annotations

import pytest

from tangostudio.corpora import split


def names(count: int, start: int = 0) -> list[str]:
    return [f"recording {number}" for number in range(start, start + count)]


@pytest.mark.parametrize(
    ("clips", "share", "wanted"),
    [(4, 0.1, 0), (5, 0.1, 1), (40, 0.1, 4), (100, 0.25, 25), (50_000, 0.1, 200), (40, 0.0, 0)],
)
def test_how_many_are_held_out(clips, share, wanted):
    assert len(split.held_out(names(clips), share)) == wanted


def test_the_choice_does_not_depend_on_the_order():
    assert split.held_out(names(50), 0.1) == split.held_out(names(50)[::-1], 0.1)


def test_sides_stay_when_recordings_are_added_and_removed():
    first = split.held_out(names(50), 0.1)
    known = {name: name in first for name in names(50)}
    more = split.held_out(names(80), 0.1, known)
    assert len(more) == 8
    assert more & set(names(50)) == first
    fewer = split.held_out(names(60)[10:], 0.1, known)
    assert fewer & set(names(50)) == first & set(names(50)[10:])


def test_pieces_of_one_recording_are_on_one_side():
    clips = [name for name in names(30) for _ in range(3)]
    chosen = split.held_out(clips, 0.1)
    assert len(chosen) == 3


def test_a_recording_of_half_of_the_clips_is_not_held_out():
    clips = [*["long"] * 40, *names(5)]
    for share in (0.1, 0.3, 0.5):
        assert "long" not in split.held_out(clips, share)
    assert not split.held_out(["long"] * 40, 0.1)


def test_of_large_recordings_only_one_is_held_out():
    clips = [name for name in names(4) for _ in range(25)]
    assert len(split.held_out(clips, 0.1)) == 1
