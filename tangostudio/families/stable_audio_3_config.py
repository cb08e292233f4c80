"""What the `model_config.json` of a Stable Audio 3 checkpoint says, and what is known without it.

Fields that the file lacks are those of the published small or medium model. Knows no weights.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tangostudio.errors import WeightsError
from tangostudio.families import weights
from tangostudio.families.nets.same import SameConfig
from tangostudio.families.nets.stable_audio_3_dit import DiTConfig

POST_TRAINED, BASE = "rf_denoiser", "rectified_flow"


@dataclass(frozen=True)
class Config:
    """Sizes of the nets and rules of lengths; the defaults are the small model.

    Attributes:
        objective: "rf_denoiser" after post-training, "rectified_flow" of a base; "" unknown.
        sample_size: frames of the longest take, headroom included.
        align: a take's latents are a multiple of it.
        max_tokens: of a prompt; shorter ones are filled up with a learned vector.
        longest: seconds at which the duration's number is 1.
        headroom: seconds of silence behind a take that the model works on too.
    """

    dit: DiTConfig = field(default_factory=DiTConfig)
    codec: SameConfig = field(default_factory=SameConfig)
    objective: str = ""
    sample_rate: int = 44100
    sample_size: int = 5_292_032
    align: int = 2
    max_tokens: int = 256
    longest: float = 384.0
    headroom: float = 6.0


SMALL = Config()
MEDIUM = Config(
    dit=DiTConfig(width=1536, depth=24, heads=24, differential=True),
    codec=SameConfig(width=1536, depths=(12, 12), chunk=0, window=1, sines=8, mapping=1),
    sample_size=16_777_216,
)
_KNOWN = {"small": SMALL, "medium": MEDIUM}


def read(path: Path, size: str = "small") -> Config:
    """The config of a checkpoint; without the file, that of a published size.

    Raises:
        WeightsError: the file is no such config.
    """
    if not path.is_file():
        return _KNOWN[size]
    values = weights.read_json(path)
    try:
        return _config(values)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            f"{path.name} does not describe a Stable Audio 3 model: {error}.", weights.AGAIN
        ) from error


def _config(values: Mapping[str, Any]) -> Config:
    model = values["model"]
    diffusion = model.get("diffusion", {})
    differential = _at(diffusion, "config.attn_kwargs.differential", False)
    known = MEDIUM if differential else SMALL
    conditions = {item["id"]: item for item in _at(model, "conditioning.configs", [])}
    stride = int(_at(model, "pretransform.config.encoder.config.strides", [16])[0])
    chunk = int(_at(model, "pretransform.config.encoder.config.chunk_size", 32))
    return Config(
        dit=_dit(diffusion.get("config", {}), known.dit, bool(differential)),
        codec=_codec(model.get("pretransform", {}).get("config", {}), known.codec),
        objective=str(diffusion.get("diffusion_objective", "")),
        sample_rate=int(values.get("sample_rate", known.sample_rate)),
        sample_size=int(values.get("sample_size", known.sample_size)),
        align=max(1, chunk // stride),
        max_tokens=int(_at(conditions, "prompt.config.max_length", known.max_tokens)),
        longest=float(_at(conditions, "seconds_total.config.max_val", known.longest)),
    )


def _dit(values: Mapping[str, Any], known: DiTConfig, differential: bool) -> DiTConfig:
    return DiTConfig(
        channels=int(values.get("io_channels", known.channels)),
        width=int(values.get("embed_dim", known.width)),
        depth=int(values.get("depth", known.depth)),
        heads=int(values.get("num_heads", known.heads)),
        context=int(values.get("cond_token_dim", known.context)),
        feed=int(_at(values, "ff_kwargs.mult", known.feed)),
        memory=int(values.get("num_memory_tokens", known.memory)),
        differential=differential,
    )


def _codec(values: Mapping[str, Any], known: SameConfig) -> SameConfig:
    encoder, decoder = (_at(values, f"{side}.config", {}) for side in ("encoder", "decoder"))
    stride = int(decoder.get("strides", [known.stride])[0])
    depths = (
        int(side.get("transformer_depths", [depth])[0])
        for side, depth in zip((encoder, decoder), known.depths, strict=True)
    )
    width = known.width
    if "channels" in decoder and "c_mults" in decoder:
        width = int(decoder["channels"]) * int(decoder["c_mults"][0])
    chunk, window = known.chunk, known.window
    if decoder.get("sliding_window"):
        chunk, window = 0, int(decoder["sliding_window"][0])
    elif "chunk_size" in decoder:
        chunk, window = int(decoder["chunk_size"]) // stride, 0
    wide = 3 if decoder.get("conv_mapping") else 1
    return SameConfig(
        channels=int(values.get("io_channels", known.channels)),
        patch=int(_at(values, "pretransform.config.patch_size", known.patch)),
        stride=stride,
        latent=int(values.get("latent_dim", known.latent)),
        width=width,
        head=int(decoder.get("dim_heads", known.head)),
        feed=int(decoder.get("ff_mult", known.feed)),
        depths=(next(depths), next(depths)),
        chunk=chunk,
        window=window,
        sines=int(decoder.get("sinusoidal_blocks", [known.sines])[0]),
        mapping=wide if "conv_mapping" in decoder else known.mapping,
    )


def _at(values: Mapping[str, Any], dotted: str, default: Any) -> Any:
    """The value under names joined by dots, or the default where one is missing."""
    found: Any = values
    for name in dotted.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return default
        found = found[name]
    return default if found is None else found
