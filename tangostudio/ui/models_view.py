"""Models mode: one row per model with what it is good at, its licence, its state and one button.

Cards that cannot be used are rows too, with the sentence that says why.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tangostudio.errors import WeightsError
from tangostudio.ui import theme, widgets, words
from tangostudio.ui.bridge import Bridge

WIDTH = 980


class ModelsView(QWidget):
    """A list of models.

    Signals:
        chosen(str): the person wants to generate with this model.
    """

    chosen = Signal(str)

    def __init__(self, studio: Any, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._list = widgets.column(spacing=10)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        inner.setLayout(
            widgets.column(
                widgets.label("Models", "heading"),
                widgets.label(
                    "Everything here runs on this computer. A licence belongs to the sounds too: "
                    "every take keeps the one of its model.", "quiet", wrap=True,
                ),
                10, self._list, None, spacing=6,
            )
        )  # fmt: skip
        holder = QWidget()
        line = widgets.row(spacing=0)
        line.addStretch(1)
        line.addWidget(inner, 100)
        line.addStretch(1)
        line.setContentsMargins(32, 32, 32, 24)
        holder.setLayout(line)
        scroll = QScrollArea()
        scroll.setWidget(holder)
        scroll.setWidgetResizable(True)
        self.setLayout(widgets.column(scroll, spacing=0))
        bridge.changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Show the models as they are now."""
        widgets.clear_layout(self._list)
        for card in self._studio.catalogue:
            self._list.addWidget(self._row(card))
        for broken in self._studio.catalogue.broken:
            self._list.addWidget(_broken_row(broken))

    def showEvent(self, event: Any) -> None:
        """Times may have been learned since the page was last seen."""
        super().showEvent(event)
        self.refresh()

    def _row(self, card: Any) -> QWidget:
        problem = _problem(card)
        use = widgets.button("Use", "", lambda: self.chosen.emit(card.id))
        use.setAccessibleName(f"Use {card.name}")
        use.setEnabled(not problem)
        licence = widgets.licence_chip(card.licence.commercial)
        licence.setWordWrap(False)
        licence.setToolTip(f"{card.licence.name}: {card.licence.summary}")
        texts = widgets.column(
            widgets.label(card.name, "title"),
            widgets.label(card.summary, "second", wrap=True),
            spacing=3,
        )
        for text in (f"Good at {card.good_at}" if card.good_at else "", card.limits):
            if text:
                texts.addWidget(widgets.label(text, "small", wrap=True))
        facts = widgets.label(self._facts(card), "number-quiet")
        state = widgets.label(problem or "Ready", "bad" if problem else "good", wrap=True)
        texts.addSpacing(4)
        texts.addLayout(widgets.row(licence, facts, None, spacing=14))
        if problem:
            texts.addWidget(state)
        return _card(texts, None if problem else state, use)

    def _facts(self, card: Any) -> str:
        size = sum(item.bytes for item in card.files)
        values = {name: card.default(name) for name in ("seconds", "steps", "guidance")}
        values["steps"] = int(values["steps"])
        spent = self._studio.estimate(card.id, takes=1, **values)
        return " · ".join(
            part
            for part in (
                words.size(size) if size else "",
                f"{card.sample_rate / 1000:g} kHz {'stereo' if card.channels == 2 else 'mono'}",
                f"{spent:.1f} s per take here" if spent is not None else "",
            )
            if part
        )

    def _follow(self, change: Any) -> None:
        if "settings" in change.kinds and self.isVisible():
            self.refresh()


def _problem(card: Any) -> str:
    if not card.files:
        return ""
    try:
        card.verify_files()
    except WeightsError as error:
        return f"⚠ {error.message} {error.hint}"
    return ""


def _card(texts: Any, state: QWidget | None, use: QWidget | None) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "card")
    line = widgets.row(spacing=20)
    line.addLayout(texts, 1)
    for part in (state, use):
        if part is not None:
            line.addWidget(part)
    line.setContentsMargins(theme.MARGIN, 14, theme.MARGIN, 14)
    frame.setLayout(line)
    return frame


def _broken_row(broken: Any) -> QFrame:
    texts = widgets.column(
        widgets.label(broken.id, "title"),
        widgets.label(f"⚠ {broken.message} {broken.hint}".strip(), "bad", wrap=True),
        spacing=4,
    )
    return _card(texts, widgets.label("Cannot be used", "warn"), None)
