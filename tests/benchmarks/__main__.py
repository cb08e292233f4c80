"""Runs the benchmarks and prints one table: figure, target, measured.

python -m tests.benchmarks [NAME ...]     names: start library window keystrokes kills taste votes
                                         models sheets painting making playing
                                         delivering naming precision own_recordings
"""

from __future__ import annotations

import argparse
import importlib
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the window has it; before numpy

NAMES = (
    "start",
    "library",
    "window",
    "keystrokes",
    "kills",
    "taste",
    "votes",
    "models",
    "sheets",
    "painting",
    "making",
    "playing",
    "delivering",
    "naming",
    "precision",
    "own_recordings",
)


def main() -> None:
    """Run the named benchmarks, all when none is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME")
    names = parser.parse_args().names or NAMES
    print(f"{'figure':58} {'target':>12}  measured")
    for name in names:
        module = importlib.import_module(f"tests.benchmarks.{name}")
        for figure, target, measured in module.measure():
            print(f"{figure:58} {target:>12}  {measured}", flush=True)


if __name__ == "__main__":
    main()
