"""The TangoFlux family: text to latents by a rectified flow on a FLUX transformer.

The checkpoints are those of declare-lab/TangoFlux at any size; the bundled starter is the same
design made small. It knows nothing of samplers, schedules and jobs: an engine calls the functions
at the end of this file.

A card's `options`: `weights` (files, merged), `tokenizer`, `codec` ("oobleck" or "spectral"),
`codec_weights`, `storage` ("float32" or "int8"), `precision` ("bfloat16" where a processor gains by
it), `halved` (layers for that: "all" or "blocks"), `length` ("fixed" or "variable"), `max_tokens`,
`guidance_interval`, `guidance_parallel`, `latent_limit`, `changes` (adapters that belong to the
checkpoint).
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
from torch.nn import functional

from tangostudio.cards import ModelCard, places
from tangostudio.families import adapters as adapter_files
from tangostudio.families import codecs, draws, endings, hearing, precisions, weights, words
from tangostudio.families.parts import Memory, Part
from tangostudio.families.placement import FLOAT32, Placement
from tangostudio.families.tangoflux_files import (
    SHARED,
    TIED,
    TOKENIZER,
    Stored,
    codec_name,
    config_of,
    expand_table,
    load_flow,
    load_network,
    load_text_encoder,
    tables,
)
from tangostudio.families.tangoflux_net import Flow, TangoFlux, TangoFluxConfig, encode_text

__all__ = [
    "SHARED", "TIED", "Conditioning", "Flow", "Model", "Stored", "TangoFlux", "TangoFluxConfig",
    "build", "condition", "decode", "encode", "expand_table", "guided", "latent_rate",
    "latent_shape", "load_flow", "load_network", "noise", "stack", "start", "tables", "tokens",
    "velocity",
]  # fmt: skip


@dataclass
class Model:
    """A loaded checkpoint: nets, words, codec, and its rules for length and guidance.

    Prompts that were read and sounds that were heard are remembered.

    Attributes:
        text: the text encoder.
        guided: lowest and highest sigma at which guidance is applied (Kynkäänniemi et al.,
            "Applying Guidance in a Limited Interval Improves Sample and Distribution Quality in
            Diffusion Models", 2024).
        parallel: how much of the guidance that points along the estimated sound itself is kept, 0
            to 1; that part makes a sound louder and no truer to its prompt (Sadat et al.,
            "Eliminating Oversaturation and Artifacts of High Guidance Scales in Diffusion Models",
            2024). 1 is plain guidance.
    """

    net: Flow
    text: Part
    tokenizer: Tokenizer
    codec: codecs.Codec
    fixed_length: bool
    max_tokens: int
    device: str
    guided: tuple[float, float] = (0.0, 1.0)
    parallel: float = 1.0
    prompts: Memory = field(default_factory=Memory)
    sounds: Memory = field(default_factory=lambda: Memory(2))


@dataclass(frozen=True)
class Conditioning:
    """What a prompt says to the network.

    Attributes:
        halves: (states (1, T + 1, D), pooled (1, D)) of [unconditional, conditional], or of the
            conditional alone when guidance is 1.
        guidance: scale g of v = u + g (c - u).
    """

    halves: tuple[tuple[Tensor, Tensor], ...]
    guidance: float


# --- loading ---------------------------------------------------------------------------------


def build(
    card: ModelCard,
    folder: Path | None,
    place: Placement | str,
    adapters: Sequence[tuple[Path, float]] = (),
) -> Model:
    """Load a checkpoint from its folder, with adapters (files) added at their strengths.

    Every name and shape is checked here; the numbers of the text encoder and of the waveform codec
    are when these are first read.

    Raises:
        WeightsError: a file is missing, cut short, altered or of another model.
        BadRequest: a strength is out of range.
    """
    place, options, folder = Placement.of(place), card.options, weights.folder_of(card, folder)
    weights.verify(card.files, folder)
    config, stored = config_of(folder), Stored.of(card, folder)
    stored.check(config)
    own = [(places.locate(folder, name), 1.0) for name in options.get("changes", ())]
    added = [(adapter_files.read(path, card), strength) for path, strength in [*own, *adapters]]
    dtype, halved = precisions.chosen(card, place), options.get("halved", "all")
    lowest, highest = options.get("guidance_interval", (0.0, 1.0))
    tokenizer = places.locate(folder, options.get("tokenizer", TOKENIZER))
    return Model(
        net=load_flow(stored, config, dtype, added, halved).to(place.device),
        text=Part(lambda: precisions.reader(load_text_encoder(stored, config), place), place),
        tokenizer=words.read_tokenizer(tokenizer),
        codec=_codec(card, folder, config, place),
        fixed_length=options.get("length", "fixed") == "fixed",
        max_tokens=int(options.get("max_tokens", 512)),
        device=place.device,
        guided=(float(lowest), float(highest)),
        parallel=float(options.get("guidance_parallel", 1.0)),
    )


def _codec(
    card: ModelCard, folder: Path, config: TangoFluxConfig, place: Placement
) -> codecs.Codec:
    options = card.options
    return codecs.build(
        options.get("codec", "oobleck"),
        places.locate(folder, codec_name(card)),
        config.codec,
        card.sample_rate,
        place,
        options.get("precision", FLOAT32),
        float(options.get("latent_limit", math.inf)),
    )


# --- what an engine calls --------------------------------------------------------------------


def tokens(model: Model, text: str) -> list[int]:
    """Ids of a text with its end token, cut to the longest that the model reads."""
    return words.tokens(model.tokenizer, text, model.max_tokens)


@torch.inference_mode()
def condition(
    model: Model, prompt: str, negative: str, seconds: float, guidance: float
) -> Conditioning:
    """Encode a prompt; with guidance other than 1 also what to steer away from.

    The unconditional text is padded to the prompt's token count and its pads are read, as in the
    reference. A negative text that is longer than the prompt keeps its own length.
    """
    prompt_ids = tokens(model, prompt)
    rows = [prompt_ids] if guidance == 1 else [tokens(model, negative), prompt_ids]
    duration = torch.tensor([float(seconds)], device=model.device)
    widths = [max(len(ids), len(prompt_ids)) for ids in rows]
    with model.text.held():
        told = [
            model.prompts.get((*ids, width), partial(_read, model, ids, width))
            for ids, width in zip(rows, widths, strict=True)
        ]
    halves = (model.net.join(states, pooled, duration) for states, pooled in told)
    return Conditioning(tuple(halves), guidance)


def _read(model: Model, ids: list[int], width: int) -> tuple[Tensor, Tensor]:
    """States (1, width, D) of a text filled up with pads, and their mean over its own tokens."""
    pads = width - len(ids)
    pad_id = int(model.net.config.text_encoder.get("pad_token_id", 0))
    padded = torch.tensor([ids + [pad_id] * pads], device=model.device)
    mask = torch.tensor([[1] * len(ids) + [0] * pads], device=model.device)
    with model.text.ready() as encoder:
        return encode_text(encoder, padded, mask)


def latent_shape(model: Model, seconds: float) -> tuple[int, int]:
    """(L, C) of the latents of a take of this length."""
    config = model.net.config
    if model.fixed_length:
        return config.audio_seq_len, config.in_channels
    length = math.ceil(seconds * model.codec.tokens_per_second - 1e-6)
    return max(1, length), config.in_channels


def latent_rate(model: Model) -> float:
    """Tokens a second."""
    return model.codec.tokens_per_second


def start(model: Model, shape: tuple[int, int], seed: int) -> tuple[Tensor, torch.Generator]:
    """Start noise (1, L, C) on the model's device, and the generator for the take's later draws.

    Drawn on the CPU, so that a seed means the same on every device.
    """
    generator = torch.Generator().manual_seed(seed)
    return noise(model, shape, generator), generator


def noise(model: Model, shape: tuple[int, int], generator: torch.Generator) -> Tensor:
    """Fresh noise (1, L, C): the take's next draw."""
    return torch.randn(1, *shape, generator=generator).to(model.device)


stack = draws.stack


@torch.inference_mode()
def velocity(model: Model, x: Tensor, sigma: float, conditioning: Conditioning) -> Tensor:
    """Guided velocity (B, L, C) of B takes of one prompt at sigma in 0..1."""
    time = torch.tensor([sigma], dtype=torch.float32, device=x.device)
    takes = x.shape[0]
    halves = [
        (states.expand(takes, -1, -1), pooled.expand(takes, -1))
        for states, pooled in conditioning.halves
    ]
    if len(halves) == 1 or not model.guided[0] <= sigma <= model.guided[1]:
        return model.net(x, time, *halves[-1])
    (states_u, pooled_u), (states_c, pooled_c) = halves
    if states_u.shape[1] == states_c.shape[1]:
        states, pooled = torch.cat([states_u, states_c]), torch.cat([pooled_u, pooled_c])
        u, c = model.net(torch.cat([x, x]), time, states, pooled).chunk(2)
    else:
        u, c = model.net(x, time, states_u, pooled_u), model.net(x, time, states_c, pooled_c)
    return guided(x, sigma, c, u, conditioning.guidance, model.parallel)


def guided(
    x: Tensor, sigma: float, told: Tensor, untold: Tensor, guidance: float, parallel: float
) -> Tensor:
    """The velocity (B, L, C) at guidance g: u + g (c - u).

    Args:
        told, untold: velocities c and u with the prompt and without.
        parallel: see `Model`.
    """
    if parallel == 1:
        return untold + guidance * (told - untold)
    sound, change = x - sigma * told, told - untold
    along = (change * sound).sum((1, 2), keepdim=True) / sound.square().sum((1, 2), keepdim=True)
    change = change - (1 - parallel) * along * sound
    return told + (guidance - 1) * change


@torch.inference_mode()
def encode(
    model: Model, sound: np.ndarray, sample_rate: int, seconds: float, generator: torch.Generator
) -> Tensor:
    """Latents (1, L, C) of a sound (frames, channels), cut or filled up as the net was trained.

    They are drawn from what the encoder holds likely, by the take's generator.
    """
    key = (hearing.mark(sound, sample_rate), seconds)
    mean, std = model.sounds.get(key, partial(_heard, model, sound, sample_rate, seconds))
    drawn = torch.randn(mean.mT.shape, generator=generator).mT.to(mean.device)
    return mean + std * drawn


def _heard(
    model: Model, sound: np.ndarray, sample_rate: int, seconds: float
) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation (1, L, C): `seconds` of the sound, then silence up to 30 s."""
    codec = model.codec
    length, rate = latent_shape(model, seconds)[0], codec.sample_rate
    trained = round(model.net.config.max_duration * rate) if model.fixed_length else 0
    whole = max(trained, length * codec.hop)
    window = hearing.window(sound, sample_rate, rate, min(round(seconds * rate), whole))
    mean, std = codec.encode(functional.pad(window, (0, whole - window.shape[-1]))[0])
    return mean[:, :length], std[:, :length]


@torch.inference_mode()
def decode(
    model: Model, x: Tensor, seconds: float, generators: Sequence[torch.Generator]
) -> list[np.ndarray]:
    """Audio of each take, float32 (frames, channels), cut to the length that was asked for.

    The last 20 ms fade, so that a take that goes on to its end does not end in a click.
    """
    rate = model.codec.sample_rate
    sounds = model.codec.decode(x, round(seconds * rate), generators)
    return [endings.cut(sound, seconds, rate) for sound in sounds]
