"""What counts as better: a slider from prompt match to the person's taste. It learns nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from tangostudio.ui import theme, tune_words, widgets
from tangostudio.ui.parameter_row import LABEL_WIDTH
from tangostudio.ui.texts import tr

BLEND_STEP = 5


class Blend(QWidget):
    """What counts as better: prompt match at the left, the person's taste at the right.

    Signals:
        changed(): the person moved it.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(BLEND_STEP)
        self.slider.setPageStep(25)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName(tr("Share of your taste in the reward, percent"))
        self.figure = widgets.label("", "number")
        self.left = widgets.ElidedLabel(tr("prompt match"), "small")
        self.right = widgets.ElidedLabel(tr("your taste"), "small")
        self.right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = widgets.label(tr("Reward"), "second")
        name.setFixedWidth(LABEL_WIDTH)
        name.setBuddy(self.slider)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(0)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self.slider, 0, 1, 1, 3)
        grid.addWidget(self.left, 1, 1)
        grid.addWidget(self.figure, 1, 2, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(self.right, 1, 3)
        for column, stretch in ((1, 2), (2, 1), (3, 2)):
            grid.setColumnStretch(column, stretch)
        self.slider.valueChanged.connect(self._moved)

    def match_share(self) -> float:
        """Share of the match in the reward, 0 to 1; the taste has the rest."""
        return 1 - self.slider.value() / 100

    def set_value(self, shares: Mapping[str, float]) -> None:
        """Show shares, without a signal."""
        total = sum(shares.values()) or 1.0
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * shares.get("taste", 0.0) / total))
        self.slider.blockSignals(False)
        self._say()

    def set_possible(self, possible: bool) -> None:
        """Without votes there is no taste to blend in."""
        self.slider.setEnabled(possible)
        self.right.setText(tr("your taste") if possible else tr("your taste (after some votes)"))

    def _moved(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        share = self.match_share()
        self.figure.setText(tune_words.blend({"match": share, "taste": 1 - share}))
        self.slider.setToolTip(self.figure.text())
