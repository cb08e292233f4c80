"""Decoded sounds by id, read behind the window and kept while there is room.

A take is decoded with its edits, and anew when they change. Sounds that are no takes are lent an id
below zero. It knows nothing of what plays; a player only says at which rate it wants them.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tangostudio.audio.files import Sound
from tangostudio.errors import NotFound, TangoStudioError
from tangostudio.ui.bridge import Bridge, Task
from tangostudio.ui.sounding import NO_EDITS, Decoded, Lent, decode, prepare
from tangostudio.ui.texts import tr

if TYPE_CHECKING:
    from tangostudio.audio.player import Player

CACHE_BYTES = 192 * 2**20


class Sounds(QObject):
    """What is decoded, what is on its way, what cannot be read.

    Attributes:
        player: for whose device sounds are prepared; None while there is none.
        kept: id of the sound that is never let go.

    Signals:
        loaded(int): a sound is decoded, or decoded anew.
        failed(int): it cannot be read; `trouble` says why.
    """

    loaded = Signal(int)
    failed = Signal(int)

    def __init__(self, studio: Any, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._bridge = bridge
        self.player: Player | None = None
        self.kept: int | None = None
        self._decoded: OrderedDict[int, Decoded] = OrderedDict()
        self._troubles: dict[int, TangoStudioError] = {}
        self._tasks: dict[int, Task] = {}
        self._lent = Lent()

    @property
    def busy(self) -> bool:
        """Whether sounds are on their way."""
        return bool(self._tasks)

    def decoded(self, identifier: int | None) -> Decoded | None:
        """A sound as it was read and as the device wants it, or None while it is not at hand."""
        return self._decoded.get(identifier) if identifier is not None else None

    def sound(self, identifier: int | None) -> Sound | None:
        """A sound as it was read, with its edits, or None while it is not at hand."""
        decoded = self.decoded(identifier)
        return decoded.sound if decoded is not None else None

    def trouble(self, identifier: int | None) -> TangoStudioError | None:
        """Why a sound cannot be read, or None."""
        return self._troubles.get(identifier) if identifier is not None else None

    def forgive(self, identifier: int) -> None:
        """Try a sound again that could not be read."""
        self._troubles.pop(identifier, None)

    def forget(self) -> None:
        """Let all decoded sounds go."""
        self._decoded.clear()

    def lend(self, path: Path) -> int:
        """An id, below zero, for a sound file that is no take; see `sounding.Lent`."""
        return self._lent.identifier(path)

    def request(self, identifier: int) -> None:
        """Have a sound decoded; `loaded` or `failed` follows unless it is at hand."""
        if identifier in self._decoded:
            self._decoded.move_to_end(identifier)
        elif identifier not in self._tasks:
            self._decode(identifier)

    def prefetch(self, identifiers: Iterable[int]) -> None:
        """Have sounds decoded that may be wanted next."""
        for identifier in identifiers:
            if identifier not in self._troubles:
                self.request(identifier)

    def prepare_again(self) -> None:
        """The device's rate is another: only the kept sound is wanted at once."""
        kept = self.decoded(self.kept)
        self._decoded.clear()
        if kept is not None and self.kept is not None:
            work = functools.partial(prepare, kept.sound, self.player, self.kept, kept.edits)
            done = functools.partial(self._on_decoded, self.kept)
            self._tasks[self.kept] = self._bridge.background(work, done)

    def look_at_edits(self, take_ids: Iterable[int]) -> None:
        """Drop what is decoded with other edits than the takes have now; the kept one is read anew.

        Without ids all are looked at. Until it is read the kept sound stays as it was heard.
        """
        for take_id in list(take_ids) or list(self._decoded):
            decoded = self._decoded.get(take_id)
            if take_id < 0 or decoded is None:
                continue
            try:
                edits = self._source(take_id)[1]
            except NotFound:
                continue
            if edits == decoded.edits:
                continue
            if take_id != self.kept:
                del self._decoded[take_id]
            elif take_id not in self._tasks:
                self._decode(take_id)

    # --- inside -----------------------------------------------------------------------------------

    def _source(self, identifier: int) -> tuple[Path, str]:
        """The file of a sound and its edits. Raises NotFound."""
        if identifier < 0:
            return self._lent.path(identifier), NO_EDITS
        take = self._studio.take(identifier)
        return take.path, take.edits

    def _decode(self, identifier: int) -> None:
        try:
            path, edits = self._source(identifier)
        except NotFound as error:
            self._on_failed(identifier, error)
            return
        self._tasks[identifier] = self._bridge.background(
            functools.partial(decode, path, edits, self.player, identifier),
            functools.partial(self._on_decoded, identifier),
            functools.partial(self._on_failed, identifier),
        )

    def _on_decoded(self, identifier: int, decoded: Decoded) -> None:
        self._tasks.pop(identifier, None)
        self._decoded[identifier] = decoded
        self._trim()
        self.loaded.emit(identifier)
        self.look_at_edits([identifier])  # they may have changed meanwhile

    def _on_failed(self, identifier: int, error: Exception) -> None:
        self._tasks.pop(identifier, None)
        if not isinstance(error, TangoStudioError):
            error = TangoStudioError(tr("The sound cannot be read: {reason}.", reason=error))
        self._troubles[identifier] = error
        self.failed.emit(identifier)

    def _trim(self) -> None:
        total = sum(item.sound.samples.nbytes for item in self._decoded.values())
        for identifier in list(self._decoded):
            if total <= CACHE_BYTES:
                return
            if identifier != self.kept:
                total -= self._decoded.pop(identifier).sound.samples.nbytes
