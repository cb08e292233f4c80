"""What a delivery does to the sound: its level, its ends. The form of these fields of a preset."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from tangostudio.export.presets import Preset
from tangostudio.ui import export_fields, theme, widgets
from tangostudio.ui.export_fields import Choice, Number
from tangostudio.ui.texts import mark, tr, tr_marked

LEVELS = {
    "none": mark("Leave it"),
    "peak": mark("Peak"),
    "true peak": mark("True peak"),
    "loudness": mark("Loudness"),
    "match": mark("Match the set"),
}
UNITS = {"peak": "dBFS", "true peak": "dBTP", "loudness": "LUFS"}
USUAL = {"peak": -1.0, "true peak": -1.0, "loudness": -23.0}
_HELP = {
    "none": mark("Only what is over full scale is brought down."),
    "match": mark("Takes of one set get the same loudness, as loud as the softest of them."),
}
TRIM_DB = -60.0
NARROW = 72
NO_CEILING = 6.0  # dBTP; no sound that fits full scale has a true peak over this


class _Ceiling(Number):
    """A number whose highest value is none at all."""

    def textFromValue(self, value: float) -> str:
        """The number as it is shown."""
        return tr("none,") if value >= self.maximum() else super().textFromValue(value)

    def valueFromText(self, text: str) -> float:
        """The number that was typed."""
        none = text.removesuffix(self.suffix()).strip() == tr("none,")
        return self.maximum() if none else super().valueFromText(text)


class LevelForm(QWidget):
    """How loud files are.

    Signals:
        changed(): the person chose otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = Choice(tr("Level"), [(each, tr_marked(text)) for each, text in LEVELS.items()])
        self.target = Number(tr("Level to reach"), -60, 0, "dBTP")
        self.ceiling = _Ceiling(
            tr("Ceiling"), -20, NO_CEILING, "dBTP", tip=tr("No file's true peak goes over this.")
        )
        rows = export_fields.grid()
        line = QWidget()
        line.setLayout(widgets.row(self.level, self.target))
        rows.addWidget(line, 0, 0, 1, 2)
        export_fields.add_row(rows, tr("Ceiling"), None, self.ceiling)
        self.setLayout(rows)
        self.level.currentIndexChanged.connect(self._chosen)
        self.target.valueChanged.connect(self.changed)
        self.ceiling.valueChanged.connect(self.changed)

    def apply(self, preset: Preset) -> Preset:
        """The preset with these values."""
        return dataclasses.replace(
            preset,
            level=self.level.currentData(),
            level_db=self.target.value(),
            ceiling_db=self.ceiling.value(),
        )

    def show_preset(self, preset: Preset) -> None:
        """Show a preset's values, without a signal."""
        self.level.set_value(preset.level)
        self.target.set_value(preset.level_db)
        self.ceiling.set_value(preset.ceiling_db)
        self._follow()

    def _chosen(self) -> None:
        kind = self.level.currentData()
        far_off = (kind == "loudness") != (self.target.value() <= -8)
        if kind in USUAL and far_off:
            self.target.set_value(USUAL[kind])
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        kind = self.level.currentData()
        self.target.setVisible(kind in UNITS)
        self.target.set_unit(UNITS.get(kind, ""))
        self.level.setToolTip(tr_marked(_HELP.get(kind, "")) or tr("Level"))


class EndsForm(QWidget):
    """Where files begin and end.

    Signals:
        changed(): the person chose otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trim = QCheckBox(tr("Trim silence below"))
        self.trim.setToolTip(tr("Cut what is softer from both ends."))
        self.trim_db = Number(tr("Silence is below"), -120, -20, "dB", step=3)
        self.fade_in = Number(tr("Fade in"), 0, 10_000, "ms", step=5)
        self.fade_out = Number(tr("Fade out"), 0, 10_000, "ms", step=10)
        self.tail = Number(
            tr("Tail"), 0, 60, "s", decimals=2, step=0.25, tip=tr("Silence put behind.")
        )
        fades = QGridLayout()
        fades.setHorizontalSpacing(theme.GAP)
        fades.setVerticalSpacing(2)
        for column, field in enumerate((self.fade_in, self.fade_out, self.tail)):
            title = widgets.label(field.accessibleName(), "small")
            title.setBuddy(field)
            field.setMinimumWidth(NARROW)
            field.setMaximumWidth(theme.LEFT)
            fades.addWidget(title, 0, column)
            fades.addWidget(field, 1, column)
        self.setLayout(widgets.column(widgets.row(self.trim, None, self.trim_db), fades, spacing=6))
        self.trim.clicked.connect(self._trimmed)
        for field in (self.trim_db, self.fade_in, self.fade_out, self.tail):
            field.valueChanged.connect(self.changed)

    def apply(self, preset: Preset) -> Preset:
        """The preset with these values."""
        return dataclasses.replace(
            preset,
            trim_db=self.trim_db.value() if self.trim.isChecked() else None,
            fade_in=self.fade_in.value() / 1000,
            fade_out=self.fade_out.value() / 1000,
            tail=self.tail.value(),
        )

    def show_preset(self, preset: Preset) -> None:
        """Show a preset's values, without a signal."""
        self.trim.setChecked(preset.trim_db is not None)
        self.trim_db.set_value(TRIM_DB if preset.trim_db is None else preset.trim_db)
        self.trim_db.setEnabled(self.trim.isChecked())
        self.fade_in.set_value(preset.fade_in * 1000)
        self.fade_out.set_value(preset.fade_out * 1000)
        self.tail.set_value(preset.tail)

    def _trimmed(self) -> None:
        self.trim_db.setEnabled(self.trim.isChecked())
        self.changed.emit()
