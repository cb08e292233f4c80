"""Small notes over the window's lower edge: something was done, or something went wrong.

They never take the focus and never block. It knows nothing of what they are about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from tangostudio.ui import icons, theme, widgets
from tangostudio.ui.texts import tr

GOOD_MS = 7_000
MOST = 4
WIDTH = 400
BOTTOM = theme.FOOTER + theme.TRANSPORT + 40  # footer, transport and the bar of edits stay free
_SIGNS = {
    "good": ("check", theme.GOOD),
    "bad": ("warning", theme.BAD),
    "plain": ("info", theme.QUIET),
}


@dataclass(frozen=True)
class Choice:
    """A button of a note."""

    text: str
    call: Callable[[], object]


class Notice(QFrame):
    """One note: a sign, a sentence, a hint, buttons and a cross."""

    def __init__(
        self, tone: str, text: str, hint: str, choices: tuple[Choice, ...],
        close: Callable[[Notice], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.text = text
        self.setProperty("kind", "notice")
        self.setProperty("tone", tone)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(f"{text} {hint}".strip())
        name, colour = _SIGNS[tone]
        sign = widgets.label()
        sign.setPixmap(icons.pixmap(name, colour, 18, 2))
        sign.setFixedWidth(20)
        lines = widgets.column(widgets.label(text, wrap=True), spacing=2)
        if hint:
            lines.addWidget(widgets.label(hint, "small", wrap=True))
        if choices:
            buttons = [
                widgets.button(choice.text, "link", self._chosen(choice, close))
                for choice in choices
            ]
            lines.addSpacing(4)
            lines.addLayout(widgets.row(*buttons, None, spacing=12))
        cross = widgets.icon_button("close", tr("Close this note"), lambda: close(self))
        line = widgets.row(spacing=10)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(lines, 1)
        line.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        line.setContentsMargins(12, 10, 8, 10)
        self.setLayout(line)

    def _chosen(self, choice: Choice, close: Callable[[Notice], None]) -> Callable[[], None]:
        def call() -> None:
            choice.call()
            close(self)

        return call


class Notices(QObject):
    """The notes over one window, the newest lowest.

    Good ones leave by themselves, unless the pointer is on them; bad ones stay until they are
    closed.
    """

    def __init__(self, window: QWidget, bottom: int = BOTTOM) -> None:
        super().__init__(window)
        self._window = window
        self._bottom = bottom
        self.shown: list[Notice] = []
        window.installEventFilter(self)

    def good(self, text: str, *choices: Choice, hint: str = "") -> Notice:
        """Something was done."""
        notice = self._add("good", text, hint, choices)
        QTimer.singleShot(GOOD_MS, notice, lambda: self._expire(notice))
        return notice

    def plain(self, text: str, *choices: Choice, hint: str = "") -> Notice:
        """Something to be decided; it stays until it is."""
        return self._add("plain", text, hint, choices)

    def bad(self, text: str, *choices: Choice, hint: str = "") -> Notice:
        """Something went wrong; the same sentence is not stacked twice."""
        for notice in self.shown:
            if notice.text == text:
                self.close(notice)
                break
        return self._add("bad", text, hint, choices)

    def close(self, notice: Notice) -> None:
        """Put a note away."""
        if notice in self.shown:
            self.shown.remove(notice)
            notice.hide()
            notice.deleteLater()
            self._place()

    def texts(self) -> list[str]:
        """What the notes say, oldest first."""
        return [notice.text for notice in self.shown]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the notes in their corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _add(self, tone: str, text: str, hint: str, choices: tuple[Choice, ...]) -> Notice:
        notice = Notice(tone, text, hint, choices, self.close)
        notice.setParent(self._window)
        notice.show()
        self.shown.append(notice)
        while len(self.shown) > MOST:
            self.close(self.shown[0])
        self._place()
        return notice

    def _expire(self, notice: Notice) -> None:
        if notice.underMouse():
            QTimer.singleShot(GOOD_MS, notice, lambda: self._expire(notice))
        else:
            self.close(notice)

    def _place(self) -> None:
        y = self._window.height() - self._bottom - theme.MARGIN
        for notice in reversed(self.shown):
            notice.resize(WIDTH, notice.heightForWidth(WIDTH))
            y -= notice.height()
            notice.move((self._window.width() - WIDTH) // 2, y)
            notice.raise_()
            y -= theme.GAP
