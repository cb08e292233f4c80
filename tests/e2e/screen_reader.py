"""What a screen reader is told of the window: the texts that it shows, over AT-SPI.

    with accessibility() as env:
        with Program(folder, screen, env) as program:
            with ScreenReader(env) as reader:
                reader.texts()

A session bus of our own, so that nothing of the machine's desktop is heard. Needs dbus-daemon, the
AT-SPI registry and jeepney (which the key store brings on Linux); `missing()` says what is not
there.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_REGISTRY = "org.a11y.atspi.Registry"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ROOT = "/org/a11y/atspi/accessible/root"
_SHOWING = 1 << 25  # of AT-SPI's states

Place = tuple[str, str]
"""Of an accessible object: the program that has it, and its path there."""


def missing() -> str:
    """What hearing a window needs and this machine has not; empty when all is there."""
    lacking = [name for name in ("dbus-daemon",) if shutil.which(name) is None]
    if not any(Path(name).is_file() for name in _LAUNCHERS):
        lacking.append("at-spi-bus-launcher")
    if importlib.util.find_spec("jeepney") is None:
        lacking.append("jeepney")
    return ", ".join(lacking)


@contextlib.contextmanager
def accessibility() -> Iterator[dict[str, str]]:
    """A session bus with the accessibility service; variables that bring a program there."""
    with tempfile.TemporaryDirectory(prefix="session-bus-") as folder:
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
        bus = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_RUNTIME_DIR": folder},
            text=True,
        )
        try:
            assert bus.stdout is not None
            address = bus.stdout.readline().strip()
            yield {
                "DBUS_SESSION_BUS_ADDRESS": address,
                "XDG_RUNTIME_DIR": folder,
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            }
        finally:
            bus.terminate()
            bus.wait()
            if bus.stdout is not None:
                bus.stdout.close()


class ScreenReader:
    """Asks the accessibility service for what is on the screen now."""

    def __init__(self, env: dict[str, str]) -> None:
        from jeepney.io.blocking import open_dbus_connection

        session = open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"])
        with session:
            address = _ask(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self._bus = open_dbus_connection(address[0])

    def __enter__(self) -> ScreenReader:
        return self

    def __exit__(self, *error: object) -> None:
        self._bus.close()

    def texts(self) -> list[str]:
        """The names of all controls that are showing, in the order of the window."""
        return [name for _place, name in self._showing() if name]

    def hears(self, words: str) -> str:
        """The first text that is showing and has these words in it, or ""."""
        return next((text for _place, text in self._showing() if words in text), "")

    def press(self, name: str) -> bool:
        """Press the first button of this name that is showing; whether there is one."""
        for place, text in self._showing():
            if text == name and _ACTION in _ask(self._bus, *place, _ACCESSIBLE, "GetInterfaces")[0]:
                _ask(self._bus, *place, _ACTION, "DoAction", "i", (0,))
                return True
        return False

    def _showing(self) -> Iterator[tuple[Place, str]]:
        """Every control that is showing, with its name."""
        waiting: list[Place] = []
        for program in self._children((_REGISTRY, _ROOT)):
            waiting += self._children(program)[::-1]
        while waiting:
            place = waiting.pop()
            try:
                if not self._shows(place):
                    continue
                yield place, self._name(place)
                waiting += self._children(place)[::-1]
            except LookupError:
                continue  # it was there when its parent was asked

    def _children(self, place: Place) -> list[Place]:
        return _ask(self._bus, *place, _ACCESSIBLE, "GetChildren")[0]

    def _shows(self, place: Place) -> bool:
        return bool(_ask(self._bus, *place, _ACCESSIBLE, "GetState")[0][0] & _SHOWING)

    def _name(self, place: Place) -> str:
        asked = (_ACCESSIBLE, "Name")
        return _ask(self._bus, *place, _PROPERTIES, "Get", "ss", asked)[0][1]


def _ask(
    bus: Any, service: str, path: str, interface: str, method: str, *signed: Any
) -> tuple[Any, ...]:
    """Call a method; what it answers."""
    from jeepney import DBusAddress, new_method_call

    place = DBusAddress(path, bus_name=service, interface=interface)
    reply = bus.send_and_get_reply(new_method_call(place, method, *signed), timeout=20.0)
    if reply.header.message_type.name == "error":
        raise LookupError(f"{method}: {reply.body}")
    return reply.body
