"""What is installed from the package index, in which build, and how much of it there is to fetch.

The program's requirements stand in `pyproject.toml`, their tested versions in `constraints.txt`;
this module joins the two. It knows no index: pip's own configuration says where packages are, and
`--torch-index` (or TANGOSTUDIO_TORCH_INDEX) adds one for torch.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from bootstrapping.machine import Machine, Project
from bootstrapping.report import SetupStopped

SETS = ("run", "test")

# Needed to link the checkout into its environment, so that a later start asks no index for it.
BUILD_BACKEND = "hatchling"

# Megabytes to fetch and to keep, rounded up; by system and build, then by package set.
_TORCH_MB = {
    ("Linux", "cpu"): (200, 800),
    ("Linux", "cuda"): (2900, 7000),
    ("Windows", "cpu"): (120, 550),
    ("Windows", "cuda"): (1900, 4500),
    ("Darwin", "cpu"): (90, 350),
}
_SET_MB = {"run": (190, 800), "test": (90, 350)}


@dataclass(frozen=True)
class Size:
    """Megabytes to download and megabytes on disk."""

    download_mb: int
    disk_mb: int

    def __add__(self, other: Size) -> Size:
        return Size(self.download_mb + other.download_mb, self.disk_mb + other.disk_mb)


def requirements(project: Project, sets: Iterable[str]) -> list[str]:
    """The requirements of these sets as pip takes them, torch left out."""
    table = tomllib.loads(project.pyproject.read_text(encoding="utf-8"))["project"]
    wanted = [*table["dependencies"], BUILD_BACKEND]
    if "test" in sets:
        extras = table["optional-dependencies"]
        own = table["name"] + "["
        wanted += extras["test"] + [item for item in extras["dev"] if not item.startswith(own)]
    return [item for item in wanted if _name(item) != "torch"]


def torch_requirement(project: Project) -> str:
    """Torch at its tested version, whatever the build."""
    for line in project.constraints.read_text(encoding="utf-8").splitlines():
        if _name(line) == "torch":
            return line.strip()
    raise SetupStopped(f"{project.constraints.name} does not say which torch is meant.")


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement.strip())
    return found.group().lower() if found else ""


def fingerprint(project: Project, python_version: str) -> str:
    """One hash of everything that makes an installed environment out of date.

    The checkout's own place is part of it: the environment links to it. Settings of the tools in
    `pyproject.toml` are not.
    """
    document = tomllib.loads(project.pyproject.read_text(encoding="utf-8"))
    parts = [
        json.dumps([document["build-system"], document["project"]], sort_keys=True),
        project.constraints.read_text(encoding="utf-8"),
        python_version,
        str(project.root),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def choose_torch(machine: Machine, asked: str | None) -> str:
    """ "cpu" or "cuda": as asked, else by the hardware.

    Raises:
        SetupStopped: CUDA was asked for where there is none.
    """
    if asked == "cuda" and machine.system == "Darwin":
        raise SetupStopped(
            "There is no CUDA build of torch for macOS.",
            "Leave --torch away: the Mac's own GPU is used through Metal.",
        )
    return asked or ("cuda" if machine.nvidia else "cpu")


def sizes(machine: Machine, torch: str | None, sets: Iterable[str]) -> Size:
    """About what is still to be fetched; `torch` is None when it is there already."""
    total = Size(0, 0)
    if torch:
        total += Size(*_TORCH_MB.get((machine.system, torch), _TORCH_MB["Linux", torch]))
    for name in sets:
        total += Size(*_SET_MB[name])
    return total
