"""Candidates and what is learned from them: sounds of a policy, judged, and pairs of the extremes.

Candidates live in the tuning's folder as latents; sounds exist only while they are judged. Which
seeds a prompt gets depends on the plan's seed, the round and the prompt's place alone, so a stretch
that was cut short goes on as if it had not been.
"""

import functools
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.errors import TuneError
from tangostudio.families import tangoflux
from tangostudio.tuning import latent_files, rewards
from tangostudio.tuning.batches import LatentPair, Prompt
from tangostudio.tuning.events import Drafted, PairsChosen
from tangostudio.tuning.pairs import OwnPair, Recipe
from tangostudio.tuning.plan import Plan

_PROMPTS, _SEEDS = 10, 11  # what a generator is for
AT_ONCE = 8
"""Sounds that go through the network together."""


# --- making ----------------------------------------------------------------------------------


def make(
    model: tangoflux.Model, recipe: Recipe, seeds: Sequence[int], sampler_name: str = "euler"
) -> tuple[Tensor, list[np.ndarray]]:
    """Latents (N, L, C) on the CPU, and sounds, of one prompt at several seeds."""
    made, sounds = [], []
    shape = tangoflux.latent_shape(model, recipe.seconds)
    told = tangoflux.condition(
        model, recipe.prompt, recipe.negative, recipe.seconds, recipe.guidance
    )
    method = sampler(sampler_name)
    times = schedules.linear(recipe.steps)
    for first in range(0, len(seeds), AT_ONCE):
        starts = [tangoflux.start(model, shape, seed) for seed in seeds[first : first + AT_ONCE]]
        generators = [generator for _, generator in starts]
        draw = functools.partial(_draw, model, shape, generators)
        noise = tangoflux.stack([noise for noise, _ in starts])
        *_, x = method.walk(_Velocity(model, told), noise, times, draw)
        sounds += tangoflux.decode(model, x, recipe.seconds, generators)
        made.append(x.detach().float().cpu().clone())
    return torch.cat(made), sounds


def _draw(
    model: tangoflux.Model, shape: tuple[int, int], generators: Sequence[torch.Generator]
) -> Tensor:
    return tangoflux.stack([tangoflux.noise(model, shape, each) for each in generators])


@dataclass(frozen=True)
class _Velocity:
    model: tangoflux.Model
    told: tangoflux.Conditioning

    def __call__(self, x: Tensor, sigma: float) -> Tensor:
        return tangoflux.velocity(self.model, x, sigma, self.told)


def prompts_of(plan: Plan, bank: Sequence[Prompt], number: int) -> list[Prompt]:
    """A round's prompts, drawn from the bank without putting back."""
    rng = np.random.default_rng([plan.seed, _PROMPTS, number])
    return [bank[i] for i in rng.permutation(len(bank))[: plan.prompts]]


def seeds_of(plan: Plan, number: int, place: int, count: int) -> list[int]:
    """Seeds of a prompt's candidates."""
    rng = np.random.default_rng([plan.seed, _SEEDS, number, place])
    return rng.integers(0, 1 << 31, count).tolist()


def draft(
    model: tangoflux.Model,
    plan: Plan,
    prompts: Sequence[Prompt],
    number: int,
    judge: rewards.Judge,
    folder: Path,
) -> Iterator[Drafted]:
    """Make and judge the candidates of a round; what lies in the folder already is kept."""
    for place, prompt in enumerate(prompts):
        path = folder / f"{place:05}.safetensors"
        if not path.exists():
            recipe = Recipe(prompt.text, prompt.seconds, plan.steps, plan.guidance)
            seeds = seeds_of(plan, number, place, plan.candidates)
            latents, sounds = make(model, recipe, seeds, plan.sampler)
            if not torch.isfinite(latents).all():
                raise TuneError(
                    f"The model makes values that are no numbers for “{prompt.text}”.",
                    "The last good checkpoint is kept; start again with a lower learning rate.",
                )
            judged = judge(prompt.text, sounds)
            rewards.blend(judged.scores, plan.blend)  # refuses what cannot be compared
            told = {
                "scores": _plain(judged.scores),
                "seeds": seeds,
                "faulty": [bool(found) for found in judged.flags],
            }
            latent_files.write(path, {"latents": latents}, told)
        yield Drafted(number, prompt.text, place + 1, len(prompts))


# --- choosing --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Extremes:
    """The best and the worst candidate of a prompt and the difference of their rewards."""

    best: int
    worst: int
    margin: float


def extremes(
    reward: np.ndarray, least_margin: float = 0.0, faulty: Sequence[bool] = ()
) -> Extremes | None:
    """Best and worst by reward (N,), the first on a tie; None where they differ too little.

    Args:
        faulty: candidates that cannot win, since nobody would deliver them; they may lose.
    """
    whole = ~np.asarray(faulty, bool) if len(faulty) else np.ones(len(reward), bool)
    if not whole.any():
        return None
    best, worst = int(np.argmax(np.where(whole, reward, -np.inf))), int(np.argmin(reward))
    margin = float(reward[best] - reward[worst])
    return Extremes(best, worst, margin) if margin > max(0.0, least_margin) else None


def choose(
    plan: Plan, prompts: Sequence[Prompt], number: int, folder: Path, target: Path, own: int
) -> PairsChosen:
    """Turn a round's candidates into its file of pairs, then drop them.

    Raises:
        TuneError: no prompt has candidates that differ.
    """
    tensors: dict[str, Tensor] = {}
    rows, agreed = [], dict.fromkeys(plan.blend, 0)
    for place, prompt in enumerate(prompts):
        latents, told = latent_files.read(folder / f"{place:05}.safetensors")
        scores = {name: np.array(values) for name, values in told["scores"].items()}
        reward = rewards.blend(scores, plan.blend)
        found = extremes(reward, plan.least_margin, told["faulty"])
        if found is None:
            continue
        for side, index in (("winner", found.best), ("loser", found.worst)):
            tensors[f"{len(rows)}.{side}"] = latents["latents"][index].clone()
        for name in agreed:
            agreed[name] += bool(scores[name][found.best] > scores[name][found.worst])
        seeds = [told["seeds"][i] for i in (found.best, found.worst)]
        rows.append([prompt.text, prompt.seconds, found.margin, *seeds])
    if not rows and not own:
        raise TuneError(
            "The judges find all candidates alike, so there is nothing to learn from.",
            "Use more candidates, other prompts, or vote more.",
        )
    latent_files.write(target, tensors, {"pairs": rows})
    shutil.rmtree(folder)
    total = sum(plan.blend.values())
    return PairsChosen(
        round=number,
        made=len(rows),
        own=own,
        left_out=len(prompts) - len(rows),
        margin=float(np.mean([row[2] for row in rows])) if rows else 0.0,
        blend={name: weight / total for name, weight in plan.blend.items()},
        accord={name: count / len(rows) for name, count in agreed.items()} if rows else {},
    )


def read_pairs(path: Path) -> list[LatentPair]:
    """The pairs of a file that `choose` wrote."""
    tensors, told = latent_files.read(path)
    return [
        LatentPair(Prompt(row[0], row[1]), tensors[f"{i}.winner"], tensors[f"{i}.loser"])
        for i, row in enumerate(told["pairs"])
    ]


def own_pairs(model: tangoflux.Model, plan: Plan, pairs: Sequence[OwnPair]) -> list[LatentPair]:
    """Latents of the person's own pairs, made again from their seeds by the untuned model."""
    made = []
    for pair in pairs:
        winner, loser = (
            make(model, side, [side.seed], plan.sampler)[0][0]
            for side in (pair.chosen, pair.rejected)
        )
        prompt = Prompt(pair.chosen.prompt, pair.chosen.seconds)
        made.append(LatentPair(prompt, winner, loser, pair.weight * plan.own_weight))
    return made


# --- files -----------------------------------------------------------------------------------


def _plain(scores: dict[str, np.ndarray]) -> dict[str, list[float]]:
    return {name: np.asarray(values, np.float64).tolist() for name, values in scores.items()}
