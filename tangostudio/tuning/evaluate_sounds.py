"""The few takes of an evaluation that a page can play, as small files beside it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from tangostudio.audio import whole_files
from tangostudio.evaluation.results import Sound

FOLDER = "sounds"
MOST_TAKES = 2
"""Of each prompt and setting."""

_FULL_SCALE = 1 << 15


class Kept:
    """Sounds of some prompts, spread over all of them.

    Args:
        out: folder of the report; None keeps none.
        wanted, prompts: how many prompts are kept, of how many.
    """

    def __init__(self, out: Path | None, wanted: int, prompts: int) -> None:
        self._out = out
        wanted = max(0, min(wanted, prompts))
        self._places = {place * prompts // wanted for place in range(wanted)} if out else set()
        self._sounds: dict[tuple[int, int, int], Sound] = {}

    def wants(self, prompt: int) -> bool:
        """Whether takes of the prompt at this place are kept."""
        return prompt in self._places

    def keep(
        self, place: tuple[int, int, int], sound: np.ndarray, sample_rate: int, about: Sound
    ) -> None:
        """Store a take (frames, channels) as 16-bit FLAC, as it would sound: not over full scale.

        Args:
            place: of its setting, its prompt and itself.

        Raises:
            StorageError: the folder cannot be written or is full.
        """
        assert self._out is not None
        name = f"{FOLDER}/{place[1] + 1:03d}-{place[0] + 1:02d}-{place[2] + 1}.flac"
        scaled = sound / max(1.0, float(np.abs(sound).max(initial=0.0)))
        integers = np.clip(np.rint(scaled * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1)
        encoded = io.BytesIO()
        soundfile.write(encoded, integers.astype(np.int16), sample_rate, "PCM_16", format="FLAC")
        target = self._out / name
        whole_files.replace_whole(whole_files.write_part(target, encoded.getvalue()), target)
        self._sounds[place] = replace(about, file=name)

    @property
    def sounds(self) -> tuple[Sound, ...]:
        """What is kept: by prompt, then by setting and take."""
        order = sorted(self._sounds, key=lambda place: (place[1], place[0], place[2]))
        return tuple(self._sounds[place] for place in order)
