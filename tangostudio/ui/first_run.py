"""The card of the first run: what this computer is, what a take costs here, three keys to know.

It stands above the takes until it is put away for good. It asks nothing and stops nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from tangostudio import machine
from tangostudio.ui import theme, widgets, words
from tangostudio.ui.actions import Actions
from tangostudio.ui.commands import native
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.texts import tr, tr_count

DONE = "first_run_done"


class FirstRun(QFrame):
    """Two lines, three keys, one offer, a cross.

    Attributes:
        machine_line, speed_line: what it says of this computer.
        more: opens the models.
        close_button: puts the card away for good.
    """

    def __init__(
        self, actions: Actions, more: Callable[[], object], close: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("first_run")
        self.setProperty("kind", "card")
        self.setAccessibleName(tr("First steps"))
        self.machine_line = widgets.label("", "second", wrap=True)
        self.speed_line = widgets.label("", "quiet", wrap=True)
        self.more = widgets.button(tr("More models…"), "link", more)
        self.close_button = widgets.icon_button("close", tr("Put this card away for good"), close)
        head = widgets.row(spacing=theme.GAP)
        head.addWidget(self.machine_line, 1)
        head.addWidget(self.close_button)
        self._keys = [_Key(words_, keys) for words_, keys in _hints(actions)]
        line = QWidget()
        flow = FlowLayout(line, spacing=14)
        for part in (*self._keys, self.more):
            flow.addWidget(part)
        column = widgets.column(spacing=6)
        column.addLayout(head)
        column.addWidget(self.speed_line)
        column.addWidget(line)
        column.setContentsMargins(12, 8, 8, 10)
        self.setLayout(column)

    def say(self, model: str, seconds: float | None, measured: bool, free: int | None) -> None:
        """Show the computer, its room, and what a take of this model costs here.

        Args:
            seconds: for one take; None while nothing is known.
            free: bytes where the library lies.
        """
        self.machine_line.setText(computer())
        parts = []
        if seconds is not None:
            spent = words.duration(seconds)
            text = (
                tr("{model}: {time} per take", model=model, time=spent)
                if measured
                else tr("{model}: {time} per take, estimated", model=model, time=spent)
            )
            parts.append(text)
        if free is not None:
            parts.append(tr("{size} of disk free", size=words.size(free)))
        parts.append(tr("everything is made and stays on this computer"))
        self.speed_line.setText("  ·  ".join(parts))


class _Key(QWidget):
    """A key and what it does."""

    def __init__(self, text: str, keys: str) -> None:
        super().__init__()
        self.setLayout(
            widgets.row(widgets.label(keys, "key"), widgets.label(text, "small"), spacing=6)
        )
        self.setAccessibleName(f"{keys}: {text}")


def _hints(actions: Actions) -> list[tuple[str, str]]:
    def key(identifier: str) -> str:
        return next((native(k) for k in actions.keys(identifier)), "–")

    arrows = f"{key('play.previous')} {key('play.next')}"
    return [
        (tr("makes takes"), key("generate.start")),
        (tr("plays and stops"), key("play.toggle")),
        (tr("go from take to take"), arrows),
    ]


def computer() -> str:
    """The machine in one line: "8 cores, 16 GB, no GPU"."""
    memory = machine.total_memory()
    parts = [
        tr_count("{count} core", "{count} cores", machine.cores()),
        *([] if memory is None else [words.size(memory)]),
        machine.graphics() or tr("no GPU"),
    ]
    return tr("This computer: {parts}", parts=", ".join(parts))


def expected(studio: Any, card: Any) -> tuple[float | None, bool]:
    """Seconds for one take of a model with its own values, and whether that was measured here."""
    values = {name: card.default(name) for name in ("seconds", "steps", "guidance")}
    values["steps"] = int(values["steps"])
    found = studio.expect(card.id, takes=1, **values)
    return (None, False) if found is None else (found.seconds, found.measured)
