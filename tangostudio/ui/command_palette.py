"""The command palette: type a few letters of anything the window can do, press Enter.

It runs what was chosen after it closed, so that the focus is where it was. It knows no studio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tangostudio.ui import commands, theme, widgets
from tangostudio.ui.commands import Command
from tangostudio.ui.memory import WindowMemory
from tangostudio.ui.once_active import once_active
from tangostudio.ui.texts import tr, tr_count

WIDTH, ROWS, ROW_PX = 620, 9, 46
MOST_RECENT = 12
MOST_SHOWN = 60
_COMMAND = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class CommandPalette(QDialog):
    """A field and a list; arrows choose, Enter runs, Escape closes.

    Attributes:
        field, view: the two parts.
    """

    def __init__(
        self, offered: Callable[[], Iterable[Command]], memory: WindowMemory, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(tr("Commands"))
        self.setObjectName("palette")
        self._memory = memory
        self._offered = list(offered())
        self.field = QLineEdit()
        self.field.setProperty("kind", "palette")
        self.field.setPlaceholderText(tr("What would you like to do?"))
        self.field.setAccessibleName(tr("Find a command, a project or a model"))
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.view = QListView()
        self.view.setObjectName("palette_list")
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Lines(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(tr("Commands"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._run)
        self._count = widgets.label("", "small")
        self._lay_out(parent)
        self._look("")

    def shown(self) -> list[str]:
        """The texts of the lines, in their order."""
        return [self._command(row).text for row in range(self._model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the field has the focus; Enter runs."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self._move(Qt.Key(event.key()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self, parent: QWidget) -> None:
        self.setFixedWidth(min(WIDTH, parent.width() - 2 * theme.MARGIN))
        rows = min(ROWS, max((parent.height() - 220) // ROW_PX, 3))
        self.view.setFixedHeight(rows * ROW_PX + 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(theme.GAP)
        column.addWidget(self.field)
        column.addWidget(self.view)
        column.addWidget(self._count)
        corner = parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, theme.HEADER + 24))
        self.move(corner)

    def _look(self, typed: str) -> None:
        recent = self._memory.value("commands", [])
        found = commands.find(typed, self._offered, [name for name in recent if name])
        self._model.clear()
        for command in found[:MOST_SHOWN]:
            self._model.appendRow(_line(command))
        self.view.setCurrentIndex(self._model.index(0, 0))
        self.view.scrollToTop()
        if found:
            many = tr_count("{count} command", "{count} commands", len(found))
            self._count.setText(tr("{many}  ·  Enter runs, Escape closes", many=many))
        else:
            self._count.setText(tr("Nothing is called that."))

    def _move(self, key: Qt.Key) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -ROWS}.get(key, ROWS)
        last = self._model.rowCount() - 1
        row = min(max(self.view.currentIndex().row() + step, 0), last)
        self.view.setCurrentIndex(self._model.index(row, 0))

    def _command(self, row: int) -> Command:
        return self._model.index(row, 0).data(_COMMAND)

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        command = self._command(index.row())
        if command.reason:
            self._count.setText(tr("{name}: {why}", name=command.text, why=command.reason))
            return
        recent = [command.id, *(n for n in self._memory.value("commands", []) if n != command.id)]
        self._memory.store("commands", recent[:MOST_RECENT])
        self.accept()
        if (window := self.parentWidget()) is not None:
            once_active(window, command.run)


def _line(command: Command) -> QStandardItem:
    item = QStandardItem(command.text)
    item.setEditable(False)
    item.setData(command, _COMMAND)
    item.setData(command.spoken(), Qt.ItemDataRole.AccessibleTextRole)
    item.setToolTip(command.reason or command.help)
    return item


class _Lines(QStyledItemDelegate):
    """Name and keys above, place and help below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """All lines are equally high."""
        return QSize(100, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        """Draw one command; what does nothing now is grey and says why."""
        command: Command = index.data(_COMMAND)  # pyright: ignore[reportAttributeAccessIssue]
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        if state & state.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.SELECTED))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        inner = rect.adjusted(10, 5, -10, -5)
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        below = top.translated(0, inner.height() // 2)
        keys = "  ".join(command.keys[:2])
        font = theme.number_font(12)
        width = _draw(painter, top, keys, font, theme.QUIET, right=True)
        name = theme.FAINT if command.reason else theme.TEXT
        _draw(painter, top.adjusted(0, 0, -width - 12, 0), command.text,
                  theme.interface_font(), name)  # fmt: skip
        words = "  ·  ".join(
            part for part in (command.place, command.reason or command.help) if part
        )
        colour = theme.WARN if command.reason and state & state.State_Selected else theme.QUIET
        _draw(painter, below, words, theme.interface_font(12), colour)
        painter.restore()


def _draw(
    painter: QPainter, box: QRect, text: str, font: QFont, colour: str, *, right: bool = False
) -> int:
    """Draw what fits of one line; the width that it took."""
    metrics = QFontMetrics(font)
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, short)
    return metrics.horizontalAdvance(short)
