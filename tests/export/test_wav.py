"""WAV files block by block: samples, order of the chunks, what independent readers find."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from wavinfo import WavInfoReader

from tangostudio.export import riff, wav
from tangostudio.export.metadata import ForeignChunk, Metadata
from tests.audio.signals import noise, sine
from tests.export.wave_files import FULL, INFO, IXML, chunk, whole, written

ORDER = ["JUNK", "bext", "fmt ", "data", "iXML", "smpl", "cue ", "LIST", "LIST", "SMED"]


def _names(data: bytes) -> list[str]:
    return [place.name.decode() for place in riff.outline(io.BytesIO(data)).chunks]


def _tool(name: str, *arguments: str | Path) -> str:
    """What another program prints of a file; skips the test where it is not there."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    done = subprocess.run([found, *arguments], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of one second, 24 bits, stereo, that says all that a file can."""
    made = tmp_path / "door.wav"
    made.write_bytes(whole())
    return made


# --- samples --------------------------------------------------------------------------------------


@pytest.mark.parametrize("bits", wav.BITS)
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_what_is_written_in_blocks_is_read_by_libsndfile(bits: int, channels: int) -> None:
    levels = wav.to_levels(noise(1001, channels), bits, np.random.default_rng(1))
    file = io.BytesIO()
    with wav.Writer(file, rate=48000, channels=channels, bits=bits) as writer:
        for first in range(0, 1001, 300):
            writer.write(levels[first : first + 300])
    assert writer.frames == 1001
    file.seek(0)
    with soundfile.SoundFile(file) as read:
        assert read.subtype == {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}[bits]
        assert (read.samplerate, read.channels, read.frames) == (48000, channels, 1001)
        other = read.read(dtype="float64", always_2d=True)
    scale = 1.0 if bits == 32 else 2.0 ** (bits - 1)
    assert np.array_equal(other, levels.astype(np.float64) / scale)


def test_the_limits_of_24_bits_survive() -> None:
    levels = np.array([[-(2**23)], [-1], [0], [1], [2**23 - 1]], np.int32)
    other, _ = soundfile.read(io.BytesIO(written(levels, 24)), dtype="int32")
    assert np.array_equal(np.right_shift(other, 8), levels[:, 0])


def test_a_plain_file_byte_by_byte() -> None:
    levels = np.array([[1], [-1]], np.int32)
    head = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 44100, 132300, 3, 24))
    body = chunk(b"JUNK", bytes(28)) + head + chunk(b"data", b"\1\0\0\xff\xff\xff")
    info = chunk(b"LIST", b"INFOINAM" + struct.pack("<I", 2) + b"x\0")
    said = b"WAVE" + body + info
    made = written(levels, 24, info={"INAM": "x"}, rate=44100)
    assert made == struct.pack("<4sI", b"RIFF", len(said)) + said


def test_floating_point_files_say_how_many_frames_they_have() -> None:
    data = written(noise(7, 2), 32)
    outline = riff.outline(io.BytesIO(data))
    fact = outline.first(b"fact")
    assert fact is not None
    assert riff.load(io.BytesIO(data), fact) == struct.pack("<I", 7)


def test_more_than_two_channels_are_of_no_known_order() -> None:
    said = wav.format_chunk(48000, 6, 24)
    assert struct.unpack_from("<HHIIHHHHIH", said) == (
        0xFFFE, 6, 48000, 864000, 18, 24, 22, 24, 0, 1
    )  # fmt: skip
    assert len(said) == 40


def test_a_block_of_another_shape_is_refused() -> None:
    with wav.Writer(io.BytesIO(), rate=48000, channels=2, bits=24) as writer:
        with pytest.raises(ValueError, match="no block of 2 channels"):
            writer.write(np.zeros((4, 1), np.int32))
        with pytest.raises(ValueError, match="no block of 2 channels"):
            writer.write(np.zeros(4, np.int32))


# --- chunks ---------------------------------------------------------------------------------------


def test_the_chunks_lie_in_their_order() -> None:
    assert _names(whole()) == ORDER
    assert _names(whole(bits=32)) == [*ORDER[:3], "fact", *ORDER[3:]]
    assert _names(whole(metadata=None, ixml=b"", info={})) == ["JUNK", "fmt ", "data"]


def test_chunks_of_an_original_that_a_file_has_of_its_own_are_not_written_twice() -> None:
    names = (b"bext", b"iXML", b"cue ", b"smpl", b"data", b"fmt ", b"JUNK", b"_PMX")
    foreign = (
        *(ForeignChunk(name, b"1234") for name in names),
        ForeignChunk(b"LIST", b"INFO"),
        ForeignChunk(b"LIST", b"adtl"),
        ForeignChunk(b"LIST", b"exif1234"),
    )
    made = whole(metadata=Metadata(foreign=foreign), ixml=b"", info={})
    assert _names(made) == ["JUNK", "bext", "fmt ", "data", "_PMX", "LIST"]


def test_a_file_over_the_limit_is_an_rf64_file_that_others_read(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    levels = wav.to_levels(noise(48001), 24, np.random.default_rng(1))
    with wav.Writer(
        path, rate=48000, channels=2, bits=24, metadata=FULL, ixml=IXML, info=INFO, limit=2000
    ) as writer:
        writer.write(levels)
    assert path.read_bytes()[:4] == b"RF64"
    assert _names(path.read_bytes()) == ["ds64", *ORDER[1:]]
    other, rate = soundfile.read(path, dtype="int32")
    assert rate == 48000
    assert np.array_equal(np.right_shift(other, 8), levels)
    found = WavInfoReader(str(path))
    assert found.data is not None
    assert (found.data.byte_count, found.data.frame_count) == (6 * 48001, 48001)
    assert soundfile.info(path).format == "RF64"


def test_the_same_calls_write_the_same_file() -> None:
    assert whole() == whole()


def test_a_path_is_written_over_and_left_unfinished_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"x" * 10_000)
    writer = wav.Writer(path, rate=48000, channels=1, bits=16)
    with pytest.raises(RuntimeError), writer:
        raise RuntimeError
    assert riff.outline(io.BytesIO(path.read_bytes())).first(b"data") is not None
    with wav.Writer(path, rate=48000, channels=1, bits=16) as writer:
        writer.write(np.zeros((3, 1), np.int32))
    assert path.read_bytes() == written(np.zeros((3, 1), np.int32), 16)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("size", [1, 1 << 20], ids=["buffered", "written"])
def test_a_full_disk_is_what_the_system_says(size: int) -> None:
    writer = wav.Writer("/dev/full", rate=48000, channels=1, bits=16)
    with pytest.raises(OSError, match="No space left"), writer:
        writer.write(np.zeros((size, 1), np.int32))


# --- other programs -------------------------------------------------------------------------------


def test_wavinfo_finds_every_text(path: Path) -> None:
    found = WavInfoReader(str(path), info_encoding="utf-8")
    assert found.info is not None
    assert (found.info.title, found.info.software) == ("Tür", "Tango Studio 1.2")
    assert found.ixml is not None
    assert found.ixml.project == "Tür"
    assert found.fmt is not None
    assert (found.fmt.sample_rate, found.fmt.bits_per_sample) == (48000, 24)


def test_ffprobe_finds_format_and_description(path: Path) -> None:
    said = _tool("ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", path)
    found = json.loads(said)
    (stream,) = found["streams"]
    assert (stream["codec_name"], stream["sample_rate"]) == ("pcm_s24le", "48000")
    assert (stream["channels"], float(stream["duration"])) == (2, 1.0)
    tags = found["format"]["tags"]
    assert tags["comment"] == 'Tur achzt - "gross"'
    assert tags["encoded_by"] == "Tango Studio 1.2"
    assert tags["originator_reference"] == FULL.identifier
    assert (tags["date"], tags["creation_time"]) == ("2025-03-01", "10:20:30")
    assert tags["title"] == "Tür"


def test_mediainfo_finds_the_loudness(path: Path) -> None:
    tracks = json.loads(_tool("mediainfo", "--Output=JSON", path))["media"]["track"]
    general, audio = tracks
    assert (general["Format"], audio["BitDepth"], audio["SamplingRate"]) == ("Wave", "24", "48000")
    extra = audio["extra"]
    assert (extra["LoudnessValue"], extra["LoudnessRange"]) == ("-23.46", "7.12")
    assert extra["MaxTruePeakLevel"] == "-1.02"
    assert (extra["MaxMomentaryLoudness"], extra["MaxShortTermLoudness"]) == ("-20.50", "-21.25")


def test_sndfile_info_finds_loop_points_and_labels(path: Path) -> None:
    said = " ".join(_tool("sndfile-info", path).split())
    assert "Start : 4800 End : 43199" in said
    assert "Sample Rate : 48000" in said
    assert "Cue ID : 1" in said or "cue : 52" in said


def test_sox_finds_the_length(path: Path) -> None:
    assert _tool("sox", "--i", "-s", path).strip() == "48000"
    assert _tool("sox", "--i", "-p", path).strip() == "24"


# --- levels ---------------------------------------------------------------------------------------


def test_only_16_bits_are_dithered() -> None:
    quiet = np.full((40000, 1), 0.3 / 32768, np.float32)
    levels = wav.to_levels(quiet, 16, np.random.default_rng(0))
    # Triangular dither: the mean survives below one step, and the noise does not follow the signal.
    assert levels.mean() == pytest.approx(0.3, abs=0.02)
    assert levels.std() == pytest.approx(np.sqrt(1 / 6 + 1 / 12), abs=0.02)
    assert set(np.unique(levels)) <= {-1, 0, 1, 2}
    assert np.all(wav.to_levels(quiet, 24, np.random.default_rng(0)) == round(0.3 * 256))
    assert wav.to_levels(quiet, 32, np.random.default_rng(0)) is quiet


@pytest.mark.parametrize("bits", wav.BITS)
def test_peaks_are_lowered_as_a_whole_never_clipped(bits: int) -> None:
    loud = sine(100, 0.5, peak=1.25)
    fitted, gain_db = wav.fit(loud, bits)
    assert gain_db == pytest.approx(-1.938, abs=0.001)
    assert fitted == pytest.approx(loud / 1.25, abs=1e-4)
    levels = wav.to_levels(fitted, bits, np.random.default_rng(0))
    top = 1.0 if bits == 32 else 2 ** (bits - 1) - 1
    assert np.abs(levels).max() <= top
    assert (
        np.count_nonzero(np.abs(levels) == top) <= 200
    )  # no flat tops: 50 periods, two peaks each
    assert wav.fit(loud * np.float32(0.5), bits)[1] == 0.0
