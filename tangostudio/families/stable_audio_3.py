"""The Stable Audio 3 family: text to latents by a flow on a diffusion transformer.

The module has the layout of the published checkpoints (stabilityai/stable-audio-3-small-sfx,
-small-music, -medium and their bases; arXiv 2605.17991, 2026): `model_config.json`,
`model.safetensors` with net, conditioners and codec, and the text encoder in a folder of its own.
A take is as long as it needs to be. Knows nothing of samplers, schedules and jobs.

A card's `options`: `size` ("small" or "medium", for a folder without `model_config.json`),
`objective` (which the config must not contradict), and those of `Guidance`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from tangostudio.cards import ModelCard, places
from tangostudio.errors import WeightsError
from tangostudio.families import adapters as adapter_files
from tangostudio.families import (
    draws,
    endings,
    hearing,
    precisions,
    stable_audio_3_lora,
    weights,
    words,
)
from tangostudio.families import stable_audio_3_config as configs
from tangostudio.families.nets import t5gemma_encoder
from tangostudio.families.nets.same import Same
from tangostudio.families.nets.stable_audio_3_conditioners import Conditioners
from tangostudio.families.nets.stable_audio_3_dit import StableAudio3DiT, Told
from tangostudio.families.parts import Memory, Part
from tangostudio.families.placement import Placement
from tangostudio.families.stable_audio_3_guidance import Guidance, guided

CONFIG, MAIN = "model_config.json", "model.safetensors"
TEXT = "t5gemma-b-b-ul2/"
TEXT_CONFIG, TEXT_MAIN = TEXT + "config.json", TEXT + "model.safetensors"
TOKENIZER = TEXT + "tokenizer.json"
NET, CONDITIONERS, CODEC = "model.model.", "conditioner.conditioners.", "pretransform.model."
"""How the names of the three groups in the main file begin."""

_Net = TypeVar("_Net", bound=nn.Module)


@dataclass
class Model:
    """A loaded checkpoint. Prompts that were read and sounds that were heard are remembered.

    Attributes:
        exact_padding: whether pads are left out of attention, as in training. Without
            flash-attention the original counts them; that is for comparisons only.
    """

    config: configs.Config
    net: StableAudio3DiT
    conditioners: Conditioners
    tokenizer: Tokenizer
    text: Part
    codec: Part
    place: Placement
    guidance: Guidance = field(default_factory=Guidance)
    exact_padding: bool = True
    remembered: Memory = field(default_factory=Memory)
    sounds: Memory = field(default_factory=lambda: Memory(2))


@dataclass(frozen=True)
class Conditioning:
    """What a request says to the net.

    Attributes:
        halves: what was read of the prompt, and with guidance also of what to steer away from.
        guidance: its scale.
        seconds: of all takes, or of each.
    """

    halves: tuple[Told, ...]
    guidance: float
    seconds: tuple[float, ...]


# --- loading ---------------------------------------------------------------------------------


def build(
    card: ModelCard,
    folder: Path | None,
    place: Placement | str,
    adapters: Sequence[tuple[Path, float]] = (),
) -> Model:
    """Load a checkpoint from its folder, with adapters (files) added at their strengths.

    Adapters are LoRA files of the model's own trainer, and those of `families.adapters`.

    Raises:
        WeightsError: a file is missing, cut short, altered or of another model.
        BadRequest: a strength is out of range.
    """
    place, folder = Placement.of(place), weights.folder_of(card, folder)
    _check(card, folder)
    config = _config(card, folder)
    main = places.locate(folder, MAIN)
    stored = {
        name: value.float()
        for prefix in (NET, CONDITIONERS)
        for name, value in weights.load(main, prefix=prefix).items()
    }
    stored = with_adapters(stored, adapters, card)
    net, conditioners = load_nets(config, stored, place.device, precisions.chosen(card, place))
    return Model(
        config=config,
        net=net,
        conditioners=conditioners,
        tokenizer=words.read_tokenizer(places.locate(folder, TOKENIZER)),
        text=Part(lambda: precisions.reader(_text_encoder(folder), place), place),
        codec=Part(
            lambda: filled(lambda: Same(config.codec), weights.load(main, prefix=CODEC), CODEC),
            place,
        ),
        place=place,
        guidance=Guidance.of(card.options),
    )


def load_nets(
    config: configs.Config, state: Mapping[str, Tensor], device: str, dtype: torch.dtype
) -> tuple[StableAudio3DiT, Conditioners]:
    """The net in a precision, and what makes tokens, of weights under their published names."""
    net = _in_precision(filled(lambda: StableAudio3DiT(config.dit), state, NET), device, dtype)
    conditioners = filled(lambda: _conditioners(config), state, CONDITIONERS)
    # The net is in its precision already: all of it may not fit in float32.
    return net.to(device), conditioners.to(device)


def _check(card: ModelCard, folder: Path) -> None:
    """Every file is whole and holds the tensors that it should, also those that are read later."""
    weights.verify(card.files, folder)
    for name, wanted in tables(card, folder).items():
        weights.check_keys(wanted, weights.header(places.locate(folder, name)), name)


def _text_encoder(folder: Path) -> nn.Module:
    values = weights.read_json(places.locate(folder, TEXT_CONFIG))
    state = weights.load(places.locate(folder, TEXT_MAIN), prefix=t5gemma_encoder.ENCODER)
    return t5gemma_encoder.build(values, state)


def tables(card: ModelCard, folder: Path) -> dict[str, dict[str, torch.Size]]:
    """Names and shapes of the tensors that the checkpoint's files hold, by file.

    Raises:
        WeightsError: a config is missing, damaged or of another model.
    """
    config = _config(card, folder)
    with torch.device("meta"):
        nets = {
            NET: StableAudio3DiT(config.dit),
            CONDITIONERS: _conditioners(config),
            CODEC: Same(config.codec),
        }
    main = {
        prefix + name: value.shape
        for prefix, net in nets.items()
        for name, value in net.state_dict().items()
    }
    text = weights.read_json(places.locate(folder, TEXT_CONFIG))
    return {MAIN: main, TEXT_MAIN: t5gemma_encoder.table(text)}


def filled(make: Callable[[], _Net], state: Mapping[str, Tensor], prefix: str) -> _Net:
    """A net with the weights whose names begin with the prefix, in float32, not to be trained."""
    own = {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
    return weights.filled(make, own)


def with_adapters(
    state: Mapping[str, Tensor], adapters: Sequence[tuple[Path, float]], card: ModelCard
) -> dict[str, Tensor]:
    """Weights with adapters, one on the result of the other; the given tensors stay as they are.

    Raises:
        WeightsError: an adapter is missing, damaged or of another model.
        BadRequest: a strength is out of range.
    """
    result = dict(state)
    for path, strength in adapters:
        if stable_audio_3_lora.is_lora(path):
            lora = stable_audio_3_lora.read(path)
            result = stable_audio_3_lora.merged(result, lora, strength, state)
        else:
            result = adapter_files.merged(result, [(adapter_files.read(path, card), strength)])
    return result


def _conditioners(config: configs.Config) -> Conditioners:
    return Conditioners(config.dit.context, config.longest)


def _config(card: ModelCard, folder: Path) -> configs.Config:
    config = configs.read(places.locate(folder, CONFIG), card.options.get("size", "small"))
    wanted = card.options.get("objective", "")
    if wanted and config.objective and wanted != config.objective:
        kinds = {configs.POST_TRAINED: "the post-trained model", configs.BASE: "a base model"}
        raise WeightsError(
            f"The folder holds {kinds.get(config.objective, config.objective)} and not "
            f"{kinds.get(wanted, wanted)}, as {card.name} is.",
            "Choose the model that belongs to the files, or fetch the other files.",
        )
    return config


def _in_precision(net: StableAudio3DiT, device: str, dtype: torch.dtype) -> StableAudio3DiT:
    """Tables of frequencies stay as they are; on a processor only the layers' matrices change."""
    if device == "cpu":
        precisions.use(net.transformer.layers, dtype)
    elif dtype != torch.float32:
        for parameter in net.parameters():
            parameter.data = parameter.data.to(dtype)
    return net


# --- what an engine calls --------------------------------------------------------------------


@torch.inference_mode()
def condition(
    model: Model, prompt: str, negative: str, seconds: float, guidance: float
) -> Conditioning:
    """Read a prompt and a duration; with guidance other than 1 also what to steer away from."""
    duration = model.conditioners.seconds_total([seconds])
    with model.text.held():
        contexts = [context(model, states(model, prompt), duration)]
        if guidance != 1:
            away = states(model, negative) if negative else None
            contexts.append(context(model, away, duration, True))
    told = tuple(model.net.read(each, duration) for each in contexts)
    return Conditioning(told, guidance, (float(seconds),))


def states(model: Model, text: str) -> Tensor:
    """What the text encoder makes of a text's tokens, (1, tokens, width); it sees no pads."""
    return model.remembered.get(text, lambda: _read(model, text))


def _read(model: Model, text: str) -> Tensor:
    # The model was trained without tokens of beginning and end, whatever the file would add.
    ids = model.tokenizer.encode(text, add_special_tokens=False).ids[: model.config.max_tokens]
    if not ids:
        return torch.zeros(1, 0, model.config.dit.context, device=model.place.device)
    rows = torch.tensor([ids], device=model.place.device)
    with model.text.ready() as net:
        return net(input_ids=rows, attention_mask=torch.ones_like(rows)).last_hidden_state


def context(model: Model, states: Tensor | None, duration: Tensor, away: bool = False) -> Tensor:
    """Tokens (1, max_tokens + 1, width) that the net attends to: a prompt's, then the duration's.

    What guidance steers away from has zeros in place of the learned pads; without a text it is all
    zeros, the duration's token too.
    """
    count = model.config.max_tokens
    if states is None:
        return torch.zeros(1, count + 1, duration.shape[-1], device=duration.device)
    if away:
        filled = nn.functional.pad(states, (0, 0, 0, count - states.shape[1]))
    else:
        filled = model.conditioners.prompt(states, count)
    return torch.cat([filled, duration.unsqueeze(1)], 1)


def latent_shape(model: Model, seconds: float) -> tuple[int, int]:
    """(T, channels) of a take with its headroom of silence, up to the model's longest."""
    config = model.config
    frames = int((seconds + config.headroom) * config.sample_rate)
    length = -(-frames // (config.codec.hop * config.align)) * config.align
    return min(length, config.sample_size // config.codec.hop), config.dit.channels


def latent_rate(model: Model) -> float:
    """Latents a second."""
    return model.config.sample_rate / model.config.codec.hop


def valid_latents(model: Model, length: int, seconds: float) -> int:
    """How many of a length are the take and its headroom; the rest is padding."""
    config = model.config
    hop = config.codec.hop
    sound = -(-int(seconds * config.sample_rate) // hop)
    return min(length, sound + int(config.headroom * config.sample_rate / hop))


def start(model: Model, shape: tuple[int, int], seed: int) -> tuple[Tensor, torch.Generator]:
    """Start noise (1, T, C) on the model's device, and the generator for the take's later draws."""
    generator = torch.Generator().manual_seed(seed)
    return noise(model, shape, generator), generator


def noise(model: Model, shape: tuple[int, int], generator: torch.Generator) -> Tensor:
    """Fresh noise (1, T, C), drawn channel by channel on the processor: the take's next draw."""
    return draws.by_channel(shape, generator, model.place.device)


stack = draws.stack


@torch.inference_mode()
def velocity(model: Model, x: Tensor, sigma: float, conditioning: Conditioning) -> Tensor:
    """Guided velocity (B, T, C), noise minus sound, of B takes at sigma in 0..1; float32."""
    time = torch.tensor([sigma], dtype=torch.float32)
    valid = [valid_latents(model, x.shape[1], each) for each in conditioning.seconds]
    real = torch.arange(x.shape[1]) < torch.tensor(valid)[:, None]
    real = None if bool(real.all()) else real.to(x.device)
    told, *away = conditioning.halves
    exact, how = model.exact_padding, model.guidance
    v = model.net(x, time, told, real, exact).float()
    if not away or not how.lowest <= sigma <= how.highest:
        return v
    u = model.net(x, time, away[0], real, exact).float()
    return guided(x, sigma, v, u, conditioning.guidance, how, real)


@torch.inference_mode()
def decode(
    model: Model, x: Tensor, seconds: float, generators: Sequence[torch.Generator]
) -> list[np.ndarray]:
    """Audio of each take, float32 (frames, channels), cut to the length that was asked for.

    Only the latents that the sound depends on are decoded. The original clips to full scale at the
    end; here a peak above it is kept for whoever stores the sound. Draws nothing from generators.
    """
    config = model.config
    needed = -(-int(seconds * config.sample_rate) // config.codec.hop) + config.codec.reach
    x = x[:, : needed + needed % 2].float()
    with model.codec.ready() as net:
        sounds = [net.decode(take[None], model.place.chunk)[0].T.cpu().numpy() for take in x]
    return [endings.cut(sound, seconds, config.sample_rate) for sound in sounds]


@torch.inference_mode()
def encode(
    model: Model, sound: np.ndarray, sample_rate: int, seconds: float, generator: torch.Generator
) -> Tensor:
    """Latents (1, T, C) of a sound (frames, channels), silence behind its end; without chance."""
    length = latent_shape(model, seconds)[0]
    key = hearing.mark(sound, sample_rate), length
    return model.sounds.get(key, lambda: _heard(model, sound, sample_rate, length))


def _heard(model: Model, sound: np.ndarray, sample_rate: int, length: int) -> Tensor:
    config = model.config
    frames = length * config.codec.hop
    window = hearing.window(sound, sample_rate, config.sample_rate, frames, config.codec.channels)
    with model.codec.ready() as net:
        return net.encode(window.to(model.place.device), model.place.chunk)


def keep(
    model: Model,
    conditioning: Conditioning,
    source: Tensor,
    regions: Sequence[tuple[float, float]],
) -> Conditioning:
    """Give the source's latents (B, T, C) to the net, except those whose first frame is made anew.

    That is in the regions (start, end in seconds) and from the duration's end on. What is given is
    made again from the latents and comes close to the source; a sound goes on past its end when a
    region begins there.
    """
    config = model.config
    rate = config.sample_rate
    frames = torch.arange(source.shape[1]) * config.codec.hop
    given = frames < int(max(conditioning.seconds) * rate)
    for begin, end in regions:
        given &= (frames < int(begin * rate)) | (frames >= int(end * rate))
    mask = given.to(source.device, torch.float32)[None, :, None].expand(len(source), -1, 1)
    local = torch.cat([mask, source * mask], -1)
    return replace(conditioning, halves=tuple(h.with_given(local) for h in conditioning.halves))
