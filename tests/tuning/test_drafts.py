"""Which candidates become a pair."""

import numpy as np
import torch

from tangostudio.tuning import drafts, latent_files
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.plan import Plan

REWARD = np.array([0.2, 1.5, -0.5, -1.2])


def chosen(reward: np.ndarray, faulty=()) -> tuple[int, int, float]:
    found = drafts.extremes(reward, faulty=faulty)
    assert found is not None
    return found.best, found.worst, round(found.margin, 6)


def test_best_and_worst_by_reward_and_the_first_on_a_tie():
    assert chosen(REWARD) == (1, 3, 2.7)
    assert chosen(np.array([1.0, 1.0, 0.0, 0.0])) == (0, 2, 1.0)
    assert drafts.extremes(np.ones(3)) is None
    assert drafts.extremes(REWARD, least_margin=3.0) is None


def test_a_faulty_candidate_may_lose_but_not_win():
    faulty = [False, True, False, True]
    assert chosen(REWARD, faulty) == (0, 3, 1.4)
    assert drafts.extremes(REWARD, faulty=[True] * 4) is None
    only_the_worst_is_whole = [True, True, True, False]
    assert drafts.extremes(REWARD, faulty=only_the_worst_is_whole) is None


def test_pairs_leave_out_prompts_whose_candidates_are_all_faulty(tmp_path):
    folder = tmp_path / "candidates"
    for place, faulty in enumerate(([False, False], [True, True])):
        latents = torch.arange(8.0).reshape(2, 2, 2) + 100 * place
        told = {"scores": {"match": [0.1, 0.9]}, "seeds": [5, 6], "faulty": faulty}
        latent_files.write(folder / f"{place:05}.safetensors", {"latents": latents}, told)
    target = tmp_path / "pairs.safetensors"
    prompts = [Prompt("rain", 1.0), Prompt("bell", 1.0)]
    told = drafts.choose(Plan(), prompts, 1, folder, target, own=0)
    assert (told.made, told.left_out, told.accord) == (1, 1, {"match": 1.0})
    (pair,) = drafts.read_pairs(target)
    assert pair.prompt == prompts[0]
    assert pair.winner.tolist() == [[4.0, 5.0], [6.0, 7.0]]
    assert pair.loser.tolist() == [[0.0, 1.0], [2.0, 3.0]]
    assert not folder.exists()
