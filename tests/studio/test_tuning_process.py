"""A tuning in a process of its own, as the window has it: killed, gone on with, and paused."""

from __future__ import annotations

import os
import queue
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tangostudio.cards.prompt_bank import BankPrompt, PromptBank
from tangostudio.messages import TuneNews
from tangostudio.settings import Settings
from tangostudio.studio.open import open_for_window
from tangostudio.studio.studio import Studio
from tangostudio.tuning.events import Stepped

TINY: dict[str, Any] = {
    "rounds": 1, "prompts": 3, "candidates": 2, "epochs": 2, "batch": 1, "steps": 2, "checks": 1,
    "save_every": 2, "rank": 2, "seed": 5,
}  # fmt: skip
PATIENCE = 600.0
BANK = PromptBank(
    tuple(BankPrompt(text, 0.5, "MISC", "x") for text in ("rain", "a bell", "a dog", "a door")),
    tuple(BankPrompt(text, 0.5, "MISC", "x") for text in ("soft rain", "two bells")),
)


class House:
    """A studio as the window opens it, and its thread."""

    def __init__(self, folder: Path) -> None:
        self.posted: queue.Queue = queue.Queue()
        self.studio: Studio = open_for_window(folder, Settings(), self.posted.put)
        self.studio.tunes._bank = BANK
        self.news: list[object] = []

    def until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, "nothing more happens"
            try:
                event = self.posted.get(timeout=0.2)
            except queue.Empty:
                continue
            if isinstance(event, TuneNews):
                self.news.append(event.news)
            self.studio.handle(event)

    def state(self, tuning: str) -> str:
        return self.studio.tunes.view(tuning).state

    def steps(self) -> int:
        return sum(isinstance(item, Stepped) for item in self.news)

    def tuned(self, tuning: str) -> str:
        """The hash of what came of it."""
        number = self.studio.tunes.view(tuning).adapter
        assert number is not None
        return self.studio.tunes.adapter(number).sha256


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "library")
    yield made
    made.studio.close()


def test_a_killed_tuning_goes_on_to_the_result_of_an_unbroken_one(house: House) -> None:
    tunes = house.studio.tunes
    first = tunes.start("Killed", **TINY)
    house.until(lambda: house.steps() >= 3)
    pid = house.studio._tuner.worker_pid  # pyright: ignore[reportAttributeAccessIssue]
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    house.until(lambda: house.state(first) == "failed")
    view = tunes.view(first)
    assert view.error is not None
    assert view.error.kind == "WorkerDied"
    assert tunes.running() is None

    tunes.resume(first)
    house.until(lambda: house.state(first) == "done")

    paused = tunes.start("Paused", **TINY)
    before = house.steps()
    house.until(lambda: house.steps() > before)
    tunes.pause(paused)
    house.until(lambda: house.state(paused) == "paused")
    tunes.resume(paused)
    house.until(lambda: house.state(paused) == "done")
    assert house.tuned(paused) == house.tuned(first)
    assert [item.name for item in tunes.adapters()] == ["Killed"]  # one result is one adapter
