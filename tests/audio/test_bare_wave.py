"""Broken WAV files: what libsndfile would go round in for ever, and what can still be heard."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import numpy as np
import pytest

from tangostudio.audio import bare_wave, files
from tangostudio.errors import AudioFileError
from tests.export.wave_files import FORMAT, aiff, chunk, common, wave, whole

SHAPE = chunk(b"fmt ", FORMAT)
SAMPLES = np.arange(-500, 500, dtype="<i2")
DATA = chunk(b"data", SAMPLES.tobytes())
ENDLESS = b"INFO" + struct.pack("<4sI", b"junk", 0xFFFFFFF8) + bytes(64)
HEARD = SAMPLES[:, None] / np.float32(2**15)


def _view(data: bytes) -> bare_wave.BareWave | None:
    return bare_wave.view_of(io.BytesIO(data))


@pytest.mark.parametrize(
    "data",
    [
        wave(SHAPE, chunk(b"LIST", ENDLESS), DATA),
        wave(SHAPE, DATA, chunk(b"LIST", ENDLESS)),
        wave(SHAPE, DATA, chunk(b"LIST", ENDLESS, said=9999)),
        wave(SHAPE, DATA, chunk(b"LIST", b"adtl" + ENDLESS[4:])),
        wave(SHAPE, DATA, chunk(b"LIST", b"INFO" + bytes(64))),
        wave(SHAPE, DATA) + b"\0\1\2\3" + chunk(b"LIST", ENDLESS),
        wave(SHAPE, DATA, said=0),
        wave(chunk(b"ds64", b"short"), SHAPE, DATA, form=b"RF64"),
        wave(chunk(b"ds64", struct.pack("<QQQI", 0, 2000, 0, 0)), SHAPE, DATA, form=b"BW64"),
        wave(SHAPE, chunk(b"fact", struct.pack("<I", 1000)), DATA, said=9999),
    ],
)
def test_what_is_not_broken_is_heard(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    sound = files.read(path)
    assert (sound.sample_rate, sound.channels) == (48000, 1)
    assert np.array_equal(sound.samples[:1000], HEARD)
    assert files.shape_of(path)[1:] == (48000, 1)
    with files.opened(path) as file:
        file.seek(500)
        assert np.array_equal(file.read(10, "float32")[:, None], HEARD[500:510])


def test_samples_that_are_cut_are_heard_as_far_as_they_are_there(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wave(SHAPE, DATA)[:-1001])
    assert np.array_equal(files.read(path).samples, HEARD[:499])


@pytest.mark.parametrize("data", [whole(), wave(SHAPE, DATA), aiff(common()), b"", b"fLaC"])
def test_whole_files_and_others_are_left_to_libsndfile(data: bytes) -> None:
    assert _view(data) is None


@pytest.mark.parametrize(
    "data",
    [
        wave(DATA, chunk(b"LIST", ENDLESS)),
        wave(SHAPE, chunk(b"LIST", ENDLESS)),
        wave(chunk(b"fmt ", b""), chunk(b"LIST", ENDLESS), DATA),
        wave(SHAPE, DATA, said=0, form=b"RIFX"),
    ],
)
def test_what_has_no_format_or_no_samples_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    for read in (files.read, files.shape_of):
        with pytest.raises(AudioFileError, match=r"a\.wav cannot be read as sound"):
            read(path)


def test_the_view_is_a_file_of_its_own() -> None:
    view = _view(wave(SHAPE, chunk(b"LIST", ENDLESS), DATA))
    assert view is not None
    assert view.read() == wave(SHAPE, DATA)
    assert view.seek(-4, io.SEEK_END) == len(wave(SHAPE, DATA)) - 4
    assert view.read(99) == SAMPLES[-2:].tobytes()
    assert view.seek(-99999, io.SEEK_CUR) == 0
    assert view.read(4) == b"RIFF"


@pytest.mark.skipif(os.name == "nt", reason="holes in files take their room here")
def test_samples_over_4_gigabytes_keep_their_long_sizes(tmp_path: Path) -> None:
    size = 5 * 2**30
    long = chunk(b"ds64", struct.pack("<QQQI", 0, size, 0, 0))
    head = wave(long, SHAPE, struct.pack("<4sI", b"data", 0xFFFFFFFF), form=b"RF64")
    with open(tmp_path / "a.wav", "w+b") as file:
        file.write(head)
        file.seek(size, 1)
        file.write(chunk(b"LIST", ENDLESS))
        view = bare_wave.view_of(file)
        assert view is not None
        assert view.read(4) == b"RF64"
        with files.opened(tmp_path / "a.wav") as sound:
            assert sound.frames == size // 2
