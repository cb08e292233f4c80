"""Examples on demand: from a seed, of the length asked for, composed now and then."""

import numpy as np
import pytest

from tangostudio.starter.corpus import HELD_OUT_SEEDS, LONGEST, SHORTEST, TRAIN_SEEDS, example
from tangostudio.starter.sounds import BEDS, FAMILIES, SAMPLE_RATE


def rms(audio: np.ndarray) -> float:
    return float(np.sqrt(np.mean(audio**2)))


@pytest.mark.parametrize("seed", [TRAIN_SEEDS, TRAIN_SEEDS + 7, HELD_OUT_SEEDS, HELD_OUT_SEEDS + 7])
def test_a_seed_is_an_example(seed: int) -> None:
    first, second = example(seed), example(seed)
    assert np.array_equal(first.audio, second.audio)
    assert (first.caption, first.families, first.facts) == (
        second.caption,
        second.families,
        second.facts,
    )


def test_held_out_seeds_are_other_examples() -> None:
    assert TRAIN_SEEDS < HELD_OUT_SEEDS
    assert example(TRAIN_SEEDS).caption != example(HELD_OUT_SEEDS).caption or not np.array_equal(
        example(TRAIN_SEEDS).audio, example(HELD_OUT_SEEDS).audio
    )


def test_lengths_spread_over_the_whole_range_and_audio_fits() -> None:
    items = [example(seed) for seed in range(80)]
    lengths = np.array([item.seconds for item in items])
    assert SHORTEST <= lengths.min() < 0.7
    assert 8 < lengths.max() <= LONGEST
    assert 1.5 < np.median(lengths) < 3.2
    for item in items:
        assert len(item.audio) == round(item.seconds * SAMPLE_RATE)
        assert item.audio.dtype == np.float32
        assert 0.01 < np.abs(item.audio).max() <= 1
        assert item.caption.strip()
        assert len(item.families) == 1 or item.seconds >= 2


def test_family_and_length_can_be_asked_for() -> None:
    item = example(3, family="siren", seconds=2.5)
    assert item.families == ("siren",)
    assert item.seconds == 2.5
    assert len(item.audio) == round(2.5 * SAMPLE_RATE)


def test_about_half_of_the_long_examples_are_compositions() -> None:
    composed = [len(example(seed, seconds=2.0).families) == 2 for seed in range(120)]
    assert 0.36 < np.mean(composed) < 0.64
    assert all(len(example(seed, seconds=2.0, compose=False).families) == 1 for seed in range(30))


def test_single_examples_cover_the_families() -> None:
    seen = {example(seed, seconds=0.5).families[0] for seed in range(450)}
    assert len(seen) > 0.95 * len(FAMILIES)


def test_what_follows_starts_where_the_facts_say_after_a_gap() -> None:
    for seed in range(50):
        item = example(seed, seconds=3.0)
        if item.facts.get("relation") != "then":
            continue
        parts = item.facts["parts"]
        assert isinstance(parts, list)
        start = round(parts[1]["start"] * SAMPLE_RATE)
        gap = item.audio[start - round(0.03 * SAMPLE_RATE) : start]
        assert np.abs(gap).max() < 0.02 * np.abs(item.audio[:start]).max()
        assert rms(item.audio[start:]) > 0


def test_a_bed_lies_behind_what_is_in_front() -> None:
    for seed in range(50):
        item = example(seed, seconds=3.0)
        if item.facts.get("relation") == "while":
            front, back = item.families
            assert back in BEDS
            assert front not in BEDS
            tail = item.audio[-SAMPLE_RATE // 2 : -SAMPLE_RATE // 10]
            assert 0 < np.abs(tail).max() <= 1
