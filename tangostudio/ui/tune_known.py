"""What Tune mode must know beside a tuning's own view: its model, its recordings, its needs."""

from __future__ import annotations

from typing import Any

from tangostudio.errors import TangoStudioError
from tangostudio.ui import tune_words
from tangostudio.ui.tune_method import ON_CORPUS


class Known:
    """Asks the studio; what does not change is asked once."""

    def __init__(self, studio: Any) -> None:
        self._studio = studio
        self._outlines: dict[str, Any] = {}

    def base(self) -> Any:
        """The card of the model that a tuning starts from."""
        cards = {card.id: card for card in self._studio.catalogue}
        return cards.get(self._studio.settings.default_model) or next(iter(cards.values()))

    def model_name(self, identifier: str) -> str:
        """What a model is called; its id where it is not there any more."""
        cards = {card.id: card.name for card in self._studio.catalogue}
        return cards.get(identifier, identifier)

    def corpus_of(self, view: Any) -> Any:
        """The corpus that a tuning learns from; None where there is none, or not any more."""
        try:
            return self._studio.corpora.view(view.corpus) if view.corpus else None
        except TangoStudioError:
            return None

    def outline_of(self, view: Any) -> Any:
        """What a tuning of the same sizes needs; None where it cannot be told any more."""
        if view.id not in self._outlines:
            adapter = view.plan.adapter
            sizes = {name: getattr(view.plan, name) for name in tune_words.SIZES[view.method]}
            if view.method in ON_CORPUS:
                sizes |= {"method": view.method, "corpus": view.corpus}
            else:
                sizes["match_share"] = view.blend.get("match", 0.0)
            try:
                self._outlines[view.id] = self._studio.tunes.outline(
                    model=view.model, rank=adapter.rank, full=adapter.full, **sizes
                )
            except TangoStudioError:
                self._outlines[view.id] = None  # what it learns from is not here any more
        return self._outlines[view.id]
