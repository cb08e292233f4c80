from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from bootstrapping import machine
from bootstrapping.machine import Project


@pytest.mark.parametrize(
    ("system", "environ", "expected"),
    [
        ("Linux", {}, False),
        ("Linux", {"DISPLAY": ""}, False),
        ("Linux", {"DISPLAY": ":0"}, True),
        ("Linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("Linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("Darwin", {}, True),
        ("Windows", {}, True),
    ],
)
def test_whether_a_window_can_be_shown(system, environ, expected):
    assert machine.has_display(system, environ) is expected


def test_the_environments_programs_on_each_system():
    root = Path("/a")
    assert Project(root, "Linux").python == Path("/a/.venv/bin/python")
    assert Project(root, "Darwin").tool("lint-imports") == Path("/a/.venv/bin/lint-imports")
    assert Project(root, "Windows").python == Path("/a/.venv/Scripts/python.exe")


def answer_with(monkeypatch: pytest.MonkeyPatch, output: bytes, returncode: int) -> None:
    def run(command, **_options):
        return subprocess.CompletedProcess(command, returncode, output)

    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", run)


@pytest.mark.parametrize(
    ("system", "output", "returncode", "expected"),
    [
        ("Linux", b"GPU 0: NVIDIA H200\n", 0, True),
        ("Windows", b"GPU 0: NVIDIA GeForce\n", 0, True),
        ("Linux", b"No devices were found\n", 0, False),
        ("Linux", b"couldn't communicate with the NVIDIA driver\n", 9, False),
        ("Darwin", b"GPU 0: NVIDIA\n", 0, False),
    ],
)
def test_an_nvidia_gpu_counts_when_its_driver_answers(
    monkeypatch, system, output, returncode, expected
):
    answer_with(monkeypatch, output, returncode)
    assert machine.has_nvidia(system) is expected


def test_a_driver_that_hangs_is_no_gpu(monkeypatch):
    def hang(command, **_options):
        raise subprocess.TimeoutExpired(command, 30)

    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", hang)
    assert machine.has_nvidia("Linux") is False


def test_this_machine_is_recognised():
    found = machine.detect({})
    assert found.system in ("Linux", "Darwin", "Windows")
    assert found.manager in (*machine.MANAGERS, "")
