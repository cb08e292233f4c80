"""Golden data: outputs of the original implementations, found by the manifests of a folder.

`pytest tests/golden --golden DIR` runs the same tests on any set in the same layout. A manifest
lists files with their configuration, parameters and tolerances; which test an entry is for is told
by the tensors that it holds, so that names, sizes, seeds, lengths and steps are free.
"""

from __future__ import annotations

import pytest

from tests.golden.sets import Entry, entries


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with `@pytest.mark.golden(tensors...)` runs on every entry that holds them all."""
    marker = metafunc.definition.get_closest_marker("golden")
    if marker is not None and "entry" in metafunc.fixturenames:
        found = [entry for entry in entries(metafunc.config) if entry.has(*marker.args)]
        metafunc.parametrize("entry", found, ids=[entry.stem for entry in found])


__all__ = ["Entry"]
