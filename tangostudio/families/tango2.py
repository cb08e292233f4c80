"""The Tango family: text to latents by a denoising diffusion on a UNet, over a mel VAE.

Ghosal et al., "Text-to-Audio Generation using Instruction-Tuned LLM and Latent Diffusion Model",
2023; Majumder et al., "Tango 2: Aligning Diffusion-based Text-to-Audio Generations through Direct
Preference Optimization", 2024. The module has the layout of the published checkpoints
(declare-lab/tango2, tango2-full, tango). The net makes 10.24 s whatever is asked: a shorter take
is the beginning of one. It knows nothing of samplers, schedules and jobs.

The published files do not hold the UNet's and the text encoder's configs, so their values stand
here; `main_config.json` may give others under "unet", "text_encoder" and "latent_length".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio.cards import ModelCard, places
from tangostudio.families import adapters as adapter_files
from tangostudio.families import draws, endings, hearing, weights, words
from tangostudio.families.nets import audioldm_codec as codecs
from tangostudio.families.nets import t5_encoder
from tangostudio.families.parts import Memory, Part
from tangostudio.families.placement import Placement
from tangostudio.families.precisions import DTYPES

MAIN, VAE = "pytorch_model_main.safetensors", "pytorch_model_vae.safetensors"
MAIN_CONFIG, VAE_CONFIG, TOKENIZER = "main_config.json", "vae_config.json", "tokenizer.json"
NET, TEXT = "unet.", "text_encoder."
SHARED, TIED = TEXT + t5_encoder.SHARED, TEXT + t5_encoder.TIED
"""Both names of the word table; the published file has it twice."""

MAX_TOKENS = 512
LOUDEST = 0.5
"""Peak that sounds were brought to before the model learned of them."""

UNET: dict[str, Any] = {
    "in_channels": 8,
    "out_channels": 8,
    "block_out_channels": [320, 640, 1280, 1280],
    "layers_per_block": 2,
    "down_block_types": [*["CrossAttnDownBlock2D"] * 3, "DownBlock2D"],
    "up_block_types": ["UpBlock2D", *["CrossAttnUpBlock2D"] * 3],
    # Numbers of heads, whatever the name says: an old naming of diffusers, which keeps to it.
    "attention_head_dim": [5, 10, 20, 20],
    "cross_attention_dim": 1024,
    "use_linear_projection": True,
    "upcast_attention": True,
    "norm_num_groups": 32,
    "norm_eps": 1e-5,
}


@dataclass(frozen=True)
class Config:
    """Sizes of the nets; `length` is that of the latents, each of 40 ms."""

    codec: codecs.CodecConfig
    unet: dict[str, Any] = field(default_factory=lambda: dict(UNET))
    text_encoder: dict[str, Any] = field(default_factory=lambda: dict(t5_encoder.FLAN_T5_LARGE))
    length: int = 256

    @classmethod
    def read(cls, folder: Path) -> "Config":
        """The config of a checkpoint's folder. Raises WeightsError."""
        values = weights.read_json(places.locate(folder, MAIN_CONFIG))
        return cls(
            codec=codecs.CodecConfig.read(places.locate(folder, VAE_CONFIG)),
            unet=UNET | values.get("unet", {}),
            text_encoder=t5_encoder.FLAN_T5_LARGE | values.get("text_encoder", {}),
            length=int(values.get("latent_length", cls.length)),
        )

    @property
    def grid(self) -> tuple[int, int, int]:
        """(C, T, F) of a take's latents."""
        return self.codec.channels, self.length, codecs.BANDS // self.codec.stride


@dataclass
class Model:
    """A loaded checkpoint. Prompts that were read and sounds that were heard are remembered."""

    config: Config
    net: UNet2DConditionModel
    text: Part
    codec: Part
    tokenizer: Tokenizer
    device: str
    memory: Memory = field(default_factory=Memory)
    sounds: Memory = field(default_factory=lambda: Memory(2))


@dataclass(frozen=True)
class Conditioning:
    """What a prompt says to the network.

    Attributes:
        states: (2, N, D) of [unconditional, conditional], or (1, N, D) of the conditional alone
            when guidance is 1.
        mask: (2, N) or (1, N): 1 where a token is, 0 where a pad is, which the net does not see.
        guidance: scale g of v = u + g (c - u).
    """

    states: Tensor
    mask: Tensor
    guidance: float


# --- loading ---------------------------------------------------------------------------------


def tables(card: ModelCard, folder: Path) -> dict[str, dict[str, torch.Size]]:
    """Names and shapes that the files of tensors must hold; the tied table may be there twice.

    Raises:
        WeightsError: a config is missing or damaged.
    """
    config = Config.read(folder)
    main = {NET + name: value.shape for name, value in _unet(config).state_dict().items()}
    main |= {TEXT + name: shape for name, shape in t5_encoder.table(config.text_encoder).items()}
    return {MAIN: main, VAE: codecs.table(config.codec)}


def build(
    card: ModelCard,
    folder: Path | None,
    place: Placement | str,
    adapters: Sequence[tuple[Path, float]] = (),
) -> Model:
    """Load a checkpoint from its folder, with adapters (files) added at their strengths.

    Every name and shape is checked here; the numbers of the text encoder and of the codec are when
    these are first read.

    Raises:
        WeightsError: a file is missing, cut short, altered or of another model.
        BadRequest: a strength is out of range.
    """
    place, folder = Placement.of(place), weights.folder_of(card, folder)
    weights.verify(card.files, folder)
    config = Config.read(folder)
    for name, table in tables(card, folder).items():
        held = weights.header(places.locate(folder, name))
        if TIED in held and held[TIED].shape == table.get(SHARED):
            del held[TIED]
        weights.check_keys(table, held, name)
    main, vae = places.locate(folder, MAIN), places.locate(folder, VAE)
    added = [(adapter_files.read(path, card), strength) for path, strength in adapters]
    return Model(
        config=config,
        net=load_net(main, config, place, added),
        text=Part(lambda: load_text_encoder(main, config), place),
        codec=Part(lambda: codecs.load(vae, config.codec, vae.name), place),
        tokenizer=words.read_tokenizer(places.locate(folder, TOKENIZER)),
        device=place.device,
    )


def _unet(config: Config) -> Any:
    """The net without its weights."""
    with torch.device("meta"):
        return UNet2DConditionModel(**config.unet)


def load_net(
    path: Path,
    config: Config,
    place: Placement,
    adapters: Sequence[tuple[adapter_files.Adapter, float]] = (),
) -> UNet2DConditionModel:
    """The net that samples, with adapters added. Raises WeightsError, BadRequest."""
    stored = {name: value.float() for name, value in weights.load(path, prefix=NET).items()}
    stored = adapter_files.merged(stored, adapters)
    state = {name.removeprefix(NET): value for name, value in stored.items()}
    # Cast before the net has them: diffusers warns of nets that are cast as a whole.
    net = weights.filled(lambda: _unet(config), state, DTYPES[place.precision])
    return net.to(place.device)


def load_text_encoder(path: Path, config: Config) -> T5EncoderModel:
    """The text encoder, its word table tied. Raises WeightsError."""
    stored = weights.load(path, prefix=TEXT)
    state = {name.removeprefix(TEXT): value for name, value in stored.items()}
    return t5_encoder.build(state, config.text_encoder)


# --- what an engine calls --------------------------------------------------------------------


@torch.inference_mode()
def condition(
    model: Model, prompt: str, negative: str, seconds: float, guidance: float
) -> Conditioning:
    """Read a prompt; with guidance above 1 also what to steer away from, "" for nothing in special.

    Both are filled up to the longer one with pads, which nothing attends to.
    """
    rows = [words.tokens(model.tokenizer, prompt, MAX_TOKENS)]
    if guidance > 1:
        rows.insert(0, words.tokens(model.tokenizer, negative, MAX_TOKENS))
    ids, masks = words.padded(rows, int(model.config.text_encoder.get("pad_token_id", 0)))
    with model.text.held():
        states = [
            model.memory.get((*map(tuple, pair),), lambda pair=pair: read(model, *pair))
            for pair in zip(ids, masks, strict=True)
        ]
    return Conditioning(torch.cat(states), torch.tensor(masks, device=model.device), guidance)


def read(model: Model, ids: list[int], mask: list[int]) -> Tensor:
    """Token states (1, N, D) of one text."""
    with model.text.ready() as encoder:
        return encoder(
            input_ids=torch.tensor([ids], device=model.device),
            attention_mask=torch.tensor([mask], device=model.device),
        ).last_hidden_state


def latent_shape(model: Model, seconds: float) -> tuple[int, int]:
    """(T, C F) of the latents of a take, the same for every length."""
    channels, length, bands = model.config.grid
    return length, channels * bands


def latent_rate(model: Model) -> float:
    """Latents a second."""
    return codecs.SAMPLE_RATE / (model.config.codec.stride * codecs.HOP)


def start(model: Model, shape: tuple[int, int], seed: int) -> tuple[Tensor, torch.Generator]:
    """Start noise (1, T, C F) on the model's device, and the generator for the take's later draws.

    Drawn on the CPU, so that a seed means the same on every device.
    """
    generator = torch.Generator().manual_seed(seed)
    return noise(model, shape, generator), generator


def noise(model: Model, shape: tuple[int, int], generator: torch.Generator) -> Tensor:
    """Fresh noise (1, T, C F): the take's next draw."""
    return rows(_draw(model, generator)).to(model.device)


def _draw(model: Model, generator: torch.Generator) -> Tensor:
    return torch.randn(1, *model.config.grid, generator=generator)


def rows(grid: Tensor) -> Tensor:
    """(B, C, T, F) as (B, T, C F)."""
    return grid.transpose(1, 2).flatten(2)


def grid(model: Model, rows: Tensor) -> Tensor:
    """(B, T, C F) as (B, C, T, F)."""
    channels, _, bands = model.config.grid
    return rows.unflatten(2, (channels, bands)).transpose(1, 2)


stack = draws.stack


@torch.inference_mode()
def velocity(model: Model, x: Tensor, sigma: float, conditioning: Conditioning) -> Tensor:
    """Guided v (B, T, C F), float32, of B takes of one prompt at a numbered step 0..999."""
    takes, sides = x.shape[0], conditioning.states.shape[0]
    latents = grid(model, x).repeat(sides, 1, 1, 1)  # all takes unconditional, then conditional
    v = model.net(
        latents.to(model.net.dtype),
        torch.tensor([sigma], dtype=torch.float32, device=x.device),
        conditioning.states.repeat_interleave(takes, 0).to(model.net.dtype),
        encoder_attention_mask=conditioning.mask.repeat_interleave(takes, 0),
        return_dict=False,
    )[0]
    v = rows(v.float())
    if sides == 1:
        return v
    u, c = v.chunk(2)
    return u + conditioning.guidance * (c - u)


@torch.inference_mode()
def decode(
    model: Model, x: Tensor, seconds: float, generators: Sequence[torch.Generator]
) -> list[np.ndarray]:
    """Audio of each take, float32 (frames, 1) at 16 kHz, cut to the length that was asked for.

    One take at a time, and each as a whole: its levels are normalised over all of it.
    """
    with model.codec.ready() as codec:
        waves = [codec.decode(take[None])[0].float().cpu() for take in grid(model, x)]
    return [endings.cut(wave.numpy()[:, None], seconds, codecs.SAMPLE_RATE) for wave in waves]


@torch.inference_mode()
def encode(
    model: Model, sound: np.ndarray, sample_rate: int, seconds: float, generator: torch.Generator
) -> Tensor:
    """Latents (1, T, C F) of a sound (frames, channels): one draw of what they may be.

    As the model learned of sounds: mono at 16 kHz, without its mean, at a peak of 0.5. What is
    beyond `seconds` is silence.
    """
    key = hearing.mark(sound, sample_rate), seconds
    mean, deviation = model.sounds.get(key, lambda: _heard(model, sound, sample_rate, seconds))
    drawn = _draw(model, generator).to(model.device)
    return rows(codecs.drawn(model.config.codec, mean, deviation, drawn))


def _heard(
    model: Model, sound: np.ndarray, sample_rate: int, seconds: float
) -> tuple[Tensor, Tensor]:
    """Mean and deviation (1, C, T, F) of a sound's raw latents."""
    rate = codecs.SAMPLE_RATE
    most = model.config.length * model.config.codec.stride * codecs.HOP
    frames = min(round(len(sound) * rate / sample_rate), round(seconds * rate), most)
    mono = sound.mean(1, keepdims=True, dtype=np.float32)
    wave = hearing.window(mono, sample_rate, rate, max(1, frames), 1)[0]
    wave = wave - wave.mean()
    wave = wave * (LOUDEST / wave.abs().max().clamp(min=1e-8))
    wave = nn.functional.pad(wave, (0, most - wave.shape[1]))
    with model.codec.ready() as codec:
        return codec.posterior(codecs.log_mel(wave.to(model.device)))
