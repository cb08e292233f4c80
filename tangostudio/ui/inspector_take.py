"""One take in the right panel: what it is, how it was made, what was found, what can be changed.

It asks the studio for what it shows and tells it changes; which take that is, the inspector says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import recipe, taste_words, theme, widgets
from tangostudio.ui.category_chips import CategoryChips
from tangostudio.ui.category_edit import CategoryEdit
from tangostudio.ui.colour_picker import ColourPicker
from tangostudio.ui.facts import Facts
from tangostudio.ui.flags_view import FlagsView
from tangostudio.ui.tags_edit import TagsEdit
from tangostudio.ui.texts import mark, tr

_NUMBERS = {"Seed", "Steps · CFG", "Length", "Format", "Made in", "Sound", "Taste"}
_MADE = (
    mark("Prompt"),
    mark("Avoid"),
    mark("Seed"),
    mark("Model"),
    mark("Adapter"),
    mark("Steps · CFG"),
    mark("Sampler"),
)
_SOUND = (
    mark("Length"),
    mark("Edits"),
    mark("Format"),
    mark("Made in"),
    mark("Created"),
    mark("Sound"),
    mark("Taste"),
)
_LEVELS = (
    mark("Momentary"),
    mark("Integrated"),
    mark("Range"),
    mark("True peak"),
    mark("Level fitted"),
)
_MOST_SEED = 2**31 - 1


class InspectorTake(QWidget):
    """Everything about one take.

    Signals:
        reuse_seed(int): the person wants this seed for the next takes.
        take_wanted(int): the person wants to see the take that this one came from.
        lineage_wanted(), again_wanted(): the person wants to see its family; to make it again.
        failed(TangoStudioError): the studio said no.
    """

    reuse_seed = Signal(int)
    take_wanted = Signal(int)
    lineage_wanted = Signal()
    again_wanted = Signal()
    failed = Signal(object)

    def __init__(self, studio: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._take: Any = None
        self._make_head()
        self._make_facts()
        self._make_levels()
        self._make_notes()
        column = widgets.column(
            self.number, self.title, self.stars, self.colours, self.state, 2, self.facts, 6,
            widgets.section(tr("Loudness")), self.levels, self.flags, 4, self.licence,
            self.notice, 4, self.notes, None,
        )  # fmt: skip
        column.setContentsMargins(*[theme.MARGIN] * 4)
        self.setLayout(column)

    def show_take(self, take: Any) -> None:
        """Show a take; fields of the same take that are being typed in are left alone."""
        typing = self._take is not None and self._take.id == take.id
        self._take = take
        self.number.setText(tr("TAKE #{number}", number=take.id))
        if not (typing and self.title.hasFocus()):
            self.title.setText(take.title)
            self.title.setCursorPosition(0)
        self.stars.set_stars(take.stars)
        self.colours.set_chosen((take.colour,))
        if not (typing and self.category.hasFocus()):
            self.category.set_category(take.category)
        self.suggested.offer(self._studio.categories.suggest([take.id]), take.category)
        self.tags.set_tags(tuple(take.tags))
        if not (typing and self.notes.hasFocus()):
            self.notes.setPlainText(take.notes)
        self._show_facts(take)
        self._show_licence(take)

    def store(self) -> None:
        """Store what was typed and not yet told to the studio."""
        self._store_title()
        self._store_notes()

    def forget(self) -> None:
        """No take is shown any more."""
        self._take = None

    def show_learned(self) -> None:
        """Show the taste anew."""
        if self._take is not None:
            self._show_facts(self._take)

    # --- making -----------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.number = widgets.section(tr("Take"))
        self.title = QLineEdit()
        self.title.setProperty("kind", "title")
        self.title.setAccessibleName(tr("Title"))
        self.title.setMaxLength(200)
        self.title.editingFinished.connect(self._store_title)
        self.stars = widgets.Stars()
        self.stars.chosen.connect(lambda stars: self._tell(self._studio.rate, stars))
        self.colours = ColourPicker(tr("Colour"))
        self.colours.changed.connect(
            lambda chosen: self._tell(self._studio.colour, chosen[0] if chosen else "")
        )
        self.state = widgets.label("", "warn", wrap=True)

    def _make_facts(self) -> None:
        self.facts = Facts()
        for name in _MADE:
            beside = self._seed_links() if name == "Seed" else None
            self.facts.add(name, number=name in _NUMBERS, beside=beside)
        self.facts.add_widget(mark("From"), self._make_origin())
        self.category = CategoryEdit()
        self.category.changed.connect(lambda name: self._tell(self._studio.categorise, name))
        self.facts.add_widget(mark("Category"), self.category)
        self.suggested = CategoryChips(self.category)
        self.suggested.changed.connect(
            lambda chosen: self._tell(self._studio.categorise, chosen[0])
        )
        self.facts.add_wide(self.suggested)
        self.tags = TagsEdit()
        self.tags.offer(lambda: self._studio.library.takes.tags())
        self.tags.changed.connect(lambda tags: self._tell(self._studio.set_tags, tags))
        self.facts.add_widget(mark("Tags"), self.tags)
        for name in _SOUND:
            self.facts.add(name, number=name in _NUMBERS)

    def _seed_links(self) -> QWidget:
        tip = tr("Use this seed for the next takes. Alt-click: the seed after it.")
        reuse = widgets.button(tr("reuse"), "link", self._reuse, tip=tip)
        after = widgets.button("+1", "link", lambda: self._reuse(1), name=tr("Use the next seed"),
                               tip=tr("Use the seed after it for the next takes."))  # fmt: skip
        self.reuse, self.next_seed = reuse, after
        return widgets.holder(widgets.row(reuse, after, spacing=2))

    def _make_origin(self) -> QWidget:
        name = tr("Show the take that it came from")
        self.parent_link = widgets.button("", "link", self._show_parent, name=name)
        self.change = widgets.label("", "", wrap=True)
        self.tree = widgets.button(tr("tree"), "link", self.lineage_wanted.emit,
                                   tip=tr("Show which take came from which"))  # fmt: skip
        line = widgets.row(self.parent_link, self.tree, None, spacing=6)
        return widgets.holder(widgets.column(line, self.change, spacing=0))

    def _make_levels(self) -> None:
        self.levels = Facts()
        for name in _LEVELS:
            self.levels.add(name, number=True)
        self.flags = FlagsView()
        self.flags.mend_wanted.connect(self._mend)
        self.flags.again_wanted.connect(self.again_wanted)
        self.licence = widgets.licence_chip("yes")
        self.notice = widgets.label("", "small", wrap=True)

    def _make_notes(self) -> None:
        self.notes = QPlainTextEdit()
        self.notes.setPlaceholderText(tr("Notes"))
        self.notes.setAccessibleName(tr("Notes"))
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(64)
        self.notes.installEventFilter(self)

    # --- showing ----------------------------------------------------------------------------------

    def _show_facts(self, take: Any) -> None:
        heard = self._studio.editing.as_heard(take)
        learned = {"Adapter": self._studio.tunes.named(take.adapters), "Taste": self._taste(take)}
        self.facts.show_values(recipe.recipe(take, heard) | learned)
        self._show_origin(take)
        levels = recipe.loudness(take, heard)
        self.levels.show_values(levels)
        self.flags.show_flags(heard.flags, not take.imported)
        state = recipe.state(take, self._studio.settings.trash_days)
        self.state.setText(state)
        self.state.setVisible(bool(state))

    def _show_origin(self, take: Any) -> None:
        self.facts.set_visible("From", bool(take.relation))
        if not take.relation:
            return
        number = "" if take.parent is None else f"#{take.parent}"
        self.parent_link.setText(number)
        self.parent_link.setVisible(bool(number))
        self.change.setText(self._change(take))

    def _change(self, take: Any) -> str:
        """How it came from its parent, in words."""
        try:
            return self._studio.change_of(take.id)
        except TangoStudioError:
            return ""

    def _show_licence(self, take: Any) -> None:
        self.licence.setText(recipe.licence(take))
        widgets.set_property(self.licence, "licence", take.commercial)
        # The line that must stand beside what is made with some models.
        cards = {card.id: card for card in self._studio.catalogue.all()}
        notice = cards[take.model].notice if take.model in cards else ""
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))

    def _taste(self, take: Any) -> str:
        """How much it is liked, as far as that is known."""
        score = self._studio.tasting.scores([take]).get(take.id)
        return taste_words.full(*score) if score is not None else ""

    # --- changing ---------------------------------------------------------------------------------

    def _tell(self, verb: Callable[[list[int], Any], object], value: Any) -> None:
        if self._take is not None:
            self._attempt(lambda: verb([self._take.id], value))

    def _attempt(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except TangoStudioError as error:
            self.failed.emit(error)

    def _mend(self, flag: str) -> None:
        self._tell(self._studio.editing.mend, flag)

    def _reuse(self, further: int = 0) -> None:
        if self._take is None:
            return
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier:
            further = 1
        self.reuse_seed.emit(min(self._take.seed + further, _MOST_SEED))

    def _show_parent(self) -> None:
        if self._take is not None and self._take.parent is not None:
            self.take_wanted.emit(self._take.parent)

    def _store_title(self) -> None:
        take = self._current()
        if take is None:
            return
        text = self.title.text().strip()
        if text and text != take.title:
            self._attempt(lambda: self._studio.rename(take.id, text))
        else:
            self.title.setText(take.title)
        self.title.setCursorPosition(0)

    def _store_notes(self) -> None:
        take = self._current()
        if take is not None and self.notes.toPlainText() != take.notes:
            self._attempt(lambda: self._studio.set_notes(take.id, self.notes.toPlainText()))

    def _current(self) -> Any | None:
        """The take as it is now; None when it is gone."""
        try:
            return None if self._take is None else self._studio.take(self._take.id)
        except TangoStudioError:
            return None

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        """Notes are stored when their field is left."""
        if watched is self.notes and event.type() == event.Type.FocusOut:
            self._store_notes()
        return super().eventFilter(watched, event)
