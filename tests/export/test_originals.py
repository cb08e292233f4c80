"""What imported files said, as it is true of the sound that was made from them."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tangostudio.audio.edits import FadeOut, LoopCrossfade, Reverse, Trim, to_json
from tangostudio.audio.timeline import Timeline
from tangostudio.export import bext, ixml, markers, originals, reading, riff
from tangostudio.export.metadata import ForeignChunk, Loop, Marker, Metadata
from tangostudio.export.originals import Edited
from tangostudio.export.spec import Spec

from .deliveries import FILM, RATE, imported, rendered_of, write

MARKS = (Marker(0.25, "in"), Marker(0.5, "the middle", 0.25), Marker(0.9, "out"))
LOOPED = Loop(0.3, 0.7)
WHOLE = Timeline.whole(1000)
SHORT = np.zeros((800, 2), np.float32)


def _sound(line: Timeline, rate: int = 1000) -> Edited:
    return Edited(line, rate)


def _places(found: Iterable[Marker]) -> list[tuple[str, float, float]]:
    return [(m.label, round(m.seconds, 6), round(m.length, 6)) for m in found]


def _ends(loop: Loop | None) -> tuple[float, float] | None:
    return loop and (round(loop.start, 6), round(loop.end, 6))


def _foreign(made: Any) -> ForeignChunk:
    return ForeignChunk(made.name, bytes(made.data))


def _chunks(rate: int = 1000, frames: int = 1000) -> tuple[ForeignChunk, ...]:
    said = bext.chunk(Metadata(description="Wind", created="2019-05-06T07:08:09Z"), rate, 24, 1)
    data = bytearray(said)
    struct.pack_into("<Q", data, 338, 5000)
    return (
        ForeignChunk(b"bext", bytes(data)),
        *map(_foreign, markers.chunks(MARKS, LOOPED, rate, frames)),
        _foreign(riff.info_chunk({"INAM": "Wind", "IENG": "Bo"})),
        ForeignChunk(b"SMED", bytes(range(256))),
        ForeignChunk(b"MD5 ", b"0" * 16),
        ForeignChunk(b"levl", b"envelope"),
        ForeignChunk(b"LIST", b"exif" + b"whatever"),
    )


# --- moments -----------------------------------------------------------------------------------


def test_markers_stay_where_the_sound_stays():
    found = originals.carried(_chunks(), _sound(WHOLE))
    assert (found.markers, found.loop) == (MARKS, LOOPED)


def test_a_trim_moves_them_and_takes_what_was_cut():
    line = WHOLE.cut(400, 800)
    found = originals.carried(_chunks(), _sound(line))
    assert _places(found.markers) == [("the middle", 0.1, 0.25)]
    assert found.loop is None  # half of it is gone
    ends = originals.moved([Marker(0.3, "a", 0.2), Marker(0.7, "b", 0.3)], _sound(line))
    assert _places(ends) == [("a", 0.0, 0.1), ("b", 0.3, 0.1)]


def test_a_loop_within_what_is_left_moves_with_it():
    found = originals.carried(_chunks(), _sound(WHOLE.cut(200, 900)))
    assert _ends(found.loop) == (0.1, 0.5)


def test_backwards_a_region_begins_where_it_ended():
    found = originals.carried(_chunks(), _sound(WHOLE.reversed()))
    assert [(m.seconds, m.length) for m in found.markers if m.length] == [(0.25, 0.25)]
    assert [m.seconds for m in found.markers if m.label == "in"] == [0.75]
    assert _ends(found.loop) == (0.3, 0.7)


def test_what_was_folded_over_the_beginning_is_heard_there():
    found = originals.carried(_chunks(), _sound(WHOLE.folded(200)))
    assert {m.label: m.seconds for m in found.markers}["out"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("place", "there"), [(-0.1, None), (0.0, 0.0), (0.999, 0.999), (1.0, None)]
)
def test_moments_outside_are_none(place, there):
    assert originals.moment(_sound(WHOLE), place) == (there and pytest.approx(there))


# --- texts and other chunks ----------------------------------------------------------------------


def test_what_the_program_writes_itself_is_read_and_the_rest_is_kept_as_it_was():
    found = originals.carried(_chunks(), _sound(WHOLE))
    assert found.original.info == {"INAM": "Wind", "IENG": "Bo"}
    assert (found.original.description, found.original.date) == ("Wind", "2019-05-06")
    assert [chunk.name for chunk in found.kept] == [b"SMED", b"LIST"]
    assert found.kept[0].data == bytes(range(256))


def test_the_time_of_day_is_that_of_the_new_beginning():
    plain = originals.carried(_chunks(), _sound(WHOLE)).original
    assert plain.time_reference == 5000
    cut = originals.carried(
        _chunks(), rendered_of(timeline=WHOLE.cut(400, 800), source_rate=1000, rate=2000)
    ).original
    assert cut.time_reference == 2 * 5400
    back = originals.carried(_chunks(), _sound(WHOLE.cut(400, 800).reversed())).original
    assert back.time_reference == 5400


def test_chunks_that_are_cut_or_lie_say_what_they_can():
    broken = (
        ForeignChunk(b"bext", b"short"),
        ForeignChunk(b"cue ", struct.pack("<I", 2**32 - 1)),
        ForeignChunk(b"smpl", b"\xff" * 20),
        ForeignChunk(b"LIST", b"INFOINAM\xff\xff\xff\xffx"),
        ForeignChunk(b"iXML", b"<BWFXML"),
        ForeignChunk(b"LIST", b""),
    )
    found = originals.carried(broken, _sound(WHOLE))
    assert found.original.description == "short"
    assert (found.markers, found.loop) == ((), None)
    assert found.original.info == {"INAM": "x"}
    assert found.kept == broken[-1:]


def test_chunks_can_be_made_true_of_an_edited_sound():
    line = WHOLE.cut(200, 900)
    new = originals.rewritten(_chunks(), _sound(line), 700)
    found = originals.carried(new, _sound(Timeline.whole(700)))
    assert _places(found.markers) == [("in", 0.05, 0.0), ("the middle", 0.3, 0.25)]
    assert _ends(found.loop) == (0.1, 0.5)
    assert found.original.time_reference == 5200
    assert found.original.info == {"INAM": "Wind", "IENG": "Bo"}
    assert [chunk.name for chunk in found.kept] == [b"SMED", b"LIST"]


_NAMES = st.sampled_from([b"bext", b"iXML", b"cue ", b"smpl", b"LIST", b"SMED"])
_DATA = st.one_of(
    st.binary(max_size=700),
    st.binary(max_size=80).map(lambda rest: b"INFO" + rest),
    st.binary(max_size=80).map(lambda rest: b"adtl" + rest),
    st.text(max_size=60).map(lambda text: f"<BWFXML><USER>{text}</USER></BWFXML>".encode()),
)


@given(st.lists(st.builds(ForeignChunk, _NAMES, _DATA), max_size=6))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_chunks_hold_something_can_be_written(chunks):
    sound = rendered_of(SHORT, timeline=WHOLE.cut(100, 900).reversed())
    found = originals.carried(originals.without_prompt(chunks), sound)
    said = Metadata(original=found.original, markers=found.markers, loop=found.loop)
    assert ElementTree.fromstring(ixml.document_of(said, sound)).tag == "BWFXML"
    assert len(bext.chunk(said, 48000, 24, 2)) >= 602
    again = originals.rewritten(chunks, _sound(WHOLE.cut(100, 900)), 800)
    assert len(again) <= len(chunks) + 3


# --- whole files ---------------------------------------------------------------------------------


def _recorded(path: Path, *chunks: ForeignChunk) -> Path:
    """A WAV file of another program with these chunks behind its samples."""
    soundfile.write(path, 0.1 * np.ones((RATE, 1), np.float32), RATE, subtype="PCM_24")
    data = path.read_bytes()
    for chunk in chunks:
        data += struct.pack("<4sI", chunk.name, len(chunk.data)) + chunk.data
        data += bytes(len(chunk.data) % 2)
    path.write_bytes(data[:4] + struct.pack("<I", len(data) - 8) + data[8:])
    return path


def test_a_recording_comes_out_with_all_that_it_came_with(tmp_path):
    foreign = reading.foreign_chunks(_recorded(tmp_path / "in.wav", *_chunks(RATE, RATE)))
    edits = to_json((Trim(0.2, 0.95, snap=False), FadeOut()))
    facts = reading.inspect(write(imported(tmp_path, edits=edits), tmp_path, foreign=foreign))
    assert facts.problems == ()
    assert _places(facts.markers) == [
        ("in", 0.05, 0.0),
        ("the middle", 0.3, 0.25),
        ("out", 0.7, 0.0),
    ]
    assert facts.loop is not None
    assert (facts.loop.start, facts.loop.end) == pytest.approx((0.1, 0.5), abs=1e-4)
    assert facts.bext is not None
    assert facts.bext["date"] == "2019-05-06"
    assert facts.bext["time_reference"] == round((5000 + 0.2 * RATE) * 48000 / RATE)
    assert len(facts.bext["coding_history"].splitlines()) == 2
    assert facts.info["IENG"] == "Bo"
    kept = {c.name: c.data for c in reading.foreign_chunks(tmp_path / "delivered.wav")}
    assert kept[b"SMED"] == bytes(range(256))
    assert b"MD5 " not in kept


def test_a_loop_of_the_takes_own_wins_and_the_original_is_not_touched(tmp_path):
    path = _recorded(tmp_path / "in.wav", *_chunks(RATE, RATE))
    before = path.read_bytes()
    take = imported(tmp_path, edits=to_json((Reverse(), LoopCrossfade(0.2))))
    preset = replace(FILM, loop=True, spec=Spec("wav", 44100, 16))
    facts = reading.inspect(write(take, tmp_path, preset, foreign=reading.foreign_chunks(path)))
    assert facts.loop == Loop(0.0, facts.seconds)
    assert path.read_bytes() == before
