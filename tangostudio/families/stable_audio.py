"""The Stable Audio Open family: text to latents by a transformer over a waveform autoencoder.

Evans et al., "Stable Audio Open", 2024, a diffusion of objective v; Novack et al., "Fast
Text-to-Audio Generation with Adversarial Post-Training", 2025, whose Stable Audio Open Small is a
rectified flow made quick, and its base that flow before. A net works on a window of one length
whatever is asked, and is told how long the sound in it is. It knows nothing of samplers, schedules
and jobs: an engine calls the functions below.

A card's `options`: `weights`, `config` (names of the single file and its configuration),
`released` ("small", "small-base" or "1.0": whose sizes hold where the folder has no configuration),
`guidance_rescale`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.families import adapters as adapter_files
from tangostudio.families import (
    draws,
    endings,
    hearing,
    precisions,
    stable_audio_files,
    weights,
    words,
)
from tangostudio.families.nets import oobleck, t5_encoder
from tangostudio.families.parts import Memory, Part
from tangostudio.families.placement import Placement
from tangostudio.families.stable_audio_config import START, TOTAL, Config
from tangostudio.families.stable_audio_files import tables
from tangostudio.families.stable_audio_net import StableAudio, guided

__all__ = [
    "build", "condition", "decode", "encode", "latent_rate", "latent_shape", "noise", "read",
    "stack", "start", "tables", "velocity",
]  # fmt: skip


@dataclass
class Model:
    """A loaded checkpoint. Prompts that were read and sounds that were heard are remembered."""

    config: Config
    net: StableAudio
    text: Part
    codec: Part
    tokenizer: Tokenizer
    place: Placement
    rescale: float = 0.0
    prompts: Memory = field(default_factory=Memory)
    sounds: Memory = field(default_factory=lambda: Memory(2))


@dataclass(frozen=True)
class Conditioning:
    """What a prompt says to the net.

    Attributes:
        states: (1, T, D) of the prompt; with guidance also of what to steer away from.
        glob: (1, G).
    """

    states: tuple[Tensor, ...]
    glob: Tensor
    guidance: float


def build(
    card: ModelCard,
    folder: Path | None,
    place: Placement | str,
    adapters: Sequence[tuple[Path, float]] = (),
) -> Model:
    """Load a checkpoint from its folder, with adapters (files) added at their strengths.

    Raises:
        WeightsError: a file is missing, cut short, altered or of another model.
        BadRequest: a strength is out of range.
    """
    place, folder = Placement.of(place), weights.folder_of(card, folder)
    found = stable_audio_files.read(card, folder)
    state = found.net
    if adapters:
        stack = [(adapter_files.read(path, card), strength) for path, strength in adapters]
        state = adapter_files.merged({k: v.float() for k, v in state.items()}, stack)
    return Model(
        config=found.config,
        net=load_net(found.config, state, place.device, precisions.chosen(card, place)),
        text=Part(
            lambda: precisions.reader(t5_encoder.build(found.text, found.text_sizes), place), place
        ),
        codec=Part(partial(oobleck.load, found.codec, found.config.codec), place),
        tokenizer=found.tokenizer,
        place=place,
        rescale=float(card.options.get("guidance_rescale", 0.0)),
    )


def load_net(
    config: Config, state: dict[str, Tensor], device: str, dtype: torch.dtype
) -> StableAudio:
    """The net with tensors that were checked, on its device and in a precision.

    On a processor only the blocks' matrices change: that is where the time goes.
    """
    net = weights.filled(partial(StableAudio, config), state)
    if device == "cpu":
        precisions.use(net.transformer.transformer.layers, dtype)
    elif dtype != torch.float32:
        net.transformer.cast(dtype)
    return net.to(device)


# --- what an engine calls --------------------------------------------------------------------


@torch.inference_mode()
def condition(
    model: Model,
    prompt: str,
    negative: str,
    seconds: float,
    guidance: float,
    start_seconds: float = 0.0,
) -> Conditioning:
    """Read a prompt; with guidance other than 1 also what to steer away from.

    Without a negative text that is a condition of zeros, the seconds' states included.

    Args:
        start_seconds: where in a longer sound the take begins, for models that were told so.

    Raises:
        BadRequest: the model knows no start, or the take would end after its window.
    """
    _check_start(model.config, seconds, start_seconds)
    with model.text.held():
        told, glob = _described(model, prompt, seconds, start_seconds)
        states = [told]
        if guidance != 1:
            away = _described(model, negative, seconds, start_seconds)[0] if negative else None
            states.append(torch.zeros_like(told) if away is None else away)
    return Conditioning(tuple(states), glob, guidance)


def _check_start(config: Config, seconds: float, start_seconds: float) -> None:
    if not start_seconds:
        return
    window = config.sample_size / config.sample_rate
    if START not in config.numbers:
        raise BadRequest("This model always begins at the start.", "Leave the start at 0.")
    if not 0 < start_seconds <= window - seconds:
        raise BadRequest(
            f"A take from {start_seconds:g} s on would end after {window:.1f} s.",
            "Choose an earlier start or a shorter take.",
        )


def _described(
    model: Model, text: str, seconds: float, start_seconds: float
) -> tuple[Tensor, Tensor]:
    states, mask = read(model, text)
    values = {START: start_seconds, TOTAL: start_seconds + seconds}
    device = model.place.device
    numbers = {name: torch.tensor([float(v)], device=device) for name, v in values.items()}
    return model.net.describe(states, mask, numbers)


def read(model: Model, text: str) -> tuple[Tensor, Tensor]:
    """States (1, tokens, D) of a text, and its mask (1, tokens): True where a token is."""
    return model.prompts.get(text, partial(_read, model, text))


def _read(model: Model, text: str) -> tuple[Tensor, Tensor]:
    """States (1, tokens, D) of a text, and its mask; what the pads' places hold does not matter."""
    most = model.config.tokens
    ids = words.tokens(model.tokenizer, text, most)
    with model.text.ready() as encoder:
        row = torch.tensor([ids], device=model.place.device)
        found = encoder(input_ids=row).last_hidden_state.float()
    states = found.new_zeros(1, most, found.shape[-1])
    states[:, : len(ids)] = found
    return states, (torch.arange(most, device=found.device) < len(ids))[None]


def latent_shape(model: Model, seconds: float) -> tuple[int, int]:
    """(L, C) of the latents of a take, which are as many for every length."""
    return model.config.length, model.config.dit.channels


def latent_rate(model: Model) -> float:
    """Latents a second."""
    return model.config.sample_rate / model.config.hop


def start(model: Model, shape: tuple[int, int], seed: int) -> tuple[Tensor, torch.Generator]:
    """Start noise (1, L, C) on the model's device, and the generator for the take's later draws.

    Drawn on the CPU, so that a seed means the same on every device.
    """
    generator = torch.Generator().manual_seed(seed)
    return noise(model, shape, generator), generator


def noise(model: Model, shape: tuple[int, int], generator: torch.Generator) -> Tensor:
    """Fresh noise (1, L, C), the take's next draw: (1, C, L) as in the original, then turned."""
    return draws.by_channel(shape, generator, model.place.device)


stack = draws.stack


@torch.inference_mode()
def velocity(model: Model, x: Tensor, sigma: float, conditioning: Conditioning) -> Tensor:
    """What the net predicts (B, L, C) of B takes of one prompt at a time in 0..1, guided."""
    time = torch.tensor([sigma], dtype=torch.float32, device=x.device)
    told = conditioning
    return guided(
        model.net.transformer, x, time, told.states, told.glob, told.guidance, model.rescale
    )


@torch.inference_mode()
def encode(
    model: Model, sound: np.ndarray, sample_rate: int, seconds: float, generator: torch.Generator
) -> Tensor:
    """Latents (1, L, C) of a sound (frames, channels), cut or filled up to the model's window.

    They are drawn from what the encoder holds likely, by the take's generator.
    """
    key = hearing.mark(sound, sample_rate)
    mean, std = model.sounds.get(key, partial(_heard, model, sound, sample_rate))
    drawn = torch.randn(mean.shape, generator=generator).to(mean.device)
    return (mean + std * drawn).transpose(1, 2)


def _heard(model: Model, sound: np.ndarray, sample_rate: int) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation (1, C, L) of a sound's latents."""
    config = model.config
    window = hearing.window(sound, sample_rate, config.sample_rate, config.sample_size)
    with model.codec.ready() as codec:
        return codec.encode(window.to(model.place.device))


@torch.inference_mode()
def decode(
    model: Model,
    x: Tensor,
    seconds: float,
    generators: Sequence[torch.Generator],
    start_seconds: float = 0.0,
) -> list[np.ndarray]:
    """Sound of each take, float32 (frames, 2), from `start_seconds` on; draws nothing.

    Only the latents that the asked frames depend on are decoded, take by take: one fills a
    processor, and memory is spared.
    """
    rate, hop = model.config.sample_rate, model.config.hop
    with model.codec.ready() as codec:
        first = max(0, math.floor(start_seconds * rate / hop) - codec.reach)
        last = math.ceil((start_seconds + seconds) * rate / hop) + codec.reach
        parts = x[:, first:last].transpose(1, 2).split(1)
        sounds = [codec.decode(part, model.place.chunk)[0].T.cpu().numpy() for part in parts]
    offset = round(start_seconds * rate) - first * hop
    return [endings.cut(sound[offset:], seconds, rate) for sound in sounds]
