"""The rows of the takes: jobs at work first, then the takes that a query finds.

It asks the studio and follows its changes row by row, so that selection and scroll position last.
Only the ids of takes are held; a take is read when its row is first shown, so that tens of
thousands of them can be listed while a search is typed. It knows nothing of drawing.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from tangostudio.errors import NotFound
from tangostudio.library import Take, TakeQuery
from tangostudio.ui import take_words
from tangostudio.ui.job_cards import job_card, job_text
from tangostudio.ui.native_rows import NativeRows
from tangostudio.ui.take_card import JobCard
from tangostudio.ui.texts import tr_count

TAKE_ROLE = Qt.ItemDataRole.UserRole + 1
JOB_ROLE = Qt.ItemDataRole.UserRole + 2
TASTE_ROLE = Qt.ItemDataRole.UserRole + 3
HEARD_ROLE = Qt.ItemDataRole.UserRole + 4
OVERVIEWS_KEPT = 512
ROWS_AT_ONCE = 64
JOBS_SHOWN = 40
_SHOWN_STATES = ("running", "cancelling", "failed")
_TEXT_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)

Index = QModelIndex | QPersistentModelIndex


class TakeRows(Sequence[Take]):
    """Takes by their place in a list of ids, read one by one as they are asked for."""

    def __init__(self, studio: Any, ids: Sequence[int]) -> None:
        self._studio = studio
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Take]:
        return (self._studio.take(take_id) for take_id in self._ids)

    @overload
    def __getitem__(self, place: int) -> Take: ...
    @overload
    def __getitem__(self, place: slice) -> list[Take]: ...
    def __getitem__(self, place: int | slice) -> Take | list[Take]:
        if isinstance(place, slice):
            return [self._studio.take(take_id) for take_id in self._ids[place]]
        return self._studio.take(self._ids[place])


class TakesModel(NativeRows):
    """Jobs that run or failed, then takes; newest first unless the query says otherwise."""

    def __init__(self, studio: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._query = TakeQuery(project=studio.project)
        self._jobs: list[JobCard] = []
        self._ids: list[int] = []
        self._places: dict[int, int] | None = None  # by id, made when first asked for
        self._taste: dict[int, float] = {}
        self._missing: dict[int, bool] = {}
        self._overviews: OrderedDict[int, bytes] = OrderedDict()
        self.reload()

    # --- what Qt asks -----------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts for people and screen readers; the take or the job's card for the delegate."""
        take, job = self.take_at(index.row()), self.job_at(index.row())
        if role == TAKE_ROLE:
            return take
        if role == JOB_ROLE:
            return job
        if take is not None:
            if role == HEARD_ROLE:
                return self._studio.editing.as_heard(take)
            taste = self._taste.get(take.id)
            return taste if role == TASTE_ROLE else self._text(take, role, index.row(), taste)
        return job_text(job, role) if job is not None else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Takes can be selected and dragged; jobs only looked at."""
        if self.id_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    # --- what the panel asks ----------------------------------------------------------------------

    @property
    def query(self) -> TakeQuery:
        """What is shown now."""
        return self._query

    @property
    def takes(self) -> TakeRows:
        """The takes that are shown, in their order."""
        return TakeRows(self._studio, self._ids)

    @property
    def ids(self) -> Sequence[int]:
        """Their ids."""
        return self._ids

    @property
    def first_row(self) -> int:
        """The row of the first take: the jobs stand before it."""
        return len(self._jobs)

    def id_at(self, row: int) -> int | None:
        """The id of a row's take, or None for a job or no row."""
        place = row - len(self._jobs)
        return self._ids[place] if 0 <= place < len(self._ids) else None

    def take_at(self, row: int) -> Take | None:
        """The take of a row; None for a job, no row, or a take that is gone."""
        take_id = self.id_at(row)
        try:
            return None if take_id is None else self._studio.take(take_id)
        except NotFound:
            return None

    def job_at(self, row: int) -> JobCard | None:
        """The job of a row, or None."""
        return self._jobs[row] if 0 <= row < len(self._jobs) else None

    def row_of(self, take_id: int) -> int:
        """The row of a take, or -1."""
        place = self._place_of(take_id)
        return -1 if place is None else place + len(self._jobs)

    def rows_of(self, take_ids: Iterable[int]) -> list[int]:
        """The rows of those takes that are shown, ascending."""
        places = (self._place_of(take_id) for take_id in take_ids)
        return sorted(place + len(self._jobs) for place in places if place is not None)

    def said(self, take_ids: Sequence[int]) -> str:
        """Takes that are shown as a screen reader says them: one with all it has."""
        if len(take_ids) != 1:
            return tr_count("{count} take selected", "{count} takes selected", len(take_ids))
        index = self.index(self.row_of(take_ids[0]))
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def overview(self, take: Take) -> bytes | None:
        """A take's packed overview; None when its sound file is gone."""
        if self._is_missing(take):
            return None
        blob = self._overviews.get(take.id)
        if blob is None:
            blob = self._studio.overview(take)
            self._overviews[take.id] = blob
            if len(self._overviews) > OVERVIEWS_KEPT:
                self._overviews.popitem(last=False)
        return blob

    def neighbours(self, take_id: int) -> list[int]:
        """The take after and the one before, where there are such."""
        place = self._place_of(take_id)
        if place is None:
            return []
        return [self._ids[p] for p in (place + 1, place - 1) if 0 <= p < len(self._ids)]

    def mark_missing(self, take_id: int) -> None:
        """Remember that a take's sound could not be read, and draw its card again."""
        self._missing[take_id] = True
        self._redraw(self.row_of(take_id))

    # --- changes ----------------------------------------------------------------------------------

    def set_query(self, query: TakeQuery) -> None:
        """Show what another query finds."""
        if query != self._query:
            self._query = query
            self.reload()

    def reload(self) -> None:
        """Ask again for everything."""
        ids = list(self._studio.find_ids(self._query))
        jobs = self._job_cards()
        tastes = self._tastes(ids)

        def fit() -> None:
            self._missing.clear()
            self._jobs, self._taste = jobs, tastes
            self._set_ids(ids)

        self.reset_rows(len(jobs) + len(ids), fit)

    def update_takes(self, ids: Iterable[int]) -> None:
        """Bring the named takes up to date: rows change, come and go one by one."""
        ids = tuple(ids)
        if not ids or len(ids) > ROWS_AT_ONCE:
            self._overviews.clear()
            self.reload()
            return
        order = self._studio.find_ids(self._query)
        found = set(order)
        for take_id in ids:
            self._missing.pop(take_id, None)
            self._overviews.pop(take_id, None)  # it may be edited otherwise
            if take_id not in found:
                self._remove(take_id)
            elif (row := self.row_of(take_id)) >= 0:
                # A row stays where it is: a card must not jump away while it is being rated.
                self._redraw(row)
            else:
                self._insert(take_id, order)

    def update_taste(self) -> None:
        """Show the taste anew: numbers change where they stand, new ones bring their take along.

        Cards that had a number stay where they are until the takes are next asked for.
        """
        if self._query.sort != "taste":
            return
        before, self._taste = self._taste, self._tastes(self._ids)
        if new := [take_id for take_id in self._taste if take_id not in before]:
            order = self._studio.find_ids(self._query)
            for take_id in new:
                self._move(take_id, order)
        if self._ids:
            first, last = len(self._jobs), self.rowCount() - 1
            self.dataChanged.emit(self.index(first), self.index(last))

    def update_jobs(self) -> None:
        """Bring the cards of the jobs up to date."""
        cards = self._job_cards()
        if [card.job for card in cards] == [card.job for card in self._jobs]:
            for row, card in enumerate(cards):
                if card != self._jobs[row]:
                    self._jobs[row] = card
                    self._redraw(row)
            return
        if self._jobs:
            self.remove_rows(0, len(self._jobs), lambda: self._set_jobs([]))
        if cards:
            self.insert_rows(0, len(cards), lambda: self._set_jobs(cards))

    def _set_jobs(self, cards: list[JobCard]) -> None:
        self._jobs = cards

    def _set_ids(self, ids: list[int]) -> None:
        self._ids, self._places = ids, None

    def _place_of(self, take_id: int) -> int | None:
        if self._places is None:
            self._places = {each: place for place, each in enumerate(self._ids)}
        return self._places.get(take_id)

    def _remove(self, take_id: int) -> None:
        row = self.row_of(take_id)
        if row >= 0:
            place = row - len(self._jobs)
            left = [*self._ids[:place], *self._ids[place + 1 :]]
            self.remove_rows(row, 1, lambda: self._set_ids(left))

    def _insert(self, take_id: int, order: Sequence[int]) -> None:
        self._taste |= self._tastes([take_id])
        place = place_among(order, take_id, self._place_of)
        place = len(self._ids) if place is None else place
        more = [*self._ids[:place], take_id, *self._ids[place:]]
        self.insert_rows(place + len(self._jobs), 1, lambda: self._set_ids(more))

    def _move(self, take_id: int, order: Sequence[int]) -> None:
        """Bring a take to where its taste belongs; what is selected stays so."""
        place = self._place_of(take_id)
        if place is None:
            return
        below = place_among(order, take_id, self._place_of)
        below = len(self._ids) if below is None else below
        if below in (place, place + 1):
            return
        ids = list(self._ids)
        ids.insert(below, take_id)
        del ids[place if below > place else place + 1]
        jobs = len(self._jobs)
        self.move_row(place + jobs, below + jobs, lambda: self._set_ids(ids))

    def _tastes(self, ids: Sequence[int]) -> dict[int, float]:
        """How much takes are liked, where the cards are ordered by it."""
        if self._query.sort != "taste":
            return {}
        scores = self._studio.tasting.scores(TakeRows(self._studio, ids))
        return {take_id: mean for take_id, (mean, _doubt) in scores.items()}

    def _text(self, take: Take, role: int, row: int, taste: float | None) -> str | None:
        if role not in _TEXT_ROLES:
            return None
        heard = self._studio.editing.as_heard(take)
        if role == Qt.ItemDataRole.DisplayRole:
            return take_words.drawn(take, taste, heard)
        if role == Qt.ItemDataRole.ToolTipRole:
            return take_words.explained(take, heard)
        place, total = row - len(self._jobs) + 1, len(self._ids)
        return take_words.spoken(take, taste, place=place, total=total, heard=heard)

    def _redraw(self, row: int) -> None:
        if row >= 0:
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def _is_missing(self, take: Take) -> bool:
        known = self._missing.get(take.id)
        if known is None:
            known = self._missing[take.id] = take.missing
        return known

    def _job_cards(self) -> list[JobCard]:
        if self._query.trashed or self._query.text:
            return []
        part = self._studio.demonstration
        elsewhere = ""
        if part is not None and self.query.project not in (None, part.project):
            elsewhere = part.job
        return [
            job_card(job)
            for job in self._studio.jobs(limit=JOBS_SHOWN)
            if job.state in _SHOWN_STATES and job.id != elsewhere
        ]


def place_among(
    order: Sequence[int], take_id: int, place_of: Callable[[int], int | None]
) -> int | None:
    """Where a take belongs among those that are shown: before the next of the order that is there.

    Args:
        order: all takes as the query orders them.
        place_of: the place of a take that is shown.

    Returns:
        None for the end.
    """
    after = itertools.islice(order, order.index(take_id) + 1, None)
    return next((place for each in after if (place := place_of(each)) is not None), None)
