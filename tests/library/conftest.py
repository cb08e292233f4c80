"""An open library in a folder whose name is not easy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tangostudio.library import Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Klänge 'für' 音 🎧 #1?"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder, write=True) as opened:
        yield opened
