"""Running commands on a library of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tangostudio import cli
from tangostudio.jobs import run as jobs
from tests.cli import fakes

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the library of `run` lies."""
    return tmp_path / "library"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json: exit code and events."""

    def command(*arguments: object, library: Path = folder) -> tuple[int, list[dict[str, Any]]]:
        capsys.readouterr()
        code = cli.main([*map(str, arguments), "--library", str(library), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return command


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Jobs that need torch are stood in for; the requests that they were given."""
    fakes.seen.clear()
    for kind in ("tune", "trial", "generate"):
        monkeypatch.setitem(jobs._KINDS, kind, f"tests.cli.fakes:{kind}")
    return fakes.seen
