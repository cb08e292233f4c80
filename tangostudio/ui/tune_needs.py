"""What a tuning takes: time, memory, disk, and what there is of them. It shows an outline."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from tangostudio.ui import tune_method_words, tune_words, widgets, words
from tangostudio.ui.facts import Facts
from tangostudio.ui.texts import mark, tr
from tangostudio.ui.tune_method import ON_CORPUS
from tangostudio.ui.tune_sentences import Sentences

NEEDS = (mark("Recordings"), mark("Kept aside"), mark("Memory"), mark("Disk"), mark("Weights"),
         mark("Votes"))  # fmt: skip


class Needs(QFrame):
    """One card; what is not known of an outline has no row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.time = widgets.label("", "figure", wrap=True)
        self.time_text = widgets.label("", "small", wrap=True)
        self.facts = Facts()
        for name in NEEDS:
            self.facts.add(name, number=True)
        self.layers = widgets.label("", "small", wrap=True)
        self.lacks = Sentences("✕", "bad")
        self.tight = Sentences("⚠", "warn")
        self.hint = widgets.label("", "small", wrap=True)
        box = widgets.column(
            widgets.section(tr("What it takes")), 2, self.time, self.time_text, 8, self.facts, 4,
            self.layers, self.tight, self.lacks, self.hint, None, spacing=4,
        )  # fmt: skip
        box.setContentsMargins(16, 14, 16, 12)
        self.setLayout(box)

    def show_outline(
        self, outline: Any, method: str, problem: str, *, waits: str = "", prompts: int = 0
    ) -> None:
        """Show an outline, or only why there is none.

        Args:
            problem: why it cannot start.
            waits: what is to be chosen first, where there is no outline yet.
        """
        known = outline is not None
        self.time_text.setVisible(known or bool(waits))
        self.time_text.setText(waits or tr("on this computer; you can go on working"))
        if not known:
            values = {}
            self.time.setText("—")
        else:
            on_corpus = method in ON_CORPUS
            values = (
                tune_method_words.planned(outline) if on_corpus
                else tune_words.planned(outline, prompts)
            )  # fmt: skip
            seconds = outline.seconds
            told = words.duration(seconds) if seconds is not None else tr("not known yet")
            self.time.setText(told)
        self.facts.show_values({name: values.get(name, "") for name in NEEDS})
        layers = getattr(outline, "layers", "")
        self.layers.setText(layers)
        self.layers.setVisible(bool(layers))
        tight = tune_words.tight(outline, method) if known else ""
        self.tight.show_texts((tight,) if tight else ())
        self.lacks.show_texts((problem,) if problem else ())
        self.hint.setText(tune_method_words.relief(method))
        self.hint.setVisible(bool(problem) and known)
        widgets.set_property(self, "tone", "bad" if problem else "")
