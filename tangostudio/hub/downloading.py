"""Fetching files from the hub: the work of the process that speaks with it.

Every file is asked about first, so that a refusal or a full disk is told before any byte comes. A
cut connection is gone on with where it was cut; a failing hub is asked again after growing pauses;
one that wants to be left alone is left alone, once. What is whole is checked before it gets its
name. Stopping is ending the process: what arrived stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from tangostudio.cards import WeightFile
from tangostudio.hub import answers, checks, client, holdings, orders, problems, room, states
from tangostudio.hub.client import Remote
from tangostudio.hub.orders import Download, Knock, News
from tangostudio.hub.parts import Part
from tangostudio.hub.states import Tested

T = TypeVar("T")
Steps = Generator[News, None, T]

TELL_SECONDS = 0.1
LONGEST_WAIT = 300.0  # seconds; a hub that asks for more is told of at once


def work(order: Download | Knock) -> Iterator[News]:
    """Do what is ordered.

    Raises:
        HubError, StorageError: it could not be done; what arrived stays.
    """
    return knock(order) if isinstance(order, Knock) else _Download(order).run()


def knock(order: Knock) -> Iterator[News]:
    """Whether the token opens the model, and whose it is."""
    item, account = order.file, ""
    asked = answers.Asked(
        order.model, order.gated, item.name, item.repo, "", token=bool(order.token)
    )
    problem = None
    try:
        if order.token:
            account = client.account_of(order.token)
        client.look(order.model, item, order.token)
    except client.TROUBLES as error:
        problem = answers.of(error, asked).problem
    yield orders.Answered(Tested(problem, account))


class _Download:
    """One order on its way."""

    def __init__(self, order: Download) -> None:
        self._order = order
        self._folder = Path(order.folder)
        # A token that went bad would close models that are open to everybody.
        self._token = order.token if order.gated else ""
        self._reached = False  # the hub has answered
        self._told = 0.0

    def run(self) -> Iterator[News]:
        try:
            yield from self._run()
        except OSError as error:
            problem = answers.disk(error, self._order.model, self._order.folder)
            raise problems.error(problem) from error

    def _run(self) -> Iterator[News]:
        order, found = self._order, dict[str, Remote]()
        for item in order.files:
            found[item.name] = yield from self._insist(item, partial(self._look, item))
            yield orders.Sized(item.name, found[item.name].size or 0)
        if shortage := room.shortage(order.model, self._folder, self._needed(found)):
            raise problems.error(shortage)
        for item in order.files:
            yield from self._fetch(item, found[item.name])

    def _needed(self, found: dict[str, Remote]) -> int:
        """Bytes that are still to be written; a pickle is written twice, once as safetensors."""
        count = 0
        for item in self._order.files:
            size = found[item.name].size or item.bytes
            part = holdings.part_of(self._folder, item.name, found[item.name].etag)
            begun = part.stat().st_size if part.exists() else 0
            count += max(0, size - begun) + (size if item.converts_to else 0)
        return count

    def _look(self, item: WeightFile) -> Steps[Remote]:
        yield from ()
        remote = client.look(self._order.model, item, self._token)
        self._reached = True
        if item.bytes and remote.size is not None and remote.size != item.bytes:
            other = problems.other_version(self._order.model, item.name, remote.size, item.bytes)
            raise problems.error(other)
        return remote

    def _fetch(self, item: WeightFile, remote: Remote) -> Iterator[News]:
        path = holdings.part_of(self._folder, item.name, remote.etag)
        for old in holdings.parts(self._folder, item.name):
            if old != path:  # of another version
                holdings.delete(old)
        with Part(path) as part:
            for _ in part.read_again():
                if self._is_due():
                    yield orders.Checking(item.name)
            steps = partial(self._stream, item, remote, part)
            yield from self._insist(item, steps, lambda: part.size)
            yield self._accepted(item, remote, part)

    def _stream(self, item: WeightFile, remote: Remote, part: Part) -> Steps[None]:
        if part.size == remote.size:
            return
        if remote.size is None or part.size > remote.size:
            part.restart()  # without a size nobody knows whether it is whole already
        with client.opened(item, remote, part.size, self._token) as (start, chunks):
            if start != part.size:
                part.restart()
            for chunk in chunks:
                part.append(chunk)
                if self._is_due():
                    yield orders.Arrived(item.name, part.size)

    def _accepted(self, item: WeightFile, remote: Remote, part: Part) -> News:
        """Check the whole file and give it its name, or set it aside. Raises HubError."""
        sha256 = part.sha256()
        fault = checks.fault(item, part.size, sha256)
        if not fault and not item.sha256:
            fault = checks.fault_by_tag(item.name, part.path, sha256, remote.etag)
        if fault:
            aside = holdings.wrong_of(self._folder, item.name)
            part.name(aside)
            raise problems.error(problems.wrong_file(self._order.model, fault, aside.name))
        part.name(self._folder / item.name)
        return orders.Whole(item.name, part.size, sha256)

    # --- trying again -----------------------------------------------------------------------------

    def _insist(
        self,
        item: WeightFile,
        attempt: Callable[[], Steps[T]],
        arrived: Callable[[], int] = lambda: 0,
    ) -> Steps[T]:
        """Attempt until it goes right, or is not worth another try.

        Args:
            arrived: bytes that are there; as long as they grow, patience begins anew.

        Raises:
            HubError: what the last attempt ended with.
        """
        pauses, before, waited = iter(self._order.pauses), arrived(), False
        while True:
            try:
                return (yield from attempt())
            except client.TROUBLES as error:
                trouble = answers.of(error, self._asked(item))
            if answers.is_refusal(trouble.problem) and not self._token and self._order.token:
                self._token = self._order.token
                continue
            if arrived() > before:
                pauses, before = iter(self._order.pauses), arrived()
            if trouble.wait is not None:
                pause = None if waited or trouble.wait > LONGEST_WAIT else trouble.wait
                waited = True
            else:
                pause = next(pauses, None) if self._is_worth_it(trouble) else None
            if pause is None:
                raise problems.error(trouble.problem)
            yield orders.Waiting(item.name, pause, trouble.problem)
            time.sleep(pause)

    def _is_worth_it(self, trouble: answers.Trouble) -> bool:
        """A hub that was never reached is told of at once: the person is waiting."""
        return trouble.again and (self._reached or trouble.problem.kind != states.NO_NETWORK)

    def _asked(self, item: WeightFile) -> answers.Asked:
        order = self._order
        return answers.Asked(
            order.model, order.gated, item.name, item.repo, order.folder, token=bool(self._token)
        )

    def _is_due(self) -> bool:
        now = time.monotonic()
        if now - self._told < TELL_SECONDS:
            return False
        self._told = now
        return True
