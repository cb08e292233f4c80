"""Draft, Balanced, Best: the presets of a model as one row of buttons.

It knows presets as tables of numbers; what the numbers do is the form's business.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from tangostudio.ui import widgets
from tangostudio.ui.parameter_row import LABEL_WIDTH
from tangostudio.ui.texts import tr

Preset = Mapping[str, float]


def _names() -> dict[str, str]:
    return {"draft": tr("Draft"), "balanced": tr("Balanced"), "best": tr("Best")}


class QualityRow(QWidget):
    """The buttons of the presets that a model has; hidden where it has none.

    Signals:
        chosen(object): a preset was chosen; its numbers by parameter.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets: dict[str, Preset] = {}
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # numbers of one's own are no preset: none is marked
        label = widgets.label(tr("Quality"), "second")
        label.setMinimumWidth(LABEL_WIDTH)
        parts = []
        for name, text in _names().items():
            button = widgets.button(text, "segment", lambda name=name: self._choose(name))
            button.setCheckable(True)
            self._group.addButton(button)
            self.buttons[name] = button
            parts.append(button)
        segments = widgets.holder(widgets.row(*parts, spacing=0))
        segments.setProperty("kind", "segments")
        segments.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = widgets.row(label, segments)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def set_presets(self, presets: Mapping[str, Preset]) -> None:
        """Offer another model's presets."""
        self._presets = dict(presets)
        for name, button in self.buttons.items():
            button.setVisible(name in self._presets)
            button.setToolTip(_tip(self._presets.get(name, {})))
        self.setVisible(bool(self._presets))

    def show_values(self, values: Mapping[str, float]) -> None:
        """Mark the preset that these numbers are, if they are one."""
        for name, button in self.buttons.items():
            preset = self._presets.get(name)
            fits = preset is not None and all(values.get(k) == v for k, v in preset.items())
            button.setChecked(fits)

    def _choose(self, name: str) -> None:
        self.chosen.emit(self._presets[name])


def _tip(preset: Preset) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in preset.items())
