"""Precisions of the net that samples: the published sizes on random weights, one step each.

Every precision runs in a process of its own, so that its memory is its own. Random weights have no
outliers: the errors are those of rounding alone. Of the starter, whose weights are real,
`tangostudio models precision starter` measures the sounds too. Needs about 4 GB on the disk.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TURNS = 2
MODELS = ("tangoflux", "stable-audio-open-small")
PRECISIONS = ("float32", "bfloat16", "int8")
TIMES = (1.0, 0.5, 0.1)
MAIN = "net.safetensors"
MB = 1e6


def measure() -> Iterator[tuple[str, str, str]]:
    """Rows for each model and precision: speed, memory, error of the velocity."""
    from tangostudio.families.nets import half

    for model in MODELS:
        with tempfile.TemporaryDirectory() as folder:
            _run("write", folder, model)
            exact = _run("forward", folder, model, PRECISIONS[0])
            name = f"{model} in {PRECISIONS[0]}: a forward, the processor's time"
            yield name, "-", f"{exact['seconds']:.1f} s, {exact['held'] / MB:.0f} MB"
            for precision in PRECISIONS[1:]:
                if precision == "bfloat16" and not half.is_fast("cpu"):
                    yield f"{model} in {precision}", "-", "left out: minutes on this processor"
                    continue
                found = _run("forward", folder, model, precision)
                what = f"{model} in {precision}"
                ratio = exact["seconds"] / found["seconds"]
                yield f"{what}: times as fast", "-", f"{ratio:.2f} ({found['seconds']:.1f} s)"
                smaller = exact["held"] / found["held"]
                yield f"{what}: times smaller", "-", f"{smaller:.2f} ({found['held'] / MB:.0f} MB)"
                own = f"{found['loading'] / found['held']:.2f} ({found['loading'] / MB:.0f} MB)"
                yield f"{what}: peak while it is read, of what it holds", "1.2", own
                told = ", ".join(f"{error:.2%} at {at:g}" for at, error in found["errors"])
                yield f"{what}: error of the velocity", "-", told


def _run(part: str, folder: str, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.precision", part, folder, *more]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


# --- the parts, each in its own process -----------------------------------------------------------


def write(folder: Path, model: str, _precision: str = "") -> dict[str, Any]:
    """The net with random weights."""
    import torch

    from tests.benchmarks.models import _stream

    torch.manual_seed(0)
    _stream(folder / MAIN, _table(model))
    return {}


def _table(model: str) -> dict[str, Any]:
    import torch

    with torch.device("meta"):
        net = _flux() if model == "tangoflux" else _small()
    return {name: value.shape for name, value in net.state_dict().items()}


def _flux() -> Any:
    from tangostudio.families.tangoflux_net import Flow, TangoFluxConfig

    return Flow(TangoFluxConfig())


def _small() -> Any:
    from tangostudio.families.stable_audio_net import StableAudio

    return StableAudio(_config())


def _config() -> Any:
    from tangostudio.families import stable_audio_config

    return stable_audio_config.from_single_file(stable_audio_config.RELEASED["small"])


def forward(folder: Path, model: str, precision: str) -> dict[str, Any]:
    """The net read in a precision, and its velocity at a few times; float32's are kept beside."""
    import torch

    from tangostudio.families import precisions, stable_audio, tangoflux  # noqa: F401

    loading = _Anonymous()  # of the net alone: what is imported is there already
    net, velocity = _read(model, folder, precisions.DTYPES[precision])
    peak = loading.most()
    found, best = [], float("inf")
    for at in TIMES:
        for _ in range(TURNS if at == TIMES[0] else 1):
            began = time.process_time()
            result = velocity(at)
            best = min(best, time.process_time() - began)
        found.append(result)
    exact = folder / "exact.pt"
    if precision == "float32":
        torch.save(found, exact)
    wanted = torch.load(exact)
    errors = [
        (at, ((one - two).norm() / two.norm()).item())
        for at, one, two in zip(TIMES, found, wanted, strict=True)
    ]
    held = precisions.held_bytes(net)
    return {"seconds": best, "held": held, "loading": peak, "errors": errors}


def _read(model: str, folder: Path, dtype: Any) -> tuple[Any, Callable[[float], Any]]:
    """The net, and its velocity at a time of the way, without guidance."""
    import torch

    from tangostudio.families import stable_audio, tangoflux_files, weights
    from tangostudio.families.tangoflux_net import TangoFluxConfig

    draw = torch.Generator().manual_seed(1)
    if model == "tangoflux":
        stored = tangoflux_files.Stored(model, (folder / MAIN,))
        flow = tangoflux_files.load_flow(stored, TangoFluxConfig(), dtype, halved="blocks")
        x, states = (
            torch.randn(1, 645, 64, generator=draw),
            torch.randn(1, 17, 1024, generator=draw),
        )
        joined = flow.join(states, states.mean(1), torch.tensor([10.0]))
        return flow, lambda at: flow(x, torch.tensor([at]), *joined)
    net = stable_audio.load_net(_config(), weights.load(folder / MAIN), "cpu", dtype)
    x, states = torch.randn(1, 256, 64, generator=draw), torch.randn(1, 65, 768, generator=draw)
    glob = torch.randn(1, 768, generator=draw)
    return net, lambda at: net.transformer(x, torch.tensor([at]), states, glob)


class _Anonymous:
    """Memory of this process that is no mapped file, from now on; watched by a thread."""

    def __init__(self) -> None:
        import threading

        self._before = self._most = self._now()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def most(self) -> int:
        """The most that was added, in bytes; the watch ends."""
        self._done.set()
        self._thread.join()
        return self._most - self._before

    def _watch(self) -> None:
        while not self._done.wait(0.01):
            self._most = max(self._most, self._now())

    def _now(self) -> int:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["write", "forward"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("precision", nargs="?", default="", choices=["", *PRECISIONS])
    chosen = parser.parse_args()
    import torch

    from tangostudio.engines import device

    device.leave_a_core()  # as the worker does
    with torch.inference_mode():
        result = globals()[chosen.part](chosen.folder, chosen.model, chosen.precision)
    print(json.dumps(result))


if __name__ == "__main__":
    _main()
