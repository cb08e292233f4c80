"""Making a part of the shown take anew: the region, what comes after the end, or a loop's seam.

It asks in a small window and tells the studio; what a model cannot do is greyed with the reason.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tangostudio.errors import NotFound, TangoStudioError
from tangostudio.ui.actions import Actions
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.region_form import RegionForm, RegionWish
from tangostudio.ui.texts import tr
from tangostudio.ui.time_axis import TimeAxis

LONGEST_EXTENSION = 60.0
_ABILITIES = {"take.redo": "inpaint", "take.extend": "inpaint", "take.loop": "loop"}


class RegionVerbs(QObject):
    """Binds "redo this region", "extend" and "make seamless loop".

    Attributes:
        form: the window that was opened last, or None.
    """

    def __init__(
        self, studio: Any, bridge: Bridge, actions: Actions, axis: TimeAxis, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._bridge = bridge
        self._actions = actions
        self._axis = axis
        self._take_id: int | None = None
        self._anchor: QWidget | None = None
        self.form: RegionForm | None = None
        actions.bind("take.redo", self._ask_redo)
        actions.bind("take.extend", self._ask_extend)
        actions.bind("take.loop", self._ask_loop)
        axis.region_changed.connect(self.refresh)
        self.refresh()

    def set_anchor(self, anchor: QWidget) -> None:
        """The windows open above this control."""
        self._anchor = anchor

    def show(self, take_id: int | None) -> None:
        """Another take is shown."""
        self._take_id = take_id
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now, with the reason where it cannot."""
        for identifier, ability in _ABILITIES.items():
            reason = self._reason(ability)
            if not reason and identifier == "take.redo" and self._axis.region is None:
                reason = tr("Mark a region first: drag over the waveform.")
            self._actions.set_enabled(identifier, not reason, reason)

    # --- asking -----------------------------------------------------------------------------------

    def _ask_redo(self) -> None:
        region = self._axis.region
        if region is None:
            return
        start, end = region
        told = tr("{start:.2f} to {end:.2f} s is made anew, the rest stays.", start=start, end=end)
        self._open(
            tr("Redo this region"),
            told,
            lambda take, wish, sound: self._studio.making.redo(
                take.id, (region,), prompt=_other(wish, take), takes=wish.takes, start=sound
            ),
        )

    def _ask_extend(self) -> None:
        self._open(
            tr("Extend"),
            tr("The take goes on after its end; what it has now stays."),
            lambda take, wish, sound: self._studio.making.extend(
                take.id, wish.seconds, prompt=_other(wish, take), takes=wish.takes, start=sound
            ),
            longest=LONGEST_EXTENSION,
        )

    def _ask_loop(self) -> None:
        self._open(
            tr("Make seamless loop"),
            tr("Only the seam of end and beginning is made anew."),
            lambda take, wish, sound: self._studio.making.loop(
                take.id, takes=wish.takes, start=sound
            ),
            prompted=False,
        )

    def _open(
        self,
        title: str,
        explanation: str,
        make: Callable[[Any, RegionWish, Any], object],
        *,
        longest: float = 0.0,
        prompted: bool = True,
    ) -> None:
        take = self._take()
        if take is None or self._anchor is None:
            return
        prompt = (take.prompt or take.title) if prompted else None
        self.form = RegionForm(title, explanation, prompt, self._anchor, longest=longest)
        self.form.wanted.connect(
            lambda wish: self._begin(take.id, functools.partial(make, take, wish))
        )
        self.form.show_at(self._anchor)

    # --- inside -----------------------------------------------------------------------------------

    def _take(self) -> Any:
        try:
            return None if self._take_id is None else self._studio.take(self._take_id)
        except NotFound:
            return None

    def _reason(self, ability: str) -> str:
        take = self._take()
        if take is None:
            return tr("Select a take first.")
        try:
            return self._studio.making.can(
                take.model or self._studio.settings.default_model, ability
            )
        except TangoStudioError as error:
            return error.message

    def _begin(self, take_id: int, verb: Callable[[Any], object]) -> None:
        """Have the take's sound read, and its edits rendered, behind the window; then the verb."""
        try:
            read = self._studio.making.prepare_take_start(take_id)
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
            return
        self._bridge.background(read, functools.partial(self._finish, verb))

    def _finish(self, verb: Callable[[Any], object], sound: Any) -> None:
        try:
            verb(sound)
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)


def _other(wish: RegionWish, take: Any) -> str | None:
    """The prompt, where it is another than the take's own."""
    return wish.prompt if wish.prompt and wish.prompt != take.prompt else None
