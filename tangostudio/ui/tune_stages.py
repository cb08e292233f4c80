"""The stages of a tuning in one row: those that are over, the one it is in, those to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget

from tangostudio.ui import tune_method_words, widgets
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.texts import tr_marked


class StageRow(QWidget):
    """Words with a sign before those that are over; the present one is bright."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing=8)
        self.labels: list[QLabel] = []
        self._shown: tuple[object, ...] = ()
        self.hide()

    def show_stages(self, stages: Sequence[str], now: str) -> None:
        """Show these; none hides the row."""
        wanted = (tuple(stages), now)
        self.setVisible(bool(stages))
        if wanted == self._shown:
            return
        self._shown = wanted
        widgets.clear_layout(self._flow)
        self.labels = []
        place = stages.index(now) if now in stages else 0
        for number, each in enumerate(stages):
            text = tr_marked(tune_method_words.STAGES[each])
            if number:
                self._flow.addWidget(widgets.label("›", "quiet"))
            done = number < place
            label = widgets.label(f"✓ {text}" if done else text,
                                  "small-title" if number == place else "quiet")  # fmt: skip
            self.labels.append(label)
            self._flow.addWidget(label)
        self.setAccessibleName(tune_method_words.spoken(stages, now))
        self.updateGeometry()
