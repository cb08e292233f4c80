"""The first page of a blind test: its rule, before anything is heard, and pairs on their way."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from tangostudio.ui import theme, tune_words, widgets
from tangostudio.ui.texts import tr
from tangostudio.ui.trial_pair import centred
from tangostudio.ui.tune_sentences import Sentences

WIDTH = 620


class RulePage(QWidget):
    """What will be done and what follows from it.

    Signals:
        begin_wanted(): make the pairs, or judge them where they are there.
    """

    begin_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = centred("heading")
        self.about = centred("second")
        self.about.setText(tr("The same prompts and seeds, with it and without it, unnamed."))
        self._rule = ""
        self._lines = widgets.column(spacing=0)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.status = centred("quiet")
        self.trouble = Sentences("✕", "bad")
        self.begin = widgets.button(tr("Begin"), "primary", self.begin_wanted.emit)
        self.begin.setStyleSheet("min-height: 30px;")
        self.begin.setMinimumWidth(240)
        card = QFrame()
        card.setProperty("kind", "card")
        box = widgets.column(widgets.section(tr("The rule")), 4, self._lines, spacing=4)
        box.setContentsMargins(20, 16, 20, 12)
        card.setLayout(box)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = widgets.column(
            28, self.heading, self.about, 18, card, 18, self.trouble, self.progress, self.status
        )
        column.addWidget(self.begin, 0, middle)
        column.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        inner.setLayout(column)
        line = widgets.row(spacing=0)
        line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        self.setLayout(line)

    def show_trial(self, adapter: Any, trial: Any) -> None:
        """Show the rule and how far the pairs are."""
        self.heading.setText(tr("Is “{name}” better than the base?", name=adapter.name))
        self._show_rule(trial.rule)
        making = trial.state == "rendering"
        error = trial.error if trial.state == "none" else None
        self.trouble.show_texts((f"{error.message} {error.hint}",) if error is not None else ())
        self.progress.setVisible(making)
        self.progress.setRange(0, max(trial.total, 1))
        self.progress.setValue(trial.rendered)
        self.progress.setAccessibleName(
            tr("{rendered} of {total} pairs are made", rendered=trial.rendered, total=trial.total)
        )
        self.begin.setVisible(not making)
        self.begin.setText(tr("Go on") if trial.answered else tr("Begin"))
        self.begin.setAccessibleName(tr("{what} with the blind test", what=self.begin.text()))
        if making:
            text = tr(
                "Pair {rendered} of {total} is made · ",
                rendered=min(trial.rendered + 1, trial.total),
                total=trial.total,
            )
            self.status.setText(text + tr("you can go on working"))
        elif trial.answered:
            self.status.setText(tune_words.answered(trial))
        elif trial.state == "open":
            self.status.setText(tr("The pairs are ready"))
        else:
            self.status.setText(tr("The pairs are made first; that takes a moment"))

    def rule_lines(self) -> list[str]:
        """The rule as it is shown, a sentence each."""
        return re.split(r"(?<=\.)\s+", self._rule.strip())

    def _show_rule(self, rule: str) -> None:
        if rule == self._rule:
            return
        self._rule = rule
        widgets.clear_layout(self._lines)
        for number, sentence in enumerate(self.rule_lines()):
            if number:
                self._lines.addWidget(widgets.hairline())
            line = widgets.label(sentence, "" if number else "second", wrap=True)
            line.setContentsMargins(0, theme.GAP, 0, theme.GAP)
            self._lines.addWidget(line)
