"""Deliveries: whole files that were read back, or nothing."""

import errno
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.audio import files, whole_files
from tangostudio.errors import AudioFileError, BadRequest, ExportError, StorageError
from tangostudio.export import formats, ixml, reading, tags, verification
from tangostudio.export.export import Delivered, deliver
from tangostudio.export.metadata import Metadata
from tangostudio.export.presets import Preset
from tangostudio.export.rendering import Item, Rendered
from tangostudio.export.spec import BITS, CONTAINERS, MP3_RATES, OPUS_RATE, RATES, Container, Spec
from tests.audio.signals import noise, sine

RECIPE = '{"format": 1, "prompt": "a door creaks"}'
EVERY = [
    Spec(container, rate, bits)
    for container in CONTAINERS
    for rate in {"opus": (OPUS_RATE,), "mp3": MP3_RATES}.get(container, RATES)
    for bits in BITS[container]
]
OF_EACH = [next(spec for spec in EVERY if spec.container == name) for name in CONTAINERS]


def _item(folder: Path, samples: np.ndarray | None = None) -> Item:
    stored = files.store(sine(440, 0.5) if samples is None else samples, 44100, folder / "audio")
    return Item(stored.path, stored.sha256, title="door creak")


def _metadata(rendered: Rendered) -> Metadata:
    return Metadata(title="door creak", provenance=RECIPE, loudness=rendered.loudness)


def _ixml(metadata: Metadata, _rendered: Rendered) -> bytes:
    return ixml.document({tags.PROVENANCE: metadata.provenance, "NOTE": metadata.title})


def _deliver(item: Item, stem: Path, spec: Spec, **options: object) -> tuple[Delivered, ...]:
    preset = Preset("test", "Test", spec, **{"ceiling_db": 0.0, **options})  # type: ignore[arg-type]
    return deliver(item, stem, preset, _metadata, _ixml)


@pytest.mark.parametrize("spec", EVERY, ids=str)
def test_every_offered_form(tmp_path: Path, spec: Spec) -> None:
    (done,) = _deliver(_item(tmp_path), tmp_path / "out" / "v1.2 creak", spec)
    assert done.path == tmp_path / "out" / f"v1.2 creak.{spec.container}"
    assert (done.sample_rate, done.bits, done.note) == (spec.rate, spec.bits, "")
    samples, rate = soundfile.read(done.path, always_2d=True)
    expected = sine(440, 0.5, spec.rate)
    assert rate == spec.rate
    assert samples.shape == expected.shape == (done.frames, done.channels)
    inner = slice(3000, -3000)
    assert np.abs(samples[inner] - expected[inner]).max() < (1e-4 if spec.bits else 0.02)
    assert tags.provenance_text(done.path) == RECIPE
    assert done.bytes == done.path.stat().st_size
    assert done.metadata.loudness == done.loudness
    assert [item.name for item in done.path.parent.iterdir()] == [done.path.name]


def test_the_checksum_is_that_of_the_stored_sound(tmp_path: Path) -> None:
    item = _item(tmp_path, noise(1000))
    for container in ("wav", "flac", "aiff"):
        (done,) = _deliver(item, tmp_path / "creak", Spec(container, 0, 24))
        assert done.sha256 == item.sha256
        sound = files.read(done.path)
        assert files.sha256_of(sound.samples, sound.sample_rate) == item.sha256


@pytest.mark.parametrize("spec", OF_EACH, ids=str)
def test_split_sounds_are_one_file_for_each_channel(tmp_path: Path, spec: Spec) -> None:
    item = _item(tmp_path, np.hstack((sine(440, 0.5, channels=1), noise(22050, 1))))
    parts = _deliver(item, tmp_path / "creak", replace(spec, layout="split"))
    suffix = spec.suffix
    assert [part.path.name for part in parts] == [f"creak_L{suffix}", f"creak_R{suffix}"]
    assert [part.channels for part in parts] == [1, 1]
    (whole,) = _deliver(item, tmp_path / "both", spec)
    both, _ = soundfile.read(whole.path)
    for place, part in enumerate(parts):
        alone, _ = soundfile.read(part.path)
        difference = np.sqrt(np.square(alone - both[:, place]).mean())
        assert difference < (2 / 32768 if spec.bits else 0.2)
        assert part.metadata.loudness == part.loudness


def test_nothing_is_overwritten_and_the_channels_keep_one_number(tmp_path: Path) -> None:
    item, stem = _item(tmp_path), tmp_path / "creak"
    (tmp_path / "creak.wav").write_text("mine")
    (tmp_path / "creak_R.wav").write_text("mine")
    (tmp_path / "creak 2_L.wav").symlink_to(tmp_path / "nowhere")
    assert _deliver(item, stem, Spec())[0].path.name == "creak 2.wav"
    assert _deliver(item, stem, Spec())[0].path.name == "creak 3.wav"
    split = _deliver(item, stem, Spec(layout="split"))
    assert [part.path.name for part in split] == ["creak 3_L.wav", "creak 3_R.wav"]
    assert (tmp_path / "creak.wav").read_text() == "mine"
    assert (tmp_path / "creak_R.wav").read_text() == "mine"


def _named(folder: Path) -> set[str]:
    return {item.name for item in folder.iterdir() if item.is_file()}


def test_a_name_that_is_taken_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_whole = whole_files.name_whole

    def late(part: Path, target: Path) -> bool:
        if target.name == "creak_R.wav":
            target.write_text("mine")
        return name_whole(part, target)

    item = _item(tmp_path)
    monkeypatch.setattr(whole_files, "name_whole", late)
    parts = _deliver(item, tmp_path / "creak", Spec(layout="split"))
    assert [part.path.name for part in parts] == ["creak 2_L.wav", "creak 2_R.wav"]
    assert (tmp_path / "creak_R.wav").read_text() == "mine"
    assert _named(tmp_path) == {"creak_R.wav", "creak 2_L.wav", "creak 2_R.wav"}


def test_two_deliveries_at_once_to_one_name_both_arrive(tmp_path: Path) -> None:
    item, done = _item(tmp_path), []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        done.extend(_deliver(item, tmp_path / "out" / "creak", Spec()))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {"creak.wav", "creak 2.wav", "creak 3.wav", "creak 4.wav"}
    assert {each.path.name for each in done} == names == _named(tmp_path / "out")
    assert {files.read(tmp_path / "out" / name).frames for name in names} == {24000}


@pytest.mark.parametrize("spec", OF_EACH, ids=str)
def test_a_disk_that_fills_up_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: Spec
) -> None:
    item, begin = _item(tmp_path, noise(200_000)), formats.begin

    def full(*arguments: object) -> object:
        writer = begin(*arguments)  # type: ignore[arg-type]
        _fill_after(writer, 60_000)
        return writer

    monkeypatch.setattr(formats, "begin", full)
    with pytest.raises(StorageError, match="is full") as caught:
        _deliver(item, tmp_path / "out" / "creak", spec)
    assert caught.value.full
    assert _named(tmp_path / "out") == set()


def _fill_after(writer: object, most: int) -> None:
    """Make the file of a writer refuse once it holds so many bytes."""
    watched = getattr(writer, "_watched", None)
    holder = watched if watched is not None else writer._chunks  # type: ignore[attr-defined]
    holder._file = _Full(holder._file, most)


class _Full:
    def __init__(self, file: object, most: int) -> None:
        self._file, self._left = file, most

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def test_a_disk_that_is_full_before_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = _item(tmp_path)

    def none_left(folder: Path, _needed: int) -> None:
        raise StorageError(f"The disk that holds {folder} is full.", "", full=True)

    monkeypatch.setattr(whole_files, "require_space", none_left)
    with pytest.raises(StorageError, match="is full"):
        _deliver(item, tmp_path / "out" / "creak", Spec())
    assert _named(tmp_path / "out") == set()


@pytest.mark.skipif(os.name == "nt", reason="an open file keeps its folder there")
@pytest.mark.parametrize("spec", OF_EACH, ids=str)
def test_a_folder_that_vanishes_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: Spec
) -> None:
    item, out, check = _item(tmp_path), tmp_path / "out", verification.check

    def gone(*arguments: object) -> object:
        out.rename(tmp_path / "elsewhere")
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(verification, "check", gone)
    with pytest.raises(StorageError, match="cannot be written: No such file"):
        _deliver(item, out / "creak", spec)
    assert not out.exists()


def test_an_unwritable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item = _item(tmp_path)
    (tmp_path / "out").write_text("a file")
    with pytest.raises(StorageError):
        _deliver(item, tmp_path / "out" / "creak", Spec())

    def refuse(_old: object, _new: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        _deliver(item, tmp_path / "other" / "creak", Spec())
    assert _named(tmp_path / "other") == set()


@pytest.mark.parametrize("spec", OF_EACH, ids=str)
def test_a_file_that_reads_back_differently_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: Spec
) -> None:
    item, check = _item(tmp_path, noise(20_000)), verification.check
    damages: list[Callable[[bytes], bytes]] = [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data[:200] + bytes(len(data) - 400) + data[-200:],
    ]
    for damage in damages:

        def damaged(part: Path, *others: object, damage: Callable = damage) -> object:
            part.write_bytes(damage(part.read_bytes()))
            return check(part, *others)  # type: ignore[arg-type]

        monkeypatch.setattr(verification, "check", damaged)
        with pytest.raises(ExportError, match="reads back") as caught:
            _deliver(item, tmp_path / "out" / "creak", spec)
        assert caught.value.hint
        assert _named(tmp_path / "out") == set()


@pytest.mark.parametrize("spec", [spec for spec in OF_EACH if spec.bits], ids=str)
def test_one_wrong_sample_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: Spec
) -> None:
    item, begin = _item(tmp_path), formats.begin

    def flipped(*arguments: object) -> object:
        writer = begin(*arguments)  # type: ignore[arg-type]
        write = writer.write
        monkeypatch.setattr(writer, "write", lambda levels: write(levels ^ (levels == levels[100])))
        return writer

    monkeypatch.setattr(formats, "begin", flipped)
    with pytest.raises(ExportError, match="differently than it was written: its samples"):
        _deliver(item, tmp_path / "out" / "creak", spec)


@pytest.mark.parametrize("spec", OF_EACH, ids=str)
def test_a_recipe_that_was_lost_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: Spec
) -> None:
    item, begin = _item(tmp_path), formats.begin

    def silent(path: Path, form: formats.Form, _said: formats.Said) -> object:
        return begin(path, form, formats.Said())

    monkeypatch.setattr(formats, "begin", silent)
    with pytest.raises(ExportError, match="differently than it was written: its recipe"):
        _deliver(item, tmp_path / "out" / "creak", spec)


def test_a_wav_file_without_its_chunks_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspect = reading.inspect
    monkeypatch.setattr(reading, "inspect", lambda path: replace(inspect(path), chunks=()))
    with pytest.raises(ExportError, match="its chunks"):
        _deliver(_item(tmp_path), tmp_path / "out" / "creak", Spec())


def test_a_cancelled_delivery_leaves_nothing(tmp_path: Path) -> None:
    item, asked = _item(tmp_path, noise(200_000)), 0
    for most in range(12):
        asked = 0

        def cancelled(most: int = most) -> bool:
            nonlocal asked
            asked += 1
            return asked > most

        preset = Preset("test", "Test", Spec())
        done = deliver(item, tmp_path / "out" / "creak", preset, _metadata, _ixml,
                       cancelled=cancelled)  # fmt: skip
        assert done == ()
    assert not (tmp_path / "out").exists() or _named(tmp_path / "out") == set()


def test_sources_that_are_missing_or_altered_leave_nothing(tmp_path: Path) -> None:
    item, out = _item(tmp_path), tmp_path / "out" / "creak"
    with pytest.raises(AudioFileError, match="is missing"):
        _deliver(replace(item, path=tmp_path / "gone.flac"), out, Spec())
    with pytest.raises(AudioFileError, match="not the one that was stored"):
        _deliver(replace(item, sha256="0" * 64), out, Spec())
    with pytest.raises(BadRequest, match="not offered"):
        _deliver(item, out, Spec("mp3", 96000, 0))
    assert not out.parent.exists()


@pytest.mark.parametrize("container", ["ogg", "opus", "mp3"])
def test_an_encoding_that_raises_the_peak_is_written_again_and_lower(
    tmp_path: Path, container: Container
) -> None:
    # Lossy encoders round the corners of a square wave and overshoot.
    square = np.sign(sine(3000, 0.5, peak=1.0))
    rate = OPUS_RATE if container == "opus" else 44100
    (done,) = _deliver(_item(tmp_path, square), tmp_path / "creak", Spec(container, rate, 0),
                       ceiling_db=-1.0)  # fmt: skip
    assert "for its encoding raised its peak" in done.note
    samples, _ = soundfile.read(done.path, always_2d=True)
    assert np.abs(samples).max() <= 10 ** (-0.9 / 20)


def test_a_foreign_file_is_delivered_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.wav"
    soundfile.write(path, noise(3000, 1), 22050, subtype="PCM_16")
    before = path.read_bytes()
    (done,) = _deliver(Item(path), tmp_path / "mine", Spec("wav", 0, 24))
    assert done.path.name == "mine 2.wav"
    assert done.sample_rate == 22050
    assert np.array_equal(soundfile.read(done.path)[0], soundfile.read(path)[0])
    assert path.read_bytes() == before
