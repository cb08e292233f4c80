"""The last page of a blind test: what came out, how sure that is, and what to do with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from tangostudio.ui import theme, tune_words, widgets
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.trial_pair import centred
from tangostudio.ui.tune_curves import curves
from tangostudio.ui.tune_sentences import Sentences

WIDTH = 720
HEADS = {
    "better": mark("✓ {name} is better than the base"),
    "likely better": mark("{name} is likely better than the base"),
    "no clear difference": mark("No clear difference between {name} and the base"),
    "worse": mark("✕ {name} is worse than the base"),
}


class ResultPage(QWidget):
    """The verdict.

    Signals:
        chosen(str): "accept", "reject" or "later".
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = centred("heading")
        self.sentence = centred("second")
        self.wins = WinsBar()
        self.numbers = centred("number-quiet")
        self.measured = centred("small")
        self.warnings = Sentences("⚠", "warn")
        self.accept = widgets.button(tr("Accept"), "", lambda: self.chosen.emit("accept"))
        self.keep = widgets.button(tr("Keep base"), "", lambda: self.chosen.emit("reject"))
        self.later = widgets.button(tr("Try again later"), "", lambda: self.chosen.emit("later"))
        for button in (self.accept, self.keep, self.later):
            button.setMinimumWidth(150)
            button.setStyleSheet("min-height: 26px;")
        card = QFrame()
        card.setProperty("kind", "card")
        box = widgets.column(self.wins, self.numbers, 4, self.measured, self.warnings, spacing=8)
        box.setContentsMargins(20, 20, 20, 16)
        card.setLayout(box)
        buttons = widgets.row(None, self.accept, self.keep, self.later, None, spacing=12)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        inner.setLayout(
            widgets.column(28, self.heading, self.sentence, 18, card, 22, buttons, None)
        )
        line = widgets.row(spacing=0)
        line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        self.setLayout(line)

    def show_result(self, adapter: Any, verdict: Any, view: Any) -> None:
        """Show a verdict; `view` is the tuning that made the adapter, or None."""
        self.heading.setText(tr_marked(HEADS.get(verdict.word, "{name}"), name=f"“{adapter.name}”"))
        self.sentence.setText(verdict.sentence)
        self.wins.show_wins(verdict.wins, verdict.losses)
        ties = tr(" · {ties} without a choice", ties=verdict.ties) if verdict.ties else ""
        chance = tune_words.by_chance(verdict)
        self.numbers.setText(
            tr(
                "{wins} won · {losses} lost{ties}",
                wins=verdict.wins,
                losses=verdict.losses,
                ties=ties,
            )
            + (f" · {chance}" if chance else "")
        )
        self.measured.setText(_measured(view))
        self.measured.setVisible(bool(self.measured.text()))
        self.warnings.show_texts(view.warnings if view is not None else ())
        better = verdict.word in ("better", "likely better")
        for button, main in ((self.accept, better), (self.keep, not better)):
            widgets.set_property(button, "kind", "primary" if main else "")
        self.accept.setAccessibleName(tr("Accept {name} and use it", name=adapter.name))
        self.keep.setAccessibleName(tr("Keep the base, reject {name}", name=adapter.name))
        self.setAccessibleName(f"{self.heading.text()}. {verdict.sentence}")


class WinsBar(QWidget):
    """A square for each decided pair, won ones first, and a mark where accepting begins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wins = self._losses = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Squares, and a line of text below."""
        return QSize(400, 52)

    def show_wins(self, wins: int, losses: int) -> None:
        """So many were won, so many lost."""
        self._wins, self._losses = wins, losses
        self.setAccessibleName(
            tr("{wins} wins of the tuned model, {losses} of the base", wins=wins, losses=losses)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Won, lost, open."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = max(tune_words.PAIRS, self._wins + self._losses)
        pitch = min(self.width() / count, 28.0)
        left = (self.width() - pitch * count) / 2
        for number in range(count):
            won, lost = number < self._wins, number < self._wins + self._losses
            box = QRectF(left + number * pitch + 2, 2, pitch - 4, 24)
            painter.setPen(QPen(QColor(theme.GOOD if won else theme.BORDER), 1))
            fill = theme.GOOD if won else theme.BORDER if lost else theme.PANEL
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(box, 4, 4)
        x = left + tune_words.NEEDED * pitch
        painter.setPen(QPen(QColor(theme.TEXT), 1))
        painter.drawLine(round(x), 0, round(x), 32)
        painter.setFont(theme.interface_font(11))
        painter.setPen(QColor(theme.QUIET))
        text = tr("{needed} to accept", needed=tune_words.NEEDED)
        painter.drawText(QRectF(x - 80, 34, 160, 16), Qt.AlignmentFlag.AlignCenter, text)


def _measured(view: Any) -> str:
    """What was measured beside the test: gain of match, variety, flags."""
    if view is None or len(view.checked) < 2:
        return ""
    found = [curve for curve in curves(view.checked, view.rounds) if curve.text]
    return " · ".join(f"{curve.name} {curve.text}" for curve in found)
