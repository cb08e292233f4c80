"""The ways to tune a model: their names, what a card must allow for each, and their plans.

It needs no torch.
"""

from __future__ import annotations

from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.finetune_plan import FineTunePlan

CRPO, DPO, LORA, ARC = "crpo", "dpo", "lora", "arc"
ON_PAIRS = (CRPO, DPO)
"""Methods that learn from pairs, in rounds."""

ON_CORPUS = (LORA, ARC)
"""Methods that learn from a corpus, step by step."""

METHODS = (*ON_PAIRS, *ON_CORPUS)
ABILITY = {CRPO: "tune", DPO: "tune", LORA: "finetune", ARC: "few-steps"}
"""What a card lists in `can`, or gives a reason for in `cannot`."""

TrainPlan = FineTunePlan | FewStepPlan
_PLANS: dict[str, type[FineTunePlan] | type[FewStepPlan]] = {LORA: FineTunePlan, ARC: FewStepPlan}

_FLOWS = "Choose a flow model, such as the starter."
_REFUSED = {
    "tune": ("cannot be tuned", "Choose the flow model whose adapters it can load."),
    "finetune": ("cannot be trained on recordings", _FLOWS),
    "few-steps": ("cannot be made a few-step model", _FLOWS),
}


def require(card: ModelCard, method: str) -> None:
    """Raise BadRequest unless there is such a method and a card allows it."""
    if method not in METHODS:
        raise BadRequest(f"There is no method {method!r}.", f"Known: {', '.join(METHODS)}.")
    ability = ABILITY[method]
    if ability not in card.can:
        refused, hint = _REFUSED[ability]
        raise BadRequest(f"{card.name} {refused}.", card.cannot.get(ability, hint))


def plan_of(method: str, values: dict[str, Any]) -> TrainPlan:
    """The plan of a method on a corpus, from plain values. Raises BadRequest."""
    return _PLANS[method].of(values)
