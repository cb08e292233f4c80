"""Edits on the fake studio: kept with its takes, rendered in place, with what was asked noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tangostudio import errors
from tangostudio.audio import edits
from tangostudio.audio.edits import Edit, Edits
from tangostudio.audio.timeline import Timeline
from tangostudio.studio import heard


class FakeEditing:
    """Facts are found where they are asked for."""

    def __init__(self, studio: Any) -> None:
        self._studio = studio
        self.baked = 0

    def edits(self, take_id: int) -> Edits:
        return edits.from_json(self._studio.take(take_id).edits)

    def trouble(self, take_id: int) -> str:
        try:
            self.edits(take_id)
        except errors.BadRequest as error:
            return error.message
        return ""

    def facts(self, take: Any) -> heard.EditedFacts | None:
        return heard._find(take.path, take.edits) if take.edited else None

    def as_heard(self, take: Any) -> Any:
        return self.facts(take) or take

    def timeline(self, take_id: int) -> Timeline:
        take = self._studio.take(take_id)
        found = self.facts(take)
        return found.timeline if found else Timeline.whole(take.frames)

    def sound(self, take_id: int) -> Any:
        take = self._studio.take(take_id)
        return heard.read(take.path, take.edits)[0]

    def apply(self, ids: Sequence[int], edit: Edit) -> None:
        self._write(ids, edit.kind, lambda listed: edits.add(listed, edit))

    def remove(self, ids: Sequence[int], kind: type[Edit]) -> None:
        self._write(ids, f"removing {kind.kind}", lambda listed: edits.remove(listed, kind))

    def set(self, take_id: int, listed: Sequence[Edit], label: str = "editing") -> None:
        self._write([take_id], label, lambda _listed: tuple(listed))

    def clear(self, ids: Sequence[int]) -> None:
        self._studio._edit(ids, "clearing edits", edits="[]")

    def trim(self, take_id: int, start: float, end: float, *, snap: bool = True) -> None:
        self._studio.calls.append(("trim heard", take_id, round(start, 3), round(end, 3), snap))
        self._trim(take_id, start, end, snap=snap)

    def keep(self, take_id: int, start: float, end: float, *, snap: bool = True) -> None:
        self._studio.calls.append(("trim original", take_id, round(start, 3), round(end, 3), snap))
        self._trim(take_id, start, end, snap=snap)

    def _trim(self, take_id: int, start: float, end: float, *, snap: bool) -> None:
        trim = edits.Trim(start, end, snap)
        self._write(
            [take_id], "trim", lambda listed: edits.with_auto_fades(edits.add(listed, trim))
        )

    def mend(self, ids: Sequence[int], flag: str) -> None:
        """The flag goes, as a mended sound would have it."""
        for take_id in ids:
            left = tuple(each for each in self._studio.take(take_id).flags or () if each != flag)
            self._studio._edit([take_id], "mend", flags=left)

    def mending(self, flag: str) -> Edit:
        return edits.FadeOut()

    def prepare_bake(self, take_id: int) -> Any:
        return lambda: take_id

    def keep_baked(self, take_id: int, _baked: Any) -> int:
        self._studio.calls.append(("bake", take_id))
        return take_id

    def _write(self, ids: Sequence[int], label: str, change: Any) -> None:
        for take_id in ids:
            text = edits.to_json(change(self.edits(take_id)))
            self._studio._edit([take_id], label, edits=text)
