"""Which UCS categories takes may be of: by their words, and by takes that sound alike.

The words of a prompt or a title always count. Where a take was heard, the categories of the takes
that are nearest to it by the cosine between embeddings count too, so that a library which its owner
has put in order helps with what is new in it. It suggests; the verb that sets a category is
`Studio.categorise`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tangostudio.cards import category_hints, embedders, ucs
from tangostudio.library import Take, TakeQuery
from tangostudio.studio.likeness import Directions, Vector

if TYPE_CHECKING:
    from tangostudio.studio.changes import Change
    from tangostudio.studio.studio import Studio

TOP = category_hints.TOP
_BY_WORDS = 12  # suggestions by words that the sound may put into another order
_NEAREST = 8  # takes that say something of another one
_NEAR = 0.5  # cosine from which they do
_SOUND = 0.6  # what the sound counts beside the words
_LOOKED_AT = 400  # the newest takes with a category
_FEW = 50  # changed takes that are looked at one by one
_LEAST_MEASURED = 8  # sounds that a deviation is taken from


class _Neighbours:
    """Sounds whose category is known.

    Attributes:
        embedder: whose vectors these are.
        sounds: hashes, in the order of the directions.
    """

    def __init__(
        self, embedder: str, cat_ids: Mapping[str, str], vectors: Mapping[str, Vector]
    ) -> None:
        self.embedder = embedder
        self.sounds = tuple(vectors)
        self._cat_ids = cat_ids
        self._directions = Directions()
        self._directions.follow(vectors, embedders.is_measured(embedder))

    @property
    def enough(self) -> bool:
        """Whether there are so many that they say something."""
        return len(self.sounds) >= (_LEAST_MEASURED if embedders.is_measured(self.embedder) else 1)

    def shares(self, sound: str, vector: Vector) -> dict[str, float]:
        """Categories of the nearest other sounds, each with how near they are, 0 to 1 in all."""
        near = self._directions.towards(vector)
        order = np.argsort(-near, kind="stable")[: _NEAREST + 1].tolist()
        nearest = [place for place in order if self.sounds[place] != sound][:_NEAREST]
        votes: dict[str, float] = defaultdict(float)
        for place in nearest:
            if near[place] > _NEAR:
                vote = float(near[place] - _NEAR) / (1 - _NEAR)
                votes[self._cat_ids[self.sounds[place]]] += vote / len(nearest)
        return votes


class Categories:
    """Suggestions of categories for an open library."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._known: _Neighbours | None = None
        self._seen: dict[int, str] = {}  # categories by take
        self._looked_for = ""  # the embedder whose neighbours are known
        studio.changes.subscribe(self._forget)

    def of_text(self, text: str, top: int = TOP) -> list[tuple[str, str]]:
        """The likeliest CatIDs of a text with their words, best first; none for empty words."""
        return [_named(each.cat_id) for each in category_hints.suggest(text, top)]

    def suggest(self, ids: Sequence[int], top: int = TOP) -> list[tuple[str, str]]:
        """The likeliest CatIDs of takes that are to get one category, with their words.

        Raises:
            NotFound: no such take.
        """
        total: dict[str, float] = defaultdict(float)
        for take in self._studio.library.takes.get_many(list(ids)):
            for cat_id, score in self._scores(take).items():
                total[cat_id] += score
        return [_named(cat_id) for cat_id in sorted(total, key=lambda each: -total[each])[:top]]

    def default(self, take: Take) -> str:
        """The category of a take, or the likeliest where it has none; "" if nothing is known."""
        if take.category:
            return take.category
        scores = self._scores(take)
        return max(scores, key=lambda cat_id: scores[cat_id]) if scores else ""

    def _scores(self, take: Take) -> dict[str, float]:
        """What words and sound say together; the best by words alone is 1."""
        found = category_hints.suggest(_text(take), _BY_WORDS)
        scores = {each.cat_id: each.score / found[0].score for each in found}
        for cat_id, share in self._by_sound(take).items():
            scores[cat_id] = scores.get(cat_id, 0.0) + _SOUND * share
        return scores

    def _by_sound(self, take: Take) -> dict[str, float]:
        """What the takes that sound alike say, 0 to 1 in all."""
        neighbours = self._neighbours()
        if neighbours is None:
            return {}
        found = self._studio.library.embeddings.get(neighbours.embedder, [take.sha256])
        return neighbours.shares(take.sha256, found[take.sha256]) if found else {}

    def _neighbours(self) -> _Neighbours | None:
        """The newest takes whose category is one of UCS, as far as they were heard."""
        embedder = self._studio.tasting.embedder
        if self._looked_for != embedder:
            library = self._studio.library
            used = tuple(name for name in library.takes.categories() if _is_for_sounds(name))
            query = TakeQuery(categories=used, limit=_LOOKED_AT)
            takes = library.takes.find(query) if used else []
            self._seen = {take.id: take.category for take in takes}
            cat_ids = {take.sha256: take.category for take in reversed(takes)}
            vectors = library.embeddings.get(embedder, cat_ids)
            found = _Neighbours(embedder, cat_ids, vectors)
            self._known, self._looked_for = found if found.enough else None, embedder
        return self._known

    def _forget(self, change: Change) -> None:
        heard = 0 if self._known is None else len(self._known.sounds)
        if "taste" in change.kinds and heard < len(self._seen):
            self._looked_for = ""
        few = 0 < len(change.takes) <= _FEW
        if "takes" in change.kinds and not (few and not any(map(self._is_news, change.takes))):
            self._looked_for = ""

    def _is_news(self, identifier: int) -> bool:
        """Whether a take has another category than it had, so that it says something else."""
        takes = self._studio.library.takes
        take = takes.get(identifier) if takes.exists(identifier) else None
        category = take.category if take is not None and take.trashed is None else ""
        return category != self._seen.get(identifier, "")


def _text(take: Take) -> str:
    """The words of a take: its prompt, and its title where that says something else."""
    told = take.title.rstrip("…")
    return take.prompt if take.prompt.startswith(told) else f"{take.title}, {take.prompt}"


def _is_for_sounds(name: str) -> bool:
    found = ucs.find(name)
    return found is not None and found.category != category_hints.HIDDEN


def _named(cat_id: str) -> tuple[str, str]:
    """A CatID with what it stands for, such as "Doors, wood"."""
    found = ucs.table()[cat_id]
    return cat_id, f"{found.category.capitalize()}, {found.subcategory.lower()}"
