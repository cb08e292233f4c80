"""What the canvases show, in words: under the cursor, and of the whole take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio.marks import Marks
from tangostudio.audio.spectrum import LOWEST_DB
from tangostudio.ui.spectrogram_view import frequency_text
from tangostudio.ui.texts import tr, tr_count
from tangostudio.ui.wave_scale import level_text


def describe(samples: NDArray[np.float32], sample_rate: int, marks: Marks) -> str:
    """Channels, the loudest moment, cut off tops and silences of a sound (frames, channels)."""
    if not len(samples):
        return tr("It is empty.")
    channels = samples.shape[1]
    said = [tr_count("One channel.", "{count} channels.", channels)]
    loudest = int(np.argmax(np.abs(samples))) // channels
    peak = level_text(float(np.abs(samples[loudest]).max()))
    moment = f"{loudest / sample_rate:.2f}"
    said.append(tr("Loudest at {moment} seconds, {level}.", moment=moment, level=peak))
    clipped = sum(len(ranges) for ranges in marks.clipped)
    if clipped:
        said.append(tr_count("Clips once.", "Clips in {count} places.", clipped))
    for begin, end in (marks.silent / sample_rate)[:3]:
        said.append(tr("Silent from {begin} to {end} s.", begin=f"{begin:.1f}", end=f"{end:.1f}"))
    return " ".join(said)


def wave_reading(seconds: float, samples: Sequence[float]) -> str:
    """A moment and the level of each channel's sample there; "" outside the sound."""
    if not samples:
        return ""
    levels = "  ".join(level_text(sample) for sample in samples)
    return f"{seconds:.4f} s  {levels}"


def spectrum_reading(
    seconds: float, found: tuple[float, float] | None, difference: bool = False
) -> str:
    """A moment, a frequency (Hz) and the level there (dB), or how far it is over the other take."""
    if found is None:
        return ""
    hz, level_db = found
    if difference:
        level = f"{level_db:+.0f} dB"
    elif level_db <= LOWEST_DB:
        level = f"< {LOWEST_DB:.0f} dB"
    else:
        level = f"{level_db:.0f} dB"
    return f"{seconds:.3f} s  {frequency_text(hz)}  {level}"
