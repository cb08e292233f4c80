"""Suggestions of categories for the fake studio: by words alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tangostudio.cards import category_hints, ucs


class FakeCategories:
    """The likeliest categories of texts and of takes' prompts."""

    def __init__(self, studio: Any) -> None:
        self._studio = studio

    def of_text(self, text: str, top: int = 4) -> list[tuple[str, str]]:
        return [_named(each.cat_id) for each in category_hints.suggest(text, top)]

    def suggest(self, ids: Sequence[int], top: int = 4) -> list[tuple[str, str]]:
        return self.of_text(" ".join(self._studio.take(each).prompt for each in ids), top)


def _named(cat_id: str) -> tuple[str, str]:
    found = ucs.table()[cat_id]
    return cat_id, f"{found.category.capitalize()}, {found.subcategory.lower()}"
