"""Levels of a delivery: the gain that a preset asks for, and the one that the ceiling allows.

Knows nothing of files; what was done is said in one sentence.
"""

from __future__ import annotations

import math

from tangostudio.audio.loudness import SILENCE_LUFS, SILENCE_PEAK_DB, Loudness, Meter
from tangostudio.export.presets import Preset

NOTED_DB = 0.01
_ROUNDS = 4


def gain_for(meter: Meter, preset: Preset, gain_db: float = 0.0) -> tuple[float, str]:
    """The gain in dB of a measured sound, and what a person should know of it.

    The sound is brought to the preset's level, changed by `gain_db`, and lowered where its true
    peak would pass the ceiling or its peak full scale.
    """
    heard = meter.result()
    if heard.sample_peak_db <= SILENCE_PEAK_DB:
        return 0.0, ""
    asked = gain_db + _level_gain(meter, heard, preset)
    room = min(
        preset.ceiling_db - heard.true_peak_db,
        full_scale_db(preset.spec.bits) - heard.sample_peak_db,
    )
    if asked <= room:
        return asked, _quiet_note(heard, preset)
    return room, _note(meter, preset, asked - room, room)


def full_scale_db(bits: int) -> float:
    """The highest peak that fits, with room for the dither at 16 bits; in dBFS.

    At 24 bits a peak of exactly full scale is written one step lower, as it is when it is stored.
    """
    return 20.0 * math.log10(1.0 - 2.5 / 2**15) if bits == 16 else 0.0


def _level_gain(meter: Meter, heard: Loudness, preset: Preset) -> float:
    if preset.level == "peak":
        return preset.level_db - heard.sample_peak_db
    if preset.level == "true peak":
        return preset.level_db - heard.true_peak_db
    if preset.level != "loudness" or heard.integrated_lufs <= SILENCE_LUFS:
        return 0.0
    # The gate is absolute: more of a sound counts when it is louder.
    gain_db = 0.0
    for _ in range(_ROUNDS):
        gain_db += preset.level_db - meter.result(gain_db).integrated_lufs
    return gain_db


def _quiet_note(heard: Loudness, preset: Preset) -> str:
    if preset.level == "loudness" and heard.integrated_lufs <= SILENCE_LUFS:
        return "Too quiet to be brought to a loudness; its level is unchanged."
    return ""


def _note(meter: Meter, preset: Preset, lowered_db: float, gain_db: float) -> str:
    if lowered_db <= NOTED_DB:
        return ""
    ceiling = f"its true peak stays at {preset.ceiling_db:g} dBTP"
    if preset.level == "loudness":
        lufs = meter.result(gain_db).integrated_lufs
        return f"{lufs:.1f} LUFS instead of {preset.level_db:g}, so that {ceiling}."
    return f"Lowered by {lowered_db:.2f} dB so that {ceiling}."
