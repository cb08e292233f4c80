"""The presets of a delivery as a list: those that ship, and one's own, which can be named anew.

It changes nothing itself; names are typed in place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from tangostudio.export.preset_files import LONGEST_NAME
from tangostudio.export.presets import Preset
from tangostudio.ui import icons, widgets
from tangostudio.ui.texts import tr

ROW, MOST_SEEN = 28, 8
_ID, _NAME = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class PresetList(QWidget):
    """The list and its verbs.

    Signals:
        chosen(str): the id of the preset that the person went to.
        save_wanted(): what the form says is to become a preset of one's own.
        update_wanted(): the chosen own preset is to become what the form says.
        renamed(str, str): an own preset's id and its new name.
        remove_wanted(str): an own preset is to go.
    """

    chosen = Signal(str)
    save_wanted = Signal()
    update_wanted = Signal()
    renamed = Signal(str, str)
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: frozenset[str] = frozenset()
        self._changed = False
        self.list = _List()
        self.list.currentItemChanged.connect(self._go)
        self.list.itemChanged.connect(self._named)
        self.list.delete_pressed.connect(self._remove)
        self.list.itemDelegate().closeEditor.connect(self._typed)
        self.save = widgets.button(tr("Save as own"), "quiet-link", self._save)
        self.update_own = widgets.button(tr("Save"), "quiet-link", self.update_wanted.emit)
        self.update_own.setToolTip(tr("Keep the changes in this preset"))
        self.rename = widgets.icon_button("pencil", tr("Rename this preset"), self.edit_name)
        self.remove = widgets.icon_button("trash", tr("Delete this preset"), self._remove)
        verbs = widgets.row(self.save, self.update_own, None, self.rename, self.remove, spacing=2)
        self.save.setProperty("flush", True)
        self.setLayout(widgets.column(self.list, verbs, spacing=4))
        self._offer()

    def set_presets(self, presets: Sequence[Preset], own: Collection[str], chosen: str) -> None:
        """Show presets, without a signal.

        Args:
            own: ids of those that can be renamed and deleted.
            chosen: id of the one that is marked.
        """
        self._own = frozenset(own)
        with QSignalBlocker(self.list):
            self.list.clear()
            for preset in presets:
                item = QListWidgetItem(preset.name)
                item.setData(_ID, preset.id)
                item.setData(_NAME, preset.name)
                if preset.id in self._own:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                    item.setIcon(icons.icon("dot"))
                    item.setToolTip(tr("Your own preset"))
                self.list.addItem(item)
                if preset.id == chosen:
                    self.list.setCurrentItem(item)
        rows = min(max(len(presets), 3), MOST_SEEN)
        self.list.setFixedHeight(rows * ROW + 10)
        self._offer()

    def current(self) -> str:
        """The id of the chosen preset, or ""."""
        item = self.list.currentItem()
        return item.data(_ID) if item else ""

    def names(self) -> list[str]:
        """The presets' names, in the list's order."""
        return [self.list.item(row).data(_NAME) for row in range(self.list.count())]

    def set_changed(self, changed: bool) -> None:
        """Say beside the chosen name that the form differs from it."""
        self._changed = changed
        if self.list.state() == QAbstractItemView.State.EditingState:
            self._offer()
            return  # a name is being typed there
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                item = self.list.item(row)
                on = changed and item is self.list.currentItem()
                name = item.data(_NAME)
                item.setText(tr("{name} · changed", name=name) if on else name)
        self._offer()

    def edit_name(self) -> None:
        """Let the chosen own preset's name be typed."""
        item = self.list.currentItem()
        if item is not None and item.data(_ID) in self._own:
            with QSignalBlocker(self.list):
                item.setText(item.data(_NAME))
            self.list.editItem(item)

    def _save(self) -> None:
        self.save_wanted.emit()
        self.edit_name()

    def _go(self, item: QListWidgetItem | None) -> None:
        self._offer()
        if item is not None:
            self.chosen.emit(item.data(_ID))

    def _named(self, item: QListWidgetItem) -> None:
        name = " ".join(item.text().split())[:LONGEST_NAME]
        if not name or name == item.data(_NAME):
            self.set_changed(self._changed)
        else:
            identifier = item.data(_ID)  # once the list has closed the field
            QTimer.singleShot(0, self, lambda: self.renamed.emit(identifier, name))

    def _typed(self, *_how: object) -> None:
        QTimer.singleShot(0, self, lambda: self.set_changed(self._changed))

    def _remove(self) -> None:
        if self.current() in self._own:
            self.remove_wanted.emit(self.current())

    def _offer(self) -> None:
        own = self.current() in self._own
        self.update_own.setVisible(own and self._changed)
        for verb, why_not in (
            (self.rename, tr("Presets that ship keep their name")),
            (self.remove, tr("Presets that ship stay")),
        ):
            verb.setEnabled(own)
            verb.setToolTip(verb.accessibleName() if own else why_not)


class _List(QListWidget):
    """Arrow keys go through the presets; Delete is told, Enter is left to the sheet.

    Signals:
        delete_pressed(): Delete was pressed and no name is being typed.
    """

    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Presets"))
        self.setProperty("kind", "presets")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete deletes; everything else is the list's own."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
