"""The middle of Tune mode before a tuning: which way, from what, and what it takes.

The form asks the studio for an outline whenever a value changes and shows what it answers.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import tune_method, tune_method_words, widgets, words
from tangostudio.ui.corpus_choice import CorpusChoice
from tangostudio.ui.parameter_row import LABEL_WIDTH, ParameterRow
from tangostudio.ui.texts import tr
from tangostudio.ui.tune_able import Unable
from tangostudio.ui.tune_blend import Blend
from tangostudio.ui.tune_columns import Columns
from tangostudio.ui.tune_method import ON_CORPUS, RECORDINGS, TASTE, WAYS, Way
from tangostudio.ui.tune_method_cards import MethodCards
from tangostudio.ui.tune_method_form import MethodForm, form
from tangostudio.ui.tune_needs import Needs
from tangostudio.ui.tune_sentences import Sentences
from tangostudio.ui.tune_tiles import Tiles
from tangostudio.ui.tune_votes import Missing, vote_tiles

ASK_MS = 120
HEADINGS = {
    "crpo": lambda model: tr("Tune the {model} to your taste", model=model),
    "lora": lambda model: tr("Teach the {model} the sound of your recordings", model=model),
    "arc": lambda model: tr("Make the {model} quick", model=model),
}


class SetupPage(QWidget):
    """What is asked before a tuning starts.

    Attributes:
        methods: the choice of the way; forms: the options of each.
        corpus: the choice of the recordings.
        outline: what the studio answered last, or None.
        problem: why it cannot start, or "".

    Signals:
        changed(): the outline, or whether it can start, is another.
        compare_wanted(): the person would rather vote first.
        back_wanted(): look at the last tuning instead.
    """

    changed = Signal()
    compare_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, studio: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._tunes = studio.tunes
        self.outline: Any = None
        self.problem = ""
        self._base: Any = None  # the card of the window's model
        self._other = ""  # id of a model that was chosen here instead
        self._number = 1
        self._times: dict[tuple[str, str, str], str] = {}
        self._make_parts()
        self._ask_soon = QTimer(self, interval=ASK_MS, singleShot=True)
        self._ask_soon.timeout.connect(self.ask)
        self._lay_out()
        self._connect()

    # --- values -----------------------------------------------------------------------------------

    @property
    def method(self) -> str:
        """The method that is chosen."""
        return self.methods.method()

    @property
    def form(self) -> MethodForm:
        """The options of the chosen method."""
        return self.forms[self.method]

    @property
    def rows(self) -> dict[str, ParameterRow]:
        """The numbers of the chosen method, by name."""
        widgets_by_name = {name: each.widget for name, each in self.form.controls.items()}
        return {n: row for n, row in widgets_by_name.items() if isinstance(row, ParameterRow)}

    @property
    def blend(self) -> Blend:
        """What counts as better, of a tuning by votes."""
        found = self.forms[TASTE].controls["match_share"].widget
        assert isinstance(found, Blend)
        return found

    @property
    def card(self) -> Any:
        """The model that would be tuned."""
        cards = {card.id: card for card in self._studio.catalogue}
        return cards.get(self._other, self._base)

    def show_now(self, base: Any, number: int, *, looked_back: bool) -> None:
        """Show how things stand; values that the person changed stay.

        Args:
            base: the card of the window's model.
            number: of the next adapter.
        """
        if self._base is not None and self._base.id != base.id:
            self._other = ""  # the window's model was chosen since
        self._base, self._number = base, number
        readiness = self._tunes.readiness()
        self.missing.show_missing(readiness)
        self.tiles.show_tiles(vote_tiles(readiness))
        self._voted = readiness.pairs > 0
        known = self._studio.tasting.known
        self.blend.set_possible(known is not None and known.enough)
        self.back.setVisible(looked_back)
        self.corpus.refresh()
        self._show_method()

    def options(self) -> dict[str, Any]:
        """What the person chose, for the studio; what nobody touched is left to it."""
        chosen = self.form.options()
        if self._other:
            chosen["model"] = self._other
        if self.method in ON_CORPUS:
            chosen |= {"method": self.method, "corpus": self.corpus.identifier()}
        return chosen

    def chosen_name(self) -> str:
        """The name for the adapter."""
        return self.name.text().strip()

    def choose_method(self, method: str) -> None:
        """Choose a way, as the person would."""
        self.methods.set_method(method)
        if self._base is not None:  # what is not shown yet will be shown so
            self._show_method()

    def show_drop(self, over: bool) -> None:
        """A folder is held over the page, or not any more."""
        card = self.corpus_card if self.method in ON_CORPUS else self.methods.cards[RECORDINGS]
        widgets.set_property(card, "tone", "good" if over else "")
        card.update()

    def forget(self) -> None:
        """It was started: the next one begins with the studio's own values."""
        self.form.forget()
        self.name.setModified(False)

    # --- showing ----------------------------------------------------------------------------------

    def _show_method(self) -> None:
        way, card = tune_method.way(self.method), self.card
        self.heading.setText(HEADINGS[way.method](card.name))
        if not self.name.isModified():
            self.name.setText(tune_method.next_name(way, self._number))
        reason = tune_method.cannot(card, way)
        able = tune_method.able(self._studio.catalogue, way, apart=card.id) if reason else ()
        self.unable.show_reason(card.name, reason, able)
        self.home.setVisible(bool(self._other))
        self.home.setText(tr("Back to the {model}", model=self._base.name))
        on_corpus = way.method in ON_CORPUS
        self.corpus_card.setVisible(on_corpus and not reason)
        self.missing.setVisible(not on_corpus and not reason and self.missing.wanted)
        self.tiles.setVisible(not on_corpus and not reason and self._voted)
        self.cards.setVisible(not reason)
        for method, each in self.forms.items():
            each.setVisible(method == way.method)
        self.ask()

    def ask(self) -> None:
        """Ask for the outline and show it."""
        self._ask_soon.stop()
        self.outline, self.problem, told = None, "", ""
        if reason := tune_method.cannot(self.card, tune_method.way(self.method)):
            self.problem = reason
        elif self.method in ON_CORPUS and self.corpus.problem:
            self.problem = self.corpus.problem
        else:
            told = self._ask()
        prompts = self._tunes.readiness().prompts if self.method == TASTE else 0
        waits = self.problem if self.outline is None and not told else ""
        self.needs.show_outline(self.outline, self.method, told, waits=waits, prompts=prompts)
        told = self.method not in ON_CORPUS or (self.corpus.view and self.corpus.view.warnings)
        few = [] if told else tune_method_words.forecast(self.outline)
        self.few.show_texts(few)
        self.sentence.setText(self.outline.sentence if self.outline is not None else "")
        self.sentence.setVisible(self.outline is not None)
        self._show_ways()
        self.changed.emit()

    def _ask(self) -> str:
        """Take in what the studio says; why it cannot start, for the card of needs."""
        try:
            self.outline = self._tunes.outline(**self.options())
        except TangoStudioError as error:
            self.problem = f"{error.message} {error.hint}".strip()
            return self.problem
        self.form.follow(self.outline)
        self.problem = self.outline.problem or self.form.problem()
        if not self.form.options():
            self._times[self._key(self.method)] = _time(self.outline)
        return self.outline.problem

    def _show_ways(self) -> None:
        """Say of each way whether this model can go it, and how long it takes."""
        for way in WAYS:
            reason = tune_method.cannot(self.card, way)
            time = "" if reason else self._time(way)
            self.methods.cards[way.method].show_needs(time, reason)

    def _time(self, way: Way) -> str:
        """How long a way takes with the studio's own values; asked once."""
        key = self._key(way.method)
        if way.method in ON_CORPUS and self.corpus.problem:
            return ""
        if key not in self._times:
            chosen = {"model": self._other} if self._other else {}
            if way.method in ON_CORPUS:
                chosen |= {"method": way.method, "corpus": key[2]}
            try:
                self._times[key] = _time(self._tunes.outline(**chosen))
            except TangoStudioError:
                self._times[key] = ""
        return self._times[key]

    def _key(self, method: str) -> tuple[str, str, str]:
        return self.card.id, method, self.corpus.identifier() if method in ON_CORPUS else ""

    # --- what happens -----------------------------------------------------------------------------

    def _changed(self) -> None:
        if self.form.problem():
            self.problem = self.form.problem()
            self.changed.emit()
        else:
            self._ask_soon.start()

    def _corpus_changed(self) -> None:
        if self._base is not None and self.method in ON_CORPUS:
            self.ask()

    def _use(self, identifier: str) -> None:
        """Tune another model than the window's."""
        self._other = "" if identifier == self._base.id else identifier
        self._show_method()

    def _connect(self) -> None:
        for each in self.forms.values():
            each.changed.connect(self._changed)
        self.methods.chosen.connect(lambda _method: self._show_method())
        self.corpus.changed.connect(self._corpus_changed)
        self.unable.wanted.connect(self._use)
        self.missing.button.clicked.connect(self.compare_wanted)

    # --- making -----------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.heading = widgets.label("", "heading", wrap=True)
        self.sentence = widgets.label("", "second", wrap=True)
        self.methods = MethodCards(WAYS)
        self.unable = Unable()
        self.missing, self._voted = Missing(), False
        self.tiles = Tiles()
        self.corpus = CorpusChoice(self._studio)
        self.few = Sentences("⚠", "warn")
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setAccessibleName(tr("Name of the adapter"))
        self.forms = {way.method: form(way.method) for way in WAYS}
        self.needs = Needs()
        self.home = widgets.button("", "quiet-link", lambda: self._use(self._base.id))
        self.back = widgets.button(
            tr("Look at the last tuning"), "quiet-link", self.back_wanted.emit
        )

    def _lay_out(self) -> None:
        name = widgets.label(tr("Name"), "second")
        name.setFixedWidth(LABEL_WIDTH)
        name.setBuddy(self.name)
        learns = _card(
            widgets.section(tr("What it learns")), 2, widgets.row(name, self.name), 4,
            *self.forms.values(), None,
        )  # fmt: skip
        self.cards = Columns(340, (3, 2))
        self.cards.show_cards((learns, self.needs))
        self.corpus_card = _card(
            widgets.section(tr("What it learns from")), 2, self.corpus, self.few
        )
        head = widgets.row(self.heading, self.home, self.back)
        head.setStretch(0, 1)
        parts = widgets.column(
            self.methods, self.unable, self.missing, self.tiles, self.corpus_card, self.cards,
            spacing=16,
        )  # fmt: skip
        self.setLayout(widgets.column(head, self.sentence, 14, parts, None, spacing=4))


def _card(*parts: Any) -> QFrame:
    made = QFrame()
    made.setProperty("kind", "card")
    box = widgets.column(*parts, spacing=6)
    box.setContentsMargins(16, 14, 16, 10)
    made.setLayout(box)
    return made


def _time(outline: Any) -> str:
    return words.duration(outline.seconds) if outline.seconds is not None else ""
