"""Rows about the codec: families, tones, mel distance, stereo. It knows nothing of prompts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from tangostudio.families.nets.spectra import levels, mel_matrix
from tangostudio.families.nets.spectral_features import TONAL_FFT
from tangostudio.starter import measures
from tangostudio.starter.evaluation import estimates, kinds
from tangostudio.starter.evaluation.bench import FIRST_SEED, Audio, Bench, Real, Recoded
from tangostudio.starter.evaluation.running import Done, Line, Plan, Row, Task
from tangostudio.starter.sounds import FAMILIES, SAMPLE_RATE

FLOOR = 3e-4
_SEEDS = FIRST_SEED + 1_000_000


def real(family: str, number: int, seconds: float, base: int = _SEEDS) -> Real:
    """The clip of a number, for which each family has its own thousand seeds."""
    place = sorted(FAMILIES).index(family)
    return Real(family, base + 1000 * place + number, seconds)


# --- families ----------------------------------------------------------------------------------


def recognise(bench: Bench, audio: Audio) -> str:
    """What the judge takes it for."""
    return bench.recognise(audio)


def family_tasks(plan: Plan) -> list[Task]:
    """Each clip as it is and through the codec."""
    clips = [
        real(family, number, 3.0) for family in sorted(FAMILIES) for number in range(plan.some(4))
    ]
    return [
        Task((kind, clip.family), source, recognise)
        for clip in clips
        for kind, source in (("real", clip), ("codec", Recoded(clip)))
    ]


def family_lines(done: list[Done]) -> list[Line]:
    """The quotient of the two shares."""
    hits: dict[str, list[bool]] = {"real": [], "codec": []}
    for item in done:
        kind, family = item.key
        hits[kind].append(item.found == family)
    kept = estimates.ratio(hits["codec"], hits["real"], paired=True)
    return [
        Line(
            "codec: tagger on reconstructions / on real",
            kept,
            ">= 0.98",
            kept.value >= 0.98,
            estimates.share(hits["real"]),
            f"reconstructions {estimates.share(hits['codec']).text()}",
            digits=3,
        )
    ]


# --- tones -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tones:
    """Steady sines with fades at both ends: the sum of partials of given levels."""

    partials_hz: tuple[float, ...]
    gains: tuple[float, ...]
    seconds: float = 2.0
    cost: float = 0.2

    def sound(self, bench: Bench) -> Audio:
        """Adds them up, at a peak of 0.5."""
        time = np.arange(round(self.seconds * SAMPLE_RATE)) / SAMPLE_RATE
        wave = np.zeros(len(time))
        for number, (hz, gain) in enumerate(zip(self.partials_hz, self.gains, strict=True)):
            wave += gain * np.sin(2 * np.pi * (hz * time + 0.37 * number))
        wave *= np.clip(np.minimum(time, self.seconds - time) / 0.02, 0, 1)
        return (0.5 * wave / np.abs(wave).max()).astype(np.float32)[:, None]


def single_sines(number: int) -> list[Tones]:
    """From 60 Hz to 8 kHz, evenly on a logarithmic scale."""
    return [Tones((float(hz),), (1.0,)) for hz in np.geomspace(60, 8000, number)]


def pairs(number: int, near_hz: float, far_hz: float) -> list[Tones]:
    """Two tones with a distance between the given ones."""
    rng = np.random.default_rng(11)
    found = []
    for base in np.geomspace(120, 4000, number):
        gap = near_hz * (far_hz / near_hz) ** rng.random()
        found.append(Tones((float(base), float(base + gap)), (1.0, float(rng.uniform(0.5, 1)))))
    return found


def stacks(number: int, low_hz: float, high_hz: float) -> list[Tones]:
    """Harmonics 1/n of a fundamental."""
    rng = np.random.default_rng(12)
    found = []
    for base in np.geomspace(low_hz, high_hz, number):
        orders = np.arange(1, min(12, int(9000 / base)) + 1)
        gains = rng.uniform(0.6, 1, len(orders)) / orders
        found.append(Tones(tuple((base * orders).tolist()), tuple(gains.tolist())))
    return found


def tones_kept(bench: Bench, audio: Audio, *, partials_hz: Sequence[float]) -> dict[str, float]:
    """Share of the energy near the partials after the codec, warble, and the worst level error."""
    again = bench.recode(audio, round(1000 * sum(partials_hz)))  # noise of its own for each
    hz = np.asarray(partials_hz)
    spacing = float(np.diff(np.sort(hz)).min()) if len(hz) > 1 else np.inf
    strongest: list[tuple[float, float, float]] = []
    for partial_hz in partials_hz:
        width = float(min(50.0, 0.45 * spacing, partial_hz / 6))
        before = measures.partial_envelope(audio, SAMPLE_RATE, partial_hz, width)
        after = measures.partial_envelope(again, SAMPLE_RATE, partial_hz, width)
        warble = measures.warble_db(again, SAMPLE_RATE, partial_hz, width)
        middle = slice(len(before) // 4, 3 * len(before) // 4)
        change = 20 * np.log10((after[middle].mean() + 1e-9) / (before[middle].mean() + 1e-9))
        strongest.append((float(before[middle].mean()), warble, float(change)))
    top = max(level for level, *_ in strongest)
    heard = [item for item in strongest if item[0] > 0.1 * top]
    return {
        "share": measures.share_near(again, SAMPLE_RATE, hz),
        "warble_db": float(np.mean([warble for _, warble, _ in heard])),
        "off_db": max((abs(change) for *_, change in heard)),
    }


TONES = {
    "single sines 60 Hz to 8 kHz": (partial(single_sines), True),
    "two tones at least 100 Hz apart": (partial(pairs, near_hz=100, far_hz=1000), True),
    "harmonic stacks, f0 from 120 Hz": (partial(stacks, low_hz=120, high_hz=600), True),
    "two tones 20 to 100 Hz apart": (partial(pairs, near_hz=20, far_hz=100), False),
    "harmonic stacks, f0 50 to 120 Hz": (partial(stacks, low_hz=50, high_hz=120), False),
}


def tone_tasks(plan: Plan) -> list[Task]:
    """Every kind of tones."""
    return [
        Task(kind, tones, partial(tones_kept, partials_hz=tones.partials_hz))
        for kind, (make, _) in TONES.items()
        for tones in make(plan.some(24))
    ]


def tone_lines(done: list[Done]) -> list[Line]:
    """Energy and warble of each kind; targets where the kind has some."""
    lines = []
    for kind, (_, aimed) in TONES.items():
        found = [item.found for item in done if item.key == kind]
        near = estimates.mean([item["share"] for item in found])
        warble = estimates.mean([item["warble_db"] for item in found])
        off = float(np.mean([item["off_db"] < 3 for item in found]))
        note = f"{100 * off:.0f} % have every partial within 3 dB of its level"
        lines += [
            Line(
                f"codec: {kind}: energy near the partials",
                near,
                ">= 0.9" if aimed else "reported",
                near.value >= 0.9 if aimed else None,
                note=note,
                details={"all": found},
            ),
            Line(
                f"codec: {kind}: warble (dB rms)",
                warble,
                "< 1.5" if aimed else "reported",
                warble.value < 1.5 if aimed else None,
            ),
        ]
    return lines


# --- mel distance ------------------------------------------------------------------------------


@torch.no_grad()
def mel_l1(one: Audio, other: Audio) -> float:
    """Mean difference in nats of 128 mel bands, 2048-frame windows, levels over a floor of 3e-4."""
    length = min(len(one), len(other))
    mel = mel_matrix(128, TONAL_FFT, SAMPLE_RATE)
    a, b = (
        levels(torch.from_numpy(measures.mono(x[:length]).astype(np.float32))[None], TONAL_FFT)
        @ mel
        for x in (one, other)
    )
    return float((torch.log(a + FLOOR) - torch.log(b + FLOOR)).abs().mean())


def mel_distances(bench: Bench, audio: Audio) -> tuple[float, float]:
    """From the clip to its reconstruction, and between two reconstructions of unlike noise."""
    first, second = bench.recode(audio, 1), bench.recode(audio, 2)
    return (mel_l1(audio, first) + mel_l1(audio, second)) / 2, mel_l1(first, second)


def mel_tasks(plan: Plan) -> list[Task]:
    """A few clips of every family."""
    return [
        Task(family, real(family, 100 + number, 2.0), mel_distances)
        for family in sorted(FAMILIES)
        for number in range(plan.some(4))
    ]


def mel_lines(done: list[Done]) -> list[Line]:
    """Tonal families against 0.30, noise families against their own randomness."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for item in done:
        found[item.key].append(item.found)
    distance = {f: float(np.mean([d for d, _ in v])) for f, v in found.items()}
    floor = {f: float(np.mean([r for _, r in v])) for f, v in found.items()}
    tonal = {f: distance[f] for f in distance if f in kinds.TONAL}
    noise = {f: distance[f] / max(floor[f], 1e-6) for f in distance if f in kinds.NOISE}
    over = sorted((f for f in tonal if tonal[f] > 0.30), key=lambda f: -tonal[f])
    above = sorted((f for f in noise if noise[f] > 1.15), key=lambda f: -noise[f])
    each = {f: {"mel_l1": distance[f], "floor": floor[f]} for f in distance}
    return [
        Line(
            "codec: mel-L1, mean of the tonal families",
            estimates.mean(list(tonal.values())),
            "<= 0.30 each",
            not over,
            note=_listed("over 0.30", over, tonal),
            details=each,
        ),
        Line(
            "codec: mel-L1 of noise families / their randomness floor",
            estimates.mean(list(noise.values())),
            "<= 1.15 each",
            not above,
            note=_listed("over 1.15", above, noise),
        ),
        Line("codec: mel-L1, mean of all families", estimates.mean(list(distance.values()))),
    ]


def _listed(what: str, names: list[str], values: dict[str, float]) -> str:
    shown = ", ".join(f"{name} {values[name]:.2f}" for name in names[:8])
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"{what}: {shown}{more}" if names else f"none {what}"


# --- stereo ------------------------------------------------------------------------------------


def pan_kept(bench: Bench, audio: Audio) -> float:
    """How well the movement from side to side comes back; 0 where one channel comes back."""
    again = bench.recode(audio, 0)
    return measures.balance_match(audio, again, SAMPLE_RATE) if again.shape[1] == 2 else 0.0


def stays_mono(bench: Bench, audio: Audio) -> bool:
    """Whether a sound of one channel comes back as one."""
    return bench.recode(audio, 0).shape[1] == 1


def stereo_tasks(plan: Plan) -> list[Task]:
    """What passes by, and one clip of every family of one channel."""
    passing = [
        Task(("pan", family), real(family, 200 + number, 4.0), pan_kept)
        for family in kinds.PASSING
        for number in range(plan.some(12))
    ]
    still = [
        Task(("mono", family), clip, stays_mono)
        for family in sorted(FAMILIES)
        if (clip := real(family, 300, 1.5)).example().audio.shape[1] == 1
    ]
    return passing + still


def stereo_lines(done: list[Done]) -> list[Line]:
    """Correlation of the balance, and the share of one channel."""
    pans = estimates.mean([item.found for item in done if item.key[0] == "pan"])
    mono = estimates.share([item.found for item in done if item.key[0] == "mono"])
    lost = sorted(item.key[1] for item in done if item.key[0] == "mono" and not item.found)
    return [
        Line(
            "codec: pan of a pass-by, correlation with the real one",
            pans,
            ">= 0.9",
            pans.value >= 0.9,
        ),
        Line(
            "codec: one channel in, one channel out",
            mono,
            "all",
            mono.value == 1.0,
            note=f"not: {', '.join(lost)}" if lost else "",
        ),
    ]


ROWS = (
    Row("codec-families", family_tasks, family_lines),
    Row("codec-tones", tone_tasks, tone_lines),
    Row("codec-mel", mel_tasks, mel_lines),
    Row("codec-stereo", stereo_tasks, stereo_lines),
)
