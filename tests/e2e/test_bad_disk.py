"""A disk that fills while takes are made: a sentence, nothing lost, and on with it afterwards.

The library lies on a small disk of its own, which only root may mount.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import stage
from tests.e2e.conftest import House
from tests.e2e.program import Program

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(stage.LACKING), reason=f"this machine lacks {stage.LACKING}"),
]

SIZE = "400m"  # below 300 MB no job is begun
PAGE = b"\0" * 4096


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or not _mount(place):
        pytest.skip("no small disk can be mounted here: that needs root")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _mount(place: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def program(house: House, disk: Path) -> Iterator[Program]:
    """The program with its library on the small disk."""
    program = house.program(library=disk / "library")
    try:
        yield program
    finally:
        program.stop()


def test_a_disk_that_fills_costs_no_take_and_the_job_goes_on_once_there_is_room(
    house, program, disk
):
    stage.write_settings(program, default_takes=16)
    program.start()
    stage.write_prompt(program, "coins falling into a bowl")
    program.key("ctrl+Return")
    program.until(lambda: len(stage.rows(program)) >= 2, "two takes")
    filler = disk / "filler"
    fill(filler)
    with house.reader() as reader:
        program.until(lambda: reader.hears("Retry"), "the failed job")
        texts = reader.texts()
        assert any("full" in text or "room" in text for text in texts), texts
        seen = stage.rows(program)
        assert 2 <= len(seen) < 16
        assert all(take.path.is_file() for take in seen)
        filler.unlink()
        program.until(lambda: reader.press("Retry"), "the button to try again")
    takes = stage.more_takes(program, 16, "the takes that were missing")
    assert takes[: len(seen)] == seen
    assert program.stop() == 0
    assert stage.whole(program) == ""


def fill(file: Path) -> None:
    """Use up the disk to the last page."""
    with open(file, "wb", buffering=0) as stream:
        chunk = PAGE * 256
        while chunk:
            try:
                stream.write(chunk)
            except OSError:
                chunk = chunk[: len(chunk) // 2]
