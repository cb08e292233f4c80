"""The middle of Tune mode before a tuning: what is known, what will be done, how long it takes.

The form asks the studio for an outline whenever a value changes and shows what it answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QSlider, QWidget

from tangostudio.cards import Parameter
from tangostudio.errors import TangoStudioError
from tangostudio.ui import theme, tune_words, widgets, words
from tangostudio.ui.parameter_row import LABEL_WIDTH, ParameterRow
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.tune_columns import Columns
from tangostudio.ui.tune_sentences import Sentences
from tangostudio.ui.tune_tiles import Tile, Tiles

ASK_MS = 120
NEEDS = (mark("Memory"), mark("Disk"), mark("Weights"), mark("Votes"))
BLEND_STEP = 5
SIZES = (
    Parameter("rounds", mark("Rounds"), 1, 20, 3, 1, "",
              mark("How often candidates are made, judged and learned from."), integer=True),
    Parameter("prompts", mark("Prompts"), 4, 500, 80, 1, "",
              mark("Of how many prompts candidates are made in each round."), integer=True),
    Parameter("candidates", mark("Candidates"), 2, 15, 5, 1, "",
              mark("Sounds of each prompt; the best and the worst become a pair."), integer=True),
)  # fmt: skip
RANK = Parameter("rank", mark("LoRA rank"), 1, 64, 8, 1, "",
                 mark("How much an adapter can change; more takes memory."),
                 integer=True)  # fmt: skip


class SetupPage(QWidget):
    """What is asked before a tuning starts.

    Attributes:
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
        self._touched: set[str] = set()
        self.heading = widgets.label("", "heading", wrap=True)
        self.sentence = widgets.label("", "second", wrap=True)
        self.missing = Missing()
        self.tiles = Tiles()
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setAccessibleName(tr("Name of the adapter"))
        self.blend = Blend()
        self.rows = {each.name: ParameterRow(each) for each in (*SIZES, RANK)}
        self.advanced = widgets.Fold(
            tr("Advanced"), widgets.holder(widgets.column(self.rows["rank"]), 0, 4, 0, 8)
        )
        self.needs = Needs()
        self.back = widgets.button(
            tr("Look at the last tuning"), "quiet-link", self.back_wanted.emit
        )
        self._ask_soon = QTimer(self, interval=ASK_MS, singleShot=True)
        self._ask_soon.timeout.connect(self.ask)
        self._lay_out()
        self._connect()

    # --- values -----------------------------------------------------------------------------------

    def show_now(self, model: str, name: str, *, looked_back: bool) -> None:
        """Show how things stand; values that the person changed stay."""
        readiness = self._tunes.readiness()
        self.heading.setText(tr("Tune the {model} to your taste", model=model))
        self.missing.show_missing(readiness)
        self.tiles.show_tiles(_tiles(readiness))
        self.tiles.setVisible(readiness.pairs > 0)
        known = self._studio.tasting.known
        self.blend.set_possible(known is not None and known.enough)
        if not self.name.isModified():
            self.name.setText(name)
        self.back.setVisible(looked_back)
        self.ask()

    def options(self) -> dict[str, Any]:
        """What the person chose, for the studio; what nobody touched is left to it."""
        chosen: dict[str, Any] = {
            name: int(row.value()) for name, row in self.rows.items() if name in self._touched
        }
        if "blend" in self._touched:
            chosen["match_share"] = self.blend.match_share()
        return chosen

    def chosen_name(self) -> str:
        """The name for the adapter."""
        return self.name.text().strip()

    def forget(self) -> None:
        """It was started: the next one begins with the studio's own values."""
        self._touched.clear()
        self.name.setModified(False)

    def ask(self) -> None:
        """Ask for the outline and show it."""
        self._ask_soon.stop()
        try:
            self.outline = self._tunes.outline(**self.options())
        except TangoStudioError as error:
            self.outline, self.problem = None, f"{error.message} {error.hint}".strip()
            self.needs.show_outline(None, self.problem)
        else:
            self._follow(self.outline)
            self.problem = self.outline.problem or self._wrong()
            prompts = self._tunes.readiness().prompts
            self.needs.show_outline(self.outline, self.outline.problem, prompts)
        self.sentence.setText(self.outline.sentence if self.outline is not None else "")
        self.changed.emit()

    def _follow(self, outline: Any) -> None:
        """Rows that nobody touched show what the studio would take."""
        for name, row in self.rows.items():
            if name not in self._touched:
                row.set_value(getattr(outline, name))
        if "blend" not in self._touched:
            self.blend.set_value(outline.blend)

    def _wrong(self) -> str:
        return next((row.problem() for row in self.rows.values() if row.problem()), "")

    def _changed(self, name: str) -> None:
        self._touched.add(name)
        if self._wrong():
            self.problem = self._wrong()
            self.changed.emit()
        else:
            self._ask_soon.start()

    # --- making -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        for name, row in self.rows.items():
            row.changed.connect(lambda name=name: self._changed(name))
        self.blend.changed.connect(lambda: self._changed("blend"))
        self.missing.button.clicked.connect(self.compare_wanted)

    def _lay_out(self) -> None:
        form = QFrame()
        form.setProperty("kind", "card")
        name = widgets.label(tr("Name"), "second")
        name.setFixedWidth(LABEL_WIDTH)
        name.setBuddy(self.name)
        box = widgets.column(
            widgets.section(tr("What it learns")), 2,
            widgets.row(name, self.name), 4, self.blend, 4,
            *(self.rows[each.name] for each in SIZES), 4, self.advanced, None, spacing=6,
        )  # fmt: skip
        box.setContentsMargins(16, 14, 16, 10)
        form.setLayout(box)
        cards = Columns(340, (3, 2))
        cards.show_cards((form, self.needs))
        head = widgets.row(self.heading, self.back)
        head.setStretch(0, 1)
        parts = widgets.column(self.missing, self.tiles, cards, spacing=16)
        self.setLayout(widgets.column(head, self.sentence, 14, parts, None, spacing=4))


class Missing(QFrame):
    """What is missing for a taste to be learned from, and where to get it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.head = widgets.label("", "title", wrap=True)
        self.text = widgets.label("", "second", wrap=True)
        self.lacks = Sentences("·", "second")
        self.alone = widgets.label(
            tr("It can be tuned without votes too: then it learns to match prompts better."),
            "small", wrap=True,
        )  # fmt: skip
        self.button = widgets.button(
            tr("Vote in Compare"), "", name=tr("Go to Compare mode and vote")
        )
        texts = widgets.column(self.head, self.text, self.lacks, 4, self.alone, spacing=4)
        box = widgets.row(spacing=20)
        box.addLayout(texts, 1)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        box.setContentsMargins(16, 14, 16, 14)
        self.setLayout(box)

    def show_missing(self, readiness: Any) -> None:
        """Say what is missing; nothing is shown when nothing is."""
        self.setVisible(not readiness.ready)
        none = readiness.pairs == 0
        self.head.setText(tr("Nothing voted yet") if none else tr("Not enough votes yet"))
        self.text.setText(tr("Before it can learn your taste:") if readiness.missing else "")
        self.lacks.show_texts(readiness.missing)
        self.setAccessibleName(f"{self.head.text()}. {' '.join(readiness.missing)}")


class Blend(QWidget):
    """What counts as better: prompt match at the left, the person's taste at the right.

    Signals:
        changed(): the person moved it.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(BLEND_STEP)
        self.slider.setPageStep(25)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName(tr("Share of your taste in the reward, percent"))
        self.figure = widgets.label("", "number")
        self.left = widgets.ElidedLabel(tr("prompt match"), "small")
        self.right = widgets.ElidedLabel(tr("your taste"), "small")
        self.right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = widgets.label(tr("Reward"), "second")
        name.setFixedWidth(LABEL_WIDTH)
        name.setBuddy(self.slider)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(0)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self.slider, 0, 1, 1, 3)
        grid.addWidget(self.left, 1, 1)
        grid.addWidget(self.figure, 1, 2, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(self.right, 1, 3)
        for column, stretch in ((1, 2), (2, 1), (3, 2)):
            grid.setColumnStretch(column, stretch)
        self.slider.valueChanged.connect(self._moved)

    def match_share(self) -> float:
        """Share of the match in the reward, 0 to 1; the taste has the rest."""
        return 1 - self.slider.value() / 100

    def set_value(self, shares: Mapping[str, float]) -> None:
        """Show shares, without a signal."""
        total = sum(shares.values()) or 1.0
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * shares.get("taste", 0.0) / total))
        self.slider.blockSignals(False)
        self._say()

    def set_possible(self, possible: bool) -> None:
        """Without votes there is no taste to blend in."""
        self.slider.setEnabled(possible)
        self.right.setText(tr("your taste") if possible else tr("your taste (after some votes)"))

    def _moved(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        share = self.match_share()
        self.figure.setText(tune_words.blend({"match": share, "taste": 1 - share}))
        self.slider.setToolTip(self.figure.text())


class Needs(QFrame):
    """What it takes: time, memory, disk, and what there is of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.time = widgets.label("", "figure")
        self.time_text = widgets.label(
            tr("on this computer; you can go on working"), "small", wrap=True
        )
        self.values = {name: widgets.label("", "number", wrap=True) for name in NEEDS}
        self.lacks = Sentences("✕", "bad")
        self.tight = Sentences("⚠", "warn")
        self.hint = widgets.label(
            tr("Close other programs, or choose a smaller rank or fewer prompts."),
            "small",
            wrap=True,
        )
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self.values.items()):
            grid.addWidget(
                widgets.label(tr_marked(name), "quiet"), row, 0, Qt.AlignmentFlag.AlignTop
            )
            grid.addWidget(value, row, 1)
        box = widgets.column(
            widgets.section(tr("What it takes")), 2, self.time, self.time_text, 8, grid, 4,
            self.tight, self.lacks, self.hint, None, spacing=4,
        )  # fmt: skip
        box.setContentsMargins(16, 14, 16, 12)
        self.setLayout(box)

    def show_outline(self, outline: Any, problem: str, prompts: int = 0) -> None:
        """Show an outline, or only why there is none; `problem` is why it cannot start."""
        for part in (self.time_text, *self.values.values()):
            part.setVisible(outline is not None)
        if outline is None:
            self.time.setText("—")
        else:
            facts = tune_words.planned(outline, prompts)
            known = outline.seconds is not None
            self.time.setText(words.duration(outline.seconds) if known else tr("not known yet"))
            for name, label in self.values.items():
                label.setText(facts[name])
                label.setAccessibleName(f"{tr_marked(name)}: {facts[name]}")
        tight = tune_words.tight(outline) if outline is not None else ""
        self.tight.show_texts((tight,) if tight else ())
        self.lacks.show_texts((problem,) if problem else ())
        self.hint.setVisible(bool(problem) and outline is not None)
        widgets.set_property(self, "tone", "bad" if problem else "")


def _tiles(readiness: Any) -> list[Tile]:
    share = readiness.consistency
    known = share.cases > 0
    spread = tr(
        "({value} to {value_2} %)",
        value=f"{100 * share.low:.0f}",
        value_2=f"{100 * share.high:.0f}",
    )
    return [
        Tile(tr("Decided pairs"), f"{readiness.pairs}", tr("40 are enough to begin"),
             readiness.pairs / 40),
        Tile(tr("Prompts"), f"{readiness.prompts}",
             tr("8 or more, so that it is not about one sound"), readiness.prompts / 8),
        Tile(tr("Same answer again"), f"{100 * share.share:.0f} %" if known else "—",
             tr("of repeated pairs, 70 % or more {spread}", spread=spread) if known else
             tr("of repeated pairs; 70 % or more"),
             share.share / 0.7 if known else 0.0),
    ]  # fmt: skip
