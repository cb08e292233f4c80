"""Over the canvases: what is under the mouse, and how the take is drawn, with its choices.

It changes the view settings and nothing else; colours are a setting of the program and are asked
for by a signal.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from tangostudio.audio.colours import TABLES
from tangostudio.audio.spectrum import LOWEST_DB, SCALES, WINDOWS
from tangostudio.ui import theme, widgets
from tangostudio.ui.chip_group import ChipGroup
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.view_settings import LEAST_RANGE_DB, ViewSettings

WIDTH = 348
SCALE_NAMES = {
    "mel": mark("Mel"), "erb": mark("ERB"), "log": mark("Log"), "linear": mark("Linear")
}  # fmt: skip
COLOUR_NAMES = {"magma": mark("Magma"), "viridis": mark("Viridis"), "grey": mark("Grey")}


class Readout(QLabel):
    """What is under the mouse; hidden while it is nowhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("readout")
        self.setFont(theme.number_font(10))
        self.setStyleSheet(
            f"background: {theme.CANVAS}; color: {theme.SECOND}; padding: 2px 6px;"
            f" border-radius: 4px; font-family: '{theme.number_family()}'; font-size: 10px;"
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str) -> None:
        """Show a text, or hide with none."""
        self.setText(text)
        self.setAccessibleName(tr("At the cursor: {reading}", reading=text))
        self.setVisible(bool(text))


def over(canvas: QWidget, *parts: QWidget) -> None:
    """Put controls into a canvas's upper right corner."""
    row = QHBoxLayout()
    row.setContentsMargins(6, 6, 6, 6)
    row.addStretch(1)
    for part in parts:
        row.addWidget(part)
    column = QVBoxLayout(canvas)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(row)
    column.addStretch(1)


class ViewChip(QPushButton):
    """Says how the spectrogram is drawn; a click opens the choices.

    Signals:
        colours_wanted(str): another table of colours was chosen.
    """

    colours_wanted = Signal(str)

    def __init__(self, settings: ViewSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.popup: ViewPopup | None = None
        self._colours = ""
        self.setProperty("kind", "chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tr("How the take is drawn: frequencies, window, levels, colours"))
        self.clicked.connect(self.open)
        settings.changed.connect(self._refresh)
        self._refresh()

    def set_colours(self, colours: str) -> None:
        """The table of colours in force."""
        self._colours = colours
        if self.popup is not None:
            self.popup.refresh(colours)

    def open(self) -> None:
        """Open the choices under the chip."""
        if self.popup is None:
            self.popup = ViewPopup(self._settings, self)
            self.popup.colours.changed.connect(lambda chosen: self.colours_wanted.emit(chosen[0]))
        self.popup.refresh(self._colours)
        self.popup.show_under(self)

    def _refresh(self) -> None:
        view = self._settings.view
        text = f"{tr_marked(SCALE_NAMES[view.scale])} · {view.n_fft}"
        self.setText(text)
        self.setAccessibleName(tr("Picture settings: {now}", now=text))


class ViewPopup(QFrame):
    """The choices of the view.

    Attributes:
        colours: the group of colours; who made the popup follows it.
    """

    def __init__(self, settings: ViewSettings, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._settings = settings
        self.setProperty("kind", "popup")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Picture settings"))
        self.scale = ChipGroup(
            tr("Frequencies"), [(scale, tr_marked(SCALE_NAMES[scale])) for scale in SCALES]
        )
        self.window_length = ChipGroup(tr("Window"), [(size, str(size)) for size in WINDOWS])
        self.floor = _decibels(tr("Darkest level"), LOWEST_DB, -LEAST_RANGE_DB)
        self.ceiling = _decibels(tr("Brightest level"), LOWEST_DB + LEAST_RANGE_DB, 0)
        self.colours = ChipGroup(
            tr("Colours"), [(name, tr_marked(COLOUR_NAMES[name])) for name in TABLES]
        )
        self.height_scale = ChipGroup(tr("Height"), [(False, tr("Linear")), (True, tr("Decibels"))])
        self.overlay = ChipGroup(tr("Other take"), [(True, tr("Outline over it"))], several=True)
        self._lay_out()
        self._connect()
        settings.changed.connect(lambda _before: self.refresh())

    def refresh(self, colours: str = "") -> None:
        """Show the view in force."""
        view = self._settings.view
        self.scale.set_chosen((view.scale,))
        self.window_length.set_chosen((view.n_fft,))
        self.height_scale.set_chosen((view.wave_db,))
        self.overlay.set_chosen((True,) if view.overlay else ())
        if colours:
            self.colours.set_chosen((colours,))
        for field, value in ((self.floor, view.floor_db), (self.ceiling, view.ceiling_db)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)

    def show_under(self, anchor: QWidget) -> None:
        """Open it with its right upper corner below the control."""
        self._fit()
        corner = anchor.mapToGlobal(anchor.rect().bottomRight())
        self.move(corner - QPoint(self.width() - 1, -6))
        self.show()
        chosen = self.scale.buttons[self._settings.view.scale]
        chosen.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        """As high as its lines of chips are, which wrap."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        self.setFixedHeight(layout.totalHeightForWidth(WIDTH))

    def _lay_out(self) -> None:
        levels = widgets.row(
            self.floor, widgets.label(tr("to"), "quiet"), self.ceiling, None, spacing=6
        )
        whole = widgets.column(spacing=theme.GAP)
        whole.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 14)
        whole.addWidget(widgets.section(tr("Spectrogram")))
        for name, part in (
            (tr("Frequencies"), self.scale),
            (tr("Window"), self.window_length),
            (tr("Levels"), widgets.holder(levels)),
            (tr("Colours"), self.colours),
        ):
            whole.addLayout(_line(name, part))
        whole.addSpacing(4)
        whole.addWidget(widgets.section(tr("Waveform")))
        whole.addLayout(_line(tr("Height"), self.height_scale))
        whole.addLayout(_line(tr("Other take"), self.overlay))
        self.setLayout(whole)

    def _connect(self) -> None:
        change = self._settings.change
        self.scale.changed.connect(lambda chosen: change(scale=chosen[0]))
        self.window_length.changed.connect(lambda chosen: change(n_fft=chosen[0]))
        self.height_scale.changed.connect(lambda chosen: change(wave_db=chosen[0]))
        self.overlay.changed.connect(lambda chosen: change(overlay=bool(chosen)))
        self.floor.valueChanged.connect(self._floor_chosen)
        self.ceiling.valueChanged.connect(self._ceiling_chosen)

    def _floor_chosen(self, floor: int) -> None:
        """The ceiling gives way."""
        ceiling = max(self._settings.view.ceiling_db, floor + LEAST_RANGE_DB)
        self._settings.change(floor_db=floor, ceiling_db=ceiling)

    def _ceiling_chosen(self, ceiling: int) -> None:
        """The floor gives way."""
        floor = min(self._settings.view.floor_db, ceiling - LEAST_RANGE_DB)
        self._settings.change(floor_db=floor, ceiling_db=ceiling)


def _line(name: str, part: QWidget) -> QHBoxLayout:
    text = widgets.label(name, "quiet", wrap=True)
    text.setFixedWidth(86)
    line = widgets.row(text, part)
    line.setStretch(1, 1)
    return line


def _decibels(name: str, lowest: float, highest: float) -> QSpinBox:
    field = QSpinBox()
    widgets.set_property(field, "kind", "number")
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setFixedWidth(84)
    field.setRange(round(lowest), round(highest))
    field.setSingleStep(5)
    field.setSuffix(tr(" dB"))
    field.setAccessibleName(name)
    field.setKeyboardTracking(False)
    return field
