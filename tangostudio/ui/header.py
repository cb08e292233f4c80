"""The header: menu and name, project, modes, model, and the state at a glance.

It shows what the window tells it and knows no studio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from tangostudio.ui import icons, theme, widgets
from tangostudio.ui.actions import Actions
from tangostudio.ui.texts import mark, tr, tr_marked

MODES = (
    ("create", mark("Create")),
    ("compare", mark("Compare")),
    ("tune", mark("Tune")),
    ("models", mark("Models")),
)
PROJECT_WIDTH = 96
MODEL_WIDTH = 250
TAB_PADDING = 34
_CHIP_WORDS = {"yes": mark("free"), "limited": mark("limited"), "no": mark("research")}


class Header(QWidget):
    """48 pixels along the top.

    Signals:
        mode_chosen(str): a tab was pressed.
        model_chosen(str): another model was chosen; its id.
        models_wanted(): the person wants to see all models.
    """

    mode_chosen = Signal(str)
    model_chosen = Signal(str)
    models_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.HEADER)
        self._model = ""
        self._card: Any = None
        self._adapters = ""
        self.menu = _pill("", tr("Menu: every action"), kind="icon")
        self.menu.setIcon(icons.icon("menu"))
        self.menu.setFixedSize(28, 28)
        self.project = _pill(tr("Project ▾"), tr("Project: open, start or rename"))
        self.model = _pill(tr("Model ▾"), tr("Model"))
        self.memory = widgets.label("", "number-quiet")
        self.memory.setToolTip(tr("Free memory of this computer"))
        self.offline_text = widgets.label("", "small")
        self._dot = widgets.label()
        self.offline = widgets.holder(widgets.row(self._dot, self.offline_text, spacing=4))
        self.set_traffic("")
        self.tabs = {mode: self._tab(mode, text, actions) for mode, text in MODES}
        self._lay_out()

    def set_menu(self, menu: QMenu) -> None:
        """The menu with every action."""
        self.menu.setMenu(menu)

    def set_project(self, name: str) -> None:
        """The open project's name."""
        shown = self.project.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, PROJECT_WIDTH
        )
        self.project.setText(f"{shown} ▾")
        self.project.setAccessibleName(tr("Project {name}", name=name))
        self.project.setToolTip(tr("Project {name}: open another, start or rename", name=name))

    def set_mode(self, mode: str) -> None:
        """Mark the tab of the mode that is open."""
        for name, tab in self.tabs.items():
            tab.setChecked(name == mode)

    def set_models(
        self, cards: Iterable[Any], broken: Iterable[Any], away: Mapping[str, str] | None = None
    ) -> None:
        """Offer these models; what cannot be used is shown below, greyed, with its reason.

        Args:
            away: why a model that is not on this computer is not, by its id.
        """
        menu = QMenu(self.model)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        reasons, known = away or {}, list(cards)
        for card in known:
            if card.id not in reasons:
                self._offer(menu, group, card)
        menu.addSeparator()
        for card in known:
            if card.id in reasons:
                _grey(menu, f"{card.name}   ·   {reasons[card.id]}", tr("See Models"))
        for entry in broken:
            _grey(
                menu, tr("{id}   ·   cannot be used", id=entry.id), f"{entry.message} {entry.hint}"
            )
        menu.addSeparator()
        menu.addAction(tr("Get models…"), self.models_wanted.emit)
        if (before := self.model.menu()) is not None:
            before.deleteLater()
        self.model.setMenu(menu)

    def _offer(self, menu: QMenu, group: QActionGroup, card: Any) -> None:
        licence = tr_marked(_CHIP_WORDS.get(card.licence.commercial, mark("unknown")))
        action = menu.addAction(f"{card.name}   ·   {licence}")
        action.setToolTip(f"{card.summary} {card.notice}".strip())
        action.setCheckable(True)
        action.setData(card.id)
        action.setChecked(card.id == self._model)
        group.addAction(action)
        action.triggered.connect(lambda: self.model_chosen.emit(card.id))

    def set_model(self, card: Any) -> None:
        """Show which model is in use."""
        self._model, self._card = card.id, card
        self._show_model()
        for action in self.model.menu().actions() if self.model.menu() else ():
            action.setChecked(action.data() == card.id)

    def set_adapters(self, text: str) -> None:
        """Show the adapters that the model is used with: "My taste 3 · 80 %"; "" for none."""
        self._adapters = text
        if self._card is not None:
            self._show_model()

    def _show_model(self) -> None:
        card, elided = self._card, self.model.fontMetrics().elidedText
        licence = tr_marked(_CHIP_WORDS.get(card.licence.commercial, mark("unknown")))
        right, middle = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
        if self._adapters:
            shown = elided(f"{card.name} + {self._adapters}", middle, MODEL_WIDTH)
        else:
            shown = f"{elided(card.name, right, 180)} · {licence}"
        self.model.setText(f"{shown} ▾")
        with_it = tr(" with {adapters}", adapters=self._adapters) if self._adapters else ""
        self.model.setAccessibleName(
            tr(
                "Model {name}{with_it}, licence {licence}",
                name=card.name,
                with_it=with_it,
                licence=card.licence.name,
            )
        )
        licence = f"{card.licence.summary}\n{card.notice}".strip()
        self.model.setToolTip(f"{card.name}{with_it}: {card.summary}\n{licence}")

    def set_memory(self, text: str) -> None:
        """Free memory, as text."""
        self.memory.setText(text)
        self.memory.setAccessibleName(text)

    def set_traffic(self, text: str) -> None:
        """What comes over the network right now; "" for nothing, as almost always."""
        self._dot.setPixmap(icons.pixmap("dot", theme.INFO if text else theme.GOOD, 14, 2))
        self.offline_text.setText(text or tr("Offline, on this computer"))
        self.offline.setToolTip(
            tr("A model is being downloaded; nothing of yours is sent.")
            if text
            else tr("Nothing is sent anywhere: sounds are made on this computer.")
        )
        self.offline.setAccessibleName(text or tr("Offline: everything stays on this computer"))

    def set_compact(self, compact: bool) -> None:
        """Hide what may be missed, for a narrow window."""
        self.memory.setVisible(not compact)
        self.offline_text.setVisible(not compact)

    def _tab(self, mode: str, text: str, actions: Actions) -> QPushButton:
        tab = widgets.button(
            tr_marked(text), "tab", _emitter(self, mode), tip=actions.tip(f"mode.{mode}")
        )
        tab.setCheckable(True)
        tab.setChecked(mode == "create")
        tab.setAccessibleName(tr("{mode} mode", mode=tr_marked(text)))
        # The open tab's text is bolder, and a tab must not grow when it is pressed.
        width = QFontMetrics(theme.interface_font(semibold=True)).horizontalAdvance(tab.text())
        tab.setMinimumWidth(width + TAB_PADDING)
        return tab

    def _lay_out(self) -> None:
        left = QWidget()
        left.setLayout(
            widgets.row(self.menu, widgets.label("Tango Studio", "name"), 6, self.project, None)
        )
        left.setFixedWidth(theme.LEFT + 2)
        line = widgets.row(
            left, *self.tabs.values(), None, self.memory, self.model, self.offline, spacing=6
        )
        line.insertSpacing(line.indexOf(self.memory) + 1, 8)
        line.insertSpacing(line.indexOf(self.offline), 6)
        line.setContentsMargins(10, 0, theme.MARGIN, 0)
        self.setLayout(line)


def _emitter(header: Header, mode: str) -> Callable[[], None]:
    def call() -> None:
        header.set_mode(mode)
        header.mode_chosen.emit(mode)

    return call


def _pill(text: str, name: str, kind: str = "pill") -> QPushButton:
    return widgets.button(text, kind, None, tip=name, name=name)


def _grey(menu: QMenu, text: str, reason: str) -> None:
    action = menu.addAction(text)
    action.setToolTip(reason)
    action.setEnabled(False)
