"""What `run` does where no window can be shown: the same program makes sounds and draws itself.

It knows the program by its command line only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from bootstrapping.machine import Project
from bootstrapping.report import SetupStopped, say

PROMPT = "heavy wooden door creaking open slowly"
SEEDS = "1-4"


def demonstrate(
    project: Project,
    run: Callable[..., subprocess.CompletedProcess] = subprocess.run,
) -> None:
    """Render a prompt into `build/demonstration` and save a picture of the window showing it.

    Raises:
        SetupStopped: the program failed; it has said why.
    """
    folder = project.root / "build" / "demonstration"
    shutil.rmtree(folder, ignore_errors=True)
    sounds, library, picture = folder / "takes", folder / "library", folder / "window.png"
    say(
        "There is no display here, so instead of opening its window the studio renders "
        f'"{PROMPT}" and draws the window into a picture.'
    )
    program = [str(project.python), "-m", "tangostudio"]
    generate = ["generate", PROMPT, "--seeds", SEEDS, "--library", str(library)]
    _call([*program, *generate, "--out", str(sounds)], project, run)
    window = ["--library", str(library), "--screenshot", str(picture)]
    _call([*program, *window], project, run, QT_QPA_PLATFORM="offscreen")
    _name_files("Sound", sorted(sounds.glob("*.wav"), key=lambda path: (len(path.name), path.name)))
    _name_files("Picture", [picture] if picture.is_file() else [])


def _call(
    command: list[str],
    project: Project,
    run: Callable[..., subprocess.CompletedProcess],
    **environment: str,
) -> None:
    env = {**os.environ, **environment}
    null = subprocess.DEVNULL  # what it says is said again below; what goes wrong is on stderr
    answer = run(command, cwd=project.root, env=env, stdin=null, stdout=null, check=False)
    if answer.returncode != 0:
        raise SetupStopped(f"The demonstration failed with exit code {answer.returncode}.")


def _name_files(what: str, paths: list[Path]) -> None:
    if not paths:
        raise SetupStopped(f"The demonstration left no {what.lower()} behind.")
    for path in paths:
        say(f"{what}: {path}")
