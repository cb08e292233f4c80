"""Markers, regions and loops: where they lie, what other readers find, and lies."""

from __future__ import annotations

import io
import struct

import pytest
from wavinfo import WavInfoReader

from tangostudio.export import markers, riff
from tangostudio.export.metadata import Loop, Marker
from tests.export.wave_files import chunk, whole

RATE = 48000
POINT = struct.Struct("<II4sIII")


def _cue(*places: int, count: int | None = None) -> riff.Chunk:
    points = (POINT.pack(i, 0, b"data", 0, 0, place) for i, place in enumerate(places, 1))
    said = len(places) if count is None else count
    return riff.Chunk(b"cue ", struct.pack("<I", said) + b"".join(points))


def _adtl(*items: bytes) -> riff.Chunk:
    return riff.Chunk(b"LIST", b"adtl" + b"".join(items))


def _labl(number: int, text: bytes) -> bytes:
    return chunk(b"labl", struct.pack("<I", number) + text)


def test_the_chunks_byte_by_byte():
    smpl, cue, adtl = markers.chunks([Marker(0.5, "a", 0.25)], Loop(0, 1), RATE, RATE)
    head = struct.pack("<9I", 0, 0, 20833, 60, 0, 0, 0, 1, 0)
    assert smpl == riff.Chunk(b"smpl", head + struct.pack("<6I", 0, 0, 0, RATE - 1, 0, 0))
    assert cue == _cue_of((1, 24000))
    region = struct.pack("<II4s4H", 1, 12000, b"rgn ", 0, 0, 0, 0)
    assert adtl == _adtl(_labl(1, b"a\0"), chunk(b"ltxt", region))


def _cue_of(*points: tuple[int, int]) -> riff.Chunk:
    said = (POINT.pack(number, place, b"data", 0, 0, place) for number, place in points)
    return riff.Chunk(b"cue ", struct.pack("<I", len(points)) + b"".join(said))


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
def test_what_is_written_comes_back(rate):
    placed = (Marker(0.1, "Tür 門"), Marker(0.1, ""), Marker(0.25, "rain", 0.5), Marker(0.75, "x"))
    loop = Loop(0.2, 0.9)
    made = markers.chunks(placed, loop, rate, rate)
    assert markers.parse(made, rate) == (placed, loop)


def test_another_reader_finds_the_same():
    found = WavInfoReader(io.BytesIO(whole()), info_encoding="utf-8")
    assert found.cues is not None
    assert found.cues.to_dict() == {
        1: {"frame": 12000, "label": "attack", "length": 6000},
        2: {"frame": 24000, "label": "Schläge"},
    }
    assert found.smpl is not None
    assert found.smpl.sample_period_ns == 20833
    (loop,) = found.smpl.sample_loops
    assert (loop.start, loop.end, loop.loop_type) == (4800, 43199, 0)
    assert loop.repetition_count == 0


def test_what_lies_outside_of_the_sound_is_left_out_and_what_reaches_out_is_cut():
    placed = [Marker(-0.1, "before"), Marker(1.1, "after"), Marker(0.75, "end", 9.0)]
    made = markers.chunks(placed, Loop(-1.0, 9.0), RATE, RATE)
    assert markers.parse(made, RATE) == ((Marker(0.75, "end", 0.25),), Loop(0.0, 1.0))


def test_a_moment_that_is_rounded_to_the_end_is_the_last_frame():
    made = markers.chunks([Marker(1.0 - 1e-9, "last")], None, RATE, RATE)
    ((marker,), _) = markers.parse(made, RATE)
    assert marker == Marker((RATE - 1) / RATE, "last")


@pytest.mark.parametrize("loop", [Loop(0.5, 0.5), Loop(0.6, 0.5), Loop(2.0, 3.0), None])
def test_a_loop_of_no_length_and_nothing_to_say_write_no_chunk(loop):
    assert markers.chunks([], loop, RATE, RATE) == []


def test_counts_and_sizes_that_lie_are_read_as_far_as_they_make_sense():
    labels = _adtl(
        _labl(1, b"one\0"),
        chunk(b"labl", b"\1"),
        chunk(b"ltxt", b"short"),
        _labl(99, b"of nothing\0"),
        struct.pack("<4sI", b"labl", 4000) + struct.pack("<I", 2) + b"cut",
    )
    found, loop = markers.parse([_cue(0, RATE, count=2**32 - 1), labels], RATE)
    assert found == (Marker(0.0, "one"), Marker(1.0, "cut"))
    assert loop is None
    assert markers.parse([riff.Chunk(b"cue ", b"\1")], RATE) == ((), None)
    assert markers.parse([_cue(1)], 0) == ((), None)


def test_notes_and_texts_of_regions_name_what_has_no_label():
    region = struct.pack("<II4s4H", 2, RATE, b"rgn ", 0, 0, 0, 0) + b"Regi\xf3n"
    labels = _adtl(chunk(b"note", struct.pack("<I", 1) + b"a note\0"), chunk(b"ltxt", region))
    found, _ = markers.parse([labels, _cue(0, 1)], RATE)
    assert found == (Marker(0.0, "a note"), Marker(1 / RATE, "Región", 1.0))


def test_points_that_say_only_a_position_are_found():
    data = struct.pack("<I", 1) + POINT.pack(7, RATE, b"data", 0, 0, 0)
    assert markers.parse([riff.Chunk(b"cue ", data)], RATE)[0] == (Marker(1.0, ""),)


@pytest.mark.parametrize(
    ("loops", "start", "end"), [(0, 0, 10), (1, 10, 9)], ids=["none", "backwards"]
)
def test_loops_that_make_no_sense_are_passed_over(loops, start, end):
    head = struct.pack("<9I", 0, 0, 20833, 60, 0, 0, 0, loops, 0)
    data = head + struct.pack("<6I", 0, 0, start, end, 0, 0)
    assert markers.parse([riff.Chunk(b"smpl", data)], RATE) == ((), None)
    assert markers.parse([riff.Chunk(b"smpl", head[:20])], RATE) == ((), None)


def test_a_file_with_too_many_markers_is_read_in_part():
    found, _ = markers.parse([_cue(*range(markers.MOST + 10))], RATE)
    assert len(found) == markers.MOST
