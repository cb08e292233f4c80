"""How a take is drawn: spacing, window and range of the spectrogram, scale of the waveform.

Remembered between sessions. It knows nothing of canvases: they follow its signal.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from tangostudio.audio.spectrum import FLOOR_DB, LOWEST_DB, SCALES, WINDOWS, Scale
from tangostudio.ui.memory import WindowMemory

LEAST_RANGE_DB = 20
STEP_DB = 10
_NAME = "view"


@dataclass(frozen=True)
class View:
    """One way to draw a take.

    Attributes:
        scale: spacing of the spectrogram's rows.
        n_fft: frames of one of its windows.
        floor_db, ceiling_db: levels of the darkest and of the brightest colour.
        wave_db: the waveform's height is in decibels.
        overlay: the other take's outline is drawn over the waveform.
    """

    scale: Scale = "mel"
    n_fft: int = 2048
    floor_db: int = round(FLOOR_DB)
    ceiling_db: int = 0
    wave_db: bool = False
    overlay: bool = False

    def possible(self) -> bool:
        """Whether every value is one that can be drawn."""
        return (
            self.scale in SCALES
            and self.n_fft in WINDOWS
            and LOWEST_DB <= self.floor_db <= self.ceiling_db - LEAST_RANGE_DB
            and self.ceiling_db <= 0
        )


class ViewSettings(QObject):
    """The view in force, kept in the window's memory.

    Signals:
        changed(View): another view is in force; the one before comes with it.
    """

    changed = Signal(object)

    def __init__(self, memory: WindowMemory | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self.view = _stored(memory.value(_NAME, {})) if memory is not None else View()

    def change(self, **values: Any) -> None:
        """Draw otherwise from now on; what cannot be drawn changes nothing."""
        before, after = self.view, dataclasses.replace(self.view, **values)
        if after == before or not after.possible():
            return
        self.view = after
        if self._memory is not None:
            self._memory.store(_NAME, dataclasses.asdict(after))
        self.changed.emit(before)

    def lengthen_window(self, steps: int) -> None:
        """A longer window tells frequencies apart, a shorter one moments."""
        place = WINDOWS.index(self.view.n_fft) + steps
        self.change(n_fft=WINDOWS[min(max(place, 0), len(WINDOWS) - 1)])

    def lower_floor(self, steps: int) -> None:
        """Show quieter sounds too, or (below 0) hide them."""
        floor = self.view.floor_db - steps * STEP_DB
        highest = self.view.ceiling_db - LEAST_RANGE_DB
        self.change(floor_db=round(min(max(floor, LOWEST_DB), highest)))


def _stored(values: dict[str, Any]) -> View:
    """The remembered view; values of another kind, and a view that cannot be drawn, are left."""
    fields = {field.name: type(field.default) for field in dataclasses.fields(View)}
    fitting = {
        name: values[name] for name, kind in fields.items() if type(values.get(name)) is kind
    }
    view = View(**fitting)
    return view if view.possible() else View()
