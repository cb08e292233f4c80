"""The legend of a difference of two takes: which colour means that which of them is louder."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tangostudio.audio import colours
from tangostudio.ui import theme
from tangostudio.ui.texts import tr

WIDTH, HEIGHT, AIR = 168, 48, 8
BAR_HEIGHT = 8


def paint_legend(painter: QPainter, size: QSize, names: tuple[str, str], ends_db: float) -> None:
    """In the lower right corner: the colours, what is louder at either end, and the levels."""
    if size.width() < 2 * WIDTH or size.height() < 2 * HEIGHT:
        return
    painter.setFont(theme.interface_font(11))
    texts = [tr("{take} louder", take=name) for name in names]
    room = sum(painter.fontMetrics().horizontalAdvance(text) for text in texts) + 16
    width = max(WIDTH, room)
    box = QRect(
        size.width() - width - 3 * AIR, size.height() - HEIGHT - AIR, width + 2 * AIR, HEIGHT
    )
    ground = QColor(theme.CANVAS)
    ground.setAlpha(215)
    painter.fillRect(box, ground)
    inner = box.adjusted(AIR, 3, -AIR, -3)
    painter.setPen(QColor(theme.SECOND))
    top = Qt.AlignmentFlag.AlignTop
    painter.drawText(inner, top | Qt.AlignmentFlag.AlignLeft, texts[0])
    painter.drawText(inner, top | Qt.AlignmentFlag.AlignRight, texts[1])
    bar = QRect(inner.left(), inner.top() + 17, inner.width(), BAR_HEIGHT)
    painter.drawImage(bar, _ramp())
    painter.setFont(theme.number_font(10))
    below = QRect(inner.left(), bar.bottom() + 2, inner.width(), 14)
    ends = (f"-{ends_db:.0f} dB", "0", f"+{ends_db:.0f} dB")
    sides = (
        Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
    )  # fmt: skip
    for text, side in zip(ends, sides, strict=True):
        painter.drawText(below, side | Qt.AlignmentFlag.AlignVCenter, text)


def _ramp() -> QImage:
    image = QImage(len(colours.DIVERGING), 1, QImage.Format.Format_RGB32)
    for x, (red, green, blue) in enumerate(colours.DIVERGING.tolist()):
        image.setPixel(x, 0, 0xFF000000 | red << 16 | green << 8 | blue)
    return image
