"""Fuzzes the reader of sound files for as long as one likes, and counts.

python -m tests.benchmarks.fuzzing [MINUTES] [--seed N]

Mutated files of every kind are read in a process of their own, so that a crash of libsndfile, or a
file that it never comes to the end of, is counted as one. A file that let anything out but an error
for people is kept, and named.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import resource
import signal
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from tests.export import mutations

BATCH = 400
_LONGEST = 20  # seconds that one file may take


@dataclass(frozen=True)
class Batch:
    """What became of some files: how many were read, understood, and let something out."""

    read: int
    understood: int
    crashes: tuple[str, ...]
    slowest: float
    peak_mib: float


def run(seed: int, folder: Path) -> Batch:
    """Read one batch of files, the same ones for the same seed."""
    path = folder / f"batch-{seed}"
    understood, slowest, crashes = 0, 0.0, []
    for number in range(BATCH):
        data = _file(random.Random(f"{seed}/{number}"))
        path.write_bytes(data)
        signal.alarm(_LONGEST)  # a file that never ends ends the process
        began = time.perf_counter()
        try:
            understood += mutations.check(path)
        except Exception:  # noqa: BLE001 - whatever comes out is what is looked for
            kept = folder / f"crash-{seed}-{number}"
            kept.write_bytes(data)
            crashes.append(f"{kept}\n{traceback.format_exc()}")
        slowest = max(slowest, time.perf_counter() - began)
    signal.alarm(0)
    path.unlink()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Batch(BATCH, understood, tuple(crashes), slowest, peak)


def _file(random_: random.Random) -> bytes:
    seeds = mutations.seeds()
    draw, kinds = random_.random, list(mutations.KINDS)
    changes = [
        (random_.choice(kinds), draw(), draw(), draw()) for _ in range(random_.randint(1, 6))
    ]
    return mutations.mutated(seeds[random_.choice(list(seeds))], changes)


def main() -> None:
    """Fuzz for some minutes, and print what was counted."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fuzzing")
    parser.add_argument("minutes", nargs="?", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzzing-"))
    read = understood = crashes = 0
    slowest = peak = 0.0
    seed, end = arguments.seed, time.monotonic() + 60 * arguments.minutes
    while time.monotonic() < end:
        # A new process after each break; else one goes on.
        with contextlib.suppress(BrokenProcessPool), _pool() as pool:
            while time.monotonic() < end:
                seed += 1
                batch = pool.submit(run, seed, folder).result()
                read, understood = read + batch.read, understood + batch.understood
                crashes += len(batch.crashes)
                slowest, peak = max(slowest, batch.slowest), max(peak, batch.peak_mib)
                print("\n".join(batch.crashes), end="", flush=True)
            continue
        crashes += 1
        print(f"The process died in batch {seed}: {folder / f'batch-{seed}'}", flush=True)
    print(
        f"{read} files read, {understood} understood, {crashes} crashes; slowest "
        f"{slowest:.2f} s, memory at most {peak:.0f} MiB"
    )
    with contextlib.suppress(OSError):
        folder.rmdir()  # unless it holds what crashed


def _pool() -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=spawn, initializer=_silence)


def _silence() -> None:
    """No line of the MP3 decoder's for each broken file."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


if __name__ == "__main__":
    main()
