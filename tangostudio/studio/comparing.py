"""Pairs, rankings and votes, as verbs that can be undone: a part of the studio.

What is asked next and what is learned from an answer is the tasting's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tangostudio import __version__
from tangostudio.audio import loudness
from tangostudio.library import Take, Vote
from tangostudio.preference import rankings
from tangostudio.preference.pairs import Pair
from tangostudio.preference.rankings import Ranking
from tangostudio.studio import history
from tangostudio.studio.editing import Editing
from tangostudio.studio.shelving import Shelving
from tangostudio.studio.tasting import Tasting


class Comparing(Shelving):
    """What a person prefers.

    Attributes:
        tasting: what is known of the person's taste.
        editing: what takes measure as they are heard.
    """

    tasting: Tasting
    editing: Editing

    def next_pair(self, without: Collection[int] = ()) -> Pair[Take] | None:
        """Two takes of one prompt to judge next, sides at random; None when there are none.

        Args:
            without: ids of takes that are passed over this time.
        """
        return self.tasting.next_pair(self.project, without=without)

    def pair_gains(self, pair: Pair[Take]) -> tuple[float, float]:
        """Gains in dB that make both sides equally loud without any peak over full scale."""
        left, right = self.gains((pair.left, pair.right))
        return left, right

    def gains(self, takes: Sequence[Any]) -> list[float]:
        """Gains in dB that make takes, or sounds that have both measures, equally loud.

        No peak goes over full scale.
        """
        sounds = [self.editing.as_heard(take) for take in takes]
        return loudness.matching_gains_db(
            [sound.lufs for sound in sounds], [sound.peak_db for sound in sounds]
        )

    def next_ranking(self, size: int, without: Collection[int] = ()) -> Ranking[Take] | None:
        """Three to five takes of one prompt to put in order; None without. Raises BadRequest."""
        return self.tasting.next_ranking(self.project, size, without=without)

    def rank_vote(
        self,
        ranking: Ranking[Take],
        places: Mapping[int, int],
        *,
        all_bad: bool = False,
        heard_ms: Mapping[int, int] | None = None,
        gains_db: Mapping[int, float] | None = None,
        replays: int = 0,
        response_ms: int = 0,
    ) -> list[int]:
        """Store the votes on neighbours that a ranking means; their ids. One undo takes all back.

        Args:
            places: by take id, 1 for the best; equal places are ties.
            heard_ms, gains_db: by take id.

        Raises:
            BadRequest: places that do not fit.
        """
        heard_ms, gains_db = heard_ms or {}, gains_db or {}
        votes = [
            Vote.of(
                item.pair,
                item.answer,
                heard_left_ms=heard_ms.get(item.pair.left.id, 0),
                heard_right_ms=heard_ms.get(item.pair.right.id, 0),
                gain_left_db=gains_db.get(item.pair.left.id, 0.0),
                gain_right_db=gains_db.get(item.pair.right.id, 0.0),
                replays=replays,
                response_ms=response_ms,
                app_version=__version__,
            )
            for item in rankings.judged(ranking, places, all_bad)
        ]
        return self._store_votes(votes, "ranking")

    def vote(self, pair: Pair[Take], answer: str, **heard: Any) -> int:
        """Store a vote; its id. Raises BadRequest for an answer that is none."""
        (identifier,) = self._store_votes(
            [Vote.of(pair, answer, app_version=__version__, **heard)], "vote"
        )
        return identifier

    def votes_count(self) -> int:
        """Votes that stand."""
        return self.library.votes.count()

    def _store_votes(self, votes: Sequence[Vote], label: str) -> list[int]:
        """Store votes and remember the way back, one for all of them."""

        def store() -> list[int]:
            with self.library.database.transaction():
                stored = [self.library.votes.add(vote) for vote in votes]
            self._voted()
            return stored

        def withdraw(stored: list[int]) -> None:
            for identifier in stored:
                self.library.votes.withdraw(identifier)
            self._voted()

        found, deed = history.stored(label, store, withdraw)
        self.remember(deed)
        return found

    def _voted(self) -> None:
        self.changes.announce("votes")
        self._learn()
