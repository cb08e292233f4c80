"""The shopping list: what is missing, to be fetched on another computer and carried here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tangostudio.cards import ModelCard, WeightFile
from tangostudio.hub import addresses, holdings, room


def shopping_list(cards: Iterable[ModelCard]) -> str:
    """Address, size, SHA-256 and place of every file that is missing, as text.

    Of models that are complete nothing is said; "" when nothing is missing.
    """
    lacks = [(card, items) for card in cards if (items := missing(card))]
    if not lacks:
        return ""
    total = sum(item.bytes for _, items in lacks for item in items)
    unknown = any(not item.bytes for _, items in lacks for item in items)
    lines = [line for card, items in lacks for line in _model(card, items)]
    about = "at least " if unknown else ""
    lines.append(f"Total: {about}{total:,} bytes ({room.size(total)})")
    lines.append(
        "Put each file under its name into the folder that is named, or anywhere, and let Tango "
        'Studio look for it: Models, "I already have the files".'
    )
    return "\n".join(lines) + "\n"


def missing(card: ModelCard) -> list[WeightFile]:
    """Files that are still to be fetched."""
    if card.bundled or not card.files:
        return []
    return [item for item in holdings.missing(card) if item.repo]


def _model(card: ModelCard, items: list[WeightFile]) -> Iterator[str]:
    yield card.name
    yield f"  Licence: {card.licence.name}: {card.licence.summary}"
    if card.gated:
        yield (
            "  Log in to the hub with an account that accepted the licence: "
            f"{addresses.licence_page(card)}"
        )
    yield f"  Folder: {holdings.folder_of(card)}"
    for item in items:
        yield f"  {addresses.address(item)}"
        yield f"    name    {item.name}"
        yield f"    bytes   {f'{item.bytes:,}' if item.bytes else 'not known'}"
        yield f"    SHA-256 {_sum(item)}"
    yield ""


def _sum(item: WeightFile) -> str:
    if not item.sha256:
        return "not known"
    return item.sha256 if len(item.sha256) == 64 else f"{item.sha256}... (begins so)"
