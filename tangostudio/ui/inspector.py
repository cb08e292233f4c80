"""The right panel: everything that is known of the selected takes, and what can be changed of them.

It asks the studio for takes by id. Several takes get a summary; none gets a few words on what to
do. What the pages show is theirs to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from tangostudio.errors import NotFound
from tangostudio.ui import theme, widgets
from tangostudio.ui.actions import Actions
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.drag_handle import DragHandle
from tangostudio.ui.drag_out import DragOut
from tangostudio.ui.inspector_many import MOST_READ, InspectorMany
from tangostudio.ui.inspector_take import InspectorTake
from tangostudio.ui.texts import tr


class Inspector(QWidget):
    """Pages for one take, several and none; the export button and the drag handle below.

    Signals:
        reuse_seed(int): the person wants this seed again.
        take_wanted(int): the person wants to see another take.
    """

    reuse_seed = Signal(int)
    take_wanted = Signal(int)

    def __init__(
        self, studio: Any, bridge: Bridge, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._actions = actions
        self._ids: list[int] = []
        self.out = DragOut(studio, bridge, self)
        self.one = InspectorTake(studio)
        self.many = InspectorMany(studio)
        self._pages = QStackedWidget()
        for page in (_none_page(), self.one, self.many):
            self._pages.addWidget(_scrolled(page))
        self._footer = self._build_footer()
        self.setLayout(widgets.column(self._pages, self._footer, spacing=0))
        self._connect(bridge)
        self.show_takes([])

    def show_takes(self, ids: Sequence[int]) -> None:
        """Show these takes; ids that are gone are left out."""
        self.one.store()
        self.one.forget()
        self._ids = list(ids)
        self.refresh()

    def refresh(self) -> None:
        """Ask the studio again for what is shown."""
        takes = self._takes()
        self._footer.setVisible(bool(takes))
        self._pages.setCurrentIndex(min(len(takes), 2))
        if len(takes) == 1:
            self.one.show_take(takes[0])
        elif takes:
            known = {take.id for take in takes}
            rest = self._ids[MOST_READ:]
            ids = [take_id for take_id in self._ids[:MOST_READ] if take_id in known]
            self.many.show_takes([*ids, *rest], takes)

    def rename(self) -> None:
        """Put the cursor into the title."""
        self.one.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.one.title.selectAll()

    def tag(self) -> None:
        """Put the cursor where a tag is typed."""
        page = self.many if self._pages.currentIndex() == 2 else self.one
        page.tags.focus()

    def _connect(self, bridge: Bridge) -> None:
        actions, one = self._actions, self.one
        actions.bind("take.rename", self.rename)
        actions.bind("take.tag", self.tag)
        one.reuse_seed.connect(self.reuse_seed)
        one.take_wanted.connect(self.take_wanted)
        one.lineage_wanted.connect(actions["take.lineage"].trigger)
        one.again_wanted.connect(actions["take.again"].trigger)
        for page in (one, self.many):
            page.failed.connect(bridge.crashed)
        bridge.changed.connect(self._follow)

    def _build_footer(self) -> QWidget:
        export = widgets.button(
            tr("Export…"),
            "",
            self._actions["take.export"].trigger,
            tip=self._actions.tip("take.export"),
        )
        self.handle = DragHandle(lambda handle: self.out.drag(handle, self._ids))
        line = widgets.row(export, self.handle)
        line.setStretch(0, 1)
        return widgets.holder(line, theme.MARGIN, 10, theme.MARGIN, theme.MARGIN)

    def _follow(self, change: Any) -> None:
        if "taste" in change.kinds and len(self._ids) == 1:
            self.one.show_learned()
        if "takes" in change.kinds and (not change.takes or set(change.takes) & set(self._ids)):
            self.refresh()

    def _takes(self) -> list[Any]:
        found = []
        for identifier in self._ids[:MOST_READ]:
            try:
                found.append(self._studio.take(identifier))
            except NotFound:
                continue
        return found


def _none_page() -> QWidget:
    lines = (
        (tr("No take selected"), "title"),
        (
            tr("Select a take to see how it was made: its prompt, seed, model and loudness."),
            "quiet",
        ),
        (tr("Space plays it, 1 to 5 give stars, X rejects, E exports."), "quiet"),
        (tr("Drag a take's card into your DAW to use it there."), "quiet"),
    )
    labels = [widgets.label(text, kind, wrap=True) for text, kind in lines]
    column = widgets.column(widgets.section(tr("Inspector")), 4, *labels, None, spacing=10)
    return widgets.holder(column, *[theme.MARGIN] * 4)


def _scrolled(widget: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidget(widget)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return scroll
