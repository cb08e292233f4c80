"""Pairs by Tango 2's three strategies, of sounds that the model to be tuned makes itself.

"Tango 2: Aligning Diffusion-based Text-to-Audio Generations through Direct Preference
Optimization" (2024), its data set Audio-alpaca: several inferences of one prompt, of which the best
wins against the others; and the true prompt's sound against those of close but wrong prompts, with
a thing changed or with the order of events changed. Every score is against the true prompt.

Candidates live in the folder as latents until the pairs are chosen; what lies there is kept, and
seeds depend on the plan's seed and a prompt's place alone, so who was stopped goes on.

    folder/candidates/        until the pairs are chosen
    folder/pairs.safetensors  the pairs, for `drafts.read_pairs`
"""

import hashlib
import itertools
import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tangostudio.errors import BadRequest, TuneError
from tangostudio.tuning import drafts, latent_files, pairs, rewards, wrong_prompts
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.events import Drafted
from tangostudio.tuning.pairs import Candidate, Choice, Limits, Recipe
from tangostudio.tuning.plan import STRATEGIES, Plan

INFERENCES, PROMPTS, ORDER = KINDS = STRATEGIES
_TRUE = "true"
_ROUND = 1  # there is only one

Make = Callable[[Any, Recipe, Sequence[int], str], tuple[Tensor, list[np.ndarray]]]
"""What `drafts.make` is for flows: from model, recipe, seeds and sampler to latents and sounds."""


@dataclass(frozen=True)
class Selected:
    """The pairs are there.

    Attributes:
        path: their file.
        made, kept: pairs that were looked at, and those within the limits, by strategy.
        limits: bounds on the scores; assumed: whether they are carried over from another scorer by
            an assumption, see `pairs.ASSUMED_QUANTILES`.
        margin: mean difference of score between winner and loser.
    """

    path: str
    made: dict[str, int]
    kept: dict[str, int]
    limits: Limits
    assumed: bool
    margin: float


@dataclass(frozen=True)
class Row:
    """One sound to make for a prompt: "true", or the strategy whose wrong text it is made from."""

    kind: str
    text: str
    steps: int
    seed: int


def strategy_pairs(
    model: Any,
    plan: Plan,
    prompts: Sequence[Prompt],
    judge: rewards.Judge,
    folder: Path,
    kinds: Sequence[str] = KINDS,
    limits: Limits | None = None,
    *,
    step_counts: Sequence[int] = (),
    wrong: int = 5,
    make: Make = drafts.make,
) -> Iterator[Drafted | Selected]:
    """Make sounds of true and of wrong prompts, and keep the pairs within the limits.

    Args:
        plan: its seed, candidates (inferences of each prompt), steps, guidance and sampler count.
        judge: its "match" is the score.
        kinds: which strategies, of `KINDS`.
        limits: `pairs.LAION_BEST_AUDIOSET` where the score is that of this CLAP; None carries
            these to the judge's own distribution by `pairs.ASSUMED_QUANTILES`.
        step_counts: what inferences after the first take in turn instead of the plan's steps.
        wrong: most wrong prompts of each kind.

    Raises:
        BadRequest: no prompt has a wrong version, too few sounds for quantiles, or an option that
            makes no sense.
        TuneError: no pair is within the limits (the candidates are kept), or the folder belongs to
            other prompts.
    """
    _require_sense(plan, prompts, kinds, step_counts, wrong)
    rows = [
        rows_of(plan, prompt, place, kinds, step_counts, wrong)
        for place, prompt in enumerate(prompts)
    ]
    _require_enough(rows, limits)
    candidates, target = folder / "candidates", folder / "pairs.safetensors"
    work = [
        _Work(prompt, of, candidates / f"{place:05}.safetensors", _mark(plan, prompt, of))
        for place, (prompt, of) in enumerate(zip(prompts, rows, strict=True))
        if of
    ]
    if not target.exists():
        for done, item in enumerate(work, 1):
            if not item.path.exists():
                _draft(model, plan, item, judge, make)
            yield Drafted(_ROUND, item.prompt.text, done, len(work))
        _choose(work, kinds, limits, target)
    selected = _selected(target, work, kinds, limits)
    shutil.rmtree(candidates, ignore_errors=True)
    yield selected


# --- what to make ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Work:
    prompt: Prompt
    rows: list[Row]
    path: Path
    mark: str


def rows_of(
    plan: Plan,
    prompt: Prompt,
    place: int,
    kinds: Sequence[str],
    step_counts: Sequence[int] = (),
    wrong: int = 5,
) -> list[Row]:
    """The sounds of a prompt, the true one's first; none where there is nothing to compare with."""
    inferences = plan.candidates if INFERENCES in kinds else 1
    others = itertools.islice(itertools.cycle(step_counts or (plan.steps,)), inferences - 1)
    made = [(_TRUE, prompt.text, steps) for steps in (plan.steps, *others)]
    if PROMPTS in kinds:
        rng = random.Random(drafts.seeds_of(plan, _ROUND, place, 1)[0])
        found = wrong_prompts.wrong_things(prompt.text, rng, wrong)
        made += [(PROMPTS, text, plan.steps) for text in found]
    if ORDER in kinds:
        found = wrong_prompts.wrong_order(prompt.text)[:wrong]
        made += [(ORDER, text, plan.steps) for text in found]
    if len(made) == 1:
        return []
    seeds = drafts.seeds_of(plan, _ROUND, place, len(made))
    return [Row(*row, seed) for row, seed in zip(made, seeds, strict=True)]


def _require_sense(
    plan: Plan,
    prompts: Sequence[Prompt],
    kinds: Sequence[str],
    step_counts: Sequence[int],
    wrong: int,
) -> None:
    plan.check()
    if not prompts:
        raise BadRequest("There are no prompts to make pairs of.", "Give at least one.")
    if not kinds or not set(kinds) <= set(KINDS):
        raise BadRequest(
            f"There are no strategies {', '.join(kinds) or 'at all'}.",
            f"Choose some of {', '.join(KINDS)}.",
        )
    if not all(1 <= steps <= 200 for steps in step_counts) or wrong < 1:
        raise BadRequest(
            "Steps may be 1 to 200, and there must be room for a wrong prompt.",
            "Choose other numbers of steps, and at least 1 wrong prompt.",
        )


def _require_enough(rows: Sequence[Sequence[Row]], limits: Limits | None) -> None:
    if not any(rows):
        raise BadRequest(
            f"None of the {len(rows)} prompts has a close but wrong version.",
            "Use prompts that name known things or two events, such as “a dog barks, then a door "
            "slams”, or add the strategy inferences.",
        )
    true = sum(row.kind == _TRUE for of in rows for row in of)
    if limits is None and true < pairs.LEAST_SCORES:
        raise BadRequest(
            f"{true} sounds of true prompts are too few to say which scores are usual.",
            f"Use more prompts or candidates, at least {pairs.LEAST_SCORES} sounds in all, "
            "or give limits.",
        )


def _mark(plan: Plan, prompt: Prompt, rows: Sequence[Row]) -> str:
    """Tells a prompt's candidates from those of other prompts and plans."""
    values = [*astuple(prompt), plan.guidance, plan.sampler, [astuple(row) for row in rows]]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


# --- making ----------------------------------------------------------------------------------


def _draft(model: Any, plan: Plan, item: _Work, judge: rewards.Judge, make: Make) -> None:
    latents, sounds = [], []
    alike = itertools.groupby(item.rows, lambda row: (row.text, row.steps))
    for (text, steps), of in alike:
        recipe = Recipe(text, item.prompt.seconds, steps, plan.guidance)
        made, heard = make(model, recipe, [row.seed for row in of], plan.sampler)
        if not torch.isfinite(made).all():
            raise TuneError(
                f"The model makes values that are no numbers for “{text}”.",
                "Leave out this prompt, or use other weights.",
            )
        latents.append(made)
        sounds += heard
    scores = judge(item.prompt.text, sounds).scores
    rewards.blend(scores, {rewards.MATCH: 1.0})  # refuses what cannot be compared
    told = {"scores": np.asarray(scores[rewards.MATCH], float).tolist(), "mark": item.mark}
    latent_files.write(item.path, {"latents": torch.cat(latents)}, told)


# --- choosing --------------------------------------------------------------------------------


def _choose(
    work: Sequence[_Work], kinds: Sequence[str], limits: Limits | None, target: Path
) -> None:
    """Write the pairs within the limits to `target`.

    Raises:
        TuneError: there are none, or candidates are of other prompts.
    """
    scores = [_scores(item) for item in work]
    bounds = limits or _own_limits(work, scores)
    tensors: dict[str, Tensor] = {}
    told: list[list[Any]] = []
    made, kept = dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0)
    for item, of in zip(work, scores, strict=True):
        candidates = [Candidate(str(i), r.text, of[i]) for i, r in enumerate(item.rows)]
        found = []
        for kind in kinds:
            made[kind] += _count(item.rows, kind)
            chosen = _choices(item, candidates, kind, bounds)
            kept[kind] += len(chosen)
            found += [(kind, int(choice.chosen), int(choice.rejected)) for choice in chosen]
        latents = latent_files.read(item.path)[0]["latents"] if found else torch.empty(0)
        for kind, winner, loser in found:
            tensors[f"{len(told)}.winner"] = latents[winner].clone()
            tensors[f"{len(told)}.loser"] = latents[loser].clone()
            seeds = item.rows[winner].seed, item.rows[loser].seed
            margin = of[winner] - of[loser]
            told.append([*astuple(item.prompt), margin, *seeds, kind, item.rows[loser].text])
    if not told:
        raise TuneError(
            f"None of the {sum(made.values())} pairs of sounds is within the limits.",
            "Use more prompts or candidates, or give wider limits; the candidates are kept.",
        )
    facts = {"made": made, "kept": kept, "limits": astuple(bounds), "assumed": limits is None}
    latent_files.write(target, tensors, {"pairs": told, "marks": _marks(work), **facts})


def _own_limits(work: Sequence[_Work], scores: Sequence[Sequence[float]]) -> Limits:
    """The paper's limits in the judge's own distribution of what true prompts got."""
    true = [
        score
        for item, of in zip(work, scores, strict=True)
        for row, score in zip(item.rows, of, strict=True)
        if row.kind == _TRUE
    ]
    return pairs.at_quantiles(pairs.ASSUMED_QUANTILES, true)


def _choices(
    item: _Work, candidates: Sequence[Candidate], kind: str, limits: Limits
) -> list[Choice]:
    of = _TRUE if kind == INFERENCES else kind
    found = [c for c, row in zip(candidates, item.rows, strict=True) if row.kind == of]
    if kind == INFERENCES:
        return pairs.from_inferences(item.prompt.text, found, limits)
    return pairs.from_wrong_prompts(candidates[0], found, limits)


def _count(rows: Sequence[Row], kind: str) -> int:
    """Pairs that a strategy looks at."""
    if kind == INFERENCES:
        return sum(row.kind == _TRUE for row in rows) - 1
    return sum(row.kind == kind for row in rows)


def _scores(item: _Work) -> list[float]:
    told = latent_files.read_told(item.path)
    if told.get("mark") != item.mark:
        raise _other(item.path.parent.parent)
    return told["scores"]


def _marks(work: Sequence[_Work]) -> str:
    return hashlib.sha256("".join(item.mark for item in work).encode()).hexdigest()


def _other(folder: Path) -> TuneError:
    return TuneError(
        "The folder holds sounds of other prompts, another plan or other limits.",
        f"Choose another folder, or remove {folder} to start anew.",
    )


def _selected(
    target: Path, work: Sequence[_Work], kinds: Sequence[str], limits: Limits | None
) -> Selected:
    """What a file of pairs tells.

    Raises:
        TuneError: it is of other prompts or was chosen by other limits.
    """
    told = latent_files.read_told(target)
    found, assumed = Limits(*told["limits"]), told["assumed"]
    same = assumed if limits is None else found == limits and not assumed
    if not same or told["marks"] != _marks(work) or set(told["made"]) != set(kinds):
        raise _other(target.parent)
    margin = float(np.mean([row[2] for row in told["pairs"]]))
    return Selected(str(target), told["made"], told["kept"], found, assumed, margin)
