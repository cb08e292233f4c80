"""A tuning as a job: from a request of plain values to the loop, and its news as events.

It brings together what the loops do not know: cards and weights, the embedder and the taste that
judge, the prompts, the person's own pairs, and the corpus.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio import paths
from tangostudio.audio import quality
from tangostudio.cards import Catalogue, ModelCard
from tangostudio.corpora import corpus
from tangostudio.engines.device import choose_device, leave_a_core
from tangostudio.errors import BadRequest
from tangostudio.families import embedding
from tangostudio.messages import Event, Loading, TuneNews, TuneRequest
from tangostudio.preference import taste_file
from tangostudio.tuning import (
    arc_job,
    crpo,
    finetune,
    judges,
    lora,
    methods,
    rewards,
    trainees,
)
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.arc_source import CorpusSource
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.pairs import OwnPair, own_pairs_of
from tangostudio.tuning.plan import Plan


def tune(job: str, request: TuneRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Run the tuning, or go on with it, and tell its news.

    Nothing stays resident: a tuning has its process to itself.

    Raises:
        BadRequest, WeightsError, TuneError, OutOfMemory, StorageError: see `crpo.tune`,
            `finetune.tune` and `arc_job.tune`.
    """
    card = Catalogue.load(paths.models_dir()).get(request.model)
    methods.require(card, request.method)
    tune_by = _on_corpus if request.method in methods.ON_CORPUS else _on_pairs
    for news in tune_by(job, request, card):
        yield news if isinstance(news, Loading) else TuneNews(job, news)


def _on_pairs(job: str, request: TuneRequest, card: ModelCard) -> Iterator[Any]:
    plan = _plan(request)
    own: Sequence[OwnPair] = own_pairs_of(request.own)
    bank, held_out = ([Prompt(*item) for item in some] for some in (request.bank, request.held_out))
    folder = Path(request.folder)
    yield Loading(job, card.name)
    leave_a_core()
    taste = _taste(folder / request.taste, card.sample_rate) if request.taste else None
    base = lora.load_base(card, card.verify_files(), choose_device())
    judge = _judge(card, base.model.device, taste)
    yield from crpo.tune(base, bank, held_out, judge, plan, folder, own)


def _on_corpus(job: str, request: TuneRequest, card: ModelCard) -> Iterator[Any]:
    plan = methods.plan_of(request.method, _values(request))
    found = corpus.read(Path(request.corpus))
    yield Loading(job, card.name)
    leave_a_core()
    device = choose_device()
    trainee = trainees.build(card, card.verify_files(), device, plan.adapter, plan.seed)
    held_out = [Prompt(*item) for item in request.held_out]
    judge, folder = _judge(card, device), Path(request.folder)
    if isinstance(plan, FewStepPlan):
        source = CorpusSource(found, trainee, plan.batch, plan.seed)
        yield from arc_job.tune(trainee, source, held_out, judge, plan, folder)
    else:
        yield from finetune.tune(trainee, found, held_out, judge, plan, folder)


def _judge(
    card: ModelCard,
    device: str,
    taste: Callable[[Sequence[np.ndarray]], np.ndarray] | None = None,
) -> rewards.Judge:
    return rewards.judge_with(
        embedding.build(paths.models_dir() / "starter", device),
        taste,
        lambda sound: quality.faults(sound, card.sample_rate),
    )


def _values(request: TuneRequest) -> dict[str, Any]:
    try:
        return json.loads(request.plan)
    except ValueError as error:
        raise BadRequest(f"The plan of this tuning cannot be read: {error}.") from error


def _plan(request: TuneRequest) -> Plan:
    plan = replace(Plan.of(_values(request)), loss=request.method)
    plan.check()
    judges = (rewards.MATCH, rewards.TASTE) if request.taste else (rewards.MATCH,)
    if missing := plan.blend.keys() - set(judges):
        raise BadRequest(
            f"Nothing judges {', '.join(sorted(missing))}.", f"There is: {', '.join(judges)}."
        )
    return plan


def _taste(path: Path, sample_rate: int) -> Callable[[Sequence[np.ndarray]], np.ndarray]:
    """Scores (N,) of sounds by a taste that lies in a file, heard as it was learned."""
    try:
        learned = taste_file.unpack(path.read_bytes())
    except OSError as error:
        raise BadRequest(
            f"The taste {path.name} of this tuning cannot be read.", "Start the tuning anew."
        ) from error
    return judges.by_taste(learned, sample_rate)
