"""The virtual environment beside `pyproject.toml`: made once, brought up to date, found ready.

A small state file inside it says what was finished, so that a second start asks no index and an
interrupted set-up goes on. It knows nothing of system libraries.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bootstrapping import packages, pip
from bootstrapping.machine import Machine, Project
from bootstrapping.report import SetupStopped, say


@dataclass
class State:
    """What is known of the environment.

    Attributes:
        fingerprint: of the finished set-up; "" while one is under way.
        python: "3.11", the version that the environment was made with.
        torch: "cpu" or "cuda", "" while it is not installed.
        sets: the package sets that are complete.
        libraries: the package sets whose system libraries were all found.
    """

    fingerprint: str = ""
    python: str = ""
    torch: str = ""
    sets: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)


def read_state(project: Project) -> State:
    """The stored state; anything unreadable counts as a set-up that has not happened."""
    try:
        return State(**json.loads(project.state_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return State()


def write_state(project: Project, state: State) -> None:
    """Store the state whole or not at all."""
    temporary = project.state_file.with_suffix(".part")
    temporary.write_text(json.dumps(asdict(state), indent=1), encoding="utf-8")
    os.replace(temporary, project.state_file)


def python_version(python: Path) -> str:
    """ "3.11" of an interpreter, or "" when it does not run."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [str(python), "-I", "-S", "-c", code], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return answer.stdout.strip()


def is_ready(project: Project, state: State, sets: Iterable[str], torch: str | None) -> bool:
    """Whether nothing needs to be installed for these sets and this (or any) build of torch."""
    if not state.fingerprint or not set(sets) <= set(state.sets):
        return False
    if torch is not None and torch != state.torch:
        return False
    version = python_version(project.python)
    return bool(version) and state.fingerprint == packages.fingerprint(project, version)


def install(
    project: Project,
    machine: Machine,
    state: State,
    sets: Iterable[str],
    torch: str,
    torch_index: str = "",
) -> State:
    """Make the environment whole: interpreter, torch, everything else, the program itself.

    Raises:
        SetupStopped: no room, no index, no build for this Python.
    """
    usable = _is_usable(project, state)
    interrupted = usable and not state.fingerprint
    if not usable:
        state = State(libraries=state.libraries)
    todo = [name for name in packages.SETS if name in sets or name in state.sets]
    fresh = [name for name in todo if name not in state.sets]
    _announce(project, machine, None if state.torch == torch else torch, fresh)
    if not usable:
        _make(project)
    if interrupted:
        pip.mend(project)
    state.python = python_version(project.python)
    state.fingerprint = ""
    write_state(project, state)
    if state.torch != torch:
        _install_torch(project, machine, state, torch, torch_index)
    say("Installing the other packages ...")
    pip.install(project, *packages.requirements(project, todo))
    pip.install(project, "--no-deps", "--no-build-isolation", "--editable", str(project.root))
    state.sets = todo
    state.fingerprint = packages.fingerprint(project, state.python)
    write_state(project, state)
    return state


def _announce(project: Project, machine: Machine, torch: str | None, sets: list[str]) -> None:
    """Say how much there is to fetch, and stop before it if the disk is too small for it."""
    size = packages.sizes(machine, torch, sets)
    if size.download_mb == 0:
        say("Bringing the packages up to date ...")
        return
    build = f", with torch's {torch.upper()} build" if torch else ""
    say(
        f"Setting up in {project.venv}: about {size.download_mb} MB to download{build}, "
        f"{size.disk_mb / 1000:.1f} GB on disk. This happens once."
    )
    free_mb = shutil.disk_usage(project.root).free // 1_000_000
    if free_mb < size.disk_mb:
        raise SetupStopped(
            f"Only {free_mb / 1000:.1f} GB are free where {project.root} lies.",
            "Make room, or move the folder to another disk, and start again.",
        )


def _is_usable(project: Project, state: State) -> bool:
    """Whether the environment's interpreter runs, and is what its packages were put in for."""
    version = python_version(project.python)
    if not version or state.python not in ("", version):
        return False
    command = [str(project.python), "-I", "-c", "import pip._internal"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _make(project: Project) -> None:
    """Make the environment anew.

    Raises:
        SetupStopped: this Python cannot, or the folder cannot be written.
    """
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupStopped(
            "This Python cannot make virtual environments: its ensurepip module is missing.",
            "On Debian and Ubuntu: apt-get install "
            f"python{sys.version_info.major}.{sys.version_info.minor}-venv",
        )
    say("Making the environment ...")
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(project.venv)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupStopped(
            f"The environment {project.venv} could not be made: {error}.",
            "Check that the folder can be written and that there is free space.",
        ) from error


def _install_torch(
    project: Project, machine: Machine, state: State, torch: str, torch_index: str
) -> None:
    if state.torch:
        pip.uninstall(project, "torch")
        state.torch = ""
        write_state(project, state)
    say(f"Installing torch, {torch.upper()} build ...")
    options = ["--extra-index-url", torch_index] if torch_index else []
    requirement = packages.torch_requirement(project)
    if torch == "cpu" and machine.system == "Linux" and not torch_index:
        _warn_of_large_build(project, requirement)
    pip.install(project, *options, requirement)
    state.torch = torch
    write_state(project, state)


def _warn_of_large_build(project: Project, requirement: str) -> None:
    """Say so when the configured index has no build of torch without CUDA."""
    version = pip.resolve(project, requirement)
    if version and "+cpu" not in version:
        say(
            "The package index has only the CUDA build of torch, which works on a CPU too but is "
            "about 3 GB to download. --torch-index URL, with the address of PyTorch's own index of "
            "CPU builds, fetches about 190 MB instead."
        )
