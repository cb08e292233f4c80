"""What files of every kind say, of our own and of other programs, honest and not."""

from __future__ import annotations

import json
import os
import struct
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.errors import AudioFileError
from tangostudio.export import bext, formats, id3, ixml, reading, riff, wav
from tangostudio.export.metadata import ForeignChunk, Loop, Marker
from tangostudio.export.spec import Container
from tests.audio.signals import noise
from tests.export.wave_files import FORMAT, FULL, INFO, IXML, aiff, chunk, common, wave, whole

DATA = chunk(b"data", bytes(8))
RATE = 48000
MARKERS = (Marker(0.25, "attack", 0.125), Marker(0.5, "Schläge"))
RECIPE = json.dumps({"format": 1, "title": "Door", "prompt": "door creak", "seed": 7})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test writes its file."""
    return tmp_path / "a file"


def _inspect(path: Path, data: bytes) -> reading.FileFacts:
    path.write_bytes(data)
    facts = reading.inspect(path)
    json.dumps(facts.plain(), allow_nan=False)
    return facts


def _encoded(path: Path, container: Container, bits: int) -> reading.FileFacts:
    """A second of noise that says all that it can, as the program delivers it."""
    metadata = replace(FULL, provenance=RECIPE)
    document = ixml.document({"PROJECT": "Tür", "TANGOSTUDIO": RECIPE})
    form = formats.Form(container, RATE, 2, bits)
    samples = noise(RATE)
    with formats.begin(path, form, formats.Said(metadata, document, INFO)) as writer:
        writer.write(wav.to_levels(samples, bits, np.random.default_rng(1)))
    return reading.inspect(path)


# --- our own --------------------------------------------------------------------------------------


def test_all_that_a_wav_file_says(path):
    data = whole()
    facts = _inspect(path, data)
    assert (facts.container, facts.encoding, facts.bytes) == ("WAV", "PCM", len(data))
    assert (facts.rate, facts.channels, facts.bits, facts.frames) == (RATE, 2, 24, RATE)
    assert facts.seconds == 1.0
    assert [each.name for each in facts.chunks][:4] == ["JUNK", "bext", "fmt ", "data"]
    assert facts.bext == bext.parse(bext.chunk(FULL, RATE, 24, 2))
    assert facts.ixml == {"PROJECT": "Tür"}
    assert facts.info == INFO
    assert (facts.markers, facts.loop) == (MARKERS, FULL.loop)
    assert facts.problems == ()
    assert facts.provenance is None


@pytest.mark.parametrize(
    ("container", "bits", "encoding"),
    [
        ("wav", 24, "PCM"),
        ("wav", 32, "floating point"),
        ("flac", 24, "PCM"),
        ("aiff", 16, "PCM"),
        ("ogg", 0, "Vorbis"),
        ("opus", 0, "Opus"),
        ("mp3", 0, "MPEG layer 3"),
    ],
)
def test_files_of_every_kind_say_their_shape_and_their_recipe(path, container, bits, encoding):
    facts = _encoded(path, container, bits)
    assert facts.encoding == encoding
    assert (facts.rate, facts.channels, facts.bits, facts.frames) == (RATE, 2, bits, RATE)
    assert facts.problems == ()
    assert facts.provenance is not None
    assert (facts.provenance["prompt"], facts.provenance["seed"]) == ("door creak", 7)


@pytest.mark.parametrize("container", ["wav", "flac", "aiff"])
def test_markers_and_loops_are_found_where_formats_have_them(path, container):
    facts = _encoded(path, container, 24)
    lengths = [0.0, 0.0] if container == "aiff" else [0.125, 0.0]  # AIFF has no regions
    assert [(each.seconds, each.label) for each in facts.markers] == [
        (0.25, "attack"),
        (0.5, "Schläge"),
    ]
    assert [each.length for each in facts.markers] == lengths
    assert facts.loop == Loop(0.1, 0.9)
    assert facts.ixml is not None
    assert facts.ixml["PROJECT"] == "Tür"


def test_flac_files_say_what_the_wav_file_would(path):
    facts = _encoded(path, "flac", 24)
    assert facts.bext == bext.parse(bext.chunk(FULL, RATE, 24, 2))
    assert facts.info == INFO
    assert facts.tags["TITLE"] == "Door"


# --- other programs' ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "subtype", "container", "encoding", "bits"),
    [
        ("WAV", "PCM_U8", "WAV", "PCM", 8),
        ("WAV", "DOUBLE", "WAV", "floating point", 64),
        ("WAV", "ULAW", "WAV", "µ-law", 8),
        ("WAV", "MS_ADPCM", "WAV", "MS ADPCM", 0),
        ("WAVEX", "PCM_24", "WAV", "PCM", 24),
        ("RF64", "PCM_16", "RF64", "PCM", 16),
        ("AIFF", "PCM_24", "AIFF", "PCM", 24),
        ("AIFF", "FLOAT", "AIFF-C", "floating point", 32),
        ("CAF", "PCM_16", "CAF", "PCM", 16),
        ("W64", "PCM_24", "W64", "PCM", 24),
    ],
)
def test_files_that_libsndfile_wrote(path, kind, subtype, container, encoding, bits):
    soundfile.write(path, noise(4000, 2), 44100, format=kind, subtype=subtype)
    facts = reading.inspect(path)
    assert (facts.container, facts.encoding, facts.bits) == (container, encoding, bits)
    assert (facts.rate, facts.channels, facts.problems) == (44100, 2, ())
    assert facts.frames == pytest.approx(4000, abs=0 if bits else 1000)


def test_big_endian_wav_files_say_their_shape(path):
    soundfile.write(path, noise(400, 2), 44100, format="WAV", subtype="PCM_16", endian="BIG")
    facts = reading.inspect(path)
    assert (facts.container, facts.rate, facts.channels, facts.frames) == (
        "WAV, big-endian", 44100, 2, 400
    )  # fmt: skip


def test_strings_of_aiff_files_are_tags(path):
    with soundfile.SoundFile(path, "w", 48000, 1, "PCM_16", format="AIFF") as sound:
        sound.title, sound.artist = "Tür", "somebody"
        sound.write(np.zeros(10))
    assert reading.inspect(path).tags == {"name": "Tür", "author": "somebody"}


def test_nested_xml_of_recorders_is_told_as_it_is_nested(path):
    document = (
        b'\xef\xbb\xbf<?xml version="1.0"?><BWFXML><SPEED><NOTE>a & b</NOTE></SPEED>'
        b'<TRACK_LIST n="2"><TRACK>1</TRACK><TRACK>2</TRACK></TRACK_LIST></BWFXML>\0\0'
    )
    facts = _inspect(path, wave(chunk(b"fmt ", FORMAT), DATA, chunk(b"iXML", document)))
    assert facts.ixml == {
        "SPEED": {"NOTE": "a & b"},
        "TRACK_LIST": {"@n": "2", "TRACK": ["1", "2"]},
    }


def test_texts_of_other_programs_are_told(path):
    xmp = "<x:xmpmeta>Tür</x:xmpmeta>".encode()
    facts = _inspect(path, wave(chunk(b"fmt ", FORMAT), DATA, chunk(b"_PMX", xmp)))
    assert facts.texts == {"_PMX": "<x:xmpmeta>Tür</x:xmpmeta>"}


@pytest.mark.parametrize("name", [b"id3 ", b"ID3 "])
def test_id3_tags_in_chunks_are_told(path, name):
    tag = id3.pack({"TITLE": "Tür", "CATID": "DOORWood"})
    said = {"TITLE": "Tür", "CATID": "DOORWood"}
    assert _inspect(path, wave(chunk(b"fmt ", FORMAT), DATA, chunk(name, tag))).tags == said
    assert _inspect(path, aiff(common(), chunk(name, tag, order=">"))).tags == said


# --- broken ones ----------------------------------------------------------------------------------


def _with_ds64(*sizes: int) -> bytes:
    head = chunk(b"ds64", struct.pack("<QQQI", *sizes, 0))
    samples = chunk(b"data", bytes(8), said=0xFFFFFFFF)
    return wave(head, chunk(b"fmt ", FORMAT), samples, form=b"RF64")


BROKEN = {
    "no format": (wave(DATA), "The format chunk is missing or cut short."),
    "short format": (wave(chunk(b"fmt ", b"\1\0"), DATA), "The format chunk is missing"),
    "no samples": (wave(chunk(b"fmt ", FORMAT)), "The file holds no samples."),
    "nothing": (wave(), "The file holds no samples."),
    "no channels": (wave(chunk(b"fmt ", bytes(16)), DATA), "says 0 channels at 0 Hz"),
    "frames": (
        wave(chunk(b"fmt ", FORMAT[:12] + b"\7\0" + FORMAT[14:]), DATA),
        "The format says 7 bytes a frame where 1 channels of 16 bits have 2.",
    ),
    "cut frame": (wave(chunk(b"fmt ", FORMAT), chunk(b"data", b"abc")), "last frame is cut short"),
    "cut samples": (wave(chunk(b"fmt ", FORMAT), chunk(b"data", b"ab", 99)), "says 99 bytes"),
    "cut file": (whole()[:2000], "bytes shorter than it says"),
    "silly ds64": (_with_ds64(2**64 - 1, 2**64 - 1, 2**64 - 1), "“data” says 18446744073709551615"),
    "xml": (
        wave(chunk(b"fmt ", FORMAT), DATA, chunk(b"iXML", b"<BWFXML>" + b"<a>" * 99)),
        "The iXML chunk cannot be read.",
    ),
    "deep xml": (
        wave(chunk(b"fmt ", FORMAT), DATA, chunk(b"iXML", b"<a>" * 99_999 + b"</a>" * 99_999)),
        "The iXML chunk cannot be read.",
    ),
    "aiff without shape": (aiff(), "The common chunk is missing or cut short."),
    "aiff of no rate": (aiff(common(rate=0)), "says 1 channels at 0 Hz"),
    "aiff of an endless rate": (
        aiff(chunk(b"COMM", struct.pack(">hIhHQ", 1, 1, 16, 0x7FFF, 2**64 - 1), order=">")),
        "says 1 channels at 0 Hz",
    ),
}


@pytest.mark.parametrize(("data", "problem"), BROKEN.values(), ids=BROKEN)
def test_broken_files_are_read_as_far_as_they_make_sense(path, data, problem):
    facts = _inspect(path, data)
    assert any(problem in each for each in facts.problems), facts.problems


def test_a_file_of_ten_thousand_chunks_is_read(path):
    facts = _inspect(path, wave(chunk(b"fmt ", FORMAT), chunk(b"tiny", b"ab") * 10_000, DATA))
    assert (len(facts.chunks), facts.frames, facts.problems) == (10_002, 4, ())


def test_of_equal_chunks_the_first_counts(path):
    one, two = (chunk(b"iXML", b"<BWFXML><A>%d</A></BWFXML>" % n) for n in (1, 2))
    assert _inspect(path, wave(chunk(b"fmt ", FORMAT), DATA, one, two)).ixml == {"A": "1"}


def _sparse(path: Path, claimed: int) -> None:
    """A file that really is as long as its chunks claim, all of them holes."""
    with open(path, "wb") as file:
        file.write(wave(chunk(b"fmt ", FORMAT), said=0xFFFFFFFF))
        for name in (b"iXML", b"bext", b"LIST", b"cue ", b"_PMX", b"data", b"LIST", b"SMED"):
            file.write(struct.pack("<4sI", name, claimed))
            file.seek(claimed, 1)
        file.write(b"end \2\0\0\0ab")


@pytest.mark.skipif(os.name == "nt", reason="holes in files take their room here")
def test_chunks_of_a_gigabyte_take_little_memory(path):
    _sparse(path, 2**30)
    tracemalloc.start()
    try:
        facts = reading.inspect(path)
        kept = reading.foreign_chunks(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (facts.frames, len(facts.chunks)) == (2**29, 10)
    assert kept == (ForeignChunk(b"end ", b"ab"),)
    assert peak < 40 * 2**20


@pytest.mark.parametrize("data", [b"", b"RIFF", b"text", b"fLaC" + bytes(99), b"ID3\3\0\0\0\0\0\0"])
def test_what_is_no_sound_file_is_refused_in_a_sentence(path, data):
    path.write_bytes(data)
    with pytest.raises(AudioFileError, match="a file is no sound file") as caught:
        reading.inspect(path)
    assert caught.value.hint


def test_what_is_called_raw_is_no_sound_file_unless_it_says_so(tmp_path):
    path = tmp_path / "noise.raw"
    path.write_bytes(bytes(range(256)))
    with pytest.raises(AudioFileError, match=r"noise\.raw is no sound file"):
        reading.inspect(path)
    path.write_bytes(whole())
    assert reading.inspect(path).frames == RATE


def test_a_name_that_is_too_long_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(AudioFileError) as caught:
        reading.inspect(tmp_path / ("x" * 300))
    assert caught.value.hint


def test_what_is_no_file_is_refused_in_a_sentence(tmp_path):
    for gone in (tmp_path / "gone.wav", tmp_path):
        with pytest.raises(AudioFileError, match="is no file"):
            reading.inspect(gone)
        with pytest.raises(AudioFileError, match="is no file"):
            reading.foreign_chunks(gone)


def test_a_file_that_may_not_be_read_is_refused_in_a_sentence(path, monkeypatch):
    path.write_bytes(whole())

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(riff, "outline", refused)
    with pytest.raises(AudioFileError, match="cannot be read: Permission denied") as caught:
        reading.inspect(path)
    assert caught.value.hint


# --- foreign chunks -------------------------------------------------------------------------------


def test_all_chunks_but_the_sound_itself_are_kept_as_they_are(path):
    path.write_bytes(whole())
    kept = reading.foreign_chunks(path)
    assert [each.name for each in kept] == [
        b"bext", b"iXML", b"smpl", b"cue ", b"LIST", b"LIST", b"SMED"
    ]  # fmt: skip
    assert kept[0].data == bext.chunk(FULL, RATE, 24, 2)
    assert kept[1].data.rstrip() == IXML
    assert kept[-1] == ForeignChunk(b"SMED", b"abc")


def test_chunks_that_are_cut_too_large_or_too_many_are_left_out(path):
    large = bytes(reading.MOST_FOREIGN)
    path.write_bytes(
        wave(
            DATA,
            chunk(b"huge", large + b"x"),
            *(chunk(b"full", large) for _ in range(9)),
            chunk(b"cut ", b"abc", said=99),
        )
    )
    assert [each.name for each in reading.foreign_chunks(path)] == [b"full"] * 8


@pytest.mark.parametrize("data", [b"", b"fLaC" + bytes(99), aiff(common())])
def test_other_files_have_no_foreign_chunks(path, data):
    path.write_bytes(data)
    assert reading.foreign_chunks(path) == ()
