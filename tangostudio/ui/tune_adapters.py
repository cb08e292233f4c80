"""The list of adapters: what each was learned from, how its blind test ended, how strong it is.

It shows rows as the studio has them and tells what the person wants; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QSlider, QWidget

from tangostudio.ui import tune_method_words, tune_words, widgets
from tangostudio.ui.texts import tr
from tangostudio.ui.tune_switch import Switch

STRONGEST, STEP = 150, 5
SETTLE_MS = 250


class _Slider(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the list."""
        event.ignore()


class AdapterCard(QFrame):
    """One adapter.

    Signals:
        used(bool): switch it on or off.
        strength_wanted(float): another strength, 0 to 1.5.
        judged(str): "accept", "reject", or "test" before either.
    """

    used = Signal(bool)
    strength_wanted = Signal(float)
    judged = Signal(str)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.number = number
        self.adapter: Any = None
        self.name = widgets.ElidedLabel("", "small-title")
        self.state = widgets.label("", "number-quiet")
        self.how = widgets.label("", "small", wrap=True)
        self.result = widgets.label("", "quiet", wrap=True)
        self.switch = Switch("")
        self.use = widgets.label(tr("Use"), "small")
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STRONGEST)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(4 * STEP)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.test = widgets.button(tr("Blind test"), "quiet-link", lambda: self.judged.emit("test"))
        self.accept = widgets.button(tr("Accept"), "quiet-link", lambda: self.judged.emit("accept"))
        self.reject = widgets.button(tr("Reject"), "quiet-link", lambda: self.judged.emit("reject"))
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self.tell_strength)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self.tell_strength)
        self.switch.toggled.connect(self._toggled)
        self._lay_out()

    def show_adapter(self, adapter: Any, trial: Any) -> None:
        """Show it as it is now."""
        self.adapter = adapter
        self.name.setText(tune_words.numbered(adapter))
        how = tune_method_words.driven(adapter) or tune_method_words.learned_from(adapter)
        self.how.setText(how)
        self.how.setVisible(bool(how))
        self.result.setText(tune_words.result(adapter, trial))
        self.state.setText(tune_words.in_use(adapter))
        self.setAccessibleName(
            tr(
                "{name}, number {number}, {what}",
                name=adapter.name,
                number=adapter.number,
                what=self.state.text(),
            )
        )
        self.switch.blockSignals(True)
        self.switch.setChecked(adapter.active)
        self.switch.blockSignals(False)
        self.switch.setAccessibleName(tr("Use {name}", name=adapter.name))
        self.switch.setToolTip(tr("Sounds are made with it") if adapter.active else tr("Use it"))
        self.use.setText(tr("In use") if adapter.active else tr("Use"))
        if not (self.slider.isSliderDown() or self._settle.isActive()):
            self.slider.blockSignals(True)
            self.slider.setValue(round(100 * adapter.strength))
            self.slider.blockSignals(False)
        whole = bool(tune_method_words.driven(adapter))  # a few-step adapter has no half measure
        self.slider.setVisible(adapter.active and not whole)
        self.slider.setAccessibleName(tr("Strength of {name}, percent", name=adapter.name))
        self.slider.setToolTip(
            tr("Strength: {percent}", percent=tune_words.percent(adapter.strength))
        )
        tested = trial.state == "done"
        self.test.setVisible(not tested)
        self.test.setAccessibleName(tr("Blind test of {name}", name=adapter.name))
        self.accept.setVisible(tested and adapter.state != "accepted")
        self.reject.setVisible(adapter.state != "rejected")
        self.accept.setAccessibleName(tr("Accept {name}", name=adapter.name))
        self.reject.setAccessibleName(tr("Reject {name}", name=adapter.name))
        widgets.set_property(self, "tone", "good" if adapter.active else "")

    def tell_strength(self) -> None:
        """The slider rests: this is the strength that is wanted."""
        self._settle.stop()
        strength = self.slider.value() / 100
        if self.adapter is not None and abs(strength - self.adapter.strength) > 0.001:
            self.strength_wanted.emit(strength)

    def _slid(self, value: int) -> None:
        self.state.setText(tr("in use · {value} %", value=value))
        self.slider.setToolTip(tr("Strength: {value} %", value=value))
        if not self.slider.isSliderDown():
            self._settle.start()

    def _toggled(self, on: bool) -> None:
        self.used.emit(on)

    def _lay_out(self) -> None:
        head = widgets.row(self.name, self.state, spacing=6)
        head.setStretch(0, 1)
        foot = widgets.row(
            self.switch, self.use, None, self.test, self.accept, self.reject, spacing=4
        )
        box = widgets.column(head, self.how, self.result, self.slider, foot, spacing=5)
        box.setContentsMargins(12, 10, 10, 8)
        self.setLayout(box)


class BaseCard(QFrame):
    """The model as it came; one click goes back to it.

    Signals:
        wanted(): switch every adapter off.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.version = widgets.label("", "number-quiet")
        self.text = widgets.label("", "quiet", wrap=True)
        self.back = widgets.button(tr("Roll back"), "quiet-link", self.wanted.emit)
        self.back.setAccessibleName(tr("Roll back to the base model"))
        head = widgets.row(widgets.label(tr("Base"), "small-title"), None, self.version)
        foot = widgets.row(self.text, self.back)
        foot.setStretch(0, 1)
        box = widgets.column(head, foot, spacing=5)
        box.setContentsMargins(12, 10, 10, 10)
        self.setLayout(box)

    def show_base(self, name: str, alone: bool) -> None:
        """Show it as it is now; `alone` when no adapter is in use."""
        self.version.setText(tr("in use") if alone else name)
        self.text.setText(name if alone else tr("roll back to this any time"))
        self.back.setVisible(not alone)
        self.setAccessibleName(
            tr("Base model {name}, in use", name=name)
            if alone
            else tr("Base model {name}, not alone", name=name)
        )
        widgets.set_property(self, "tone", "good" if alone else "")


class AdapterList(QWidget):
    """All adapters, newest first, and the base below them.

    Signals:
        used(int, bool), strength_wanted(int, float), judged(int, str): what a card tells.
        rollback(): back to the base.
        file_wanted(): add an adapter from a file.
    """

    used = Signal(int, bool)
    strength_wanted = Signal(int, float)
    judged = Signal(int, str)
    rollback = Signal()
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[int, AdapterCard] = {}
        self.base = BaseCard()
        self.base.wanted.connect(self.rollback)
        self.add = widgets.button(tr("Add from a file…"), "quiet-link", self.file_wanted.emit)
        self.add.setToolTip(tr("An adapter of this program, or of a model's own trainer"))
        self._list = widgets.column(spacing=10)
        foot = widgets.row(self.add, None)
        self.setLayout(widgets.column(self._list, self.base, foot, None, spacing=10))

    def show_adapters(self, rows: Sequence[tuple[Any, Any]], base: str) -> None:
        """Show (adapter, its blind test) of each, and the base's name."""
        numbers = [adapter.number for adapter, _trial in rows]
        if numbers != list(self.cards):
            widgets.clear_layout(self._list)
            self.cards = {number: self._card(number) for number in numbers}
        for adapter, trial in rows:
            self.cards[adapter.number].show_adapter(adapter, trial)
        self.base.show_base(base, not any(adapter.active for adapter, _trial in rows))

    def stops(self) -> list[QWidget]:
        """What the Tab key reaches, in its order."""
        found: list[QWidget] = []
        for card in self.cards.values():
            found += (card.slider, card.switch, card.test, card.accept, card.reject)
        return [*found, self.base.back, self.add]

    def _card(self, number: int) -> AdapterCard:
        card = AdapterCard(number)
        card.used.connect(lambda on: self.used.emit(number, on))
        card.strength_wanted.connect(lambda value: self.strength_wanted.emit(number, value))
        card.judged.connect(lambda verb: self.judged.emit(number, verb))
        self._list.addWidget(card)
        return card
