from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import soundfile

from tangostudio.audio import edits, loudness
from tangostudio.audio.edits import Reverse
from tangostudio.corpora import cleaning, recordings
from tangostudio.corpora.choices import Choices
from tangostudio.corpora.cleaning import Clip, Refusal
from tangostudio.errors import AudioFileError
from tests.corpora.recordings import RATE, door, rain, scaled, write

PLAIN = Choices()


def clean(path, choices: Choices = PLAIN) -> list[Clip | Refusal]:
    return list(cleaning.clips(path, choices))


def only(path, choices: Choices = PLAIN) -> Clip:
    (clip,) = clean(path, choices)
    assert isinstance(clip, Clip)
    return clip


def refusal(path, choices: Choices = PLAIN) -> str:
    (found,) = clean(path, choices)
    assert isinstance(found, Refusal)
    assert found.sentence.endswith(".")
    return found.reason


def pause(seconds: float) -> np.ndarray:
    return np.zeros((int(seconds * RATE), 1), np.float32)


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000, 96000])
@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "aiff"])
def test_clips_have_one_rate_and_two_equal_channels(tmp_path, rate, kind):
    clip = only(write(tmp_path / f"a.{kind}", door(1, seconds=0.5, rate=rate), rate))
    assert clip.samples.dtype == np.float32
    assert clip.samples.shape[1] == 2
    assert np.array_equal(clip.samples[:, 0], clip.samples[:, 1])
    assert len(clip.samples) / 44100 == pytest.approx(0.5, abs=0.05)


def test_silence_around_goes_but_for_a_moment(tmp_path):
    sound = np.concatenate((pause(0.7), door(1), pause(0.9)))
    clip = only(write(tmp_path / "a.wav", sound))
    assert clip.start == pytest.approx(0.7 - 0.005, abs=0.011)
    begun = np.argmax(np.abs(clip.samples[:, 0]) > 0.05)
    assert 0.004 <= begun / 44100 <= 0.03
    assert 0.4 < len(clip.samples) / 44100 < 0.75


def test_a_fading_tail_stays(tmp_path):
    t = np.arange(3 * RATE) / RATE
    tail = scaled(np.sin(2 * np.pi * 440 * t) * np.exp(-2.0 * t))  # -52 dB at its end
    assert len(only(write(tmp_path / "a.wav", tail)).samples) == pytest.approx(3 * 44100, abs=500)


def test_clips_are_equally_loud_as_far_as_peaks_allow(tmp_path):
    for number, level in enumerate((0.005, 0.1, 0.9)):
        clip = only(write(tmp_path / f"{number}.wav", rain(1) * level, subtype="FLOAT"))
        heard = loudness.measure(clip.samples, 44100)
        if number:
            assert heard.integrated_lufs == pytest.approx(-23.0, abs=0.1)
        else:
            assert clip.gain_db == cleaning.MOST_GAIN_DB
        assert clip.loudness == pytest.approx(heard.integrated_lufs, abs=0.01)
        assert heard.true_peak_db <= cleaning.CEILING_DB + 0.01


def test_a_click_is_held_down_by_its_peak(tmp_path):
    click = np.zeros((RATE // 2, 1), np.float32)
    click[100:104, 0] = (0.5, -0.5, 0.4, -0.3)
    click += 1e-4 * np.random.default_rng(0).normal(size=click.shape).astype(np.float32)
    clip = only(write(tmp_path / "a.wav", click, subtype="FLOAT"))
    assert loudness.measure(clip.samples, 44100).true_peak_db == pytest.approx(-1.0, abs=0.05)
    assert clip.loudness < -23.0


def test_levels_stay_where_that_is_wished(tmp_path):
    path = write(tmp_path / "a.wav", rain(1) * 0.1, subtype="FLOAT")
    clip = only(path, Choices(keep_loudness=True))
    assert clip.gain_db == 0.0
    assert np.abs(clip.samples).max() == pytest.approx(0.05, rel=0.1)


def test_an_offset_is_taken_away(tmp_path):
    beside = np.asarray(rain(1) * 0.3 + 0.2, np.float32)
    clip = only(write(tmp_path / "a.wav", beside))
    assert abs(float(clip.samples.mean())) < 1e-3


def test_of_many_channels_the_first_two_are_taken(tmp_path):
    sound = np.concatenate([rain(kind) for kind in range(5)], axis=1)
    clip = only(write(tmp_path / "a.wav", sound))
    two = only(write(tmp_path / "b.wav", sound[:, :2]))
    assert np.allclose(clip.samples, two.samples, atol=1e-4)
    assert not np.allclose(clip.samples[:, 0], clip.samples[:, 1], atol=1e-3)


def test_channels_are_folded_where_the_first_two_are_silent(tmp_path):
    sound = np.concatenate((np.zeros((len(rain(1)), 2), np.float32), rain(1), rain(2)), axis=1)
    clip = only(write(tmp_path / "a.wav", sound))
    assert np.array_equal(clip.samples[:, 0], clip.samples[:, 1])
    assert clip.loudness == pytest.approx(-23.0, abs=0.1)


def test_what_is_silent_short_or_clipped_is_refused(tmp_path):
    assert refusal(write(tmp_path / "a.wav", pause(1.0))) == "silent"
    faint = rain(1) * 1e-4
    assert refusal(write(tmp_path / "b.wav", faint, subtype="FLOAT")) == "silent"
    assert refusal(write(tmp_path / "c.wav", door(1)[:900])) == "short"
    assert refusal(write(tmp_path / "d.wav", np.clip(door(1) * 20, -1, 1))) == "clipped"


def test_a_constant_is_silence(tmp_path):
    assert refusal(write(tmp_path / "a.wav", pause(1.0) + np.float32(0.5))) == "silent"


def test_a_sound_at_full_scale_is_not_clipped(tmp_path):
    assert isinstance(only(write(tmp_path / "a.wav", door(1) * 2)), Clip)


@pytest.mark.parametrize("content", [b"", b"junk" * 200, b"RIFF\x24\0\0\0WAVEfmt "])
def test_what_is_no_sound_is_damaged(tmp_path, content):
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(AudioFileError):
        clean(tmp_path / "a.wav")


def test_a_flac_file_that_is_cut_short_is_damaged(tmp_path):
    path = write(tmp_path / "a.flac", rain(1))
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(AudioFileError):
        clean(path)


def test_values_that_are_no_numbers_are_damaged(tmp_path):
    sound = rain(1)
    sound[500] = np.nan
    with pytest.raises(AudioFileError, match="not numbers"):
        clean(write(tmp_path / "a.wav", sound, subtype="FLOAT"))


def test_a_take_is_heard_with_its_edits(tmp_path):
    path = write(tmp_path / "a.flac", door(1))
    (plain,), (edited,) = clean(path), list(cleaning.clips(path, PLAIN, edits.to_json([Reverse()])))
    assert isinstance(plain, Clip)
    assert isinstance(edited, Clip)
    loudest = [int(np.abs(clip.samples[:, 0]).argmax()) for clip in (plain, edited)]
    assert loudest[0] < len(plain.samples) // 4 < len(edited.samples) // 2 < loudest[1]


# --- pieces -----------------------------------------------------------------------------------


def test_long_recordings_are_cut_in_their_pauses(tmp_path):
    slams = [np.concatenate((door(kind), pause(0.8))) for kind in range(5)]
    found = clean(write(tmp_path / "a.wav", np.concatenate(slams)), Choices(seconds=2.0))
    assert len(found) == 5
    starts = [clip.start for clip in found]
    assert starts == pytest.approx([1.4 * number for number in range(5)], abs=0.03)
    assert all(isinstance(clip, Clip) and len(clip.samples) < 44100 for clip in found)


def test_steady_recordings_are_cut_whole(tmp_path):
    found = clean(write(tmp_path / "a.wav", rain(1, seconds=7.3)), Choices(seconds=2.0))
    lengths = [len(clip.samples) / 44100 for clip in found if isinstance(clip, Clip)]
    assert len(lengths) == len(found)
    assert max(lengths) <= 2.0
    assert min(lengths) >= 0.4
    assert sum(lengths) == pytest.approx(7.3, abs=0.3)


def test_long_recordings_can_be_left_out(tmp_path):
    path = write(tmp_path / "a.wav", rain(1, seconds=3.0))
    assert refusal(path, Choices(seconds=2.0, cut=False)) == "too_long"


@pytest.mark.parametrize("windows", [2, 3, 17, 100, 101, 399, 1000])
@pytest.mark.parametrize("most", [2, 3, 10, 100])
def test_pieces_are_never_too_long_and_never_overlap(windows, most):
    power = np.random.default_rng(windows).random(windows) + 0.5
    found = cleaning.pieces(power, (0, windows), most)
    assert found[0][0] == 0
    assert found[-1][1] == windows
    assert all(0 < end - start <= most for start, end in found)
    assert all(before[1] == after[0] for before, after in pairwise(found))


def test_a_recording_longer_than_any_take_is_read_in_parts(tmp_path, monkeypatch):
    """No more of it than a block or a piece is asked for at once."""
    path = write(tmp_path / "a.wav", rain(1, seconds=30.0))
    asked = []
    read = soundfile.SoundFile.read

    def seen(self, frames=-1, *rest, **more):
        asked.append(frames)
        return read(self, frames, *rest, **more)

    monkeypatch.setattr(soundfile.SoundFile, "read", seen)
    found = clean(path, Choices(seconds=4.0))
    assert len(found) >= 8
    size = recordings.window(RATE)
    assert min(asked) > 0
    assert max(asked) <= max(size * recordings._BLOCK_WINDOWS, 4 * RATE)
