"""Container, sample rate, bits and channels of delivered files; only what fits together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from tangostudio.export import spec as specs
from tangostudio.export.spec import Spec
from tangostudio.ui.export_fields import Choice
from tangostudio.ui.texts import mark, tr, tr_marked

_CONTAINERS = {
    "wav": mark("WAV (BWF)"),
    "flac": mark("FLAC"),
    "aiff": mark("AIFF"),
    "ogg": mark("OGG Vorbis"),
    "opus": mark("Opus"),
    "mp3": mark("MP3"),
}
_BITS = {16: mark("16 bit"), 24: mark("24 bit"), 32: mark("32 bit float"), 0: mark("Lossy")}
_LAYOUTS = {
    "as is": mark("Channels kept"),
    "mono": mark("Mono"),
    "stereo": mark("Stereo"),
    "split": mark("Split to mono"),
}


class FormatForm(QWidget):
    """Four choices.

    Signals:
        changed(): the person chose otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.container = Choice(
            tr("File format"), [(each, tr_marked(text)) for each, text in _CONTAINERS.items()]
        )
        self.rate = Choice(tr("Sample rate"))
        self.bits = Choice(tr("Bit depth"))
        self.layout_of = Choice(
            tr("Channels"), [(each, tr_marked(text)) for each, text in _LAYOUTS.items()]
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for place, box in enumerate((self.container, self.rate, self.layout_of, self.bits)):
            grid.addWidget(box, place // 2, place % 2)
            box.currentIndexChanged.connect(self._chosen)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.set_value(Spec())

    def value(self) -> Spec:
        """What is chosen."""
        return Spec(
            self.container.currentData(),
            self.rate.currentData(),
            self.bits.currentData(),
            self.layout_of.currentData(),
        )

    def set_value(self, spec: Spec) -> None:
        """Show a format, without a signal."""
        self.container.set_value(spec.container)
        self._offer()
        self.rate.set_value(spec.rate)
        self.bits.set_value(spec.bits)
        self.layout_of.set_value(spec.layout)

    def _chosen(self) -> None:
        before = self.rate.currentData()
        self._offer()
        if self.rate.currentData() != before:
            self.rate.set_value(48000)  # every container takes it
        self.changed.emit()

    def _offer(self) -> None:
        """What the container can hold."""
        container = self.container.currentData()
        self.rate.set_options([(rate, rate_words(rate)) for rate in specs.rates_of(container)])
        lossy = specs.BITS[container] == (0,)
        self.bits.set_options(
            [(bits, tr_marked(_BITS[bits])) for bits in reversed(specs.BITS[container])]
        )
        if not lossy and container != "wav":
            self.bits.set_value(min(self.bits.currentData(), 24))
        self.bits.setEnabled(not lossy)
        self.bits.setToolTip(
            tr("This format has no bit depth.") if lossy else tr("Dither is added for 16 bit only.")
        )


def rate_words(rate: int) -> str:
    """A sample rate as people say it."""
    return tr("{value} kHz", value=f"{rate / 1000:g}") if rate else tr("Rate kept")


def words(spec: Spec) -> str:
    """A format in a few words: "WAV 48 kHz 24 bit"."""
    name = tr_marked(_CONTAINERS.get(spec.container, spec.container)).partition(" (")[0]
    bits = tr_marked(_BITS[spec.bits]) if spec.bits else ""
    return " ".join(part for part in (name, rate_words(spec.rate), bits) if part)
