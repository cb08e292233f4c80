"""The table of hints: how it is made, and what the bundled one says."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import numpy as np
import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue, kinds
from tangostudio.starter import corpus, hints
from tangostudio.starter.wording import NOUNS, RESERVED
from tangostudio.ui import starters


@pytest.fixture(scope="module")
def bundled() -> kinds.Kinds:
    table = kinds.load(Catalogue.load(paths.models_dir()).get("starter"))
    assert table is not None
    return table


def names(table: kinds.Kinds) -> dict[str, str]:
    families = dict.fromkeys(key.partition("/")[0] for key in NOUNS)
    return dict(zip(families, table.names, strict=True))


def share_near(table: kinds.Kinds) -> float:
    """How many of the reserved words have their family among the kinds that are named."""
    name = names(table)
    return float(np.mean([name[family] in table.nearest(w) for w, family in RESERVED.items()]))


def test_reserved_words_are_near_their_families(bundled):
    assert share_near(bundled) >= 0.6


def test_words_that_only_the_vocabulary_has_are_near_too(bundled):
    """Without the words that were written down for the table, parts and endings must do."""
    vocabulary = json.loads((paths.models_dir() / "starter/tokenizer.json").read_text())
    whole = vocabulary["model"]["vocab"]
    kept = np.array([w.decode() in whole or w.decode() not in RESERVED for w in bundled.words])
    rest = {
        part.name: getattr(bundled, part.name)[kept]
        for part in dataclasses.fields(bundled)
        if part.name in ("words", "states", "near", "similar")
    }
    assert not kept.all()
    assert share_near(dataclasses.replace(bundled, **rest)) >= 0.5


@pytest.mark.parametrize("seconds", [0.5, 2.0])
def test_no_caption_gets_a_hint(bundled, seconds):
    seeds = range(corpus.HELD_OUT_SEEDS, corpus.HELD_OUT_SEEDS + 100)
    texts = [corpus.example(seed, seconds=seconds).caption for seed in seeds]
    assert [text for text in texts if bundled.hint(text) is not None] == []


def test_no_prompt_that_is_offered_gets_a_hint(bundled):
    offered = starters.load(paths.resources_dir() / "prompts.toml")
    texts = [text for prompts in offered.kinds.values() for text in prompts]
    assert [text for text in texts if bundled.hint(text) is not None] == []
    for name in names(bundled).values():
        assert bundled.hint(name) is None, name


@pytest.mark.parametrize(
    ("prompt", "family"),
    [("an elephant, far away", "frog"), ("a lion", "wolf"), ("Chainsaw!", "drill")],
)
def test_unknown_things_are_named_with_near_kinds(bundled, prompt, family):
    hint = bundled.hint(prompt)
    assert hint is not None
    assert names(bundled)[family] in hint.kinds
    assert hint.words == (prompt[hint.start : hint.end],)


def test_the_bundled_file_is_small():
    assert (paths.models_dir() / "starter" / hints.FILE).stat().st_size <= 400_000


def letters(texts):
    """An encoder that only sees which letters a text has."""
    rows = np.zeros((len(texts), 64), np.float32)
    for row, text in enumerate(texts):
        for first in range(len(text) - 1):
            digest = hashlib.blake2b(text[first : first + 2].encode(), digest_size=1).digest()
            rows[row, digest[0] % 64] += 1
    return rows


@pytest.fixture
def ship(tmp_path):
    words = {word: number for number, word in enumerate(["raining", "zebra", "##ing", "ok", "été"])}
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": {"vocab": words}}))
    return tmp_path


def test_a_table_is_written_and_read(ship):
    table = kinds.read(hints.write(ship, letters))
    assert len(table.names) == len(set(table.names)) == len({k.partition("/")[0] for k in NOUNS})
    assert list(table.words) == sorted(set(table.words))
    held = {word.decode() for word in table.words}
    assert {"raining", "zebra", "rain", "loud", "harmonica"} <= held
    assert not {"##ing", "ok", "été"} & held
    states = dict(zip(table.words.tolist(), table.states.tolist(), strict=True))
    assert states[b"rain"] == states[b"helicopter"] == kinds.KIND
    assert states[b"loud"] == states[b"the"] == kinds.PLAIN
    assert states[b"zebra"] == kinds.STRANGE
    assert table.nearest("raining")[0] == "rain"
    assert (np.diff(table.similar.astype(int), axis=1) <= 0).all()
    assert not list(ship.glob("*.part*"))


def test_every_noun_has_a_word_that_names_it(ship):
    table = kinds.read(hints.write(ship, letters))
    for key, options in NOUNS.items():
        for noun in options:
            for form in hints._forms(noun):
                assert table.hint(form) is None, (key, form)


def test_the_same_input_gives_the_same_file(ship):
    first = hints.write(ship, letters).read_bytes()
    assert hints.write(ship, letters).read_bytes() == first
