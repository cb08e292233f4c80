"""Files dropped onto the window: what they may become is offered while they are still held over it.

One sound file can be imported, be started from, or give back the settings that it was made with;
folders and several files are imported; a table is a prompt sheet. It tells what was chosen and
does nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from tangostudio.ui import icons, theme, widgets, words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.texts import tr, tr_count

IMPORT, START, SETTINGS, SHEET = "import", "start", "settings", "sheet"
SHEETS = frozenset((".csv", ".tsv"))
ZONE_WIDTH, ZONE_HEIGHT, PICTURE_PX = 230, 150, 28
VEIL_ALPHA = 225


def zones_for(paths: Sequence[Path]) -> tuple[str, ...]:
    """What dropped paths may become."""
    if len(paths) > 1 or any(path.is_dir() for path in paths):
        return (IMPORT,)
    if paths[0].suffix.lower() in SHEETS:
        return (SHEET,)
    return (IMPORT, START, SETTINGS)


def paths_of(event: QDropEvent) -> list[Path]:
    """The files and folders of this computer that are dragged; none for a drag of our own."""
    if event.source() is not None:
        return []
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


class DropZone(QFrame):
    """One thing that the files may become."""

    def __init__(self, key: str, picture: str, head: str, hint: str) -> None:
        super().__init__()
        self.key = key
        self.setObjectName("dropZone")
        self.setProperty("kind", "zone")
        self.setFixedSize(ZONE_WIDTH, ZONE_HEIGHT)
        self.setAccessibleName(head)
        self._picture, self._icon = QLabel(), picture
        self._head = widgets.label(head, "small-title", wrap=True)
        self.hint = widgets.label(hint, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 18, 16, 14)
        column.setSpacing(8)
        for part in (self._picture, self._head, self.hint):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            column.addWidget(part)
        column.addStretch(1)
        self.set_active(False)

    def set_active(self, active: bool) -> None:
        """Whether a drop now would choose this one."""
        colour = theme.ACCENT if active else theme.SECOND if self.isEnabled() else theme.FAINT
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap(self._icon, colour, PICTURE_PX, ratio))
        widgets.set_property(self, "active", active)

    def set_open(self, opened: bool, hint: str) -> None:
        """Whether it can be chosen, and what it says."""
        self.setEnabled(opened)
        self.hint.setText(hint)
        self.set_active(False)


class DropOverlay(QWidget):
    """A veil over the window with the zones in its middle.

    Signals:
        dropped(str): the files were let go over this zone.
        left(): they were taken away again.
    """

    dropped = Signal(str)
    left = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Drop files"))
        self.zones: list[DropZone] = []
        self._head = widgets.label("", "title")
        self._row = widgets.row(spacing=16)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._head, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addLayout(self._row)
        column.addStretch(1)
        self.hide()

    def offer(self, head: str, zones: Sequence[DropZone]) -> None:
        """Cover the window and offer these zones."""
        widgets.clear_layout(self._row)
        self.zones = list(zones)
        self._head.setText(head)
        self._row.addStretch(1)
        for zone in zones:
            self._row.addWidget(zone)
        self._row.addStretch(1)
        over = self.parentWidget()
        assert over is not None
        self.setGeometry(over.rect())
        self.raise_()
        self.show()

    def zone_at(self, x: float, y: float) -> DropZone | None:
        """The open zone under a point; of a single one, anywhere counts."""
        opened = [zone for zone in self.zones if zone.isEnabled()]
        if len(self.zones) == 1 and opened:
            return opened[0]
        inside = [zone for zone in opened if zone.geometry().contains(round(x), round(y))]
        return inside[0] if inside else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take the drag over from the window below."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light the zone under the pointer; elsewhere nothing can be dropped."""
        place = event.position()
        chosen = self.zone_at(place.x(), place.y())
        for zone in self.zones:
            zone.set_active(zone is chosen)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(chosen is not None)

    def dragLeaveEvent(self, event: object) -> None:
        """The files were taken away."""
        self.hide()
        self.left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """The files were let go."""
        place = event.position()
        chosen = self.zone_at(place.x(), place.y())
        self.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(chosen is not None)
        if chosen is not None:
            self.dropped.emit(chosen.key)
        else:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The veil, and a border where files can be let go."""
        veil = QColor(theme.GROUND)
        veil.setAlpha(VEIL_ALPHA)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.BORDER))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(8.5, 8.5, -8.5, -8.5), 8, 8)


class Drops(QObject):
    """Watches a window for files.

    Signals:
        import_wanted(list): paths to import.
        start_wanted(Path): a sound to start from.
        settings_wanted(Path): an exported file whose settings are wanted back.
        sheet_dropped(Path): a prompt sheet.
    """

    import_wanted = Signal(list)
    start_wanted = Signal(object)
    settings_wanted = Signal(object)
    sheet_dropped = Signal(object)

    def __init__(self, window: QWidget, bridge: Bridge, model_can_start: Callable[[], str]) -> None:
        """`model_can_start` says why the model in use cannot start from a sound, or ""."""
        super().__init__(window)
        self._bridge = bridge
        self._can_start = model_can_start
        self._paths: list[Path] = []
        self.overlay = DropOverlay(window)
        self.overlay.dropped.connect(self._chosen)
        window.setAcceptDrops(True)
        self.watch(window)

    def watch(self, widget: QWidget) -> None:
        """Look for files that are dragged into a control which would take them itself."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer what files may become as soon as they come into the window."""
        if event.type() != QEvent.Type.DragEnter or not isinstance(event, QDragEnterEvent):
            return super().eventFilter(watched, event)
        paths = paths_of(event)
        if not paths:
            return super().eventFilter(watched, event)
        self.offer(paths)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def offer(self, paths: list[Path]) -> None:
        """Show the zones for some paths."""
        self._paths = paths
        keys = zones_for(paths)
        zones = [self._zone(key) for key in keys]
        if len(paths) == 1:
            head = words.shorten(paths[0].name, 60)
        else:
            head = tr_count("{count} file", "{count} files", len(paths))
        self.overlay.offer(head, zones)
        if SETTINGS in keys:
            from tangostudio.export import provenance

            read = partial(provenance.read, paths[0])
            self._bridge.background(read, partial(self._known, paths), lambda _error: None)

    def _zone(self, key: str) -> DropZone:
        zone = DropZone(key, *_zone_texts(key))
        if key == START and (reason := self._can_start()):
            zone.set_open(False, reason)
        elif key == SETTINGS:
            zone.set_open(False, tr("Only files that Tango Studio exported have them."))
        return zone

    def _known(self, paths: list[Path], said: Any) -> None:
        """The file was read: it has settings, or none."""
        if paths is not self._paths or said is None:
            return
        for zone in self.overlay.zones:
            if zone.key == SETTINGS:
                zone.set_open(True, _zone_texts(SETTINGS)[2])

    def _chosen(self, key: str) -> None:
        paths = self._paths
        if key == IMPORT:
            self.import_wanted.emit(paths)
        else:
            told = {
                START: self.start_wanted,
                SETTINGS: self.settings_wanted,
                SHEET: self.sheet_dropped,
            }
            told[key].emit(paths[0])


def _zone_texts(key: str) -> tuple[str, str, str]:
    """Picture, head and hint of a zone."""
    return {
        IMPORT: ("plus", tr("Import as take"), tr("Into the library, to rate, search and export.")),
        START: (
            "waveform", tr("Start from this sound"),
            tr("New takes begin as this sound and move away from it."),
        ),
        SETTINGS: (
            "reuse", tr("Use its settings"), tr("Prompt, seed, model and settings come back."),
        ),
        SHEET: (
            "list", tr("Open as prompt sheet"), tr("Shows what it would make; nothing starts."),
        ),
    }[key]  # fmt: skip
