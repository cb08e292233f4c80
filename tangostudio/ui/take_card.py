"""A take as a card: how it is drawn, and how it is said.

Functions from values to paint calls and texts; they know nothing of models, views or the library.
Everything is in logical pixels but the waveform, which is drawn for the screen's own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from tangostudio.audio import overview
from tangostudio.audio.colours import centroid_colours
from tangostudio.library import Take
from tangostudio.ui import icons, take_words, taste_words, theme
from tangostudio.ui.texts import tr
from tangostudio.ui.wave_image import fold, wave_image

HEIGHT = 116
PAD = 11
WAVE_TOP = 18
WAVE_HEIGHT = 48
BAR_PITCH = 2.5
QUIETEST_GAIN = 4.0
STAR_PX = 9.5
NUMBER_PX = 11
MARK_PX = 11
DOT_PX = 7


@dataclass(frozen=True)
class JobCard:
    """What the card of a running or failed job shows.

    Attributes:
        job: the job's id.
        title: from its prompt.
        seed: of the take that is being made, or "".
        head: "take 9 of 12 · step 5 of 8", or the sentence of what went wrong.
        foot: "3 s left", or the hint.
        share: how much of this take is done, 0 to 1; None while that is not known.
        failed: the job ended badly.
    """

    job: str
    title: str
    seed: str
    head: str
    foot: str
    share: float | None
    failed: bool = False


@dataclass(frozen=True)
class CardState:
    """What a card's drawing depends on beside its take.

    Attributes:
        taste: how much the take is liked, where cards are to show it.
        heard: what it measures with its edits; None without edits, or while that is not known.
    """

    selected: bool = False
    hovered: bool = False
    playing: bool = False
    focused: bool = False
    taste: float | None = None
    heard: Any = None


# --- parts ----------------------------------------------------------------------------------------


def wave_pixmap(blob: bytes, size: QSize, ratio: float) -> QPixmap:
    """A take's packed overview as a picture of bars; an empty one when it cannot be read."""
    width, height = round(size.width() * ratio), round(size.height() * ratio)
    try:
        outline = overview.unpack(blob)
    except ValueError:
        empty = np.zeros(0, np.float32)
        low = high = centroid = empty
    else:
        count = max(1, round(size.width() / BAR_PITCH))
        low, high, centroid = fold(outline.minimum, outline.maximum, outline.centroid_hz, count)
    peak = float(max(np.max(high, initial=0.0), -np.min(low, initial=0.0)))
    gain = min(1 / peak, QUIETEST_GAIN) if peak > 0 else 1.0
    image = wave_image(
        low, high, centroid_colours(centroid), width, height, bar=0.7, gain=gain, thinnest=ratio
    )
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=32)
def _star(size: float) -> QPolygonF:
    """A star standing in a square of `size`, its point upwards."""
    middle, outer = size / 2, size / 2
    points = []
    for corner in range(10):
        radius = outer if corner % 2 == 0 else outer * 0.42
        angle = math.pi * corner / 5
        points.append(
            QPointF(middle + radius * math.sin(angle), middle * 1.05 - radius * math.cos(angle))
        )
    return QPolygonF(points)


def paint_stars(painter: QPainter, left: float, middle: float, stars: int, size: float) -> float:
    """Five stars, the given ones bright; returns where they end."""
    painter.setPen(Qt.PenStyle.NoPen)
    for number in range(5):
        painter.setBrush(QColor(theme.STARS if number < stars else theme.BORDER))
        painter.drawPolygon(_star(size).translated(left + number * (size + 1.5), middle - size / 2))
    return left + 5 * (size + 1.5)


def heart_path(box: QRectF) -> QPainterPath:
    """A heart that fills a box."""
    x, y, w, h = box.x(), box.y(), box.width(), box.height()
    path = QPainterPath(QPointF(x + w / 2, y + h))
    path.cubicTo(x - w * 0.35, y + h * 0.45, x + w * 0.1, y - h * 0.25, x + w / 2, y + h * 0.25)
    path.cubicTo(x + w * 0.9, y - h * 0.25, x + w * 1.35, y + h * 0.45, x + w / 2, y + h)
    return path


def play_triangle(box: QRectF) -> QPolygonF:
    """The sign for play within a box."""
    inner = box.adjusted(
        box.width() * 0.38, box.height() * 0.3, -box.width() * 0.27, -box.height() * 0.3
    )
    return QPolygonF(
        [inner.topLeft(), QPointF(inner.right(), inner.center().y()), inner.bottomLeft()]
    )


# --- whole cards ----------------------------------------------------------------------------------


def paint_ground(painter: QPainter, rect: QRect, state: CardState) -> None:
    """The card's own surface and its border."""
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    lit = state.selected or state.hovered
    painter.setBrush(QColor(theme.RAISED if lit else theme.PANEL))
    painter.setPen(QPen(QColor(theme.ACCENT if state.selected else theme.HAIRLINE), 1))
    painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
    if state.focused and not state.selected:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.SECOND), 1))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)


def wave_rect(rect: QRect) -> QRect:
    """Where the waveform stands on a card."""
    return QRect(rect.left() + PAD, rect.top() + WAVE_TOP, rect.width() - 2 * PAD, WAVE_HEIGHT)


def paint_take(
    painter: QPainter, rect: QRect, take: Take, wave: QPixmap | None, state: CardState
) -> None:
    """A whole card; without a picture of its waveform the sound counts as missing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_ground(painter, rect, state)
    if take.rejected:
        painter.setOpacity(0.5)
    inside = wave_rect(rect)
    if wave is None:
        _paint_note(painter, inside, tr("Sound file is missing"), theme.WARN)
    else:
        painter.drawPixmap(inside.topLeft(), wave)
    heard = state.heard or take
    _paint_marks(painter, rect, take, heard.flags)
    _paint_title(painter, rect, take.title, f"#{take.id}", take.favourite)
    _paint_facts(painter, rect, take, state)
    painter.setOpacity(1.0)
    if state.hovered and not state.playing and wave is not None:
        _paint_play(painter, inside)


def paint_job(painter: QPainter, rect: QRect, card: JobCard, state: CardState) -> None:
    """The card of a take that is being made, or of a job that failed."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_ground(painter, rect, state)
    inside = wave_rect(rect)
    if card.failed:
        _paint_failure(painter, inside, card.head)
    else:
        paint_bar(painter, QRectF(inside.left(), inside.top() + 11, inside.width(), 4), card.share)
        painter.setFont(theme.interface_font(NUMBER_PX))
        painter.setPen(QColor(theme.QUIET))
        line = inside.adjusted(0, 24, 0, -6)
        _elided(painter, line, card.head, Qt.AlignmentFlag.AlignLeft)
    room = _title_rect(rect).width()
    wanted = QFontMetrics(theme.interface_font(theme.BODY_PX)).horizontalAdvance(card.title)
    seed = QFontMetrics(theme.number_font(NUMBER_PX)).horizontalAdvance(card.seed)
    _paint_title(painter, rect, card.title, card.seed if wanted + seed + 8 <= room else "", False)
    painter.setFont(
        theme.interface_font(NUMBER_PX) if card.failed else theme.number_font(NUMBER_PX)
    )
    painter.setPen(QColor(theme.QUIET))
    _elided(painter, _facts_rect(rect), card.foot, Qt.AlignmentFlag.AlignLeft)


def _title_rect(rect: QRect) -> QRect:
    return QRect(rect.left() + PAD, rect.top() + 71, rect.width() - 2 * PAD, 20)


def _facts_rect(rect: QRect) -> QRect:
    return QRect(rect.left() + PAD, rect.top() + 91, rect.width() - 2 * PAD, 18)


def _paint_title(painter: QPainter, rect: QRect, title: str, number: str, favourite: bool) -> None:
    line = _title_rect(rect)
    font = theme.number_font(NUMBER_PX)
    used = QFontMetrics(font).horizontalAdvance(number) if number else 0
    painter.setFont(font)
    painter.setPen(QColor(theme.QUIET))
    painter.drawText(line, _RIGHT, number)
    if favourite:
        heart = QRectF(line.right() - used - 15, line.center().y() - 4, 10, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.STARS))
        painter.drawPath(heart_path(heart))
        used += 16
    painter.setFont(theme.interface_font(theme.BODY_PX))
    painter.setPen(QColor(theme.TEXT))
    _elided(painter, line.adjusted(0, 0, -used - 8, 0), title, Qt.AlignmentFlag.AlignLeft)


def _paint_facts(painter: QPainter, rect: QRect, take: Take, state: CardState) -> None:
    line = _facts_rect(rect)
    middle = line.center().y() + 0.5
    if take.rejected:
        painter.setFont(theme.interface_font(NUMBER_PX))
        painter.setPen(QColor(theme.SECOND))
        painter.drawText(line, _LEFT, tr("✕ rejected"))
        left = line.left() + 66.0
    else:
        left = paint_stars(painter, line.left(), middle, take.stars, STAR_PX) + 6
    painter.setFont(theme.number_font(NUMBER_PX))
    painter.setPen(QColor(theme.QUIET))
    room = QRect(round(left), line.top(), line.right() - round(left) + 1, line.height())
    metrics = QFontMetrics(painter.font())
    if state.taste is not None:
        liked = taste_words.short(state.taste)
        painter.setPen(QColor(theme.SECOND))
        painter.drawText(room, _RIGHT, liked)
        painter.setPen(QColor(theme.QUIET))
        room.setWidth(max(0, room.width() - metrics.horizontalAdvance(liked) - 8))
    _paint_levels(painter, room, state.heard or take)


def _paint_levels(painter: QPainter, room: QRect, heard: Any) -> None:
    """Length and loudness; a sign and the warning colour where the true peak is too high."""
    metrics = painter.fontMetrics()
    length = take_words.length(heard.seconds)
    high = take_words.peak_is_high(heard)
    for unit in (True, False):
        loud = ("▲" if high else "") + take_words.loudness(heard, unit)
        if metrics.horizontalAdvance(f"{length} {loud}") <= room.width():
            break
    else:
        loud = "▲" if high else ""
    _elided(painter, room, length, Qt.AlignmentFlag.AlignLeft)
    beside = room.adjusted(metrics.horizontalAdvance(f"{length} "), 0, 0, 0)
    painter.setPen(QColor(theme.WARN if high else theme.QUIET))
    painter.drawText(beside, _LEFT, loud)


def _paint_marks(painter: QPainter, rect: QRect, take: Take, flags: Sequence[str] | None) -> None:
    """The line above the waveform: colour and category left; kin, edits and flags right."""
    line = QRect(rect.left() + PAD, rect.top() + 4, rect.width() - 2 * PAD, 13)
    middle, left, right = line.center().y() + 1, line.left(), line.right() + 1
    painter.setFont(theme.interface_font(MARK_PX - 1))
    if flags:
        count = str(len(flags))
        right -= painter.fontMetrics().horizontalAdvance(count)
        painter.setPen(QColor(theme.WARN))
        painter.drawText(QRect(right, line.top(), 20, line.height()), _LEFT, count)
        right = paint_mark(painter, "warning", right - 1, middle, theme.WARN)
    if take.edited:
        right = paint_mark(painter, "pencil", right, middle, theme.SECOND)
    if take.relation:
        right = paint_mark(painter, RELATION_ICONS.get(take.relation, "branch"), right, middle,
                            theme.SECOND)  # fmt: skip
    if take.colour:
        paint_dot(painter, left, middle, take.colour)
        left += DOT_PX + 5
    painter.setPen(QColor(theme.QUIET))
    room = QRect(left, line.top(), right - left - 4, line.height())
    _elided(painter, room, take.category, Qt.AlignmentFlag.AlignLeft)


RELATION_ICONS = {"from sound": "waveform", "loop": "loop"}


def paint_dot(painter: QPainter, left: float, middle: float, colour: str) -> None:
    """A colour mark."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.MARKS.get(colour, theme.QUIET)))
    painter.drawEllipse(QRectF(left, middle - DOT_PX / 2, DOT_PX, DOT_PX))


def paint_mark(painter: QPainter, name: str, right: int, middle: float, colour: str) -> int:
    """A small picture that ends at `right`; where the next one ends."""
    box = QRectF(right - MARK_PX, middle - MARK_PX / 2, MARK_PX, MARK_PX)
    icons.renderer(name, colour).render(painter, box)
    return right - MARK_PX - 4


def paint_bar(painter: QPainter, box: QRectF, share: float | None) -> None:
    """How much is done, 0 to 1; None while that is not known."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.HAIRLINE))
    painter.drawRoundedRect(box, 2, 2)
    if share:
        painter.setBrush(QColor(theme.ACCENT))
        done = QRectF(box.left(), box.top(), max(4.0, box.width() * min(share, 1.0)), box.height())
        painter.drawRoundedRect(done, 2, 2)


def _paint_note(painter: QPainter, box: QRect, text: str, colour: str) -> None:
    painter.setPen(QPen(QColor(theme.BORDER), 1, Qt.PenStyle.DashLine))
    painter.drawLine(box.left(), box.center().y() + 12, box.right(), box.center().y() + 12)
    painter.setFont(theme.interface_font(NUMBER_PX))
    painter.setPen(QColor(colour))
    painter.drawText(box.adjusted(0, 0, 0, -12), Qt.AlignmentFlag.AlignCenter, text)


def _paint_failure(painter: QPainter, box: QRect, sentence: str) -> None:
    painter.setFont(theme.interface_font(NUMBER_PX))
    painter.setPen(QColor(theme.BAD))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(box.adjusted(0, -2, 0, 2), flags, f"✕ {sentence}")


def _paint_play(painter: QPainter, inside: QRect) -> None:
    box = QRectF(0, 0, 34, 34)
    box.moveCenter(QRectF(inside).center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.TEXT))
    painter.drawEllipse(box)
    painter.setBrush(QColor(theme.GROUND))
    painter.drawPolygon(play_triangle(box))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _elided(painter: QPainter, box: QRect, text: str, align: Qt.AlignmentFlag) -> None:
    metrics = painter.fontMetrics()
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, short)
