"""How soon the window is on the screen: the whole program, started again and again under Xvfb."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.program import display

STARTS = 7


def measure() -> Iterator[tuple[str, str, str]]:
    """Median and worst of the moments that the program traces, the first start left out."""
    with tempfile.TemporaryDirectory() as folder, display() as screen:
        moments = [_start(Path(folder), screen) for _ in range(STARTS + 1)][1:]
    for name, figure, target in (
        ("FirstPaint", "process start to the painted window", "1.0 s"),
        ("Ready", "process start to the filled window", "-"),
    ):
        times = [moment[name] for moment in moments]
        yield figure, target, f"{statistics.median(times):.2f} s (worst {max(times):.2f} s)"


def _start(folder: Path, screen: str) -> dict[str, float]:
    env = {
        **os.environ,
        "DISPLAY": screen,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "TANGOSTUDIO_TRACE": "1",
    }
    program = subprocess.Popen(
        [sys.executable, "-m", "tangostudio", "--library", str(folder / "library")],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    moments: dict[str, float] = {}
    assert program.stdout is not None
    with program.stdout as lines:
        for line in lines:
            if found := re.fullmatch(r"(\w+) ([\d.]+)", line.strip()):
                moments[found[1]] = float(found[2])
            if "Ready" in moments:
                program.terminate()
                break
        lines.read()
    program.wait()
    return moments
