"""A taste in memory: what it says is what a test put there."""

from __future__ import annotations

from typing import Any

from tangostudio.preference.intervals import Share, wilson
from tangostudio.preference.knowledge import Knowledge
from tangostudio.preference.pairs import comparable
from tangostudio.preference.rankings import Ranking


class FakeTasting:
    """The surface of `studio.tasting.Tasting`.

    Attributes:
        tastes: mean and doubt of takes by id, told while enough is known.
        useful: decided votes; None: as many as were given.
        again: repeated votes.
    """

    def __init__(self, studio: Any) -> None:
        self._studio = studio
        self.embedder = "starter"
        self.taste: object = None
        self.known: Knowledge | None = None
        self.state = "idle"
        self.unheard = 0
        self.tastes: dict[int, tuple[float, float]] = {}
        self.useful: int | None = None
        self.again = wilson(0, 0)
        self.like = "bright and dry, fairly sure"

    def learn(self, votes: float, right: float, cases: float) -> None:
        """Let so much be known, and say so."""
        self.known = Knowledge(votes, wilson(right, cases))
        self._studio.changes.tell("taste")

    def consistency(self) -> Share:
        return self.again

    def useful_votes(self) -> int:
        if self.useful is not None:
            return self.useful
        answers = [call[1] for call in self._studio.calls if call[0] == "vote"]
        decided = sum(answer in ("left", "right") for answer in answers)
        return min(decided, self._studio.votes_count())

    def scores(self, takes: Any) -> dict[int, tuple[float, float]]:
        if self.known is None or not self.known.enough:
            return {}
        return {take.id: self.tastes[take.id] for take in takes if take.id in self.tastes}

    def words(self) -> str:
        return self.like if self.known is not None and self.known.enough else ""

    def next_pair(self, project: str, rng: object = None, *, without: Any = ()) -> object:
        return self._studio.next_pair(without)

    def next_ranking(
        self, project: str, size: int = 5, rng: object = None, *, without: Any = ()
    ) -> Ranking | None:
        takes = [
            take
            for take in self._studio._takes.values()
            if take.project == project and take.id not in without
        ]
        for group in comparable(takes):
            if len(group) >= 3:
                return Ranking("ranking1", group[0].prompt, tuple(group[:size]))
        return None

    def listen(self) -> None:
        self._studio.calls.append(("listen",))
