"""Chunks of files of any length, written and found again; sizes that lie."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pytest

from tangostudio.export import riff
from tests.export.wave_files import FORMAT, chunk, wave

DATA = chunk(b"data", bytes(8))
_HOLES = pytest.mark.skipif(os.name == "nt", reason="holes in files take their room here")


def _outline(data: bytes) -> riff.Outline:
    return riff.outline(io.BytesIO(data))


def _names(found: riff.Outline) -> list[bytes]:
    return [place.name for place in found.chunks]


def _write(limit: int = riff.MAX_BYTES, samples: bytes = b"abcdef") -> bytes:
    file = io.BytesIO()
    writer = riff.Writer(file, limit=limit)
    writer.chunk(b"odd ", b"xyz")
    writer.begin_data()
    writer.append(samples[:2])
    writer.append(samples[2:])
    writer.end_data()
    writer.chunk(b"end ", b"1234")
    writer.finish(frames=3)
    return file.getvalue()


def test_a_short_file_byte_by_byte():
    body = chunk(b"JUNK", bytes(28)) + chunk(b"odd ", b"xyz") + chunk(b"data", b"abcdef")
    assert _write() == wave(body, chunk(b"end ", b"1234"))


def test_a_long_file_says_its_sizes_in_64_bits():
    data = _write(limit=70)
    sizes = struct.pack("<QQQI", len(data) - 8, 6, 3, 0)
    body = chunk(b"ds64", sizes) + chunk(b"odd ", b"xyz")
    rest = chunk(b"data", b"abcdef", said=0xFFFFFFFF) + chunk(b"end ", b"1234")
    assert data == wave(body, rest, form=b"RF64", said=0xFFFFFFFF)
    found = _outline(data)
    assert (found.form, found.frames, found.problems) == (b"RF64", 3, ())
    assert [(place.name, place.size) for place in found.chunks][2:] == [(b"data", 6), (b"end ", 4)]


def test_only_what_is_too_long_is_an_rf64_file():
    assert _write(limit=len(_write()) - 8)[:4] == b"RIFF"
    assert _write(limit=len(_write()) - 9)[:4] == b"RF64"


def test_odd_samples_are_padded():
    found = _outline(_write(samples=b"abcde"))
    assert [place.size for place in found.chunks] == [28, 3, 5, 4]
    assert found.problems == ()


def _sparse(path: Path, form: bytes, samples: int) -> None:
    """A file over 4 GB that takes only a few bytes of disk: its samples are a hole."""
    sizes = struct.pack("<QQQI", samples + 200, samples, samples // 6, 0)
    head = wave(
        chunk(b"ds64", sizes),
        chunk(b"fmt ", FORMAT),
        struct.pack("<4sI", b"data", 0xFFFFFFFF),
        form=form,
        said=0xFFFFFFFF,
    )
    with open(path, "wb") as file:
        file.write(head)
        file.seek(samples, 1)
        file.write(chunk(b"end ", b"1234"))


@_HOLES
@pytest.mark.parametrize("form", [b"RF64", b"BW64"])
def test_chunks_behind_more_than_4_gigabytes_of_samples_are_found(tmp_path, form):
    samples = 5 * 2**30
    _sparse(tmp_path / "long.wav", form, samples)
    with open(tmp_path / "long.wav", "rb") as file:
        found = riff.outline(file)
        assert (found.form, found.frames) == (form, samples // 6)
        data, end = found.chunks[-2:]
        assert (data.name, data.size) == (b"data", samples)
        assert riff.load(file, end) == b"1234"


class _Holes(io.FileIO):
    """A file in which large blocks are left out, as a file system does with holes."""

    def write(self, data) -> int:
        if len(data) < 2**20:
            return super().write(data)
        self.seek(len(data), 1)
        return len(data)


@_HOLES
def test_the_writer_goes_over_4_gigabytes(tmp_path):
    block, blocks = bytes(2**26), 65
    with _Holes(tmp_path / "long.wav", "w+") as file:
        writer = riff.Writer(file)
        writer.begin_data()
        for _ in range(blocks):
            writer.append(block)
        writer.end_data()
        writer.chunk(b"end ", b"1234")
        writer.finish(frames=17)
        found = riff.outline(file)
    assert (found.form, found.frames, found.problems) == (b"RF64", 17, ())
    data, end = found.chunks[1:]
    assert (data.name, data.size) == (b"data", blocks * len(block))
    assert (end.name, end.size) == (b"end ", 4)


@pytest.mark.parametrize(
    ("sizes", "size"),
    [
        (struct.pack("<QQQI", 2**64 - 1, 2**64 - 1, 2**64 - 1, 2**32 - 1), 20),
        (struct.pack("<QQQI", 0, 2**62, 0, 0) + b"more", 20),
        (b"", 20),
        (b"short", 20),
        (struct.pack("<QQQI", 0, 8, 0, 1) + struct.pack("<4sQ", b"end ", 4), 8),
    ],
)
def test_long_sizes_that_make_no_sense_end_with_the_file(sizes, size):
    data = chunk(b"data", bytes(8), said=0xFFFFFFFF) + chunk(b"end ", b"1234", said=0xFFFFFFFF)
    found = _outline(wave(chunk(b"ds64", sizes), data, form=b"RF64"))
    place = found.first(b"data")
    assert place is not None
    assert place.size == size
    assert bool(found.problems) == (size == 20)


def test_a_table_of_long_sizes_is_believed_for_other_chunks():
    table = struct.pack("<QQQI", 0, 8, 0, 1) + struct.pack("<4sQ", b"long", 4)
    long = struct.pack("<4sI", b"long", 0xFFFFFFFF) + b"1234"
    found = _outline(wave(chunk(b"ds64", table), long, DATA, form=b"RF64"))
    assert _names(found) == [b"ds64", b"long", b"data"]


@pytest.mark.parametrize(
    ("data", "names", "problem"),
    [
        (wave(DATA, said=9999), [b"data"], "The file is 9979 bytes shorter than it says."),
        (wave(DATA, said=4), [b"data"], "Chunks follow after the end that the file says."),
        (wave(DATA, said=0), [b"data"], "Chunks follow after the end that the file says."),
        (wave(DATA) + b"TAGtitle", [b"data"], "What follows byte 28 is no chunk."),
        (wave(DATA) + b"\0\1\2\3\4\5\6\7\x08", [b"data"], "What follows byte 28 is no chunk."),
        (wave(DATA) + b"abc", [b"data"], "in the middle of a chunk's name"),
        (wave(chunk(b"data", b"ab", 99)), [b"data"], "“data” says 99 bytes and has 2."),
        (wave(chunk(b"data", b"ab", 0xFFFFFFFF)), [b"data"], "says 4294967295 bytes and has 2."),
        (wave(chunk(b"data", b"\0\1" * 9, 0)), [b"data"], "The samples have no size"),
        (wave(b"odd \3\0\0\0abc" + DATA), [b"odd ", b"data"], "The odd chunk “odd ” is not padded"),
        (wave(b"\0\0\0\0\0\0\0\0" + DATA), [], "What follows byte 12 is no chunk."),
    ],
)
def test_files_that_contradict_themselves_are_read_as_far_as_they_make_sense(data, names, problem):
    found = _outline(data)
    assert _names(found) == names
    assert any(problem in each for each in found.problems), found.problems


def test_no_more_chunks_are_looked_at_than_any_file_needs():
    found = _outline(wave(chunk(b"tiny", b"") * (riff.MOST_CHUNKS + 5)))
    assert len(found.chunks) == riff.MOST_CHUNKS
    assert found.problems == (f"Only the first {riff.MOST_CHUNKS} chunks are looked at.",)


def test_no_more_of_a_chunk_is_read_than_asked_for():
    file = io.BytesIO(wave(chunk(b"long", b"abcdef", said=2**31)))
    (place,) = riff.outline(file).chunks
    assert riff.load(file, place) == b"abcdef"
    assert riff.load(file, place, most=2) == b"ab"


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\0\0\0\0AVI ", b"fLaC" + bytes(40), b"OggS"])
def test_what_is_no_such_file_is_refused(data):
    with pytest.raises(ValueError, match="neither"):
        _outline(data)


def test_info_texts_come_back_in_utf_8_or_as_older_programs_wrote_them():
    made = riff.info_chunk({"INAM": "Tür 門", "ICMT": "", "IART": "a\0b"})
    assert riff.info_texts([made]) == {"INAM": "Tür 門", "IART": "a b"}
    older = riff.Chunk(b"LIST", b"INFO" + chunk(b"INAM", b"T\xfcr \x93x\x94\0"))
    assert riff.info_texts([older]) == {"INAM": "Tür “x”"}


def test_of_texts_of_one_name_the_first_counts_and_a_cut_one_is_read_as_far_as_it_goes():
    data = b"INFO" + chunk(b"INAM", b"one\0") + chunk(b"INAM", b"two\0") + chunk(b"ICMT", b"ab", 99)
    assert riff.info_texts([riff.Chunk(b"LIST", data)]) == {"INAM": "one", "ICMT": "ab"}
    assert riff.info_texts([riff.Chunk(b"LIST", b"INFO\0\0\0\0\0\0\0\0\0")]) == {}
