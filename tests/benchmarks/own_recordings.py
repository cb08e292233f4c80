"""A model is taught forty recordings, as a person would by the command line, and is measured.

Nearer to the recordings: takes of their captions beside the recordings themselves, and beside as
many that were never heard, by an ear that nothing was trained to please. What it knew before: other
prompts' score. Minutes long.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import recordings

STEPS = "200"
ADAPTER = "1:0.5"
"""At full strength it is nearer still, and costs other prompts more than 5 %."""

OWN = "".join(f"{kind.name} | 1.6\n" for kind in recordings.KINDS)


def measure() -> Iterator[tuple[str, str, str]]:
    """Rows of the table: figure, target, measured."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        heard = room / "recordings"
        recordings.write(heard)
        recordings.write(room / "unheard", seed=6)
        library = ["--library", str(room / "library")]
        built = _run(["corpus", "build", str(heard), "--name", "Cable", *library])
        yield "recordings that became clips, of 40", "40", str(_last(built, "clips"))
        _run(["tune", "lora", "--corpus", "Cable", "--name", "Cable", "--steps", STEPS, *library])
        prompts = room / "own.txt"
        prompts.write_text(OWN, encoding="utf-8")
        for name, place in (("that were heard", heard), ("never heard", room / "unheard")):
            asked = ["--prompts", str(prompts), "--takes", "6", "--reference", str(place)]
            before, after = _evaluated(asked, library, room / f"report {name}")
            for measure in ("kernel_second", "frechet_second", "coverage_second"):
                told = f"{before[measure]:.3f} -> {after[measure]:.3f}"
                yield f"{measure} to recordings {name}", "nearer", told
        asked = ["--prompts", "held-out", "--takes", "2"]
        before, after = _evaluated(asked, library, room / "report others")
        for measure in ("clap", "clap_second", "diversity_second"):
            change = after[measure] / before[measure] - 1
            told = f"{before[measure]:.3f} -> {after[measure]:.3f} ({change:+.1%})"
            yield f"{measure} of other prompts", "-5 %", told


def _evaluated(
    asked: list[str], library: list[str], out: Path
) -> tuple[dict[str, float], dict[str, float]]:
    """Values of the model as it is and with the adapter."""
    _run(
        [
            "evaluate",
            "--model",
            "starter",
            "--adapter",
            ADAPTER,
            *asked,
            *library,
            "--out",
            str(out),
        ]
    )
    found = json.loads((out / "report.json").read_text(encoding="utf-8"))["found"]
    before, after = ({k: v["value"] for k, v in side["values"].items()} for side in found)
    return before, after


def _run(arguments: list[str]) -> list[dict[str, Any]]:
    """What a command says, line by line; stops where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "tangostudio", *arguments, "--json"],
        stdout=subprocess.PIPE,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        check=True,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _last(lines: list[dict[str, Any]], key: str) -> Any:
    return next((line[key] for line in reversed(lines) if key in line), None)
