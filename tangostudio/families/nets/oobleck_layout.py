"""Names of the Oobleck autoencoder in single-file checkpoints, from those of diffusers.

Single files number the layers of plain sequences where diffusers has names; the values are the
same, but for the snakes' parameters, which have one axis there and three in diffusers. Knows only
names, shapes and sizes.
"""

import re
from collections.abc import Mapping
from typing import Any

from torch import Tensor

from tangostudio.errors import WeightsError

PREFIX = "pretransform.model."
SIZES = (
    "encoder_hidden_size", "downsampling_ratios", "channel_multiples", "decoder_channels",
    "decoder_input_channels", "audio_channels", "sampling_rate",
)  # fmt: skip
"""What diffusers' configuration of the net holds."""

_ENDS = {"conv1": 0, "block": 1, "snake1": 1, "conv2": 2}  # the last two come after the blocks
_UNITS = {"snake1": 0, "conv1": 1, "snake2": 2, "conv2": 3}
_ENCODER_BLOCK = {"res_unit1": 0, "res_unit2": 1, "res_unit3": 2, "snake1": 3, "conv1": 4}
_DECODER_BLOCK = {"snake1": 0, "conv_t1": 1, "res_unit1": 2, "res_unit2": 3, "res_unit3": 4}


def published(name: str, blocks: int) -> str:
    """The single-file name of a tensor that diffusers calls `name`, in a net of so many blocks."""
    side, *parts, kind = name.split(".")
    end = parts.pop(0)
    numbers = [_ENDS[end] + (blocks if end in ("snake1", "conv2") else 0)]
    if end == "block":
        numbers[0] += int(parts.pop(0))
        inside = _ENCODER_BLOCK if side == "encoder" else _DECODER_BLOCK
        numbers.append(inside[parts.pop(0)])
    numbers += [_UNITS[part] for part in parts]
    return f"{PREFIX}{side}." + "".join(f"layers.{number}." for number in numbers) + kind


def published_shape(name: str, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that a tensor has in a single file."""
    return tuple(shape[1:2]) if _is_snake(name) else tuple(shape)


def from_single_file(
    state: Mapping[str, Tensor], names: Mapping[str, Any], blocks: int
) -> dict[str, Tensor]:
    """The tensors of a single file under the names, and with the axes, that diffusers gives them.

    Args:
        names: all that the net has in diffusers.
        blocks: of the encoder, which are as many as the decoder's.
    """
    found = {name: state[published(name, blocks)] for name in names}
    return {k: v[None, :, None] if _is_snake(k) else v for k, v in found.items()}


def _is_snake(name: str) -> bool:
    return re.search(r"\.(alpha|beta)$", name) is not None


def sizes(pretransform: Mapping[str, Any], sample_rate: int) -> dict[str, Any]:
    """diffusers' configuration from the `pretransform` of a published one.

    Raises:
        WeightsError: it describes another autoencoder.
    """
    both = pretransform["config"]
    encoder, decoder = both["encoder"]["config"], both["decoder"]["config"]
    kinds = {both["encoder"]["type"], both["decoder"]["type"]}
    known = kinds == {"oobleck"} and both["bottleneck"]["type"] == "vae"
    known &= bool(encoder.get("use_snake")) and bool(decoder.get("use_snake"))
    known &= not decoder.get("final_tanh", True) and pretransform.get("scale", 1.0) == 1.0
    known &= encoder["strides"] == decoder["strides"] and encoder["c_mults"] == decoder["c_mults"]
    if not known:
        raise WeightsError(
            "The configuration describes an autoencoder that is not known here.",
            "Update the program, or choose another model.",
        )
    values = (
        encoder["channels"], encoder["strides"], encoder["c_mults"], decoder["channels"],
        decoder["latent_dim"], encoder["in_channels"], sample_rate,
    )  # fmt: skip
    return dict(zip(SIZES, values, strict=True))
