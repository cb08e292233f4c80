"""The right panel: everything that is known of the selected take, and what can be changed of it.

It asks the studio for takes by id and tells it changes. Several takes get a summary; none gets a
few words on what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from tangostudio.errors import NotFound
from tangostudio.ui import recipe, taste_words, theme, widgets
from tangostudio.ui.actions import Actions
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.drag_handle import DragHandle
from tangostudio.ui.facts import Facts
from tangostudio.ui.tags_edit import TagsEdit

_NUMBERS = {"Seed", "Steps · CFG", "Length", "Format", "Made in", "Sound", "Taste"}
_NAMES = (
    "Prompt", "Avoid", "Seed", "Model", "Adapter", "Steps · CFG", "Sampler",
    "Length", "Format", "Made in", "Created", "Sound", "Taste",
)  # fmt: skip


class Inspector(QWidget):
    """Pages for one take, several and none; the export button and the drag handle below.

    Signals:
        reuse_seed(int): the person wants this seed again.
    """

    reuse_seed = Signal(int)

    def __init__(
        self, studio: Any, bridge: Bridge, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._actions = actions
        self._ids: list[int] = []
        self._shown: int | None = None  # the take whose texts stand in the fields
        self._pages = QStackedWidget()
        self._build_none()
        self._build_one()
        self._build_many()
        for page in (self._none, self._scrolled(self._one), self._many):
            self._pages.addWidget(page)
        self._footer = self._build_footer()
        self.setLayout(widgets.column(self._pages, self._footer, spacing=0))
        actions.bind("take.rename", self.rename)
        bridge.changed.connect(self._follow)
        self.show_takes([])

    def show_takes(self, ids: Sequence[int]) -> None:
        """Show these takes; ids that are gone are left out."""
        self._store_title()
        self._store_notes()
        self._ids, self._shown = list(ids), None
        self.refresh()

    def refresh(self) -> None:
        """Ask the studio again for what is shown."""
        takes = self._takes()
        self._footer.setVisible(bool(takes))
        self._pages.setCurrentIndex(min(len(takes), 2))
        if len(takes) == 1:
            self._show_one(takes[0])
        elif takes:
            self._show_many(takes)

    def rename(self) -> None:
        """Put the cursor into the title."""
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.selectAll()

    # --- one take ---

    def _build_one(self) -> None:
        self.number = widgets.section("Take")
        self.title = QLineEdit()
        self.title.setProperty("kind", "title")
        self.title.setAccessibleName("Title")
        self.title.setMaxLength(200)
        self.title.editingFinished.connect(self._store_title)
        self.stars = widgets.Stars()
        self.stars.chosen.connect(lambda stars: self._studio.rate(self._ids, stars))
        self.state = widgets.label("", "warn", wrap=True)
        self.facts = Facts()
        reuse = widgets.button("reuse", "link", self._reuse, tip="Use this seed for the next takes")
        for name in _NAMES:
            number = name in _NUMBERS
            self.facts.add(name, number=number, beside=reuse if name == "Seed" else None)
        self.tags = TagsEdit()
        self.tags.changed.connect(lambda tags: self._studio.set_tags(self._ids, tags))
        self.facts.add_widget("Tags", self.tags)
        self.levels = Facts()
        for name in ("Momentary", "Integrated", "True peak", "Level fitted"):
            self.levels.add(name, number=True)
        self.licence = widgets.licence_chip("yes")
        self.notice = widgets.label("", "small", wrap=True)
        self.notes = QPlainTextEdit()
        self.notes.setPlaceholderText("Notes")
        self.notes.setAccessibleName("Notes")
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(64)
        self.notes.installEventFilter(self)
        self._one = _page(
            widgets.column(
                self.number, self.title, self.stars, self.state, 2, self.facts, 6,
                widgets.section("Loudness"), self.levels, 4, self.licence, self.notice, 4,
                self.notes, None,
            )
        )  # fmt: skip

    def _show_one(self, take: Any) -> None:
        self.number.setText(f"TAKE #{take.id}")
        typing = self._shown == take.id
        if not (typing and self.title.hasFocus()):
            self.title.setText(take.title)
            self.title.setCursorPosition(0)
        self.stars.set_stars(take.stars)
        self.facts.show_values(recipe.recipe(take) | self._learned(take))
        self.levels.show_values(recipe.loudness(take))
        self.tags.set_tags(tuple(take.tags))
        self.licence.setText(recipe.licence(take))
        widgets.set_property(self.licence, "licence", take.commercial)
        self._show_notice(take)
        if not (typing and self.notes.hasFocus()):
            self.notes.setPlainText(take.notes)
        self._shown = take.id
        state = _state(take)
        self.state.setText(state)
        self.state.setVisible(bool(state))

    def _show_notice(self, take: Any) -> None:
        """The line that must stand beside what is made with some models."""
        cards = {card.id: card for card in self._studio.catalogue.all()}
        notice = cards[take.model].notice if take.model in cards else ""
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))

    def _learned(self, take: Any) -> dict[str, str]:
        """What tuning and taste have to do with a take."""
        return {"Adapter": self._studio.tunes.named(take.adapters), "Taste": self._taste(take)}

    def _taste(self, take: Any) -> str:
        """How much it is liked, as far as that is known."""
        score = self._studio.tasting.scores([take]).get(take.id)
        return taste_words.full(*score) if score is not None else ""

    def _store_title(self) -> None:
        take = self._single()
        if take is None or self._shown != take.id:
            return
        text = self.title.text().strip()
        if text and text != take.title:
            self._studio.rename(take.id, text)
        else:
            self.title.setText(take.title)
        self.title.setCursorPosition(0)

    def _store_notes(self) -> None:
        take = self._single()
        if take is None or self._shown != take.id:
            return
        if self.notes.toPlainText() != take.notes:
            self._studio.set_notes(take.id, self.notes.toPlainText())

    def _reuse(self) -> None:
        if (take := self._single()) is not None:
            self.reuse_seed.emit(take.seed)

    # --- several, none, footer ---

    def _build_many(self) -> None:
        self.count = widgets.section("Takes")
        self.common = Facts()
        for name in ("Length", "Prompts", "Models", "Stars", "Loudness", "Loudest peak"):
            self.common.add(name, number=name in ("Length", "Stars", "Loudness", "Loudest peak"))
        self.common_licence = widgets.licence_chip("yes")
        hint = widgets.label("Stars, reject, export and trash work on all of them.", "small",
                             wrap=True)  # fmt: skip
        self._many = _page(
            widgets.column(self.count, self.common, 4, self.common_licence, 4, hint, None)
        )

    def _show_many(self, takes: list[Any]) -> None:
        self.count.setText(f"{len(takes)} TAKES")
        self.common.show_values(recipe.summary(takes))
        strictest = recipe.strictest(takes)
        self.common_licence.setText(recipe.licence(strictest))
        widgets.set_property(self.common_licence, "licence", strictest.commercial)

    def _build_none(self) -> None:
        lines = (
            ("No take selected", "title"),
            (
                "Select a take to see how it was made: its prompt, seed, model and loudness.",
                "quiet",
            ),
            ("Space plays it, 1 to 5 give stars, X rejects, E exports.", "quiet"),
            ("Drag a take's card into your DAW to use it there.", "quiet"),
        )
        labels = [widgets.label(text, kind, wrap=True) for text, kind in lines]
        self._none = _page(
            widgets.column(widgets.section("Inspector"), 4, *labels, None, spacing=10)
        )

    def _build_footer(self) -> QWidget:
        export = widgets.button(
            "Export…",
            "",
            self._actions["take.export"].trigger,
            tip=self._actions.tip("take.export"),
        )
        self.handle = DragHandle(lambda: self._studio.drag_files(self._ids))
        line = widgets.row(export, self.handle)
        line.setStretch(0, 1)
        return widgets.holder(line, theme.MARGIN, 10, theme.MARGIN, theme.MARGIN)

    # --- keeping up ---

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        """Notes are stored when their field is left."""
        if watched is self.notes and event.type() == event.Type.FocusOut:
            self._store_notes()
        return super().eventFilter(watched, event)

    def _follow(self, change: Any) -> None:
        if "taste" in change.kinds and (take := self._single()) is not None:
            self.facts.show_values(recipe.recipe(take) | self._learned(take))
        if "takes" in change.kinds and (not change.takes or set(change.takes) & set(self._ids)):
            self.refresh()

    def _takes(self) -> list[Any]:
        found = []
        for identifier in self._ids:
            try:
                found.append(self._studio.take(identifier))
            except NotFound:
                continue
        return found

    def _single(self) -> Any | None:
        takes = self._takes() if len(self._ids) == 1 else []
        return takes[0] if takes else None

    @staticmethod
    def _scrolled(widget: QWidget) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setWidget(widget)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll


def _page(layout: QLayout) -> QWidget:
    return widgets.holder(layout, *[theme.MARGIN] * 4)


def _state(take: Any) -> str:
    if take.missing:
        return (
            "⚠ Its sound file is gone from the library's audio folder. "
            "Put the file back, or make the take again with R and Generate."
        )
    if take.trashed:
        return "In the trash. “Put back from trash” in the Take menu restores it."
    return "Rejected" if take.rejected else ""
