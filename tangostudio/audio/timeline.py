"""Where the moments of an edited sound were in the original. Knows nothing of samples."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Timeline:
    """The way between an edited sound and its original, all in frames.

    Attributes:
        frames: length of the edited sound.
        origin: where its first moment was.
        direction: 1, or -1 where it runs backwards.
        fold: how many frames of a loop's end lie over its beginning.
    """

    frames: int
    origin: int = 0
    direction: int = 1
    fold: int = 0

    @classmethod
    def whole(cls, frames: int) -> Timeline:
        """That of a sound without edits."""
        return cls(frames)

    def cut(self, start: int, end: int) -> Timeline:
        """Only the frames from `start` to `end` are left."""
        origin = self.origin + self.direction * start
        fold = self.fold if end == self.frames else 0
        return replace(self, frames=end - start, origin=origin, fold=fold)

    def reversed(self) -> Timeline:
        """It runs the other way."""
        last = self.origin + self.direction * self.frames
        return replace(self, origin=last, direction=-self.direction)

    def folded(self, frames: int) -> Timeline:
        """So many frames of the end lie over the beginning now."""
        return replace(self, frames=self.frames - frames, fold=self.fold + frames)

    @property
    def kept(self) -> tuple[int, int]:
        """Start and end of what is left of the original, what was folded included."""
        ends = (self.origin, self.origin + self.direction * (self.frames + self.fold))
        return min(ends), max(ends)

    def to_original(self, frame: float) -> float:
        """Where a position of the edited sound was in the original."""
        return self.origin + self.direction * frame

    def to_edited(self, frame: float) -> float:
        """Where a position of the original is now; outside 0 to `frames` when it was cut."""
        return (frame - self.origin) * self.direction
