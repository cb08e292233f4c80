"""Votes to learn a taste from: how many there are, and what is missing. It knows no tuning."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from tangostudio.ui import widgets
from tangostudio.ui.texts import tr
from tangostudio.ui.tune_sentences import Sentences
from tangostudio.ui.tune_tiles import Tile


class Missing(QFrame):
    """What is missing for a taste to be learned from, and where to get it.

    Attributes:
        wanted: whether anything is missing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.wanted = False
        self.head = widgets.label("", "title", wrap=True)
        self.text = widgets.label("", "second", wrap=True)
        self.lacks = Sentences("·", "second")
        self.alone = widgets.label(
            tr("It can be tuned without votes too: then it learns to match prompts better."),
            "small", wrap=True,
        )  # fmt: skip
        self.button = widgets.button(
            tr("Vote in Compare"), "", name=tr("Go to Compare mode and vote")
        )
        texts = widgets.column(self.head, self.text, self.lacks, 4, self.alone, spacing=4)
        box = widgets.row(spacing=20)
        box.addLayout(texts, 1)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        box.setContentsMargins(16, 14, 16, 14)
        self.setLayout(box)

    def show_missing(self, readiness: Any) -> None:
        """Say what is missing."""
        self.wanted = not readiness.ready
        none = readiness.pairs == 0
        self.head.setText(tr("Nothing voted yet") if none else tr("Not enough votes yet"))
        self.text.setText(tr("Before it can learn your taste:") if readiness.missing else "")
        self.lacks.show_texts(readiness.missing)
        self.setAccessibleName(f"{self.head.text()}. {' '.join(readiness.missing)}")


def vote_tiles(readiness: Any) -> list[Tile]:
    """How far the votes are from being enough."""
    share = readiness.consistency
    known = share.cases > 0
    spread = tr(
        "({value} to {value_2} %)",
        value=f"{100 * share.low:.0f}",
        value_2=f"{100 * share.high:.0f}",
    )
    return [
        Tile(tr("Decided pairs"), f"{readiness.pairs}", tr("40 are enough to begin"),
             readiness.pairs / 40),
        Tile(tr("Prompts"), f"{readiness.prompts}",
             tr("8 or more, so that it is not about one sound"), readiness.prompts / 8),
        Tile(tr("Same answer again"), f"{100 * share.share:.0f} %" if known else "—",
             tr("of repeated pairs, 70 % or more {spread}", spread=spread) if known else
             tr("of repeated pairs; 70 % or more"),
             share.share / 0.7 if known else 0.0),
    ]  # fmt: skip
