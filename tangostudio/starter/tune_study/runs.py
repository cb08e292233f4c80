"""The arms of the study: each a tuning, or a set of sounds, from seeds of its own.

A run works in a folder and goes on there after a stop; what it found is one JSON file, and a run
whose file is there is not made again. It knows nothing of tables.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from tangostudio import paths
from tangostudio.audio import impressions, whole_files
from tangostudio.cards import Catalogue
from tangostudio.families import tangoflux
from tangostudio.preference import taste as tastes
from tangostudio.preference.designers import Designer, Sounds
from tangostudio.preference.opinions import Opinion
from tangostudio.preference.taste import Taste
from tangostudio.preference.telling import most_telling
from tangostudio.starter.sounds import SAMPLE_RATE
from tangostudio.starter.tune_study.judging import Judges, utility
from tangostudio.starter.tune_study.sizes import Asked, Sizes, asked
from tangostudio.tuning import crpo, drafts, lora
from tangostudio.tuning.events import Checked, Stepped, Warned
from tangostudio.tuning.pairs import OwnPair, Recipe
from tangostudio.tuning.plan import Plan
from tangostudio.tuning.rewards import MATCH, TASTE

ARMS = ("crpo", "dpo", "designer", "offline", "best_of")

_BETWEEN_FITS = 5
_SOME_PAIRS = 60
_VOTED_SEED = 60_000_000
_BEST_OF_SEED = 70_000_000


@dataclass(frozen=True)
class Run:
    """One run: its arm, its number, and for a designer what is liked."""

    arm: str
    number: int
    liking: str = ""

    @property
    def name(self) -> str:
        """Of its folder and its file."""
        return "-".join(part for part in (self.arm, self.liking, str(self.number)) if part)


def all_runs(sizes: Sizes) -> list[Run]:
    """Every run of the study: each arm's first before any arm's second."""
    first, *others = sizes.designers
    found = [
        Run(arm, number, first if arm == "designer" else "")
        for number in range(sizes.runs)
        for arm in ARMS
    ]
    return [*found, *(Run("designer", 0, liked) for liked in others)]


def perform(run: Run, sizes: Sizes, folder: Path) -> dict[str, Any]:
    """Make a run, or read what it found before; the result is kept as JSON."""
    target = folder / f"{run.name}.json"
    wanted = json.loads(json.dumps(asdict(sizes)))
    if target.exists():
        found = json.loads(target.read_text(encoding="utf-8"))
        if found["sizes"] == wanted:
            return found
    torch.set_num_threads(1)
    began, worked = time.monotonic(), time.process_time()
    work = folder / run.name
    found = _DOES[run.arm](run, sizes, work)
    found |= {
        "arm": run.arm,
        "run": run.number,
        "liking": run.liking,
        "sizes": wanted,
        "minutes": (time.monotonic() - began) / 60,
        "core_minutes": (time.process_time() - worked) / 60,
    }
    data = json.dumps(found, indent=1).encode()
    whole_files.replace_whole(whole_files.write_part(target, data), target)
    return found


# --- over rounds -----------------------------------------------------------------------------


def _rounds(run: Run, sizes: Sizes, work: Path) -> dict[str, Any]:
    """CRPO, its loss without the winner's term, or its first round's pairs for all rounds."""
    words, base = _asked(sizes), _base()
    plan = sizes.plan(run.number, loss="dpo" if run.arm == "dpo" else "crpo")
    plan = replace(plan, online=run.arm != "offline")
    return _tuned(base, words, _judges(words), plan, work)


def _tuned(
    base: lora.Base,
    words: Asked,
    judges: Judges,
    plan: Plan,
    work: Path,
    own: tuple[OwnPair, ...] = (),
) -> dict[str, Any]:
    checks: list[Checked] = []
    warnings: list[str] = []
    steps: dict[int, list[Stepped]] = {}
    for news in crpo.tune(base, words.bank, words.held_out, judges, plan, work, own):
        match news:
            case Checked():
                checks.append(news)
            case Stepped():
                steps.setdefault(news.round, []).append(news)
            case Warned():
                warnings.append(f"round {news.round}: {news.sentence}")
            case _:
                pass
    return {
        "checks": [_plain(check) for check in checks],
        "fits": [_last_epoch(steps[number], plan.epochs) for number in sorted(steps)],
        "warnings": warnings,
    }


def _plain(check: Checked) -> dict[str, Any]:
    values = {name: [round(v, 5) for v in found] for name, found in check.values.items()}
    return {
        "round": check.round,
        "values": values,
        "diversity": check.diversity,
        "flagged": check.flagged,
        "reward": check.reward,
    }


def _last_epoch(steps: list[Stepped], epochs: int) -> dict[str, float]:
    """Mean errors over a round's last epoch."""
    last = steps[-max(1, len(steps) // epochs) :]
    names = ("winner", "reference_winner", "loser", "reference_loser", "accuracy", "preference")
    return {name: float(np.mean([getattr(step, name) for step in last])) for name in names}


# --- best of several -------------------------------------------------------------------------


def _best_of(run: Run, sizes: Sizes, work: Path) -> dict[str, Any]:
    """What the reward chooses among several takes of the base, seen by the other judges."""
    words, model = _asked(sizes), _model()
    judges = _judges(words)
    plan = sizes.plan(run.number)
    found: dict[str, dict[str, list[float]]] = {str(count): {} for count in sizes.best_of}
    for place, prompt in enumerate(words.held_out):
        recipe = Recipe(prompt.text, prompt.seconds, plan.steps, plan.guidance)
        first = _BEST_OF_SEED + 1_000_000 * run.number + 1000 * place
        seeds = list(range(first, first + max(sizes.best_of)))
        _, sounds = drafts.make(model, recipe, seeds, plan.sampler)
        scores = judges(prompt.text, sounds).scores
        for count in sizes.best_of:
            best = int(np.argmax(scores[MATCH][:count]))
            for name, values in scores.items():
                found[str(count)].setdefault(name, []).append(round(float(values[best]), 5))
    return {"best_of": found}


# --- a simulated designer --------------------------------------------------------------------


def _designer(run: Run, sizes: Sizes, work: Path) -> dict[str, Any]:
    """A hundred votes of someone who likes one thing, a taste, one tune, and a blind test."""
    words = asked(sizes.designer_kinds, sizes.designer_wordings, 1, sizes.seconds)
    base = _base()
    plan = sizes.plan(
        run.number,
        rounds=sizes.designer_rounds,
        prompts=sizes.designer_prompts,
        blend={MATCH: 0.3, TASTE: 0.7},
    )
    learned, own, agreement = _votes(run, sizes, words, plan)
    judges = _judges(words, (run.liking,), learned)
    found = _tuned(base, words, judges, plan, work, own)
    before, after = (c["values"][run.liking] for c in (found["checks"][0], found["checks"][-1]))
    wins = [float(b > a) if a != b else 0.5 for a, b in zip(before, after, strict=True)]
    return found | {"wins": wins, "own_pairs": len(own), "taste_foretells": agreement}


def _votes(
    run: Run, sizes: Sizes, words: Asked, plan: Plan
) -> tuple[Taste, tuple[OwnPair, ...], float]:
    """The taste after the votes, the pairs they make, and how well it orders pairs not asked."""
    takes = list(_voted_takes(run, sizes, words, plan))
    like = utility(run.liking)
    rows = np.stack([impressions.impression(sound, SAMPLE_RATE) for _, _, sound in takes])
    groups = np.array([group for group, _, _ in takes])
    heard = Sounds(rows, groups)
    pairs = heard.pairs(sorted(set(groups.tolist())))
    designer = Designer.of(np.array([like(sound) for _, _, sound in takes]), pairs)
    vectors = {str(number): row for number, row in enumerate(rows)}
    rng = np.random.default_rng([run.number, 99])
    left, votes = list(range(len(pairs))), []
    learned = tastes.fit([], vectors, impressions.NAME)
    own: list[OwnPair] = []
    while len(votes) < sizes.votes:
        some = rng.choice(len(left), min(_SOME_PAIRS, len(left)), replace=False)
        place = most_telling(learned, rows, pairs[[left[i] for i in some]])
        a, b = pairs[left.pop(int(some[place]))].tolist()
        answer = designer.vote((a, b), rng)
        votes.append(Opinion(str(a), str(b), answer))
        if answer != 0.5:
            better, worse = (a, b) if answer == 1 else (b, a)
            own.append(OwnPair(takes[better][1], takes[worse][1]))
        if len(votes) % _BETWEEN_FITS == 0:
            learned = tastes.fit(votes, vectors, impressions.NAME)
    return learned, tuple(own), designer.agreement(learned, heard, pairs[left])


def _voted_takes(
    run: Run, sizes: Sizes, words: Asked, plan: Plan
) -> Iterator[tuple[int, Recipe, np.ndarray]]:
    """Takes of some prompts of the bank, as a person would have them: group, recipe, sound."""
    model = _model()
    rng = np.random.default_rng([run.number, 98])
    chosen = rng.permutation(len(words.bank))[: max(8, sizes.votes // 2)]
    for group, place in enumerate(chosen):
        prompt = words.bank[place]
        first = _VOTED_SEED + 1_000_000 * run.number + 100 * group
        seeds = list(range(first, first + sizes.voted_takes))
        recipe = Recipe(prompt.text, prompt.seconds, plan.steps, plan.guidance)
        _, sounds = drafts.make(model, recipe, seeds, plan.sampler)
        for seed, sound in zip(seeds, sounds, strict=True):
            yield group, replace(recipe, seed=seed), sound


_DOES = {
    "crpo": _rounds,
    "dpo": _rounds,
    "offline": _rounds,
    "best_of": _best_of,
    "designer": _designer,
}


def _asked(sizes: Sizes) -> Asked:
    return asked(sizes.kinds, sizes.wordings, sizes.held_out, sizes.seconds)


def _judges(words: Asked, likings: tuple[str, ...] = (), learned: Taste | None = None) -> Judges:
    return Judges(words.kinds, frozenset(p.text for p in words.held_out), likings, learned)


def _base() -> lora.Base:
    card = Catalogue.load(paths.models_dir()).get("starter")
    return lora.load_base(card, card.verify_files(), "cpu")


def _model() -> tangoflux.Model:
    """The base as the program uses it."""
    card = Catalogue.load(paths.models_dir()).get("starter")
    return tangoflux.build(card, card.verify_files(), "cpu")
