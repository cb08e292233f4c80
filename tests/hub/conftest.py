from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .loopback import Hub, asked_by_the_client, client_in_this_process, orders_in_this_process


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub on loopback that the client is told to ask."""
    yield from asked_by_the_client(monkeypatch)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The hub's client, switched on in this process as it is in the process that downloads."""
    yield from client_in_this_process(monkeypatch)


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Orders are done in this process, for tests that ask nothing of the one that downloads."""
    yield from orders_in_this_process(monkeypatch)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The folder in which models have theirs."""
    return tmp_path / "weights"
