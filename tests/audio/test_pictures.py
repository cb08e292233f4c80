"""Overviews, spectrograms and colours."""

import numpy as np
import pytest

from tangostudio.audio import colours, overview, spectrum
from tests.audio.signals import noise, sine


def test_a_packed_overview_keeps_extremes_and_brightness() -> None:
    samples = np.concatenate([sine(200, 1.0), np.zeros((44100, 2), np.float32), sine(5000, 1.0)])
    samples[100, 1] = -0.9
    data = overview.pack(samples, 44100, columns=30)
    assert len(data) == 8 + 30 * 6
    found = overview.unpack(data)
    assert found.minimum[0] == pytest.approx(-0.9, abs=1e-4)  # of both channels
    assert found.maximum[5] == pytest.approx(0.5, abs=1e-3)
    assert np.all(found.maximum[10:20] == 0)
    assert found.centroid_hz[5] == pytest.approx(200, rel=0.05)
    assert found.centroid_hz[15] == 0
    assert found.centroid_hz[25] == pytest.approx(5000, rel=0.02)


def test_a_tiny_sound_has_a_column_a_frame_and_none_has_none() -> None:
    assert len(overview.unpack(overview.pack(noise(3), 44100)).maximum) == 3
    assert len(overview.unpack(overview.pack(noise(0), 44100)).maximum) == 0


@pytest.mark.parametrize("data", [b"", b"TOV1", b"TOV1\1\0\0\0", b"nope" * 10])
def test_other_bytes_are_no_overview(data: bytes) -> None:
    with pytest.raises(ValueError, match="packed overview"):
        overview.unpack(data)


@pytest.mark.parametrize(("start", "end"), [(0, 100_000), (1234, 56_789), (99_000.5, 99_900.25)])
def test_pyramid_columns_are_the_extremes_of_what_they_cover(start: float, end: float) -> None:
    samples = noise(100_000)
    columns = overview.Pyramid(samples, 44100).columns(start, end, 100)
    assert len(columns) == 2
    edges = np.linspace(start, end, 101)
    for channel, found in enumerate(columns):
        for i in range(100):
            inner = samples[int(np.ceil(edges[i])) : int(edges[i + 1]), channel]
            # A column may show up to a block of its neighbours, never less than its own samples.
            outer = samples[max(0, int(edges[i]) - 1024) : int(edges[i + 1]) + 1024, channel]
            assert outer.min() <= found.minimum[i] <= inner.min()
            assert inner.max() <= found.maximum[i] <= outer.max()


def test_every_sample_shows_at_every_zoom() -> None:
    samples = np.zeros((500_000, 1), np.float32)
    samples[300_123] = 0.8
    pyramid = overview.Pyramid(samples, 44100)
    for start, end in [(0, 500_000), (250_000, 350_000), (300_000, 300_500), (300_120, 300_126)]:
        (found,) = pyramid.columns(start, end, 601)
        where = np.flatnonzero(found.maximum > 0.69)
        assert len(where)
        shown = start + (where + 0.5) * (end - start) / 601
        assert np.abs(shown - 300_123).min() <= max(2, (end - start) / 200)


def test_between_samples_the_wave_is_a_straight_line() -> None:
    samples = np.array([[0.0], [1.0], [0.0], [-1.0]], np.float32)
    (found,) = overview.Pyramid(samples, 44100).columns(0, 2, 8)
    assert found.maximum == pytest.approx([0.125, 0.375, 0.625, 0.875, 0.875, 0.625, 0.375, 0.125])
    assert np.array_equal(found.minimum, found.maximum)


def test_outside_the_sound_is_silence() -> None:
    (left, _right) = overview.Pyramid(noise(1000), 44100).columns(-1000, 2000, 30)
    assert np.all(left.maximum[:9] == 0)
    assert np.all(left.maximum[11:19] > 0.1)
    assert np.all(left.maximum[21:] == 0)


def test_pyramid_colours_follow_the_sound() -> None:
    samples = np.concatenate([sine(300, 1.0), sine(6000, 1.0)])
    (left, _right) = overview.Pyramid(samples, 44100).columns(0, len(samples), 100)
    assert left.centroid_hz[20] == pytest.approx(300, rel=0.05)
    assert left.centroid_hz[80] == pytest.approx(6000, rel=0.02)


@pytest.mark.parametrize("scale", spectrum.SCALES)
@pytest.mark.parametrize("hz", [440.0, 3000.0, 12000.0])
def test_a_sine_is_a_line_at_its_frequency(scale: spectrum.Scale, hz: float) -> None:
    found = spectrum.spectrogram(sine(hz, 0.5, peak=1.0), 44100, scale)
    middle = found.db[:, found.db.shape[1] // 2]
    row = int(middle.argmax())
    step = np.gradient(found.frequencies_hz)[row]
    assert abs(found.frequencies_hz[row] - hz) <= max(step, 22)
    assert middle[row] == pytest.approx(0, abs=2.5)
    far = np.abs(found.frequencies_hz - hz) > 8 * max(step, 22)
    assert middle[far].max() < -50


def test_columns_are_limited_and_cover_the_sound() -> None:
    found = spectrum.spectrogram(noise(88200), 44100, columns_max=300, rows=64)
    assert found.db.shape == (64, 300)
    assert found.db.dtype == np.float32
    assert found.seconds == 2.0
    assert spectrum.spectrogram(noise(100), 44100).db.shape == (256, 6)
    assert spectrum.spectrogram(noise(1), 44100).db.shape == (256, 1)


def test_a_click_is_where_it_is() -> None:
    samples = np.zeros((44100, 1), np.float32)
    samples[11025] = 1.0
    found = spectrum.spectrogram(samples, 44100, n_fft=512, columns_max=400)
    assert found.db.max(axis=0).argmax() == pytest.approx(100, abs=1)
    part = spectrum.spectrogram(
        samples, 44100, n_fft=512, columns_max=400, start_frame=11000, end_frame=13000
    )
    assert part.seconds == pytest.approx(2000 / 44100)
    assert part.db.max(axis=0).argmax() == pytest.approx(1, abs=2)


def test_silence_is_the_floor_and_opposite_channels_are_not_silence() -> None:
    silence = np.zeros((10000, 2), np.float32)
    assert np.all(spectrum.spectrogram(silence, 44100, floor_db=-60).db == -60)
    tone = sine(1000, 0.5)
    tone[:, 1] *= -1
    assert spectrum.spectrogram(tone, 44100).db.max() > -10


@pytest.mark.parametrize("n_fft", spectrum.WINDOWS)
def test_longer_windows_tell_frequencies_apart(n_fft: int) -> None:
    tones = sine(1000, 1.0) + sine(1100, 1.0)
    found = spectrum.spectrogram(tones, 44100, "log", n_fft=n_fft, rows=512)
    middle = found.db[:, found.db.shape[1] // 2]
    at = [int(np.abs(found.frequencies_hz - hz).argmin()) for hz in (1000, 1050, 1100)]
    dip = min(middle[at[0]], middle[at[2]]) - middle[at[1]]
    assert (dip > 6) == (n_fft >= 2048)


def test_erb_rows_are_glasberg_and_moores() -> None:
    # Their table: 1 kHz lies 15.6 bandwidths up.
    assert spectrum.hz_to_erb_rate(1000) == pytest.approx(15.62, abs=0.01)
    assert spectrum.erb_rate_to_hz(np.array([15.6214])) == pytest.approx(1000, rel=1e-3)
    rows = spectrum.row_frequencies("erb", 100, 44100)
    assert (rows[0], rows[-1]) == pytest.approx((0, 22050))


def test_a_difference_is_signed_and_blind_under_the_floor() -> None:
    loud, soft = sine(1000, 0.5, peak=0.5), sine(1000, 0.5, peak=0.05)
    shown = spectrum.spectrogram(loud, 44100, floor_db=-120)
    other = spectrum.spectrogram(soft, 44100, floor_db=-120)
    found = spectrum.difference(shown, other, -60)
    row = int(np.abs(found.frequencies_hz - 1000).argmin())
    middle = found.db.shape[1] // 2
    assert found.db[row, middle] == pytest.approx(20, abs=0.1)
    assert spectrum.difference(other, shown, -60).db[row, middle] == pytest.approx(-20, abs=0.1)
    assert np.all(found.db[-40:, middle] == 0)


def test_no_other_scale() -> None:
    with pytest.raises(ValueError, match="bark"):
        spectrum.spectrogram(noise(100), 44100, "bark")  # pyright: ignore[reportArgumentType]


def _lightness(table: colours.Table) -> np.ndarray:
    srgb = table / 255.0
    linear = np.where(srgb > 0.04045, ((srgb + 0.055) / 1.055) ** 2.4, srgb / 12.92)
    light = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(light > 0.008856, 116 * np.cbrt(light) - 16, 903.3 * light)


@pytest.mark.parametrize("name", ["magma", "viridis", "grey"])
def test_colours_get_lighter_all_the_way(name: str) -> None:
    table = colours.TABLES[name]
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    lightness = _lightness(table)
    assert np.all(np.diff(lightness[::8]) > 0)
    assert lightness[-1] - lightness[0] > 70


def test_the_diverging_map_says_how_much_by_lightness_and_which_way_by_hue() -> None:
    table = colours.DIVERGING
    lightness = _lightness(table)
    assert np.all(np.diff(lightness[128::8]) > 0)
    assert lightness[:128:8] == pytest.approx(lightness[:127:-8], abs=8)
    assert np.ptp(table[127].astype(int)) <= 3
    less, more = table[32].astype(int), table[-33].astype(int)
    assert less[2] - less[0] > 100  # blue
    assert more[0] - more[2] > 100  # orange
    # Without red or green cones yellow and blue are still told apart: by b against r and g.
    blue_yellow = [int(c[2]) - (int(c[0]) + int(c[1])) / 2 for c in (less, more)]
    assert blue_yellow[0] - blue_yellow[1] > 150


def test_the_waveforms_darkest_colour_is_readable_on_the_canvas() -> None:
    canvas = np.array([[0x10, 0x12, 0x16]])
    lightest_needed = 3.0

    def luminance(table: np.ndarray) -> float:
        srgb = table[0] / 255.0
        linear = np.where(srgb > 0.04045, ((srgb + 0.055) / 1.055) ** 2.4, srgb / 12.92)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    dark = colours.centroid_colours(np.array([0.0]))
    assert (luminance(dark) + 0.05) / (luminance(canvas) + 0.05) >= lightest_needed


def test_brightness_is_logarithmic_and_bounded() -> None:
    place = colours.centroid_position(np.array([0, 100, 948.7, 9000, 20000]))
    assert place == pytest.approx([0, 0, 0.5, 1, 1], abs=1e-3)
