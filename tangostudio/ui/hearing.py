"""How sounds are heard: speed, direction, channels, shuttle. The sounds themselves stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tangostudio.audio.bus import Channels
from tangostudio.audio.varispeed import MOST_SEMITONES, rate_of

if TYPE_CHECKING:
    from tangostudio.audio.player import Player

FASTEST_SHUTTLE = 3  # one, two and four times the speed


@dataclass(frozen=True)
class Hearing:
    """A way of hearing; the default is the sound as it is.

    Attributes:
        semitones: pitch and speed together, 24 either way.
        shuttle: how often forward (above 0) or back (below 0) was pressed; 0 without it.
    """

    semitones: int = 0
    reverse: bool = False
    channels: Channels = "stereo"
    shuttle: int = 0

    @property
    def rate(self) -> float:
        """Speed of playing, 1/4 to 4; each press of shuttle doubles it."""
        pressed = max(0, abs(self.shuttle) - 1)
        return min(4.0, rate_of(self.semitones) * 2.0**pressed)

    @property
    def backward(self) -> bool:
        """Whether it plays towards its start: the shuttle goes back from either direction."""
        return self.reverse != (self.shuttle < 0)

    @property
    def as_is(self) -> bool:
        """Whether nothing is changed, the shuttle aside."""
        return replace(self, shuttle=0) == Hearing()

    def shifted(self, semitones: int) -> Hearing:
        """So many semitones faster, or slower below 0, as far as it goes."""
        wanted = self.semitones + semitones
        return replace(self, semitones=min(max(wanted, -MOST_SEMITONES), MOST_SEMITONES))

    def shuttled(self, way: int) -> Hearing:
        """Forward (1) or back (-1): the same way again is faster, the other way starts anew."""
        again = self.shuttle * way > 0
        pressed = min(abs(self.shuttle) + 1, FASTEST_SHUTTLE) if again else 1
        return replace(self, shuttle=way * pressed)

    def settled(self) -> Hearing:
        """The same without the shuttle."""
        return replace(self, shuttle=0)


def give(hearing: Hearing, player: Player) -> None:
    """Let a player play in a way; what is so already is left alone."""
    if player.rate != hearing.rate:
        player.rate = hearing.rate
    if player.reverse != hearing.backward:
        player.reverse = hearing.backward
    if player.channels != hearing.channels:
        player.channels = hearing.channels
