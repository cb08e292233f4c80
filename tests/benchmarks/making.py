"""Takes made from takes by the starter: redone parts, loops, the ladder of variations, following.

Sounds are judged by plain measures that are written here, but for the seam's own, which is the
engine's.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

RATE = 44100
SECONDS, STEPS, GUIDANCE = 4.0, 16, 4.0
STEADY = (
    "steady rain on a roof", "car engine humming", "crackling campfire", "wind howling",
    "dark drone", "small stream of water", "electric hum",
)  # fmt: skip
LOOPED = (
    *STEADY, "fire alarm beeping", "footsteps on gravel", "clock ticking", "church bell",
    "crowd talking in a hall", "factory machine running", "thunder rumble",
)  # fmt: skip
VARIED = (
    "steady rain on a roof", "car engine humming", "door creak", "footsteps on gravel",
    "church bell", "dog barking",
)  # fmt: skip
FOLLOWING: dict[str, tuple[str, ...]] = {
    "drums": ("metal door", "glass breaking", "steady rain on a roof", "dog barking"),
    "voice": ("metal door", "wind howling", "laser gun"),
}

Row = tuple[str, str, str]


def measure() -> Iterator[Row]:
    """Rows for each feature."""
    with tempfile.TemporaryDirectory() as folder:
        maker = _Maker(Path(folder))
        maker.take("steady rain", 1)  # loaded, and warm
        yield from strengths(maker)
        yield from parts(maker)
        yield from loops(maker)
        yield from ladder(maker)
        yield from followed(maker)


class _Maker:
    """Makes takes with the starter in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._resident: dict[str, Any] = {}

    def take(self, prompt: str, seed: int, **changes: Any) -> Any:
        """The event of a take that is ready."""
        from tangostudio.jobs.run import run_job
        from tangostudio.messages import AudioReady, GenerateRequest

        values = {"seconds": SECONDS, "steps": STEPS, "guidance": GUIDANCE, "sampler": "euler"}
        values |= {"model": "starter", "prompt": prompt, "seeds": (seed,)}
        request = GenerateRequest(**{**values, "out": str(self.folder), **changes})
        events = run_job("job", request, self._resident, lambda: False)
        (ready,) = (event for event in events if isinstance(event, AudioReady))
        return ready

    def store(self, sound: np.ndarray) -> str:
        """The path of a sound (frames,)."""
        from tangostudio.audio import files

        return str(files.store(sound[:, None].astype(np.float32), RATE, self.folder).path)


def _heard(ready: Any) -> np.ndarray:
    from tangostudio.audio import files

    return files.read(Path(ready.path)).samples


def _bands(sound: np.ndarray) -> np.ndarray:
    """Levels in dB of 64 bands from 50 Hz to 16 kHz, every 12 ms."""
    padded = np.pad(sound.mean(1), (0, 2048))
    frames = np.lib.stride_tricks.sliding_window_view(padded, 2048)[::512]
    power = np.abs(np.fft.rfft(frames * np.hanning(2048))) ** 2
    edges = np.searchsorted(np.fft.rfftfreq(2048, 1 / RATE), np.geomspace(50, 16000, 65))
    bands = [power[:, a : max(b, a + 1)].mean(1) for a, b in itertools.pairwise(edges)]
    return 10 * np.log10(np.stack(bands, 1) + 1e-6)


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    """Mean difference of both spectrograms in dB."""
    return float(np.abs(_bands(one) - _bands(other)).mean())


def _db(sound: np.ndarray) -> float:
    return float(10 * np.log10((sound.astype(np.float64) ** 2).mean() + 1e-12))


# --- from a sound, and parts of one -----------------------------------------------------------


def strengths(maker: _Maker) -> Iterator[Row]:
    """How far a take goes from its start by the strength."""
    for prompt in VARIED:
        source = maker.take(prompt, 1)
        found = [
            _apart(_heard(source), _heard(maker.take(prompt, 5, init=source.path, strength=each)))
            for each in (0.2, 0.4, 0.6, 0.8, 1.0)
        ]
        stranger = _apart(_heard(source), _heard(maker.take(prompt, 5)))
        text = " ".join(f"{each:.1f}" for each in found)
        yield f"dB from the start at 0.2 to 1.0, {prompt}", "-", f"{text} (no start {stranger:.1f})"


def parts(maker: _Maker) -> Iterator[Row]:
    """What a part that is made again keeps, how it fits, and how long it takes."""
    fits, identical, spent = [], True, []
    for prompt, seed in itertools.product(STEADY, (1, 2)):
        source = maker.take(prompt, seed)
        began = time.perf_counter()
        again = maker.take(prompt, 9, init=source.path, regions=((1.5, 2.3),))
        spent.append(time.perf_counter() - began)
        one, other = _heard(source), _heard(again)
        first, last = round(1.5 * RATE), round(2.3 * RATE)
        changed = np.flatnonzero((one != other).any(1))
        identical &= changed[0] >= first - 882 and changed[-1] < last + 882
        beside = np.concatenate([one[first - RATE // 2 : first], one[last : last + RATE // 2]])
        fits.append(_db(other[first:last]) - _db(beside))
    yield "redo: identical beyond the cross-fades", "all", "all" if identical else "NOT ALL"
    yield (
        "redo: level of 0.8 s to its neighbours, steady sounds",
        "-",
        f"{np.mean(fits):+.1f} dB, spread {np.std(fits):.1f} dB, {min(fits):+.1f} to "
        f"{max(fits):+.1f} dB",
    )
    yield "redo: 0.8 s of 4 s, median", "-", f"{np.median(spent):.2f} s"


# --- loops ------------------------------------------------------------------------------------


def loops(maker: _Maker) -> Iterator[Row]:
    """How rough seams are, as shares of the 99th percentile of other 10 ms windows."""
    from tangostudio.engines import looping

    passed = [0, 0]
    for prompt in LOOPED:
        cells = []
        for seed in (1, 2):
            plain, looped = (
                looping.roughness(_heard(maker.take(prompt, seed, loop=each)), RATE, [0])[0]
                for each in (False, True)
            )
            passed[0] += plain.worst < 1
            passed[1] += looped.worst < 1
            cells.append(f"{looped.high:.2f} {looped.step:.2f} ({plain.high:.2f} {plain.step:.2f})")
        yield f"seam: > 8 kHz, step (not looped): {prompt}", "under 1", ", ".join(cells)
    total = 2 * len(LOOPED)
    yield "seams that pass", f"{total}", f"{passed[1]} of {total} (not looped: {passed[0]})"


# --- variations -------------------------------------------------------------------------------


def ladder(maker: _Maker) -> Iterator[Row]:
    """How far takes go from the original, rung by rung."""
    from tangostudio.studio.making import Making

    rungs = (0.0, *Making.DISTANCES, 1.0)
    table = []
    for prompt, seed in itertools.product(VARIED, (1, 2, 3)):
        source = _heard(maker.take(prompt, seed))
        base = {"near": ((seed, 1.0),)}
        takes = (maker.take(prompt, seed + 100, **base, distance=each) for each in rungs)
        table.append([_apart(source, _heard(take)) for take in takes])
    found = np.array(table)
    for rung, values in zip(rungs, found.T, strict=True):
        share = float((values / found[:, -1]).mean())
        yield f"variation: dB from the take at {rung:g}", "-", f"{values.mean():.2f} ({share:.0%})"
    grows = (np.diff(found, axis=1) > 0).mean()
    means = bool((np.diff(found.mean(0)) > 0).all())
    yield "variation: the mean grows with every rung", "yes", "yes" if means else "no"
    yield "variation: rungs further than the one before", "-", f"{grows:.0%}"


# --- following --------------------------------------------------------------------------------


def followed(maker: _Maker) -> Iterator[Row]:
    """How well takes keep the course and the onsets of a drum loop and of a voice's noises."""
    for name, (leader, onsets) in {"drums": drums(), "voice": voice()}.items():
        path = maker.store(leader)
        for prompt, strength in itertools.product(FOLLOWING[name], (0.4, 0.6, 0.8)):
            cells = []
            for amount in (0.0, 1.0):
                ready = maker.take(prompt, 3, init=path, strength=strength, follow=amount)
                cells.append(_kept(_heard(ready), leader, onsets))
            figure = f"follow 0, 1: {name}, {strength}, {prompt}"
            yield figure, "-", " | ".join(cells)


def drums() -> tuple[np.ndarray, list[float]]:
    """A beat of kick, snare and hat over four seconds, and when they begin."""
    rng = np.random.default_rng(0)
    sound, onsets, t = np.zeros(round(SECONDS * RATE)), [], np.arange(RATE // 4) / RATE
    kick = 0.8 * np.sin(2 * np.pi * (50 * t + 2 * (1 - np.exp(-30 * t)))) * np.exp(-14 * t)
    snare = 0.35 * rng.standard_normal(len(t)) * np.exp(-22 * t)
    hat = 0.15 * np.diff(rng.standard_normal(len(t) + 1)) * np.exp(-60 * t)
    for place, hit in enumerate([kick, hat, snare, None, kick, hat, snare, hat] * 2):
        if hit is not None:
            first = round((0.02 + place * SECONDS / 16) * RATE)
            sound[first : first + len(t)] += hit[: len(sound) - first]
            onsets.append(first / RATE)
    return sound, onsets


def voice() -> tuple[np.ndarray, list[float]]:
    """A "whoosh" and five times "tok", and when the toks begin."""
    rng = np.random.default_rng(1)
    t = np.arange(round(SECONDS * RATE)) / RATE
    breath = np.convolve(rng.standard_normal(len(t)), np.ones(8) / 8, "same")
    sound, onsets = 0.5 * breath * np.exp(-(((t - 0.7) / 0.25) ** 2)), [1.5, 1.9, 2.6, 3.0, 3.2]
    t = t[: round(0.08 * RATE)]
    for second in onsets:
        tok = np.sin(2 * np.pi * 400 * t) + 0.3 * rng.standard_normal(len(t))
        first = round(second * RATE)
        sound[first : first + len(t)] += 0.6 * tok * np.exp(-60 * t)
    return sound, onsets


def _kept(sound: np.ndarray, leader: np.ndarray, onsets: list[float]) -> str:
    alike = np.corrcoef(_course(sound.mean(1)), _course(leader))[0, 1]
    found = _onsets(sound.mean(1))
    off = [float(np.abs(found - each).min()) if len(found) else 1.0 for each in onsets]
    near = [each for each in off if each <= 0.03]
    deviation = f"{1000 * np.mean(near):.0f} ms" if near else "-"
    return f"{alike:.2f}, {len(near) / len(off):.0%} of onsets, {deviation}"


def _course(sound: np.ndarray) -> np.ndarray:
    """RMS over 10 ms, every 10 ms."""
    return np.sqrt((sound[: len(sound) // 441 * 441].reshape(-1, 441) ** 2).mean(1))


def _onsets(sound: np.ndarray) -> np.ndarray:
    """Seconds at which the spectral flux over 12 ms has a peak of 7 % of its greatest."""
    hop, size = 128, 512
    padded = np.pad(sound, (size // 2, size))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop] * np.hanning(size)
    levels = np.abs(np.fft.rfft(frames))
    levels = np.log1p(100 * levels / (levels.max() + 1e-9))
    flux = np.pad(np.maximum(levels[2:] - levels[:-2], 0).sum(1), (2, 0))
    flux /= flux.max() + 1e-9
    around = np.lib.stride_tricks.sliding_window_view(np.pad(flux, 3), 7).max(1)
    return (np.flatnonzero((flux == around) & (flux > 0.07)) - 1) * hop / RATE
