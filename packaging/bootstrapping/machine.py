"""What this machine is: its system, who runs the command, its package manager, GPU and display.

Found out once and handed on as a value, so that every decision can be tried with another machine.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MANAGERS = ("apt-get", "dnf", "pacman")


@dataclass(frozen=True)
class Machine:
    """The facts that the set-up decides by.

    Attributes:
        system: "Linux", "Windows" or "Darwin".
        architecture: as `platform.machine` has it.
        root: whether system packages may be installed without asking.
        manager: one of `MANAGERS`, or "" where none of them is.
        nvidia: whether an NVIDIA GPU answers.
        display: whether a window can be shown.
    """

    system: str
    architecture: str = "x86_64"
    root: bool = False
    manager: str = ""
    nvidia: bool = False
    display: bool = True


def detect(environ: Mapping[str, str] = os.environ) -> Machine:
    """This machine. Asking for the GPU is left to `has_nvidia`, since it can take a second."""
    system = platform.system()
    return Machine(
        system=system,
        architecture=platform.machine(),
        root=hasattr(os, "geteuid") and os.geteuid() == 0,
        manager=next((name for name in MANAGERS if shutil.which(name)), ""),
        display=has_display(system, environ),
    )


def has_display(system: str, environ: Mapping[str, str]) -> bool:
    """Whether a window can be shown; a platform that was chosen for Qt by hand is believed."""
    if system != "Linux":
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def has_nvidia(system: str) -> bool:
    """Whether an NVIDIA driver with at least one GPU answers."""
    program = shutil.which("nvidia-smi")
    if system == "Darwin" or program is None:
        return False
    try:
        answer = subprocess.run([program, "-L"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and b"GPU" in answer.stdout


@dataclass(frozen=True)
class Project:
    """Where a checkout keeps what the set-up reads and makes."""

    root: Path
    system: str = platform.system()

    @property
    def venv(self) -> Path:
        """The folder of the virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.tool("python")

    @property
    def state_file(self) -> Path:
        """What the last set-up did; it goes away with the environment."""
        return self.venv / "tangostudio-setup.json"

    @property
    def constraints(self) -> Path:
        """The tested version of every package."""
        return self.root / "packaging" / "constraints.txt"

    @property
    def pyproject(self) -> Path:
        """The file that lists what the program needs."""
        return self.root / "pyproject.toml"

    def tool(self, name: str) -> Path:
        """A program of the environment."""
        if self.system == "Windows":
            return self.venv / "Scripts" / f"{name}.exe"
        return self.venv / "bin" / name
