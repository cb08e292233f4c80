"""Rows about the embedder, the time that a take needs, and the size of the files."""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from tangostudio.starter import corpus, embedder
from tangostudio.starter.evaluation import estimates
from tangostudio.starter.evaluation.bench import FIRST_SEED, Audio, Bench, load
from tangostudio.starter.evaluation.running import Done, Line, Plan, Row, Task

CLIPS = 500
TAKES, FEWEST_TAKES, PATIENCE_SECONDS = 7, 3, 15.0
SECONDS = 5.0
NETS = ("flow", "codec", "text", "embedder")
PROMPT = "heavy rain on a tin roof"

# --- embedder ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnyClip:
    """A clip of any kind and length, compositions too."""

    seed: int
    cost: float = 0.15

    def sound(self, bench: Bench) -> Audio:
        """Renders it."""
        return corpus.example(self.seed).audio


def embed(bench: Bench, audio: Audio, *, seed: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Rows of the sound and of its caption; None where there is no embedder."""
    if bench.embedder is None:
        return None
    caption = corpus.example(seed).caption
    return bench.embedder.audio([audio])[0], bench.embedder.text([caption])[0]


def embedder_tasks(plan: Plan) -> list[Task]:
    """Held-out clips with their captions."""
    seeds = [FIRST_SEED + 9_000_000 + number for number in range(plan.some(CLIPS))]
    return [Task(seed, AnyClip(seed), partial(embed, seed=seed)) for seed in seeds]


def embedder_lines(done: list[Done]) -> list[Line]:
    """Recall of a caption's own clip among all of them."""
    if any(item.found is None for item in done):
        return [Line("embedder: text to audio recall", None, ">= 0.35 / 0.8", note="no embedder")]
    sounds, texts = (np.stack([item.found[side] for item in done]) for side in (0, 1))
    place = embedder.ranks(texts, sounds)
    lines = []
    for most, target in ((1, 0.35), (10, 0.8)):
        recall = estimates.share((place < most).tolist())
        name = f"embedder: text to audio, own clip in the first {most} of {len(done)}"
        lines.append(Line(name, recall, f">= {target}", recall.value >= target))
    return lines


# --- time and size -----------------------------------------------------------------------------


def time_lines(bench: Bench) -> list[Line]:
    """Seconds from the prompt to the samples of a warm 5 s take, and to load the model."""
    began = time.perf_counter()
    load(bench.card, bench.folder, checked=bench.settings.folder is None)
    loading = time.perf_counter() - began
    before = torch.get_num_threads()
    spent = {threads: _take_seconds(bench, threads) for threads in (2, 1)}
    torch.set_num_threads(before)
    load_average = getattr(os, "getloadavg", None)  # Windows has none
    busy = f"{os.cpu_count()} cores" + (f", load {load_average()[0]:.1f}" if load_average else "")
    two, one = spent[2], spent[1]
    return [
        Line(
            "5 s take, 2 threads, warm, default steps (s)",
            two,
            "<= 0.3",
            two.value <= 0.3,
            note=busy,
        ),
        Line("5 s take, 1 thread, warm, default steps (s)", one, note=busy),
        Line(
            "load to ready (s)",
            estimates.Estimate(loading, loading, loading, 1),
            "< 1",
            loading < 1,
            note=busy,
        ),
    ]


def _take_seconds(bench: Bench, threads: int) -> estimates.Estimate:
    """The median of some takes; the interval is the fastest and the slowest.

    A machine that is busy with other work makes fewer: its threads wait for each other.
    """
    torch.set_num_threads(threads)
    spent: list[float] = []
    while len(spent) <= TAKES and (sum(spent) < PATIENCE_SECONDS or len(spent) <= FEWEST_TAKES):
        began = time.perf_counter()
        bench.generate(PROMPT, SECONDS, len(spent))
        spent.append(time.perf_counter() - began)
    warm = spent[1:]
    return estimates.Estimate(statistics.median(warm), min(warm), max(warm), len(warm))


def size_lines(bench: Bench) -> list[Line]:
    """Megabytes of the four nets that the program uses, and of the folder."""
    sizes = {f.name: f.stat().st_size for f in bench.folder.glob("*") if f.suffix != ".md"}
    nets = sum(sizes.get(f"{name}.safetensors", 0) for name in NETS) / 1e6
    total = sum(sizes.values()) / 1e6
    return [
        Line(
            f"size of {', '.join(NETS[:-1])} and {NETS[-1]} (MB)",
            estimates.Estimate(nets, nets, nets, 1),
            "< 20",
            nets < 20,
            details=dict(sizes),
        ),
        Line(
            "size of the whole folder (MB)",
            estimates.Estimate(total, total, total, 1),
            "< 28",
            total < 28,
        ),
    ]


def nothing(plan: Plan) -> list[Task]:
    """No tasks."""
    return []


def no_lines(done: list[Done]) -> list[Line]:
    """No lines."""
    return []


ROWS = (
    Row("embedder", embedder_tasks, embedder_lines),
    Row("time", nothing, no_lines, time_lines),
    Row("size", nothing, no_lines, size_lines),
)
