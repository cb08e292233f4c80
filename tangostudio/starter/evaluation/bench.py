"""The bench that sounds are measured on: the model under test, the judges, and sources of sound.

A source says how to come by a sound: a real clip of a held-out seed, one through the codec, or one
made from a prompt exactly as the program makes it. It does not know what is measured.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from tangostudio import errors, paths
from tangostudio.cards import Catalogue, ModelCard
from tangostudio.cards.card import load_card
from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.families import codecs, embedding, tagging, tangoflux
from tangostudio.starter import corpus
from tangostudio.starter.latents import LATENTS_PER_TOKEN, stereo

Audio = NDArray[np.float32]

FIRST_SEED = corpus.HELD_OUT_SEEDS + 10_000_000
"""The evaluation's seeds; the held-out clips of the trainings lie below."""

REACH = 600
"""How many seeds are tried for a clip of which something is wanted."""


@dataclass(frozen=True)
class Settings:
    """What is measured and how: a card, its weights' folder, steps and guidance.

    What is None is the bundled model's own.
    """

    card: Path | None = None
    folder: Path | None = None
    steps: int | None = None
    guidance: float | None = None


class Bench:
    """Loads each part when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def card(self) -> ModelCard:
        """The card of the model under test."""
        if self.settings.card is not None:
            return load_card(self.settings.card)
        return Catalogue.load(paths.models_dir()).get("starter")

    @property
    def folder(self) -> Path:
        """Where its weights lie."""
        folder = self.settings.folder or self.card.folder
        if folder is None:
            raise errors.BadRequest("The card names no folder of weights.", "Give one by --folder.")
        return folder

    @cached_property
    def model(self) -> tangoflux.Model:
        """The model under test; weights of another folder need not have the card's hashes."""
        return load(self.card, self.folder, checked=self.settings.folder is None)

    @cached_property
    def judge(self) -> tagging.Tagger:
        """The bundled tagger, whichever weights are measured."""
        return tagging.bundled()

    @cached_property
    def embedder(self) -> embedding.Embedder | None:
        """The embedder beside the weights, or None where there is none."""
        if not (self.folder / embedding.FILE).exists():
            return None
        return embedding.build(self.folder, "cpu")

    @property
    def steps(self) -> int:
        """Steps of the sampler."""
        return self.settings.steps or int(self.card.parameters["steps"].default)

    @property
    def guidance(self) -> float:
        """Guidance scale."""
        given = self.settings.guidance
        return float(self.card.parameters["guidance"].default) if given is None else given

    def generate(self, prompt: str, seconds: float, seed: int) -> Audio:
        """One take exactly as the program samples it, float32 (frames, channels)."""
        model, card = self.model, self.card
        conditioning = tangoflux.condition(model, prompt, "", seconds, self.guidance)
        shape = tangoflux.latent_shape(model, seconds)
        x, generator = tangoflux.start(model, shape, seed)
        velocity = functools.partial(_velocity, model, conditioning)
        draw = functools.partial(tangoflux.noise, model, shape, generator)
        times = schedules.schedule(card.options.get("schedule"))(self.steps, 1.0)
        *_, last = sampler(card.samplers[0]).walk(velocity, x, times, draw)
        return tangoflux.decode(model, last, seconds, [generator])[0]

    @torch.inference_mode()
    def recode(self, audio: Audio, seed: int) -> Audio:
        """A sound through the codec and back; the seed is of the decoder's noise."""
        codec = self.model.codec
        assert isinstance(codec, codecs.Spectral)
        latents = codec.net.encode(stereo(audio))
        tokens = latents.reshape(1, latents.shape[1] // LATENTS_PER_TOKEN, -1)
        generator = torch.Generator().manual_seed(seed)
        seconds = len(audio) / codec.sample_rate
        return tangoflux.decode(self.model, tokens, seconds, [generator])[0]

    def recognise(self, audio: Audio) -> str:
        """The family that the judge takes a sound for."""
        return tagging.recognise(self.judge, [audio])[0]


def load(card: ModelCard, folder: Path, *, checked: bool = True) -> tangoflux.Model:
    """The model of a card with the weights of a folder; unchecked ones may have other hashes."""
    if checked:
        return tangoflux.build(card, folder, "cpu")
    return tangoflux.build(without_hashes(card), folder, "cpu")


def without_hashes(card: ModelCard) -> ModelCard:
    """The same card with no list of files."""
    return replace(card, files=())


def _velocity(model: tangoflux.Model, conditioning: Any, x: Any, sigma: float) -> Any:
    return tangoflux.velocity(model, x, sigma, conditioning)


# --- sources -----------------------------------------------------------------------------------


class Source(Protocol):
    """Where a sound comes from."""

    @property
    def cost(self) -> float:
        """Its share of the work, in takes of four seconds."""
        ...

    def sound(self, bench: Bench) -> Audio:
        """The sound, float32 (frames, channels) at 44.1 kHz."""
        ...


@dataclass(frozen=True)
class Real:
    """A clip of one family; with `wanted`, the first from `seed` on of which all of it is true.

    wanted: (trait, word) pairs, or ("count", n).
    """

    family: str
    seed: int
    seconds: float
    wanted: tuple[tuple[str, object], ...] = ()
    cost: float = 0.06

    def example(self) -> corpus.Example:
        """The clip with its caption.

        Raises:
            BuildError: no seed in reach has what is wanted.
        """
        for seed in range(self.seed, self.seed + REACH):
            found = corpus.example(seed, family=self.family, seconds=self.seconds, compose=False)
            if all(_has(found.facts, name, value) for name, value in self.wanted):
                return found
        raise errors.BuildError(f"No {self.family} has {self.wanted}.", "Change the wish.")

    def sound(self, bench: Bench) -> Audio:
        """Renders it."""
        return self.example().audio


def _has(facts: Mapping[str, object], name: str, value: object) -> bool:
    traits = facts.get("traits", {})
    assert isinstance(traits, dict)
    return (facts.get(name) if name in ("count", "surface") else traits.get(name)) == value


@dataclass(frozen=True)
class Composed:
    """A clip of one event followed by another."""

    first: str
    second: str
    seed: int
    seconds: float
    cost: float = 0.1

    def example(self) -> corpus.Example:
        """The clip with its caption.

        Raises:
            BuildError: no seed in reach has the two in this order.
        """
        names = (self.first, self.second)
        for seed in range(self.seed, self.seed + REACH):
            # The first draw of a seed says whether its clip is of this kind: cheap to foresee.
            if np.random.default_rng(seed).random() < corpus.COMPOSED / 2:
                found = corpus.example(seed, seconds=self.seconds, families=names)
                if found.facts.get("relation") == "then" and found.families == names:
                    return found
        raise errors.BuildError(f"No clip has {self.first} before {self.second}.")

    def sound(self, bench: Bench) -> Audio:
        """Renders it."""
        return self.example().audio


@dataclass(frozen=True)
class Recoded:
    """Another source's sound through the codec and back."""

    of: Real
    seed: int = 0

    @property
    def cost(self) -> float:
        """Encoder and decoder run once."""
        return self.of.cost + 0.05 * self.of.seconds

    def sound(self, bench: Bench) -> Audio:
        """Renders, encodes and decodes it."""
        return bench.recode(self.of.sound(bench), self.seed)


@dataclass(frozen=True)
class Raw:
    """A take of the model under test as the decoder gives it."""

    prompt: str
    seconds: float
    seed: int

    @property
    def cost(self) -> float:
        """About proportional to the length."""
        return 0.25 + 0.19 * self.seconds

    def sound(self, bench: Bench) -> Audio:
        """Makes the take."""
        return bench.generate(self.prompt, self.seconds, self.seed)


@dataclass(frozen=True)
class Generated(Raw):
    """A take as the program keeps it: a peak over full scale is brought down to it."""

    def sound(self, bench: Bench) -> Audio:
        """Makes the take."""
        raw = super().sound(bench)
        return raw / np.float32(max(1.0, float(np.abs(raw).max())))
