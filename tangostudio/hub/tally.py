"""How far a model's files are, and how fast: what a download or a check is shown by."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator
from dataclasses import replace
from typing import TypeVar

from tangostudio.cards import ModelCard
from tangostudio.hub import holdings
from tangostudio.hub.states import CHECKING, FAILED, ModelState, Problem

T = TypeVar("T")

TELL_SECONDS = 0.1  # no view needs more than ten pictures a second
_SPAN_SECONDS = 5.0


class Speed:
    """Bytes per second over the last seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, done: int, now: float) -> float:
        """Take in how much there is at a moment; the speed."""
        if self._seen and done < self._seen[-1][1]:  # a file began anew
            self._seen.clear()
        self._seen.append((now, done))
        while now - self._seen[0][0] > _SPAN_SECONDS and len(self._seen) > 2:
            self._seen.popleft()
        began, before = self._seen[0]
        return (done - before) / (now - began) if now > began else 0.0


class Tally:
    """Sizes and bytes of a model's files.

    Attributes:
        card: the model.
        sizes: bytes of each file, 0 where nobody knows.
        done: bytes of each file that are there.
    """

    def __init__(self, card: ModelCard) -> None:
        self.card = card
        self.sizes = {item.name: item.bytes for item in card.files}
        self.done: dict[str, int] = {}
        rows, folder = holdings.held(card), holdings.folder_of(card)
        for item in card.files:
            if row := rows.get(item.name) or rows.get(item.used):
                self.complete(item.name, item.bytes or row.bytes)
            else:
                self.done[item.name] = holdings.begun(folder, item.name)
        self._speed = Speed()
        self._told = (0.0, "", "")

    def complete(self, name: str, size: int) -> None:
        """A file is there."""
        self.sizes[name] = self.done[name] = size

    def state(
        self, kind: str, file: str = "", problem: Problem | None = None, *, moving: bool = False
    ) -> ModelState:
        """The state to show; `moving` where the bytes come from the network."""
        done = sum(self.done.values())
        speed = self._speed.note(done, time.monotonic()) if moving else 0.0
        if not moving:
            self._speed = Speed()
        return ModelState(
            self.card.id,
            kind,
            total_bytes=max(sum(self.sizes.values()), done),
            done_bytes=done,
            bytes_per_second=speed,
            file=file,
            problem=problem,
        )

    def checking(self, name: str, steps: Generator[int, None, T]) -> Generator[ModelState, None, T]:
        """Show how many bytes of a file were read so far; what the reading comes to."""
        while True:
            try:
                self.done[name] = next(steps)
            except StopIteration as end:
                return end.value
            if self.is_due(CHECKING, name):
                yield self.state(CHECKING, name)

    def failed(self, problem: Problem) -> ModelState:
        """The state of the files, and why there are not more."""
        found = holdings.state(self.card)
        total = max(found.total_bytes, sum(self.sizes.values()))
        return replace(found, state=FAILED, problem=problem, total_bytes=total)

    def is_due(self, kind: str, file: str) -> bool:
        """Whether there is something to show: another file, another doing, or a while has gone."""
        now, (then, *before) = time.monotonic(), self._told
        if before == [kind, file] and now - then < TELL_SECONDS:
            return False
        self._told = (now, kind, file)
        return True
