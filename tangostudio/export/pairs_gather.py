"""Votes on sounds become pairs of a better and a worse one, and what is left out is counted.

Plain values in and out: neither votes nor sounds are read or written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

_STRICTNESS = {"yes": 0, "limited": 1, "no": 2}


class CountingVote(Protocol):
    """What of a vote an export needs."""

    @property
    def prompt(self) -> str: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102
    @property
    def sha256_a(self) -> str: ...  # noqa: D102
    @property
    def sha256_b(self) -> str: ...  # noqa: D102
    @property
    def answer(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class PairSound:
    """A sound that was voted on, and what made it.

    Attributes:
        path: its file in the library; it may be missing.
        model, model_hash: card id, and hash of the weights.
        licence, commercial: of the model; commercial is "yes", "limited" or "no".
    """

    path: Path
    model: str
    model_hash: str
    licence: str
    commercial: str


@dataclass(frozen=True)
class ExportPair:
    """A better and a worse sound of one prompt, by their hashes.

    Attributes:
        agreement: share of its decided votes that say so, over 0.5 and up to 1.
        votes: how many decided votes there are.
    """

    prompt: str
    seconds: float
    chosen: str
    rejected: str
    chosen_sound: PairSound
    rejected_sound: PairSound
    agreement: float
    votes: int

    @property
    def licence(self) -> str:
        """The licence that allows least of the two sounds'; both names where they are even."""
        return strictest((self.chosen_sound, self.rejected_sound))[0]

    @property
    def commercial(self) -> str:
        """Whether commercial use of both sounds is allowed: "yes", "limited" or "no"."""
        return strictest((self.chosen_sound, self.rejected_sound))[1]


@dataclass(frozen=True)
class LeftOut:
    """How many votes are not in an export, by reason.

    Attributes:
        tie, both_bad: they say nothing of which sound is better.
        contradictory: of pairs that were answered both ways equally often.
        gone: a sound of the pair is no longer there.
        damaged: a sound of the pair cannot be read or is not the one that was voted on.
        alike: both sounds are the same one.
        unprompted: there is no prompt to learn from.
    """

    tie: int = 0
    both_bad: int = 0
    contradictory: int = 0
    gone: int = 0
    damaged: int = 0
    alike: int = 0
    unprompted: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(asdict(self).values())

    @property
    def sentence(self) -> str:
        """In plain words; empty when nothing is left out."""
        reasons = {
            "tie": self.tie,
            "both bad": self.both_bad,
            "answered both ways": self.contradictory,
            "sound gone": self.gone,
            "sound damaged": self.damaged,
            "both sounds the same": self.alike,
            "no prompt": self.unprompted,
        }
        told = ", ".join(f"{word} {count}" for word, count in reasons.items() if count)
        return f"Left out: {self.total} vote{'s' * (self.total != 1)} ({told})." if told else ""


@dataclass(frozen=True)
class Gathered:
    """What votes come to: pairs in the order of their first vote, and what is left out."""

    pairs: tuple[ExportPair, ...]
    left_out: LeftOut


def gather(votes: Iterable[CountingVote], sound_of: Callable[[str], PairSound | None]) -> Gathered:
    """Pairs from votes that count; the majority decides where two sounds were shown repeatedly.

    Args:
        sound_of: the sound of a hash, or None when nothing is known of it.
    """
    left: Counter[str] = Counter()
    answers: dict[tuple[str, float, str, str], list[str]] = {}
    for vote in votes:
        if vote.answer not in ("a", "b"):
            left[vote.answer] += 1
        elif vote.sha256_a == vote.sha256_b:
            left["alike"] += 1
        elif not vote.prompt.strip():
            left["unprompted"] += 1
        else:
            first, second = sorted((vote.sha256_a, vote.sha256_b))
            better = vote.sha256_a if vote.answer == "a" else vote.sha256_b
            key = (vote.prompt, float(vote.seconds), first, second)
            answers.setdefault(key, []).append(better)
    pairs = []
    for (prompt, seconds, first, second), better in answers.items():
        for_first, count = better.count(first), len(better)
        if 2 * for_first == count:
            left["contradictory"] += count
            continue
        chosen, rejected = (first, second) if 2 * for_first > count else (second, first)
        sounds = (sound_of(chosen), sound_of(rejected))
        if (
            sounds[0] is None
            or sounds[1] is None
            or not all(s and s.path.is_file() for s in sounds)
        ):
            left["gone"] += count
            continue
        agreement = max(for_first, count - for_first) / count
        pairs.append(
            ExportPair(prompt, seconds, chosen, rejected, sounds[0], sounds[1], agreement, count)
        )
    return Gathered(tuple(pairs), LeftOut(**left))


def strictest(sounds: Iterable[PairSound]) -> tuple[str, str]:
    """Licence and commercial use that hold for all of these sounds together.

    A licence of unknown terms allows nothing. Several that allow equally little are all named.
    """
    order = [(_STRICTNESS.get(s.commercial, 2), s.licence or "unknown") for s in sounds]
    level = max((item[0] for item in order), default=2)
    licences = sorted({name for strictness, name in order if strictness == level})
    return " and ".join(licences), ("yes", "limited", "no")[level]
