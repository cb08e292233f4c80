"""How many votes are useful, how steady they are and what they tell, as a slim bar and two lines.

Texts and a drawing; what a vote is worth is not decided here.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tangostudio.ui import theme, widgets
from tangostudio.ui.compare_facts import Knowing, Tally
from tangostudio.ui.texts import mark, tr, tr_count, tr_marked

MANY_VOTES = 80
LEAST_REPEATS = 3
WIDTH = 640
BAR_PX = 8
HOW = mark(
    "About {many} votes in which one sound was chosen describe a taste well. Pairs are "
    "chosen so that each answer tells most; one in ten comes again, to see how steady the "
    "answers are."
)
_DIMMED = {theme.GOOD: 0.62, theme.WARN: 0.42}  # as bright as letters they would be too loud


class VotesMeter(QWidget):
    """Fills up to the number of votes that describe a taste well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = widgets.label("", "second")
        self.steady = widgets.ElidedLabel("", "second")
        self.steady.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.bar = VotesBar()
        self.known = widgets.label("", "small", wrap=True)
        self.known.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setToolTip(tr_marked(HOW, many=MANY_VOTES))
        self.setMaximumWidth(WIDTH)
        self.setMinimumWidth(WIDTH // 2)
        line = widgets.row(self.text)
        line.addWidget(self.steady, 1)
        self.setLayout(widgets.column(line, self.bar, 2, self.known, spacing=6))

    def show_tally(self, tally: Tally) -> None:
        """Say how many votes stand and how often a repeated pair was answered as before."""
        votes = tr_count("{count} useful vote", "{count} useful votes", tally.useful)
        over = tally.useful >= MANY_VOTES
        self.text.setText(
            votes if over else tr("{votes} of about {many}", votes=votes, many=MANY_VOTES)
        )
        self.steady.setText(_steady(tally))
        self.bar.show_votes(tally.useful, tally.others)

    def show_knowing(self, knowing: Knowing) -> None:
        """Say what is known of the taste."""
        self.known.setText(knowing.line)
        self.known.setAccessibleName(knowing.line)
        self.known.setVisible(bool(knowing.line))


def _steady(tally: Tally) -> str:
    if tally.repeats < LEAST_REPEATS:
        return tr("consistency shows after a few repeated pairs")
    return tr(
        "you agree with yourself {times} times in 10",
        times=round(10 * tally.agreed / tally.repeats),
    )


class VotesBar(QWidget):
    """Useful votes, then the others, on the way to many."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.useful = self.others = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_votes(0, 0)

    def sizeHint(self) -> QSize:
        """Slim, and as wide as the texts above."""
        return QSize(WIDTH, BAR_PX)

    def show_votes(self, useful: int, others: int) -> None:
        """Draw other parts."""
        self.useful, self.others = useful, others
        self.setAccessibleName(
            tr("Votes: {useful} useful, {others} without a choice", useful=useful, others=others)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The groove and two parts, each rounded only where the bar ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = max(MANY_VOTES, self.useful + self.others)
        box, radius = QRectF(self.rect()), BAR_PX / 2
        painter.setBrush(QColor(theme.HAIRLINE))
        painter.drawRoundedRect(box, radius, radius)
        # From the back to the front: all votes, then the useful ones over them.
        parts = ((self.useful + self.others, theme.WARN), (self.useful, theme.GOOD))
        for count, colour in parts:
            if count:
                ink = QColor(colour)
                ink.setAlphaF(_DIMMED[colour])
                part = QRectF(box)
                part.setWidth(max(float(BAR_PX), box.width() * count / whole))
                painter.setBrush(QColor(theme.HAIRLINE))
                painter.drawRoundedRect(part, radius, radius)
                painter.setBrush(ink)
                painter.drawRoundedRect(part, radius, radius)
