import errno
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.audio import files, whole_files
from tangostudio.errors import AudioFileError, StorageError
from tests.audio.signals import noise, sine


def test_a_stored_sound_comes_back_to_the_bit(tmp_path: Path) -> None:
    samples = noise(5000)
    stored = files.store(samples, 44100, tmp_path / "audio")
    assert stored.path == tmp_path / "audio" / f"{stored.sha256}.flac"
    assert (stored.frames, stored.sample_rate, stored.channels, stored.gain_db) == (
        5000, 44100, 2, 0.0,
    )  # fmt: skip
    sound = files.read(stored.path)
    assert np.array_equal(sound.samples, np.rint(samples.astype(float) * 2**23) / 2**23)
    assert files.sha256_of(sound.samples, 44100) == stored.sha256 == files.sha256_of(samples, 44100)
    assert soundfile.info(stored.path).subtype == "PCM_24"
    files.verify(stored.path, stored.sha256)


def test_the_hash_is_of_rate_channels_and_samples() -> None:
    samples = np.zeros((4, 1), np.float32)
    hashes = {
        files.sha256_of(samples, 44100),
        files.sha256_of(samples, 48000),
        files.sha256_of(samples.reshape(2, 2), 44100),
        files.sha256_of(samples + np.float32(2**-23), 44100),
    }
    assert len(hashes) == 4
    # Worked out by hand: two 32-bit values, then one 32-bit integer per sample.
    import hashlib

    by_hand = hashlib.sha256(bytes([0x44, 0xAC, 0, 0, 1, 0, 0, 0]) + bytes(16)).hexdigest()
    assert files.sha256_of(samples, 44100) == by_hand


def test_a_peak_over_full_scale_is_scaled_once_and_told(tmp_path: Path) -> None:
    samples = sine(440, 0.1, peak=2.0)
    stored = files.store(samples, 44100, tmp_path)
    peak = np.abs(samples).max()
    assert stored.gain_db == pytest.approx(-20 * np.log10(peak))
    assert np.abs(files.read(stored.path).samples - samples / peak).max() < 2**-22


def test_full_scale_itself_is_not_scaled(tmp_path: Path) -> None:
    stored = files.store(np.array([[1.0], [-1.0]], np.float32), 44100, tmp_path)
    assert stored.gain_db == 0.0
    assert files.read(stored.path).samples.tolist() == [[1 - 2**-23], [-1.0]]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_numbers_are_refused(tmp_path: Path, bad: float) -> None:
    samples = noise(100)
    samples[50, 1] = bad
    with pytest.raises(AudioFileError, match="not numbers"):
        files.store(samples, 44100, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("shape", [(0, 2), (10, 0), (10, 9)])
def test_shapes_that_cannot_be_stored(tmp_path: Path, shape: tuple[int, int]) -> None:
    with pytest.raises(AudioFileError):
        files.store(np.zeros(shape, np.float32), 44100, tmp_path)


def test_the_same_sound_is_kept_once_and_a_damaged_one_mended(tmp_path: Path) -> None:
    samples = noise(2000)
    first = files.store(samples, 44100, tmp_path)
    before = first.path.stat().st_mtime_ns, first.path.stat().st_ino
    assert files.store(samples, 44100, tmp_path) == first
    assert (first.path.stat().st_mtime_ns, first.path.stat().st_ino) == before
    first.path.write_bytes(first.path.read_bytes()[:1000])
    assert files.store(samples, 44100, tmp_path) == first
    files.verify(first.path, first.sha256)
    assert [path.name for path in tmp_path.iterdir()] == [first.path.name]


def test_a_full_disk_is_noticed_before_and_while_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StorageError, match="is full"):
            files.store(noise(100), 44100, tmp_path)
    assert not list(tmp_path.iterdir())
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(StorageError, match="is full"):
        files.store(noise(100), 44100, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "audio").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        files.store(noise(100), 44100, tmp_path / "audio")
    assert caught.value.hint
    assert (tmp_path / "audio").read_text() == "in the way"


def test_an_altered_file_does_not_verify(tmp_path: Path) -> None:
    stored = files.store(noise(100), 44100, tmp_path)
    other = files.store(noise(100, seed=1), 44100, tmp_path)
    stored.path.write_bytes(other.path.read_bytes())
    with pytest.raises(AudioFileError, match="does not hold"):
        files.verify(stored.path, stored.sha256)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "aiff", "mp3"])
def test_reads_what_libsndfile_reads(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"Tür 'quietscht' 门 🚪.{suffix}"
    soundfile.write(path, sine(440, 0.5, 48000), 48000)
    sound = files.read(path)
    assert sound.samples.dtype == np.float32
    assert (sound.sample_rate, sound.channels) == (48000, 2)
    assert sound.seconds == pytest.approx(0.5, abs=0.05)
    assert np.abs(sound.samples).max() == pytest.approx(0.5, abs=0.05)


def test_mono_has_one_column(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "mono.wav", np.zeros(10), 8000)
    assert files.read(tmp_path / "mono.wav").samples.shape == (10, 1)


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    stored = files.store(noise(20000), 44100, tmp_path)
    cut = tmp_path / "cut.flac"
    cut.write_bytes(stored.path.read_bytes()[:20000])
    (tmp_path / "empty.wav").touch()
    (tmp_path / "text.wav").write_text("no sound" * 100)
    soundfile.write(tmp_path / "silent.wav", np.zeros((0, 2)), 44100)
    for name in ("cut.flac", "empty.wav", "text.wav", "silent.wav", "missing.wav", "."):
        with pytest.raises(AudioFileError) as caught:
            files.read(tmp_path / name)
        assert caught.value.message.endswith(".")


def test_what_no_effect_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soundfile.write(tmp_path / "slow.wav", np.zeros(100), 100)
    soundfile.write(tmp_path / "wide.wav", np.zeros((100, 9)), 44100)
    soundfile.write(tmp_path / "long.wav", np.zeros(1000), 44100)
    nan = np.full((10, 1), np.nan, np.float32)
    soundfile.write(tmp_path / "nan.wav", nan, 44100, subtype="FLOAT")
    monkeypatch.setattr(files, "MAX_SECONDS", 0.01)
    messages = {
        "slow.wav": "rate", "wide.wav": "channels", "long.wav": "longer", "nan.wav": "not numbers",
    }  # fmt: skip
    for name, message in messages.items():
        with pytest.raises(AudioFileError, match=message):
            files.read(tmp_path / name)


def test_a_name_that_is_taken_is_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "a.wav"
    target.write_bytes(b"old")
    part = whole_files.write_part(target, b"new")
    assert not whole_files.name_whole(part, target)
    assert target.read_bytes() == b"old"
    assert part.read_bytes() == b"new"
    assert whole_files.name_whole(part, tmp_path / "b.wav")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "b.wav"]


def test_without_hard_links_names_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(_old: Path, _new: Path) -> None:
        raise OSError(errno.EPERM, "not supported")

    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "a").write_bytes(b"old")
    part = whole_files.write_part(tmp_path / "a", b"new")
    assert not whole_files.name_whole(part, tmp_path / "a")
    assert whole_files.name_whole(part, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert (tmp_path / "b").read_bytes() == b"new"
    assert not part.exists()


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG"])
def test_only_the_beginning_can_be_read_of_a_sound_of_any_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / "long.sound"
    soundfile.write(path, noise(44100), 22050, format=kind)
    monkeypatch.setattr(files, "MAX_SECONDS", 1.0)
    with pytest.raises(AudioFileError, match="longer than"):
        files.read(path)
    assert files.read(path, most_seconds=0.5).frames == 11025
    assert files.read(path, most_seconds=9.0).frames == 44100


def test_bare_samples_are_no_sound_file(tmp_path: Path) -> None:
    path = tmp_path / "noise.raw"
    path.write_bytes(bytes(range(256)))
    for read in (files.read, files.shape_of):
        with pytest.raises(AudioFileError, match=r"noise\.raw cannot be read as sound"):
            read(path)
