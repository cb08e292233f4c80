"""What the actions of the Take menu do with the selected takes, and which of them can be done.

It asks what is selected and tells the studio; what goes wrong is told, not raised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.library import Take
from tangostudio.library.take import COLOURS
from tangostudio.ui import take_menus
from tangostudio.ui.actions import Actions
from tangostudio.ui.drag_out import DragOut
from tangostudio.ui.texts import tr

ON_SELECTION = (
    *(f"take.rate_{stars}" for stars in range(6)),
    *(f"take.{verb}" for verb in ("favourite", "reject", "copy", "trash", "move", "tag")),
    *take_menus.COLOUR_ACTIONS,
)
ON_ONE = ("take.lineage", "take.like", "take.again", "take.vary", *take_menus.VARIATIONS)
MIDDLE = 2  # of the five distances


class TakeVerbs(QObject):
    """Binds the actions.

    Signals:
        failed(Exception): the studio said no.
        trashed(list): these takes are to go into the trash.
        like_wanted(int): the takes are to be ordered by their likeness to this one.
        take_wanted(int): another take is to be selected.
    """

    failed = Signal(object)
    trashed = Signal(list)
    like_wanted = Signal(int)
    take_wanted = Signal(int)

    def __init__(
        self,
        studio: Any,
        bridge: Any,
        actions: Actions,
        selected: Callable[[], list[int]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._bridge = bridge
        self._actions = actions
        self._selected = selected
        self._window = parent
        self.out = DragOut(studio, bridge, self)
        self._bind_marks()
        self._bind_making()

    def offer(self, ids: Sequence[int], in_trash: bool) -> None:
        """Enable what can be done with these takes; elsewhere say why not."""
        enable = self._actions.set_enabled
        for identifier in ON_SELECTION:
            enable(identifier, bool(ids), tr("Select a take first."))
        for identifier in ON_ONE:
            enable(identifier, len(ids) == 1, tr("Select one take first."))
        enable(
            "take.restore", bool(ids) and in_trash, tr("Select takes in the trash first.")
        )  # fmt: skip
        if in_trash:
            enable("take.trash", False, tr("It is in the trash already."))
        if len(ids) == 1:
            self._offer_making(ids[0])

    def on_selected(self, verb: Callable[[list[int]], object]) -> Callable[[], None]:
        """A verb for the selected takes."""

        def act() -> None:
            if ids := self._selected():
                self.attempt(lambda: verb(ids))

        return act

    def attempt(self, verb: Callable[[], object]) -> None:
        """Do something, and tell what goes wrong."""
        try:
            verb()
        except TangoStudioError as error:
            self.failed.emit(error)

    def move_to(self, project: str) -> None:
        """Put the selected takes into a project."""
        self.on_selected(lambda ids: self._studio.move_to_project(ids, project))()

    # --- marks ------------------------------------------------------------------------------------

    def _bind_marks(self) -> None:
        bind, studio = self._actions.bind, self._studio
        for stars in range(6):
            bind(f"take.rate_{stars}", self.on_selected(lambda ids, n=stars: studio.rate(ids, n)))
        for colour in ("", *COLOURS):
            name = f"take.colour_{colour or 'none'}"
            bind(name, self.on_selected(lambda ids, colour=colour: studio.colour(ids, colour)))
        bind("take.favourite", self.on_selected(self._toggle_favourite))
        bind("take.reject", self.on_selected(self._toggle_rejected))
        bind("take.trash", self.on_selected(self.trashed.emit))
        bind("take.restore", self.on_selected(studio.restore))
        bind("take.copy", self.on_selected(self.out.copy))
        bind("take.move", self._ask_project)

    def _takes(self) -> list[Take]:
        return [self._studio.take(take_id) for take_id in self._selected()]

    def _toggle_favourite(self, ids: list[int]) -> None:
        self._studio.favourite(ids, not all(take.favourite for take in self._takes()))

    def _toggle_rejected(self, ids: list[int]) -> None:
        self._studio.reject(ids, not all(take.rejected for take in self._takes()))

    def _ask_project(self) -> None:
        menu = QMenu(self._window)
        take_menus.fill_projects(menu, self._studio, self.move_to)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    @property
    def _over(self) -> QWidget:
        return self._window.window()

    # --- making -----------------------------------------------------------------------------------

    def _bind_making(self) -> None:
        bind = self._actions.bind
        bind("take.vary", self.on_selected(lambda ids: self._vary(ids[0], MIDDLE)))
        for place, name in enumerate(take_menus.VARIATIONS):
            bind(name, self.on_selected(lambda ids, place=place: self._vary(ids[0], place)))
        bind("take.again", self.on_selected(lambda ids: self._again(ids[0])))
        bind("take.like", self.on_selected(lambda ids: self.like_wanted.emit(ids[0])))
        bind("take.lineage", self.on_selected(lambda ids: self._lineage(ids[0])))

    def _vary(self, take_id: int, place: int) -> None:
        making = self._studio.making
        distance = making.DISTANCES[place]
        if not self._studio.take(take_id).imported:
            making.vary(take_id, distance)
            return
        read = making.prepare_take_start(take_id)

        def vary(start: Any) -> None:
            self.attempt(lambda: making.vary(take_id, distance, start=start))

        self._bridge.background(read, vary)

    def _again(self, take_id: int) -> None:
        from tangostudio.ui.again_dialog import AgainDialog

        self.attempt(lambda: self._open(AgainDialog(self._studio, take_id, self._over)))

    def _lineage(self, take_id: int) -> None:
        from tangostudio.ui.lineage_view import LineageDialog

        self.attempt(lambda: self._show_family(LineageDialog(self._studio, take_id, self._over)))

    def _show_family(self, dialog: Any) -> None:
        dialog.chosen.connect(self.take_wanted)
        dialog.again_wanted.connect(self._again)
        self._open(dialog)

    def _open(self, dialog: Any) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _offer_making(self, take_id: int) -> None:
        """What a model cannot do, and what needs a sound to be heard first, says why."""
        enable = self._actions.set_enabled
        try:
            take = self._studio.take(take_id)
        except TangoStudioError:
            return
        reason = tr("A recording was not made by a model.") if take.imported else ""
        known = {card.id for card in self._studio.catalogue.all()}
        if not reason and take.model not in known:
            reason = tr("The model {name} is not here any more.", name=take.model_name)
        enable("take.again", not reason, reason)
        if take.imported:  # it has no noise, but its sound can be started from
            reason = ""
        elif not reason:
            reason = self._studio.making.can(take.model, "vary")
        for identifier in ("take.vary", *take_menus.VARIATIONS):
            enable(identifier, not reason, reason)
        unheard = self._studio.likeness.ready(take_id)
        enable("take.like", not unheard, unheard)
