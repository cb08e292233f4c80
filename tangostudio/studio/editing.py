"""Edits of takes as verbs that can be undone: the list changes, the original never does.

Positions are seconds of the sound as it is heard. Reading and rendering happens on whichever thread
calls `read` and `Bake.render`; everything else belongs to the studio's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio import __version__
from tangostudio.audio import edits as audio_edits
from tangostudio.audio import files, quality
from tangostudio.audio.edits import Edit, Edits, Trim
from tangostudio.audio.files import Sound, Stored
from tangostudio.audio.timeline import Timeline
from tangostudio.errors import BadRequest
from tangostudio.library import NewTake, Take
from tangostudio.library.take import MAX_TITLE_LENGTH
from tangostudio.messages import EditsHeard, Event
from tangostudio.studio import foreign, heard
from tangostudio.studio.heard import EditedFacts, Heard
from tangostudio.studio.history import Deed

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

_NOT_MENDED = "again"  # what a flag names that only another take mends


@dataclass(frozen=True)
class Baked:
    """A rendered sound that lies in the library's folder and is no take yet."""

    stored: Stored
    facts: EditedFacts


class Editing:
    """The edits of the studio's takes."""

    def __init__(self, studio: Studio, deliver: Callable[[Event], None] | None) -> None:
        self._studio = studio
        self._heard = Heard(deliver, lambda takes: studio.changes.announce("takes", takes=takes))

    # --- what there is ----------------------------------------------------------------------------

    def edits(self, take_id: int) -> Edits:
        """The edits of a take. Raises NotFound, BadRequest when they cannot be read."""
        return audio_edits.from_json(self._studio.take(take_id).edits)

    def trouble(self, take_id: int) -> str:
        """Why the edits of a take cannot be read, or ""; it is then heard as it was made."""
        try:
            self.edits(take_id)
        except BadRequest as error:
            return error.message
        return ""

    def facts(self, take: Take) -> EditedFacts | None:
        """What an edited take measures; None for one without edits and until it is known.

        "takes" is announced when it is known.
        """
        return self._heard.get(take) if take.edited else None

    def as_heard(self, take: Any) -> Any:
        """The facts of a take as it is heard, or the take itself: both have the same names."""
        return self.facts(take) or take if isinstance(take, Take) else take

    def timeline(self, take_id: int) -> Timeline:
        """The way between the sound as it is heard and its original; read now if it must be."""
        take = self._studio.take(take_id)
        found = self._heard.now(take) if take.edited else None
        return found.timeline if found is not None else Timeline.whole(take.frames)

    def sound(self, take_id: int) -> Sound:
        """The sound of a take with its edits. Raises NotFound, AudioFileError, BadRequest."""
        take = self._studio.take(take_id)
        return heard.read(take.path, take.edits)[0]

    # --- changing ---------------------------------------------------------------------------------

    def apply(self, ids: Sequence[int], edit: Edit) -> None:
        """Add an edit to takes, in place of one of its kind. Raises NotFound, BadRequest."""
        lists = {take: audio_edits.add(self.edits(take), edit) for take in ids}
        self._write(edit.kind, lists)

    def remove(self, ids: Sequence[int], kind: type[Edit]) -> None:
        """Take the edits of a kind away. Raises NotFound, BadRequest."""
        lists = {take: audio_edits.remove(self.edits(take), kind) for take in ids}
        self._write(f"removing {kind.kind}", lists)

    def set(self, take_id: int, edits: Sequence[Edit], label: str = "editing") -> None:
        """Replace the edits of a take. Raises NotFound."""
        self._write(label, {take_id: tuple(edits)})

    def clear(self, ids: Sequence[int]) -> None:
        """Hear takes as they were made. Raises NotFound."""
        self._write("clearing edits", dict.fromkeys(ids, ()))

    def trim(self, take_id: int, start: float, end: float, *, snap: bool = True) -> None:
        """Keep what is heard between two moments; short fades are added where there are none.

        Raises:
            NotFound, BadRequest: no such take, or edits that cannot be read.
        """
        timeline, rate = self.timeline(take_id), self._studio.take(take_id).sample_rate
        last = timeline.frames + timeline.fold if end * rate >= timeline.frames else end * rate
        ends = (timeline.to_original(max(0.0, start * rate)), timeline.to_original(last))
        self.keep(take_id, min(ends) / rate, max(ends) / rate, snap=snap)

    def keep(self, take_id: int, start: float, end: float, *, snap: bool = True) -> None:
        """The same with moments of the original; all of it takes the trim away."""
        take, listed = self._studio.take(take_id), self.edits(take_id)
        if start <= 0.0 and end * take.sample_rate >= take.frames:
            whole = audio_edits.remove(listed, Trim)
            lists = {take_id: audio_edits.remove(whole, audio_edits.TrimSilence)}
        else:
            trim = Trim(max(0.0, start), min(end, take.frames / take.sample_rate), snap)
            lists = {take_id: audio_edits.with_auto_fades(audio_edits.add(listed, trim))}
        self._write(Trim.kind, lists)

    def mend(self, ids: Sequence[int], flag: str) -> None:
        """Add the edit that mends a flag (see `audio.quality.FLAGS`). Raises BadRequest."""
        self.apply(ids, self.mending(flag))

    def mending(self, flag: str) -> Edit:
        """The edit that mends a flag. Raises BadRequest for one that no edit mends."""
        text = quality.FLAGS.get(flag)
        if text is None or text.mend in ("", _NOT_MENDED):
            raise BadRequest(f"No edit mends “{text.title if text else flag}”.")
        return audio_edits.named(text.mend)

    # --- a take of its own ------------------------------------------------------------------------

    def bake(self, take_id: int) -> int:
        """Save a take with its edits as a new take; its id.

        Raises:
            NotFound, BadRequest: no such take, or edits that cannot be read.
            AudioFileError, StorageError: the sound cannot be read or written.
        """
        return self.keep_baked(take_id, self.prepare_bake(take_id)())

    def prepare_bake(self, take_id: int) -> Callable[[], Baked]:
        """Render and store the sound when it is called, on any thread. Raises NotFound."""
        take, folder = self._studio.take(take_id), self._studio.library.audio_dir
        return lambda: _bake(take, folder)

    def keep_baked(self, take_id: int, baked: Baked) -> int:
        """Make what `prepare_bake` gave a take; its id."""
        studio = self._studio
        takes = studio.library.takes
        take = studio.take(take_id)
        with studio.library.database.transaction():
            new = takes.add(_new_take(take, baked), baked.facts.overview)
            foreign.keep_moved(studio.library, take, new, baked.facts.timeline)

        def move(where: Callable[[Sequence[int]], object]) -> None:
            if takes.exists(new.id):
                where([new.id])
            studio.changes.announce("takes", "projects", takes=[new.id])

        studio.changes.announce("takes", "projects", takes=[new.id])
        studio.remember(
            Deed("saving as a new take", lambda: move(takes.trash), lambda: move(takes.restore))
        )
        return new.id

    # --- inside -----------------------------------------------------------------------------------

    def take_in(self, event: EditsHeard) -> None:
        """Facts were found on another thread."""
        self._heard.take_in(event)

    def close(self) -> None:
        """Wait for what is being read."""
        self._heard.close()

    def _write(self, label: str, lists: Mapping[int, Edits]) -> None:
        """Store lists of edits and remember the way back, one for all takes."""
        takes = self._studio.library.takes
        texts = {take: audio_edits.to_json(edits) for take, edits in lists.items()}
        changed = {
            take: text for take, text in texts.items() if self._studio.take(take).edits != text
        }
        self._studio.write_takes(label, takes.set_edits, changed)


def _bake(take: Take, folder: Path) -> Baked:
    sound, timeline = heard.read(take.path, take.edits)
    stored = files.store(sound.samples, sound.sample_rate, folder)
    kept = files.read(stored.path)
    return Baked(stored, heard.examine(kept.samples, kept.sample_rate, timeline))


def _new_take(take: Take, baked: Baked) -> NewTake:
    """The row of a baked take: its parent's recipe, its own sound."""
    stored, facts = baked.stored, baked.facts
    return NewTake(
        project=take.project,
        prompt=take.prompt,
        negative=take.negative,
        model=take.model,
        model_name=take.model_name,
        model_hash=take.model_hash,
        licence=take.licence,
        commercial=take.commercial,
        app_version=__version__,
        seed=take.seed,
        seconds=facts.seconds,
        steps=take.steps,
        guidance=take.guidance,
        sampler=take.sampler,
        request=take.request,
        adapters=take.adapters,
        sha256=stored.sha256,
        frames=stored.frames,
        sample_rate=stored.sample_rate,
        channels=stored.channels,
        gain_db=stored.gain_db,
        lufs=facts.lufs,
        peak_db=facts.peak_db,
        momentary_lufs=facts.momentary_lufs,
        range_lu=facts.range_lu,
        flags=facts.flags,
        title=f"{take.title[: MAX_TITLE_LENGTH - 9]} (edited)",
        parent=take.id,
        relation="edit",
        source=take.source,
        colour=take.colour,
        category=take.category,
    )
