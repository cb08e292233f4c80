"""Models mode: one row per model with what it is, what it needs, its state and one button.

It shows what the studio's models are and hands verbs on; how files are fetched it does not know.
Cards that cannot be used are rows too, with the sentence that says why.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget

from tangostudio import machine, paths
from tangostudio.ui import model_dialog_words, model_words, widgets
from tangostudio.ui.actions import Actions
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.model_row import BrokenRow, ModelRow
from tangostudio.ui.model_verbs import TO_FETCH, ModelVerbs
from tangostudio.ui.texts import mark, tr, tr_marked

WIDTH, NARROW = 1180, 1060
REFRESH_MS = 100
NOTHING_HEIGHT = 360
NO_ROW = mark("Go to a model first: the Tab key moves from one to the next.")


class ModelsView(QWidget):
    """The whole of Models mode.

    Attributes:
        rows: by the model's id, in the order of the page.
        verbs: what can be done with a model.

    Signals:
        chosen(str): the person wants to generate with this model.
    """

    chosen = Signal(str)

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        in_use: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        """Make the page; `in_use` tells the id of the model that takes are made with."""
        super().__init__(parent)
        self.setObjectName("models")
        self.setAccessibleName(tr("Models"))
        self._studio = studio
        self._actions = actions
        self._in_use = in_use
        self._free: int | None = None
        self._current = ""
        self._told: set[str] = set()  # models that there is news of; "" stands for all
        self._stops: list[QWidget] = []
        self.rows: dict[str, ModelRow] = {}
        self.verbs = ModelVerbs(studio, bridge, self)
        self.verbs.chosen.connect(self.chosen)
        self._soon = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._soon.timeout.connect(self._catch_up)
        self.verbs.refused.connect(self._tell)
        self._build()
        self._bind()
        bridge.changed.connect(self._follow)
        QApplication.instance().focusChanged.connect(self._focused)  # type: ignore[union-attr]
        self.refresh()

    def refresh(self) -> None:
        """Show the models as they are now."""
        self._soon.stop()
        self._told = set()
        makers, ears = self._offered()
        if [card.id for card in (*makers, *ears)] != list(self.rows):
            self._rebuild(makers, ears)
        for model in self.rows:
            self._show_row(model)
        self._filter()
        self._show_account()
        self._order()
        self._show_actions()

    def _catch_up(self) -> None:
        """Show what became of the models that were told of, or of all."""
        told, self._told = self._told, set()
        if not told <= set(self.rows):
            self.refresh()
            return
        for model in told:
            self._show_row(model)
        self._order()
        self._show_actions()

    def _show_row(self, model: str) -> None:
        row, state = self.rows[model], self.verbs.state(model)
        figures = model_words.figures(row.card, state, self._expected(row.card), self._free)
        row.show_state(state, figures, in_use=model == self._in_use())

    def showEvent(self, event: QShowEvent) -> None:
        """Times may have been learned, and memory freed, since the page was last seen."""
        super().showEvent(event)
        self._free = machine.free_memory()
        disk = machine.free_disk(paths.weights_dir())
        self._machine.setText(model_words.machine(os.cpu_count(), self._free, disk))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the rows stand otherwise."""
        super().resizeEvent(event)
        for row in self.rows.values():
            row.set_narrow(self.width() < NARROW)

    # --- what is shown ----------------------------------------------------------------------------

    def _offered(self) -> tuple[list[Any], list[Any]]:
        """Cards of models that make sounds, the bundled ones first, and of those that listen.

        A hidden card with files to fetch is one that nobody makes takes with, but that scores.
        """
        catalogue = self._studio.catalogue
        makers = sorted(catalogue, key=lambda card: bool(card.files) and not card.bundled)
        ears = [card for card in catalogue.all() if card.hidden and card.files and not card.bundled]
        return makers, ears

    def _expected(self, card: Any) -> Any:
        if card.hidden or not set(model_words.NUMBERS) <= set(card.parameters):
            return None
        values = {name: card.default(name) for name in model_words.NUMBERS}
        values["steps"] = int(values["steps"])
        return self._studio.expect(card.id, takes=1, **values)

    def _filter(self) -> None:
        """Hide what the filters leave out, and say so where nothing is left."""
        shown = {model: self._fits(row.card) for model, row in self.rows.items()}
        for model, row in self.rows.items():
            row.setVisible(shown[model])
        ears = [model for model, row in self.rows.items() if row.card.hidden]
        self._ears.setVisible(any(shown[model] for model in ears))
        self._nothing.setVisible(not any(shown.values()))

    def _fits(self, card: Any) -> bool:
        if self.commercial.isChecked() and card.licence.commercial == "no":
            return False
        known = self._free is not None and card.memory_bytes
        return not (self.fitting.isChecked() and known and card.memory_bytes > self._free)

    def _show_account(self) -> None:
        gated = [row.card.id for row in self.rows.values() if row.card.gated]
        token = self._studio.models.token
        self.account.setVisible(bool(gated))
        whose = (
            tr("Account {account}…", account=token.account)
            if token.account
            else tr("Access token…")
        )
        self.account.setText(whose if token.source else tr("Log in…"))
        self.account.setAccessibleName(self.account.text().rstrip("…"))
        known = model_dialog_words.token_source(token.source, token.account)
        self.account.setToolTip(known or tr("Some models are handed only to accounts."))

    def _show_all(self) -> None:
        for pill in (self.commercial, self.fitting):
            pill.setChecked(False)
        self.refresh()

    # --- the row that menus and shortcuts mean ----------------------------------------------------

    def _focused(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isVisible():
            return
        for model, row in self.rows.items():
            if row.isAncestorOf(now):
                self._scroll.ensureWidgetVisible(row, 0, 0)
                self._pick(model)
                return

    def _pick(self, model: str) -> None:
        self._current = model
        for identifier, row in self.rows.items():
            row.set_current(identifier == model)
        self._show_actions()

    def _show_actions(self) -> None:
        row = self.rows.get(self._current)
        state = row.state.state if row is not None else ""
        name = row.card.name if row is not None else ""
        removable = row is not None and row.removable()
        for verb, possible, reason in (
            ("get", state in TO_FETCH, tr("{name} is here already, or on its way.", name=name)),
            (
                "pause",
                state in model_words.UNDER_WAY,
                tr("{name} is not being downloaded.", name=name),
            ),
            ("remove", removable, tr("{name} cannot be removed.", name=name)),
        ):
            action = f"models.{verb}"
            self._actions.set_enabled(
                action, possible, reason if row is not None else tr_marked(NO_ROW)
            )

    def _bind(self) -> None:
        for verb in ("get", "pause", "remove"):
            self._actions.bind(f"models.{verb}", lambda verb=verb: self._run(verb, self._current))
        self._actions.bind("models.find_files", self.verbs.find_files)
        self._actions.bind("models.shopping_list", lambda: self.verbs.shopping_list())

    def _run(self, verb: str, model: str) -> None:
        self.verbs.run(verb, model)

    def _follow(self, change: Any) -> None:
        if change.kinds & {"models", "settings"} and self.isVisible():
            self._tell(model_words.told_of(change))

    def _tell(self, model: str) -> None:
        """There is news of a model; a download has some many times a second."""
        self._told.add(model)
        if not self._soon.isActive():
            self._soon.start()

    # --- making -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._machine = widgets.ElidedLabel("", "number-quiet")
        find, shopping = self._actions["models.find_files"], self._actions["models.shopping_list"]
        self.find_files = widgets.button(find.text(), "", find.trigger, tip=find.toolTip())
        self.shopping = widgets.button(
            shopping.text(), "", shopping.trigger, tip=shopping.toolTip()
        )
        self.commercial = self._pill(
            tr("Commercial use"), tr("Only models whose sounds may be sold")
        )
        self.fitting = self._pill(
            tr("Fits in memory"), tr("Only models that the free memory is enough for")
        )
        self.account = widgets.button("", "pill", self._log_in)
        self._list, self._heard = widgets.column(spacing=10), widgets.column(spacing=10)
        self._ears = widgets.section(tr("For listening and scoring"))
        self._nothing = self._make_nothing()
        texts = widgets.column(
            widgets.label(tr("Models"), "heading"),
            widgets.label(tr_marked(model_words.INTRODUCTION), "quiet", wrap=True),
            spacing=6,
        )
        head = widgets.row(spacing=8)
        head.addLayout(texts, 1)
        head.addSpacing(24)
        head.addWidget(self.find_files)
        head.addWidget(self.shopping)
        bar = widgets.row(self.commercial, self.fitting, 8)
        bar.addWidget(self._machine, 1)
        bar.addWidget(self.account)
        box = widgets.column(
            head, 4, bar, 2, self._list, self._nothing, 8, self._ears, self._heard, None, spacing=8
        )
        self._put(box)

    def _put(self, box: QVBoxLayout) -> None:
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        inner.setLayout(box)
        line = widgets.row(spacing=0)
        line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(widgets.holder(line, 32, 30, 32, 24))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(widgets.column(self._scroll, spacing=0))

    def _make_nothing(self) -> EmptyState:
        made = EmptyState()
        made.say(
            tr("No model passes these filters"),
            tr("Take one of them away to see what is left out."),
            picture="filter", button=tr("Show all"), pressed=self._show_all,
        )  # fmt: skip
        made.setMinimumHeight(NOTHING_HEIGHT)
        self.show_all = made.button
        return made

    def _pill(self, text: str, tip: str) -> QPushButton:
        made = widgets.button(text, "pill", self.refresh, tip=tip, name=f"{text}: {tip.lower()}")
        made.setCheckable(True)
        return made

    def _log_in(self) -> None:
        gated = (row.card.id for row in self.rows.values() if row.card.gated)
        self.verbs.log_in(next(gated), fetches=False)

    def _rebuild(self, makers: list[Any], ears: list[Any]) -> None:
        for layout in (self._list, self._heard):
            widgets.clear_layout(layout)
        self.rows = {}
        for layout, cards in ((self._list, makers), (self._heard, ears)):
            for card in cards:
                row = ModelRow(card)
                row.wanted.connect(lambda verb, card=card: self._run(verb, card.id))
                row.picked.connect(lambda card=card: self._pick(card.id))
                row.set_narrow(self.width() < NARROW)
                self.rows[card.id] = row
                layout.addWidget(row)
        for broken in self._studio.catalogue.broken:
            self._list.addWidget(BrokenRow(broken))
        self._pick(self._current)

    def _order(self) -> None:
        """The Tab key goes down the page, in each row from its button to what is beside it."""
        stops: list[QWidget] = [self.find_files, self.shopping, self.commercial, self.fitting]
        stops += [self.account, self.show_all]
        stops += [stop for row in self.rows.values() for stop in row.stops()]
        if stops != self._stops:
            self._stops = stops
            for before, after in itertools.pairwise(stops):
                QWidget.setTabOrder(before, after)
