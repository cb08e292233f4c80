"""The table of Tune mode: the same prompts and seeds before and now, played in place.

It reads the files behind the window and asks the audition to play them; what was tuned it does not
know.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from tangostudio.audio import files, loudness, overview
from tangostudio.ui import widgets
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.texts import tr
from tangostudio.ui.tune_cell import SoundCell

NAME_WIDTH = 186
SHOWN_FIRST = 4
COLUMNS = ("before", "now")


@dataclass(frozen=True)
class Look:
    """What is seen and needed of a file: outline, loudness, true peak."""

    blob: bytes
    lufs: float
    peak_db: float


def look(path: str) -> Look:
    """Read a sound; on a background thread."""
    sound = files.read(path)
    measured = loudness.measure(sound.samples, sound.sample_rate)
    lufs = measured.momentary_max_lufs if measured.short else measured.integrated_lufs
    blob = overview.pack(sound.samples, sound.sample_rate)
    return Look(blob, lufs, measured.true_peak_db)


class PairsTable(QWidget):
    """A row for each prompt; only one sound is heard at a time.

    Attributes:
        cells: (before, now) of each row.
    """

    def __init__(self, bridge: Bridge, audition: Audition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._audition = audition
        self._looks: dict[str, Look | None] = {}
        self._shown: tuple[Any, ...] = ()
        self._all = False
        self._last: SoundCell | None = None
        self.cells: list[tuple[SoundCell, SoundCell]] = []
        self.heads = [widgets.section(text) for text in (tr("Same seed"), tr("Before"), tr("Now"))]
        self.more = widgets.button("", "quiet-link", self._show_all)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        for column, head in enumerate(self.heads):
            self._grid.addWidget(head, 0, column)
        self.setLayout(widgets.column(self._grid, widgets.row(self.more, None), spacing=6))
        self.more.hide()
        audition.position_changed.connect(self._show_playing)
        audition.state_changed.connect(self._show_playing)
        audition.failed.connect(self._on_failed)

    # --- what is shown ----------------------------------------------------------------------------

    def show_checks(
        self, checked: tuple[Any, ...], note: str = "", *, in_rounds: bool = True
    ) -> None:
        """The first check against the last; `note` where the last one's sounds will be."""
        before = checked[0] if checked else None
        now = checked[-1] if len(checked) > 1 else None
        wanted = (before, now, note, in_rounds, self._all)
        if wanted == self._shown:
            return
        self._shown = wanted
        after = tr("NOW, AFTER ROUND {round}", round=now.round) if now is not None else tr("NOW")
        self.heads[2].setText(after if in_rounds else tr("AFTER"))
        prompts = before.prompts[: len(before.sounds)] if before is not None else ()
        visible = len(prompts) if self._all else min(len(prompts), SHOWN_FIRST)
        self._make_rows(visible)
        for row in range(visible):
            self._fill(row, prompts[row], before, now, note)
        self.more.setText(tr("Show all {count}", count=len(prompts)))
        self.more.setAccessibleName(self.more.text())
        self.more.setVisible(visible < len(prompts))
        self._show_playing()

    def _make_rows(self, count: int) -> None:
        if count == len(self.cells):
            return
        while self._grid.count() > len(self.heads):
            item = self._grid.takeAt(len(self.heads))
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.cells, self._last = [], None
        for row in range(count):
            name = widgets.label("", wrap=True)
            cells = (SoundCell(), SoundCell())
            self._grid.addWidget(name, 2 * row + 1, 0)
            for column, cell in enumerate(cells, 1):
                self._grid.addWidget(cell, 2 * row + 1, column)
                cell.wanted.connect(functools.partial(self._wanted, cell))
            self._grid.addWidget(widgets.hairline(), 2 * row + 2, 0, 1, 3)
            self.cells.append(cells)

    def _fill(self, row: int, prompt: str, before: Any, now: Any, note: str) -> None:
        item = self._grid.itemAtPosition(2 * row + 1, 0)
        name = item.widget() if item is not None else None
        if name is not None:
            name.setProperty("text", prompt)
        for cell, check, when in zip(self.cells[row], (before, now), COLUMNS, strict=True):
            cell.set_name(f"{prompt}, {when}")
            if check is None or row >= len(check.sounds):
                cell.show_waiting(note)
            elif cell.path != check.sounds[row]:
                cell.path = check.sounds[row]
                cell.sound = self._audition.lend(Path(cell.path))
                self._show_look(cell.path)

    def _show_look(self, path: str) -> None:
        if path not in self._looks:
            self._looks[path] = None
            self._bridge.background(
                functools.partial(look, path),
                functools.partial(self._looked, path),
                functools.partial(self._not_read, path),
            )
        elif self._looks[path] is not None:
            self._looked(path, self._looks[path])

    def _looked(self, path: str, found: Look | None) -> None:
        self._looks[path] = found
        for pair in self.cells:
            for cell in pair:
                if cell.path == path and found is not None:
                    cell.show_wave(found.blob)
            looks = [self._looks.get(cell.path) for cell in pair]
            known = [one for one in looks if one is not None]
            if len(known) == len(pair):
                gains = loudness.matching_gains_db(
                    [one.lufs for one in known], [one.peak_db for one in known]
                )
                for cell, gain in zip(pair, gains, strict=True):
                    cell.gain_db = gain

    def _not_read(self, path: str, _error: Exception) -> None:
        del self._looks[path]
        for pair in self.cells:
            for cell in pair:
                if cell.path == path:
                    cell.show_trouble(tr("This sound cannot be read"))

    def _show_all(self) -> None:
        before, now, note, in_rounds, _all = self._shown
        self._all = True
        checks = tuple(check for check in (before, now) if check is not None)
        self.show_checks(checks, note, in_rounds=in_rounds)

    # --- hearing ----------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Stop what sounds, or hear again what was heard last."""
        if self._audition.playing:
            self._audition.stop()
        elif self._last is not None:
            self._wanted(self._last, 0.0)
        elif self.cells:
            self._wanted(self.cells[0][1 if self.cells[0][1].sound is not None else 0], 0.0)

    def _wanted(self, cell: SoundCell, share: float) -> None:
        if share < 0 or cell.sound is None:
            self._audition.stop()
            return
        self._last = cell
        self._audition.select(cell.sound)
        self._audition.set_gain(cell.gain_db)
        sound = self._audition.sound(cell.sound)
        # Before it is decoded its length is not known; then it is heard from the start.
        self._audition.play(seconds=share * sound.seconds if sound is not None else 0.0)

    def _show_playing(self, *_position: float) -> None:
        current = self._audition.current if self._audition.playing else None
        sound = self._audition.sound(current)
        share = None
        if sound is not None and sound.seconds > 0:
            share = min(1.0, self._audition.position / sound.seconds)
        for pair in self.cells:
            for cell in pair:
                heard = cell.sound is not None and cell.sound == current
                cell.show_share(share if heard else None)

    def _on_failed(self, identifier: int) -> None:
        for pair in self.cells:
            for cell in pair:
                if cell.sound == identifier:
                    cell.show_trouble(tr("This sound cannot be played"))
