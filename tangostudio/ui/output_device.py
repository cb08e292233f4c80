"""The output device as the window knows it: opened behind the window, chosen, gone and back.

Owns the player's opening and closing; it knows nothing of takes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tangostudio.errors import StorageError
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.sounding import Opening, default_player

if TYPE_CHECKING:
    from tangostudio.audio.player import Player


class OutputDevice(QObject):
    """The player and where it plays.

    Attributes:
        player: the audio player; None until sound was opened, which happens behind the window.
        name: of the chosen device, "" for the system's default.
        trouble: what is wrong with it, in words; empty when it is well.

    Signals:
        opened(): there is a player now.
        leaving(): another device is about to be opened.
        rate_changed(): sounds are to be prepared again.
        ended(): the player came to an end, or its device went away or came back.
        trouble_changed(str): `trouble` is another.
    """

    opened = Signal()
    leaving = Signal()
    rate_changed = Signal()
    ended = Signal()
    trouble_changed = Signal(str)

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        make_player: Callable[[], Player] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._bridge = bridge
        self.player: Player | None = None
        self.name = studio.settings.audio_device
        self.trouble = ""
        self._sample_rate = 0
        self._opening = Opening(make_player or default_player, self.name)
        bridge.background(self._opening.open, self._opened)
        bridge.changed.connect(self._on_change)

    def names(self) -> list[str]:
        """The output devices that there are."""
        return [item.name for item in self.player.devices()] if self.player is not None else []

    def choose(self, name: str) -> None:
        """Play through another device from now on; "" is the system's own choice."""
        self._open(name)
        try:
            self._studio.update_settings(replace(self._studio.settings, audio_device=name))
        except StorageError as error:
            self._bridge.crashed.emit(error)

    def look(self) -> None:
        """See whether the device is well and still wants sounds at the same rate."""
        trouble = self.player.problem if self.player is not None else ""
        if trouble != self.trouble:
            self.trouble = trouble
            self.trouble_changed.emit(trouble)
        if self.player is not None and self.player.sample_rate != self._sample_rate:
            self._sample_rate = self.player.sample_rate
            self.rate_changed.emit()

    def close(self) -> None:
        """Let go of the device."""
        self._opening.close()

    def _opened(self, player: Player) -> None:
        self.player = player
        player.on_finished.append(functools.partial(self._bridge.post, self.ended.emit))
        self.opened.emit()
        self.look()

    def _open(self, name: str) -> None:
        self.name = name
        if self.player is None:
            return
        self.leaving.emit()
        self.player.open(name)
        self._sample_rate = 0  # whatever its rate, the sounds are laid into it anew
        self.look()

    def _on_change(self, change: Any) -> None:
        device = self._studio.settings.audio_device
        if "settings" in change.kinds and device != self.name:
            self._open(device)
