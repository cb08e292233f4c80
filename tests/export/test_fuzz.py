"""Mutated files of every kind: they are read, or refused in a sentence, and nothing else comes out.

`python -m tests.benchmarks.fuzzing` does the same for as long as one likes.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.export import mutations

SHARE = st.floats(0.0, 1.0)
MUTATIONS = st.lists(
    st.tuples(st.sampled_from(sorted(mutations.KINDS)), SHARE, SHARE, SHARE), max_size=5
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Where the mutated files lie, one after another."""
    return tmp_path_factory.mktemp("fuzz") / "sound"


@pytest.mark.parametrize("kind", sorted(mutations.seeds()))
def test_the_files_to_begin_with_are_understood(path, kind):
    path.write_bytes(mutations.seeds()[kind])
    assert mutations.check(path)


@given(kind=st.sampled_from(sorted(mutations.seeds())), changes=MUTATIONS)
@settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_mutated_files_are_read_or_refused_in_a_sentence(path, kind, changes):
    path.write_bytes(mutations.mutated(mutations.seeds()[kind], changes))
    assert mutations.check(path) in (True, False)


@given(data=st.binary(max_size=200), mark=st.sampled_from([*mutations.seeds().values()]))
@settings(max_examples=100, derandomize=True, deadline=None, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_nothing_but_noise_behind_the_beginning_of_a_file(path, data, mark):
    path.write_bytes(mark[:40] + data)
    assert mutations.check(path) in (True, False)


@pytest.mark.parametrize("name", mutations.KINDS)
def test_every_mutation_changes_a_file(name):
    seed = mutations.seeds()["wav"]
    assert mutations.mutated(seed, [(name, 0.4, 0.3, 0.5)]) != seed
