"""What is written into delivered files beside the sound: the form of these fields of a preset."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tangostudio.export.presets import Preset
from tangostudio.ui import export_fields, widgets
from tangostudio.ui.chip_group import ChipGroup
from tangostudio.ui.export_fields import Line
from tangostudio.ui.texts import mark, tr, tr_marked

SWITCHES = {
    "prompt": (mark("Prompt"), mark("The prompt and the recipe, so that a take can be made again "
                                    "from its file. Off leaves every trace of them out.")),
    "markers": (mark("Markers"), mark("Cue points where sounds begin, and labelled regions.")),
    "loop": (mark("Loop points"), mark("Takes that loop say so to samplers.")),
    "variations": (mark("Numbered sets"), mark("Takes of one prompt are numbered as a set.")),
    "commercial": (mark("For sale"), mark("The files are meant to be sold: licences that do not "
                                          "allow that are asked about.")),
}  # fmt: skip
"""Fields of a preset that are on or off: words and what they mean."""


class ContentForm(QWidget):
    """Who made the files, and switches.

    Signals:
        changed(): the person chose otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.library = Line(tr("Library"), tr("none"))
        self.library.setToolTip(tr("The sound library that the files belong to."))
        self.designer = Line(tr("Designer"), tr("none"))
        self.designer.setToolTip(tr("Who designed the sounds."))
        self.switches = ChipGroup(
            tr("Written into the files"),
            [(name, tr_marked(text)) for name, (text, _help) in SWITCHES.items()],
            several=True,
        )
        for name, (_text, help_text) in SWITCHES.items():
            self.switches.buttons[name].setToolTip(tr_marked(help_text))
        rows = export_fields.grid()
        export_fields.add_row(rows, tr("Library"), self.library)
        export_fields.add_row(rows, tr("Designer"), self.designer)
        self.setLayout(widgets.column(rows, self.switches, spacing=10))
        self.library.textEdited.connect(self.changed)
        self.designer.textEdited.connect(self.changed)
        self.switches.changed.connect(self.changed)

    def apply(self, preset: Preset) -> Preset:
        """The preset with these switches."""
        on = self.switches.chosen()
        return dataclasses.replace(preset, **{name: name in on for name in SWITCHES})

    def show_preset(self, preset: Preset) -> None:
        """Show a preset's switches, without a signal."""
        self.switches.set_chosen([name for name in SWITCHES if getattr(preset, name)])
