"""The rows of the takes grid: jobs at work first, then the takes that a query finds.

It asks the studio and follows its changes row by row, so that selection and scroll position last.
It knows nothing of drawing; overviews are fetched when a card first needs one.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tangostudio.errors import NotFound
from tangostudio.library import Take, TakeQuery
from tangostudio.ui.take_card import JobCard, drawn, spoken
from tangostudio.ui.words import time_left

TAKE_ROLE = Qt.ItemDataRole.UserRole + 1
JOB_ROLE = Qt.ItemDataRole.UserRole + 2
TASTE_ROLE = Qt.ItemDataRole.UserRole + 3
OVERVIEWS_KEPT = 512
ROWS_AT_ONCE = 64
_SHOWN_STATES = ("running", "cancelling", "failed")

Index = QModelIndex | QPersistentModelIndex


class TakesModel(QAbstractListModel):
    """Jobs that run or failed, then takes; newest first unless the query says otherwise."""

    def __init__(self, studio: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._query = TakeQuery(project=studio.project)
        self._jobs: list[JobCard] = []
        self._takes: list[Take] = []
        self._taste: dict[int, float] = {}
        self._missing: dict[int, bool] = {}
        self._overviews: OrderedDict[str, bytes] = OrderedDict()
        self._jobs = self._job_cards()
        self._takes = studio.find(self._query)

    # --- what Qt asks -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Jobs and takes together."""
        return 0 if parent.isValid() else len(self._jobs) + len(self._takes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts for people and screen readers; the take or the job's card for the delegate."""
        take, job = self.take_at(index.row()), self.job_at(index.row())
        if role == TAKE_ROLE:
            return take
        if role == JOB_ROLE:
            return job
        if take is not None:
            taste = self._taste.get(take.id)
            return taste if role == TASTE_ROLE else _take_text(take, role, taste)
        return _job_text(job, role) if job is not None else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Takes can be selected and dragged; jobs only looked at."""
        if self.take_at(index.row()) is None:
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
    def takes(self) -> Sequence[Take]:
        """The takes that are shown, in their order."""
        return self._takes

    def take_at(self, row: int) -> Take | None:
        """The take of a row, or None for a job or no row."""
        place = row - len(self._jobs)
        return self._takes[place] if 0 <= place < len(self._takes) else None

    def job_at(self, row: int) -> JobCard | None:
        """The job of a row, or None."""
        return self._jobs[row] if 0 <= row < len(self._jobs) else None

    def row_of(self, take_id: int) -> int:
        """The row of a take, or -1."""
        place = next((p for p, take in enumerate(self._takes) if take.id == take_id), -1)
        return -1 if place < 0 else place + len(self._jobs)

    def rows_of(self, take_ids: Iterable[int]) -> list[int]:
        """The rows of those takes that are shown, ascending."""
        wanted, jobs = set(take_ids), len(self._jobs)
        return [place + jobs for place, take in enumerate(self._takes) if take.id in wanted]

    def overview(self, take: Take) -> bytes | None:
        """A take's packed overview; None when its sound file is gone."""
        if self._is_missing(take):
            return None
        blob = self._overviews.get(take.sha256)
        if blob is None:
            blob = self._studio.overview(take)
            self._overviews[take.sha256] = blob
            if len(self._overviews) > OVERVIEWS_KEPT:
                self._overviews.popitem(last=False)
        return blob

    def neighbours(self, take_id: int) -> list[int]:
        """The take after and the one before, where there are such."""
        place = self.row_of(take_id) - len(self._jobs)
        if place < 0:
            return []
        return [self._takes[p].id for p in (place + 1, place - 1) if 0 <= p < len(self._takes)]

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
        takes = self._studio.find(self._query)
        self.beginResetModel()
        self._missing.clear()
        self._jobs = self._job_cards()
        self._takes = takes
        self._taste = self._tastes(takes)
        self.endResetModel()

    def update_takes(self, ids: Iterable[int]) -> None:
        """Bring the named takes up to date: rows change, come and go one by one."""
        ids = tuple(ids)
        if not ids or len(ids) > ROWS_AT_ONCE:
            self.reload()
            return
        wanted = self._wanted(ids)
        for take_id in ids:
            self._missing.pop(take_id, None)
            self._place(take_id, wanted.get(take_id))

    def update_taste(self) -> None:
        """Show the taste anew: numbers change where they stand, new ones bring their take along.

        Cards that had a number stay where they are until the takes are next asked for.
        """
        if self._query.sort != "taste":
            return
        before, self._taste = self._taste, self._tastes(self._takes)
        for take in [each for each in self._takes if each.id not in before]:
            if take.id in self._taste:
                self._move(take)
        if self._takes:
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
            self.beginRemoveRows(QModelIndex(), 0, len(self._jobs) - 1)
            self._jobs = []
            self.endRemoveRows()
        if cards:
            self.beginInsertRows(QModelIndex(), 0, len(cards) - 1)
            self._jobs = cards
            self.endInsertRows()

    def _wanted(self, ids: tuple[int, ...]) -> dict[int, Take]:
        """Those of the takes that the query finds."""
        if self._query.text:
            # What a text matches is the library's to say.
            return {take.id: take for take in self._studio.find(self._query) if take.id in ids}
        found = {}
        for take_id in ids:
            try:
                take = self._studio.take(take_id)
            except NotFound:
                continue
            if matches(take, self._query):
                found[take_id] = take
        return found

    def _place(self, take_id: int, take: Take | None) -> None:
        row = self.row_of(take_id)
        if take is None:
            if row >= 0:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._takes[row - len(self._jobs)]
                self.endRemoveRows()
            return
        if row >= 0:
            # A row stays where it is: a card must not jump away while it is being rated.
            self._takes[row - len(self._jobs)] = take
            self._redraw(row)
            return
        self._taste |= self._tastes([take])
        place = insert_place(self._takes, take, self._query.sort, self._taste)
        row = place + len(self._jobs)
        self.beginInsertRows(QModelIndex(), row, row)
        self._takes.insert(place, take)
        self.endInsertRows()

    def _move(self, take: Take) -> None:
        """Bring a take to where its taste belongs; what is selected stays so."""
        place = self._takes.index(take)
        others = [other for other in self._takes if other is not take]
        wanted = insert_place(others, take, "taste", self._taste)
        if wanted == place:
            return
        jobs, below = len(self._jobs), wanted + (wanted > place)
        parent = QModelIndex()
        self.beginMoveRows(parent, place + jobs, place + jobs, parent, below + jobs)
        self._takes = [*others[:wanted], take, *others[wanted:]]
        self.endMoveRows()

    def _tastes(self, takes: Sequence[Take]) -> dict[int, float]:
        """How much takes are liked, where the cards are ordered by it."""
        if self._query.sort != "taste":
            return {}
        scores = self._studio.tasting.scores(takes)
        return {take_id: mean for take_id, (mean, _doubt) in scores.items()}

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
            for job in self._studio.jobs()
            if job.state in _SHOWN_STATES and job.id != elsewhere
        ]


def matches(take: Take, query: TakeQuery) -> bool:
    """Whether a query without text finds a take."""
    return (
        bool(take.trashed) == query.trashed
        and (query.project is None or take.project == query.project)
        and take.stars >= query.min_stars
        and not (query.hide_rejected and take.rejected)
        and (take.favourite or not query.favourites)
    )


_KEYS = {
    "newest": lambda take: -take.id,
    "oldest": lambda take: take.id,
    "stars": lambda take: (-take.stars, -take.id),
    "length": lambda take: (-take.seconds, -take.id),
    "loudness": lambda take: (-take.lufs, -take.id),
    "name": lambda take: (take.title.casefold(), take.id),
}


def insert_place(
    takes: Sequence[Take], take: Take, sort: str, taste: Mapping[int, float] | None = None
) -> int:
    """Where a new take belongs; among takes that were moved by hand the first fitting place.

    Args:
        taste: how much takes are liked, for that order; a take without comes after all others.
    """
    liked = taste or {}

    def by_taste(take: Take) -> tuple[float, int]:
        return (-liked.get(take.id, -math.inf), -take.id)

    key = by_taste if sort == "taste" else _KEYS[sort]
    mine = key(take)
    return next((place for place, other in enumerate(takes) if key(other) > mine), len(takes))


# --- texts ----------------------------------------------------------------------------------------


def job_card(job: Any) -> JobCard:
    """The card of a job as the studio shows it."""
    request = job.request
    title = getattr(request, "prompt", "").strip().replace("\n", " ")
    if job.state == "failed":
        sentence = job.error.message if job.error else "The job failed."
        hint = job.error.hint if job.error else ""
        return JobCard(job.id, title, "", sentence, hint, None, failed=True)
    if job.state == "cancelling":
        return JobCard(job.id, title, "", "stopping…", "finished takes stay", None)
    seeds = tuple(getattr(request, "seeds", ()))
    progress = job.progress
    if progress is None or progress.take > len(seeds):
        seed = f"seed {seeds[job.done]}" if job.done < len(seeds) else ""
        return JobCard(job.id, title, seed, job.what or "starting…", _left(job.estimate), None)
    head = f"step {progress.step} of {progress.steps}"
    if progress.takes > 1:
        head = f"take {progress.take} of {progress.takes} · {head}"
    return JobCard(
        job.id,
        title,
        f"seed {seeds[progress.take - 1]}",
        head,
        _left(progress.seconds_left),
        progress.step / max(1, progress.steps),
    )


def _left(seconds: float | None) -> str:
    return "" if seconds is None else time_left(seconds)


def _take_text(take: Take, role: int, taste: float | None) -> str | None:
    if role == Qt.ItemDataRole.DisplayRole:
        return drawn(take, taste)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return spoken(take, taste)
    if role == Qt.ItemDataRole.ToolTipRole:
        return take.prompt
    return None


def _job_text(card: JobCard, role: int) -> str | None:
    texts = (card.title, card.head, card.foot)
    if role == Qt.ItemDataRole.DisplayRole:
        return " · ".join(part for part in texts if part)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return ", ".join(part for part in texts if part)
    if role == Qt.ItemDataRole.ToolTipRole:
        return f"{card.head}\n{card.foot}".strip()
    return None
