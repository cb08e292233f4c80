"""Preference pairs: from votes, from files in TangoFlux's layout, and by Tango 2's strategies.

Pure records and rules; nothing is synthesised here. A pair that enters a loss directly must have
been made by the model that is tuned, so a person's pairs carry what makes their sounds again.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np

from tangostudio.audio import whole_files
from tangostudio.errors import BadRequest

# --- the person's own ------------------------------------------------------------------------


@dataclass(frozen=True)
class Recipe:
    """Everything that makes a sound again with a given model."""

    prompt: str
    seconds: float
    steps: int
    guidance: float
    seed: int = 0
    negative: str = ""


@dataclass(frozen=True)
class Played:
    """A take that was voted on.

    Attributes:
        model_hash: of the weights that made it, and adapter those of its adapter, "" for none.
    """

    recipe: Recipe
    model_hash: str
    adapter: str = ""


@dataclass(frozen=True)
class VoteRecord:
    """One vote: the takes' keys and the answer, "a", "b", "tie" or "both_bad"."""

    a: str
    b: str
    answer: str


@dataclass(frozen=True)
class OwnPair:
    """A pair of the person's votes; its weight is the lead of the better one, 0 to 1."""

    chosen: Recipe
    rejected: Recipe
    weight: float = 1.0


def own_pairs_text(pairs: Iterable[OwnPair]) -> str:
    """Pairs as JSON, for a request."""
    return json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False)


def own_pairs_of(text: str) -> list[OwnPair]:
    """The pairs that `own_pairs_text` wrote.

    Raises:
        BadRequest: it is something else.
    """
    try:
        return [
            OwnPair(Recipe(**row["chosen"]), Recipe(**row["rejected"]), float(row["weight"]))
            for row in json.loads(text)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest(f"These are no pairs of votes: {error}.") from error


@dataclass(frozen=True)
class Sorted:
    """What becomes of votes: pairs, and how many votes were left out for which reason."""

    pairs: list[OwnPair]
    undecided: int
    contradictory: int
    other_model: int
    gone: int


def from_votes(votes: Iterable[VoteRecord], takes: Mapping[str, Played], model_hash: str) -> Sorted:
    """Pairs that may enter the loss of a model, from votes on its own takes.

    Ties and "both bad" say nothing of which is better. A pair that was answered both ways equally
    often is contradictory; otherwise the majority counts, weighted by its lead.
    """
    left: dict[str, int] = {"undecided": 0, "other_model": 0, "gone": 0}
    lead: dict[tuple[str, str], list[int]] = {}
    for vote in votes:
        if vote.answer not in ("a", "b"):
            left["undecided"] += 1
        elif vote.a not in takes or vote.b not in takes:
            left["gone"] += 1
        elif any(takes[k].model_hash != model_hash or takes[k].adapter for k in (vote.a, vote.b)):
            left["other_model"] += 1
        else:
            first, second = sorted((vote.a, vote.b))
            winner = vote.a if vote.answer == "a" else vote.b
            lead.setdefault((first, second), []).append(1 if winner == first else -1)
    pairs, contradictory = [], 0
    for (first, second), answers in lead.items():
        total = sum(answers)
        if total == 0:
            contradictory += len(answers)
            continue
        better, worse = (first, second) if total > 0 else (second, first)
        weight = abs(total) / len(answers)
        pairs.append(OwnPair(takes[better].recipe, takes[worse].recipe, weight))
    return Sorted(pairs, contradictory=contradictory, **left)


# --- files -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FilePair:
    """A pair of sound files."""

    prompt: str
    seconds: float
    chosen: Path
    rejected: Path


def read_pairs(path: Path) -> list[FilePair]:
    """Pairs of a JSON file in TangoFlux's layout; paths in it are relative to its folder.

    A row whose two files are one (all candidates were scored alike) is left out.

    Raises:
        BadRequest: the file cannot be read, or a row lacks something or names a missing file.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(f"The pairs {path.name} cannot be read: {error}.") from error
    if not isinstance(rows, list):
        raise BadRequest(f"{path.name} holds no list of pairs.", "TangoFlux's layout is a list.")
    pairs = [_file_pair(path, number, row) for number, row in enumerate(rows, 1)]
    return [pair for pair in pairs if pair.chosen != pair.rejected]


def _file_pair(path: Path, number: int, row: Any) -> FilePair:
    try:
        pair = FilePair(
            str(row["captions"]),
            float(row["duration"]),
            path.parent / str(row["chosen"]),
            path.parent / str(row["reject"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadRequest(
            f"Pair {number} of {path.name} is not complete: {type(error).__name__}: {error}.",
            "A pair has captions, duration, chosen and reject.",
        ) from error
    if not 0 < pair.seconds < math.inf or not pair.prompt.strip():
        raise BadRequest(
            f"Pair {number} of {path.name} has no prompt or no duration.",
            "A duration is given in seconds and is greater than 0.",
        )
    for sound in (pair.chosen, pair.rejected):
        if not sound.is_file():
            raise BadRequest(
                f"Pair {number} of {path.name} names {sound.name}, which is not there.",
                "Put the sounds where the file says, or remove the pair.",
            )
    return pair


def write_pairs(path: Path, pairs: Sequence[FilePair]) -> None:
    """Store pairs in TangoFlux's layout; sounds below the file's folder are named relative to it.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    rows = [
        {
            "captions": pair.prompt,
            "duration": pair.seconds,
            "chosen": _name(pair.chosen, path.parent),
            "reject": _name(pair.rejected, path.parent),
        }
        for pair in pairs
    ]
    data = (json.dumps(rows, indent=1, ensure_ascii=False) + "\n").encode()
    whole_files.replace_whole(whole_files.write_part(path, data), path)


def _name(sound: Path, folder: Path) -> str:
    near = sound.is_relative_to(folder)
    return (sound.relative_to(folder) if near else sound.absolute()).as_posix()


# --- Tango 2 ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """Which pairs are kept: bounds on a scorer's values (Tango 2, selection of Audio-alpaca)."""

    winner: float
    loser: float
    least_gap: float
    largest_gap: float

    def keep(self, winner: float, loser: float) -> bool:
        """Whether a pair of scores lies within."""
        gap = winner - loser
        if winner < self.winner or loser < self.loser or gap <= 0:
            return False
        return self.least_gap <= gap <= self.largest_gap


LAION_BEST_AUDIOSET = Limits(0.45, 0.40, 0.05, 0.35)
"""For LAION CLAP 630k-audioset-best."""
LAION_BEST = Limits(0.60, 0.0, 0.08, 0.70)
"""For LAION CLAP 630k-best; the paper asks for both."""

LEAST_SCORES = 20
"""With fewer nothing can be said of quantiles."""


def same_quantiles(limits: Limits, known: Sequence[float], other: Sequence[float]) -> Limits:
    """The limits for another scorer, at the same quantiles of its own distribution.

    Args:
        known, other: scores of the same sounds by the scorer that the limits are for and by the
            other one. Gaps are compared as distances within each distribution.

    Raises:
        BadRequest: too few scores to speak of quantiles.
    """
    if min(len(known), len(other)) < LEAST_SCORES:
        raise BadRequest(
            "Too few scores to carry limits from one scorer to another.",
            f"Score at least {LEAST_SCORES} sounds with both.",
        )
    a, b = np.sort(np.asarray(known, float)), np.sort(np.asarray(other, float))
    gaps_a, gaps_b = _gaps(a), _gaps(b)
    return Limits(
        _carry(limits.winner, a, b),
        _carry(limits.loser, a, b),
        _carry(limits.least_gap, gaps_a, gaps_b),
        _carry(limits.largest_gap, gaps_a, gaps_b),
    )


@dataclass(frozen=True)
class Quantiles:
    """Which part of a scorer's distribution lies below each of the bounds of `Limits`.

    The first two are of scores of sounds against the prompt that they were made from, the last two
    of the distances between such scores.
    """

    winner: float
    loser: float
    least_gap: float
    largest_gap: float


CLAP_SCORES = NormalDist(0.50, 0.12)
"""An assumption: how LAION CLAP 630k-audioset-best scores sounds of good models.

The papers give no distribution; this one is put together from what they say. The means of the
models in those of Tango 2 and TangoFlux are 0.43 to 0.57 on AudioCaps, the middle of which is 0.50;
Tango-full-FT, which the sounds of Audio-alpaca are of, has 0.54, but some of these were made in 5
or 25 steps only. The deviation is a guess: single scores are taken to lie between 0.2 and 0.8
nearly always, which is two and a half deviations of 0.12 to either side. The widest gap that the
paper accepts, 0.35, then leaves out 4 % of the gaps, as a bound against odd sounds would. With a
deviation of 0.15 the quantiles below would be 0.37, 0.25, 0.19 and 0.90. Who has scores of the same
sounds by both scorers uses `same_quantiles` instead.
"""


def quantiles_of(limits: Limits, scores: NormalDist) -> Quantiles:
    """Where limits lie in a normal distribution of scores and in that of their distances.

    The distance of two independent scores is the absolute value of a normal variable of mean 0
    whose deviation is greater by the root of 2.
    """
    gaps = NormalDist(0.0, scores.stdev * math.sqrt(2))
    return Quantiles(
        scores.cdf(limits.winner),
        scores.cdf(limits.loser),
        2 * gaps.cdf(limits.least_gap) - 1,
        2 * gaps.cdf(limits.largest_gap) - 1,
    )


ASSUMED_QUANTILES = quantiles_of(LAION_BEST_AUDIOSET, CLAP_SCORES)
"""About 0.34, 0.20, 0.23 and 0.96: the paper's limits for scorers other than CLAP, as an assumption
that rests on `CLAP_SCORES`."""


def at_quantiles(quantiles: Quantiles, scores: Sequence[float]) -> Limits:
    """Limits at quantiles of a scorer's own scores and of the distances between them.

    Args:
        scores: of sounds against the prompts that they were made from.

    Raises:
        BadRequest: too few scores to speak of quantiles.
    """
    if len(scores) < LEAST_SCORES:
        raise BadRequest(
            f"{len(scores)} sounds are too few to say which scores are usual.",
            f"Use more prompts or candidates, at least {LEAST_SCORES} sounds in all.",
        )
    own = np.asarray(scores, float)
    # Distances grow with the square of the scores; the shape of many shows in a thousand.
    gaps = _gaps(np.quantile(own, np.linspace(0, 1, 1000)) if len(own) > 1000 else np.sort(own))
    return Limits(
        float(np.quantile(own, quantiles.winner)),
        float(np.quantile(own, quantiles.loser)),
        float(np.quantile(gaps, quantiles.least_gap)),
        float(np.quantile(gaps, quantiles.largest_gap)),
    )


def _gaps(values: np.ndarray) -> np.ndarray:
    first, second = np.triu_indices(len(values), 1)
    return np.sort(np.abs(values[second] - values[first]))


def _carry(value: float, a: np.ndarray, b: np.ndarray) -> float:
    quantile = np.searchsorted(a, value) / len(a)
    return float(np.quantile(b, min(1.0, quantile)))


@dataclass(frozen=True)
class Candidate:
    """A sound by its key, the prompt that it was made from, and its score against the true one."""

    key: str
    prompt: str
    score: float


@dataclass(frozen=True)
class Choice:
    """Keys of the better and the worse of two sounds of one true prompt."""

    prompt: str
    chosen: str
    rejected: str


def from_inferences(
    prompt: str, candidates: Sequence[Candidate], limits: Limits | None = None
) -> list[Choice]:
    """Strategy 1: of several inferences of one prompt the best wins against each of the others."""
    if not candidates:
        return []
    best = max(candidates, key=lambda item: item.score)
    others = [item for item in candidates if item is not best]
    return [Choice(prompt, best.key, item.key) for item in others if _kept(best, item, limits)]


def from_wrong_prompts(
    true: Candidate, wrong: Sequence[Candidate], limits: Limits | None = None
) -> list[Choice]:
    """Strategies 2 and 3: the true prompt's sound wins against those of changed prompts.

    Every score is against the true prompt; a pair whose wrong sound scores higher is left out.
    """
    return [Choice(true.prompt, true.key, item.key) for item in wrong if _kept(true, item, limits)]


def _kept(winner: Candidate, loser: Candidate, limits: Limits | None) -> bool:
    if limits is None:
        return winner.score > loser.score
    return limits.keep(winner.score, loser.score)
