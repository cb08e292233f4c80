"""What is done to a sound on its way into a file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.audio import blocks, edits, files, loudness
from tangostudio.audio.resample import resample
from tangostudio.errors import AudioFileError, BadRequest
from tangostudio.export import channels, originals, rendering
from tangostudio.export.presets import Preset
from tangostudio.export.rendering import Item, render
from tangostudio.export.spec import Spec
from tests.audio.signals import noise, sine

PLAIN = Preset("plain", "Plain", Spec("wav", 0, 24), ceiling_db=6.0)


def _item(folder: Path, samples: np.ndarray, rate: int = 44100, *listed: edits.Edit) -> Item:
    stored = files.store(samples, rate, folder)
    return Item(stored.path, stored.sha256, edits.to_json(listed), "door creak")


def _samples(item: Item, preset: Preset, gain_db: float = 0.0) -> np.ndarray:
    return blocks.kept(render(item, preset, gain_db).sound)


def test_nothing_asked_for_leaves_the_stored_sound_to_the_bit(tmp_path: Path) -> None:
    item = _item(tmp_path, noise(1000, peak=3.0))  # stored with its peak at full scale
    made = render(item, PLAIN)
    assert np.array_equal(blocks.kept(made.sound), files.read(item.path).samples)
    assert (made.parts[0].gain_db, made.parts[0].note) == (0.0, "")


def test_edits_come_first_and_the_presets_own_ends_after(tmp_path: Path) -> None:
    samples = np.zeros((44100, 2), np.float32)
    samples[10000:30000] = 0.5
    item = _item(tmp_path, samples, 44100, edits.Trim(0.1, 0.9, snap=False), edits.Gain(-6.0))
    preset = replace(PLAIN, trim_db=-60.0, fade_in=0.01, tail=0.5)
    found = _samples(item, preset)
    kept = 441  # frames of silence that a trim leaves
    assert len(found) == 20000 + 2 * kept + 22050
    assert not found[:kept].any()
    assert found[kept + 441, 0] == pytest.approx(0.5 * 10 ** (-6 / 20), abs=1e-6)
    assert not found[20000 + 2 * kept :].any()


def test_moments_of_the_source_are_found_in_the_file(tmp_path: Path) -> None:
    samples = np.zeros((44100, 1), np.float32)
    samples[22050:40000] = 0.5
    item = _item(tmp_path, samples, 44100, edits.Trim(0.25, 1.0, snap=False))
    rendered = render(item, replace(PLAIN, spec=Spec("wav", 96000, 24), trim_db=-60.0)).parts[0]
    assert originals.moment(rendered, 0.5) == pytest.approx(0.010)
    assert originals.moment(rendered, 0.3) is None
    assert originals.moment(rendered, 0.99) is None
    assert rendered.seconds == pytest.approx((40000 - 22050) / 44100 + 0.020, abs=1e-4)


def test_conversion_is_that_of_the_whole_edited_sound(tmp_path: Path) -> None:
    item = _item(tmp_path, noise(4000), 44100, edits.Reverse())
    expected = resample(files.read(item.path).samples[::-1], 44100, 48000)
    assert np.array_equal(_samples(item, replace(PLAIN, spec=Spec("wav", 48000, 24))), expected)


@pytest.mark.parametrize(
    ("level", "target", "name"),
    [
        ("peak", -3.0, "sample_peak_db"),
        ("true peak", -3.0, "true_peak_db"),
        ("loudness", -30.0, "integrated_lufs"),
    ],
)
def test_a_level_is_reached_after_the_conversion(
    tmp_path: Path, level: str, target: float, name: str
) -> None:
    item = _item(tmp_path, noise(44100, peak=0.9))
    spec = Spec("wav", 48000, 24)
    made = render(item, replace(PLAIN, spec=spec, level=level, level_db=target))
    heard = loudness.measure(blocks.kept(made.sound), 48000)
    assert getattr(heard, name) == pytest.approx(target, abs=1e-3)
    assert getattr(made.parts[0].loudness, name) == pytest.approx(target, abs=1e-3)
    assert made.parts[0].note == ""


def test_a_gain_from_outside_matches_a_set(tmp_path: Path) -> None:
    item = _item(tmp_path, sine(440, 0.5, peak=0.5))
    made = render(item, replace(PLAIN, level="match", ceiling_db=-1.0), -7.5)
    assert made.parts[0].gain_db == -7.5
    assert made.parts[0].loudness.sample_peak_db == pytest.approx(-13.52, abs=0.01)


def test_what_would_pass_the_ceiling_is_lowered_as_a_whole_with_a_note(tmp_path: Path) -> None:
    item = _item(tmp_path, np.sign(sine(1000, 0.5)))
    made = render(item, replace(PLAIN, spec=Spec("wav", 48000, 24), ceiling_db=-1.0))
    assert made.parts[0].note.startswith("Lowered by")
    assert "-1 dBTP" in made.parts[0].note
    found = blocks.kept(made.sound)
    assert loudness.measure(found, 48000).true_peak_db == pytest.approx(-1.0, abs=0.01)
    top = np.abs(found[:, 0]) > 0.999 * np.abs(found).max()
    assert not np.any(top[1:] & top[:-1])  # clipping would leave flat tops


def test_a_loudness_that_the_ceiling_forbids_says_what_came_of_it(tmp_path: Path) -> None:
    item = _item(tmp_path, sine(440, 1.0, peak=0.5))
    made = render(item, replace(PLAIN, level="loudness", level_db=0.0, ceiling_db=-1.0))
    assert made.parts[0].loudness.true_peak_db == pytest.approx(-1.0, abs=1e-3)
    assert "instead of 0" in made.parts[0].note


def test_peaks_over_full_scale_fit_even_where_the_ceiling_is_higher(tmp_path: Path) -> None:
    path = tmp_path / "loud.wav"
    soundfile.write(path, sine(440, 0.5, peak=1.0) * 2, 44100, subtype="FLOAT")
    made = render(Item(path), replace(PLAIN, ceiling_db=200.0))
    assert np.abs(blocks.kept(made.sound)).max() == pytest.approx(1.0, abs=1e-6)
    assert made.parts[0].note.startswith("Lowered by 6.02 dB")


def test_silence_has_no_level_to_change(tmp_path: Path) -> None:
    item = _item(tmp_path, np.zeros((44100, 2), np.float32))
    for level in ("none", "peak", "true peak", "loudness", "match"):
        made = render(item, replace(PLAIN, level=level, trim_db=-60.0), -3.0)
        assert not blocks.kept(made.sound).any()
        assert made.parts[0].frames == 44100


def test_what_is_too_quiet_for_a_loudness_is_left_and_noted(tmp_path: Path) -> None:
    item = _item(tmp_path, sine(440, 1.0, peak=1e-5))
    made = render(item, replace(PLAIN, level="loudness", level_db=-18.0))
    assert made.parts[0].gain_db == 0.0
    assert "Too quiet" in made.parts[0].note


def test_layouts(tmp_path: Path) -> None:
    stereo, mono = noise(100), noise(100)[:, :1]
    item = _item(tmp_path, stereo)
    kept = files.read(item.path).samples
    found = _samples(item, replace(PLAIN, spec=Spec("wav", 0, 24, "mono")))
    assert np.allclose(found[:, 0], kept.mean(axis=1), atol=1e-7)
    both = _samples(_item(tmp_path, mono), replace(PLAIN, spec=Spec("wav", 0, 24, "stereo")))
    assert np.array_equal(both[:, 0], both[:, 1])
    parts = render(item, replace(PLAIN, spec=Spec("wav", 0, 24, "split"))).parts
    assert [(part.suffix, part.channels) for part in parts] == [("_L", 1), ("_R", 1)]
    for place, part in enumerate(parts):
        assert part.samples is not None
        assert np.array_equal(part.samples[:, 0], kept[:, place])
        assert part.loudness == loudness.measure(part.samples, 44100)
    alone = render(_item(tmp_path, mono), replace(PLAIN, spec=Spec("wav", 0, 24, "split"))).parts
    assert [part.suffix for part in alone] == [""]


def test_a_downmix_leaves_the_low_frequency_effects_out() -> None:
    gains = channels.to_stereo(6)
    assert gains[3].tolist() == [0, 0]
    assert gains[2].tolist() == pytest.approx([0.7071, 0.7071], abs=1e-4)
    assert [len(channels.to_stereo(count)) for count in range(1, 12)] == list(range(1, 12))


def test_a_container_that_cannot_hold_the_channels_says_so(tmp_path: Path) -> None:
    item = _item(tmp_path, np.tile(noise(100), (1, 2)))
    with pytest.raises(BadRequest, match="mp3 takes at most 2 channels"):
        render(item, replace(PLAIN, spec=Spec("mp3", 44100, 0)))
    assert render(item, replace(PLAIN, spec=Spec("mp3", 44100, 0, "stereo"))).sound.channels == 2


def test_dither_is_the_same_for_the_same_seed_and_only_at_16_bits() -> None:
    sound = blocks.of_array(np.full((20000, 1), 0.3 / 32768, np.float32), 44100)

    def levels(bits: int, seed: int) -> np.ndarray:
        return np.concatenate(list(rendering.quantised(sound, bits, seed)))

    first = levels(16, 1)
    assert np.array_equal(first, levels(16, 1))
    assert not np.array_equal(first, levels(16, 2))
    assert first.mean() == pytest.approx(0.3, abs=0.02)  # rounding alone would lose it
    assert set(np.unique(first)) == {-1, 0, 1}
    assert np.unique(levels(24, 1)).tolist() == [77]
    assert levels(32, 1).dtype == np.float32


def test_a_long_sound_in_blocks_is_what_it_would_be_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = _item(tmp_path, noise(200000, peak=0.9))
    preset = replace(
        PLAIN, spec=Spec("wav", 48000, 24), level="loudness", level_db=-20.0, trim_db=-60.0,
        fade_in=1.0, fade_out=2.0, tail=0.2,
    )  # fmt: skip
    short = render(item, preset)
    monkeypatch.setattr(rendering, "SHORT_SECONDS", 0.1)
    long = render(item, preset)
    assert long.parts[0].samples is None
    assert np.array_equal(blocks.kept(long.sound), blocks.kept(short.sound))
    assert long.parts[0].loudness.integrated_lufs == pytest.approx(-20.0, abs=1e-6)


@pytest.mark.parametrize("seconds", [0.1, 60.0])
def test_sounds_that_are_not_the_stored_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(rendering, "SHORT_SECONDS", seconds)
    item = _item(tmp_path, noise(20000))
    render(item, PLAIN)
    with pytest.raises(AudioFileError, match="“door creak” is not the one that was stored"):
        render(replace(item, sha256="0" * 64), PLAIN)
    with pytest.raises(BadRequest, match="newer version"):
        render(replace(item, edits='[{"edit": "spin", "version": 9}]'), PLAIN)
    with pytest.raises(AudioFileError, match="is missing"):
        render(replace(item, path=tmp_path / "gone.flac"), PLAIN)


def test_rendering_can_be_stopped_between_blocks(tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def looks() -> Iterator[None]:
        yield
        raise Stop

    steps = looks()
    with pytest.raises(Stop):
        render(_item(tmp_path, noise(blocks.BLOCK * 3)), PLAIN, look=lambda: next(steps))
