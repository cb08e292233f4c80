"""What diagnostics asks of a studio's library, for the fake one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any


def complete(studio: Any) -> None:
    """Let the fake studio's library say how much it holds."""
    library = studio.library
    library.takes.count = lambda *_query: len(studio._takes)
    library.projects = SimpleNamespace(all=studio.projects)
    library.votes = SimpleNamespace(count=lambda: 12)
    library.adapters = SimpleNamespace(all=lambda: [])
    library.writable = True
