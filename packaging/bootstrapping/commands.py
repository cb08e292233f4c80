"""The command line of the set-up: `run`, `test`, `bench`, `setup`, `lint`, `format`.

Every command first makes sure that the environment is whole, which costs nothing when it is.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bootstrapping import demonstration, environment, gate, libraries, lock, machine, packages
from bootstrapping.machine import Machine, Project
from bootstrapping.report import SetupStopped, say

ROOT = Path(__file__).resolve().parents[2]
SETS = {
    "run": ("run",),
    "setup": ("run", "test"),
    "test": ("run", "test"),
    "bench": ("run", "test"),
    "lint": ("run", "test"),
    "format": ("run", "test"),
}


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options, and what stands behind `--` for the program or for pytest."""
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        description="Set Tango Studio up in .venv beside it, then run it or its checks.",
    )
    helps = {
        "run": "open the studio (arguments behind -- go to it)",
        "test": "all checks and tests (arguments behind -- go to pytest)",
        "bench": "measure the figures of the README (arguments behind -- go to the benchmarks)",
        "setup": "install everything for the other commands and stop",
        "lint": "the checks without the tests",
        "format": "bring the code into shape",
    }
    parser.add_argument(
        "command", choices=SETS, help="; ".join(f"{name}: {text}" for name, text in helps.items())
    )
    parser.add_argument(
        "--torch", choices=("cpu", "cuda"), help="which build of torch (default: by the hardware)"
    )
    parser.add_argument(
        "--torch-index",
        metavar="URL",
        default=os.environ.get("TANGOSTUDIO_TORCH_INDEX", ""),
        help="a package index that has the wanted build of torch, beside pip's own",
    )
    own = list(arguments)
    rest = []
    if "--" in own:
        cut = own.index("--")
        own, rest = own[:cut], own[cut + 1 :]
    return parser.parse_args(own), rest


def ensure(project: Project, here: Machine, options: argparse.Namespace) -> None:
    """Bring the environment and the system libraries to what the command needs."""
    sets = SETS[options.command]
    state = environment.read_state(project)
    if not environment.is_ready(project, state, sets, options.torch):
        with lock.alone(project):
            state = _install(project, here, options, sets)
    looked_at = set(state.libraries)
    if not set(sets) <= looked_at and libraries.provide(here, sets):
        state.libraries = sorted(looked_at | set(sets))
        environment.write_state(project, state)


def _install(
    project: Project, here: Machine, options: argparse.Namespace, sets: tuple[str, ...]
) -> environment.State:
    """Install what another set-up, which was just waited for, has not installed already."""
    state = environment.read_state(project)
    if environment.is_ready(project, state, sets, options.torch):
        return state
    wanted = options.torch or state.torch or None
    if wanted is None:
        here = replace(here, nvidia=machine.has_nvidia(here.system))
    torch = packages.choose_torch(here, wanted)
    return environment.install(project, here, state, sets, torch, options.torch_index)


def perform(project: Project, here: Machine, command: str, rest: list[str]) -> int:
    """Do what the command says in an environment that is whole; the exit code."""
    if command == "run":
        if not here.display and not rest:
            demonstration.demonstrate(project)
            return 0
        return replace_process([str(project.python), "-m", "tangostudio", *rest], here)
    if command == "bench":
        module = [str(project.python), "-m", "tests.benchmarks", *rest]
        return subprocess.run(module, cwd=project.root, check=False).returncode
    if command == "test":
        return gate.run_steps(project, gate.test_steps(project, rest))
    if command == "lint":
        return gate.run_steps(project, gate.lint_steps(project))
    if command == "format":
        return gate.run_steps(project, gate.format_steps(project))
    say("Everything is installed.")
    return 0


def replace_process(command: list[str], here: Machine) -> int:
    """Become the program. Windows cannot, so there this process stays as its parent."""
    if here.system == "Windows":
        return subprocess.run(command, check=False).returncode
    sys.stdout.flush()
    os.execv(command[0], command)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 not, 130 interrupted."""
    options, rest = parse(sys.argv[1:] if arguments is None else arguments)
    here = machine.detect()
    project = Project(ROOT, here.system)
    try:
        ensure(project, here, options)
        return perform(project, here, options.command, rest)
    except SetupStopped as stopped:
        print(stopped.message, stopped.hint, sep="\n" if stopped.hint else "", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The same command goes on where this stopped.", file=sys.stderr)
        return 130
