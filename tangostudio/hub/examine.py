"""Reading a file through before it is accepted, wherever it lies."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from tangostudio.cards import WeightFile
from tangostudio.cards.places import Held
from tangostudio.hub import caches, checks, states
from tangostudio.hub.checks import Sums
from tangostudio.hub.states import ModelState
from tangostudio.hub.tally import Tally


def examined(
    tally: Tally, item: WeightFile, path: Path, sums: Sums
) -> Generator[ModelState, None, Held | str]:
    """The file's row for the record, or a sentence that says what is wrong with it.

    Of a file whose size and checksum nobody knows, at least the inside must look right.
    """
    before = tally.done[item.name]
    try:
        size = path.stat().st_size
        if item.bytes and size != item.bytes:
            return checks.fault(item, size, item.sha256)
        for done in sums.reading(path):
            tally.done[item.name] = done
            if tally.is_due(states.CHECKING, item.name):
                yield tally.state(states.CHECKING, item.name)
        sha256 = sums.of(path)
        fault = checks.fault(item, size, sha256)
        if not fault and not item.sha256:
            tag = caches.tag_of(path)
            fault = checks.fault_by_tag(item.name, path, sha256, tag)
            if not fault and not tag:
                fault = checks.fault_inside(path)
    except OSError as error:
        fault, sha256 = f"{item.name} cannot be read: {error.strerror}.", ""
    if fault:
        tally.done[item.name] = before
        return fault
    tally.complete(item.name, size)
    return Held(item.name, size, sha256, str(path))
