"""What a process must never load: torch in the window's, Qt in the worker's.

Each is asked in a fresh interpreter, because this one has loaded both.
"""

from __future__ import annotations

import json
import subprocess
import sys

_PROBE = """
import importlib, json, pkgutil, sys
for name in {modules!r}:
    module = importlib.import_module(name)
    for item in pkgutil.walk_packages(getattr(module, "__path__", []), name + "."):
        importlib.import_module(item.name)
print(json.dumps(sorted(sys.modules)))
"""


def loaded_by(*modules: str) -> set[str]:
    """Everything that importing these modules, and what lies below them, has loaded."""
    answer = subprocess.run(
        [sys.executable, "-c", _PROBE.format(modules=modules)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return set(json.loads(answer.stdout))


def test_the_window_never_loads_torch():
    loaded = loaded_by("tangostudio.__main__", "tangostudio.app", "tangostudio.ui")
    assert "PySide6.QtWidgets" in loaded
    assert loaded.isdisjoint({"torch", "diffusers", "transformers"})


def test_the_worker_never_loads_qt():
    loaded = loaded_by("tangostudio.jobs.worker", "tangostudio.engines", "tangostudio.families")
    assert "torch" in loaded
    assert loaded.isdisjoint({"PySide6"})


def test_the_command_line_starts_without_qt_and_without_torch():
    loaded = loaded_by("tangostudio.cli")
    assert loaded.isdisjoint({"PySide6", "torch"})


def test_a_spawned_worker_imports_the_main_module_cheaply():
    loaded = loaded_by("tangostudio.__main__")
    assert loaded.isdisjoint({"PySide6", "torch", "numpy"})
