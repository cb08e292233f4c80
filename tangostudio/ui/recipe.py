"""What the inspector says of a take or of several: texts only, no widgets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tangostudio.ui import take_words, words
from tangostudio.ui.texts import tr, tr_count


def recipe(take: Any, heard: Any = None) -> dict[str, str]:
    """How a take was made, by the inspector's row names; a recording has only its sound.

    Args:
        heard: what it measures with its edits.
    """
    heard = heard or take
    made = {} if take.imported else _made(take)
    return made | {
        "Prompt": take.prompt,
        "Length": _lengths(take, heard),
        "Format": f"{_rate(take.sample_rate)} {_channels(heard.channels)}",
        "Made in": f"{take.render_seconds:.2f} s" if take.render_seconds else "",
        "Created": words.date(take.created),
        "Sound": take.sha256[:12],
        "Edits": _edits(take),
    }


def _made(take: Any) -> dict[str, str]:
    return {
        "Avoid": take.negative,
        "Seed": str(take.seed),
        "Model": take.model_name,
        "Steps · CFG": f"{take.steps} · {take.guidance:g}",
        "Sampler": take.sampler,
    }


def loudness(take: Any, heard: Any = None) -> dict[str, str]:
    """Loudness and peak; a very short sound has only its loudest moment."""
    heard = heard or take
    short = take_words.is_short(heard)
    moment = heard.momentary_lufs
    if moment is None and short:
        moment = heard.lufs
    gain = f"{take.gain_db:+.1f} dB" if abs(take.gain_db) >= 0.05 else ""
    sign = "▲ " if take_words.peak_is_high(heard) else ""
    return {
        "Momentary": "" if moment is None else words.level(moment, "LUFS"),
        "Integrated": "" if short else words.level(heard.lufs, "LUFS"),
        "Range": "" if heard.range_lu is None or short else f"{heard.range_lu:.1f} LU",
        "True peak": sign + words.level(heard.peak_db, "dBTP"),
        "Level fitted": gain,
    }


def licence(take: Any) -> str:
    """One line: what the take may be used for, and why."""
    use = {
        "yes": tr("Free for any use"),
        "limited": tr("Limited use"),
        "no": tr("Research only"),
    }.get(take.commercial, tr("Unknown use"))
    if take.imported:
        return tr("{use} · {licence}", use=use, licence=take.licence)
    return tr("{use} · model {licence}", use=use, licence=take.licence)


def state(take: Any, trash_days: int, now: datetime | None = None) -> str:
    """What is not as usual with a take; "" where all is."""
    if take.missing:
        return tr(
            "⚠ Its sound file is gone from the library's audio folder. "
            "Put the file back, or make the take again with R and Generate."
        )
    if take.trashed:
        back = tr("In the trash. “Put back from trash” in the Take menu restores it.")
        left = days_left(take.trashed, trash_days, now or datetime.now(UTC))
        if left is None:
            return back
        gone = tr_count(
            "It is deleted for good in {count} day.",
            "It is deleted for good in {count} days.",
            left,
        )
        return f"{back} {gone}"
    return tr("Rejected") if take.rejected else ""


def days_left(trashed: str, trash_days: int, now: datetime) -> int | None:
    """Days until a take in the trash is deleted, rounded up; None where that never happens."""
    if trash_days <= 0:
        return None
    try:
        end = datetime.fromisoformat(trashed) + timedelta(days=trash_days)
    except ValueError:
        return None
    return max(0, -((now - end) // timedelta(days=1)))


def summary(takes: Sequence[Any]) -> dict[str, str]:
    """What several takes have in common and where they differ."""
    loud = [take.lufs for take in takes if not take_words.is_silent(take.lufs)]
    flagged = sum(bool(take.flags) for take in takes)
    return {
        "Length": tr("{seconds} s in all", seconds=f"{sum(map(_length, takes)):.1f}"),
        "Prompts": _several({take.prompt for take in takes}),
        "Models": _several({take.model_name or tr("imported") for take in takes}),
        "Stars": _stars([take.stars for take in takes]),
        "Loudness": f"{min(loud):.1f} to {max(loud):.1f} LUFS" if loud else "silence",
        "Loudest peak": words.level(max(take.peak_db for take in takes), "dBTP"),
        "Checks": tr_count("{count} take has problems", "{count} takes have problems", flagged)
        if flagged
        else "",
    }


def strictest(takes: Sequence[Any]) -> Any:
    """The take whose licence allows least: what holds for all of them together."""
    order = {"yes": 0, "limited": 1, "no": 2}
    return max(takes, key=lambda take: order.get(take.commercial, 3))


def shared(values: Sequence[Any]) -> Any | None:
    """The value that all have; None where they differ."""
    return values[0] if len(set(values)) == 1 else None


def _lengths(take: Any, heard: Any) -> str:
    if take.edited and abs(_length(heard) - _length(take)) >= 0.005:
        made = f"{_length(take):.2f}"
        return tr("{seconds} s of {made} made", seconds=f"{_length(heard):.2f}", made=made)
    asked = ""
    if not take.imported and abs(_length(take) - take.seconds) > 0.05:
        asked = " " + tr("of {seconds} asked", seconds=f"{take.seconds:.1f}")
    return f"{_length(take):.2f} s{asked}"


def _edits(take: Any) -> str:
    try:
        count = len(json.loads(take.edits))
    except (ValueError, TypeError):
        count = 1
    return tr_count("{count} edit", "{count} edits", count) if count else ""


def _several(values: set[str]) -> str:
    if len(values) == 1:
        return next(iter(values))
    return tr("{count} different", count=len(values))


def _stars(stars: list[int]) -> str:
    if min(stars) == max(stars):
        return f"{min(stars)}"
    return tr("{least} to {most}", least=min(stars), most=max(stars))


def _length(take: Any) -> float:
    return take.frames / take.sample_rate


def _rate(sample_rate: int) -> str:
    return f"{sample_rate / 1000:g} kHz"


def _channels(channels: int) -> str:
    known = {1: tr("mono"), 2: tr("stereo")}
    return known.get(channels) or tr("{count} channels", count=channels)
