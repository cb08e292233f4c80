"""The actions of the window, made from their table: menus, buttons and tool tips use these.

It knows nothing of what an action does: a view binds a callable to an id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tangostudio.ui import icons
from tangostudio.ui.action_table import COMPARE, CREATE, MENUS, MODELS, TABLE, TUNE, ActionSpec
from tangostudio.ui.texts import mark, tr, tr_marked

__all__ = [
    "COMPARE",
    "CREATE",
    "MENUS",
    "MODELS",
    "TABLE",
    "TUNE",
    "ActionSpec",
    "Actions",
    "belongs_to_focus",
]


class Actions(QObject):
    """The `QAction`s of the table, by id; they hang on the main window so that shortcuts work.

    An action is enabled when its mode is open, something is bound to it and nobody disabled it.

    Signals:
        mode_changed(str): another mode was opened.
        keys_changed(): shortcuts were changed.
    """

    mode_changed = Signal(str)
    keys_changed = Signal()

    def __init__(self, window: QWidget, table: tuple[ActionSpec, ...] = TABLE) -> None:
        super().__init__(window)
        self.table = table
        self.mode = CREATE
        self._specs = {spec.id: spec for spec in table}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._reasons: dict[str, str] = {}
        self._bound: dict[str, Callable[..., object]] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._actions = {spec.id: self._make(spec, window) for spec in table}

    def __getitem__(self, identifier: str) -> QAction:
        return self._actions[identifier]

    def __iter__(self) -> Iterator[ActionSpec]:
        return iter(self.table)

    def spec(self, identifier: str) -> ActionSpec:
        """The table's entry of an action."""
        return self._specs[identifier]

    def bind(self, identifier: str, call: Callable[..., object]) -> None:
        """Say what an action does; a checkable one is called with its new state.

        A second call replaces the first.
        """
        action = self._actions[identifier]
        if identifier not in self._bound:
            action.triggered.connect(lambda checked: self._run(identifier, checked))
        self._bound[identifier] = call
        self._refresh(identifier)

    def borrow(self, calls: Mapping[str, Callable[..., object]]) -> Callable[[], None]:
        """Bind several actions for a while; the result gives them back to who had them before.

        What was bound by somebody else in the meantime stays theirs.
        """
        before = {identifier: self._bound.get(identifier) for identifier in calls}
        for identifier, call in calls.items():
            self.bind(identifier, call)

        def give_back() -> None:
            for identifier, owner in before.items():
                if self._bound[identifier] is calls[identifier]:
                    self._bound[identifier] = owner or _nothing
                    self._refresh(identifier)

        return give_back

    def set_enabled(self, identifier: str, enabled: bool, reason: str = "") -> None:
        """Enable or disable an action; the reason is shown where its help stands otherwise."""
        if enabled:
            self._reasons.pop(identifier, None)
        else:
            self._reasons[identifier] = reason
        self._refresh(identifier)

    def enabled(self, identifier: str) -> bool:
        """Whether the action would do something now."""
        return self._actions[identifier].isEnabled()

    def keys(self, identifier: str) -> tuple[str, ...]:
        """The shortcuts of an action now, as portable names; the first is the one shown."""
        return self._keys.get(identifier, self._specs[identifier].shortcuts)

    def set_keys(self, changed: Mapping[str, tuple[str, ...]]) -> None:
        """Put other shortcuts in force; what is not named has those of its table again."""
        before, self._keys = self._keys, dict(changed)
        for identifier in {*before, *changed}:
            keys = [QKeySequence(key) for key in self.keys(identifier)]
            self._actions[identifier].setShortcuts(keys)
            self._refresh(identifier)
        self.keys_changed.emit()

    def reason(self, identifier: str) -> str:
        """Why an action does nothing now; "" where it does something."""
        spec = self._specs[identifier]
        if self.enabled(identifier):
            return ""
        if spec.modes and self.mode not in spec.modes:
            names = [tr_marked(_MODE_NAMES[mode]) for mode in spec.modes]
            return tr("Works in {modes}.", modes=", ".join(names))
        return self._reasons.get(identifier, "") or tr("There is nothing to do for it now.")

    def set_text(self, identifier: str, text: str) -> None:
        """Another text for the menu, for example "Undo rename"."""
        self._actions[identifier].setText(text)
        self._refresh(identifier)

    def set_mode(self, mode: str) -> None:
        """Enable what works in this mode, disable the rest."""
        self.mode = mode
        for identifier in self._actions:
            self._refresh(identifier)
        self.mode_changed.emit(mode)

    def tip(self, identifier: str) -> str:
        """The tool tip of a control for this action: what it does and its shortcut."""
        action, spec = self._actions[identifier], self._specs[identifier]
        reason = self._reasons.get(identifier, "")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = action.text().rstrip("…").replace("&", "")
        head = f"{text}  ({keys})" if keys else text
        return f"{head}\n{reason or tr_marked(spec.help)}".rstrip()

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(tr_marked(spec.text), window)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        action.setCheckable(spec.checkable)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setEnabled(False)
        if spec.icon:
            action.setIcon(icons.icon(spec.icon))
        if spec.group:
            if spec.group not in self._groups:
                self._groups[spec.group] = QActionGroup(self)
            self._groups[spec.group].addAction(action)
        window.addAction(action)
        return action

    def _run(self, identifier: str, checked: bool) -> None:
        call = self._bound[identifier]
        if self._specs[identifier].checkable:
            call(checked)
        else:
            call()

    def _refresh(self, identifier: str) -> None:
        spec, action = self._specs[identifier], self._actions[identifier]
        in_mode = not spec.modes or self.mode in spec.modes
        bound = self._bound.get(identifier, _nothing) is not _nothing
        enabled = in_mode and bound and identifier not in self._reasons
        action.setEnabled(enabled)
        action.setToolTip(self.tip(identifier))
        action.setStatusTip(self._reasons.get(identifier, "") or tr_marked(spec.help))


_MODE_NAMES = {CREATE: mark("Create"), COMPARE: mark("Compare"), TUNE: mark("Tune"),
               MODELS: mark("Models")}  # fmt: skip


def _nothing(*_state: object) -> None:
    """What an action does that was given back and had no owner."""


_TYPING = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
_PRESS_KEYS = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select}
_MOVE_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
_EDIT_KEYS = _PRESS_KEYS | _MOVE_KEYS | {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


def belongs_to_focus(focus: QWidget | None, event: QKeyEvent) -> bool:
    """Whether the focused control needs this key itself, so that no shortcut may take it.

    Typing belongs to text fields, Space and Enter to buttons, arrows to sliders and lists of
    choices. Keys with Ctrl, Alt or Meta stay shortcuts. The window asks this for every
    `ShortcutOverride` that no control accepted.
    """
    modifiers = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    if focus is None or modifiers != Qt.KeyboardModifier.NoModifier:
        return False
    key = Qt.Key(event.key())
    if isinstance(focus, _TYPING):
        return key in _EDIT_KEYS or bool(event.text() and event.text().isprintable())
    if isinstance(focus, QAbstractButton):
        return key in _PRESS_KEYS
    if isinstance(focus, QAbstractSlider):
        return key in _MOVE_KEYS
    if isinstance(focus, QComboBox):
        return key in _MOVE_KEYS | _PRESS_KEYS
    return False
