"""A writer that is killed at any moment loses nothing that it has told of."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tangostudio.library import Library, check
from tangostudio.library.lock import is_held

from .make import new_take

_WRITER = """
import sys
from tangostudio.library import Library
from tests.library.make import new_take, put_sound
start = int(sys.argv[2])
library = Library.open(sys.argv[1], write=True)
library.jobs.enqueue(f"job {start}", "generate", "{}", "First project")
library.jobs.set_state(f"job {start}", "running")
for seed in range(start, start + 100000):
    new = new_take(seed=seed, job=f"job {start}")
    part = library.audio_dir / f"{new.sha256}.flac.1-1.part"
    part.write_bytes(b"sound")
    part.rename(library.takes.path_of(new.sha256))
    take = library.takes.add(new, bytes(2000))
    print(take.id, flush=True)
    library.takes.rate({take.id: 3})
    if seed % 5 == 0:
        print(-take.id, flush=True)
        library.takes.trash([take.id])
        library.takes.purge()
"""


def _write_and_kill(folder: Path, start: int, takes: int) -> set[int]:
    """Run a writer until it has told of so many takes; give those that must exist."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder), str(start)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(takes)]
        process.kill()
        lines += process.stdout.readlines()
    told = {int(line) for line in lines if line.endswith("\n")}
    return {take for take in told if take > 0 and -take not in told}


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_nothing_that_was_told_is_lost(folder: Path) -> None:
    rng = random.Random(7)
    existing: set[int] = set()
    for turn in range(4):
        existing |= _write_and_kill(folder, turn * 1000000, rng.randrange(1, 40))
        assert not is_held(folder)
        with Library.open(folder, write=False) as reader:
            assert existing <= {take.id for take in reader.takes.everything()}
            assert reader.database.faults() == []
        with Library.open(folder, write=True) as library:
            assert check(library) == []
            assert library.jobs.paused
            assert [job.state for job in library.jobs.all()] == ["interrupted"] * (turn + 1)
            assert existing <= {take.id for take in library.takes.everything()}


_READER = """
import sys
from tangostudio.library import Library
with Library.open(sys.argv[1], write=False) as library:
    print([take.seed for take in library.takes.find()])
"""


def test_another_process_reads_beside_an_open_writer(folder: Path, library: Library) -> None:
    library.takes.add(new_take(seed=1))
    with library.database.transaction():
        library.takes.add(new_take(seed=2))
        reader = subprocess.run(
            [sys.executable, "-c", _READER, str(folder)],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[2],
            check=False,
        )
    assert (reader.stdout, reader.returncode) == ("[1]\n", 0), reader.stderr
    assert len(library.takes.find()) == 2
