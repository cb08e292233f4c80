"""Drives the real program: a display of its own, keys and clicks, and what the library says.

    with display() as screen, null_sink() as sink:
        with Program(folder, screen, sink.env) as program:
            program.type("door creak")
            program.key("ctrl+Return")

Needs Xvfb and xdotool; `missing()` says what is not there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

PATIENCE_SECONDS = 120.0  # a machine may have much else to do
USUAL = "Tango Studio"  # the folder of the library in a home
T = TypeVar("T")


def missing() -> str:
    """What driving a window needs and this machine has not; empty when all is there."""
    return ", ".join(name for name in ("Xvfb", "xdotool") if shutil.which(name) is None)


@contextlib.contextmanager
def display(width: int = 1440, height: int = 900) -> Iterator[str]:
    """An X server without a screen; its name for DISPLAY."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24"]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class Program:
    """The program as a person starts it, with a home of its own."""

    def __init__(
        self,
        folder: Path,
        screen: str,
        env: dict[str, str] | None = None,
        *,
        library: Path | None = None,
        names_library: bool = True,
    ) -> None:
        """Nothing runs before the `with` statement.

        Args:
            library: its folder; one beside the home when left out.
            names_library: whether the program is told where its library is; one that is not
                takes the usual place in the home, as at a person's first start.
        """
        self.home = folder / "home"
        self._named = names_library
        self.library = (library or folder / "library") if names_library else self.home / USUAL
        self.home.mkdir(parents=True, exist_ok=True)
        self._log = folder / "program.log"
        self.env = {
            **os.environ,
            **(env or {}),
            "DISPLAY": screen,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "QT_QPA_PLATFORM": "xcb",
            "TANGOSTUDIO_TRACE": "1",
        }
        self._starts = 0
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Program:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the program and wait until its window is filled."""
        command = [sys.executable, "-m", "tangostudio"]
        if self._named:
            command += ["--library", str(self.library)]
        with open(self._log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self.env,
                stdout=log,
                stderr=log,
            )
        self._starts += 1
        self.until(lambda: self.log().count("Ready") == self._starts, "the filled window")
        self.window = self.until(self._find_window, "the window")
        self._xdotool("windowfocus", "--sync", self.window)

    def stop(self) -> int:
        """Ask the program to end, as a session's end does; its exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process = None

    def kill(self) -> None:
        """End the program without a word."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None

    def log(self) -> str:
        """What the program printed."""
        return self._log.read_text(errors="replace")

    # --- hands ------------------------------------------------------------------------------------

    def key(self, *keys: str) -> None:
        """Press keys by X's names, for example "ctrl+Return"."""
        if not self._focus():  # as a window manager does once a dialog is closed
            self._xdotool("windowfocus", "--sync", self.window)
        self._xdotool("key", "--clearmodifiers", *keys)

    @contextlib.contextmanager
    def held(self, key: str) -> Iterator[None]:
        """Hold a key down."""
        self._xdotool("keydown", key)
        try:
            yield
        finally:
            self._xdotool("keyup", key)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self._xdotool("type", "--delay", "5", text)

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    # --- eyes -------------------------------------------------------------------------------------

    def takes(self, search: str = "") -> list[dict[str, Any]]:
        """The library's takes as the command line lists them beside the open window."""
        command = ["takes", "--library", str(self.library), "--json"]
        if search:
            command += ["--search", search]
        lines = self.command(*command).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line with the same home."""
        return subprocess.run(
            [sys.executable, "-m", "tangostudio", *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def until(self, ask: Callable[[], T | None], what: str) -> T:
        """Ask again and again until there is an answer."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the program ended while waiting for {what}:\n{self.log()}")
            if answer := ask():
                return answer
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come:\n{self.log()}")

    def picture(self, path: Path) -> None:
        """Save what the screen shows."""
        program = (
            "import sys; from PySide6.QtGui import QGuiApplication as A; a = A([]);"
            "a.primaryScreen().grabWindow(0).save(sys.argv[1])"
        )
        subprocess.run([sys.executable, "-c", program, str(path)], env=self.env, check=True)

    def titles(self) -> str:
        """The titles of all visible windows, one a line."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "", "getwindowname", "%@"],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout

    def focused(self, title: str) -> bool:
        """Whether the keyboard is in a window whose title has these words."""
        return title in self._focus()

    def pause(self, seconds: float) -> None:
        """Let the program do what takes its time, such as playing a sound."""
        time.sleep(seconds)

    def _focus(self) -> str:
        """The title of the window that has the keyboard; "" for the bare screen."""
        found = subprocess.run(
            ["xdotool", "getwindowfocus", "getwindowname"],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.strip()

    def _find_window(self) -> str | None:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Tango Studio"],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.split()[0] if found.stdout.strip() else None

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.env, check=True, capture_output=True)
