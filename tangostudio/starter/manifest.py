"""What says how the bundled model was made: `build.json` beside its weights."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import torch

import tangostudio
from tangostudio.starter import corpus, recipe, text
from tangostudio.starter.parts import Build
from tangostudio.starter.sounds import FAMILIES

TRAINED = ("corpus", "codec", "text", "latents", "flow", "tagger", "embedder", "second")
"""The stages whose plans are told."""


def last_record(path: Path) -> dict[str, Any]:
    """The last line of a log; empty where there is none."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return json.loads(lines[-1]) if lines else {}


def read(path: Path) -> dict[str, Any] | None:
    """What a JSON file holds; None where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def manifest(build: Build, hashes: dict[str, str], before: dict[str, Any] | None) -> dict[str, Any]:
    """What `build.json` says: plans, seeds, last losses, hashes, and what this build began with."""
    lineage = [] if before is None else [*before.pop("lineage", []), before]
    return {
        "program": tangostudio.__version__,
        "code": _code_version(),
        "python": sys.version.split()[0],
        "torch": torch.__version__,
        "families": len(FAMILIES),
        "seeds": {"train": corpus.TRAIN_SEEDS, "held out": corpus.HELD_OUT_SEEDS},
        "teacher": {
            "package": text.TEACHER_PACKAGE,
            "version": text.TEACHER_VERSION,
            "sha256": text.TEACHER_SHA256,
        },
        "stages": {stage: recipe.claimed(build.work / stage) for stage in TRAINED},
        "last": {
            stage: last_record(build.work / stage / "log.jsonl")
            for stage in ("codec", "text", "flow", "tagger", "embedder", "second")
        },
        "sha256": hashes,
        "lineage": lineage,
    }


def _code_version() -> str:
    """The commit of a checkout; empty outside one."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
