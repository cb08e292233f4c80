"""The takes: search bar and grid, what is selected, and what a click, a key or a drag does.

It brings model, view, audition and studio together; it knows nothing of drawing or of rows.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QStackedLayout, QVBoxLayout, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.library import Take, TakeQuery
from tangostudio.messages import TakeReady
from tangostudio.ui import compare_facts, drag, take_card, theme
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.search_bar import SearchBar
from tangostudio.ui.takes_model import JOB_ROLE, TakesModel
from tangostudio.ui.takes_view import TakesView

CONTEXT_MENU = (
    ("play.toggle", "take.reuse"),
    ("take.export", "take.copy", "take.reveal"),
    ("take.rate_5", "take.rate_4", "take.rate_3", "take.rate_2", "take.rate_1", "take.rate_0"),
    ("take.favourite", "take.reject", "take.rename"),
    ("take.restore", "take.trash"),
)
ON_SELECTION = (
    *(f"take.rate_{stars}" for stars in range(6)),
    *(f"take.{verb}" for verb in ("favourite", "reject", "copy", "trash")),
)
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
        self.search = SearchBar(studio.project)
        self.model = TakesModel(studio, self)
        self.view = TakesView()
        self.view.setModel(self.model)
        self.empty = EmptyState()
        self._lay_out()
        self._connect()
        self._bind()
        self._show_page()
        self._offer_actions()
        self._on_taste()

    # --- what is selected -------------------------------------------------------------------------

    def selected_ids(self) -> list[int]:
        """Ids of the selected takes, in the order of the grid."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        return [take.id for row in rows if (take := self.model.take_at(row)) is not None]

    def current_id(self) -> int | None:
        """The take that the editor shows: the current one where it is selected."""
        take = self.model.take_at(self.view.currentIndex().row())
        selected = self.selected_ids()
        if take is not None and take.id in selected:
            return take.id
        return selected[0] if selected else None

    def select(self, take_id: int) -> None:
        """Select one take and bring it into view; nothing happens if it is not shown."""
        row = self.model.row_of(take_id)
        if row >= 0:
            index = self.model.index(row)
            self._select_only(index)
            self.view.scrollTo(index)

    def _select_only(self, index: QModelIndex) -> None:
        # Said outright: the view's own way depends on which keys are held.
        command = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, command)

    def step(self, by: int) -> None:
        """Select and play the next take, or the one before; from nothing, the first."""
        row = self.view.currentIndex().row()
        jobs = self.model.rowCount() - len(self.model.takes)
        row = max(jobs, row + by) if self.selected_ids() else jobs
        take = self.model.take_at(row)
        if take is not None:
            self.select(take.id)
            self._audition.play(take.id)

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        host = QWidget()
        self._pages = QStackedLayout(host)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(theme.GAP - 4)
        column.addWidget(self.search)
        column.addWidget(host, 1)

    def _connect(self) -> None:
        view, audition = self.view, self._audition
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.clicked.connect(self._clicked)
        view.drag_wanted.connect(self.drag_selected)
        view.selectionModel().selectionChanged.connect(self._on_selection)
        view.selectionModel().currentChanged.connect(self._on_current)
        self.model.modelAboutToBeReset.connect(self._before_reset)
        self.model.modelReset.connect(self._after_reset)
        self.search.query_changed.connect(self._on_query)
        self.search.left.connect(self._go_to_takes)
        audition.step_wanted.connect(self.step)
        audition.position_changed.connect(lambda _seconds: self._show_playhead())
        audition.state_changed.connect(self._show_playhead)
        audition.failed.connect(self.model.mark_missing)
        self._bridge.changed.connect(self._on_change)

    def _bind(self) -> None:
        bind, studio = self._actions.bind, self._studio
        for stars in range(6):
            bind(f"take.rate_{stars}", self._on_selected(lambda ids, n=stars: studio.rate(ids, n)))
        bind("take.favourite", self._on_selected(self._toggle_favourite))
        bind("take.reject", self._on_selected(self._toggle_rejected))
        bind("take.trash", self._on_selected(self._trash))
        bind("take.restore", self._on_selected(studio.restore))
        bind("take.copy", self._on_selected(lambda ids: drag.copy_files(studio.drag_files(ids))))
        bind("search.focus", self.search.focus)
        bind("edit.select_all", self.view.selectAll)

    def _on_selected(self, verb: Callable[[list[int]], object]) -> Callable[[], None]:
        """A verb for the selected takes; what goes wrong is told, not raised."""

        def act() -> None:
            ids = self.selected_ids()
            if not ids:
                return
            try:
                verb(ids)
            except TangoStudioError as error:
                self._bridge.crashed.emit(error)

        return act

    # --- verbs ------------------------------------------------------------------------------------

    def _selected_takes(self) -> list[Take]:
        return [self._studio.take(take_id) for take_id in self.selected_ids()]

    def _toggle_favourite(self, ids: list[int]) -> None:
        self._studio.favourite(ids, not all(take.favourite for take in self._selected_takes()))

    def _toggle_rejected(self, ids: list[int]) -> None:
        self._studio.reject(ids, not all(take.rejected for take in self._selected_takes()))

    def _trash(self, ids: list[int]) -> None:
        """Into the trash; the take that follows is selected, so that the work goes on."""
        row = self.model.row_of(ids[-1])
        after = [self.model.take_at(row + 1), self.model.take_at(self.model.row_of(ids[0]) - 1)]
        self._studio.trash(ids)
        following = next((take for take in after if take is not None), None)
        if following is not None:
            self.select(following.id)

    def drag_selected(self) -> None:
        """Drag the selected takes out of the window as finished files."""
        ids = self.selected_ids()
        if not ids:
            return
        try:
            paths = self._studio.drag_files(ids)
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
            return
        index = self.model.index(self.model.row_of(ids[0]))
        rect = take_card.wave_rect(self.view.visualRect(index))
        picture = self.view.cards.wave(index, rect.size(), self.devicePixelRatioF())
        drag.start_drag(self.view, paths, picture)

    # --- what happens -----------------------------------------------------------------------------

    def _clicked(self, index: QModelIndex) -> None:
        take = self.model.take_at(index.row())
        if take is not None and not QApplication.keyboardModifiers() & _SELECTING:
            self._audition.play(take.id)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        take = self.model.take_at(current.row())
        if take is not None and not self._restoring:
            self._audition.prefetch(self.model.neighbours(take.id))

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

    def _offer_actions(self) -> None:
        some, trashed = bool(self._told), self.model.query.trashed
        for identifier in ON_SELECTION:
            self._actions.set_enabled(identifier, some, "Select a take first.")
        self._actions.set_enabled(
            "take.restore", some and trashed, "Select takes in the trash first."
        )
        if trashed:
            self._actions.set_enabled("take.trash", False, "It is in the trash already.")

    def _on_query(self, query: TakeQuery) -> None:
        self.model.set_query(query)
        self._show_page()
        self._offer_actions()

    def _on_change(self, change: Any) -> None:
        if "projects" in change.kinds and self._studio.project != self.search.query.project:
            self.search.set_project(self._studio.project)
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
        self._scroll = self.view.verticalScrollBar().value()
        self._kept, self._kept_current = self.selected_ids(), self.current_id()

    def _after_reset(self) -> None:
        """Select again what was selected and is still there; stay where the view was."""
        model, rows = self.view.selectionModel(), self.model.rows_of(self._kept)
        chosen = QItemSelection()
        for first, last in _runs(rows):
            chosen.select(self.model.index(first), self.model.index(last))
        row = self.model.row_of(self._kept_current) if self._kept_current is not None else -1
        if row >= 0:
            model.setCurrentIndex(self.model.index(row), _NO_UPDATE)
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.verticalScrollBar().setValue(self._scroll)
        self._restoring = False
        self._tell_selection()

    def _go_to_takes(self) -> None:
        """From the search field to the first take that was found."""
        if self.model.takes:
            self.view.setFocus()
            self.select(self.model.takes[0].id)

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
            menu.popup(self.view.viewport().mapToGlobal(place))

    def menu_at(self, place: QPoint) -> QMenu | None:
        """The menu of what is under a point of the view: a take or a failed job."""
        index = self.view.indexAt(place)
        card = index.data(JOB_ROLE)
        if card is not None:
            return self._job_menu(card)
        if self.model.take_at(index.row()) is None:
            return None
        if not self.view.selectionModel().isSelected(index):
            self._select_only(index)
        menu = QMenu(self)
        for group in CONTEXT_MENU:
            for identifier in group:
                menu.addAction(self._actions[identifier])
            menu.addSeparator()
        return menu

    def _job_menu(self, card: take_card.JobCard) -> QMenu:
        menu = QMenu(self)
        if card.failed:
            menu.addAction("Try again", functools.partial(self._studio.retry, card.job))
            menu.addAction("Dismiss", functools.partial(self._studio.remove_job, card.job))
        else:
            menu.addAction("Cancel", functools.partial(self._studio.cancel, card.job))
        return menu

    def _show_page(self) -> None:
        if self.model.rowCount():
            self._pages.setCurrentWidget(self.view)
            return
        query = self.model.query
        if self.search.filtered:
            what = f"“{query.text}”" if query.text else "these filters"
            self.empty.say(
                f"No take matches {what}",
                "Search looks at titles, prompts, tags and notes.",
                picture="search",
                button="Clear search and filters",
                pressed=self.search.clear,
            )
        elif query.trashed:
            self.empty.say(
                "The trash is empty",
                "What you move to the trash can be brought back from here.",
                picture="trash",
                button="Back to the takes",
                pressed=self.search.leave_trash,
            )
        else:
            self.empty.say(
                "No takes yet",
                "Write what you want to hear on the left, then press Ctrl+Enter. "
                "Takes appear here one by one; a click plays them.",
                button="Write a prompt",
                pressed=self._actions["prompt.focus"].trigger,
            )
        self._pages.setCurrentWidget(self.empty)


_SELECTING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken run of ascending rows."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
