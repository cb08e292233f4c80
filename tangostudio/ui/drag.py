"""Takes as files for other programs: what a drag or a copy carries.

It knows nothing of where the files come from; they must be complete before they are handed over,
since a target may read them at once. Only copying is offered, so that no target moves them away.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDrag, QFont, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from tangostudio.ui import theme
from tangostudio.ui.texts import tr

WIDTH, HEIGHT = 184, 64


def mime_data(paths: Sequence[Path]) -> QMimeData:
    """The files as `text/uri-list`, and as lines of text for what takes no files."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path.absolute())) for path in paths])
    data.setText("\n".join(str(path.absolute()) for path in paths))
    return data


def copy_files(paths: Sequence[Path]) -> None:
    """Put the files on the clipboard, to paste into a folder or a DAW."""
    QGuiApplication.clipboard().setMimeData(mime_data(paths))


def let_go_of_clipboard() -> None:
    """Take our files off the clipboard before the program ends.

    Qt would delete them after Python is gone, which ends in a crash.
    """
    clipboard = QGuiApplication.clipboard()
    # The offscreen display's clipboard is the program's own and says that it is nobody's.
    ours = clipboard.ownsClipboard() or QGuiApplication.platformName() == "offscreen"
    data = clipboard.mimeData() if ours else None
    if data is not None and data.hasUrls():  # a copied text is Qt's own and may stay
        clipboard.clear()


def start_drag(source: QWidget, paths: Sequence[Path], picture: QPixmap | None) -> bool:
    """Drag the files out of the window; True when something took them.

    Returns when the drag is over; sound and jobs run on, since neither hangs on this thread.
    """
    drag = QDrag(source)
    drag.setMimeData(mime_data(paths))
    shown = drag_pixmap(picture, len(paths), source.devicePixelRatioF())
    drag.setPixmap(shown)
    drag.setHotSpot(QPoint(WIDTH // 3, HEIGHT // 2))
    return drag.exec(Qt.DropAction.CopyAction) == Qt.DropAction.CopyAction


def drag_pixmap(wave: QPixmap | None, count: int, ratio: float) -> QPixmap:
    """What hangs on the pointer: the waveform of the first take, and how many there are."""
    pixmap = QPixmap(round(WIDTH * ratio), round(HEIGHT * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.ACCENT))
    painter.setBrush(QColor(theme.PANEL))
    painter.drawRoundedRect(1, 1, WIDTH - 2, HEIGHT - 2, theme.RADIUS, theme.RADIUS)
    if wave is not None:
        painter.drawPixmap(10, 8, WIDTH - 20, HEIGHT - 16, wave)
    if count > 1:
        font = theme.interface_font(theme.LABEL_PX)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setBrush(QColor(theme.ACCENT))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(WIDTH - 62, 6, 56, 18, 9, 9)
        painter.setPen(QColor(theme.ON_ACCENT))
        painter.drawText(
            WIDTH - 62, 6, 56, 18, Qt.AlignmentFlag.AlignCenter, tr("{count} files", count=count)
        )
    painter.end()
    return pixmap
