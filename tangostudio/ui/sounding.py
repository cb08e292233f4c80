"""What listening needs beside a player: an open device, sounds ready for it, ids for loose files.

Nothing here touches a widget or a signal, so that all of it may run outside the window's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tangostudio.audio import files
from tangostudio.audio.files import Sound
from tangostudio.errors import NotFound

if TYPE_CHECKING:
    from tangostudio.audio.player import Player, Prepared


NO_EDITS = "[]"


@dataclass(frozen=True, eq=False)
class Decoded:
    """A take's sound with its edits, and as the device wants it once there is a device."""

    sound: Sound
    prepared: Prepared | None
    edits: str = NO_EDITS


def default_player() -> Player:
    """A player on the machine's own devices."""
    # Imported here, on a background thread: PortAudio looks for devices when it is loaded.
    from tangostudio.audio.player import Player

    return Player()


class Opening:
    """A player on its way: closed for certain, even when it is ready only after the end."""

    def __init__(self, make_player: Callable[[], Player], device: str) -> None:
        self._make_player = make_player
        self._device = device
        self._lock = threading.Lock()
        self._player: Player | None = None
        self._over = False

    def open(self) -> Player:
        """Make and open the player; on a background thread."""
        with self._lock:
            player = self._player = self._make_player()
            if not self._over:
                player.open(self._device)
        return player

    def close(self) -> None:
        """Close the player, now or as soon as it is there."""
        self._over = True
        with self._lock:
            if self._player is not None:
                self._player.close()


class Lent:
    """Ids below zero for sound files that are no takes."""

    def __init__(self) -> None:
        self._identifiers: dict[tuple[Path, int], int] = {}
        self._paths: dict[int, Path] = {}

    def identifier(self, path: Path) -> int:
        """The id of a file; one that was written anew gets another."""
        try:
            written = path.stat().st_mtime_ns
        except OSError:
            written = 0  # that it is gone is said when it is read
        identifier = self._identifiers.setdefault((path, written), -1 - len(self._identifiers))
        self._paths[identifier] = path
        return identifier

    def path(self, identifier: int) -> Path:
        """The file of an id; raises NotFound for one that was never lent."""
        if identifier not in self._paths:
            raise NotFound(f"There is no sound {identifier}.")
        return self._paths[identifier]


def decode(path: Path, edits: str, player: Player | None, key: int) -> Decoded:
    """Read a sound file and render its edits, a JSON list (see audio.edits).

    Edits that cannot be read leave the sound as it was made. Raises AudioFileError when the file
    cannot be read.
    """
    sound = files.read(path)
    if edits != NO_EDITS:
        from tangostudio.audio import edits as editing

        samples = editing.render(sound.samples, sound.sample_rate, editing.readable(edits))
        sound = Sound(samples, sound.sample_rate)
    return prepare(sound, player, key, edits)


def prepare(sound: Sound, player: Player | None, key: int, edits: str = NO_EDITS) -> Decoded:
    """Bring a sound to the rate of the player's device, if there is a player yet."""
    return Decoded(sound, player.prepare(sound, key) if player is not None else None, edits)
