"""Editing in the editor: the verbs, the row of buttons and the grips, wired to each other."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tangostudio.audio.timeline import Timeline
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.edit_bar import EditBar
from tangostudio.ui.edit_handles import EditHandles
from tangostudio.ui.edit_verbs import EditVerbs
from tangostudio.ui.region_verbs import RegionVerbs
from tangostudio.ui.time_axis import TimeAxis


class EditTools(QObject):
    """What is needed to edit the take that the editor shows.

    Attributes:
        verbs, bar, handles, regions: the parts.
    """

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        actions: Actions,
        audition: Audition,
        axis: TimeAxis,
        waveform: QWidget,
    ) -> None:
        super().__init__(waveform)
        self._studio = studio
        self.verbs = EditVerbs(studio, bridge, actions, audition, axis, self)
        self.regions = RegionVerbs(studio, bridge, actions, axis, self)
        self.bar = EditBar(actions, self.verbs)
        self.handles = EditHandles(waveform, axis, self.verbs, bridge)
        self.regions.set_anchor(self.bar)
        bridge.changed.connect(self._on_change)

    def show(self, take_id: int | None) -> None:
        """Another take is shown, or the same in another state."""
        self.verbs.show(take_id)
        self.regions.show(take_id)
        usable = self.verbs.take() is not None and not self.verbs.trouble()
        self.handles.show(self._timeline(), usable=usable)

    def select(self, ids: list[int]) -> None:
        """Other takes are selected."""
        self.verbs.select(ids)

    def _timeline(self) -> Timeline | None:
        """That of the take that is shown, as far as it is known."""
        take = self.verbs.take()
        if take is None:
            return None
        if not take.edited:
            return Timeline.whole(take.frames)
        facts = self._studio.editing.facts(take)
        return None if facts is None else facts.timeline

    def _on_change(self, change: Any) -> None:
        shown = self.verbs.take_id
        if "takes" in change.kinds and shown is not None and shown in (change.takes or (shown,)):
            self.show(shown)
        elif change.kinds & {"models", "settings"}:
            self.regions.refresh()
