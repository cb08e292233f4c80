"""What is judged next: asked from the studio, decoded ahead, passed over where a sound is gone.

It plays nothing and shows nothing; it measures how long the program itself takes from a vote until
what comes next could be played.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QObject

from tangostudio.errors import NotFound
from tangostudio.preference.rankings import MOST
from tangostudio.ui.audition import Audition
from tangostudio.ui.compare_clock import OwnTime
from tangostudio.ui.compare_round import Hearing, Round
from tangostudio.ui.ranking_round import RankingRound

TRIES = 8


class Supply(QObject):
    """Chooses rounds and has their sounds at hand.

    Attributes:
        own: the program's own time per vote.
    """

    def __init__(self, studio: Any, audition: Audition, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.own = OwnTime()
        self._studio = studio
        self._audition = audition
        self._following: Hearing[Any] | None = None
        self._to_decode: set[int] = set()
        self._unplayable: set[int] = set()
        audition.loaded.connect(self._at_hand)

    def choose(self, ranking: bool, leaving: Hearing[Any] | None = None) -> Hearing[Any] | None:
        """Another round than the one that is left, all of it playable, where one is found."""
        ids = leaving.take_ids if leaving is not None else ()
        # Without any of those takes; without one of them, where there are no others; the same.
        for left in dict.fromkeys((ids, ids[:1], ())):
            asked = self._playable(ranking, left)
            if asked is not None:
                return asked
        return self._ask(ranking, ())

    def _playable(self, ranking: bool, left: tuple[int, ...]) -> Hearing[Any] | None:
        """A round without takes that are left or cannot be played."""
        for _try in range(TRIES):
            asked = self._ask(ranking, {*self._unplayable, *left})
            if asked is None or self.playable(asked):
                return asked
            self._unplayable |= {i for i in asked.take_ids if self._audition.trouble(i) is not None}
        return None

    def _ask(self, ranking: bool, without: Collection[int]) -> Hearing[Any] | None:
        studio = self._studio
        if ranking:
            found = studio.next_ranking(MOST, without)
            return RankingRound(found, studio.gains(found.takes)) if found is not None else None
        found = studio.next_pair(without)
        return Round(found, studio.pair_gains(found)) if found is not None else None

    def get_ready(self, following: Hearing[Any] | None) -> None:
        """Have a round's sounds decoded, the first one at hand for the player."""
        self._following = following
        if following is None:
            self.own.drop()
            return
        ids, audition = following.take_ids, self._audition
        self._to_decode = {take_id for take_id in ids if audition.sound(take_id) is None}
        audition.select(ids[0])
        if self._following is not following:  # that sound is gone, and another round was chosen
            return
        audition.set_gain(following.gains_db[following.keys[0]])
        audition.prefetch(ids)
        self._note_ready()

    def playable(self, judged: Hearing[Any]) -> bool:
        """Whether nothing is known to be wrong with a round's sounds."""
        return not any(
            take_id in self._unplayable or self._audition.trouble(take_id) is not None
            for take_id in judged.take_ids
        )

    def set_unplayable(self, take_id: int) -> None:
        """A sound could not be read: rounds with it are passed over."""
        self._unplayable.add(take_id)
        self._at_hand(take_id)

    def forget(self) -> None:
        """Files may have been put back."""
        self._unplayable.clear()

    def _at_hand(self, take_id: int) -> None:
        self._to_decode.discard(take_id)
        self._note_ready()

    def _note_ready(self) -> None:
        if not self._to_decode:
            self.own.end()


def again(studio: Any, judged: Hearing[Any] | None) -> Hearing[Any] | None:
    """A round anew, nothing of it heard; an order that was given stays. None without its takes."""
    if judged is None or not still_there(studio, judged):
        return None
    gains = tuple(judged.gains_db.values())
    if isinstance(judged, RankingRound):
        anew = RankingRound(judged.ranking, gains)
        anew.steps = [list(step) for step in judged.steps]
        return anew
    assert isinstance(judged, Round)
    return Round(judged.pair, (gains[0], gains[1]))


def still_there(studio: Any, judged: Hearing[Any]) -> bool:
    """Whether all takes of a round are still in the open project and not in the trash."""
    try:
        takes = [studio.take(take_id) for take_id in judged.take_ids]
    except NotFound:
        return False
    return all(take.trashed is None and take.project == studio.project for take in takes)
