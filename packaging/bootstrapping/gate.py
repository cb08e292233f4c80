"""The checks that every change passes: lint, format, types, layers, tests.

All of them run, even after one has failed, and the tests come last, so that their closing lines
stand at the end.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence

from bootstrapping.machine import Project
from bootstrapping.report import say

Run = Callable[..., subprocess.CompletedProcess]

# One process for each core, four at most: each holds torch and Qt. A group stays in one process.
PARALLEL = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadgroup"]


def lint_steps(project: Project) -> list[tuple[str, list[str]]]:
    """Name and command of the checks that read the code without running it."""
    python = str(project.python)
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("pyright", [python, "-m", "pyright"]),
        ("lint-imports", [str(project.tool("lint-imports"))]),
    ]


def test_steps(project: Project, arguments: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Every check; the arguments are pytest's."""
    pytest = [str(project.python), "-m", "pytest", *PARALLEL, *arguments]
    return [*lint_steps(project), ("pytest", pytest)]


def format_steps(project: Project) -> list[tuple[str, list[str]]]:
    """What brings the code into shape."""
    python = str(project.python)
    return [
        ("ruff check --fix", [python, "-m", "ruff", "check", "--fix", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "."]),
        ("texts", [python, "packaging/collect_texts.py"]),
    ]


def run_steps(
    project: Project, steps: Sequence[tuple[str, list[str]]], run: Run = subprocess.run
) -> int:
    """Run them in order, each under its name, and sum up in one line; 0 when all passed."""
    results: list[tuple[str, bool]] = []
    for name, command in steps:
        say(f"--- {name}")
        answer = run(command, cwd=project.root, stdin=subprocess.DEVNULL, check=False)
        results.append((name, answer.returncode == 0))
    say("--- " + " · ".join(f"{name} {'passed' if good else 'FAILED'}" for name, good in results))
    return 0 if all(good for _name, good in results) else 1
