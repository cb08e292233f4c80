"""System libraries and programs that no Python package brings: what is missing and how to get it.

On Linux the window needs Qt's X11 and OpenGL libraries and the player needs PortAudio; on macOS and
Windows the packages bring their own, but for Microsoft's C++ runtime. It installs nothing by itself
unless it runs as root on a Debian or Ubuntu; everywhere else it names the one command.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bootstrapping.machine import Machine
from bootstrapping.report import say


@dataclass(frozen=True)
class Need:
    """One thing that must be present.

    Attributes:
        name: a library as the loader knows it, a program, or a file under the library folders.
        kind: "library", "program" or "file".
        packages: its package by package manager.
    """

    name: str
    kind: str
    packages: dict[str, str]


def _need(name: str, kind: str, apt: str, dnf: str, pacman: str) -> Need:
    return Need(name, kind, {"apt-get": apt, "dnf": dnf, "pacman": pacman})


def _library(name: str, apt: str, dnf: str, pacman: str) -> Need:
    return _need(name, "library", apt, dnf, pacman)


WINDOW_NEEDS = (
    _library("libportaudio.so.2", "libportaudio2", "portaudio", "portaudio"),
    _library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    _library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    _library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    _library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    _library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    _library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    _library("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5"),
    _library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    _library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    _library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    _library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    _library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    _library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    _library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    _library(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    _library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    _library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    _library("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    _library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    _library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
)

TEST_NEEDS = (
    _need("Xvfb", "program", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    _need("xdotool", "program", "xdotool", "xdotool", "xdotool"),
    _need("pulseaudio", "program", "pulseaudio", "pulseaudio", "pulseaudio"),
    _need("pacat", "program", "pulseaudio-utils", "pulseaudio-utils", "libpulse"),
    _need(
        "alsa-lib/libasound_module_pcm_pulse.so",
        "file",
        "libasound2-plugins",
        "alsa-plugins-pulseaudio",
        "alsa-plugins",
    ),
)

WINDOWS_NEEDS = (
    Need("msvcp140.dll", "library", {}),
    Need("vcruntime140_1.dll", "library", {}),
)

_INSTALL = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
}
_WINDOWS_COMMAND = "winget install --id Microsoft.VCRedist.2015+.x64"

# Opened in an interpreter of its own: a loader that has once looked a library up in vain may
# remember it, and GL libraries have no business in this process.
_PROBE = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""


def needs_of(machine: Machine, sets: Iterable[str]) -> tuple[Need, ...]:
    """What has to be present for these package sets ("run", "test") on this machine."""
    if machine.system == "Windows":
        return WINDOWS_NEEDS
    if machine.system != "Linux":
        return ()
    return WINDOW_NEEDS + (TEST_NEEDS if "test" in sets else ())


def find_missing(needs: Iterable[Need]) -> list[Need]:
    """Those of the needs that are not on this machine, in their order."""
    needs = list(needs)
    libraries = [need.name for need in needs if need.kind == "library"]
    absent: set[str] = set()
    if libraries:
        answer = subprocess.run(
            [sys.executable, "-c", _PROBE, *libraries], capture_output=True, text=True, check=False
        )
        absent.update(answer.stdout.split())
    absent.update(n.name for n in needs if n.kind == "program" and shutil.which(n.name) is None)
    absent.update(n.name for n in needs if n.kind == "file" and not _exists(n.name))
    return [need for need in needs if need.name in absent]


def _exists(name: str) -> bool:
    return any(glob.glob(f"{folder}/{name}") for folder in ("/usr/lib*", "/usr/lib*/*"))


def install_command(machine: Machine, missing: Iterable[Need]) -> str:
    """The one command that installs what is missing, or "" where no package manager is known."""
    if machine.system == "Windows":
        return _WINDOWS_COMMAND
    packages = sorted({need.packages[machine.manager] for need in missing if machine.manager})
    if not packages:
        return ""
    sudo = "" if machine.root else "sudo "
    return f"{sudo}{_INSTALL[machine.manager]} {' '.join(packages)}"


def provide(
    machine: Machine,
    sets: Iterable[str],
    find: Callable[[Iterable[Need]], list[Need]] = find_missing,
    run: Callable[..., subprocess.CompletedProcess] = subprocess.run,
) -> bool:
    """Install what is missing, or say how to; whether everything is there in the end.

    Something missing is no reason to stop: the command line works without a window's libraries, and
    the window without a sound device's.
    """
    needs = needs_of(machine, sets)
    missing = find(needs)
    if not missing:
        return True
    if machine.manager == "apt-get" and machine.root:
        _apt_install(install_command(machine, missing), run)
        missing = find(needs)
    if missing:
        _explain(machine, missing)
    return not missing


def _apt_install(command: str, run: Callable[..., subprocess.CompletedProcess]) -> None:
    """Install without questions; the package lists are fetched only when the first try needs it."""
    say("Installing system packages: " + command.partition("--no-install-recommends ")[2])
    quiet = {"check": False, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    quiet["env"] = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if run(command.split(), **quiet).returncode != 0:
        run(["apt-get", "update", "-qq"], **quiet)
        answer = run(command.split(), **quiet)
        if answer.returncode != 0:
            say("apt-get could not: " + (answer.stderr.strip().splitlines() or ["no reason"])[-1])


def _explain(machine: Machine, missing: list[Need]) -> None:
    say("Not on this machine: " + ", ".join(need.name.rpartition("/")[2] for need in missing) + ".")
    if command := install_command(machine, missing):
        say(f"This installs what is missing:  {command}")
    else:
        say("Install the packages of your system that hold these files.")
