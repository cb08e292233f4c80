"""The takes as a table: one row each, with a header to sort by, painted like the cards.

The rows are those of the grid's model, one text per row for screen readers; the columns exist for
the eye alone. It knows nothing of what a click or a drag means: it tells the panel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from tangostudio.library import Take
from tangostudio.ui import icons, take_card, take_words, taste_words, theme, words
from tangostudio.ui.take_card import CardState
from tangostudio.ui.takes_model import JOB_ROLE, TAKE_ROLE, TASTE_ROLE
from tangostudio.ui.takes_view import CardDelegate, TakesListView, heard_facts
from tangostudio.ui.texts import mark, tr, tr_marked

ROW_HEIGHT = 36
HEAD_HEIGHT = 28
LEAST_NAME = 190
CELL_PAD = 8

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: what it shows.
        title: its heading.
        width: in pixels; the name takes what is left.
        sorts: orders that a click on the heading asks for, the second when the first is in force.
        spare: columns with a higher number go first where there is no room; 0 stays.
    """

    name: str
    title: str
    width: int
    sorts: tuple[str, ...] = ()
    spare: int = 0


COLUMNS = (
    Column("name", mark("Name"), LEAST_NAME, ("name",)),
    Column("wave", mark("Waveform"), 128),
    Column("stars", mark("Stars"), 88, ("stars",)),
    Column("length", mark("Length"), 66, ("length",)),
    Column("loudness", mark("LUFS"), 74, ("loudness",)),
    Column("flags", mark("Checks"), 64, (), 1),
    Column("category", mark("Category"), 92, (), 3),
    Column("tags", mark("Tags"), 124, (), 5),
    Column("model", mark("Model"), 96, (), 4),
    Column("created", mark("Created"), 136, ("newest", "oldest"), 2),
)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TakeList(TakesListView):
    """Rows below a header.

    Signals:
        sort_wanted(str): a heading was clicked that stands for an order.
    """

    sort_wanted = Signal(str)

    def __init__(self, cards: CardDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("takeList")
        self._sort = ""
        self.rows = RowDelegate(self, cards)
        self.setItemDelegate(self.rows)
        self.head = self._make_head()
        self.setViewportMargins(theme.MARGIN, HEAD_HEIGHT, theme.MARGIN - 10, 0)

    def show_order(self, sort: str) -> None:
        """Mark the column that the takes are ordered by."""
        self._sort = sort
        for number, column in enumerate(COLUMNS):
            if sort in column.sorts:
                upwards = sort in ("name", "oldest")
                order = Qt.SortOrder.AscendingOrder if upwards else Qt.SortOrder.DescendingOrder
                self.head.setSortIndicator(number, order)
                self.head.setSortIndicatorShown(True)
                return
        self.head.setSortIndicatorShown(False)

    def cells(self, row: QRect) -> dict[str, QRect]:
        """Where each visible column stands in a row."""
        return {
            column.name: QRect(
                row.left() + self.head.sectionViewportPosition(number), row.top(),
                self.head.sectionSize(number), row.height(),
            )
            for number, column in enumerate(COLUMNS)
            if not self.head.isSectionHidden(number)
        }  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The header is as wide as the rows; what has no room goes."""
        super().resizeEvent(event)
        self._fit()

    def _make_head(self) -> QHeaderView:
        head = QHeaderView(Qt.Orientation.Horizontal, self)
        titles = QStandardItemModel(0, len(COLUMNS), head)
        for number, column in enumerate(COLUMNS):
            item = QStandardItem(tr_marked(column.title))
            numbers = column.name in ("length", "loudness")
            item.setTextAlignment(_RIGHT if numbers else _LEFT)
            titles.setHorizontalHeaderItem(number, item)
        head.setModel(titles)
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.setAccessibleName(tr("Order of the takes"))
        head.setMinimumSectionSize(24)
        for number, column in enumerate(COLUMNS):
            stretch = column.name == "name"
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(number, mode.Stretch if stretch else mode.Fixed)
            head.resizeSection(number, column.width)
        head.sectionClicked.connect(self._heading_clicked)
        return head

    def _heading_clicked(self, number: int) -> None:
        sorts = COLUMNS[number].sorts
        if not sorts:
            self.show_order(self._sort)  # a click has moved the sign to a column without an order
            return
        self.sort_wanted.emit(sorts[-1] if self._sort == sorts[0] else sorts[0])
        self.show_order(self._sort)

    def _fit(self) -> None:
        room = self.viewport().width()
        self.head.setGeometry(self.viewport().x(), 0, room, HEAD_HEIGHT)
        shown = sum(column.width for column in COLUMNS)
        spare = sorted((column for column in COLUMNS if column.spare), key=lambda c: -c.spare)
        gone = set()
        for column in spare:
            if shown <= room:
                break
            gone.add(column.name)
            shown -= column.width
        for number, column in enumerate(COLUMNS):
            self.head.setSectionHidden(number, column.name in gone)

    def show_playhead(self, take_id: int | None) -> None:
        """Paint the take that is heard, and the one before, anew."""
        before, self.rows.drawn = self.rows.drawn, take_id
        for changed in {before, take_id}:
            self.redraw_take(changed)


class RowDelegate(QStyledItemDelegate):
    """Paints takes and jobs as rows; waveforms and playhead are those of the cards."""

    def __init__(self, view: TakeList, cards: CardDelegate) -> None:
        super().__init__(view)
        self._view = view
        self._cards = cards
        self.drawn: int | None = None
        self._measured: dict[str, Callable[[QPainter, QRect, Any], None]] = {
            "length": lambda p, cell, heard: _number(p, cell, take_words.length(heard.seconds)),
            "loudness": _paint_loudness,
            "flags": _paint_flags,
        }
        self._paint: dict[str, Callable[[QPainter, QRect, Take], None]] = {
            "stars": _paint_stars,
            "category": lambda p, cell, take: _text(p, cell, take.category),
            "tags": lambda p, cell, take: _text(p, cell, ", ".join(take.tags)),
            "model": lambda p, cell, take: _text(p, cell, take.model_name or tr("imported")),
            "created": lambda p, cell, take: _text(p, cell, words.date(take.created)),
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(1, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row: its ground, then its cells."""
        row: QRect = option.rect  # type: ignore[attr-defined]
        flags = option.state  # type: ignore[attr-defined]
        state = CardState(
            selected=bool(flags & QStyle.StateFlag.State_Selected),
            hovered=bool(flags & QStyle.StateFlag.State_MouseOver),
            focused=bool(flags & QStyle.StateFlag.State_HasFocus),
            taste=index.data(TASTE_ROLE),
            heard=heard_facts(index, index.data(TAKE_ROLE)),
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, row, state)
        cells = self._view.cells(row)
        if (job := index.data(JOB_ROLE)) is not None:
            paint_job(painter, row, cells, job)
        elif (take := index.data(TAKE_ROLE)) is not None:
            self._paint_take(painter, cells, index, take, state)
        painter.restore()

    def _paint_take(
        self, painter: QPainter, cells: dict[str, QRect], index: Index, take: Take,
        state: CardState,
    ) -> None:  # fmt: skip
        if take.rejected:
            painter.setOpacity(0.55)
        _paint_name(painter, cells["name"], take, state.taste)
        self._paint_wave(painter, cells["wave"], index, take)
        for name, cell in cells.items():
            if name in self._paint:
                self._paint[name](painter, cell, take)
            elif name in self._measured:
                self._measured[name](painter, cell, state.heard or take)

    def _paint_wave(self, painter: QPainter, cell: QRect, index: Index, take: Take) -> None:
        inside = cell.adjusted(CELL_PAD, 5, -CELL_PAD, -5)
        wave = self._cards.wave(index, inside.size(), painter.device().devicePixelRatioF())
        if wave is None:
            painter.setFont(theme.interface_font(take_card.NUMBER_PX))
            painter.setPen(QColor(theme.WARN))
            painter.drawText(inside, _LEFT, tr("file is missing"))
            return
        painter.drawPixmap(inside.topLeft(), wave)
        if take.id == self._cards.playing:
            x = inside.left() + round(self._cards.share * inside.width())
            painter.fillRect(x, inside.top(), 1, inside.height(), QColor(theme.ACCENT))


# --- cells ----------------------------------------------------------------------------------------


def paint_ground(painter: QPainter, row: QRect, state: CardState) -> None:
    """The row's surface, the line under it, and its border where it is selected."""
    box = QRectF(row).adjusted(0.5, 0.5, -0.5, -1.5)
    if state.selected or state.hovered:
        painter.setBrush(QColor(theme.SELECTED if state.selected else theme.RAISED))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, theme.RADIUS_SMALL, theme.RADIUS_SMALL)
    else:
        painter.fillRect(row.left(), row.bottom(), row.width(), 1, QColor(theme.HAIRLINE))
    if state.selected or state.focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.ACCENT if state.selected else theme.SECOND), 1))
        painter.drawRoundedRect(box, theme.RADIUS_SMALL, theme.RADIUS_SMALL)


def paint_job(
    painter: QPainter, row: QRect, cells: dict[str, QRect], card: take_card.JobCard
) -> None:
    """A job that runs or failed, over the whole row."""
    name = cells["name"]
    _text(painter, name.adjusted(2, 0, 0, 0), card.title, theme.TEXT, theme.BODY_PX)
    rest = QRect(name.right() + 1, row.top(), row.right() - name.right(), row.height())
    if card.failed:
        _text(painter, rest, f"✕ {card.head}  {card.foot}", theme.BAD)
        return
    bar = QRectF(rest.left() + CELL_PAD, row.center().y() - 1, 112, 4)
    take_card.paint_bar(painter, bar, card.share)
    line = " · ".join(part for part in (card.head, card.foot, card.seed) if part)
    _text(painter, rest.adjusted(128, 0, 0, 0), line)


def _paint_name(painter: QPainter, cell: QRect, take: Take, taste: float | None) -> None:
    """Colour mark, title, then small signs and the number on the right."""
    left, right, middle = cell.left() + CELL_PAD + 2, cell.right() - CELL_PAD, cell.center().y() + 1
    if take.colour:
        take_card.paint_dot(painter, left, middle, take.colour)
        left += take_card.DOT_PX + 6
    painter.setFont(theme.number_font(take_card.NUMBER_PX))
    painter.setPen(QColor(theme.QUIET))
    tail = f"#{take.id}" if taste is None else f"{taste_words.short(taste)}  #{take.id}"
    painter.drawText(cell.adjusted(0, 0, -CELL_PAD, 0), _RIGHT, tail)
    right -= painter.fontMetrics().horizontalAdvance(tail) + 6
    if take.edited:
        right = take_card.paint_mark(painter, "pencil", right, middle, theme.SECOND)
    if take.relation:
        picture = take_card.RELATION_ICONS.get(take.relation, "branch")
        right = take_card.paint_mark(painter, picture, right, middle, theme.SECOND)
    if take.favourite:
        right = take_card.paint_mark(painter, "heart_filled", right, middle, theme.STARS)
    box = QRect(left - CELL_PAD, cell.top(), right - left + CELL_PAD, cell.height())
    _text(painter, box, take.title, theme.TEXT, theme.BODY_PX)


def _paint_stars(painter: QPainter, cell: QRect, take: Take) -> None:
    if take.rejected:
        _text(painter, cell, tr("✕ rejected"), theme.SECOND)
        return
    left, middle = cell.left() + CELL_PAD, cell.center().y() + 0.5
    take_card.paint_stars(painter, left, middle, take.stars, take_card.STAR_PX)


def _paint_loudness(painter: QPainter, cell: QRect, heard: Any) -> None:
    high = take_words.peak_is_high(heard)
    text = ("▲" if high else "") + take_words.loudness(heard, unit=False)
    _number(painter, cell, text, theme.WARN if high else theme.QUIET)


def _paint_flags(painter: QPainter, cell: QRect, heard: Any) -> None:
    """A sign and a count; a tick where all is well, nothing while nobody looked."""
    box = QRectF(cell.left() + CELL_PAD, cell.center().y() - 6, 13, 13)
    if heard.flags:
        icons.renderer("warning", theme.WARN).render(painter, box)
        _text(painter, cell.adjusted(16, 0, 0, 0), str(len(heard.flags)), theme.WARN)
    elif heard.flags is not None:
        icons.renderer("check", theme.GOOD).render(painter, box)


def _text(
    painter: QPainter, cell: QRect, text: str, colour: str = theme.QUIET, px: int = 12
) -> None:
    painter.setFont(theme.interface_font(px))
    painter.setPen(QColor(colour))
    box = cell.adjusted(CELL_PAD, 0, -CELL_PAD, 0)
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _LEFT, short)


def _number(painter: QPainter, cell: QRect, text: str, colour: str = theme.QUIET) -> None:
    painter.setFont(theme.number_font(take_card.NUMBER_PX))
    painter.setPen(QColor(colour))
    painter.drawText(cell.adjusted(0, 0, -CELL_PAD, 0), _RIGHT, text)
