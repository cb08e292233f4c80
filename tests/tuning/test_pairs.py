"""Pairs from votes, from files and by Tango 2's strategies."""

import json

import numpy as np
import pytest

from tangostudio.errors import BadRequest
from tangostudio.tuning import pairs
from tangostudio.tuning.pairs import Candidate, Limits, Played, Recipe, VoteRecord

TAKES = {
    key: Played(Recipe("rain", 2.0, 16, 4.0, seed), "base")
    for seed, key in enumerate(("one", "two", "three"))
} | {
    "other": Played(Recipe("rain", 2.0, 16, 4.0, 9), "another model"),
    "tuned": Played(Recipe("rain", 2.0, 16, 4.0, 9), "base", adapter="abc"),
}


def test_votes_become_pairs_by_their_majority():
    votes = [
        VoteRecord("one", "two", "a"),
        VoteRecord("two", "one", "b"),  # the same answer, shown the other way round
        VoteRecord("one", "two", "b"),
        VoteRecord("three", "one", "a"),
        VoteRecord("one", "two", "tie"),
    ]
    found = pairs.from_votes(votes, TAKES, "base")
    told = [(p.chosen.seed, p.rejected.seed, p.weight) for p in found.pairs]
    assert told == [(0, 1, pytest.approx(1 / 3)), (2, 0, 1.0)]
    assert found.undecided == 1


def test_votes_that_say_nothing_are_counted_and_left_out():
    votes = [
        VoteRecord("one", "two", "a"),
        VoteRecord("one", "two", "b"),
        VoteRecord("one", "three", "both_bad"),
        VoteRecord("one", "other", "a"),
        VoteRecord("one", "tuned", "b"),
        VoteRecord("one", "lost", "a"),
    ]
    found = pairs.from_votes(votes, TAKES, "base")
    assert found == pairs.Sorted([], undecided=1, contradictory=2, other_model=2, gone=1)
    assert pairs.from_votes([], TAKES, "base").pairs == []


# --- files -----------------------------------------------------------------------------------


def folder_with_sounds(tmp_path):
    (tmp_path / "a.wav").touch()
    (tmp_path / "b.wav").touch()
    return tmp_path


def row(**values) -> dict:
    return {
        "captions": "rain", "duration": 10, "chosen": "a.wav", "reject": "b.wav", **values
    }  # fmt: skip


def test_pairs_are_written_and_read_in_tangoflux_s_layout(tmp_path):
    folder = folder_with_sounds(tmp_path)
    pair = pairs.FilePair("A dog", 4.0, folder / "a.wav", folder / "b.wav")
    pairs.write_pairs(folder / "train.json", [pair])
    assert json.loads((folder / "train.json").read_text()) == [
        {"captions": "A dog", "duration": 4.0, "chosen": "a.wav", "reject": "b.wav"}
    ]
    assert pairs.read_pairs(folder / "train.json") == [pair]


def test_a_pair_of_one_file_is_left_out(tmp_path):
    path = folder_with_sounds(tmp_path) / "train.json"
    path.write_text(json.dumps([row(reject="a.wav"), row()]))
    assert [p.rejected.name for p in pairs.read_pairs(path)] == ["b.wav"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "cannot be read"),
        ("{}", "no list of pairs"),
        ("[3]", "Pair 1 of train.json is not complete"),
        (json.dumps([row(), {"captions": "x"}]), "Pair 2 of train.json is not complete"),
        (json.dumps([row(duration=0)]), "no prompt or no duration"),
        (json.dumps([row(duration=float("inf"))]), "no prompt or no duration"),
        (json.dumps([row(captions=" ")]), "no prompt or no duration"),
        (json.dumps([row(chosen="c.wav")]), "names c.wav, which is not there"),
    ],
)
def test_files_that_are_not_right_are_told(tmp_path, content, words):
    path = folder_with_sounds(tmp_path) / "train.json"
    path.write_text(content)
    with pytest.raises(BadRequest, match=words):
        pairs.read_pairs(path)


# --- Tango 2 ---------------------------------------------------------------------------------


def test_the_paper_s_limits():
    keep = pairs.LAION_BEST_AUDIOSET.keep
    assert keep(0.5, 0.42)
    assert not keep(0.44, 0.40)  # the winner is not good enough
    assert not keep(0.5, 0.39)  # the loser is too bad
    assert not keep(0.5, 0.46)  # they are too much alike
    assert not keep(0.9, 0.5)  # they are too far apart
    assert not keep(0.5, 0.6)
    assert pairs.LAION_BEST.keep(0.7, 0.1)


def test_the_best_inference_wins_against_each_other():
    made = [Candidate(k, "rain", s) for k, s in (("a", 0.2), ("b", 0.5), ("c", 0.42), ("d", 0.5))]
    won = pairs.from_inferences("rain", made)
    assert [(c.chosen, c.rejected) for c in won] == [("b", "a"), ("b", "c")]
    kept = pairs.from_inferences("rain", made, pairs.LAION_BEST_AUDIOSET)
    assert [(c.chosen, c.rejected) for c in kept] == [("b", "c")]
    assert pairs.from_inferences("rain", []) == []


def test_the_true_prompt_s_sound_wins_where_it_scores_higher():
    true = Candidate("a", "rain", 0.5)
    wrong = [Candidate("b", "hail", 0.3), Candidate("c", "snow", 0.6)]
    assert pairs.from_wrong_prompts(true, wrong) == [pairs.Choice("rain", "a", "b")]


def test_limits_are_carried_to_another_scorer_by_quantiles():
    known = np.linspace(0, 1, 101)
    carried = pairs.same_quantiles(Limits(0.5, 0.4, 0.05, 0.35), list(known), list(10 * known - 3))
    assert carried.winner == pytest.approx(2, abs=0.2)
    assert carried.loser == pytest.approx(1, abs=0.2)
    assert carried.least_gap == pytest.approx(0.5, abs=0.2)
    assert carried.largest_gap == pytest.approx(3.5, abs=0.2)
    with pytest.raises(BadRequest, match="Too few"):
        pairs.same_quantiles(pairs.LAION_BEST, [0.1], known.tolist())
