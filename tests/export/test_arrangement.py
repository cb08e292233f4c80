"""Sounds one behind the other, on a track for each category."""

from __future__ import annotations

import itertools

import pytest

from tangostudio.export.arrangement import (
    GAP_SECONDS,
    MOST_NAME,
    Arrangement,
    Clip,
    Sound,
    decimal,
    lay_out,
    one_line,
)
from tangostudio.export.metadata import Marker
from tests.export.sounds_to_lay_out import ODD_NAMES, many, split, whole


def _sound(name: str, category: str = "DOORS", seconds: float = 2.0) -> Sound:
    return Sound(name, category, (whole(f"Media/{name}.wav", seconds),))


def _clips(arrangement: Arrangement) -> list[Clip]:
    clips = [clip for track in arrangement.tracks for clip in track.clips]
    return sorted(clips, key=lambda clip: clip.start)


def test_sounds_begin_at_whole_seconds_one_behind_the_other():
    arrangement = lay_out("Doors", [_sound("a", seconds=2.0), _sound("b", seconds=0.3)] * 2)
    assert [clip.start for clip in _clips(arrangement)] == [0.0, 3.0, 5.0, 8.0]
    assert [region.start for region in arrangement.regions] == [0.0, 3.0, 5.0, 8.0]
    assert [region.length for region in arrangement.regions] == [2.0, 0.3, 2.0, 0.3]
    (track,) = arrangement.tracks
    assert (track.name, track.pan, track.channels) == ("DOORS", 0.0, 2)


def test_rounding_does_not_cost_a_second():
    arrangement = lay_out("", [_sound("a", seconds=0.1 + 0.2 + 0.7), _sound("b")])
    assert arrangement.regions[1].start == 2.0


def test_categories_get_a_track_and_a_colour_each_and_the_rest_comes_last():
    kinds = ["WATER", "", "doors", "WATER", "AIR"]
    arrangement = lay_out("", [_sound(str(i), kind) for i, kind in enumerate(kinds)])
    names = [track.name for track in arrangement.tracks]
    assert names == ["AIR", "doors", "WATER", "Uncategorised"]
    assert len({track.colour for track in arrangement.tracks}) == 4
    assert [region.name for region in arrangement.regions] == ["4", "2", "0", "3", "1"]
    by_name = {region.name: region.colour for region in arrangement.regions}
    assert by_name["0"] == by_name["3"] == arrangement.tracks[2].colour


def test_channels_with_files_of_their_own_lie_beside_each_other():
    stereo = Sound("wide", "DOORS", split("wide", "L", "R"))
    surround = Sound("round", "DOORS", split("round", *map(str, range(1, 12))))
    arrangement = lay_out("", [stereo, _sound("near"), surround])
    names = [track.name for track in arrangement.tracks]
    numbers = [f"DOORS {number}" for number in range(1, 12)]
    assert names == ["DOORS", *numbers[:9], "DOORS L", "DOORS R", *numbers[9:]]
    pans = {track.name: track.pan for track in arrangement.tracks}
    assert (pans["DOORS"], pans["DOORS L"], pans["DOORS R"], pans["DOORS 1"]) == (0, -1, 1, 0)
    assert {clip.start for clip in _clips(arrangement) if clip.name == "wide"} == {0.0}
    assert len(arrangement.regions) == 3


def test_the_project_has_the_rate_of_most_files():
    files = [whole(rate=rate) for rate in (44100, 96000, 96000, 44100, 48000)]
    assert lay_out("", [Sound("", "", (file,)) for file in files]).rate == 96000
    assert lay_out("", []).rate == 48000


def test_two_hundred_sounds_never_overlap():
    sounds = many(200)
    arrangement = lay_out("Everything", sounds)
    assert len(arrangement.regions) == 200
    assert len(_clips(arrangement)) == sum(len(sound.files) for sound in sounds)
    for before, after in itertools.pairwise(arrangement.regions):
        assert after.start - before.start - before.length >= GAP_SECONDS - 1e-6
        assert after.start == int(after.start)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_are_one_line_that_xml_and_text_files_take(name):
    line = one_line(name)
    assert line == one_line(line)
    assert len(line) <= MOST_NAME
    assert line.splitlines() == ([line] if line else [])
    assert not set(line) & {"\0", "\x07", "\ufffe", "\uffff"}
    assert line.encode("utf-8").decode("utf-8") == line


def test_names_keep_what_can_be_kept():
    assert one_line("two\nlines\r\nof it") == "two lines of it"
    assert one_line('<a> & "b" `c` 門 🚪') == '<a> & "b" `c` 門 🚪'
    assert one_line("e\u0301\u200d") == "e\u0301\u200d"


def test_a_sound_without_a_name_is_called_as_its_file():
    arrangement = lay_out("", [Sound(" \n", "", (whole("Media/DOORWood_Slam_01.wav"),))])
    assert arrangement.regions[0].name == "DOORWood_Slam_01"


def test_labels_are_one_line_too():
    file = whole(markers=(Marker(0.5, "first\nhit"),))
    arrangement = lay_out("a\nb", [Sound("x", "", (file,))])
    assert arrangement.name == "a b"
    assert arrangement.tracks[0].clips[0].file.markers == (Marker(0.5, "first hit"),)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (100.0, "100"), (1e-7, "0.0000001"), (0.1 + 0.2, "0.3")],
)  # fmt: skip
def test_numbers_are_written_without_an_exponent(value, text):
    assert decimal(value) == text
