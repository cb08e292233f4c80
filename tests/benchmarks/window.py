"""The real window under Xvfb with a null sink: from the Generate key to a sound, and its calm.

The window's side runs in a process of its own (`stage`), which prints moments of the system's
monotonic clock; this side hears the null sink and compares.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.null_sink import null_sink
from tests.e2e.program import display


def measure() -> Iterator[tuple[str, str, str]]:
    """One run of the stage gives all figures."""
    with tempfile.TemporaryDirectory() as name, display() as screen, null_sink() as sink:
        env = {
            **os.environ,
            **sink.env,
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": name,
            "XDG_CONFIG_HOME": str(Path(name) / "config"),
        }
        with sink.capture() as heard:
            # Not -m: a process that the program starts would import that module again.
            inner = "from tests.benchmarks import stage; stage.main()"
            stage = subprocess.Popen(
                [sys.executable, "-c", inner, str(Path(name) / "library")],
                env=env,
                stdout=subprocess.PIPE,
                stdin=subprocess.PIPE,
                text=True,
            )
            assert stage.stdout is not None
            assert stage.stdin is not None
            facts: dict[str, list[float]] = {}
            delays = []
            with stage.stdout as lines:
                for line in lines:
                    fact = json.loads(line)
                    if fact["name"] == "play":
                        at = heard.wait_for_sound(after=fact["at"])
                        if at is not None:
                            delays.append(at - fact["at"])
                        time.sleep(0.1)
                        stage.stdin.write("heard\n")
                        stage.stdin.flush()
                    else:
                        facts.setdefault(fact["name"], []).append(fact["value"])
            stage.wait()
    first = facts["first_take"]
    yield (
        "Generate, warm worker: first 4 s starter take playable",
        "3 s",
        f"{statistics.median(first):.2f} s (worst {max(first):.2f} s, n {len(first)})",
    )
    yield (
        "play key to its sound on the null sink",
        "50 ms",
        f"{statistics.median(delays) * 1000:.0f} ms "
        f"(worst {max(delays) * 1000:.0f} ms, n {len(delays)})",
    )
    gaps = sorted(facts["gap_ms"])
    longest, high = gaps[-1], gaps[int(len(gaps) * 0.99)]
    yield "four takes made while one plays: underruns", "0", f"{facts['underruns'][0]:.0f}"
    yield "  longest gap of the window's event loop", "50 ms", f"{longest:.0f} ms"
    yield "  99th percentile of its gaps", "20 ms", f"{high:.0f} ms"
    paint = facts["paint_ms"]
    yield (
        "30 s stereo take: waveform and spectrogram painted",
        "150 ms",
        f"{statistics.median(paint):.0f} ms (worst {max(paint):.0f} ms, n {len(paint)})",
    )
