"""The stage of the journeys: a display, a sound server, a screen reader's bus, an empty home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e import null_sink, screen_reader
from tests.e2e import program as windows
from tests.e2e.null_sink import NullSink
from tests.e2e.program import Program
from tests.e2e.screen_reader import ScreenReader


@dataclass(frozen=True)
class House:
    """Where a program runs: what it shows on, plays into, and says to a screen reader."""

    folder: Path
    screen: str
    sink: NullSink
    bus: dict[str, str]

    def program(self, *, library: Path | None = None, names_library: bool = True) -> Program:
        """The program, not started yet."""
        env = {**self.sink.env, **self.bus}
        return Program(self.folder, self.screen, env, library=library, names_library=names_library)

    def reader(self) -> ScreenReader:
        """Asks what is on the screen; to be closed."""
        return ScreenReader(self.bus)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with a folder whose name has blanks and signs of another script."""
    folder = tmp_path / "音 library"
    folder.mkdir()
    with (
        windows.display() as screen,
        null_sink.null_sink() as sink,
        screen_reader.accessibility() as bus,
    ):
        yield House(folder, screen, sink, bus)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run side by side, one process has all the windows: they are large and busy."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("windows"))
