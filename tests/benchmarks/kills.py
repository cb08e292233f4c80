"""kill -9 at random moments of generating and saving: what was announced must still be there.

A process with a studio and its worker makes takes without end; the worker or the process itself is
killed; then the library is opened as the next start would and every announced take is read back.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tangostudio import paths
from tangostudio.audio import files
from tangostudio.cards import Catalogue
from tangostudio.errors import TangoStudioError
from tangostudio.jobs.runners import ProcessRunner
from tangostudio.library import Library, check
from tangostudio.messages import Event, TakeReady
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio

KILLS = 20
MODEL = "toy"  # its takes follow each other in hundredths of a second: it saves all the time


def measure() -> Iterator[tuple[str, str, str]]:
    """Kill the worker, then the program, each twenty times."""
    for victim in ("worker", "program"):
        chance = random.Random(1)
        with tempfile.TemporaryDirectory() as name:
            announced = lost = problems = 0
            for _ in range(KILLS):
                ids = _one_life(Path(name), victim, chance)
                announced += len(ids)
                missing, faults = _look(Path(name), ids)
                lost += missing
                problems += faults
        yield (
            f"kill -9 of the {victim}, {KILLS} random moments, {announced} takes made",
            "0 lost",
            f"{lost} lost, {problems} damaged",
        )


def _one_life(folder: Path, victim: str, chance: random.Random) -> list[int]:
    """Run until the kill; the ids of the takes that were announced before the end."""
    life = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.kills", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert life.stdout is not None
    pid = int(life.stdout.readline())
    ids = [int(life.stdout.readline())]  # the worker is warm from here on
    delay = chance.uniform(0.0, 1.5)
    killer = threading.Timer(delay, os.kill, (life.pid if victim == "program" else pid, 9))
    killer.start()
    if victim == "worker":
        # The program must go on: a new worker makes further takes; then it ends in order.
        ending = threading.Timer(delay + 3.0, life.send_signal, (signal.SIGTERM,))
        ending.start()
    with life.stdout as lines:
        ids += [int(line) for line in lines if line.endswith("\n")]
    life.wait()
    return ids


def _look(folder: Path, ids: list[int]) -> tuple[int, int]:
    """How many announced takes are lost, and how many problems the library has."""
    lost = 0
    with Library.open(folder, write=True) as library:
        for identifier in ids:
            try:
                take = library.takes.get(identifier)
                files.verify(take.path, take.sha256)
            except TangoStudioError:
                lost += 1
        return lost, len(check(library, verify=files.verify))


def _live(folder: Path) -> None:
    """Make takes until the end, saying each one's id once its row is committed."""
    inbox: list[Event] = []
    arrived = threading.Condition()

    def deliver(event: Event) -> None:
        with arrived:
            inbox.append(event)
            arrived.notify()

    runners: list[ProcessRunner] = []

    def make_runner(_handle: object) -> ProcessRunner:
        runners.append(ProcessRunner(deliver))
        return runners[0]

    library = Library.open(folder, write=True)
    library.jobs.paused = False
    for job in library.jobs.all(["queued", "interrupted", "failed"]):
        library.jobs.set_state(job.id, "cancelled")
    studio = Studio(library, Catalogue.load(paths.models_dir()), Settings(), make_runner)
    ended: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))

    def hear(change: object) -> None:
        event = getattr(change, "event", None)
        if isinstance(event, TakeReady):
            print(event.take, flush=True)

    studio.warm(MODEL)
    while runners[0].worker_pid is None:
        time.sleep(0.01)
    print(runners[0].worker_pid, flush=True)
    studio.changes.subscribe(hear)
    while not ended:
        if not studio.jobs() or all(job.state == "failed" for job in studio.jobs()):
            studio.generate(studio.plan(MODEL, "a bell", seconds=2.0, takes=16))
        with arrived:
            arrived.wait(0.1)
            events = list(inbox)
            inbox.clear()
        for event in events:
            studio.handle(event)
    studio.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    _live(parser.parse_args().folder)
