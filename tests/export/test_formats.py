"""Every container: what goes in comes out, samples and what is said beside them."""

import io
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.errors import ExportError
from tangostudio.export import (
    flac_tags,
    formats,
    id3,
    ixml,
    ogg_tags,
    reading,
    riff,
    tags,
    vorbis_comment,
    wav,
)
from tangostudio.export.formats import Form, Said
from tangostudio.export.metadata import ForeignChunk, Loop, Marker, Metadata
from tangostudio.export.spec import Container
from tests.audio.signals import noise, sine

RECIPE = '{"format": 1, "prompt": "' + "a door " * 2000 + '"}'
METADATA = Metadata(
    title='Tür <&> "日本"',
    description="a door\ncreaks",
    fx_name="Creak",
    cat_id="DOORWood",
    category="DOORS",
    subcategory="WOOD",
    creator_id="TN",
    designer="Änne",
    keywords=("old", "wood"),
    created="2026-01-02T03:04:05Z",
    licence="Apache-2.0",
    software="Tango Studio 1",
    provenance=RECIPE,
    markers=(Marker(0.1, "hit"), Marker(0.2, "tail", 0.1)),
    loop=Loop(0.0, 0.5),
    foreign=(ForeignChunk(b"SMED", b"abc"),),
)
FORMS = [
    Form("wav", 48000, 2, 16), Form("wav", 96000, 1, 24), Form("wav", 44100, 2, 32),
    Form("flac", 48000, 2, 16), Form("flac", 88200, 3, 24),
    Form("aiff", 48000, 2, 16), Form("aiff", 44100, 1, 24),
    Form("ogg", 44100, 2, 0), Form("ogg", 96000, 1, 0), Form("opus", 48000, 2, 0),
    Form("mp3", 44100, 2, 0), Form("mp3", 48000, 1, 0),
]  # fmt: skip
TAGGED = [form for form in FORMS if form.container not in ("wav", "aiff")]
LOSSY = [form for form in FORMS if not form.bits]


def _said(metadata: Metadata = METADATA) -> Said:
    return Said(metadata, ixml.document({tags.PROVENANCE: metadata.provenance}), {"INAM": "Tür"})


def _levels(form: Form, frames: int = 24000) -> np.ndarray:
    samples = noise(frames, form.channels)
    if form.bits not in (16, 24):
        return samples
    return np.rint(samples * 2 ** (form.bits - 1)).astype(np.int32)


def _write(folder: Path, form: Form, said: Said, levels: np.ndarray) -> Path:
    path = folder / f"sound.{form.container}"
    with formats.begin(path, form, said) as writer:
        for piece in np.array_split(levels, 3):
            writer.write(piece)
    return path


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_samples_come_back(tmp_path: Path, form: Form) -> None:
    levels = _levels(form)
    path = _write(tmp_path, form, _said(), levels)
    kind = "int32" if form.bits in (16, 24) else "float32"
    read, rate = soundfile.read(path, dtype=kind, always_2d=True)
    found: np.ndarray = np.asarray(read)
    assert rate == form.rate
    assert found.shape == levels.shape
    if form.bits:
        assert np.array_equal(found >> (32 - form.bits) if kind == "int32" else found, levels)
    else:
        # Lossy: of white noise the least is left, and that is most of it.
        assert np.square(found - levels).mean() < 0.25 * np.square(levels).mean()
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_recipe_comes_back_from_every_container(tmp_path: Path, form: Form) -> None:
    path = _write(tmp_path, form, _said(), _levels(form))
    assert tags.provenance_text(path) == RECIPE


@pytest.mark.parametrize("form", TAGGED, ids=str)
def test_named_texts_come_back(tmp_path: Path, form: Form) -> None:
    found = tags.read(_write(tmp_path, form, _said(), _levels(form)))
    said = tags.comments(METADATA, form.rate)
    assert {name: found.get(name) for name in said} == said
    assert said["LOOPLENGTH"] == str(form.rate // 2)
    assert (said["CATID"], said["KEYWORDS"]) == ("DOORWood", "old, wood")
    assert (said["CHAPTER002"], said["CHAPTER002NAME"]) == ("00:00:00.200", "tail")


@pytest.mark.parametrize("form", TAGGED, ids=str)
def test_libsndfile_reads_the_common_ones(tmp_path: Path, form: Form) -> None:
    path = _write(tmp_path, form, _said(), _levels(form))
    with soundfile.SoundFile(path) as file:
        said = file.copy_metadata()
    assert (said["title"], said["artist"]) == ('Tür <&> "日本"', "Änne")


@pytest.mark.parametrize("form", TAGGED, ids=str)
def test_nothing_to_say_is_no_tag(tmp_path: Path, form: Form) -> None:
    path = _write(tmp_path, form, Said(Metadata(generated=False, commercial="")), _levels(form, 99))
    said = tags.read(path)
    said.pop("TSSE", None)
    assert said == {}
    assert tags.provenance_text(path) is None


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_ffmpeg_has_nothing_to_complain_of(tmp_path: Path, form: Form) -> None:
    # It checks the checksums of Ogg pages and of FLAC frames.
    path = _write(tmp_path, form, _said(), _levels(form))
    command = ["ffmpeg", "-v", "error", "-err_detect", "crccheck", "-i", str(path), "-f", "null"]
    done = subprocess.run([*command, "-"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_an_encoder_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="6 channels at 44100 Hz cannot be written as mp3"):
        formats.begin(tmp_path / "a.mp3", Form("mp3", 44100, 6, 0), Said())


@pytest.mark.parametrize("form", [FORMS[4], FORMS[5], LOSSY[0], LOSSY[-1]], ids=str)
def test_a_long_encoding_goes_through_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    monkeypatch.setattr(formats, "_IN_MEMORY", 1000)
    levels = _levels(form)
    path = _write(tmp_path, form, _said(), levels)
    assert soundfile.info(path).frames == len(levels)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


# --- FLAC -----------------------------------------------------------------------------------------


def test_a_flac_file_holds_the_wav_file_that_it_stands_for(tmp_path: Path) -> None:
    form = Form("flac", 48000, 2, 24)
    levels = _levels(form)
    facts = flac_tags.read(_write(tmp_path, form, _said(), levels))
    assert (facts.rate, facts.channels, facts.bits, facts.frames) == (48000, 2, 24, len(levels))
    data = wav.packed(levels, 24)
    at = next(place for place, chunk in enumerate(facts.chunks) if chunk.startswith(b"data"))
    rebuilt = b"".join((*facts.chunks[: at + 1], data, *facts.chunks[at + 1 :]))
    (tmp_path / "again.wav").write_bytes(rebuilt)
    again = reading.inspect(tmp_path / "again.wav")
    assert again.problems == ()
    assert {"bext", "iXML", "smpl", "cue ", "SMED"} <= {chunk.name for chunk in again.chunks}
    assert len(again.markers) == 2
    found, _ = soundfile.read(tmp_path / "again.wav", dtype="int32", always_2d=True)
    assert np.array_equal(np.asarray(found) // 256, levels)


def test_broken_flac_files_are_refused(tmp_path: Path) -> None:
    whole = _write(tmp_path, FORMS[3], _said(), _levels(FORMS[3])).read_bytes()
    for broken in (b"", b"fLaC", whole[:20], b"OggS" + whole[4:]):
        with pytest.raises(ValueError, match=r"FLAC|cut short"):
            flac_tags.write(io.BytesIO(broken), io.BytesIO(), {})
        (tmp_path / "broken.flac").write_bytes(broken)
        assert tags.read(tmp_path / "broken.flac") == {}


# --- Ogg ------------------------------------------------------------------------------------------


def _slow_checksum(page: bytes) -> int:
    """RFC 3533's, bit by bit."""
    value = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 1 << 31 else value << 1) & 0xFFFFFFFF
    return value


@pytest.mark.parametrize("container", ["ogg", "opus"])
def test_pages_of_a_long_comment_are_numbered_and_checked(
    tmp_path: Path, container: Container
) -> None:
    form = Form(container, 48000, 1, 0)
    longest = "x" * 200_000  # over three pages
    metadata = Metadata(provenance=longest)
    levels = sine(440, 0.3, 48000, 1)
    data = _write(tmp_path, form, Said(metadata), levels).read_bytes()
    place = number = 0
    while place < len(data):
        segments = data[place + 26]
        size = 27 + segments + sum(data[place + 27 : place + 27 + segments])
        page = data[place : place + size]
        assert struct.unpack_from("<I", page, 18) == (number,)
        assert struct.unpack_from("<I", page, 22) == (_slow_checksum(page),)
        place, number = place + size, number + 1
    assert number > 5
    assert tags.provenance_text(tmp_path / f"sound.{container}") == longest
    assert soundfile.info(tmp_path / f"sound.{container}").frames == len(levels)


def test_broken_ogg_files_are_refused(tmp_path: Path) -> None:
    whole = _write(tmp_path, LOSSY[0], _said(), _levels(LOSSY[0])).read_bytes()
    for broken in (b"", b"OggS", whole[:60], whole[:2000], whole.replace(b"vorbis", b"Vorbis")):
        with pytest.raises(ValueError, match="Ogg"):
            ogg_tags.write(io.BytesIO(broken), io.BytesIO(), {})
        (tmp_path / "broken.ogg").write_bytes(broken)
        assert ogg_tags.read(tmp_path / "broken.ogg") == {}


# --- comments and ID3 -----------------------------------------------------------------------------


def test_comments_that_lie_give_what_can_be_read() -> None:
    packed = vorbis_comment.pack("vendor", {"A": "1", "B=C": "no name", "D": "ü", "E": ""})
    assert vorbis_comment.parse(packed) == ("vendor", {"A": "1", "D": "ü"})
    assert vorbis_comment.parse(packed[:-1]) == ("vendor", {"A": "1"})
    assert vorbis_comment.parse(struct.pack("<I", 1 << 31) + b"x") == ("", {})
    assert vorbis_comment.parse(struct.pack("<II", 0, 0xFFFFFFFF)) == ("", {})
    assert vorbis_comment.parse(b"") == ("", {})


def test_id3_tags_of_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp3"

    def found(version: int, *frames: tuple[bytes, bytes]) -> dict[str, str]:
        body = b"".join(
            name + (len(data)).to_bytes(4, "big") + b"\0\0" + data for name, data in frames
        )
        path.write_bytes(b"ID3" + bytes([version, 0, 0]) + struct.pack(">I", len(body)) + body)
        return id3.read(path)

    assert found(4, (b"TIT2", b"\x03T\xc3\xbcr\0"), (b"APIC", b"\x00")) == {"TITLE": "Tür"}
    assert found(3, (b"TXXX", b"\x00CatID\0DOORWood"), (b"TIT2", b"\x09?")) == {"CATID": "DOORWood"}
    assert found(3, (b"TXXX", b"\x02\0A\0\0\0B")) == {"A": "B"}
    assert found(2, (b"TIT2", b"\x00a")) == {}
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert id3.read(path) == {}


# --- AIFF -----------------------------------------------------------------------------------------


def test_an_aiff_file_says_markers_loop_and_texts(tmp_path: Path) -> None:
    facts = reading.inspect(_write(tmp_path, FORMS[5], _said(), _levels(FORMS[5])))
    assert facts.problems == ()
    assert {"NAME", "AUTH", "(c) ", "MARK", "INST", "iXML"} <= {each.name for each in facts.chunks}
    assert facts.ixml is not None
    with open(tmp_path / "sound.aiff", "rb") as file:
        held = {place.name: riff.load(file, place, 4096) for place in riff.outline(file).chunks}
    marks, instrument = held[b"MARK"], held[b"INST"]
    assert marks[:2] == struct.pack(">H", 4)
    assert struct.pack(">hI", 1, 4800) + b"\x03hit" in marks
    assert struct.pack(">hI", 4, 24000) + b"\x08Loop end" in marks
    assert struct.unpack(">6bh6h", instrument)[7:10] == (1, 3, 4)
