"""From a corpus and a card to a training's request: plan, prompts to check with, and sizes.

Functions of what they are given; they start nothing and change nothing.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from tangostudio import machine
from tangostudio.cards import ModelCard
from tangostudio.cards.prompt_bank import PromptBank
from tangostudio.corpora.corpus import Corpus
from tangostudio.errors import BadRequest
from tangostudio.studio import tune_requests
from tangostudio.studio.train_views import CODEC, TrainOutline, work
from tangostudio.tuning import arc_plan, finetune_plan, methods, train_sizes
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.methods import TrainPlan

MOST_OF_CORPUS, MOST_OF_BANK = 12, 20
"""Prompts that are checked with: captions of clips that are held out, and others of the bank."""

_ADAPTER = tuple(item.name for item in dataclasses.fields(AdapterOptions))
_LAYERS = {"attention", "mlp", "blocks"}


def plan_for(card: ModelCard, method: str, corpus: Corpus, **options: Any) -> TrainPlan:
    """What suits this model and corpus, with what the person chose in its place; checked.

    Args:
        options: fields of the method's plan and of its adapter; further `layers`, a list of
            "attention", "mlp" and "blocks"; for "lora" `mix_share`; for "arc" `warm_up` may be
            True or False too. What is None is left as it is.

    Raises:
        BadRequest: the model cannot be trained so, or a value makes no sense.
    """
    methods.require(card, method)
    given = {name: value for name, value in options.items() if value is not None}
    if method == methods.ARC:
        plan: TrainPlan = arc_plan.plan_for(card)
        warm_up = given.get("warm_up")
        if isinstance(warm_up, bool):
            given["warm_up"] = plan.warm_up if warm_up else 0
    else:
        plan = finetune_plan.plan_for(card, len(corpus.train))
        if "mix_share" in given:
            given["mix"] = given.pop("mix_share")
    values = plan.as_values()
    adapter = {**values.pop("adapter"), **_adapter(given)}
    return methods.plan_of(method, {**values, **given, "adapter": adapter})


def _adapter(given: dict[str, Any]) -> dict[str, Any]:
    """What is said of the adapter, taken out of the options."""
    found = {name: given.pop(name) for name in _ADAPTER if name in given}
    if "rank" in found:
        found.setdefault("alpha", float(found["rank"]))
        found.setdefault("full", False)
    if "layers" in given:
        layers = given.pop("layers")
        layers = {layers} if isinstance(layers, str) else set(layers)
        if unknown := layers - _LAYERS:
            raise BadRequest(
                f"There are no layers {min(unknown)!r}.", f"Known: {', '.join(sorted(_LAYERS))}."
            )
        if layers:
            found["targets"] = layers.pop() if len(layers) == 1 else "blocks"
    return found


def prompts_for(card: ModelCard, bank: PromptBank, corpus: Corpus) -> tuple[tuple[str, float], ...]:
    """What is checked with: captions of the corpus' own kind that are not learned from, and others.

    The first tell what was learned, the others what was lost. Spread over the corpus and the bank.
    """
    learned = {item.caption.casefold() for item in corpus.train}
    seconds, longest = card.parameters["seconds"], tune_requests.longest(card)
    own = dict.fromkeys(
        (item.caption, round(max(seconds.minimum, min(item.seconds, longest)), 2))
        for item in corpus.held_out
        if item.caption.casefold() not in learned and len(item.caption) <= card.prompt_characters
    )
    others = tune_requests.prompts_for(card, bank, ()).held_out
    return (*_spread(list(own), MOST_OF_CORPUS), *_spread(list(others), MOST_OF_BANK))


def _spread(items: list[Any], most: int) -> list[Any]:
    step = max(1.0, len(items) / most)
    return [items[int(place * step)] for place in range(min(most, len(items)))]


def require_corpus(corpus: Corpus) -> None:
    """Raise BadRequest unless there is something to learn from."""
    if not corpus.train:
        raise BadRequest(
            f"“{corpus.name}” has no clip to learn from.", "Add recordings, or hold out fewer."
        )


def outline(
    card: ModelCard,
    plan: TrainPlan,
    corpus: Corpus,
    held_out: int,
    pass_seconds: float | None,
    folder: Path,
) -> TrainOutline:
    """What a training will do and need.

    Args:
        held_out: prompts that are checked with.
        pass_seconds: of the network over one sound here, as far as that is known.
    """
    clips, options = len(corpus.items), plan.adapter
    longest = min(
        max((item.seconds for item in corpus.items), default=0.0),
        card.parameters["seconds"].maximum,
    )
    body, chosen = train_sizes.body_of(card, options), train_sizes.layers_of(card, options)
    if isinstance(plan, FewStepPlan):
        needed = train_sizes.few_steps(body, options, plan.batch, longest, clips)
    else:
        parts = min(plan.micro_batch, plan.batch)
        needed = train_sizes.fine_tuning(body, options, parts, longest, clips)
    free_memory, free_disk = machine.free_memory(), machine.free_disk(folder)
    passes = sum(work(plan, clips, held_out).values())
    return TrainOutline(
        seconds=None if pass_seconds is None else pass_seconds * passes,
        memory_bytes=needed.memory_bytes,
        least_memory_bytes=needed.least_memory_bytes,
        free_memory=free_memory,
        disk_bytes=needed.disk_bytes,
        free_disk=free_disk,
        steps=plan.steps,
        batch=plan.batch,
        rank=0 if options.full else options.rank,
        trained_bytes=_stored_bytes(plan, body),
        clips=len(corpus.train),
        held_out=len(corpus.held_out),
        corpus_seconds=corpus.seconds,
        sentence=_sentence(card, plan, corpus),
        layers=chosen.sentence if chosen else "",
        problem=tune_requests.problem(
            needed.least_memory_bytes, free_memory, needed.disk_bytes, free_disk
        ),
    )


def _stored_bytes(plan: TrainPlan, body: train_sizes.Body) -> int:
    """Of the adapter's file: low-rank matrices in float32, or the change itself in float16."""
    if not plan.adapter.full:
        return 4 * body.trained(plan.adapter)
    if isinstance(plan, FewStepPlan) and plan.stored_rank:
        return 4 * plan.stored_rank * body.each
    return 2 * body.values


def _sentence(card: ModelCard, plan: TrainPlan, corpus: Corpus) -> str:
    clips = f"{len(corpus.train)} clip{'' if len(corpus.train) == 1 else 's'} of “{corpus.name}”"
    if not isinstance(plan, FewStepPlan):
        return f"{card.name} learns {clips} in {plan.steps} steps of {plan.batch}."
    warm = f"{plan.warm_up} steps of warm-up and " if plan.warm_up else ""
    steps = "one step" if plan.few_steps == 1 else f"{plan.few_steps} steps"
    return (
        f"{card.name} becomes a model of {steps} on {clips}, in {warm}{plan.steps} turns of "
        f"{plan.batch}."
    )


def pass_seconds(take_seconds: float | None, plan: TrainPlan) -> float | None:
    """Seconds of a pass, from those of a take as the checks make it."""
    if take_seconds is None:
        return None
    forwards = plan.checked_steps * (1 if plan.checked_guidance == 1 else 2)
    return take_seconds / (forwards + CODEC)
