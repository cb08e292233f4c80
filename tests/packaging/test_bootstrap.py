"""The script itself: it is found, it answers, and it turns an old Python away with a sentence."""

from __future__ import annotations

import ast
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"


def test_help_names_every_command():
    answer = subprocess.run(
        [sys.executable, str(SCRIPT), "--help"], capture_output=True, text=True, check=True
    )
    for command in ("run", "test", "bench", "setup", "lint", "format"):
        assert f"{command}:" in answer.stdout


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "--torch", "tpu"], ["run", "--fast"]])
def test_wrong_usage_is_exit_code_2(arguments):
    answer = subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "usage" in answer.stderr


def test_an_old_python_is_told_which_one_to_use(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    monkeypatch.setattr(
        shutil, "which", lambda name: f"/usr/bin/{name}" if "3.12" in name else None
    )
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(SCRIPT))
    assert caught.value.code == (
        "Tango Studio needs Python 3.11 or later; this is Python 3.10. "
        "This machine has python3.12: run the command with it."
    )


def test_an_old_python_alone_is_told_to_install_one(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 0))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit, match="Install a newer Python"):
        runpy.run_path(str(SCRIPT))


def test_the_script_can_be_parsed_by_any_python_3():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 4))


def test_the_set_up_needs_the_standard_library_alone():
    own = {path.stem for path in (ROOT / "packaging" / "bootstrapping").glob("*.py")}
    known = sys.stdlib_module_names | own | {"bootstrapping"}
    for path in [SCRIPT, *(ROOT / "packaging" / "bootstrapping").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= known, path.name


def test_nothing_committed_for_the_set_up_names_a_package_index():
    files = [*(ROOT / "packaging").rglob("*.py"), ROOT / "packaging" / "constraints.txt"]
    for path in [*files, ROOT / "Makefile", ROOT / "pyproject.toml"]:
        assert "://" not in path.read_text(encoding="utf-8"), path.name
