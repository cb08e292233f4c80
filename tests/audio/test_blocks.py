"""Sounds as blocks give what the same work on whole sounds gives."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.audio import blocks, edit, files
from tangostudio.audio.blocks import Blocks
from tangostudio.audio.loudness import Meter, measure
from tangostudio.audio.resample import resample
from tangostudio.errors import AudioFileError
from tests.audio.signals import noise, sine


def _in_pieces(samples: np.ndarray, rate: int, *ends: int) -> Blocks:
    def again() -> Iterator[np.ndarray]:
        yield from np.split(samples, ends)

    return Blocks(rate, samples.shape[1], len(samples), again)


@pytest.mark.parametrize(("rate", "new"), [(44100, 48000), (96000, 44100), (8000, 96000)])
def test_a_sound_in_blocks_converts_to_the_same_samples(rate: int, new: int) -> None:
    samples = noise(5001)
    pieces = _in_pieces(samples, rate, 1, 17, 17, 3000)
    assert np.array_equal(blocks.kept(blocks.resampled(pieces, new)), resample(samples, rate, new))


def test_one_frame_converts_to_the_length_that_is_told() -> None:
    sound = blocks.resampled(_in_pieces(noise(1), 96000), 44100)
    assert blocks.kept(sound).shape == (sound.frames, 2)


@pytest.mark.parametrize("rate", [44100, 44106, 48000])
@pytest.mark.parametrize("frames", [1, 4411, 30001, 160000])
def test_a_meter_reads_the_same_however_a_sound_is_cut(rate: int, frames: int) -> None:
    samples = noise(frames, seed=5) * np.linspace(0.1, 1, frames, dtype=np.float32)[:, None]
    meter = Meter(rate, 2)
    for piece in np.array_split(samples, 7):
        meter.feed(piece)
    whole, found = measure(samples, rate), meter.result()
    for name, value in vars(whole).items():
        assert getattr(found, name) == pytest.approx(value, abs=1e-9)


def test_a_meter_tells_what_a_gain_would_do() -> None:
    samples = sine(997, 4.0, peak=0.5)
    meter = Meter(44100, 2)
    meter.feed(samples)
    quieter = measure(edit.gain(samples, -12.0), 44100)
    for name, value in vars(meter.result(-12.0)).items():
        assert value == pytest.approx(getattr(quieter, name), abs=1e-4)


def test_cut_fade_tail_and_mix_are_those_of_whole_sounds() -> None:
    samples = noise(1000)
    pieces = _in_pieces(samples, 1000, 100, 450)
    cut = blocks.cut(pieces, 50, 950)
    assert np.array_equal(blocks.kept(cut), samples[50:950])
    faded = blocks.faded(cut, 0.6, 0.5)
    expected = edit.fade_out(edit.fade_in(samples[50:950], 600), 500)
    assert np.array_equal(blocks.kept(faded), expected)
    longer = blocks.with_tail(faded, 0.25)
    assert longer.frames == 1150
    assert np.array_equal(blocks.kept(longer)[:900], expected)
    assert not blocks.kept(longer)[900:].any()
    mono = blocks.mixed(pieces, np.full((2, 1), 0.5, np.float32))
    assert np.allclose(blocks.kept(mono)[:, 0], samples.mean(axis=1), atol=1e-7)
    assert np.array_equal(blocks.kept(blocks.scaled(pieces, -6.0)), edit.gain(samples, -6.0))


def test_at_least_one_frame_stays_of_a_cut() -> None:
    assert blocks.cut(_in_pieces(noise(10), 1000), 30, 5).frames == 1


def test_silence_is_found_across_blocks() -> None:
    samples = np.zeros((300, 1), np.float32)
    samples[90:210] = 0.5
    assert blocks.silence_bounds(_in_pieces(samples, 1000, 100, 200), -60.0) == (90, 210)
    assert blocks.silence_bounds(_in_pieces(samples * 0, 1000, 100), -60.0) is None


def test_a_stored_sound_is_recognised_block_by_block(tmp_path: Path) -> None:
    stored = files.store(noise(70000, peak=2.0), 44100, tmp_path)
    assert blocks.sha256_of(blocks.of_file(stored.path)) == stored.sha256


def test_files_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="is missing"):
        blocks.of_file(tmp_path / "gone.wav")
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(AudioFileError, match="cannot be read as sound"):
        blocks.of_file(tmp_path / "text.wav")
    broken = noise(100)
    broken[50] = np.nan
    soundfile.write(tmp_path / "nan.wav", broken, 44100, subtype="FLOAT")
    with pytest.raises(AudioFileError, match="not numbers"):
        blocks.kept(blocks.of_file(tmp_path / "nan.wav"))


def test_a_file_that_is_cut_short_while_it_is_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    soundfile.write(path, noise(3 * blocks.BLOCK), 44100)
    sound = blocks.of_file(path)
    soundfile.write(path, noise(10), 44100)
    with pytest.raises(AudioFileError, match="cannot be read as sound"):
        blocks.kept(sound)
