"""What the inspector says of a take or of several: texts only, no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tangostudio.ui import words

SHORT_SECONDS = 0.4  # under this, integrated loudness is undefined (ITU-R BS.1770 needs one block)
PEAK_LIMIT_DB = -1.0


def recipe(take: Any) -> dict[str, str]:
    """How a take was made, by the inspector's row names."""
    asked = f" of {take.seconds:.1f} asked" if abs(_length(take) - take.seconds) > 0.05 else ""
    return {
        "Prompt": take.prompt,
        "Avoid": take.negative,
        "Seed": str(take.seed),
        "Model": take.model_name,
        "Steps · CFG": f"{take.steps} · {take.guidance:g}",
        "Sampler": take.sampler,
        "Length": f"{_length(take):.2f} s{asked}",
        "Format": f"{_rate(take.sample_rate)} {_channels(take.channels)}",
        "Made in": f"{take.render_seconds:.2f} s" if take.render_seconds else "",
        "Created": words.date(take.created),
        "Sound": take.sha256[:12],
    }


def loudness(take: Any) -> dict[str, str]:
    """Loudness and peak; a very short sound has only its loudest moment."""
    short = _length(take) < SHORT_SECONDS
    shown = words.level(take.lufs, "LUFS")
    gain = f"{take.gain_db:+.1f} dB" if abs(take.gain_db) >= 0.05 else ""
    return {
        "Momentary": shown if short else "",
        "Integrated": "" if short else shown,
        "True peak": words.level(take.peak_db, "dBTP"),
        "Level fitted": gain,
    }


def peak_is_high(take: Any) -> bool:
    """Whether the true peak is over what programme material may have (-1 dBTP)."""
    return take.peak_db > PEAK_LIMIT_DB


def licence(take: Any) -> str:
    """One line: what the take may be used for, and why."""
    use = {"yes": "Free for any use", "limited": "Limited use", "no": "Research only"}
    return f"{use.get(take.commercial, 'Unknown use')} · model {take.licence}"


def summary(takes: Sequence[Any]) -> dict[str, str]:
    """What several takes have in common and where they differ."""
    loud = [take.lufs for take in takes if take.lufs > -70]
    return {
        "Length": f"{sum(_length(take) for take in takes):.1f} s in all",
        "Prompts": _several({take.prompt for take in takes}),
        "Models": _several({take.model_name for take in takes}),
        "Stars": _stars([take.stars for take in takes]),
        "Loudness": f"{min(loud):.1f} to {max(loud):.1f} LUFS" if loud else "silence",
        "Loudest peak": words.level(max(take.peak_db for take in takes), "dBTP"),
    }


def strictest(takes: Sequence[Any]) -> Any:
    """The take whose licence allows least: what holds for all of them together."""
    order = {"yes": 0, "limited": 1, "no": 2}
    return max(takes, key=lambda take: order.get(take.commercial, 3))


def _several(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else f"{len(values)} different"


def _stars(stars: list[int]) -> str:
    return f"{min(stars)}" if min(stars) == max(stars) else f"{min(stars)} to {max(stars)}"


def _length(take: Any) -> float:
    return take.frames / take.sample_rate


def _rate(sample_rate: int) -> str:
    return f"{sample_rate / 1000:g} kHz"


def _channels(channels: int) -> str:
    return {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
