"""A tuning as a job: from a request of plain values to the loop, and its news as events.

It brings together what the loop does not know: cards and weights, the embedder and the taste that
judge, the prompts, and the person's own pairs.
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
from tangostudio.cards import Catalogue
from tangostudio.engines.device import choose_device, leave_a_core
from tangostudio.errors import BadRequest
from tangostudio.families import embedding
from tangostudio.messages import Event, Loading, TuneNews, TuneRequest
from tangostudio.preference import taste_file
from tangostudio.tuning import crpo, judges, lora, rewards
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.pairs import OwnPair, own_pairs_of
from tangostudio.tuning.plan import Plan

"""Names of the judges: how well a sound fits its prompt, and how much it would be liked."""


def tune(job: str, request: TuneRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Run the tuning, or go on with it, and tell its news.

    Nothing stays resident: a tuning has its process to itself.

    Raises:
        BadRequest, WeightsError, TuneError, OutOfMemory, StorageError: see `crpo.tune`.
    """
    card = Catalogue.load(paths.models_dir()).get(request.model)
    if "tune" not in card.can:
        raise BadRequest(
            f"{card.name} cannot be tuned.",
            card.cannot.get("tune", "Choose the flow model whose adapters it can load."),
        )
    plan = _plan(request)
    own: Sequence[OwnPair] = own_pairs_of(request.own)
    bank, held_out = ([Prompt(*item) for item in some] for some in (request.bank, request.held_out))
    folder = Path(request.folder)
    yield Loading(job, card.name)
    leave_a_core()
    taste = _taste(folder / request.taste, card.sample_rate) if request.taste else None
    base = lora.load_base(card, card.verify_files(), choose_device())
    judge = rewards.judge_with(
        embedding.build(paths.models_dir() / "starter", base.model.device),
        taste,
        lambda sound: quality.faults(sound, card.sample_rate),
    )
    for news in crpo.tune(base, bank, held_out, judge, plan, folder, own):
        yield TuneNews(job, news)


def _plan(request: TuneRequest) -> Plan:
    try:
        values = json.loads(request.plan)
    except ValueError as error:
        raise BadRequest(f"The plan of this tuning cannot be read: {error}.") from error
    plan = replace(Plan.of(values), loss=request.method)
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
