"""The middle of Tune mode while something is learned, and after: sentence, bar, pairs, curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from tangostudio.ui import tune_method_words, tune_words, widgets
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.tune_columns import Columns
from tangostudio.ui.tune_curves import CurveCard, before_and_after, curves
from tangostudio.ui.tune_losses import LossCard, loss_curves
from tangostudio.ui.tune_method import ON_CORPUS
from tangostudio.ui.tune_pairs import PairsTable
from tangostudio.ui.tune_sentences import Sentences
from tangostudio.ui.tune_stages import StageRow

BAR_PX = 8
LEAST_CARD, LEAST_LINES = 236, 320
FIRST = mark(
    "First the base plays prompts that are never learned from. What you hear of them now is what "
    "you will compare with."
)
NOTES = {
    "running": mark("after this round"),
    "paused": mark("after this round"),
    "interrupted": mark("after this round"),
}
LATER = mark("when it is learned")


class RunningPage(QWidget):
    """One tuning, from its start to its end.

    Attributes:
        pairs: the table of sounds.
        cards: the curves, in their order; losses: those of training, of a corpus only.

    Signals:
        again_wanted(): the person would rather set up another tuning.
    """

    again_wanted = Signal()

    def __init__(self, bridge: Bridge, audition: Audition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corpus: Any = None
        self.heading = widgets.label("", "heading", wrap=True)
        self.again = widgets.button(tr("New tuning"), "quiet-link", self.again_wanted.emit)
        self.line = widgets.label("", "second", wrap=True)
        self.stage = widgets.label("", "number-quiet")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(BAR_PX)
        height = f"min-height: {BAR_PX}px; max-height: {BAR_PX}px; border-radius: 4px;"
        self.bar.setStyleSheet(
            f"QProgressBar {{ {height} }} QProgressBar::chunk {{ border-radius: 4px; }}"
        )
        self.trouble = Trouble()
        self.pairs = PairsTable(bridge, audition)
        self.waiting = widgets.label(tr_marked(FIRST), "quiet", wrap=True)
        self.stages = StageRow()
        self.outcome = Outcome()
        self.cards: list[CurveCard] = []
        self.losses: list[LossCard] = []
        self.warnings = Sentences("⚠", "warn")
        self.lines = Columns(LEAST_LINES)
        self.curves = Columns(LEAST_CARD)
        first, second = widgets.row(self.heading, self.again), widgets.row(self.line, self.stage)
        for row in (first, second):
            row.setStretch(0, 1)
        parts = widgets.column(
            self.stages, self.bar, self.trouble, self.outcome, self.warnings, self.waiting,
            self.pairs, self.lines, self.curves, spacing=16,
        )  # fmt: skip
        parts.setStretchFactor(self.lines, 3)
        parts.setStretchFactor(self.curves, 3)
        parts.addStretch(1)
        box = widgets.column(first, second, 10, spacing=4)
        box.addLayout(parts, 1)
        self.setLayout(box)

    def show_view(self, view: Any, model: str, corpus: Any = None) -> None:
        """Show a tuning as it is now; `corpus` is what it learns from, where that is known."""
        self._corpus = corpus
        on_corpus = view.method in ON_CORPUS
        self.heading.setText(tune_words.heading(view, model))
        self.bar.setValue(round(1000 * view.share))
        self.bar.setAccessibleName(tr("{value} percent done", value=f"{100 * view.share:.0f}"))
        self.bar.setVisible(view.state != "done")
        self.again.setVisible(view.state not in tune_words.GOING)
        self.trouble.show_error(view.error if view.state == "failed" else None)
        self.warnings.show_texts(view.warnings)
        done = view.state == "done"
        stages = tune_method_words.stages(view) if not done else ()
        self.stages.show_stages(stages, tune_method_words.stage(view))
        self.outcome.show_texts(tune_method_words.outcome(view) if on_corpus and done else ())
        note = NOTES.get(view.state, mark("not heard"))
        note = LATER if on_corpus and view.state in NOTES else note
        self.pairs.show_checks(view.checked, tr_marked(note), in_rounds=not on_corpus)
        self.pairs.setVisible(bool(view.checked))
        self.waiting.setVisible(not view.checked and view.state in tune_words.GOING)
        self._show_losses(view)
        self._show_curves(view)
        self.show_time(view)

    def show_time(self, view: Any) -> None:
        """Only what changes by itself: the time that is left."""
        self.line.setText(tune_words.line(view, self._corpus))
        self.stage.setText(tune_words.stage(view))

    def _show_curves(self, view: Any) -> None:
        if view.method in ON_CORPUS:  # with the first check alone there is nothing to compare
            found = before_and_after(view.checked) if len(view.checked) > 1 else []
        else:
            found = curves(view.checked, view.rounds)
        self.curves.setVisible(bool(found))
        if len(found) != len(self.cards):
            self.cards = [CurveCard() for _curve in found]
            self.curves.show_cards(self.cards)
        for card, curve in zip(self.cards, found, strict=True):
            card.show_curve(curve)

    def _show_losses(self, view: Any) -> None:
        found = loss_curves(view.steps)
        self.lines.setVisible(bool(found))
        if len(found) != len(self.losses):
            self.losses = [LossCard() for _curve in found]
            self.lines.show_cards(self.losses)
        for card, curve in zip(self.losses, found, strict=True):
            card.show_curve(curve)


class Outcome(QFrame):
    """What came of a tuning, a sentence each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "notice")
        self.setProperty("tone", "good")
        self.texts: list[str] = []
        self._column = widgets.column(spacing=4)
        self._column.setContentsMargins(14, 11, 14, 12)
        self.setLayout(self._column)
        self.hide()

    def show_texts(self, sentences: Sequence[str]) -> None:
        """Say these; none hides it."""
        self.setVisible(bool(sentences))
        if list(sentences) != self.texts:
            self.texts = list(sentences)
            widgets.clear_layout(self._column)
            for text in self.texts:
                self._column.addWidget(widgets.label(text, "second", wrap=True))
            self.setAccessibleName(" ".join(self.texts))


class Trouble(QFrame):
    """Why a tuning could not go on, and what helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "notice")
        self.setProperty("tone", "bad")
        self.sentence = widgets.label("", "bad-title", wrap=True)
        self.hint = widgets.label("", "second", wrap=True)
        box = widgets.column(self.sentence, self.hint, spacing=4)
        box.setContentsMargins(14, 11, 14, 12)
        self.setLayout(box)
        self.setMaximumWidth(760)
        self.hide()

    def show_error(self, error: Any) -> None:
        """Say it; None hides it."""
        self.setVisible(error is not None)
        if error is not None:
            self.sentence.setText(f"✕ {error.message}")
            self.hint.setText(error.hint)
            self.hint.setVisible(bool(error.hint))
            self.setAccessibleName(f"{error.message} {error.hint}".strip())
