"""A tuning as a job on the tiny base: what the job would load is put in its place.

Run as a program it tunes in folders, and each process is gone, without a word, at the event of a
given number or in the middle of writing the checkpoint of a given number.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import numpy as np
import torch

from tangostudio.cards import ModelCard
from tangostudio.messages import TuneRequest
from tangostudio.tuning import job
from tests.tuning import tiny, tiny_clips

PLAN: dict[str, Any] = {
    "rounds": 2, "prompts": 3, "candidates": 3, "blend": {"match": 1.0}, "epochs": 2, "batch": 2,
    "steps": 2, "checks": 2, "guidance": 2.0, "learning_rate": 5e-3, "warm_up": 1, "save_every": 1,
    "adapter": {"rank": 2},
}  # fmt: skip
BANK = tuple((text, 1.0) for text in ("rain", "soft rain", "loud bell", "door"))
HELD_OUT = (("dog", 1.0), ("soft bell", 1.0))
SIDE = {"prompt": "rain", "seconds": 1.0, "steps": 2, "guidance": 2.0, "negative": ""}
OWN = [{"chosen": {**SIDE, "seed": 5}, "rejected": {**SIDE, "seed": 6}, "weight": 1.0}]


class _Embedder:
    """Likes a high mean of the first channel."""

    def text(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[1.0, 0.0]] * len(texts))

    def audio(self, sounds: Sequence[np.ndarray]) -> np.ndarray:
        rows = np.stack([sound.mean(0) for sound in sounds])
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def request(folder: Path, **changes: Any) -> TuneRequest:
    """A tuning of the tiny base in a folder."""
    made = TuneRequest(
        tuning="tune-1", model="tiny", method="crpo", folder=str(folder), plan=json.dumps(PLAN),
        bank=BANK, held_out=HELD_OUT, own=json.dumps(OWN),
    )  # fmt: skip
    return dataclasses.replace(made, **changes)


@contextmanager
def in_place() -> Iterator[None]:
    """The job loads the tiny base and an embedder that takes no time."""
    card = dataclasses.replace(tiny.card(), can=frozenset({"tune", "finetune", "few-steps"}))
    catalogue = SimpleNamespace(load=lambda folder: SimpleNamespace(get=lambda name: card))
    with (
        mock.patch.object(ModelCard, "verify_files", return_value=Path()),
        mock.patch.multiple(
            job,
            Catalogue=catalogue,
            lora=SimpleNamespace(load_base=lambda card, folder, device: tiny.base()),
            trainees=SimpleNamespace(
                build=lambda card, folder, device, options, seed: tiny_clips.trainee(options, seed)
            ),
            embedding=SimpleNamespace(build=lambda *args, **options: _Embedder()),
            quality=SimpleNamespace(faults=lambda sound, rate: ()),
            leave_a_core=lambda: None,
        ),
    ):
        yield


def dying(save: Callable[..., None], number: int) -> Callable[..., None]:
    """A writer of checkpoints that is gone in the middle of one."""
    saved = iter(range(1, 1_000_000))

    def write(state: Any, file: Any) -> None:
        if next(saved) == number:
            file.write(b"half")
            file.flush()
            os._exit(9)
        save(state, file)

    return write


def die(folder: Path, what: str, number: int) -> None:
    """Tune until the process is gone."""
    if what == "checkpoint":
        torch.save = dying(torch.save, number)
    with in_place():
        for count, _ in enumerate(job.tune("job", request(folder), {}), 1):
            if what == "event" and count == number:
                os._exit(9)


def main(arguments: Sequence[str]) -> None:
    """Each argument is FOLDER=WHAT=NUMBER; a process each, the last one's is this."""
    torch.set_num_threads(1)
    for argument in arguments:
        folder, what, number = argument.split("=")
        if argument == arguments[-1]:
            die(Path(folder), what, int(number))
        elif hasattr(os, "fork"):  # much quicker than to load everything again
            if (child := os.fork()) == 0:
                die(Path(folder), what, int(number))
                os._exit(1)
            os.waitpid(child, 0)
        else:
            subprocess.run([sys.executable, "-m", "tests.tuning.tiny_job", argument], check=False)


if __name__ == "__main__":
    main(sys.argv[1:])
