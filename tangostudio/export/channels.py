"""Channels of a delivery: to one, to two, or each to a file of its own.

Downmixes follow ITU-R BS.775: centre and surrounds at -3 dB, no low-frequency effects. The order of
channels is that of WAV files. Knows nothing of files or levels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import blocks
from tangostudio.audio.blocks import Blocks
from tangostudio.errors import BadRequest
from tangostudio.export.spec import Container, Spec

_MOST: dict[Container, int] = {"mp3": 2, "flac": 8, "ogg": 8, "opus": 8}
_H = 0.5**0.5
# Left and right of each channel: front, centre, low-frequency effects, surrounds.
_L, _R, _C, _LFE, _LS, _RS = (1, 0), (0, 1), (_H, _H), (0, 0), (_H, 0), (0, _H)
_TO_STEREO: dict[int, tuple[tuple[float, float], ...]] = {
    1: ((1, 1),),
    3: (_L, _R, _C),
    4: (_L, _R, _LS, _RS),
    5: (_L, _R, _C, _LS, _RS),
    6: (_L, _R, _C, _LFE, _LS, _RS),
    7: (_L, _R, _C, _LFE, (0.5, 0.5), _LS, _RS),
    8: (_L, _R, _C, _LFE, _LS, _RS, _LS, _RS),
}


def laid_out(sound: Blocks, spec: Spec) -> Blocks:
    """The sound in the channels that a delivery asks for; mono is the mean of all.

    Raises:
        BadRequest: more channels than the container takes.
    """
    if spec.layout == "mono" and sound.channels > 1:
        count = sound.channels
        return blocks.mixed(sound, np.full((count, 1), 1.0 / count, np.float32))
    if spec.layout == "stereo" and sound.channels != 2:
        return blocks.mixed(sound, to_stereo(sound.channels))
    most = _MOST.get(spec.container, sound.channels)
    if spec.layout != "split" and sound.channels > most:
        raise BadRequest(
            f"{spec.container} takes at most {most} channels; this sound has {sound.channels}.",
            "Choose stereo, or one file for each channel.",
        )
    return sound


def to_stereo(count: int) -> NDArray[np.float32]:
    """Gains (channels, 2) of a downmix; of one channel, both sides get it."""
    if count in _TO_STEREO:
        return np.array(_TO_STEREO[count], np.float32)
    sides = [_L if place % 2 == 0 else _R for place in range(count)]
    return np.array(sides, np.float32)


def suffixes(count: int) -> tuple[str, ...]:
    """What the names of the files of a split sound end with."""
    return ("_L", "_R") if count == 2 else tuple(f".{place + 1}" for place in range(count))
