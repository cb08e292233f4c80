"""What of a model is trained on a corpus: which layers, and how. Plain values, without torch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.errors import BadRequest
from tangostudio.tuning.plan import TARGETS, Options

LORA = "lora"
KINDS = (
    LORA, "dora-rows", "dora-cols", "bora",
    "lora-xs", "dora-rows-xs", "dora-cols-xs", "bora-xs",
)  # fmt: skip
"""Kinds of change that files of Stable Audio 3's trainer know; every other family has the first."""

EVERY = "all"
"""Every layer of the network, those outside of its blocks too."""

_SETS = (*TARGETS, EVERY)


@dataclass(frozen=True)
class AdapterOptions(Options):
    """What is trained.

    Attributes:
        targets: a set of layers, see `plan.TARGETS`, or "all".
        kind: of KINDS.
        include: patterns of names; where there are any, a layer must match one of them.
        exclude: patterns of names of layers that stay as they are.
    """

    kind: str = LORA
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise BadRequest where a value makes no sense."""
        if not 1 <= self.rank <= 256 or not 0 < self.alpha < float("inf"):
            super().check()
        if self.targets not in _SETS:
            raise BadRequest(
                f"There are no layers {self.targets!r}.", f"Known: {', '.join(_SETS)}."
            )
        if self.kind not in KINDS:
            raise BadRequest(
                f"There is no adapter of kind {self.kind!r}.", f"Known: {', '.join(KINDS)}."
            )
        if self.full and (self.include or self.exclude):
            raise BadRequest(
                "Layers are chosen for adapters only.",
                "Leave the filters out, or train an adapter instead of all weights.",
            )

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> AdapterOptions:
        """The options of plain values, checked.

        Raises:
            BadRequest: an unknown name, or a value that makes no sense.
        """
        try:
            lists = {name: _patterns(values.get(name, ())) for name in ("include", "exclude")}
            options = cls(**{**values, **lists})
            options.check()
        except (TypeError, ValueError) as error:
            raise BadRequest(f"These are no options of an adapter: {error}.") from error
        return options


def _patterns(given: Any) -> tuple[str, ...]:
    """A list of patterns, or one text with commas between them."""
    if isinstance(given, str):
        given = re.split(r",(?![^\[]*\])", given)  # but not inside of [0, 3]
    return tuple(name for each in given or () if (name := str(each).strip()))
