"""The grid of cards: a list view that flows and fills its width, and the delegate that paints it.

Cards are painted once into pictures and kept, so that scrolling only copies them. It knows nothing
of what a click or a drag means: it tells the panel.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from tangostudio.ui import take_card, theme
from tangostudio.ui.take_card import CardState
from tangostudio.ui.takes_model import HEARD_ROLE, JOB_ROLE, TAKE_ROLE, TASTE_ROLE, TakesModel
from tangostudio.ui.texts import tr

GAP = 10
LEAST_WIDTH = 196
BAR_PX = theme.MARGIN - GAP
PICTURES_BYTES = 48 * 2**20

_NARROW_BAR = (
    f"QScrollBar:vertical {{ width: {BAR_PX}px; }}"
    "QScrollBar::handle:vertical { margin: 0 1px; border-radius: 2px; }"
)

Index = QModelIndex | QPersistentModelIndex


class Pictures:
    """Pictures by key, the longest unused thrown away when they take too much memory."""

    def __init__(self, most_bytes: int = PICTURES_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> QPixmap | None:
        """The picture of a key, or None."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, picture: QPixmap) -> None:
        """Keep a picture."""
        self._kept[key] = picture
        self._bytes += _size(picture)
        while self._bytes > self._most and len(self._kept) > 1:
            _key, old = self._kept.popitem(last=False)
            self._bytes -= _size(old)


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


class CardDelegate(QStyledItemDelegate):
    """Paints takes and jobs as cards; `playing` and `share` say where a playhead stands."""

    def __init__(self, view: TakesView) -> None:
        super().__init__(view)
        self.pictures = Pictures()
        self.playing: int | None = None
        self.share = 0.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All cards have the grid's size."""
        view = self.parent()
        assert isinstance(view, TakesView)
        return view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One card from its kept picture, with the playhead over it."""
        rect = option.rect.adjusted(0, 0, -GAP, -GAP)  # type: ignore[attr-defined]
        state = self._state(option, index)
        job = index.data(JOB_ROLE)
        if job is not None:
            painter.save()
            take_card.paint_job(painter, rect, job, state)
            painter.restore()
            return
        take = index.data(TAKE_ROLE)
        if take is None:
            return
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.topLeft(), self._card(index, take, rect.size(), state, ratio))
        if take.id == self.playing:
            inside = take_card.wave_rect(rect)
            x = inside.left() + round(self.share * inside.width())
            painter.fillRect(x, inside.top(), 1, inside.height(), QColor(theme.ACCENT))

    def wave(self, index: Index, size: QSize, ratio: float) -> QPixmap | None:
        """The picture of a take's waveform; None when its sound is missing."""
        model, take = index.model(), index.data(TAKE_ROLE)
        assert isinstance(model, TakesModel)
        blob = model.overview(take)
        if blob is None:
            return None
        key = ("wave", blob, size.width(), size.height(), ratio)
        picture = self.pictures.get(key)
        if picture is None:
            picture = take_card.wave_pixmap(blob, size, ratio)
            self.pictures.put(key, picture)
        return picture

    def _state(self, option: QStyleOptionViewItem, index: Index) -> CardState:
        flags = option.state  # type: ignore[attr-defined]
        take = index.data(TAKE_ROLE)
        return CardState(
            selected=bool(flags & QStyle.StateFlag.State_Selected),
            hovered=bool(flags & QStyle.StateFlag.State_MouseOver),
            playing=take is not None and take.id == self.playing,
            focused=bool(flags & QStyle.StateFlag.State_HasFocus),
            taste=index.data(TASTE_ROLE),
            heard=heard_facts(index, take),
        )

    def _card(
        self, index: Index, take: take_card.Take, size: QSize, state: CardState, ratio: float
    ) -> QPixmap:
        wave = self.wave(index, take_card.wave_rect(QRect(QPoint(), size)).size(), ratio)
        key = (take, wave.cacheKey() if wave else 0, state, size.width(), size.height(), ratio)
        picture = self.pictures.get(key)
        if picture is None:
            picture = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            take_card.paint_take(painter, QRect(QPoint(), size), take, wave, state)
            painter.end()
            self.pictures.put(key, picture)
        return picture


def heard_facts(index: Index, take: Any) -> Any | None:
    """What a take measures with its edits, None where that is what the take says itself."""
    heard = index.data(HEARD_ROLE)
    return None if heard is take else heard


class TakesListView(QListView):
    """What all views of the takes have in common: many selected, dragged as files, keys left alone.

    Signals:
        drag_wanted(): the person pulls at a selected take.
    """

    drag_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Takes"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.verticalScrollBar().setSingleStep(28)
        self.verticalScrollBar().setStyleSheet(_NARROW_BAR)

    def redraw_take(self, take_id: int | None) -> None:
        """Paint a take anew, if it is shown."""
        model = self.model()
        assert isinstance(model, TakesModel)
        row = -1 if take_id is None else model.row_of(take_id)
        if row >= 0:
            self.viewport().update(self.visualRect(model.index(row)))

    def startDrag(self, supported: Qt.DropAction) -> None:
        """The panel drags files; nothing is moved among the takes."""
        self.drag_wanted.emit()

    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Space to the shortcuts."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        super().keyPressEvent(event)


class TakesView(TakesListView):
    """A flow of cards as wide as they must be to fill the view.

    Signals:
        playhead_moved(object): it is drawn on this take's card, None for on none.
    """

    playhead_moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("takesView")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.cards = CardDelegate(self)
        self.setItemDelegate(self.cards)

    def doItemsLayout(self) -> None:
        """Share the width among the cards; the scroll bar stands in the right margin."""
        model = self.model()
        count = model.rowCount() if model is not None else 0
        room = max(1, self.width() - theme.MARGIN - BAR_PX)
        columns = max(1, room // (LEAST_WIDTH + GAP))
        # A pixel is kept back: a row that fills the view exactly would be wrapped.
        cell = QSize((room - 1) // columns, take_card.HEIGHT + GAP)
        scrolls = math.ceil(count / columns) * cell.height() > self.height()
        policy = Qt.ScrollBarPolicy
        # Never "as needed": the view would keep room for the bar where there is none.
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        self.setViewportMargins(theme.MARGIN, 0, 0 if scrolls else BAR_PX, 0)
        if cell != self.gridSize():
            self.setGridSize(cell)
        super().doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wants other cards."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def show_playhead(self, take_id: int | None, share: float) -> None:
        """Draw a playhead on a take's card, or on none."""
        before, self.cards.playing = self.cards.playing, take_id
        self.cards.share = share
        for changed in {before, take_id}:
            self.redraw_take(changed)
        self.playhead_moved.emit(take_id)


def selection_of(model: TakesModel, rows: list[int]) -> QItemSelection:
    """A selection of ascending rows, in as few pieces as they have."""
    chosen = QItemSelection()
    for first, last in _runs(rows):
        chosen.select(model.index(first), model.index(last))
    return chosen


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken run of ascending rows."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
