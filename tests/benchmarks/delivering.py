"""Deliveries: how fast files are written, in how much memory, and how clean and true they are.

Conversion is measured with tones and sweeps and an own spectrum; loudness and true peak are
compared with ffmpeg's ebur128 filter, where there is one.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from tangostudio import paths
from tangostudio.audio import files, loudness
from tangostudio.audio.resample import resample
from tangostudio.cards import Catalogue
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, NewTake
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio

RATES = (44100, 48000, 88200, 96000)
TAKES, SECONDS, RATE = 100, 4.0, 44100
HOURS = 2
HOUSE = Settings(
    creator_id="TS", source_id="BENCH", delivery_library="Bench", designer="A. Person",
    manufacturer="A studio",
)  # fmt: skip
_TONES = np.geomspace(50, 20000, 40)
_LONG = """
import json, resource, sys, time
from pathlib import Path
from tangostudio.export.export import Item, deliver
from tangostudio.export.metadata import Metadata
from tangostudio.export.presets import Preset
from tangostudio.export.spec import Spec
began = time.perf_counter()
preset = Preset("bench", "Bench", Spec(sys.argv[3], 48000, int(sys.argv[4])), level="loudness",
                level_db=-23.0, trim_db=-60.0, fade_in=0.1, fade_out=0.1, tail=1.0)
deliver(Item(Path(sys.argv[1])), Path(sys.argv[2]), preset,
        lambda rendered: Metadata(title="long", loudness=rendered.loudness), lambda *_: b"")
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([seconds, peak * (1 if sys.platform == "darwin" else 1024)]))
"""

Row = tuple[str, str, str]
Samples = NDArray[np.float32]


def measure() -> Iterator[Row]:
    """Rows of all figures."""
    with tempfile.TemporaryDirectory() as folder:
        yield from many(Path(folder))
        yield from long(Path(folder))
    yield from conversion()
    yield from meters()


# --- speed and memory -----------------------------------------------------------------------------


def many(folder: Path) -> Iterator[Row]:
    """A hundred takes as files with everything in them."""
    studio = Studio(
        Library.open(folder / "library", write=True), Catalogue.load(paths.models_dir()), HOUSE,
        InlineRunner,
    )  # fmt: skip
    try:
        takes = [_add_take(studio, seed) for seed in range(TAKES)]
        for name in ("film", "game"):
            preset = studio.deliveries.preset(name)
            began = time.perf_counter()
            plan = studio.deliveries.plan(takes, preset)
            planned = time.perf_counter() - began
            report = studio.deliveries.run(plan, folder / name, agreed=True)
            took = time.perf_counter() - began
            written = sum(file.path is not None for file in report.files)
            figure = f"{written} takes of {SECONDS:g} s to 48/24, preset “{preset.name}”"
            yield figure, "< 10 s", f"{took:.1f} s, of it {planned * 1000:.0f} ms for the plan"
    finally:
        studio.close()


def _add_take(studio: Studio, seed: int) -> int:
    random = np.random.default_rng(seed)
    time_line = np.arange(round(SECONDS * RATE)) / RATE
    hits = np.exp(-8 * (time_line % (0.5 + seed % 5 / 10)))
    samples = (random.standard_normal((len(time_line), 2)) * hits[:, None] * 0.1).astype("f4")
    stored = files.store(samples, RATE, studio.library.audio_dir)
    heard = loudness.measure(samples, RATE)
    new = NewTake(
        project=studio.project, prompt="a heavy wooden door slams shut", model="toy",
        model_name="Toy", seed=seed, seconds=SECONDS, sha256=stored.sha256,
        frames=stored.frames, sample_rate=RATE, channels=2, lufs=heard.integrated_lufs,
        peak_db=heard.true_peak_db,
    )  # fmt: skip
    return studio.library.takes.add(new).id


def long(folder: Path) -> Iterator[Row]:
    """A file of two hours, in a process of its own that does nothing else."""
    source = folder / "source.wav"
    minute = np.random.default_rng(0).integers(-9000, 9000, (60 * RATE, 2), np.int16)
    with soundfile.SoundFile(source, "w", RATE, 2, "PCM_16") as file:
        for _ in range(60 * HOURS):
            file.write(minute)
    for container, bits in (("wav", 24), ("flac", 24), ("ogg", 0)):
        arguments = [str(source), str(folder / "long"), container, str(bits)]
        done = subprocess.run(
            [sys.executable, "-c", _LONG, *arguments], capture_output=True, text=True, check=True
        )
        seconds, peak = json.loads(done.stdout)
        figure = f"{HOURS} hours of stereo, 44.1 to 48 kHz, as {container}: memory"
        yield figure, "< 300 MB", f"{peak / 1e6:.0f} MB in {seconds:.0f} s"
        (folder / f"long.{container}").unlink()


# --- conversion -----------------------------------------------------------------------------------


def conversion() -> Iterator[Row]:
    """How flat the band to 20 kHz stays, and what is heard that was not there."""
    for old, new in permutations(RATES, 2):
        ripple, aliases = _tones(old, new)
        ripple = max(ripple, _sweep_ripple(old, new))
        aliases = max(aliases, _folded(old, new))
        pair = f"{old / 1000:g} to {new / 1000:g} kHz"
        yield f"{pair}: ripple to 20 kHz", "< 0.1 dB", f"{ripple:.6f} dB"
        yield f"{pair}: aliases and images", "< -120 dB", f"{aliases:.0f} dB"


def _tones(old: int, new: int) -> tuple[float, float]:
    """Ripple, and the highest part beside a tone of one second, both in dB."""
    window = np.kaiser(new // 2, 25)
    levels, beside = [], []
    for hz in _TONES:
        wave = (0.5 * np.sin(2 * np.pi * hz * np.arange(old) / old)).astype(np.float32)
        found = resample(wave[:, None], old, new)[new // 4 : new // 4 + new // 2, 0]
        spectrum = np.abs(np.fft.rfft(found * window)) / window.sum() * 4
        place = round(hz / 2)
        near = slice(max(0, place - 12), place + 13)
        levels.append(np.sqrt(np.square(spectrum[near]).sum()))
        spectrum[near] = 0
        beside.append(spectrum.max())
    decibels = 20 * np.log10(np.array(levels) / levels[0])
    return float(np.ptp(decibels)), 20 * float(np.log10(max(beside)))


def _sweep(rate: int, low: float, high: float, seconds: float = 2.0) -> Samples:
    at = np.arange(round(seconds * rate)) / rate
    phase = 2 * np.pi * (low * at + (high - low) * at**2 / (2 * seconds))
    # Faded, so that it has no ends that would be heard at every frequency.
    fade = np.clip(np.minimum(at, seconds - at) / 0.2, 0, 1)
    return (0.5 * np.sin(phase) * np.sin(fade * np.pi / 2) ** 2).astype(np.float32)[:, None]


def _sweep_ripple(old: int, new: int) -> float:
    """How the spectrum of a sweep changes between 200 Hz and 20 kHz, in dB."""
    wave = _sweep(old, 20, 21000)
    found = resample(wave, old, new)
    before = np.abs(np.fft.rfft(wave[:, 0])) / len(wave)
    after = np.abs(np.fft.rfft(found[:, 0])) / len(found)
    # A bin is half a hertz at every rate.
    band = slice(400, 40000)
    return float(np.abs(20 * np.log10(after[band] / before[band])).max())


def _folded(old: int, new: int) -> float:
    """What is left of a sweep between the new and the old half of the rate, in dB."""
    if new >= old:
        return -200.0
    wave = _sweep(old, new / 2 + 100, old / 2 - 100)
    left = np.abs(resample(wave, old, new)).max()
    return 20 * float(np.log10(max(left / 0.5, 1e-10)))


# --- meters ---------------------------------------------------------------------------------------


def meters() -> Iterator[Row]:
    """The greatest differences from ffmpeg's meter."""
    figures = ("loudness, 20 signals, beside ffmpeg's", "true peak, 20 signals, beside ffmpeg's")
    if shutil.which("ffmpeg") is None:
        for figure, target in zip(figures, ("< 0.1 LU", "< 0.1 dB"), strict=True):
            yield figure, target, "skipped: ffmpeg is not installed"
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound.wav"
        natural = [_apart(name, _natural(*one), path) for name, one in signals().items()]
        raw = [_apart(name, one, path) for name, one in signals().items()]
    lufs, _, name = max(natural)
    yield figures[0], "< 0.1 LU", f"{lufs:.3f} LU ({name}; {len(natural)} signals)"
    peak, name = max(row[1:] for row in natural)
    yield figures[1], "< 0.1 dB", f"{peak:.3f} dB ({name}; {len(natural)} signals)"
    peak, name = max(row[1:] for row in raw)
    yield (
        "the same with hard edges and all of the band, for comparison",
        "-",
        f"{peak:.2f} dB ({name})",
    )


def _apart(name: str, signal: tuple[Samples, int], path: Path) -> tuple[float, float, str]:
    samples, rate = signal
    heard = loudness.measure(samples, rate)
    lufs, peak_db = ffmpeg_measures(samples, rate, path)
    return abs(heard.integrated_lufs - lufs), abs(heard.true_peak_db - peak_db), name


def _natural(samples: Samples, rate: int) -> tuple[Samples, int]:
    """Without hard ends and what is over 15 kHz.

    There the filters of two meters differ, and so do their overshoots; neither is right.
    """
    ends = np.clip(
        np.minimum(np.arange(len(samples)), np.arange(len(samples))[::-1]) / rate / 0.05, 0, 1
    )
    hz = np.fft.rfftfreq(len(samples), 1 / rate)
    kept = np.clip((16000 - hz) / 1000, 0, 1)
    spectrum = np.fft.rfft(samples * ends[:, None], axis=0) * kept[:, None]
    return np.fft.irfft(spectrum, len(samples), axis=0).astype(np.float32), rate


def ffmpeg_measures(samples: Samples, rate: int, path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP by ffmpeg's ebur128 filter."""
    soundfile.write(path, samples, rate, subtype="FLOAT")
    chain = "ebur128=peak=true:metadata=1,ametadata=mode=print:file=-"
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-af", chain, "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.partition("=") for line in done.stdout.splitlines()]
    lufs = [float(value) for key, _, value in lines if key == "lavfi.r128.I"]
    peaks = [float(value) for key, _, value in lines if key.startswith("lavfi.r128.true_peaks_ch")]
    return lufs[-1], 20 * float(np.log10(max(max(peaks), 1e-6)))


def signals() -> dict[str, tuple[Samples, int]]:
    """Twenty signals of five seconds."""
    made: dict[str, tuple[Samples, int]] = {}
    tones = {"997 Hz": 997, "40 Hz": 40, "8 kHz": 8000}
    for name, hz in tones.items():
        for rate in (44100, 48000):
            made[f"{name} at {rate}"] = (_stereo(_tone(hz, rate)), rate)
    shapes: dict[str, Callable[[int], Any]] = {
        "white noise": lambda rate: _noise(rate) * 0.2,
        "brown noise": lambda rate: _normal(np.cumsum(_noise(rate) - _noise(rate).mean())),
        "steps of level": lambda rate: _tone(500, rate) * (1 + 9 * (_at(rate) > 2.5)) / 10,
        "bursts": lambda rate: _noise(rate) * 0.5 * (_at(rate) % 1 < 0.1),
        "decaying hits": lambda rate: _noise(rate) * 0.5 * np.exp(-10 * (_at(rate) % 0.7)),
        "square wave": lambda rate: np.sign(_tone(1000, rate)) * 0.5,
        "sweep": lambda rate: _sweep(rate, 20, 18000, 5.0)[:, 0],
        "quiet tone": lambda rate: _tone(1000, rate) * 0.01,
        "a quarter of the rate": lambda rate: np.sin(np.arange(5 * rate) * np.pi / 2 + np.pi / 4),
        "chord": lambda rate: sum(_tone(hz, rate) for hz in (220, 277, 330)) / 4,
        "clicks": lambda rate: 0.9 * (np.arange(5 * rate) % 9973 == 5),
    }
    for place, (name, shape) in enumerate(shapes.items()):
        rate = RATES[place % len(RATES)]
        made[name] = (_stereo(shape(rate)), rate)
    made["left only"] = (_stereo(_tone(997, 48000)) * np.array([1, 0], np.float32), 48000)
    made["mono noise"] = ((_noise(44100) * 0.3).astype(np.float32)[:, None], 44100)
    made["two noises"] = (
        np.stack((_noise(48000, 1), _noise(48000, 2)), axis=1).astype(np.float32) * 0.3, 48000,
    )  # fmt: skip
    return made


def _at(rate: int) -> NDArray[np.floating]:
    return np.arange(5 * rate) / rate


def _tone(hz: float, rate: int) -> NDArray[np.floating]:
    return 0.5 * np.sin(2 * np.pi * hz * _at(rate))


def _noise(rate: int, seed: int = 0) -> NDArray[np.floating]:
    return np.random.default_rng(seed).uniform(-1, 1, 5 * rate)


def _normal(wave: NDArray[np.floating]) -> NDArray[np.floating]:
    return 0.5 * wave / np.abs(wave).max()


def _stereo(wave: NDArray[np.floating]) -> Samples:
    return np.repeat(np.asarray(wave, np.float32)[:, None], 2, axis=1)
