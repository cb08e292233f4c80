"""A take in words: as one drawn line, as a screen reader says it, and as a tool tip explains it.

Texts only; it knows nothing of widgets, of drawing or of the library. What is heard of a take with
edits has other measures than the take: where they are known they are given as `heard`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tangostudio.audio.quality import FLAGS
from tangostudio.ui import taste_words
from tangostudio.ui.texts import tr, tr_count, tr_marked

SHORT_SECONDS = 0.4  # under one block of ITU-R BS.1770 there is no integrated loudness
PEAK_LIMIT_DB = -1.0  # EBU R 128: the highest true peak of programme material
SILENT_LUFS = -70.0


# --- facts ----------------------------------------------------------------------------------------


def is_short(heard: Any) -> bool:
    """Whether a sound is too short for integrated loudness."""
    return heard.frames / heard.sample_rate < SHORT_SECONDS


def shown_lufs(heard: Any) -> float:
    """The loudness that stands for a sound: integrated, or of its loudest moment if it is short."""
    if is_short(heard) and heard.momentary_lufs is not None:
        return heard.momentary_lufs
    return heard.lufs


def is_silent(lufs: float) -> bool:
    """Whether a loudness is that of silence."""
    return not math.isfinite(lufs) or lufs <= SILENT_LUFS


def peak_is_high(heard: Any) -> bool:
    """Whether the true peak is over what programme material may have (-1 dBTP)."""
    return heard.peak_db > PEAK_LIMIT_DB


def length(seconds: float) -> str:
    """A length as cards show it."""
    return tr("{seconds} s", seconds=f"{seconds:.1f}")


def loudness(heard: Any, unit: bool = True) -> str:
    """Loudness as cards show it, "M" before that of a moment; silence has none."""
    lufs = shown_lufs(heard)
    if is_silent(lufs):
        return tr("silent")
    moment = "M " if is_short(heard) else ""
    return f"{moment}{lufs:.1f} LUFS" if unit else f"{moment}{lufs:.1f}"


def flag_title(flag: str) -> str:
    """What a flag is called."""
    return tr_marked(FLAGS[flag].title) if flag in FLAGS else flag


def flag_explanation(flag: str) -> str:
    """What a flag means, in a sentence."""
    return tr_marked(FLAGS[flag].explanation) if flag in FLAGS else ""


def relation(take: Any) -> str:
    """How it came from another take: "variation of #1036"; "" for one that did not."""
    if take.relation and take.parent is not None:
        return tr("{relation} of #{parent}", relation=relation_name(take), parent=take.parent)
    return relation_name(take)


def relation_name(take: Any) -> str:
    """The kind of relation in a word or two."""
    names = {
        "variation": tr("variation"),
        "again": tr("made again"),
        "from sound": tr("from a sound"),
        "redo": tr("region redone"),
        "extend": tr("extended"),
        "loop": tr("loop"),
        "edit": tr("edit"),
    }
    return names.get(take.relation) or take.relation


def colour_name(colour: str) -> str:
    """A colour mark's name; "" without one."""
    names = {
        "red": tr("Red"),
        "orange": tr("Orange"),
        "yellow": tr("Yellow"),
        "green": tr("Green"),
        "blue": tr("Blue"),
        "purple": tr("Purple"),
    }
    return names.get(colour, colour)


# --- lines ----------------------------------------------------------------------------------------


def drawn(take: Any, taste: float | None = None, heard: Any = None) -> str:
    """The card in one line: "★★★ door creak 2.4 s #7"."""
    heard = heard or take
    stars = "✕ " if take.rejected else "★" * take.stars + (" " if take.stars else "")
    heart = "♥ " if take.favourite else ""
    flags = f" ⚠{len(heard.flags)}" if heard.flags else ""
    lost = " (sound missing)" if take.missing else ""
    liked = "" if taste is None else f" taste {taste_words.short(taste)}"
    return f"{stars}{heart}{take.title} {length(heard.seconds)} #{take.id}{flags}{liked}{lost}"


def spoken(
    take: Any,
    taste: float | None = None,
    *,
    place: int | None = None,
    total: int = 0,
    heard: Any = None,
) -> str:
    """A take as a screen reader says it.

    "Take 3 of 8, door creak, 2.4 seconds, minus 21 LUFS, 4 stars".

    Args:
        place: where it stands among those that are shown, from 1; without, its number is said.
        total: how many are shown.
        heard: what it measures with its edits.
    """
    heard = heard or take
    head = tr("Take {number}", number=take.id)
    if place is not None:
        head = tr("Take {place} of {total}", place=place, total=total)
    parts = [head, take.title, _spoken_length(heard.seconds), _spoken_loudness(heard)]
    if taste is not None:
        parts.append(taste_words.spoken(taste))
    if take.stars:
        parts.append(tr_count("{count} star", "{count} stars", take.stars))
    return ", ".join([*parts, *_spoken_marks(take, heard.flags)])


def _spoken_marks(take: Any, flags: Sequence[str] | None) -> list[str]:
    """What a card shows with signs and colours."""
    parts = [tr("favourite")] if take.favourite else []
    if take.rejected:
        parts.append(tr("rejected"))
    if take.colour:
        parts.append(colour_name(take.colour).lower())
    if flags:
        count = tr_count("{count} problem", "{count} problems", len(flags))
        names = [_within_a_sentence(flag_title(flag)) for flag in flags]
        parts.append(f"{count}: {', '.join(names)}")
    if take.edited:
        parts.append(tr("edited"))
    if take.missing:
        parts.append(tr("its sound file is missing"))
    return parts


def _within_a_sentence(title: str) -> str:
    """With a small letter first, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _spoken_length(seconds: float) -> str:
    return tr("{seconds} seconds", seconds=f"{seconds:.1f}")


def _spoken_loudness(heard: Any) -> str:
    lufs = shown_lufs(heard)
    if is_silent(lufs):
        return tr("silent")
    if lufs < 0:
        return tr("minus {level} LUFS", level=f"{abs(lufs):.0f}")
    return tr("{level} LUFS", level=f"{lufs:.0f}")


def explained(take: Any, heard: Any = None) -> str:
    """The tool tip: the whole prompt, and every sign of the card in words."""
    heard = heard or take
    lines = [take.prompt or take.title]
    marks = [take.category, colour_name(take.colour), relation(take)]
    if take.edited:
        marks.append(tr("edited"))
    if line := " · ".join(mark for mark in marks if mark):
        lines.append(line)
    if peak_is_high(heard):
        lines.append(tr("▲ True peak {peak} dBTP is over -1 dBTP.", peak=f"{heard.peak_db:.1f}"))
    flags = heard.flags or ()
    lines += [f"⚠ {flag_title(flag)}: {flag_explanation(flag)}".rstrip(": ") for flag in flags]
    return "\n".join(lines)
