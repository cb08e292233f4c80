"""Sizes and rules of a Stable Audio Open checkpoint, as its own configuration files give them.

Two layouts are read: `model_config.json` of the single-file checkpoints, and the configurations in
diffusers' folders. What the released models say is kept here for folders without the file.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.errors import WeightsError
from tangostudio.families.nets import oobleck_layout
from tangostudio.families.nets.stable_audio_dit import DiTConfig

START, TOTAL = "seconds_start", "seconds_total"
OTHER = "Update the program, or choose another model."


@dataclass(frozen=True)
class Config:
    """What a checkpoint says of itself.

    Attributes:
        codec: sizes of the autoencoder as diffusers names them.
        prompt: id of the text among the conditions.
        tokens: that the text is padded or cut to.
        numbers: ids of the numbers among the conditions, each with its least and greatest value.
        states: ids of the conditions in the order in which cross-attention reads them.
        glob: ids of the numbers that make up the global condition, in order.
        objective: "v", "rectified_flow" or "rf_denoiser" (a flow made quick by ARC).
        sample_size: frames that the net works on, whatever length is asked for.
    """

    dit: DiTConfig
    codec: dict[str, Any]
    prompt: str
    tokens: int
    numbers: dict[str, tuple[float, float]]
    states: tuple[str, ...]
    glob: tuple[str, ...]
    objective: str
    sample_rate: int
    sample_size: int

    @property
    def hop(self) -> int:
        """Frames of a latent."""
        return math.prod(self.codec["downsampling_ratios"])

    @property
    def length(self) -> int:
        """Latents of a take."""
        return self.sample_size // self.hop


# --- model_config.json -----------------------------------------------------------------------


def from_single_file(values: Mapping[str, Any]) -> Config:
    """The configuration in a published `model_config.json`.

    Raises:
        WeightsError: it lacks something, or describes a model of another kind.
    """
    try:
        return _single_file(values)
    except (KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            f"The model's configuration is not complete: {type(error).__name__}: {error}.", OTHER
        ) from error


def _single_file(values: Mapping[str, Any]) -> Config:
    model = values["model"]
    diffusion, conditioning = model["diffusion"], model["conditioning"]
    kinds = {item["id"]: item["type"] for item in conditioning["configs"]}
    details = {item["id"]: item.get("config", {}) for item in conditioning["configs"]}
    (prompt,) = [name for name, kind in kinds.items() if kind == "t5"]
    numbers = {
        name: (float(details[name]["min_val"]), float(details[name]["max_val"]))
        for name, kind in kinds.items()
        if kind == "number"
    }
    _known_conditions({*kinds} - {prompt}, numbers)
    rate = int(values["sample_rate"])
    return Config(
        dit=_dit(diffusion["config"]),
        codec=oobleck_layout.sizes(model["pretransform"], rate),
        prompt=prompt,
        tokens=int(details[prompt].get("max_length", 128)),
        numbers=numbers,
        states=tuple(diffusion["cross_attention_cond_ids"]),
        glob=tuple(diffusion["global_cond_ids"]),
        objective=diffusion.get("diffusion_objective", "v"),
        sample_rate=rate,
        sample_size=int(values["sample_size"]),
    )


def _known_conditions(named: set[str], numbers: Mapping[str, Any]) -> None:
    if other := named - numbers.keys() | named - {START, TOTAL}:
        raise WeightsError(f"The model asks for {', '.join(sorted(other))} with a prompt.", OTHER)


_PLAIN = {
    "transformer_type": "continuous_transformer",
    "global_cond_type": "prepend",
    "project_global_cond": True,
    "patch_size": 1,
}
_READ = {
    "io_channels", "embed_dim", "depth", "num_heads", "cond_token_dim", "global_cond_dim",
    "project_cond_tokens", "attn_kwargs",
}  # fmt: skip


def _dit(values: Mapping[str, Any]) -> DiTConfig:
    attention = dict(values.get("attn_kwargs") or {})
    norm = attention.pop("qk_norm", None)
    strange = {
        name: value
        for name, value in values.items()
        if name not in _READ and value and _PLAIN.get(name) != value
    }
    strange |= attention if norm in (None, "none", "ln") else {"qk_norm": norm}
    if strange:
        listed = ", ".join(f"{name} = {value}" for name, value in strange.items())
        raise WeightsError(f"The model's net is of a kind that is not known here: {listed}.", OTHER)
    width, condition = int(values["embed_dim"]), int(values["cond_token_dim"])
    return DiTConfig(
        channels=int(values["io_channels"]),
        width=width,
        depth=int(values["depth"]),
        heads=int(values["num_heads"]),
        condition=condition,
        context=width if values.get("project_cond_tokens", True) else condition,
        glob=int(values["global_cond_dim"]),
        normed=norm == "ln",
    )


# --- diffusers -------------------------------------------------------------------------------

FOLDERS = ("transformer", "projection_model", "vae")


def from_folders(folders: Mapping[str, Mapping[str, Any]], tokens: int) -> Config:
    """The configuration in diffusers' folders.

    Args:
        folders: the `config.json` of each of FOLDERS.
        tokens: that the text is padded or cut to.

    Raises:
        WeightsError: one of them lacks something.
    """
    try:
        transformer, projection, vae = (folders[name] for name in FOLDERS)
        heads, head = transformer["num_attention_heads"], transformer["attention_head_dim"]
        limits = (float(projection["min_value"]), float(projection["max_value"]))
        return Config(
            dit=DiTConfig(
                channels=transformer["in_channels"],
                width=heads * head,
                depth=transformer["num_layers"],
                heads=heads,
                condition=transformer["cross_attention_input_dim"],
                context=transformer["cross_attention_dim"],
                glob=transformer["global_states_input_dim"],
                normed=False,
                frequencies=transformer["time_proj_dim"] // 2,
            ),
            codec={name: vae[name] for name in oobleck_layout.SIZES},
            prompt="prompt",
            tokens=tokens,
            numbers={START: limits, TOTAL: limits},
            states=("prompt", START, TOTAL),
            glob=(START, TOTAL),
            objective="v",
            sample_rate=vae["sampling_rate"],
            sample_size=transformer["sample_size"] * math.prod(vae["downsampling_ratios"]),
        )
    except (KeyError, TypeError) as error:
        raise WeightsError(
            f"The model's configuration is not complete: {type(error).__name__}: {error}.", OTHER
        ) from error


# --- the released models ---------------------------------------------------------------------


def _half(**other: Any) -> dict[str, Any]:
    common = {"channels": 128, "c_mults": [1, 2, 4, 8, 16], "strides": [2, 4, 4, 8, 8]}
    return {"type": "oobleck", "config": {**common, "use_snake": True, **other}}


def _released(
    size: int, tokens: int, most: float, seconds: list[str], **diffusion: Any
) -> dict[str, Any]:
    numbers = [
        {"id": name, "type": "number", "config": {"min_val": 0, "max_val": most}}
        for name in seconds
    ]
    text = {"id": "prompt", "type": "t5", "config": {"max_length": tokens}}
    autoencoder = {
        "encoder": _half(in_channels=2, latent_dim=128),
        "decoder": _half(out_channels=2, latent_dim=64, final_tanh=False),
        "bottleneck": {"type": "vae"},
    }
    ids = {"cross_attention_cond_ids": ["prompt", *seconds], "global_cond_ids": seconds}
    return {
        "sample_size": size,
        "sample_rate": 44100,
        "model": {
            "pretransform": {"type": "autoencoder", "config": autoencoder},
            "conditioning": {"configs": [text, *numbers], "cond_dim": 768},
            "diffusion": {**ids, **diffusion},
        },
    }


_SMALL_NET = {
    "io_channels": 64, "embed_dim": 1024, "depth": 16, "num_heads": 8, "cond_token_dim": 768,
    "global_cond_dim": 768, "attn_kwargs": {"qk_norm": "ln"},
}  # fmt: skip
_OPEN_NET = {
    "io_channels": 64, "embed_dim": 1536, "depth": 24, "num_heads": 24, "cond_token_dim": 768,
    "global_cond_dim": 1536, "project_cond_tokens": False,
}  # fmt: skip


def _small(objective: str) -> dict[str, Any]:
    net = {"config": _SMALL_NET, "diffusion_objective": objective}
    return _released(524288, 64, 256, [TOTAL], **net)


RELEASED: dict[str, dict[str, Any]] = {
    "small": _small("rf_denoiser"),
    "small-base": _small("rectified_flow"),
    "1.0": _released(2097152, 128, 512, [START, TOTAL], config=_OPEN_NET),
}
"""What the released models' files say, by the name that a card's option `released` gives."""
