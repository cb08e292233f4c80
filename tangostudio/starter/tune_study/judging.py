"""Who judges the study's sounds: the reward, and others that never were the reward.

"match" is the bundled embedder's cosine of text and sound. The others only watch: "second ear" is
the same of an embedder from another seed and other clips, "kind" whether the tagger hears the kind
that was asked for, and "bright" and the like are physics. A gain that only the reward sees is the
reward being pleased.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tangostudio import paths
from tangostudio.audio import impressions, quality
from tangostudio.families import embedding, tagging
from tangostudio.preference.taste import Taste
from tangostudio.starter.likings import LIKINGS
from tangostudio.starter.sounds import SAMPLE_RATE
from tangostudio.tuning.rewards import MATCH, TASTE, Judged

SECOND, KIND = "second ear", "kind"
Sounds = Sequence[np.ndarray]


@dataclass
class Judges:
    """Loads each judge when it is first asked.

    Attributes:
        kinds: the family that each prompt asks for.
        watched: prompts at which the judges that only watch are asked too: the held-out ones.
        likings: of `starter.likings`, that are measured as well.
        taste: scores sounds when it is there; set once it is learned.
    """

    kinds: Mapping[str, str]
    watched: frozenset[str]
    likings: tuple[str, ...] = ()
    taste: Taste | None = None

    @cached_property
    def ear(self) -> embedding.Embedder:
        """The bundled embedder."""
        return embedding.build(paths.models_dir() / "starter", "cpu")

    @cached_property
    def second_ear(self) -> embedding.Embedder:
        """The other embedder."""
        return embedding.build(paths.models_dir() / "starter", "cpu", embedding.SECOND)

    @cached_property
    def tagger(self) -> tagging.Tagger:
        """The bundled tagger."""
        return tagging.bundled()

    def __call__(self, prompt: str, sounds: Sounds) -> Judged:
        """Everything that is said of sounds (frames, channels) of one prompt."""
        rows = self.ear.audio(sounds)
        scores = {MATCH: rows @ self.ear.text([prompt])[0]}
        if self.taste is not None:
            heard = np.stack([impressions.impression(sound, SAMPLE_RATE) for sound in sounds])
            scores[TASTE] = self.taste.score(heard, impressions.NAME).mean
        if prompt not in self.watched:
            return Judged(scores, rows)
        scores[SECOND] = self.second_ear.audio(sounds) @ self.second_ear.text([prompt])[0]
        scores[KIND] = self._right_kind(prompt, sounds)
        for name in self.likings:
            scores[name] = np.array([LIKINGS[name](sound, SAMPLE_RATE) for sound in sounds])
        flags = tuple(quality.faults(sound, SAMPLE_RATE) for sound in sounds)
        return Judged(scores, rows, flags)

    def _right_kind(self, prompt: str, sounds: Sounds) -> np.ndarray:
        found = tagging.recognise(self.tagger, sounds)
        return np.array([float(kind == self.kinds[prompt]) for kind in found])


Utility = Callable[[np.ndarray], float]


def utility(name: str) -> Utility:
    """How much a simulated designer likes a sound."""
    liking = LIKINGS[name]
    return lambda sound: liking(sound, SAMPLE_RATE)
