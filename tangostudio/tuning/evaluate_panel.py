"""The judges of an evaluation: ears, a tagger and a taste, and what they say of one prompt's takes.

Knows nothing of models, of settings and of what becomes of the scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tangostudio import paths
from tangostudio.audio import quality
from tangostudio.audio.resample import resample
from tangostudio.cards import embedders
from tangostudio.engines import embed
from tangostudio.engines.device import choose_device, leave_a_core
from tangostudio.errors import BadRequest, TuneError
from tangostudio.evaluation import event_texts, metrics
from tangostudio.evaluation.divergence import divergence
from tangostudio.preference.taste import Taste
from tangostudio.tuning import judges

FIRST, SECOND, LAION, OPENL3 = "", "second", "laion", "openl3"
"""Ears, by the sign that `evaluation.metrics` knows them by."""

FRAMED = frozenset((OPENL3,))
"""Ears with a row for every half second of a sound, as the field measures distances with them."""

HEARD_DB = -40.0
"""Under its loudest 20 ms, what comes before and after is not counted as a sound's own."""

_BLOCK_SECONDS = 0.02


@dataclass(frozen=True)
class Tagger:
    """Probabilities of kinds of sound.

    Attributes:
        labels: names of the kinds (C,).
        tag: from a sound (frames, channels) and its rate to probabilities (C,).
    """

    labels: tuple[str, ...]
    tag: Callable[[np.ndarray, int], np.ndarray]


@dataclass(frozen=True, eq=False)
class Heard:
    """What was said of the N takes of a prompt.

    Attributes:
        scores: (N,) by the name of a measure.
        rows: embeddings (N, D) by the sign of an ear; more rows of one that is `FRAMED`.
    """

    scores: dict[str, np.ndarray]
    rows: dict[str, np.ndarray]


@dataclass(frozen=True)
class Asked:
    """A prompt, as takes of it are judged.

    Attributes:
        kind: the tagger's name of what was asked for, or "".
        real: probabilities (m, C) of the real sounds of this caption, where there are some.
    """

    text: str
    kind: str = ""
    real: np.ndarray | None = None


@dataclass(eq=False)
class Panel:
    """Judges that listen to the same takes.

    Attributes:
        ears: by their signs; one without words gives embeddings alone.
        order: sign of the ear that tells what comes first, or None.
        tagger, taste: None where there is none.
    """

    ears: Mapping[str, embed.Ear]
    tagger: Tagger | None = None
    taste: Taste | None = None
    order: str | None = None
    _texts: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)
    _likes: dict[int, Callable[[Sequence[np.ndarray]], np.ndarray]] = field(default_factory=dict)

    def listen(self, asked: Asked, sounds: Sequence[np.ndarray], sample_rate: int) -> Heard:
        """Judge takes (frames, channels) of one prompt.

        Raises:
            TuneError: a judge gave something that is no number.
        """
        rows = {sign: self.embed(sign, sounds, sample_rate) for sign in self.ears}
        scores: dict[str, np.ndarray] = {}
        for sign, ear in self.ears.items():
            if ear.read is not None:
                found = rows[sign] @ self._text(sign, asked.text)
                scores[metrics.by_ear(metrics.SCORE, sign)] = found
        scores |= self._tagged(asked, sounds, sample_rate)
        if self.taste is not None:
            scores[metrics.TASTE] = self._liked(sounds, sample_rate)
        scores |= self._order(asked, sounds, sample_rate)
        flags = [bool(quality.faults(sound, sample_rate)) for sound in sounds]
        scores[metrics.FAULTS] = np.asarray(flags, np.float64)
        for name, values in (scores | rows).items():
            if not np.isfinite(values).all():
                raise TuneError(
                    f"The judge “{name}” gave a score that is no number.",
                    "Listen to the sounds of this prompt.",
                )
        return Heard({name: np.asarray(v, np.float64) for name, v in scores.items()}, rows)

    def embed(self, sign: str, sounds: Sequence[np.ndarray], sample_rate: int) -> np.ndarray:
        """Embeddings of sounds by one of the ears: (N, D), or more rows where it has `FRAMED`."""
        ear = self.ears[sign]
        return np.concatenate([np.atleast_2d(ear.hear(sound, sample_rate)) for sound in sounds])

    def _text(self, sign: str, text: str) -> np.ndarray:
        read = self.ears[sign].read
        assert read is not None
        if (sign, text) not in self._texts:
            self._texts[sign, text] = read([text])[0]
        return self._texts[sign, text]

    def _tagged(
        self, asked: Asked, sounds: Sequence[np.ndarray], sample_rate: int
    ) -> dict[str, np.ndarray]:
        tagger = self.tagger
        known = tagger is not None and asked.kind in tagger.labels
        if tagger is None or not (known or asked.real is not None):
            return {}
        told = np.stack([tagger.tag(sound, sample_rate) for sound in sounds])
        found = {}
        if asked.real is not None:
            each = [divergence(told, np.broadcast_to(real, told.shape)) for real in asked.real]
            found[metrics.DIVERGENCE] = np.mean(each, axis=0)
        if known:
            right = told.argmax(1) == tagger.labels.index(asked.kind)
            found[metrics.RECOGNISED] = right.astype(np.float64)
        return found

    def _liked(self, sounds: Sequence[np.ndarray], sample_rate: int) -> np.ndarray:
        assert self.taste is not None
        if sample_rate not in self._likes:
            self._likes[sample_rate] = judges.by_taste(self.taste, sample_rate)
        return self._likes[sample_rate](sounds)

    def _order(
        self, asked: Asked, sounds: Sequence[np.ndarray], sample_rate: int
    ) -> dict[str, np.ndarray]:
        """Whether the first and the last of events in turn are where they belong.

        So judged were 48 of 48 synthesised clips of "A, then B" by the bundled ear; 43 where
        silence at the ends was left in.
        """
        told = event_texts.events(asked.text)
        if self.order is None or not told.in_turn:
            return {}
        first, last = (self._text(self.order, told.texts[place]) for place in (0, -1))
        right = []
        for sound in sounds:
            parts = stretches(sound, sample_rate, len(told.texts))
            begin, *_, end = self.embed(self.order, parts, sample_rate)
            right.append(float(begin @ first + end @ last > begin @ last + end @ first))
        return {metrics.ORDER: np.asarray(right)}


def stretches(sound: np.ndarray, sample_rate: int, count: int) -> list[np.ndarray]:
    """A sound (frames, channels) in `count` equal stretches, silence at both ends left out."""
    size = max(1, round(_BLOCK_SECONDS * sample_rate))
    power = np.square(np.asarray(sound, np.float64)).mean(1)
    levels = np.add.reduceat(power, np.arange(0, len(power), size)) / size
    loud = np.flatnonzero(levels > levels.max() * 10 ** (HEARD_DB / 10))
    if len(loud) and (loud[-1] + 1 - loud[0]) * size >= count:
        sound = sound[loud[0] * size : (loud[-1] + 1) * size]
    return np.array_split(sound, count)


# --- who judges ------------------------------------------------------------------------------


def panel(
    embedder: str = "", tagger: str = "", openl3: str = "", taste: Taste | None = None
) -> Panel:
    """The bundled ears and tagger, and what else is installed or given as folders of weights.

    Args:
        embedder: folder of weights in the layout of laion/clap-htsat-unfused; the installed ones
            where it is "".
        tagger: folder of an AudioSet classifier in transformers' layout (AST).
        openl3: folder with `openl3.safetensors`.

    Raises:
        BadRequest, WeightsError: a folder does not hold what it should.
    """
    from tangostudio.families import embedding

    leave_a_core()
    # What was given comes first: what is wrong with it is told at once.
    clap_folder, openl3_folder = _folder(embedder, "CLAP"), _folder(openl3, "OpenL3")
    tagger_folder = _folder(tagger, "a tagger")
    given: dict[str, embed.Ear] = {}
    if clap_folder:
        given[LAION] = embed.of_clap(LAION, clap_folder)
    elif _is_installed(embedders.CLAP):
        given[LAION] = embed.ear(embedders.name_of(embedders.CLAP))
    if openl3_folder:
        given[OPENL3] = _openl3(openl3_folder)
    heard = _audioset(tagger_folder) if tagger_folder else _bundled_tagger()
    starter = paths.models_dir() / embedders.STARTER
    ears = {FIRST: embed.ear(embedders.name_of(embedders.STARTER))}
    if (starter / embedding.SECOND).is_file():
        ears[SECOND] = embed.of_net(embedding.build(starter, choose_device(), embedding.SECOND))
    return Panel(ears | given, heard, taste, LAION if LAION in given else FIRST)


def _folder(name: str, what: str) -> Path | None:
    if not name:
        return None
    folder = Path(name)
    if not folder.is_dir():
        raise BadRequest(
            f"{name} is no folder.", f"Give the folder that holds the weights of {what}."
        )
    return folder


def _is_installed(choice: str) -> bool:
    try:
        embedders.name_of(choice)
    except BadRequest:
        return False
    return True


def _bundled_tagger() -> Tagger:
    from tangostudio.families import tagging

    net = tagging.bundled()

    def tag(sound: np.ndarray, sample_rate: int) -> np.ndarray:
        return tagging.scores(net, [resample(sound, sample_rate, tagging.RATE)])[0]

    return Tagger(net.families, tag)


def _audioset(folder: Path) -> Tagger:
    from tangostudio.families import audioset

    net = audioset.build(folder, choose_device())

    def tag(sound: np.ndarray, sample_rate: int) -> np.ndarray:
        return net.probabilities(resample(sound, sample_rate, audioset.RATE))

    return Tagger(net.labels, tag)


def _openl3(folder: Path) -> embed.Ear:
    from tangostudio.families import openl3

    net = openl3.build(folder, choose_device())

    def hear(sound: np.ndarray, sample_rate: int) -> np.ndarray:
        return net.vectors(resample(sound, sample_rate, openl3.RATE))

    return embed.Ear(OPENL3, hear)
