"""Calls of the environment's pip, and what its failures mean in one sentence.

It knows no package by name.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

from bootstrapping.machine import Project
from bootstrapping.report import SetupStopped, say

_OFFLINE = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|ConnectionReset|ProxyError|Max retries"
    r"|Name or service not known|name resolution|getaddrinfo failed|nodename nor servname"
    r"|Network is unreachable|Connection refused|Connection aborted|Read timed out|IncompleteRead"
)
_FULL = re.compile(r"No space left on device|disk is full|not enough space", re.IGNORECASE)
_NO_BUILD = re.compile(r"No matching distribution found for (\S+)")

# Lists every installed distribution with a file that is gone or has another length than its record
# says: what an interrupted unpacking leaves behind.
_BROKEN = """
from importlib.metadata import distributions
for item in distributions():
    files = [f for f in item.files or () if f.size is not None]
    paths = [(f.locate(), f.size) for f in files]
    if any(not p.is_file() or p.stat().st_size != size for p, size in paths):
        print(item.metadata["Name"] + "==" + item.version)
"""


def install(project: Project, *arguments: str) -> None:
    """Install within the tested versions; progress is shown where somebody watches.

    Raises:
        SetupStopped: with the reason in one sentence.
    """
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    command = ["install", *quiet, "--constraint", str(project.constraints), *arguments]
    answer = _pip(project, command, stdout=None)
    if answer.returncode != 0:
        raise explain(answer.stderr)


def uninstall(project: Project, name: str) -> None:
    """Take one package out; its absence is no fault."""
    _pip(project, ["uninstall", "--quiet", "--yes", name])


def resolve(project: Project, requirement: str) -> str:
    """The version that pip would install, local part included, or "" when it cannot tell."""
    report = ["install", "--quiet", "--dry-run", "--no-deps", "--ignore-installed"]
    answer = _pip(project, [*report, "--report", "-", requirement])
    if answer.returncode != 0:
        return ""
    try:
        return json.loads(answer.stdout)["install"][0]["metadata"]["version"]
    except (ValueError, LookupError):
        return ""


def mend(project: Project) -> None:
    """Install again what an interrupted set-up left unfinished."""
    command = [str(project.python), "-c", _BROKEN]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if broken := answer.stdout.split():
        say("An earlier set-up was interrupted; mending " + ", ".join(broken) + ".")
        install(project, "--force-reinstall", "--no-deps", *broken)


def explain(stderr: str) -> SetupStopped:
    """Why pip gave up, from what it wrote."""
    if _OFFLINE.search(stderr):
        return SetupStopped(
            "The package index cannot be reached, and the first set-up needs it once.",
            "Connect to the internet and start again: what was installed so far is kept.",
        )
    if _FULL.search(stderr):
        return SetupStopped(
            "The disk is full.", "Make room and start again: what was installed so far is kept."
        )
    if found := _NO_BUILD.search(stderr):
        return SetupStopped(
            f"There is no build of {found.group(1)} for this Python and system in the index.",
            "Use the 64-bit build of Python 3.11, 3.12 or 3.13.",
        )
    tail = "\n".join(stderr.strip().splitlines()[-8:])
    return SetupStopped(f"pip could not install the packages:\n{tail}", "Start again to go on.")


def _pip(
    project: Project, arguments: list[str], stdout: int | None = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    command = [str(project.python), "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(
        command,
        close_fds=False,  # the set-up's lock goes along
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
