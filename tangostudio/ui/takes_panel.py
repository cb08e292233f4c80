"""The takes: search bar, grid and list, what is selected, and what a click or a drag does.

It brings model, views, audition and studio together; it knows nothing of drawing or of rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QApplication, QMenu, QStackedLayout, QVBoxLayout, QWidget

from tangostudio.library import Take, TakeQuery
from tangostudio.messages import TakeReady
from tangostudio.ui import compare_facts, take_card, take_menus, takes_empty, theme
from tangostudio.ui.actions import Actions
from tangostudio.ui.announce import announce
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.search_bar import SearchBar
from tangostudio.ui.take_list import TakeList
from tangostudio.ui.take_verbs import TakeVerbs
from tangostudio.ui.takes_empty import TrashLine
from tangostudio.ui.takes_model import JOB_ROLE, TakesModel
from tangostudio.ui.takes_view import TakesListView, TakesView, selection_of

MOST_RENDERED_AHEAD = 24


class TakesPanel(QWidget):
    """Finds, shows and selects takes.

    Signals:
        selection_changed(list): ids of the selected takes, in the order of the grid.
    """

    selection_changed = Signal(list)

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("takesPanel")
        self._studio = studio
        self._bridge = bridge
        self._actions = actions
        self._audition = audition
        self._told: list[int] = []
        self._restoring = False
        self._heard_jobs: set[str] = set()
        self.search = SearchBar(studio)
        self.model = TakesModel(studio, self)
        self.view = TakesView()
        self.view.setModel(self.model)
        self.list = TakeList(self.view.cards)
        self.list.setModel(self.model)
        self.list.setSelectionModel(self.view.selectionModel())
        self.shown: TakesListView = self.view
        self.empty = EmptyState()
        self.trash_line = TrashLine(studio, actions["library.empty_trash"].trigger)
        self.verbs = TakeVerbs(studio, bridge, actions, self.selected_ids, self)
        self._lay_out()
        self._connect()
        self._bind()
        self._show_page()
        self._offer_actions()
        self._on_taste()

    # --- what is selected -------------------------------------------------------------------------

    def selected_ids(self) -> list[int]:
        """Ids of the selected takes, in the order of the grid."""
        chosen = self.view.selectionModel().selection()
        parts = (chosen.at(place) for place in range(chosen.count()))
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        return [take_id for row in rows if (take_id := self.model.id_at(row)) is not None]

    def current_id(self) -> int | None:
        """The take that the editor shows: the current one where it is selected."""
        current = self.view.currentIndex()
        if self.view.selectionModel().isSelected(current):
            return self.model.id_at(current.row())
        selected = self.selected_ids()
        return selected[0] if selected else None

    def select(self, take_id: int) -> None:
        """Select one take and bring it into view; nothing happens if it is not shown."""
        row = self.model.row_of(take_id)
        if row >= 0:
            index = self.model.index(row)
            self._select_only(index)
            self.shown.scrollTo(index)

    def make_current(self, take_id: int) -> None:
        """Make a take the current one; of several selected all stay so, otherwise it is alone."""
        row = self.model.row_of(take_id)
        index = self.model.index(row)
        if row >= 0 and self.view.selectionModel().isSelected(index):
            self.view.selectionModel().setCurrentIndex(index, _NO_UPDATE)
            self.shown.scrollTo(index)
        else:
            self.select(take_id)

    def _select_only(self, index: QModelIndex) -> None:
        # Said outright: the view's own way depends on which keys are held.
        command = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, command)

    def step(self, by: int) -> None:
        """Select and play the next take, or the one before; from nothing, the first."""
        row = self.view.currentIndex().row()
        jobs = self.model.first_row
        row = max(jobs, row + by) if self.selected_ids() else jobs
        take_id = self.model.id_at(row)
        if take_id is not None:
            self.select(take_id)
            self._audition.play(take_id)

    def select_many(self, ids: Iterable[int]) -> None:
        """Select takes; those that are not shown are left out."""
        rows = self.model.rows_of(ids)
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            self.view.selectionModel().setCurrentIndex(self.model.index(rows[0]), flags.NoUpdate)
        self.view.selectionModel().select(selection_of(self.model, rows), flags.ClearAndSelect)

    def focus(self) -> None:
        """Go to the takes, so that keys work on them."""
        self.shown.setFocus()

    def show_view(self, name: str) -> None:
        """Show the takes as "grid" or as "list"; what is selected stays so."""
        had_focus = self.shown.hasFocus()
        self.shown = self.list if name == "list" else self.view
        self.search.show_view(name)
        self._actions[f"view.{name}"].setChecked(True)
        self._show_page()
        self.shown.scrollTo(self.view.currentIndex())
        if had_focus:
            self.shown.setFocus()

    @property
    def view_name(self) -> str:
        """How the takes are shown: "grid" or "list"."""
        return "list" if self.shown is self.list else "grid"

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        host = QWidget()
        self._pages = QStackedLayout(host)
        for page in (self.view, self.list, self.empty):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(theme.GAP - 4)
        column.addWidget(self.search)
        column.addWidget(self.trash_line)
        column.addWidget(host, 1)

    def _connect(self) -> None:
        audition, selection = self._audition, self.view.selectionModel()
        for view in (self.view, self.list):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(self._show_menu)
            view.clicked.connect(self._clicked)
            view.drag_wanted.connect(self.drag_selected)
        self.view.playhead_moved.connect(self.list.show_playhead)
        self.list.sort_wanted.connect(self.search.set_sort)
        selection.selectionChanged.connect(self._on_selection)
        selection.currentChanged.connect(self._on_current)
        self.model.modelAboutToBeReset.connect(self._before_reset)
        self.model.modelReset.connect(self._after_reset)
        self.search.query_changed.connect(self._on_query)
        self.search.left.connect(self._go_to_takes)
        self.search.view_wanted.connect(self.show_view)
        self.search.failed.connect(self._bridge.crashed)
        self.verbs.failed.connect(self._bridge.crashed)
        self.verbs.trashed.connect(self._trash)
        self.verbs.like_wanted.connect(self.search.like)
        self.verbs.take_wanted.connect(self.show_take)
        audition.step_wanted.connect(self.step)
        audition.position_changed.connect(lambda _seconds: self._show_playhead())
        audition.state_changed.connect(self._show_playhead)
        audition.failed.connect(self.model.mark_missing)
        self._bridge.changed.connect(self._on_change)

    def _bind(self) -> None:
        bind = self._actions.bind
        bind("search.focus", self.search.focus)
        bind("edit.select_all", self.view.selectAll)
        bind("take.select_rejected", self._select_rejected)
        for name in ("grid", "list"):
            bind(f"view.{name}", lambda _on, name=name: self.show_view(name))
        self.list.show_order(self.model.query.sort)
        self.show_view("grid")

    # --- verbs ------------------------------------------------------------------------------------

    def _select_rejected(self) -> None:
        kept = set(self._studio.find_ids(replace(self.model.query, hide_rejected=True)))
        self.select_many([take_id for take_id in self.model.ids if take_id not in kept])

    def show_take(self, take_id: int) -> None:
        """Select a take wherever it is: filters that hide it are let go, its project is opened."""
        if self.model.row_of(take_id) < 0:
            self.verbs.attempt(lambda: self._find(self._studio.take(take_id)))
        self.select(take_id)

    def _find(self, take: Take) -> None:
        if take.project != self._studio.project:
            self._studio.open_project(take.project)
        self.search.clear()
        if take.trashed is not None or self.search.query.trashed:
            self.search.set_query(replace(self.search.query, trashed=take.trashed is not None))

    def _trash(self, ids: list[int]) -> None:
        """Into the trash; the take that follows is selected, so that the work goes on."""
        row = self.model.row_of(ids[-1])
        after = [self.model.id_at(row + 1), self.model.id_at(self.model.row_of(ids[0]) - 1)]
        self.verbs.attempt(lambda: self._studio.trash(ids))
        following = next((take_id for take_id in after if take_id is not None), None)
        if following is not None:
            self.select(following)

    def drag_selected(self) -> None:
        """Drag the selected takes out of the window as finished files."""
        ids = self.selected_ids()
        if not ids:
            return
        index = self.model.index(self.model.row_of(ids[0]))
        rect = take_card.wave_rect(QRect(QPoint(), self.view.gridSize()))
        picture = self.view.cards.wave(index, rect.size(), self.devicePixelRatioF())
        self.verbs.out.drag(self.shown, ids, picture)

    # --- what happens -----------------------------------------------------------------------------

    def _clicked(self, index: QModelIndex) -> None:
        take_id = self.model.id_at(index.row())
        if take_id is not None and not QApplication.keyboardModifiers() & _SELECTING:
            self._audition.play(take_id)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        take_id = self.model.id_at(current.row())
        if take_id is not None and not self._restoring:
            self._audition.prefetch(self.model.neighbours(take_id))

    def _on_selection(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        if not self._restoring:
            self._tell_selection()

    def _tell_selection(self) -> None:
        ids = self.selected_ids()
        if ids == self._told:
            return
        self._told = ids
        self._offer_actions()
        if 0 < len(ids) <= MOST_RENDERED_AHEAD:
            self._studio.prepare_drag(ids)
        self.selection_changed.emit(ids)
        announce(self.shown, self.model.said(ids))

    def _offer_actions(self) -> None:
        self.verbs.offer(self._told, self.model.query.trashed)

    def _on_query(self, query: TakeQuery) -> None:
        self.model.set_query(query)
        self.list.show_order(query.sort)
        self._show_page()
        self._offer_actions()

    def _on_change(self, change: Any) -> None:
        if "projects" in change.kinds:
            self.search.set_project(self._studio.project)
        if "lists" in change.kinds:
            self.search.lists.refresh()
        if "jobs" in change.kinds:
            self.model.update_jobs()
        if "takes" in change.kinds:
            self.model.update_takes(change.takes)
            self._tell_selection()
        if "taste" in change.kinds:
            self._on_taste()
        if isinstance(change.event, TakeReady):
            self._on_new_take(change.event)
        if change.kinds & {"takes", "jobs", "projects"}:
            self._show_page()

    def _on_taste(self) -> None:
        """Another order while nobody looks; before the person's eyes no card jumps away."""
        known = compare_facts.knowing(self._studio)
        self.search.offer_taste(known.enough, known.sentence)
        if self.model.query.sort == "taste" and not self.isVisible():
            self.model.reload()
        else:
            self.model.update_taste()

    def _on_new_take(self, event: TakeReady) -> None:
        """The first take of a job is shown where nothing is, and played where that is wished."""
        first = event.job not in self._heard_jobs
        self._heard_jobs.add(event.job)
        if not first or self._audition.playing:
            return
        part = self._studio.demonstration
        asked = part is None or part.job != event.job
        if self._studio.settings.play_new_takes and asked:
            self.select(event.take)
            self._audition.play(event.take)
        elif not self.selected_ids():
            self.select(event.take)

    def _before_reset(self) -> None:
        self._restoring = True
        self._scroll = [view.verticalScrollBar().value() for view in (self.view, self.list)]
        self._kept, self._kept_current = self.selected_ids(), self.current_id()

    def _after_reset(self) -> None:
        """Select again what was selected and is still there; stay where the view was."""
        model, chosen = (
            self.view.selectionModel(),
            selection_of(self.model, self.model.rows_of(self._kept)),
        )
        row = self.model.row_of(self._kept_current) if self._kept_current is not None else -1
        if row >= 0:
            model.setCurrentIndex(self.model.index(row), _NO_UPDATE)
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        for view, scroll in zip((self.view, self.list), self._scroll, strict=True):
            view.verticalScrollBar().setValue(scroll)
        self._restoring = False
        self._tell_selection()

    def _go_to_takes(self) -> None:
        """From the search field to the first take that was found."""
        if self.model.ids:
            self.focus()
            self.select(self.model.ids[0])

    def _show_playhead(self) -> None:
        audition, sound = self._audition, self._audition.sound(self._audition.current)
        if audition.playing and sound is not None and sound.seconds > 0:
            self.view.show_playhead(audition.current, audition.position / sound.seconds)
        elif self.view.cards.playing is not None:
            self.view.show_playhead(None, 0.0)

    # --- menus and empty states -------------------------------------------------------------------

    def _show_menu(self, place: QPoint) -> None:
        menu = self.menu_at(place)
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.shown.viewport().mapToGlobal(place))

    def menu_at(self, place: QPoint) -> QMenu | None:
        """The menu of what is under a point of the view: a take or a failed job."""
        index = self.shown.indexAt(place)
        card = index.data(JOB_ROLE)
        if card is not None:
            return take_menus.job_menu(card, self._studio, self)
        if self.model.id_at(index.row()) is None:
            return None
        if not self.view.selectionModel().isSelected(index):
            self._select_only(index)
        return take_menus.take_menu(self._actions, self._studio, self.verbs.move_to, self)

    def _show_page(self) -> None:
        count = len(self.model.ids)
        self.search.set_found(count)
        self.trash_line.show_for(self.model.query.trashed, count)
        if self.model.rowCount():
            self._pages.setCurrentWidget(self.shown)
            return
        takes_empty.explain(self.empty, self.search, self._actions)
        self._pages.setCurrentWidget(self.empty)


_SELECTING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
