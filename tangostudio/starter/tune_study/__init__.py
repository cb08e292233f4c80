"""The study of tuning on the bundled model: what a preference loop gains here, and who sees it.

`tangostudio tune study` makes every run (those that were made before are read), prints the tables
as Markdown and keeps everything as JSON. Nothing in it is part of the program's work; it measures.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path
from typing import Any

from tangostudio.errors import BadRequest
from tangostudio.starter.tune_study import runs, table
from tangostudio.starter.tune_study.runs import Run
from tangostudio.starter.tune_study.sizes import Sizes


def quick(sizes: Sizes) -> Sizes:
    """Everything in a few minutes: whether it runs, not what it finds."""
    return replace(
        sizes, runs=1, rounds=2, wordings=1, held_out=1, prompts=4, designer_wordings=1,
        designer_prompts=4, candidates=3, epochs=1, batch=4, steps=3, checks=2, votes=20,
        best_of=(1, 2), designers=sizes.designers[:1], kinds=sizes.kinds[:3],
        designer_kinds=sizes.designer_kinds[:8],
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the study and print its tables."""
    given = _parser().parse_args(arguments)
    sizes = quick(Sizes()) if given.quick else Sizes()
    wanted = _chosen(sizes, given.arms)
    found = list(_made(wanted, sizes, given.out, given.processes))
    order = {run.name: place for place, run in enumerate(wanted)}
    found.sort(key=lambda item: order[Run(item["arm"], item["run"], item["liking"]).name])
    text = table.markdown(found)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "tables.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def _made(
    wanted: Sequence[Run], sizes: Sizes, folder: Path, processes: int
) -> Iterator[dict[str, Any]]:
    began = time.monotonic()
    if processes == 0:
        for run in wanted:
            yield _said(run, runs.perform(run, sizes, folder), began)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context) as pool:
        futures = {pool.submit(runs.perform, run, sizes, folder): run for run in wanted}
        try:
            for future in as_completed(futures):
                yield _said(futures[future], future.result(), began)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _said(run: Run, found: dict[str, Any], began: float) -> dict[str, Any]:
    spent = (time.monotonic() - began) / 60
    text = f"{run.name}: {found['minutes']:.1f} min ({spent:.0f} min since the start)"
    print(text, file=sys.stderr, flush=True)
    return found


def _chosen(sizes: Sizes, arms: str | None) -> list[Run]:
    everything = runs.all_runs(sizes)
    if not arms:
        return everything
    names = arms.split(",")
    if unknown := [name for name in names if name not in runs.ARMS]:
        raise BadRequest(f"There is no arm {unknown[0]!r}.", f"Known: {', '.join(runs.ARMS)}.")
    return [run for run in everything if run.arm in names]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tangostudio tune study", description=main.__doc__)
    parser.add_argument("--arms", metavar="A,B", help=f"some of {', '.join(runs.ARMS)}")
    parser.add_argument("--quick", action="store_true", help="a few minutes, to see that it runs")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="0: this one alone")
    parser.add_argument("--out", type=Path, default=Path("build/tune-study"), metavar="DIR")
    return parser
