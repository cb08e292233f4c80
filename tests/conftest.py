"""What every test stands on: a home of its own, no display, no network, and nothing left behind.

A test that leaves a thread, a child process or an unexpected warning in the program's log fails.
Warnings of Python and of Qt fail it too (`pyproject.toml`).
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

# Before anything imports Qt, torch, the hub's client or keyring, which read these once.
os.environ.update(
    QT_QPA_PLATFORM="offscreen",
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring",  # nobody's own key store
    OMP_NUM_THREADS="1",
)

_GRACE_SECONDS = 5.0


def pytest_addoption(parser: pytest.Parser) -> None:
    """The folder of golden data."""
    parser.addoption("--golden", metavar="DIR", help="run tests/golden on the sets of this folder")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, which every platform's rules for a program's folders lead into."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    for name in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fails a test that leaves a thread or a child process behind."""
    before = set(threading.enumerate())
    yield
    threads = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.daemon and not _ends(thread)
    ]
    assert not threads, f"threads left behind: {', '.join(thread.name for thread in threads)}"
    children = [child for child in multiprocessing.active_children() if not _ends(child)]
    for child in children:
        child.kill()
        child.join()
    assert not children, f"processes left behind: {', '.join(child.name for child in children)}"


def _ends(runner: threading.Thread | BaseProcess) -> bool:
    """Whether it comes to its end by itself when it is given a moment."""
    runner.join(_GRACE_SECONDS)
    return not runner.is_alive()


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test in which the program logs a warning; one that uses `caplog` looks itself."""
    handler = _Collector()
    logger = logging.getLogger("tangostudio")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    if "caplog" not in request.fixturenames:
        assert not handler.lines, "unexpected log: " + "; ".join(handler.lines)


class _Collector(logging.Handler):
    """Keeps the text of every warning and error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
