"""One number of a model's card: its name, a slider and a field of fixed-width figures.

It is built from a `Parameter` and knows nothing of what the number means.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QSlider, QWidget

from tangostudio.cards import Parameter
from tangostudio.ui import theme, widgets
from tangostudio.ui.texts import tr, tr_marked

LABEL_WIDTH = 76
FIELD_WIDTH, FIELD_HEIGHT = 56, 26
TEXT_MARGIN = 7


class NumberField(QDoubleSpinBox):
    """A number that may be typed out of range for a moment, so that it can be said what is wrong.

    The wheel changes it only while it has the focus.
    """

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.setProperty("kind", "number")
        self.setLocale(QLocale.c())
        self.setDecimals(decimals(parameter))
        self.setRange(min(parameter.minimum, 0), parameter.maximum * 1000)
        self.setSingleStep(parameter.step)
        self.setValue(parameter.default)
        self.lineEdit().setTextMargins(0, 0, TEXT_MARGIN, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(FIELD_WIDTH, FIELD_HEIGHT)
        self.setKeyboardTracking(True)
        self.setAccessibleName(tr("{label}, value", label=tr_marked(parameter.label)))
        self.setToolTip(tip(parameter))

    def validate(self, text: str, pos: int) -> object:
        """A comma is taken as the decimal point too."""
        return super().validate(text.replace(",", "."), pos)

    def valueFromText(self, text: str) -> float:
        """The number that a text means."""
        return super().valueFromText(text.replace(",", "."))

    def stepBy(self, steps: int) -> None:
        """The arrow keys stay within the range."""
        value = self.value() + steps * self.singleStep()
        self.setValue(min(max(value, self.parameter.minimum), self.parameter.maximum))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the panel must not change numbers under the pointer."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Slider(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()


class ParameterRow(QWidget):
    """Name, slider and field of one parameter, always telling the same number.

    A parameter with a single value has no slider: its row says the value and why it is fixed.

    Attributes:
        fixed: whether there is but one value.

    Signals:
        changed(): the number was changed by the person.
    """

    changed = Signal()

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self._label = widgets.label(tr_marked(parameter.label), "second")
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, round((parameter.maximum - parameter.minimum) / parameter.step))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.setMinimumWidth(32)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName(tr_marked(parameter.label))
        self.slider.setToolTip(tip(parameter))
        self.field = NumberField(parameter)
        self.fixed = parameter.minimum == parameter.maximum
        why = tr_marked(parameter.help) or tr("This model works with one value only.")
        self._reason = why if self.fixed else ""
        self._problem = widgets.label("", "bad", wrap=True)
        self._problem.hide()
        self._lay_out()
        if self.fixed:
            self._fix()
        self.set_value(parameter.default)
        self.slider.valueChanged.connect(self._slid)
        self.field.valueChanged.connect(self._typed)

    def value(self) -> float:
        """The number; a whole one where the parameter is."""
        value = self.field.value()
        return round(value) if self.parameter.integer else round(value, 6)

    def set_value(self, value: float) -> None:
        """Show a number."""
        for control in (self.slider, self.field):
            control.blockSignals(True)
        self.field.setValue(value)
        self._follow(value)
        for control in (self.slider, self.field):
            control.blockSignals(False)
        self.set_problem("")

    def set_problem(self, sentence: str) -> None:
        """Say under the field what is wrong with it; "" takes it away."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        widgets.set_property(self.field, "wrong", "true" if sentence else "false")
        self.field.setAccessibleDescription(sentence or self._reason)

    def problem(self) -> str:
        """The sentence that is shown, or ""."""
        return self._problem.text()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self.field, 0, 2)
        grid.addWidget(self._problem, 1, 0, 1, 3)
        self._label.setToolTip(tip(self.parameter))
        self._label.setBuddy(self.field)

    def _fix(self) -> None:
        """Show the one value as a fact, with the reason, and nothing that could be moved."""
        self.slider.hide()
        self.field.setEnabled(False)
        widgets.set_property(self.field, "fixed", "true")
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(widgets.label("fixed", "small"), 0, 1)
        grid.addWidget(widgets.label(self._reason, "small", wrap=True), 2, 0, 1, 3)
        self.field.setAccessibleName(tr("{label}, fixed", label=tr_marked(self.parameter.label)))

    def _slid(self, position: int) -> None:
        value = self.parameter.minimum + position * self.parameter.step
        self.field.blockSignals(True)
        self.field.setValue(value)
        self.field.blockSignals(False)
        self._check()

    def _typed(self, value: float) -> None:
        self._follow(value)
        self._check()

    def _follow(self, value: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round((value - self.parameter.minimum) / self.parameter.step))
        self.slider.blockSignals(False)

    def _check(self) -> None:
        low, high = self.parameter.minimum, self.parameter.maximum
        inside = low <= self.field.value() <= high
        unit = f" {self.parameter.unit}" if self.parameter.unit else ""
        self.set_problem(
            ""
            if inside
            else tr("Choose {low} to {high}{unit}.", low=f"{low:g}", high=f"{high:g}", unit=unit)
        )
        self.changed.emit()


def decimals(parameter: Parameter) -> int:
    """How many figures after the point the parameter's step needs."""
    if parameter.integer:
        return 0
    return max(0, math.ceil(-math.log10(parameter.step) - 1e-9))


def tip(parameter: Parameter) -> str:
    """The tool tip: what the number does and its range."""
    unit = f" {parameter.unit}" if parameter.unit else ""
    low, high = f"{parameter.minimum:g}", f"{parameter.maximum:g}"
    single = parameter.minimum == parameter.maximum
    span = (low if single else tr("{low} to {high}", low=low, high=high)) + unit
    label, help_text = tr_marked(parameter.label), tr_marked(parameter.help)
    return f"{help_text}\n{span}" if help_text else f"{label}: {span}"
