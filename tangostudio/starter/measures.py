"""What can be measured of a sound without knowing what it is: onsets, pitch, decay, level, tones.

Plain numpy on float32 (frames, channels) or (frames,) sound; the channels are averaged unless said
otherwise. It knows nothing of models, families, captions or torch.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Audio = NDArray[np.floating]
Curve = NDArray[np.floating]

SILENCE_DB = -120.0
ONSET_HOP, ONSET_WINDOW = 128, 512
ONSET_BANDS = 20


def mono(audio: Audio) -> Curve:
    """The mean of the channels, float64 (frames,)."""
    wave = np.asarray(audio, np.float64)
    return wave.mean(1) if wave.ndim == 2 else wave


def decibels(power: Curve | float) -> Curve:
    """Ten times the logarithm of a power, at least SILENCE_DB."""
    return 10 * np.log10(np.maximum(power, 10 ** (SILENCE_DB / 10)))


# --- level over time ---------------------------------------------------------------------------


def level_curve(audio: Audio, sample_rate: int, window_seconds: float = 0.02) -> Curve:
    """Level in dB of mean power over the channels, one value per half window; a sine of 1 is -3."""
    wave = np.asarray(audio, np.float64)
    power = np.square(wave).mean(1) if wave.ndim == 2 else np.square(wave)
    hop = max(1, round(window_seconds * sample_rate / 2))
    padded = np.pad(power, (0, -len(power) % hop + hop))
    halves = padded.reshape(-1, hop).mean(1)
    return decibels((halves[:-1] + halves[1:]) / 2)


def level_db(audio: Audio) -> float:
    """Level in dB of the mean power of everything."""
    return float(
        decibels(float(np.mean(np.square(np.asarray(audio, np.float64)))) if len(audio) else 0.0)
    )


def loudest_db(audio: Audio, sample_rate: int, window_seconds: float = 0.1) -> float:
    """The highest level that any window has."""
    return float(level_curve(audio, sample_rate, window_seconds).max())


def first_heard(audio: Audio, sample_rate: int, below_peak_db: float = 25.0) -> float:
    """Seconds until the level first comes within `below_peak_db` of its highest."""
    window = 0.01
    levels = level_curve(audio, sample_rate, window)
    return float(np.argmax(levels > levels.max() - below_peak_db)) * window / 2


def last_heard(audio: Audio, sample_rate: int, below_peak_db: float = 40.0) -> float:
    """Seconds after which the level stays `below_peak_db` or more under its highest."""
    window = 0.01
    levels = level_curve(audio, sample_rate, window)
    heard = np.flatnonzero(levels > levels.max() - below_peak_db)
    return float(heard[-1] + 1) * window / 2


def ends_at_db(audio: Audio, sample_rate: int) -> float:
    """Level of the last 5 ms against the loudest 20 ms."""
    return level_db(audio[-round(0.005 * sample_rate) :]) - loudest_db(audio, sample_rate, 0.02)


def fade_db(audio: Audio, sample_rate: int) -> float:
    """How much lower the last 5 ms are than what was 30 to 60 ms before the end."""
    before = audio[-round(0.06 * sample_rate) : -round(0.03 * sample_rate)]
    return level_db(before) - level_db(audio[-round(0.005 * sample_rate) :])


def decay_seconds(audio: Audio, sample_rate: int, from_db: float = -5, to_db: float = -25) -> float:
    """Time to fall by 60 dB after the loudest moment (Schroeder 1965, backward integration).

    The slope of a straight line through the integrated curve between two levels; infinite where the
    sound does not fall that far.
    """
    wave = np.asarray(audio, np.float64)
    power = np.square(wave).mean(1) if wave.ndim == 2 else np.square(wave)
    hop = max(1, sample_rate // 200)
    frames = power[: len(power) // hop * hop].reshape(-1, hop).sum(1)
    frames = frames[int(np.argmax(frames)) :]
    remaining = decibels(np.cumsum(frames[::-1])[::-1] / max(frames.sum(), 1e-30))
    part = np.flatnonzero((remaining <= from_db) & (remaining >= to_db))
    if part.size < 3 or remaining.min() > to_db:
        return float("inf")
    slope = np.polyfit(part * hop / sample_rate, remaining[part], 1)[0]
    return float(-60 / slope) if slope < 0 else float("inf")


# --- onsets ------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _onset_bands(sample_rate: int) -> Curve:
    """(bins, ONSET_BANDS) sums of neighbouring bins between logarithmic edges."""
    hz = np.fft.rfftfreq(ONSET_WINDOW, 1 / sample_rate)
    edges = np.geomspace(60, min(16000, sample_rate / 2), ONSET_BANDS + 1)
    place = np.searchsorted(edges, hz) - 1
    return (place[:, None] == np.arange(ONSET_BANDS)).astype(np.float64)


def onset_strength(audio: Audio, sample_rate: int) -> Curve:
    """How much louder each moment is than the one before, 0 to 1 in steps of ONSET_HOP frames.

    Spectral flux in the manner of Bello et al. (2005): the rise over 12 ms of compressed levels in
    logarithmic bands, summed over the bands.
    """
    # Silence before it, but none behind it: an abrupt end is no start.
    wave = np.pad(mono(audio), (ONSET_WINDOW, 0))
    wave = np.pad(wave, (0, max(0, 2 * ONSET_WINDOW - len(wave))))
    views = np.lib.stride_tricks.sliding_window_view(wave, ONSET_WINDOW)[::ONSET_HOP]
    power = np.square(np.abs(np.fft.rfft(views * np.hanning(ONSET_WINDOW), axis=1)))
    bands = power @ _onset_bands(sample_rate)
    top = bands.sum(1).max()
    if top <= 1e-14:
        return np.zeros(len(bands))
    levels = np.log1p(1000 * bands / top)
    step = max(1, round(0.012 * sample_rate / ONSET_HOP))
    rise = np.maximum(levels[step:] - levels[:-step], 0).sum(1)
    rise = np.concatenate([np.zeros(step), rise])
    return rise / max(rise.max(), 1e-9)


def onsets(
    audio: Audio, sample_rate: int, *, gap_seconds: float = 0.1, threshold: float = 0.35
) -> Curve:
    """Times in seconds at which something starts, the strongest in every `gap_seconds`."""
    strength = onset_strength(audio, sample_rate)
    distance = max(1, round(gap_seconds * sample_rate / ONSET_HOP))
    found, _ = signal.find_peaks(np.pad(strength, 1), height=threshold, distance=distance)
    return (found - 1) * ONSET_HOP / sample_rate


def variation(times: Curve) -> float:
    """Coefficient of variation of the intervals between times; nan with fewer than three times."""
    if len(times) < 3:
        return float("nan")
    intervals = np.diff(times)
    return float(intervals.std(ddof=1 if len(intervals) > 1 else 0) / intervals.mean())


def change_of_sound(audio: Audio, sample_rate: int) -> float:
    """The onset, in seconds, that best parts a sound into two of unlike spectrum.

    Of all onsets the one for which the Hellinger distance of the mean spectra before and after,
    times the geometric mean of the two parts' shares, is greatest; the middle without any onset.
    """
    wave = mono(audio)
    window, hop = 2048, 512
    views = np.lib.stride_tricks.sliding_window_view(np.pad(wave, (0, window)), window)[::hop]
    power = np.square(np.abs(np.fft.rfft(views * np.hanning(window), axis=1)))
    hz = np.fft.rfftfreq(window, 1 / sample_rate)
    place = np.searchsorted(np.geomspace(50, 16000, 33), hz) - 1
    bands = np.sqrt(power @ (place[:, None] == np.arange(32)).astype(np.float64))
    total = bands.sum(1)
    heard = total > 0.003 * total.max()
    shapes = bands / np.maximum(total, 1e-12)[:, None]
    seconds = len(wave) / sample_rate
    best, found = -1.0, seconds / 2
    for time in onsets(audio, sample_rate, gap_seconds=0.08, threshold=0.12):
        at = round(time * sample_rate / hop)
        clear = max(0, at - window // hop - 1)  # windows before it that do not reach into it
        before, after = shapes[:clear][heard[:clear]], shapes[at:][heard[at:]]
        if not 0.1 < time / seconds < 0.9 or min(len(before), len(after)) < 3:
            continue
        distance = 1 - float(np.sqrt(before.mean(0) * after.mean(0)).sum())
        weight = np.sqrt(len(before) * len(after)) / (len(before) + len(after))
        if distance * weight > best:
            best, found = distance * weight, float(time)
    return found


# --- spectrum ----------------------------------------------------------------------------------


def spectrum(audio: Audio, sample_rate: int) -> tuple[Curve, Curve]:
    """Frequencies in Hz and mean power of 4096-frame windows over the whole sound."""
    wave = mono(audio)
    wave = np.pad(wave, (0, max(0, 4096 - len(wave))))
    views = np.lib.stride_tricks.sliding_window_view(wave, 4096)[::2048]
    power = np.square(np.abs(np.fft.rfft(views * np.hanning(4096), axis=1))).mean(0)
    return np.fft.rfftfreq(4096, 1 / sample_rate), power


def centroid_hz(audio: Audio, sample_rate: int) -> float:
    """The mean frequency, weighted with power, on a logarithmic scale from 30 Hz up."""
    hz, power = spectrum(audio, sample_rate)
    heard = hz >= 30
    weight = power[heard]
    return float(np.exp(np.average(np.log(hz[heard]), weights=weight + 1e-18)))


def strongest_hz(audio: Audio, sample_rate: int) -> float:
    """The frequency of the highest peak of the spectrum of the whole sound."""
    wave = mono(audio)
    size = max(len(wave), sample_rate)
    power = np.square(np.abs(np.fft.rfft(wave * np.hanning(len(wave)), size)))
    return float(np.argmax(power)) * sample_rate / size


def lowest_partial_hz(audio: Audio, sample_rate: int, below_peak_db: float = 15.0) -> float:
    """The lowest peak of the spectrum within `below_peak_db` of the highest, from 40 Hz up."""
    hz, power = spectrum(audio, sample_rate)
    levels = decibels(power / max(power.max(), 1e-30))
    levels[hz < 40] = SILENCE_DB
    found, _ = signal.find_peaks(levels, height=-below_peak_db, prominence=6)
    return float(hz[found[0]]) if found.size else float(hz[int(np.argmax(levels))])


def pitch_track(
    audio: Audio, sample_rate: int, low_hz: float = 60.0, high_hz: float = 2000.0
) -> Curve:
    """Pitch in Hz every 23 ms by normalised autocorrelation; nan where nothing is periodic.

    The shortest lag whose correlation is within 0.1 of the best one, and at least 0.6, refined by a
    parabola (in the manner of de Cheveigne and Kawahara 2002, with the correlation's top for the
    difference's bottom).
    """
    wave = mono(audio)
    size, hop = 2048, 1024
    longest = min(size - 1, int(sample_rate / low_hz))
    shortest = max(2, int(sample_rate / high_hz))
    count = max(0, (len(wave) - size - longest) // hop + 1)
    track = np.full(count, np.nan)
    loudest = np.sqrt(np.mean(np.square(wave))) if len(wave) else 0.0
    for index in range(count):
        part = wave[index * hop : index * hop + size + longest]
        first = part[:size]
        if np.sqrt(np.mean(np.square(first))) < 0.05 * loudest or loudest < 1e-6:
            continue
        cross = signal.correlate(part, first, "valid", "fft")
        energy = np.cumsum(np.square(np.pad(part, (1, 0))))
        norm = np.sqrt((energy[size:] - energy[:-size]) * energy[size] + 1e-20)
        track[index] = _lag_pitch(cross / norm, shortest, longest, sample_rate)
    return track


def _lag_pitch(correlation: Curve, shortest: int, longest: int, sample_rate: int) -> float:
    part = correlation[: longest + 1]
    found, _ = signal.find_peaks(part, height=0.6)
    found = found[found >= shortest]
    if not found.size:
        return float("nan")
    lag = int(found[part[found] > part[found].max() - 0.1][0])
    before, top, after = (part[min(lag + i, longest)] for i in (-1, 0, 1))
    bend = before - 2 * top + after
    return sample_rate / (lag + (0.5 * (before - after) / bend if bend < 0 else 0.0))


# --- partials ----------------------------------------------------------------------------------


def share_near(audio: Audio, sample_rate: int, partials_hz: Curve, octaves: float = 1 / 6) -> float:
    """Share of the energy that lies within some octaves of one of the partials."""
    wave = mono(audio)
    power = np.square(np.abs(np.fft.rfft(wave * np.hanning(len(wave)))))
    hz = np.fft.rfftfreq(len(wave), 1 / sample_rate)
    near = np.zeros(len(hz), bool)
    for partial in partials_hz:
        near |= np.abs(np.log2(np.maximum(hz, 1e-3) / partial)) <= octaves
    return float(power[near].sum() / max(power.sum(), 1e-30))


def partial_envelope(audio: Audio, sample_rate: int, hz: float, half_width_hz: float) -> Curve:
    """Magnitude over time of what lies within a band around a partial, (frames,)."""
    wave = mono(audio)
    parts = np.fft.fft(wave)
    away = np.abs(np.fft.fftfreq(len(wave), 1 / sample_rate) - hz)
    edge = np.clip(2 - 2 * away / half_width_hz, 0, 1)
    return np.abs(np.fft.ifft(2 * parts * np.sin(edge * np.pi / 2) ** 2))


def warble_db(audio: Audio, sample_rate: int, hz: float, half_width_hz: float) -> float:
    """How unsteady a partial is: rms deviation in dB of its envelope from its mean level.

    Over the middle 70 %, where the band's filter does not ring.
    """
    envelope = partial_envelope(audio, sample_rate, hz, half_width_hz)
    middle = envelope[int(0.15 * len(envelope)) : int(0.85 * len(envelope))]
    levels = decibels(np.square(middle))
    return float(levels.std())


# --- stereo ------------------------------------------------------------------------------------


def balance_curve(audio: Audio, sample_rate: int, frame_seconds: float = 0.046) -> Curve:
    """Left over right in dB per frame, limited to 30; nan where the sound is 40 dB under its top.

    Raises:
        ValueError: the sound has not two channels.
    """
    if audio.ndim != 2 or audio.shape[1] != 2:
        raise ValueError("only a sound of two channels has a balance")
    hop = round(frame_seconds * sample_rate)
    whole = np.asarray(audio[: len(audio) // hop * hop], np.float64)
    power = np.square(whole).reshape(-1, hop, 2).mean(1)
    total = decibels(power.sum(1))
    floor = 1e-3 * power.sum(1) + 1e-14
    curve = np.clip(decibels(power[:, 0] + floor) - decibels(power[:, 1] + floor), -30, 30)
    curve[total < total.max() - 40] = np.nan
    return curve


def balance_match(audio: Audio, other: Audio, sample_rate: int) -> float:
    """Pearson correlation of two sounds' balance curves where both can be heard."""
    a, b = balance_curve(audio, sample_rate), balance_curve(other, sample_rate)
    length = min(len(a), len(b))
    both = np.isfinite(a[:length]) & np.isfinite(b[:length])
    x, y = a[:length][both], b[:length][both]
    if len(x) < 3 or x.std() < 1e-6 or y.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])
