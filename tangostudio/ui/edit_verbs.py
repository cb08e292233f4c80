"""The verbs that edit the sound of takes, bound to their actions.

It knows the studio's edits, which takes are selected and what region is marked; it draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from tangostudio.audio import edits
from tangostudio.audio.edits import Edit, Edits
from tangostudio.errors import NotFound, TangoStudioError
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.seam import SeamListening
from tangostudio.ui.texts import tr
from tangostudio.ui.time_axis import TimeAxis

_ANY_TAKE = (
    *("sound.trim_silence", "sound.fade_in", "sound.fade_out", "sound.gain", "sound.remove_dc"),
    *("sound.normalise_peak", "sound.normalise_loudness", "sound.reverse", "sound.loop"),
    *("sound.mono", "sound.clear"),
)
_ONE_TAKE = ("sound.trim", "sound.seam", "sound.bake")


class EditVerbs(QObject):
    """Edits the selected takes; what needs a place in time is for the one that is shown.

    Attributes:
        take_id: the take that is shown, or None.

    Signals:
        changed(): another take is shown or selected, or its edits are others.
        form_wanted(Edit): the person is to fill in the numbers of an edit.
        gain_wanted(): the person wants to type a gain.
    """

    changed = Signal()
    form_wanted = Signal(object)
    gain_wanted = Signal()

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        axis: TimeAxis,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._bridge = bridge
        self._actions = actions
        self._axis = axis
        self._seam = SeamListening(audition, self)
        self._selected: tuple[int, ...] = ()
        self.take_id: int | None = None
        self._bind()
        axis.region_changed.connect(self.refresh)
        self.refresh()

    # --- what is edited ---------------------------------------------------------------------------

    def show(self, take_id: int | None) -> None:
        """Another take is shown."""
        self.take_id = take_id
        self.refresh()

    def select(self, ids: list[int]) -> None:
        """Other takes are selected."""
        self._selected = tuple(ids)
        self.refresh()

    @property
    def ids(self) -> list[int]:
        """The takes that are edited: those that are selected, or the one that is shown."""
        shown = [] if self.take_id is None else [self.take_id]
        return list(self._selected) or shown

    def take(self) -> Any:
        """The take that is shown, or None."""
        try:
            return None if self.take_id is None else self._studio.take(self.take_id)
        except NotFound:
            return None

    def edits(self) -> Edits:
        """The edits of the take that is shown; none where they cannot be read."""
        take = self.take()
        return () if take is None else edits.readable(take.edits)

    def trouble(self) -> str:
        """Why the edits of the take that is shown cannot be read, or ""."""
        return "" if self.take() is None else self._studio.editing.trouble(self.take_id)

    # --- verbs ------------------------------------------------------------------------------------

    def apply(self, edit: Edit) -> None:
        """Add an edit to the selected takes; without effect, it is taken away."""
        nothing = (isinstance(edit, edits.Gain) and edit.db == 0.0) or (
            isinstance(edit, edits.FadeIn | edits.FadeOut) and edit.seconds == 0.0
        )
        if nothing:
            self.remove(type(edit))
        else:
            self._try(lambda: self._studio.editing.apply(self.ids, edit))

    def remove(self, kind: type[Edit]) -> None:
        """Take the edits of a kind away from the selected takes."""
        self._try(lambda: self._studio.editing.remove(self.ids, kind))

    def fade(self, fade: Edit) -> None:
        """Set a fade of the take that is shown alone, as its handle was dragged."""
        take_id, nothing = self.take_id, getattr(fade, "seconds", 0.0) <= 0.0
        if take_id is None:
            return
        editing = self._studio.editing
        if nothing:
            self._try(lambda: editing.remove([take_id], type(fade)))
        else:
            self._try(lambda: editing.apply([take_id], fade))

    def trim(self, start: float, end: float, *, snap: bool = True) -> None:
        """Keep what is heard of the shown take between two moments."""
        take_id = self.take_id
        if take_id is not None:
            self._try(lambda: self._studio.editing.trim(take_id, start, end, snap=snap))

    def keep(self, start: float, end: float, *, snap: bool = True) -> None:
        """The same with moments of the original."""
        take_id = self.take_id
        if take_id is not None:
            self._try(lambda: self._studio.editing.keep(take_id, start, end, snap=snap))

    def refresh(self) -> None:
        """Enable what can be done now, with the reason where it cannot."""
        enable, none = self._actions.set_enabled, tr("Select a take first.")
        for identifier in _ANY_TAKE:
            enable(identifier, bool(self.ids), none)
        for identifier in _ONE_TAKE:
            enable(identifier, self.take_id is not None, none)
        if self.take_id is not None:
            marked = self._axis.region is not None
            enable("sound.trim", marked, tr("Mark a region first: drag over the waveform."))
            edited = bool(self.edits())
            enable("sound.bake", edited, tr("This take has no edits."))
        self.changed.emit()

    # --- inside -----------------------------------------------------------------------------------

    def _bind(self) -> None:
        bind = self._actions.bind
        bind("sound.trim", self._trim_to_region)
        bind("sound.trim_silence", lambda: self.apply(edits.TrimSilence()))
        bind("sound.fade_in", lambda: self._ask(edits.FadeIn, edits.FadeIn(0.1)))
        bind("sound.fade_out", lambda: self._ask(edits.FadeOut, edits.FadeOut(0.5)))
        bind("sound.gain", self.gain_wanted.emit)
        bind("sound.normalise_peak", lambda: self.apply(edits.PeakNormalise()))
        bind(
            "sound.normalise_loudness",
            lambda: self._ask(edits.LoudnessNormalise, edits.LoudnessNormalise()),
        )
        bind("sound.reverse", lambda: self._switch(edits.Reverse()))
        bind("sound.loop", lambda: self._ask(edits.LoopCrossfade, edits.LoopCrossfade()))
        bind("sound.seam", self._listen_to_seam)
        bind("sound.remove_dc", lambda: self._switch(edits.RemoveDC()))
        bind("sound.mono", lambda: self._switch(edits.Mono()))
        bind("sound.clear", lambda: self._try(lambda: self._studio.editing.clear(self.ids)))
        bind("sound.bake", self._bake)

    def _ask(self, kind: type[Edit], usual: Edit) -> None:
        """Have the numbers of an edit filled in, beginning with those that it has."""
        self.form_wanted.emit(edits.find(self.edits(), kind) or usual)

    def _switch(self, edit: Edit) -> None:
        """Add an edit without numbers, or take it away where the shown take has it."""
        if edits.find(self.edits(), type(edit)) is None:
            self.apply(edit)
        else:
            self.remove(type(edit))

    def _trim_to_region(self) -> None:
        region = self._axis.region
        if region is not None:
            self.trim(*region)

    def _listen_to_seam(self) -> None:
        self._axis.clear_region()
        self._seam.listen()

    def _bake(self) -> None:
        take_id = self.take_id
        if take_id is None:
            return
        work = self._studio.editing.prepare_bake(take_id)
        self._bridge.background(
            work, lambda baked: self._try(lambda: self._studio.editing.keep_baked(take_id, baked))
        )

    def _try(self, verb: Callable[[], object]) -> None:
        """Do it; what a person may know of goes where failures of background work go."""
        try:
            verb()
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
