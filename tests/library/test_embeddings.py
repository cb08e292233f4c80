"""Vectors of sounds are kept by embedder, and as long as anything names the sound."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.errors import BadRequest
from tangostudio.library import Library, Vote
from tests.library.make import new_take, put_sound, sha256_of

NET = "starter-00000001"


def _vectors(*names: str, length: int = 8) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(len(names))
    found = {}
    for name in names:
        row = rng.normal(size=length)
        found[sha256_of(name)] = (row / np.linalg.norm(row)).astype(np.float32)
    return found


def _vote(first: int, second: int, sounds: tuple[str, str]) -> Vote:
    return Vote(
        pair="p",
        prompt="a door",
        seconds=4.0,
        take_a=first,
        take_b=second,
        sha256_a=sounds[0],
        sha256_b=sounds[1],
        left="a",
        answer="a",
    )


def test_vectors_come_back_as_they_were(library: Library) -> None:
    vectors = _vectors("a", "b", "c")
    library.embeddings.add(NET, vectors)
    found = library.embeddings.get(NET)
    assert found.keys() == vectors.keys()
    for sha256, vector in vectors.items():
        assert found[sha256].dtype == np.float32
        np.testing.assert_allclose(found[sha256], vector, atol=5e-4)
    some = library.embeddings.get(NET, [sha256_of("b"), sha256_of("none"), sha256_of("b")])
    assert list(some) == [sha256_of("b")]
    assert library.embeddings.get(NET, []) == {}


def test_each_embedder_has_its_own(library: Library) -> None:
    library.embeddings.add(NET, _vectors("a"))
    library.embeddings.add("clap-0000000a", _vectors("a", "b", length=5))
    assert library.embeddings.get("unknown") == {}
    assert len(library.embeddings.get("clap-0000000a")[sha256_of("a")]) == 5
    assert library.embeddings.embedders() == {NET: 1, "clap-0000000a": 2}
    library.embeddings.forget("clap-0000000a")
    library.embeddings.forget("unknown")
    assert library.embeddings.embedders() == {NET: 1}


def test_a_vector_made_again_replaces_the_old_one(library: Library) -> None:
    library.embeddings.add(NET, {sha256_of("a"): np.ones(4)})
    library.embeddings.add(NET, {sha256_of("a"): np.zeros(4)})
    assert library.embeddings.get(NET)[sha256_of("a")].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "vector",
    [np.ones(7), np.ones((2, 4)), np.full(8, np.nan), np.full(8, np.inf), np.full(8, 1e6)],
    ids=["length", "shape", "nan", "infinite", "large"],
)
def test_a_wrong_vector_is_refused_and_nothing_is_kept(
    library: Library, vector: np.ndarray
) -> None:
    library.embeddings.add(NET, _vectors("a"))
    with pytest.raises(BadRequest, match="8 finite"):
        library.embeddings.add(NET, {**_vectors("b"), sha256_of("c"): vector})
    assert list(library.embeddings.get(NET)) == [sha256_of("a")]


def test_what_is_no_sound_and_no_embedder(library: Library) -> None:
    library.embeddings.add(NET, {})
    with pytest.raises(BadRequest, match="hash"):
        library.embeddings.add(NET, {"A" * 64: np.ones(8)})
    for name, length in (("", 8), (NET, 0), (NET, 5000)):
        with pytest.raises(BadRequest):
            library.embeddings.add(name, {sha256_of("a"): np.ones(length)})
    assert library.embeddings.embedders() == {}


def test_sounds_that_want_a_vector(library: Library) -> None:
    takes = [library.takes.add(new_take("a door", seed)) for seed in range(4)]
    assert library.embeddings.wanting(NET) == [take.sha256 for take in reversed(takes)]
    library.embeddings.add(NET, {takes[1].sha256: np.ones(4)})
    library.takes.trash([takes[2].id, takes[3].id])
    assert library.embeddings.wanting(NET) == [takes[0].sha256]
    library.votes.add(_vote(takes[0].id, takes[3].id, (takes[0].sha256, takes[3].sha256)))
    assert library.embeddings.wanting(NET) == [takes[3].sha256, takes[0].sha256]
    assert len(library.embeddings.wanting("other-00000000")) == 3


@pytest.mark.parametrize(("limit", "count"), [(None, 4), (9, 4), (3, 3), (0, 0), (-1, 0)])
def test_some_of_the_sounds_that_want_a_vector(
    library: Library, limit: int | None, count: int
) -> None:
    sounds = [library.takes.add(new_take("a door", seed)).sha256 for seed in range(4)]
    assert library.embeddings.wanting(NET, limit=limit) == sounds[::-1][:count]


def test_a_damaged_vector_is_as_if_missing(library: Library) -> None:
    take = library.takes.add(new_take())
    library.embeddings.add(NET, {take.sha256: np.ones(4)})
    library.database.execute("UPDATE embeddings SET data = x'0011'")
    assert library.embeddings.get(NET) == {}
    assert library.embeddings.wanting(NET) == [take.sha256]


def test_vectors_go_with_the_last_that_names_the_sound(library: Library) -> None:
    takes = [library.takes.add(new_take("a door", seed)) for seed in range(3)]
    for take in takes:
        put_sound(library, new_take("a door", take.seed))
    library.embeddings.add(NET, {take.sha256: np.ones(4) for take in takes})
    library.votes.add(_vote(takes[0].id, takes[1].id, (takes[0].sha256, takes[1].sha256)))
    library.takes.trash([take.id for take in takes[1:]])
    library.takes.purge()
    library.close()
    with Library.open(library.folder, write=True) as again:
        kept = set(again.embeddings.get(NET))
        assert kept == {takes[0].sha256, takes[1].sha256}
