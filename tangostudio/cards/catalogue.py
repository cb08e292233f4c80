"""The catalogue: every card of a folder. A broken card is an entry too, so that it can be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tangostudio import paths
from tangostudio.cards.card import ModelCard, load_card
from tangostudio.errors import BadRequest, CardError


@dataclass(frozen=True)
class BrokenCard:
    """A card that cannot be used, with the sentence that says why."""

    id: str
    message: str
    hint: str


class Catalogue:
    """The cards by id, in their own order and that of their file names."""

    def __init__(self, cards: list[ModelCard], broken: list[BrokenCard] | None = None) -> None:
        self._cards = {card.id: card for card in cards}
        self.broken = tuple(broken or ())

    @classmethod
    def load(cls, folder: Path, weights: Path | None = None) -> Catalogue:
        """Read every `*.toml` of the folder.

        Args:
            weights: where models that are fetched have their folders; the program's own place when
                it is left out.
        """
        root = weights or paths.weights_dir()
        cards: list[ModelCard] = []
        broken: list[BrokenCard] = []
        for path in sorted(folder.glob("*.toml")):
            try:
                card = load_card(path)
            except CardError as error:
                broken.append(BrokenCard(path.stem, error.message, error.hint))
                continue
            fetched = card.files and not card.bundled
            cards.append(replace(card, folder=root / card.id) if fetched else card)
        return cls(sorted(cards, key=lambda card: card.order), broken)

    def __iter__(self):
        """The cards that are offered to a person."""
        return (card for card in self._cards.values() if not card.hidden)

    def all(self) -> list[ModelCard]:
        """Every card, hidden ones included."""
        return list(self._cards.values())

    def get(self, identifier: str) -> ModelCard:
        """The card with this id.

        Raises:
            BadRequest: there is none, or it is broken.
        """
        if card := self._cards.get(identifier):
            return card
        for entry in self.broken:
            if entry.id == identifier:
                raise BadRequest(entry.message, entry.hint)
        known = ", ".join(card.id for card in self)
        raise BadRequest(f"There is no model {identifier!r}.", f"Known models: {known}.")
