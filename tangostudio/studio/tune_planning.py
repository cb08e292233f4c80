"""What a tuning would do before it begins: readiness, outline, and the request itself.

It belongs to the studio's thread, and starts nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tangostudio import paths
from tangostudio.audio import whole_files
from tangostudio.cards import ModelCard
from tangostudio.cards.prompt_bank import FILE, PromptBank
from tangostudio.corpora.corpus import Corpus
from tangostudio.errors import BadRequest
from tangostudio.library import TakeQuery
from tangostudio.messages import TuneRequest
from tangostudio.preference import taste_file
from tangostudio.studio import train_requests, tune_requests, tune_views
from tangostudio.studio.adapters import Adapters
from tangostudio.studio.train_views import TrainOutline
from tangostudio.studio.tune_views import Outline, Readiness
from tangostudio.tuning import methods, train_sizes
from tangostudio.tuning.pairs import OwnPair, own_pairs_text
from tangostudio.tuning.plan import STRATEGIES, Plan

RATE = "seconds_per_tuned_take"
"""Learned from tunings: of pairs by model; of corpora, whose unit is a pass, by model and method"""

_TASTE = "taste.npz"


class TunePlanning(Adapters):
    """Plans of tunings.

    Attributes:
        bank: prompts to learn from and to check with.
    """

    _bank: PromptBank | None = None

    @property
    def bank(self) -> PromptBank:
        """Read when it is first needed. Raises BadRequest."""
        if self._bank is None:
            self._bank = PromptBank.load(paths.resources_dir() / FILE)
        return self._bank

    def readiness(self, model: str = "") -> Readiness:
        """Whether there are votes enough for a tuning of this model to follow them."""
        card = self._card(model)
        found = self._votes_of(card)
        prompts = {pair.chosen.prompt for pair in found.pairs}
        return tune_views.readiness(
            len(found.pairs),
            len(prompts),
            self._studio.tasting.consistency(),
            tune_requests.left_out(found),
        )

    def outline(
        self, model: str = "", method: str = "crpo", corpus: str = "", **options: Any
    ) -> Outline | TrainOutline:
        """What a tuning with these options would do and need; a `TrainOutline` on a corpus.

        Args:
            corpus: id of one, for the methods that learn from it.

        Raises:
            BadRequest, NotFound: it cannot be begun so.
        """
        card = self._card(model)
        if method in methods.ON_CORPUS:
            return self._train_outline(card, method, self._corpus(corpus), options)
        plan = self._plan(card, method, options)
        prompts = self._prompts(card)
        seconds = tune_requests.longest(card)
        rates = self._library.meta.get(RATE, {})
        estimate = rates.get(card.id) or self._studio.estimate(
            card.id, seconds=seconds, steps=plan.steps, guidance=plan.guidance
        )
        own = self._own(card, prompts)
        return tune_requests.outline(card, plan, prompts, own, estimate, self._library.tunings_dir)

    def _train_outline(
        self, card: ModelCard, method: str, corpus: Corpus, options: Mapping[str, Any]
    ) -> TrainOutline:
        plan = train_requests.plan_for(card, method, corpus, **options)
        held_out = train_requests.prompts_for(card, self.bank, corpus)
        rate = self._library.meta.get(RATE, {}).get(rate_key(card.id, method))
        if rate is None:
            estimate = self._studio.estimate(
                card.id,
                seconds=tune_requests.longest(card),
                steps=plan.checked_steps,
                guidance=plan.checked_guidance,
            )
            rate = train_requests.pass_seconds(estimate, plan)
        return train_requests.outline(
            card, plan, corpus, len(held_out), rate, self._library.tunings_dir
        )

    # --- requests ---------------------------------------------------------------------------------

    def _request_for(
        self, identifier: str, card: ModelCard, method: str, corpus: str, options: dict[str, Any]
    ) -> TuneRequest:
        """The request of a new tuning; what it needs beside it is written into its folder."""
        folder = self._library.tunings_dir / identifier
        if method in methods.ON_CORPUS:
            return self._train_request(folder, card, method, self._corpus(corpus), options)
        plan = self._plan(card, method, options)
        taste = ""
        if tune_requests.TASTE in plan.blend:
            taste = _TASTE
            self._keep_taste(folder / taste)
        prompts = self._prompts(card)
        return TuneRequest(
            tuning=identifier,
            model=card.id,
            method=method,
            folder=str(folder),
            plan=json.dumps(plan.as_values()),
            bank=prompts.bank,
            held_out=prompts.held_out,
            own=own_pairs_text(self._own(card, prompts)),
            taste=taste,
        )

    def _train_request(
        self, folder: Path, card: ModelCard, method: str, corpus: Corpus, options: Mapping[str, Any]
    ) -> TuneRequest:
        train_requests.require_corpus(corpus)
        plan = train_requests.plan_for(card, method, corpus, **options)
        train_sizes.layers_of(card, plan.adapter)  # refuses filters that match nothing
        return TuneRequest(
            tuning=folder.name,
            model=card.id,
            method=method,
            folder=str(folder),
            plan=json.dumps(plan.as_values()),
            bank=(),
            held_out=train_requests.prompts_for(card, self.bank, corpus),
            corpus=str(corpus.folder),
        )

    def _corpus(self, identifier: str) -> Corpus:
        if not identifier:
            raise BadRequest("There are no recordings to learn from.", "Choose a corpus.")
        return self._studio.corpora.get(identifier)

    def _plan(self, card: ModelCard, method: str, options: Mapping[str, Any]) -> Plan:
        methods.require(card, method)
        if method == methods.DPO:  # as Tango 2 does it: pairs by its strategies, made once
            options = {"strategies": STRATEGIES, "online": False, **options}
        known = self._studio.tasting.known
        return tune_requests.plan_for(card, taste=known is not None and known.enough, **options)

    def _prompts(self, card: ModelCard) -> tune_requests.Prompts:
        return tune_requests.prompts_for(card, self.bank, self._studio.find(TakeQuery()))

    def _votes_of(self, card: ModelCard) -> Any:
        takes = {take.sha256: take for take in self._library.takes.everything()}
        return tune_requests.own_pairs(self._library.votes.all(), takes, card.weights_hash)

    def _own(self, card: ModelCard, prompts: tune_requests.Prompts) -> Sequence[OwnPair]:
        return tune_requests.usable(self._votes_of(card).pairs, card, prompts)

    def _keep_taste(self, path: Path) -> None:
        taste = self._studio.tasting.taste
        assert taste is not None
        whole_files.replace_whole(whole_files.write_part(path, taste_file.pack(taste)), path)


def rate_key(model: str, method: str) -> str:
    """Under what the speed of a model's tunings by a method is kept."""
    return f"{model}/{method}" if method in methods.ON_CORPUS else model
