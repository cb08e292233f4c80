import io
import struct

import numpy as np
import pytest
import soundfile

from tangostudio.export import riff, wav
from tests.audio.signals import noise, sine

TEXTS = {"INAM": "door creak", "ICMT": "Prompt: 門が軋む"}


@pytest.mark.parametrize("bits", wav.BITS)
@pytest.mark.parametrize("channels", [1, 2])
def test_what_is_written_is_read_by_two_readers(bits: int, channels: int) -> None:
    levels = wav.to_levels(noise(1001, channels), bits, seed=1)
    data = wav.encode(levels, 48000, bits, TEXTS)
    found = wav.decode(data)
    assert np.array_equal(found.levels, levels)
    assert (found.sample_rate, found.bits, found.texts) == (48000, bits, TEXTS)
    other, rate = soundfile.read(io.BytesIO(data), always_2d=True)
    assert rate == 48000
    scale = 1.0 if bits == 32 else 2.0 ** (bits - 1)
    assert np.array_equal(other, levels.astype(np.float64) / scale)
    info = soundfile.info(io.BytesIO(data))
    assert info.subtype == {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}[bits]


def test_the_header_byte_by_byte() -> None:
    data = wav.encode(np.array([[1], [-1]], np.int32), 44100, 24, {"INAM": "x"})
    head = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 44100, 132300, 3, 24)
    body = b"data" + struct.pack("<I", 6) + b"\1\0\0\xff\xff\xff"
    info = b"LIST" + struct.pack("<I", 14) + b"INFOINAM" + struct.pack("<I", 2) + b"x\0"
    assert data == b"RIFF" + struct.pack("<I", 4 + 24 + 14 + 22) + b"WAVE" + head + body + info


def test_odd_chunks_are_padded() -> None:
    chunks = [riff.Chunk(b"odd ", b"abc"), riff.info_chunk({"INAM": "ab", "ICMT": ""})]
    built = riff.build(chunks)
    assert len(built) % 2 == 0
    found = riff.parse(built)
    assert bytes(found[0].data) == b"abc"
    assert riff.info_texts(found) == {"INAM": "ab"}


def test_the_same_sound_gives_the_same_file() -> None:
    samples = noise(1000)
    files = [
        wav.encode(wav.to_levels(samples, bits, seed=7), 48000, bits, TEXTS)
        for bits in (16, 16, 32, 32)
    ]
    assert files[0] == files[1]
    assert files[2] == files[3]


def test_only_16_bits_are_dithered() -> None:
    quiet = np.full((40000, 1), 0.3 / 32768, np.float32)
    levels = wav.to_levels(quiet, 16, seed=0)
    # Triangular dither: the mean survives below one step, and the noise does not follow the signal.
    assert levels.mean() == pytest.approx(0.3, abs=0.02)
    assert levels.std() == pytest.approx(np.sqrt(1 / 6 + 1 / 12), abs=0.02)
    assert set(np.unique(levels)) <= {-1, 0, 1, 2}
    assert np.all(wav.to_levels(quiet, 24, seed=0) == round(0.3 * 256))
    assert wav.to_levels(quiet, 32, seed=0) is quiet


@pytest.mark.parametrize("bits", wav.BITS)
def test_peaks_are_lowered_as_a_whole_never_clipped(bits: int) -> None:
    loud = sine(100, 0.5, peak=1.25)
    fitted, gain_db = wav.fit(loud, bits)
    assert gain_db == pytest.approx(-1.938, abs=0.001)
    assert fitted == pytest.approx(loud / 1.25, abs=1e-4)
    levels = wav.to_levels(fitted, bits, seed=0)
    top = 1.0 if bits == 32 else 2 ** (bits - 1) - 1
    assert np.abs(levels).max() <= top
    assert (
        np.count_nonzero(np.abs(levels) == top) <= 200
    )  # no flat tops: 50 periods, two peaks each
    assert wav.fit(loud * np.float32(0.5), bits)[1] == 0.0


def _damaged() -> list[tuple[str, bytes]]:
    good = wav.encode(wav.to_levels(noise(10), 24, 0), 48000, 24, TEXTS)
    return [
        ("empty", b""),
        ("cut", good[:-10]),
        ("longer", good + b"xx"),
        ("flac", b"fLaC" + good[4:]),
        ("avi", good[:8] + b"AVI " + good[12:]),
        ("8 bits", good[:34] + b"\x08\0" + good[36:]),
        ("mp3 inside", good[:20] + b"\x55\0" + good[22:]),
        ("contradicting", good[:32] + b"\x07\0" + good[34:]),
        ("no data", good.replace(b"data", b"junk")),
        ("data too long", good.replace(b"data\x3c", b"data\xff")),
    ]


@pytest.mark.parametrize(("name", "data"), _damaged())
def test_damaged_files_are_seen(name: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wav.decode(data)
