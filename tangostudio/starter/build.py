"""The bundled model from nothing: `tangostudio starter build`.

Stages, each resumable from its folder under `build/starter/`: corpus (what may be said of clips),
codec, text encoder, latents, flow, tagger, embedder, second (an embedder from another seed, which
only judges), export, few_steps (the few-step version of what was exported). What ships goes to
`models/starter/`, and the manifest `build.json` beside it says how it was made. With `--from` every
stage starts from weights that shipped before, with a schedule of its own, and the encoder of the
codec stays as it was. Knows the order of things, and no mathematics.
"""

import argparse
import errno
import shutil
import time
from dataclasses import replace
from pathlib import Path

import torch

from tangostudio import errors, paths
from tangostudio.starter import shipping
from tangostudio.starter.budgets import BUDGETS, Budget
from tangostudio.starter.parts import Build, TimeUp
from tangostudio.starter.stages import RUN

ROOM_BYTES = 4 * 2**30
"""Free disk that a build asks for before it begins."""


def main(arguments: list[str] | None = None) -> int:
    """Rebuild the bundled model: 0 when it is done, 3 when its time was up before that."""
    given = _parser().parse_args(arguments)
    models = paths.models_dir()
    build = Build(
        budget=_budget(given),
        work=given.work,
        ship=models / "starter",
        card=models / "starter.toml",
        start=None if given.start is None else _kept(given.start, given.work),
        deadline=time.monotonic() + 60 * (given.minutes or float("inf")),
    )
    stages = tuple(RUN) if given.stage == "all" else (given.stage,)
    _check(build, given)
    torch.set_num_threads(1)
    try:
        for stage in stages:
            RUN[stage](build)
    except TimeUp as stopped:
        build.say(f"{stopped} Go on with --resume.")
        return 3
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise errors.BuildError(
            "The disk is full; the last checkpoints are kept.", "Make room and go on with --resume."
        ) from error
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tangostudio starter build", description=main.__doc__)
    parser.add_argument("--stage", choices=("all", *RUN), default="all")
    parser.add_argument("--budget", choices=tuple(BUDGETS), default="cpu")
    parser.add_argument("--resume", action="store_true", help="go on from checkpoints that exist")
    parser.add_argument(
        "--from", dest="start", type=Path, metavar="FOLDER", help="start from weights that shipped"
    )
    parser.add_argument("--minutes", type=float, help="save and stop after this long")
    parser.add_argument(
        "--flow-minutes", type=float, help="let the flow's schedule follow the clock, this long"
    )
    parser.add_argument("--work", type=Path, default=Path("build/starter"))
    return parser


def _budget(given: argparse.Namespace) -> Budget:
    budget = BUDGETS[given.budget]
    if given.flow_minutes:
        budget = replace(budget, flow_plan=replace(budget.flow_plan, minutes=given.flow_minutes))
    if budget.device == "cuda" and not torch.cuda.is_available():
        raise errors.BuildError("There is no CUDA device here.", "Use --budget cpu.")
    return budget


def _kept(start: Path, work: Path) -> Path:
    """A copy of the weights to start from: the export may well write over the first ones."""
    copy = work / "start"
    if (start / shipping.FLOW).exists() and not copy.exists():
        work.mkdir(parents=True, exist_ok=True)
        shutil.copytree(start, work / "start.part", dirs_exist_ok=True)
        (work / "start.part").replace(copy)
    return copy if copy.exists() else start


def _check(build: Build, given: argparse.Namespace) -> None:
    work = build.work
    if not given.resume and given.stage == "all" and any((work / s).exists() for s in RUN):
        raise errors.BuildError(
            f"{work} holds an earlier build.", "Add --resume to go on, or remove the folder."
        )
    if build.start is not None and not (build.start / shipping.FLOW).exists():
        raise errors.BuildError(
            f"There are no weights of the starter in {build.start}.", "Name its folder of weights."
        )
    work.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(work).free < ROOM_BYTES:
        raise errors.BuildError(
            f"There is too little room on the disk of {work}.",
            f"Make {ROOM_BYTES // 2**30} GiB of room, or name another folder with --work.",
        )


if __name__ == "__main__":
    raise SystemExit(main())
