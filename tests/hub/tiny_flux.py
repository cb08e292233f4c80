"""A tiny TangoFlux in its published layout, that the engines load."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "golden" / "tangoflux"
VAE = {
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
    import torch
    from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck
    from safetensors.torch import save_file
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    folder.mkdir(parents=True)
    torch.manual_seed(0)
    with warnings.catch_warnings(action="ignore", category=FutureWarning):
        vae = AutoencoderOobleck(**VAE)
    manifest = json.loads((GOLDEN / "manifest.json").read_text())
    config = manifest["files"]["tangoflux_mh_weights.safetensors"]["config"]
    (folder / "config.json").write_text(json.dumps({**config, "codec": VAE}))
    weights = (GOLDEN / "tangoflux_mh_weights.safetensors").read_bytes()
    (folder / "tangoflux.safetensors").write_bytes(weights)
    save_file(vae.state_dict(), folder / "vae.safetensors")
    tokenizer = Tokenizer(models.WordLevel({str(i): i for i in range(100)}, unk_token="2"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()  # type: ignore[assignment]
    tokenizer.post_processor = processors.TemplateProcessing(  # type: ignore[assignment]
        single="$A 1", special_tokens=[("1", 1)]
    )
    (folder / "tokenizer.json").write_text(tokenizer.to_str())
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
