import os
import struct
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.audio import edits, files
from tangostudio.errors import AudioFileError, BadRequest, ExportError, StorageError
from tangostudio.export import ExportOptions, export_take, find_export, wav
from tests.audio.signals import noise, sine


@dataclass(frozen=True)
class Take:
    id: int
    title: str
    prompt: str
    path: Path
    sha256: str
    seed: int = 7
    model: str = "starter"
    model_name: str = "Starter"
    model_hash: str = "f" * 64
    licence: str = "Apache-2.0"
    commercial: str = "yes"
    edits: str = "[]"
    negative: str = ""
    adapters: tuple[tuple[str, float], ...] = ()
    steps: int = 8
    guidance: float = 4.0
    sampler: str = "euler"
    seconds: float = 0.5
    relation: str = ""
    parent: int | None = None
    request: str = "{}"
    app_version: str = "0.1.0"
    created: str = "2026-01-01T00:00:00.000Z"
    category: str = ""
    tags: tuple[str, ...] = ()


def _take(folder: Path, samples: np.ndarray | None = None, title: str = "door creak") -> Take:
    stored = files.store(sine(440, 0.5) if samples is None else samples, 44100, folder / "audio")
    return Take(3, title, "a door creaks", stored.path, stored.sha256)


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
@pytest.mark.parametrize("bits", [16, 24, 32])
def test_every_offered_form(tmp_path: Path, rate: int, bits: int) -> None:
    take = _take(tmp_path)
    done = export_take(take, tmp_path / "out", ExportOptions(rate, bits))
    assert (done.take, done.sample_rate, done.bits, done.note) == (3, rate, bits, "")
    assert done.path == tmp_path / "out" / "door creak.wav"
    samples, found_rate = soundfile.read(done.path, always_2d=True)
    assert found_rate == rate
    expected = sine(440, 0.5, rate)
    assert samples.shape == expected.shape
    inner = slice(2000, -2000)
    assert np.abs(samples[inner] - expected[inner]).max() < 1e-4
    head = done.path.read_bytes()[:36]
    assert struct.unpack("<4xI4x4xIHHIIHH", head) == (
        done.path.stat().st_size - 8, 16, 3 if bits == 32 else 1, 2, rate, rate * bits // 4,
        bits // 4, bits,
    )  # fmt: skip


def test_the_same_rate_and_depth_is_the_stored_sound_to_the_bit(tmp_path: Path) -> None:
    take = _take(tmp_path, noise(1000))
    done = export_take(take, tmp_path, ExportOptions(44100, 24))
    sound = files.read(done.path)
    assert files.sha256_of(sound.samples, sound.sample_rate) == take.sha256


def test_the_file_says_how_it_was_made(tmp_path: Path) -> None:
    take = replace(_take(tmp_path), prompt="門が\0軋む")
    texts = wav.decode(export_take(take, tmp_path, ExportOptions()).path.read_bytes()).texts
    assert texts["INAM"] == "door creak"
    assert texts["ISFT"].startswith("Tango Studio 0.")
    for fact in ("門が 軋む", "Seed: 7", "Model: Starter", "Licence: Apache-2.0", take.sha256):
        assert fact in texts["ICMT"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    take = _take(tmp_path)
    (tmp_path / "door creak.wav").write_text("mine")
    assert export_take(take, tmp_path, ExportOptions()).path.name == "door creak 2.wav"
    assert export_take(take, tmp_path, ExportOptions()).path.name == "door creak 3.wav"
    assert (tmp_path / "door creak.wav").read_text() == "mine"


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode = wav.decode

    def slow(data: bytes) -> wav.Wav:
        (tmp_path / "door creak.wav").write_text("mine")
        return decode(data)

    take = _take(tmp_path)
    monkeypatch.setattr(wav, "decode", slow)
    assert export_take(take, tmp_path, ExportOptions()).path.name == "door creak 2.wav"
    assert (tmp_path / "door creak.wav").read_text() == "mine"
    assert not list(tmp_path.glob("*.part"))


def test_a_peak_that_conversion_raised_is_lowered_and_noted(tmp_path: Path) -> None:
    # A full-scale square wave overshoots when it is resampled.
    square = np.sign(sine(1000, 0.5)).astype(np.float32)
    take = _take(tmp_path, square)
    done = export_take(take, tmp_path, ExportOptions(48000, 24))
    assert done.note.startswith("Lowered by")
    samples, _rate = soundfile.read(done.path)
    assert np.abs(samples).max() == pytest.approx(1.0, abs=1e-6)
    top = np.abs(samples[:, 0]) > 0.9999
    assert not np.any(top[1:] & top[:-1])  # clipping would leave flat tops


def test_untitled_and_reserved(tmp_path: Path) -> None:
    take = _take(tmp_path)
    untitled = replace(take, title="?")
    assert export_take(untitled, tmp_path, ExportOptions()).path.name == "take 3.wav"
    reserved = replace(take, title="aux")
    assert export_take(reserved, tmp_path, ExportOptions()).path.name == "_aux.wav"


def test_missing_damaged_and_altered_sources_leave_nothing(tmp_path: Path) -> None:
    take, out = _take(tmp_path), tmp_path / "out"
    other = files.store(noise(100), 44100, tmp_path / "audio")
    altered = replace(take, path=other.path)
    missing = replace(take, path=tmp_path / "gone.flac")
    with pytest.raises(AudioFileError, match="not the one that was stored"):
        export_take(altered, out, ExportOptions())
    with pytest.raises(AudioFileError, match="is missing"):
        export_take(missing, out, ExportOptions())
    take.path.write_bytes(take.path.read_bytes()[:500])
    with pytest.raises(AudioFileError):
        export_take(take, out, ExportOptions())
    assert not out.exists() or not list(out.iterdir())


def test_a_file_that_reads_back_differently_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, out = _take(tmp_path), tmp_path / "out"
    write = Path.read_bytes

    def flipped(path: Path) -> bytes:
        data = bytearray(write(path))
        data[100] ^= 1
        return bytes(data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", flipped)
        with pytest.raises(ExportError, match="differently"):
            export_take(take, out, ExportOptions())
        patch.setattr(Path, "read_bytes", lambda path: write(path)[:-4])
        with pytest.raises(ExportError, match="damaged"):
            export_take(take, out, ExportOptions())
    assert not list(out.iterdir())


def test_an_unwritable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take = _take(tmp_path)
    (tmp_path / "out").write_text("a file")
    with pytest.raises(StorageError):
        export_take(take, tmp_path / "out", ExportOptions())

    def refuse(_old: object, _new: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        export_take(take, tmp_path / "other", ExportOptions())
    assert not list((tmp_path / "other").iterdir())


@pytest.mark.parametrize("options", [ExportOptions(22050, 24), ExportOptions(48000, 8)])
def test_what_is_not_offered(tmp_path: Path, options: ExportOptions) -> None:
    with pytest.raises(BadRequest) as caught:
        export_take(_take(tmp_path), tmp_path / "out", options)
    assert caught.value.hint
    assert not (tmp_path / "out").exists()


def test_an_earlier_export_is_found_while_it_is_whole(tmp_path: Path) -> None:
    take, out = _take(tmp_path), tmp_path / "out"
    same_title = _take(tmp_path, noise(500))
    assert find_export(take, out, ExportOptions()) is None
    export_take(same_title, out, ExportOptions())
    first = export_take(take, out, ExportOptions()).path
    assert find_export(take, out, ExportOptions()) == first
    assert find_export(take, out, ExportOptions(44100, 24)) is None
    assert find_export(replace(take, title="new name"), out, ExportOptions()) is None
    first.write_bytes(first.read_bytes()[:-100])
    assert find_export(take, out, ExportOptions()) is None


def test_an_edited_take_is_written_with_its_edits_and_says_so(tmp_path: Path) -> None:
    take = _take(tmp_path)
    listed = (edits.Trim(0.1, 0.3, snap=False), edits.Gain(-6.0))
    edited = replace(take, edits=edits.to_json(listed))
    before = take.path.read_bytes()
    done = export_take(edited, tmp_path / "out", ExportOptions(44100, 32))
    samples, _ = soundfile.read(done.path, dtype="float32", always_2d=True)
    expected = edits.render(files.read(take.path).samples, 44100, listed)
    assert np.array_equal(samples, expected)
    assert edited.edits in wav.decode(done.path.read_bytes()).texts["ICMT"]
    assert take.path.read_bytes() == before


def test_a_file_made_before_an_edit_is_not_taken_for_one_made_after(tmp_path: Path) -> None:
    take = _take(tmp_path)
    edited = replace(take, edits=edits.to_json([edits.Reverse()]))
    plain = export_take(take, tmp_path, ExportOptions()).path
    assert find_export(edited, tmp_path, ExportOptions()) is None
    backwards = export_take(edited, tmp_path, ExportOptions()).path
    assert find_export(edited, tmp_path, ExportOptions()) == backwards
    assert find_export(take, tmp_path, ExportOptions()) == plain


def test_a_take_whose_edits_are_unknown_is_not_exported_without_them(tmp_path: Path) -> None:
    take = replace(_take(tmp_path), edits='[{"edit": "spin", "version": 9}]')
    with pytest.raises(BadRequest, match="newer version"):
        export_take(take, tmp_path / "out", ExportOptions())
    assert not list((tmp_path / "out").glob("*"))
