"""A tiny TangoFlux in its published layout, that the engines load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "golden" / "tangoflux"
VAE: dict[str, Any] = {
    "encoder_hidden_size": 4,
    "downsampling_ratios": [8, 8],
    "channel_multiples": [1, 2],
    "decoder_channels": 4,
    "decoder_input_channels": 64,
    "audio_channels": 2,
    "sampling_rate": 44100,
}
CARD = """format = 1
id = "tiny-flux"
name = "Tiny Flux"
family = "tangoflux"
summary = "For tests."
samplers = ["euler"]

[licence]
name = "Test 1.0"
commercial = "no"
summary = "For tests only"

[audio]
sample_rate = 44100
channels = 2

[parameters.seconds]
label = "Length"
minimum = 0.01
maximum = 1.0
default = 0.02

[parameters.steps]
label = "Steps"
minimum = 1
maximum = 8
default = 2

[parameters.guidance]
label = "Guidance"
minimum = 1.0
maximum = 9.0
default = 2.0
"""


def checkpoint(folder: Path) -> dict[str, bytes]:
    """The published files by name."""
    folder.mkdir(parents=True)
    manifest = json.loads((GOLDEN / "manifest.json").read_text())
    config = manifest["files"]["tangoflux_mh_weights.safetensors"]["config"]
    (folder / "config.json").write_text(json.dumps({**config, "codec": VAE}))
    weights = (GOLDEN / "tangoflux_mh_weights.safetensors").read_bytes()
    (folder / "tangoflux.safetensors").write_bytes(weights)
    save_file(dict(_codec()), folder / "vae.safetensors")
    tokenizer = Tokenizer(models.WordLevel({str(i): i for i in range(100)}, unk_token="2"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()  # type: ignore[assignment]
    tokenizer.post_processor = processors.TemplateProcessing(  # type: ignore[assignment]
        single="$A 1", special_tokens=[("1", 1)]
    )
    (folder / "tokenizer.json").write_text(tokenizer.to_str())
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# --- the codec's tensors, made without torch, which takes seconds to import -----------------------


def _codec() -> Iterator[tuple[str, np.ndarray]]:
    """Random tensors under the names and in the shapes of an Oobleck autoencoder."""
    rng = np.random.default_rng(0)
    for name, shape in (*_encoder(), *_decoder()):
        yield name, rng.standard_normal(shape, dtype=np.float32) / 8


Shapes = Iterator[tuple[str, tuple[int, ...]]]


def _encoder() -> Shapes:
    width, before = VAE["encoder_hidden_size"], VAE["encoder_hidden_size"]
    yield from _conv("encoder.conv1", before, VAE["audio_channels"], 7)
    for level, (ratio, multiple) in enumerate(_LEVELS):
        block = f"encoder.block.{level}"
        yield from _units(block, before)
        yield from _snake(f"{block}.snake1", before)
        yield from _conv(f"{block}.conv1", multiple * width, before, 2 * ratio)
        before = multiple * width
    yield from _snake("encoder.snake1", before)
    # A mean and a spread of each latent.
    yield from _conv("encoder.conv2", 2 * VAE["decoder_input_channels"], before, 3)


def _decoder() -> Shapes:
    width = VAE["decoder_channels"]
    before = _LEVELS[-1][1] * width
    yield from _conv("decoder.conv1", before, VAE["decoder_input_channels"], 7)
    for level, (ratio, _) in enumerate(reversed(_LEVELS)):
        block, after = f"decoder.block.{level}", [1, *VAE["channel_multiples"]][-2 - level] * width
        yield from _snake(f"{block}.snake1", before)
        yield from _conv(f"{block}.conv_t1", before, after, 2 * ratio, bias=after)
        yield from _units(block, after)
        before = after
    yield from _snake("decoder.snake1", before)
    yield from _conv("decoder.conv2", VAE["audio_channels"], before, 7, bias=0)


_LEVELS = list(zip(VAE["downsampling_ratios"], VAE["channel_multiples"], strict=True))


def _units(block: str, width: int) -> Shapes:
    for unit in (f"{block}.res_unit{number}" for number in (1, 2, 3)):
        yield from _snake(f"{unit}.snake1", width)
        yield from _conv(f"{unit}.conv1", width, width, 7)
        yield from _snake(f"{unit}.snake2", width)
        yield from _conv(f"{unit}.conv2", width, width, 1)


def _snake(name: str, width: int) -> Shapes:
    yield from ((f"{name}.{each}", (1, width, 1)) for each in ("alpha", "beta"))


def _conv(name: str, first: int, second: int, kernel: int, bias: int | None = None) -> Shapes:
    if bias != 0:
        yield f"{name}.bias", (first if bias is None else bias,)
    yield f"{name}.weight_g", (first, 1, 1)
    yield f"{name}.weight_v", (first, second, kernel)
