"""What takes measure as they are heard, with their edits: found behind the window, kept in memory.

It reads sound files on a thread of its own and never touches the database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tangostudio.audio import edits, facts, files
from tangostudio.audio.facts import Facts
from tangostudio.audio.files import FloatArray, Sound
from tangostudio.audio.timeline import Timeline
from tangostudio.errors import TangoStudioError
from tangostudio.library import Take
from tangostudio.messages import EditsHeard, Event

JOB = "heard"  # no stored job
KEPT = 512
MOST_WAITING = 64

Key = tuple[str, str]  # hash of the sound, edits as JSON


@dataclass(frozen=True, eq=False)
class EditedFacts(Facts):
    """A sound as it is heard; fields that a take has too mean the same.

    Attributes:
        timeline: the way back to the moments of the original.
    """

    frames: int
    sample_rate: int
    channels: int
    timeline: Timeline

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate


def examine(samples: FloatArray, sample_rate: int, timeline: Timeline) -> EditedFacts:
    """Measure a rendered sound, float32 (frames, channels)."""
    found = facts.examine(samples, sample_rate, loops=timeline.fold > 0)
    return EditedFacts(
        **vars(found),
        frames=len(samples),
        sample_rate=sample_rate,
        channels=samples.shape[1],
        timeline=timeline,
    )


def read(path: Path, text: str) -> tuple[Sound, Timeline]:
    """A stored sound with the edits that the JSON says. Raises AudioFileError, BadRequest."""
    sound = files.read(path)
    edited = edits.render_mapped(sound.samples, sound.sample_rate, edits.from_json(text))
    return Sound(edited.samples, sound.sample_rate), edited.timeline


class Heard:
    """Facts by sound and edits, the most recently used ones."""

    def __init__(
        self, deliver: Callable[[Event], None] | None, announce: Callable[[tuple[int, ...]], None]
    ) -> None:
        """Make an empty memory.

        Args:
            deliver: brings facts to the studio's thread; None finds them where they are asked for.
            announce: called with the ids of takes whose facts are here.
        """
        self._deliver = deliver
        self._announce = announce
        self._pool = ThreadPoolExecutor(1, "heard") if deliver else None
        self._known: OrderedDict[Key, EditedFacts] = OrderedDict()
        self._tried: dict[Key, int] = {}  # when a file that is or cannot be read was written
        self._waiting: dict[Key, set[int]] = {}

    def get(self, take: Take) -> EditedFacts | None:
        """The facts of an edited take; None while they are being found, or cannot be.

        Those that were not there yet are announced when they are.
        """
        key = (take.sha256, take.edits)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if key in self._waiting:
            self._waiting[key].add(take.id)
            return None
        written = _written_at(take.path)
        if self._tried.get(key) == written or len(self._waiting) >= MOST_WAITING:
            return None  # it would fail again, or is asked for again when there is room
        self._tried[key] = written
        if self._deliver is None:
            return self._keep(key, _find(take.path, take.edits))
        self._waiting[key] = {take.id}
        assert self._pool is not None
        self._pool.submit(self._find_behind, key, take.path)
        return None

    def now(self, take: Take) -> EditedFacts | None:
        """The same, found at once where they are not known."""
        key = (take.sha256, take.edits)
        if key in self._known:
            return self._known[key]
        return self._keep(key, _find(take.path, take.edits))

    def take_in(self, event: EditsHeard) -> None:
        """Keep what was found on the other thread."""
        key = (event.sha256, event.edits)
        self._keep(key, event.facts)
        takes = self._waiting.pop(key, set())
        if event.facts is not None:
            self._announce(tuple(sorted(takes)))

    def close(self) -> None:
        """Wait for the sound that is being read and start no more."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _keep(self, key: Key, facts: EditedFacts | None) -> EditedFacts | None:
        if facts is not None:
            self._tried.pop(key, None)
            self._known[key] = facts
            self._known.move_to_end(key)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return facts

    def _find_behind(self, key: Key, path: Path) -> None:
        assert self._deliver is not None
        self._deliver(EditsHeard(JOB, *key, _find(path, key[1])))


def _written_at(path: Path) -> int:
    """When a file was last written, in nanoseconds; 0 for one that is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _find(path: Path, text: str) -> EditedFacts | None:
    try:
        sound, timeline = read(path, text)
    except TangoStudioError:
        return None  # that the file is missing or damaged is said where it is heard
    return examine(sound.samples, sound.sample_rate, timeline)
