"""A checkout in a temporary folder, with the two files that the set-up reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from bootstrapping.machine import Project

PYPROJECT = """
[build-system]
requires = ["hatchling>=1.27"]

[project]
name = "tangostudio"
requires-python = ">=3.11"
dependencies = ["torch>=2.9,<3", "numpy>=2,<3", "PySide6-Essentials>=6.9,<7"]

[project.optional-dependencies]
test = ["pytest>=8,<10"]
dev = ["tangostudio[test]", "ruff>=0.14,<0.18"]

[tool.ruff]
line-length = 100
"""
CONSTRAINTS = "# tested together\nnumpy==2.4.6\ntorch==2.13.0\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    """A checkout on Linux without an environment."""
    root = tmp_path / "Tango Studio 音 'quoted'"
    (root / "packaging").mkdir(parents=True)
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (root / "packaging" / "constraints.txt").write_text(CONSTRAINTS, encoding="utf-8")
    return Project(root, "Linux")
