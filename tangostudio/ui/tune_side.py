"""The right column of Tune mode: facts of this tuning, pause, adapters, one big button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from tangostudio.ui import theme, tune_words, widgets, words
from tangostudio.ui.facts import Facts
from tangostudio.ui.generate_button import GenerateButton
from tangostudio.ui.texts import mark, tr
from tangostudio.ui.tune_adapters import AdapterList

WIDTH = 300
CANCEL_PX, MOST_PX = 42, 16_777_215
LONGEST_UNDER = 40  # letters below the big button
RESTING = ("paused", "interrupted", "failed")
FACTS = (
    mark("Votes"),
    mark("Recordings"),
    mark("Kept aside"),
    mark("Weights"),
    mark("Memory"),
    mark("Disk"),
    mark("Reward"),
    mark("Steps"),
    mark("Takes after"),
    mark("Checkpoint"),
)


@dataclass(frozen=True)
class Main:
    """What the big button does now: its two lines, and why it cannot be pressed."""

    text: str
    under: str
    enabled: bool = True
    reason: str = ""


class TuneSide(QFrame):
    """The column.

    Attributes:
        adapters: the list of adapters.
        pause, cancel, main: the buttons.
        pause_action: what the menu calls the first.
    """

    def __init__(
        self,
        pause: Callable[[], object],
        cancel: Callable[[], object],
        main: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("right_panel")
        self.setFixedWidth(WIDTH)
        self.facts = Facts()
        for name in FACTS:
            self.facts.add(name, number=True)
        self.pause = widgets.button(tr("Pause"), "", pause)
        self.pause_action = tr("Pause tuning")
        self.pause.setStyleSheet("min-height: 22px;")
        self.cancel = widgets.button("", "", cancel, icon="close", name=tr("Cancel this tuning"))
        self.cancel.setToolTip(tr("Cancel this tuning"))
        self.cancel.setMinimumWidth(CANCEL_PX)
        self.cancel.setStyleSheet("padding: 0; min-height: 34px;")
        self.controls = widgets.holder(widgets.row(self.pause, self.cancel), 0, 10, 0, 0)
        self.adapters = AdapterList()
        self.main = GenerateButton(main)
        self._lay_out()

    def show_facts(self, values: dict[str, str]) -> None:
        """What is known of this tuning; empty hides the section."""
        self.facts.show_values(values)
        for part in (self.facts, self._head):
            part.setVisible(bool(values))

    def show_controls(self, view: Any) -> None:
        """Pause while it runs, resume while it rests; what failed can only be thrown away here."""
        state = view.state if view is not None else ""
        running = state == "running"
        self.controls.setVisible(running or state in RESTING)
        self.pause.setVisible(running or state == "paused")
        self.pause.setText(tr("Pause") if running else tr("Resume"))
        self.pause_action = tr("Pause tuning") if running else tr("Resume tuning")
        self.pause.setAccessibleName(
            tr("Pause this tuning") if running else tr("Resume this tuning")
        )
        alone = self.pause.isHidden()
        self.cancel.setText(tr("Throw it away") if alone else "")
        self.cancel.setMaximumWidth(MOST_PX if alone else CANCEL_PX)
        self.cancel.setAccessibleName(
            tr("Throw this tuning away") if alone else tr("Cancel this tuning")
        )
        self.cancel.setToolTip(self.cancel.accessibleName())

    def show_main(self, main: Main) -> None:
        """What the big button does."""
        self.main.set_text(main.text)
        self.main.set_under(main.under)
        self.main.setEnabled(main.enabled)
        self.main.setToolTip(main.reason)

    def _lay_out(self) -> None:
        self._head = widgets.section(tr("This tune"))
        scroll = QScrollArea()
        scroll.setWidget(widgets.holder(widgets.column(self.adapters)))
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box = widgets.column(
            self._head, self.facts, self.controls, 8,
            widgets.section(tr("Adapters")), scroll, self.main, spacing=8,
        )  # fmt: skip
        box.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        self.setLayout(box)


def main_button(view: Any, setup: Any, untested: Any) -> Main:
    """What the big button is for: the blind test before all, then a new tuning.

    Args:
        view: the tuning that is shown, or None.
        setup: the form, where that is shown instead.
        untested: the newest adapter without a blind test, or None.
    """
    if view is not None and view.state in tune_words.GOING:
        reason = tr("What is learned can be tested once it is done.")
        return Main(tr("Blind test when done"), tune_words.rule(), False, reason)
    if view is not None and view.state in ("failed", "interrupted"):
        text = tr("Try again") if view.state == "failed" else tr("Go on")
        return Main(
            text, tr("from its checkpoint") if view.saved_seconds_ago else tr("from the start")
        )
    if setup is not None:
        seconds = setup.outline.seconds if setup.outline is not None else None
        if seconds is not None:
            under = words.duration(seconds)
        elif 0 < len(setup.problem) <= LONGEST_UNDER:
            under = setup.problem
        elif setup.problem:
            under = tr("see “What it takes”")
        else:
            under = tr("it can be paused at any time")
        return Main(tr("Start tuning"), under, not setup.problem, setup.problem)
    if untested is not None:
        return Main(tr("Blind test"), tune_words.rule())
    return Main(tr("New tuning"), tr("starts from the base again"))
