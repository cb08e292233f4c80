"""The left side of the export sheet: a preset and everything that it says, to be changed.

It knows presets and who delivers; nothing of takes or files.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tangostudio.export.describe import House
from tangostudio.export.presets import BUILT_IN_IDS, Preset
from tangostudio.ui import theme, widgets
from tangostudio.ui.export_content import ContentForm
from tangostudio.ui.export_format import FormatForm
from tangostudio.ui.export_level import EndsForm, LevelForm
from tangostudio.ui.export_names import NamesForm
from tangostudio.ui.export_presets import PresetList
from tangostudio.ui.texts import tr

WIDTH, SCROLL_BAR = 348, 10


class ExportForm(QWidget):
    """Presets and their fields.

    Attributes:
        presets: the list with its verbs, for who keeps them.

    Signals:
        changed(): the preset or who delivers is another now.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._known: dict[str, Preset] = {}
        self._base = Preset("", "")
        self._house = House()
        self.presets = PresetList()
        self.format, self.level, self.ends = FormatForm(), LevelForm(), EndsForm()
        self.names, self.content = NamesForm(), ContentForm()
        self._parts = (self.level, self.ends, self.names, self.content)
        self._lay_out()
        self.presets.chosen.connect(self._choose)
        for part in (self.format, *self._parts):
            part.changed.connect(self._edited)

    def set_presets(self, presets: Sequence[Preset], chosen: str) -> None:
        """Offer presets and show one of them, without a signal."""
        self._known = {preset.id: preset for preset in presets}
        own = [preset.id for preset in presets if preset.id not in BUILT_IN_IDS]
        chosen = chosen if chosen in self._known else next(iter(self._known), "")
        self.presets.set_presets(presets, own, chosen)
        if chosen:
            self.show_preset(self._known[chosen])

    def preset(self) -> Preset:
        """The preset as the form says; with the id and name of the chosen one."""
        made = dataclasses.replace(self._base, spec=self.format.value())
        for part in self._parts:
            made = part.apply(made)
        return made

    def show_preset(self, preset: Preset) -> None:
        """Fill the form, without a signal."""
        self._base = preset
        self.format.set_value(preset.spec)
        for part in self._parts:
            part.show_preset(preset)
        self._mark()

    def house(self) -> House:
        """Who delivers, as the form says."""
        return dataclasses.replace(
            self._house,
            creator_id=self.names.creator.text().strip(),
            source_id=self.names.source.text().strip(),
            library=self.content.library.text().strip(),
            designer=self.content.designer.text().strip(),
        )

    def show_house(self, house: House) -> None:
        """Fill in who delivers, without a signal."""
        self._house = house
        self.names.creator.set_value(house.creator_id)
        self.names.source.set_value(house.source_id)
        self.content.library.set_value(house.library)
        self.content.designer.set_value(house.designer)

    @property
    def problem(self) -> str:
        """Why nothing can be made of it; "" when it can."""
        return self.names.problem

    def _lay_out(self) -> None:
        groups = (
            (tr("Format"), self.format),
            (tr("Level"), self.level),
            (tr("Ends"), self.ends),
            (tr("Names"), self.names),
            (tr("In the files"), self.content),
        )
        column = widgets.column(spacing=theme.GAP)
        for text, part in groups:
            column.addWidget(widgets.section(text))
            column.addWidget(part)
            column.addSpacing(theme.GROUP - theme.GAP)
        column.addStretch(1)
        fields = widgets.holder(column, theme.MARGIN, 10, theme.MARGIN - SCROLL_BAR, 4)
        fields.setFixedWidth(WIDTH - SCROLL_BAR)  # as wide with a scroll bar as without
        scroll = QScrollArea()
        scroll.setWidget(fields)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = widgets.column(widgets.section(tr("Presets")), self.presets, spacing=theme.GAP)
        top = widgets.holder(head, theme.MARGIN, theme.MARGIN, theme.MARGIN, 6)
        whole = widgets.column(top, widgets.hairline(), scroll, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _choose(self, identifier: str) -> None:
        if identifier in self._known:
            self.show_preset(self._known[identifier])
            self.changed.emit()

    def _edited(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        stored = self._known.get(self._base.id)
        self.presets.set_changed(stored is not None and self.preset() != stored)
