"""The TangoFlux family: text to latents by a rectified flow on a FLUX transformer.

The module has the layout of the published checkpoint (declare-lab/TangoFlux, "TangoFlux: Super
Fast and Faithful Text to Audio Generation with Flow Matching and Clap-Ranked Preference
Optimization", 2024) at any size; the bundled starter is the same design made small. It knows
nothing of samplers, schedules and jobs: an engine calls the functions at the end of this file.

A card's `options`: `weights` (files, merged), `tokenizer`, `codec` ("oobleck" or "spectral"),
`codec_weights`, `storage` ("float32" or "int8"), `length` ("fixed" or "variable"), `max_tokens`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers.models.t5.configuration_t5 import T5Config
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio.cards import ModelCard
from tangostudio.errors import WeightsError
from tangostudio.families import adapters as adapter_files
from tangostudio.families import codecs, endings, weights
from tangostudio.families.nets import half
from tangostudio.families.placement import Placement

TIED = "text_encoder.encoder.embed_tokens.weight"
SHARED = "text_encoder.shared.weight"
FLAN_T5_LARGE: dict[str, Any] = {
    "vocab_size": 32128,
    "d_model": 1024,
    "d_kv": 64,
    "d_ff": 2816,
    "num_layers": 24,
    "num_heads": 16,
    "feed_forward_proj": "gated-gelu",
    "relative_attention_num_buckets": 32,
    "relative_attention_max_distance": 128,
    "layer_norm_epsilon": 1e-6,
}


@dataclass(frozen=True)
class TangoFluxConfig:
    """The fields of the published `config.json`, and those that only other sizes need."""

    num_layers: int = 6
    num_single_layers: int = 18
    in_channels: int = 64
    attention_head_dim: int = 128
    joint_attention_dim: int = 1024
    num_attention_heads: int = 8
    audio_seq_len: int = 645
    max_duration: float = 30
    axes_dims_rope: tuple[int, ...] = (16, 56, 56)
    text_encoder: dict[str, Any] = field(default_factory=lambda: dict(FLAN_T5_LARGE))
    codec: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "TangoFluxConfig":
        """The config of a checkpoint's folder; unknown fields are left aside."""
        values = weights.read_json(path)
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        if "axes_dims_rope" in known:
            known["axes_dims_rope"] = tuple(known["axes_dims_rope"])
        return cls(**known)


class FourierDuration(nn.Module):
    """A number and its sines and cosines at learned frequencies: (B,) to (B, 257)."""

    def __init__(self, frequencies: int = 128):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(frequencies))

    def forward(self, x: Tensor) -> Tensor:
        """Features [x, sin, cos] of (B,) values."""
        x = x.unsqueeze(-1)
        angle = x * self.weights * 2 * math.pi
        return torch.cat([x, angle.sin(), angle.cos()], dim=-1)


class DurationEmbedder(nn.Module):
    """Seconds as one text token."""

    def __init__(self, width: int, max_duration: float):
        super().__init__()
        self.max_duration = max_duration
        self.time_positional_embedding = nn.Sequential(FourierDuration(), nn.Linear(257, width))

    def forward(self, seconds: Tensor) -> Tensor:
        """(B,) seconds, clamped to what the model knows, to (B, 1, width)."""
        share = seconds.clamp(0, self.max_duration).float() / self.max_duration
        return self.time_positional_embedding(share).unsqueeze(1)


class TangoFlux(nn.Module):
    """The network in the published key layout, the misspelt name of one part included."""

    def __init__(self, config: TangoFluxConfig):
        super().__init__()
        self.config = config
        width = config.joint_attention_dim
        self.transformer = FluxTransformer2DModel(
            in_channels=config.in_channels,
            num_layers=config.num_layers,
            num_single_layers=config.num_single_layers,
            attention_head_dim=config.attention_head_dim,
            num_attention_heads=config.num_attention_heads,
            joint_attention_dim=width,
            pooled_projection_dim=width,
            guidance_embeds=False,
            axes_dims_rope=config.axes_dims_rope,  # pyright: ignore[reportArgumentType]
        )
        self.fc = nn.Sequential(nn.Linear(width, width), nn.ReLU())
        self.duration_emebdder = DurationEmbedder(width, config.max_duration)
        self.text_encoder = T5EncoderModel(T5Config(**config.text_encoder))
        self.text_encoder.set_input_embeddings(self.text_encoder.shared)

    def encode_text(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Token states (B, T, D), pads included, and their mean where the mask is one (B, D)."""
        states = self.text_encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(states.dtype)
        return states, (states * weight).sum(1) / weight.sum(1)

    def join(self, states: Tensor, pooled: Tensor, seconds: Tensor) -> tuple[Tensor, Tensor]:
        """What the transformer reads: (B, T + 1, D) with the duration last, and (B, D)."""
        return torch.cat([states, self.duration_emebdder(seconds)], dim=1), self.fc(pooled)

    def forward(self, x: Tensor, sigma: Tensor, states: Tensor, pooled: Tensor) -> Tensor:
        """Velocity (B, L, C) of latents at sigma (B,) or (1,), given what `join` returned."""
        return self.transformer(
            hidden_states=x,
            timestep=sigma,
            encoder_hidden_states=states,
            pooled_projections=pooled,
            img_ids=torch.arange(x.shape[1], device=x.device).unsqueeze(1).expand(-1, 3),
            txt_ids=torch.zeros(states.shape[1], 3, device=x.device),
            return_dict=False,
        )[0]


@dataclass
class Model:
    """A loaded checkpoint: network, words, codec, and its rules for length and guidance.

    Attributes:
        guided: lowest and highest sigma at which guidance is applied (Kynkäänniemi et al.,
            "Applying Guidance in a Limited Interval Improves Sample and Distribution Quality in
            Diffusion Models", 2024).
        parallel: how much of the guidance that points along the estimated sound itself is kept, 0
            to 1; that part makes a sound louder and no truer to its prompt (Sadat et al.,
            "Eliminating Oversaturation and Artifacts of High Guidance Scales in Diffusion Models",
            2024). 1 is plain guidance.
    """

    net: TangoFlux
    tokenizer: Tokenizer
    codec: codecs.Codec
    fixed_length: bool
    max_tokens: int
    device: str
    guided: tuple[float, float] = (0.0, 1.0)
    parallel: float = 1.0


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

    Raises:
        WeightsError: a file is missing, cut short, altered or of another model.
        BadRequest: a strength is out of range.
    """
    if folder is None:
        raise WeightsError(
            f"The weights of {card.name} are not on this computer.", "Choose another model."
        )
    device = Placement.of(place).device
    weights.verify(card.files, folder)
    options = card.options
    config = TangoFluxConfig.read(folder / "config.json")
    stored: dict[str, Tensor] = {}
    for name in options.get("weights", ["tangoflux.safetensors"]):
        stored |= weights.load(folder / name, options.get("storage", "float32"))
    if adapters:
        stack = [(adapter_files.read(path, card), strength) for path, strength in adapters]
        stored = adapter_files.merged({k: v.float() for k, v in stored.items()}, stack)
    net = load_network(config, stored, card.name).to(device)
    precision = options.get("precision", "float32")
    if precision == "bfloat16" and half.is_fast(device):
        half.use(net.transformer)
    codec = codecs.build(
        options.get("codec", "oobleck"),
        folder / options.get("codec_weights", "vae.safetensors"),
        config.codec,
        card.sample_rate,
        device,
        precision,
        float(options.get("latent_limit", math.inf)),
    )
    lowest, highest = options.get("guidance_interval", (0.0, 1.0))
    return Model(
        net=net,
        tokenizer=_tokenizer(folder / options.get("tokenizer", "tokenizer.json")),
        codec=codec,
        fixed_length=options.get("length", "fixed") == "fixed",
        max_tokens=int(options.get("max_tokens", 512)),
        device=device,
        guided=(float(lowest), float(highest)),
        parallel=float(options.get("guidance_parallel", 1.0)),
    )


def load_network(config: TangoFluxConfig, stored: dict[str, Tensor], name: str) -> TangoFlux:
    """The network with these weights; the tied table is the only key that may be absent.

    Raises:
        WeightsError: the keys or shapes are not those of this model.
    """
    state = {key: value.float() for key, value in expand_table(stored).items()}
    with torch.device("meta"):
        net = TangoFlux(config)
    wanted = {key: value.shape for key, value in net.state_dict().items()}
    state.pop(TIED, None)
    wanted.pop(TIED)
    weights.check_keys(wanted, state, name)
    state[TIED] = state[SHARED]
    net.load_state_dict(state, assign=True)
    net.text_encoder.set_input_embeddings(net.text_encoder.shared)
    return net.eval().requires_grad_(False)


def expand_table(stored: dict[str, Tensor]) -> dict[str, Tensor]:
    """A factored word table (`table` (V, F), `up` (D, F)) multiplied out to `shared.weight`."""
    prefix = SHARED.removesuffix("weight")
    if f"{prefix}table" not in stored:
        return stored
    state = dict(stored)
    table, up = state.pop(f"{prefix}table"), state.pop(f"{prefix}up")
    state[SHARED] = table.float() @ up.float().T
    return state


def _tokenizer(path: Path) -> Tokenizer:
    if not path.is_file():
        raise WeightsError(f"The file {path.name} is missing.", f"It belongs into {path.parent}.")
    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:  # the library raises nothing narrower
        raise WeightsError(
            f"{path.name} is not a tokenizer: it is damaged.", "Fetch the file again."
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


# --- what an engine calls --------------------------------------------------------------------


def sample_rate(model: Model) -> int:
    """Sample rate of decoded audio in Hz."""
    return model.codec.sample_rate


def tokens(model: Model, text: str) -> list[int]:
    """Ids of a text with its end token, cut to the longest that the model reads."""
    ids = model.tokenizer.encode(text).ids
    return ids if len(ids) <= model.max_tokens else [*ids[: model.max_tokens - 1], ids[-1]]


@torch.inference_mode()
def condition(
    model: Model, prompt: str, negative: str, seconds: float, guidance: float
) -> Conditioning:
    """Encode a prompt; with guidance other than 1 also what to steer away from.

    The unconditional text is padded to the prompt's token count and its pads are read, as in the
    reference. A negative text that is longer than the prompt keeps its own length.
    """
    prompt_ids = tokens(model, prompt)
    halves = [_half(model, prompt_ids, len(prompt_ids), seconds)]
    if guidance != 1:
        halves.insert(0, _half(model, tokens(model, negative), len(prompt_ids), seconds))
    return Conditioning(tuple(halves), guidance)


def _half(model: Model, ids: list[int], width: int, seconds: float) -> tuple[Tensor, Tensor]:
    pads = max(0, width - len(ids))
    pad_id = int(model.net.config.text_encoder.get("pad_token_id", 0))
    padded = torch.tensor([ids + [pad_id] * pads], device=model.device)
    mask = torch.tensor([[1] * len(ids) + [0] * pads], device=model.device)
    states, pooled = model.net.encode_text(padded, mask)
    return model.net.join(states, pooled, torch.tensor([float(seconds)], device=model.device))


def latent_shape(model: Model, seconds: float) -> tuple[int, int]:
    """(L, C) of the latents of a take of this length."""
    config = model.net.config
    if model.fixed_length:
        return config.audio_seq_len, config.in_channels
    length = math.ceil(seconds * model.codec.tokens_per_second - 1e-6)
    return max(1, length), config.in_channels


def start(model: Model, shape: tuple[int, int], seed: int) -> tuple[Tensor, torch.Generator]:
    """Start noise (1, L, C) on the model's device, and the generator for the take's later draws.

    Drawn on the CPU, so that a seed means the same on every device.
    """
    generator = torch.Generator().manual_seed(seed)
    return noise(model, shape, generator), generator


def noise(model: Model, shape: tuple[int, int], generator: torch.Generator) -> Tensor:
    """Fresh noise (1, L, C): the take's next draw."""
    return torch.randn(1, *shape, generator=generator).to(model.device)


def stack(parts: Sequence[Tensor]) -> Tensor:
    """Join takes (1, L, C) to (B, L, C)."""
    return torch.cat(list(parts))


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
    if model.parallel == 1:
        return u + conditioning.guidance * (c - u)
    sound, change = x - sigma * c, c - u
    along = (change * sound).sum((1, 2), keepdim=True) / sound.square().sum((1, 2), keepdim=True)
    change = change - (1 - model.parallel) * along * sound
    return c + (conditioning.guidance - 1) * change


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
