"""The published sizes on random weights: codec and transformer of TangoFlux on this processor.

Every part runs in a fresh process, so that its peak of memory is its own; ratios compare times
taken in turns in one process. Needs about 5 GB on the disk for a while.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

TURNS = 2
SECONDS_10, SECONDS_30 = 216, 646  # in latents
CHUNK = 128
LATENTS, TOKENS = 645, 17
MAIN, CODEC = "tangoflux.safetensors", "vae.safetensors"
GB = 1e9


def measure() -> Iterator[tuple[str, str, str]]:
    """Rows for the codec's speed and memory, for loading, and for half precision."""
    with tempfile.TemporaryDirectory() as folder:
        _run("write", folder)
        found = _run("decode", folder)
        yield (
            "Oobleck decodes 10 s, times faster than diffusers' module",
            "1.3",
            f"{found['ratio']:.2f} ({found['plain']:.1f} s / {found['own']:.1f} s)",
        )
        yield "its greatest difference, of the sound's peak", "1e-6", f"{found['error']:.1e}"
        found = _run("memory", folder)
        yield "peak memory of decoding 30 s in chunks", "2.5 GB", f"{found['peak'] / GB:.2f} GB"
        for precision in ("float32", "bfloat16"):
            found = _run("load", folder, precision)
            yield (
                f"peak memory of loading TangoFlux in {precision}, of its file",
                "1.2",
                f"{found['peak'] / found['size']:.2f} ({found['peak'] / GB:.2f} GB)",
            )
        found = _run("forward", folder)
        yield (
            "TangoFlux forward in bfloat16, times faster than in float32",
            "-",
            f"{found['ratio']:.2f} ({found['float32']:.1f} s / {found['bfloat16']:.1f} s)",
        )
        yield "its guided velocity's error, of the norm", "1 %", f"{found['error']:.2%}"


def _run(part: str, folder: str, *more: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.models", part, folder, *more]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


# --- the parts, each in its own process -----------------------------------------------------------


def write(folder: Path) -> dict[str, float]:
    """A checkpoint of random weights in the published layout; never whole in memory."""
    import torch
    from safetensors.torch import save_file

    from tangostudio.families import tangoflux_files
    from tangostudio.families.tangoflux_net import TangoFluxConfig
    from tests.families import tiny_tangoflux

    torch.manual_seed(0)
    (folder / "config.json").write_text("{}")
    (folder / "tokenizer.json").write_text(tiny_tangoflux.tokenizer())
    _stream(folder / MAIN, tangoflux_files.table(TangoFluxConfig()))
    save_file(_diffusers().state_dict(), folder / CODEC)
    return {}


def _stream(path: Path, table: dict[str, Any]) -> None:
    """A safetensors file, tensor by tensor."""
    import torch

    header, end = {}, 0
    for name, shape in table.items():
        start, end = end, end + 4 * math.prod(shape)
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, shape in table.items():
            value = torch.randn(shape) / math.sqrt(shape[-1])
            if len(shape) == 1 and "norm" in name:
                value = 1 + value
            file.write(value.numpy().tobytes())


def _diffusers() -> Any:
    """diffusers' own autoencoder with random weights, the snakes' too."""
    import torch
    from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck

    with warnings.catch_warnings(action="ignore", category=FutureWarning):
        net = AutoencoderOobleck().eval().requires_grad_(False)
    for name, value in net.named_parameters():
        if name.endswith(("alpha", "beta")):
            value.copy_(0.3 * torch.randn(value.shape))
    return net


def decode(folder: Path) -> dict[str, float]:
    """The codec against diffusers' module as it is."""
    import torch
    from safetensors.torch import load_file

    state = load_file(folder / CODEC)
    plain = _diffusers()
    plain.load_state_dict(state)
    own = _codec(folder)
    z = torch.randn(1, 64, SECONDS_10)
    took, sounds = _turns(plain=lambda: plain.decode(z).sample, own=lambda: own.decode(z))
    wanted = sounds["plain"]
    error = ((sounds["own"] - wanted).abs().max() / wanted.abs().max()).item()
    return {**took, "ratio": took["plain"] / took["own"], "error": error}


def memory(folder: Path) -> dict[str, float]:
    """Peak of a process that reads the codec and decodes 30 s."""
    import torch

    sound = _codec(folder).decode(torch.randn(1, 64, SECONDS_30), CHUNK)
    assert sound.isfinite().all()
    return {"peak": _peak()}


def load(folder: Path, precision: str) -> dict[str, float]:
    """Peak of a process that loads the transformer and the text encoder and reads a prompt."""
    from tangostudio.families import tangoflux

    model = _model(folder, precision)
    tangoflux.condition(model, "1 2 3", "", 10, 4.5)
    return {"peak": _peak(), "size": (folder / MAIN).stat().st_size}


def forward(folder: Path) -> dict[str, float]:
    """One guided step in both precisions."""
    from tangostudio.families import tangoflux

    models = {name: _model(folder, name) for name in ("float32", "bfloat16")}
    prompt = " ".join(str(i + 2) for i in range(TOKENS - 1))
    told = tangoflux.condition(models["float32"], prompt, "", 10, 4.5)
    assert [states.shape[1] for states, _ in told.halves] == [TOKENS + 1] * 2  # and the duration
    x, _ = tangoflux.start(models["float32"], (LATENTS, 64), 0)
    took, found = _turns(
        float32=lambda: tangoflux.velocity(models["float32"], x, 0.5, told),
        bfloat16=lambda: tangoflux.velocity(models["bfloat16"], x, 0.5, told),
    )
    exact = found["float32"]
    error = ((found["bfloat16"] - exact).norm() / exact.norm()).item()
    return {**took, "ratio": took["float32"] / took["bfloat16"], "error": error}


def _codec(folder: Path) -> Any:
    from tangostudio.families import weights
    from tangostudio.families.nets import oobleck

    return oobleck.load(weights.load(folder / CODEC), {})


def _model(folder: Path, precision: str) -> Any:
    from tangostudio.families import tangoflux
    from tangostudio.families.placement import Placement
    from tests.families import tiny_tangoflux

    card = replace(tiny_tangoflux.card_of(folder, checked=False), options={"halved": "blocks"})
    return tangoflux.build(card, folder, Placement("cpu", precision))


def _turns(**calls: Callable[[], Any]) -> tuple[dict[str, float], dict[str, Any]]:
    """The shortest seconds of each call, and what it gives.

    Calls are made by turns, so that other programs disturb all alike.
    """
    shortest, found = dict.fromkeys(calls, math.inf), {}
    for _ in range(TURNS):
        for name, call in calls.items():
            began = time.perf_counter()
            found[name] = call()
            shortest[name] = min(shortest[name], time.perf_counter() - began)
    return shortest, found


def _peak() -> float:
    """The most memory that this process held at once, files that it maps included, in bytes."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["write", "decode", "memory", "load", "forward"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("more", nargs="*")
    chosen = parser.parse_args()
    import torch

    from tangostudio.engines import device

    device.leave_a_core()  # as the worker does
    with torch.inference_mode():
        print(json.dumps(globals()[chosen.part](chosen.folder, *chosen.more)))


if __name__ == "__main__":
    _main()
