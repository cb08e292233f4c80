"""From what a library holds to a tuning's request: prompts, own pairs, plan and sizes.

Functions of what they are given; they start nothing and change nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tangostudio import machine
from tangostudio.cards import ModelCard, places
from tangostudio.cards.prompt_bank import BankPrompt, PromptBank
from tangostudio.errors import BadRequest
from tangostudio.library import Take, Vote
from tangostudio.studio.tune_views import PAIR_IN_TAKES, Outline
from tangostudio.tuning.pairs import OwnPair, Played, Recipe, Sorted, VoteRecord, from_votes
from tangostudio.tuning.plan import Plan, beta_for
from tangostudio.tuning.rewards import MATCH, TASTE
from tangostudio.tuning.sizes import Network, needs, trained_values

MOST_HISTORY = 200
"""Prompts of the person's own takes that join the bank."""

_TABLE = "tune"  # of a card's options: what suits the model, by the names of `Plan`
_SECONDS = "seconds"
_GB = 2**30


@dataclass(frozen=True)
class Prompts:
    """Texts and seconds: those that are learned from, and those that only check."""

    bank: tuple[tuple[str, float], ...]
    held_out: tuple[tuple[str, float], ...]


def network(card: ModelCard) -> Network:
    """The sizes of a card's network, from its config file.

    Raises:
        BadRequest: the card's model cannot be tuned, or its config cannot be read.
    """
    if "tune" not in card.can or card.folder is None:
        reason = card.cannot.get("tune", "Choose a flow model that lies on this computer.")
        raise BadRequest(f"{card.name} cannot be tuned.", reason)
    try:
        return Network.of(
            json.loads(places.locate(card.folder, "config.json").read_text(encoding="utf-8"))
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadRequest(
            f"The config of {card.name} cannot be read: {error}.", "Reinstall the model."
        ) from error


def plan_for(
    card: ModelCard, *, taste: bool, match_share: float | None = None, **options: Any
) -> Plan:
    """What suits this model, with what the person chose in its place; checked.

    Args:
        taste: whether the person's taste is known; without it the match alone is the reward.
        match_share: of the match in the reward, 0 to 1; the taste has the rest.
        options: fields of `Plan`, and rank, alpha, targets and full of its adapter.

    Raises:
        BadRequest: a value that makes no sense.
    """
    table = {k: v for k, v in card.options.get(_TABLE, {}).items() if k != _SECONDS}
    given = {**table, **{name: value for name, value in options.items() if value is not None}}
    own = {name: given.pop(name) for name in ("rank", "alpha", "targets", "full") if name in given}
    if "rank" in own:
        own.setdefault("alpha", float(own["rank"]))
    given.setdefault("guidance", card.default("guidance"))
    given.setdefault("steps", int(card.default("steps")))
    given.setdefault("sampler", card.samplers[0])
    given.setdefault("beta", _beta(card))
    plan = Plan.of({**given, "adapter": own, "blend": _blend(taste, match_share)})
    return plan


def _beta(card: ModelCard) -> float:
    net = network(card)
    return beta_for(round(longest(card) * net.tokens_per_second) * net.channels)


def _blend(taste: bool, share: float | None) -> dict[str, float]:
    if share is None:
        share = 0.5 if taste else 1.0
    if not 0 <= share <= 1:
        raise BadRequest("The share of the match must be from 0 to 100 %.")
    if share < 1 and not taste:
        raise BadRequest(
            "Not enough is known of your taste yet to learn from it.",
            "Vote more in Compare mode, or let the match with the prompt count alone.",
        )
    parts = {MATCH: share, TASTE: 1 - share}
    return {name: value for name, value in parts.items() if value or (name == MATCH and not taste)}


def longest(card: ModelCard) -> float:
    """Seconds of the longest sounds that this model is tuned on."""
    return float(card.options.get(_TABLE, {}).get(_SECONDS, card.default("seconds")))


def prompts_for(card: ModelCard, bank: PromptBank, history: Iterable[Take]) -> Prompts:
    """The bank, the person's own prompts, and those that are held out, cut to the model's length.

    A model that knows certain kinds of sound only gets the bank's prompts of these.
    """
    known = "kinds" in card.options
    held_out = _asked(bank.held_out, card, known)
    apart = {text.casefold() for text, _ in held_out}
    own = Counter(
        (take.prompt, min(take.seconds, longest(card))) for take in history if not take.negative
    )
    mine = [asked for asked, _ in own.most_common(MOST_HISTORY)]
    found = dict.fromkeys([*_asked(bank.prompts, card, known), *mine])
    return Prompts(
        tuple(asked for asked in found if asked[0].casefold() not in apart), tuple(held_out)
    )


def _asked(some: Sequence[BankPrompt], card: ModelCard, known: bool) -> list[tuple[str, float]]:
    least = card.parameters["seconds"].minimum
    return [
        (item.text, max(least, min(item.seconds, longest(card))))
        for item in some
        if item.family or not known
    ]


def own_pairs(votes: Sequence[Vote], takes: Mapping[str, Take], model_hash: str) -> Sorted:
    """The pairs of votes that this model itself made, and what was left out for which reason.

    Args:
        takes: by the hash of their sound.
    """
    records = [VoteRecord(vote.sha256_a, vote.sha256_b, vote.answer) for vote in votes]
    played = {sha256: _played(take) for sha256, take in takes.items()}
    return from_votes(records, played, model_hash)


def _played(take: Take) -> Played:
    recipe = Recipe(take.prompt, take.seconds, take.steps, take.guidance, take.seed, take.negative)
    return Played(recipe, take.model_hash, ",".join(sha for sha, _ in take.adapters))


def left_out(found: Sorted) -> list[str]:
    """Sentences on votes that cannot be used."""
    reasons = (
        (found.undecided, "said that neither is better"),
        (found.contradictory, "contradicted each other"),
        (found.other_model, "compared takes that another model, or an adapter, made"),
        (found.gone, "compared takes that are not in the library any more"),
    )
    return [
        f"{count} {'vote' if count == 1 else 'votes'} {reason}."
        for count, reason in reasons
        if count
    ]


def usable(pairs: Iterable[OwnPair], card: ModelCard, prompts: Prompts) -> list[OwnPair]:
    """Pairs that may be learned from directly; the taste has learned from the others all the same.

    Sounds no longer than twice what the model is tuned on, since a long one would take the memory
    of many; and none of a prompt that is held out, which would make the checks worth nothing.
    """
    most = 2 * longest(card)
    apart = {text.casefold() for text, _ in prompts.held_out}
    return [
        pair
        for pair in pairs
        if pair.chosen.seconds <= most and pair.chosen.prompt.casefold() not in apart
    ]


def _worked_on(card: ModelCard, seconds: Sequence[float]) -> float:
    """Seconds of the longest latents: a net of a fixed length works on all of it every time."""
    if card.options.get("length", "fixed") == "fixed":
        return card.parameters["seconds"].maximum
    return max(seconds, default=longest(card))


def outline(
    card: ModelCard,
    plan: Plan,
    prompts: Prompts,
    own: Sequence[OwnPair],
    take_seconds: float | None,
    folder: Path,
) -> Outline:
    """What a tuning will do and need.

    Args:
        take_seconds: that a take of the tuning's length needs here, as far as that is known.
    """
    net = network(card)
    seconds = [s for _, s in (*prompts.bank, *prompts.held_out)] + [p.chosen.seconds for p in own]
    found = needs(plan, net, _worked_on(card, seconds))
    drawn = min(plan.prompts, len(prompts.bank))
    rounds = plan.rounds
    checks = (rounds + 1) * len(prompts.held_out) * plan.checks
    drafts = drawn * plan.candidates * (rounds if plan.online else 1)
    fits = PAIR_IN_TAKES * (drawn + len(own)) * plan.epochs * rounds * 16 / plan.steps
    free_memory, free_disk = machine.free_memory(), machine.free_disk(folder)
    times = {1: "once", 2: "twice"}.get(rounds, f"{rounds} times")
    mine = f", and from {len(own)} of your own pairs" if own else ""
    return Outline(
        seconds=None if take_seconds is None else take_seconds * (checks + drafts + fits),
        memory_bytes=found.memory_bytes,
        least_memory_bytes=found.least_memory_bytes,
        free_memory=free_memory,
        disk_bytes=found.disk_bytes,
        free_disk=free_disk,
        rounds=rounds,
        prompts=drawn,
        candidates=plan.candidates,
        rank=0 if plan.adapter.full else plan.adapter.rank,
        trained_bytes=(2 if plan.adapter.full else 4) * trained_values(net, plan.adapter),
        own_pairs=len(own),
        blend={name: weight / sum(plan.blend.values()) for name, weight in plan.blend.items()},
        sentence=f"{card.name} makes {plan.candidates} candidates of each of {drawn} prompts, "
        f"{times}, and learns from the best and the worst of each{mine}.",
        problem=problem(found.least_memory_bytes, free_memory, found.disk_bytes, free_disk),
    )


def problem(memory: int, free_memory: int | None, disk: int, free_disk: int | None) -> str:
    """Why memory or disk is too little, in a sentence; "" where both are enough."""
    """Why memory or disk is too little, in a sentence; "" where both are enough."""
    if free_memory is not None and memory > free_memory:
        have = free_memory / _GB
        return f"Too little memory: {memory / _GB:.1f} GB are needed, {have:.1f} are free."
    if free_disk is not None and disk > free_disk:
        return f"Too little disk: {disk / _GB:.1f} GB are needed, {free_disk / _GB:.1f} are free."
    return ""
