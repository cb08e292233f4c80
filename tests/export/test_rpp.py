"""REAPER projects, read back by a small reader of their lines."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tangostudio.export import rpp
from tangostudio.export.arrangement import Sound, lay_out, one_line
from tangostudio.export.metadata import Loop, Marker
from tests.export.sounds_to_lay_out import ODD_NAMES, many, split, whole

_VALUE = re.compile(r"""\s+(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`]\S*))""")


def _values(line: str) -> list[str]:
    """A line's word and its values; quotes are taken off. Every sign of the line is used."""
    values, place = [], 0
    padded = f" {line}"
    while match := _VALUE.match(padded, place):
        values.append(next(group for group in match.groups() if group is not None))
        place = match.end()
    assert place == len(padded), line
    return values


def _parse(text: str) -> list[Any]:
    """The file's one block: its values, then lines and blocks."""
    stack: list[list[Any]] = [[]]
    for line in text.removesuffix("\n").split("\n"):
        line = line.lstrip(" ")
        if line == ">":
            stack.pop()
        elif line.startswith("<"):
            block: list[Any] = [_values(line[1:])]
            stack[-1].append(block)
            stack.append(block)
        else:
            stack[-1].append(_values(line))
    assert len(stack) == 1
    (root,) = stack[0]
    return root


def _blocks(block: list[Any], word: str) -> list[list[Any]]:
    return [each for each in block[1:] if isinstance(each[0], list) and each[0][0] == word]


def _line(block: list[Any], word: str) -> list[str]:
    (found,) = (each for each in block[1:] if each[0] == word)
    return found[1:]


def _project(*sounds: Sound) -> list[Any]:
    return _parse(rpp.text(lay_out("A project", sounds)))


def test_a_file_lies_where_it_was_laid():
    markers = (Marker(0.25, "first hit"), Marker(1.0, "tail", 0.5))
    loop = Loop(0.0, 2.0)
    project = _project(
        Sound("slam", "DOORS", (whole("Media/a.wav", 2.0),)),
        Sound("drip", "WATER", (whole("Media/Deep/b.wav", 2.0, markers=markers, loop=loop),)),
    )
    assert project[0][:2] == ["REAPER_PROJECT", "0.1"]
    assert _line(project, "SAMPLERATE") == ["48000", "1", "0"]
    doors, water = _blocks(project, "TRACK")
    assert (_line(doors, "NAME"), _line(water, "NAME")) == (["DOORS"], ["WATER"])
    (item,) = _blocks(water, "ITEM")
    assert _line(item, "POSITION") == ["3"]
    assert _line(item, "LENGTH") == ["2"]
    assert _line(item, "SOFFS") == ["0"]
    assert _line(item, "NAME") == ["drip"]
    assert _line(item, "LOOP") == ["1"]
    assert [line for line in item if line[0] == "TKM"] == [
        ["TKM", "0.25", "first hit", "0"],
        ["TKM", "1", "tail", "0", "0.5"],
    ]
    (source,) = _blocks(item, "SOURCE")
    assert source == [["SOURCE", "WAVE"], ["FILE", "Media/Deep/b.wav"]]
    assert _line(_blocks(doors, "ITEM")[0], "LOOP") == ["0"]


def test_each_sound_gets_a_region_from_its_beginning_to_its_end():
    project = _project(*(Sound(name, "DOORS", (whole(seconds=1.5),)) for name in "ab"))
    lines = [line for line in project if line[0] == "MARKER"]
    assert [line[1:5] for line in lines] == [
        ["1", "0", "a", "1"],
        ["1", "1.5", "", "1"],
        ["2", "3", "b", "1"],
        ["2", "4.5", "", "1"],
    ]
    (track,) = _blocks(project, "TRACK")
    assert lines[0][5] == lines[2][5] == _line(track, "PEAKCOL")[0]
    assert len({line[8] for line in lines[::2]}) == 2


def test_colours_are_in_the_order_of_reaper():
    assert rpp._colour("#123456") == 0x1000000 | 0x563412


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [("wav", "WAVE"), ("aiff", "WAVE"), ("flac", "FLAC"), ("ogg", "VORBIS"), ("opus", "OPUS"),
     ("MP3", "MP3")],
)  # fmt: skip
def test_each_kind_of_file_has_its_source(suffix, kind):
    project = _project(Sound("a", "", (whole(f"Media/a.{suffix}"),)))
    (item,) = _blocks(_blocks(project, "TRACK")[0], "ITEM")
    assert _blocks(item, "SOURCE")[0][0] == ["SOURCE", kind]


def test_channels_with_files_of_their_own_play_at_their_sides():
    project = _project(Sound("wide", "", split("wide", "L", "R")))
    pans = [_line(track, "VOLPAN")[1] for track in _blocks(project, "TRACK")]
    places = [_line(_blocks(track, "ITEM")[0], "POSITION") for track in _blocks(project, "TRACK")]
    assert (pans, places) == (["-1", "1"], [["0"], ["0"]])


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_is_one_value(name):
    file = whole(markers=(Marker(0.5, name),))
    project = _project(Sound(name, name, (file,)))
    said = one_line(name)
    if all(quote in said for quote in "\"'`"):
        said = said.replace("`", "'")
    (track,) = _blocks(project, "TRACK")
    (item,) = _blocks(track, "ITEM")
    assert _line(track, "NAME") == [said or "Uncategorised"]
    assert _line(item, "NAME") == [said or "a"]
    assert _line(item, "TKM")[1] == said


def test_a_path_with_a_quote_stays_as_it_is():
    project = _project(Sound("a", "", (whole("Media/it's.wav"),)))
    (item,) = _blocks(_blocks(project, "TRACK")[0], "ITEM")
    assert _line(_blocks(item, "SOURCE")[0], "FILE") == ["Media/it's.wav"]


def test_two_hundred_sounds_are_all_there_and_the_text_is_the_same_each_time():
    arrangement = lay_out("Everything", many(200))
    text = rpp.text(arrangement)
    project = _parse(text)
    items = [item for track in _blocks(project, "TRACK") for item in _blocks(track, "ITEM")]
    assert len(items) == 220
    assert len([line for line in project if line[0] == "MARKER"]) == 400
    assert len({_line(item, "IGUID")[0] for item in items}) == 220
    assert text == rpp.text(arrangement)
    assert text.encode("utf-8").count(b"\r") == 0
