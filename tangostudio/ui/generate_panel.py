"""The left panel: what to make and how. Its numbers come from the model's card.

It plans a request with the studio and starts it; of a job that is running it knows nothing. What
was typed is never thrown away, whatever goes wrong.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QWidget

from tangostudio import paths
from tangostudio.cards import ModelCard, Parameter
from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.ui import prompt_parts, starters, starters_menu, theme, widgets, words
from tangostudio.ui.actions import Actions
from tangostudio.ui.category_chips import PromptCategory
from tangostudio.ui.generate_button import GenerateButton
from tangostudio.ui.kinds_hint import KindsHint
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.parameter_row import ParameterRow
from tangostudio.ui.prompt_edit import PromptEdit
from tangostudio.ui.quality_row import QualityRow
from tangostudio.ui.seed_row import SeedRow
from tangostudio.ui.start_section import StartSection
from tangostudio.ui.switch_row import SwitchRow
from tangostudio.ui.texts import tr, tr_count

MAX_TAKES = 16
HISTORY = 200


class GeneratePanel(QWidget):
    """Prompt, chips, numbers, seed, the one main button, and a sound to start from.

    Attributes:
        origin: the sound that takes start from, if there is one.

    Signals:
        started(str): a job was queued; its id.
        failed(object): the request could not be queued (a TangoStudioError).
    """

    started = Signal(str)
    failed = Signal(object)

    def __init__(self, studio: Any, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._actions = actions
        self.card: ModelCard | None = None
        self.rows: dict[str, ParameterRow] = {}
        self._history: list[str] = []
        self._recalled = 0
        self._starters = starters.load(paths.resources_dir() / "prompts.toml")
        self._build()
        self._lay_out()
        self.prompt.textChanged.connect(self._prompt_changed)
        self.prompt.recalled.connect(self._recall)
        self.seed.changed.connect(self.refresh)
        actions.bind("generate.start", self.generate)
        actions.bind("prompt.focus", self.prompt.setFocus)
        self._estimating = QTimer(self, interval=60, singleShot=True)
        self._estimating.timeout.connect(self._show_estimate)

    # --- what the window asks ---

    def set_model(self, identifier: str) -> None:
        """Build the form of a model; numbers that the person chose are kept where they fit.

        Those that stand where the last model had them are the new one's own. The adapters in use
        may make a model another one, so this is called again when they change.

        Raises:
            BadRequest: there is no such model.
        """
        card = self._studio.card(identifier)
        kept = {
            name: row.value()
            for name, row in self.rows.items()
            if row.value() != row.parameter.default
        }
        self.card = card
        self._build_rows(card)
        for name, value in kept.items():
            self._put(name, value)
        self.hint.set_model(card)
        self.quality.set_presets(card.presets)
        self._offer_abilities(card)
        self.refresh()

    def set_start(self, start: Any) -> None:
        """Start the next takes from a sound (a `Start`); the fold with it opens."""
        self.origin.set_start(start)
        if start is not None and self.origin_fold.head.isEnabled():
            self.origin_fold.set_open(True)

    def values(self) -> dict[str, Any]:
        """Everything that is set, to be stored and put back with `restore`."""
        return {
            "prompt": self.prompt.text(),
            "negative": self.negative.text(),
            "seed": self.seed.field.text(),
            "loop": self.loop.switch.isChecked(),
            "category": self.category.category,
            **{name: row.value() for name, row in self.rows.items()},
        }

    def restore(self, values: dict[str, Any]) -> None:
        """Put back what `values` gave; what is not there or out of range is left as it is."""
        for name, value in values.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                self._put(name, value)
        for name, field in (("prompt", self.prompt), ("negative", self.negative)):
            if isinstance(values.get(name), str):
                field.set_text(values[name])
        if str(values.get("seed", "")).isdecimal():
            self.seed.set_seed(int(values["seed"]))
        if isinstance(values.get("category"), str):
            self.category.choose(values["category"])
        if isinstance(values.get("loop"), bool):
            self.loop.set_on(values["loop"])
        if self.negative.text() and self.negative_fold.head.isEnabled():
            self.negative_fold.set_open(True)
        self.refresh()

    def reuse(self, take: Any) -> None:
        """Fill in everything that made a take, its seed included."""
        self.restore(
            {
                "prompt": take.prompt,
                "negative": take.negative,
                "seconds": take.seconds,
                "steps": take.steps,
                "guidance": take.guidance,
                "seed": str(take.seed),
                "category": take.category,
            }
        )

    def generate(self) -> None:
        """Queue a job, or say in place what is wrong."""
        if self.card is None:
            return
        for row in (*self.rows.values(), self.seed):
            if row.problem():
                row.field.setFocus()
                row.field.selectAll()
                return
        try:
            jobs = self._queue(self.card)
        except BadRequest as error:
            self._show_problem(error)
        except TangoStudioError as error:
            self.failed.emit(error)
        else:
            self._remember(self.prompt.text())
            for job in jobs:
                self.started.emit(job)

    def _queue(self, card: ModelCard) -> list[str]:
        count = int(self.rows["takes"].value())
        return self._studio.making.generate(
            card.id,
            self.prompt.text(),
            negative=self.negative.text() if "negative" in card.can else "",
            seeds=self.seed.seeds(count),
            takes=count,
            start=self._start(),
            loop=self.loop.is_on(),
            category=self.category.category,
            **self.numbers(),
        )

    def _start(self) -> Any:
        """The sound to start from, where the model can; or None."""
        return self.origin.start if self.origin_fold.head.isEnabled() else None

    def numbers(self) -> dict[str, float]:
        """The model's numbers as they are set."""
        known = self.card.parameters if self.card is not None else {}
        return {name: self.rows[name].value() for name in known if name in self.rows}

    # --- building ---

    def _build(self) -> None:
        self.prompt = PromptEdit()
        self.prompt.setPlaceholderText(tr("What should it sound like?"))
        self.prompt.setAccessibleName(tr("Prompt"))
        self.problem = widgets.label("", "bad", wrap=True)
        self.problem.hide()
        self.hint = KindsHint(self.prompt, self._offer_all)
        self.category = PromptCategory(self.prompt, self._studio.categories.of_text)
        self._chips = FlowLayout()
        self.chips = widgets.holder(self._chips)
        self._numbers = widgets.column(spacing=10)
        self.wildcards = widgets.label("", "small", wrap=True)
        self.wildcards.hide()
        self.quality = QualityRow()
        self.seed = SeedRow()
        self.start = GenerateButton(self.generate)
        self.origin = StartSection()
        self.origin_fold = widgets.Fold(tr("From audio"), self.origin)
        self.negative = PromptEdit(lines=(2, 5))
        self.negative.setPlaceholderText(tr("What should not be heard, for example music"))
        self.negative.setAccessibleName(tr("Negative prompt"))
        self.negative_fold = widgets.Fold(tr("Avoid (negative prompt)"), self.negative)
        self.loop = SwitchRow(
            tr("Loop seamlessly"), tr("The end of a take runs into its beginning.")
        )
        self.quality.chosen.connect(self._take_preset)
        self.origin.changed.connect(self.refresh)
        self.loop.changed.connect(lambda _on: self.refresh())

    def _lay_out(self) -> None:
        inner = widgets.holder(
            widgets.column(
                widgets.section(tr("Prompt")),
                self.prompt,
                self.problem,
                self.wildcards,
                self.hint,
                4,
                self.chips,
                2,
                self.category,
                4,
                self.quality,
                self._numbers,
                self.seed,
                8,
                self.start,
                6,
                self.origin_fold,
                self.negative_fold,
                widgets.hairline(),
                2,
                self.loop,
                None,
            ),
            *[theme.MARGIN] * 4,
        )
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(widgets.column(scroll, spacing=0))

    def _build_rows(self, card: ModelCard) -> None:
        widgets.clear_layout(self._numbers)
        takes = Parameter(
            "takes", tr("Takes"), 1, MAX_TAKES, self._studio.settings.default_takes, 1, "",
            tr("How many takes are made, each from its own seed."), integer=True,
        )  # fmt: skip
        first, *others = card.parameters.values()
        self.rows = {item.name: ParameterRow(item) for item in (first, takes, *others)}
        before: QWidget = self.prompt
        for row in self.rows.values():
            self._numbers.addWidget(row)
            row.changed.connect(self.refresh)
            QWidget.setTabOrder(before, row.field)
            before = row.field
        self._show_chips()

    def _offer_abilities(self, card: ModelCard) -> None:
        reason = card.cannot.get("negative", tr("{model} cannot avoid things.", model=card.name))
        self.negative_fold.set_available("negative" in card.can, reason)
        can = self._studio.making.can
        no_start = can(card.id, "init")
        self.origin_fold.set_available(not no_start, no_start)
        self.loop.set_available(can(card.id, "loop"))

    def _take_preset(self, preset: Any) -> None:
        for name, value in preset.items():
            self._put(name, value)
        self.refresh()

    def _put(self, name: str, value: float) -> None:
        row = self.rows.get(name)
        if row is not None and row.parameter.minimum <= value <= row.parameter.maximum:
            row.set_value(value)

    # --- keeping up ---

    def _prompt_changed(self) -> None:
        if self.problem.isVisibleTo(self):
            self.problem.hide()
            widgets.set_property(self.prompt, "wrong", "false")
        self._show_chips()
        self.refresh()

    def refresh(self) -> None:
        """Say again what the button will do and how long that takes."""
        count = int(self.rows["takes"].value()) if "takes" in self.rows else 1
        self.start.set_text(tr("Generate {takes}", takes=words.takes(count)))
        self.quality.show_values(self.numbers())
        self._show_wildcards(count)
        self._estimating.start()

    def _show_wildcards(self, takes: int) -> None:
        """Which prompts a prompt with wildcards stands for."""
        text = ""
        if "{" in self.prompt.text():
            try:
                found = self._studio.making.expand(self.prompt.text(), takes)
            except BadRequest as error:
                text = error.message
            else:
                shown = " · ".join(words.shorten(prompt, 48) for prompt, _count in found[:4])
                rest = tr(" and {count} more", count=len(found) - 4) if len(found) > 4 else ""
                many = tr_count("{count} prompt: ", "{count} prompts: ", len(found))
                text = many + shown + rest
        self.wildcards.setText(text)
        self.wildcards.setVisible(bool(text))

    def _show_estimate(self) -> None:
        """Say how long it will take; the studio may not know yet."""
        keys = self._actions["generate.start"].shortcut().toString()
        keys = keys.replace("+", " ").replace("Return", "Enter")
        spent = None
        if self.card is not None and not any(row.problem() for row in self.rows.values()):
            names = ("seconds", "steps", "guidance")
            known = {k: v for k, v in self.numbers().items() if k in names}
            start, loop = self._start(), self.loop.is_on()
            if start is not None and loop:
                known["seconds"] = start.seconds  # only its own seam is made
            spent = self._studio.estimate(
                self.card.id, takes=self.rows["takes"].value(), start=start is not None, loop=loop,
                **known,
            )  # fmt: skip
        self.start.set_under(keys if spent is None else f"{words.duration(spent)} · {keys}")

    def _show_problem(self, error: BadRequest) -> None:
        self.problem.setText(f"{error.message} {error.hint}".strip())
        self.problem.show()
        widgets.set_property(self.prompt, "wrong", "true")
        self.prompt.setAccessibleDescription(self.problem.text())
        self.prompt.setFocus()

    # --- chips and earlier prompts ---

    def _show_chips(self) -> None:
        begun = bool(self.prompt.text().strip())
        if self.chips.property("begun") == begun:
            return
        self.chips.setProperty("begun", begun)
        widgets.clear_layout(self._chips)
        offered = self._starters.words[:6] if begun else self._starters.first
        call = self._add_words if begun else self._insert_kind
        for text in offered:
            chip = widgets.button(text, "chip", lambda text=text: call(text))
            chip.setAccessibleName(
                tr("Add {words}", words=text) if begun else tr("Prompt: {words}", words=text)
            )
            self._chips.addWidget(chip)
        more = widgets.button("+", "chip", self._offer_all, tip=tr("More prompts and words"))
        self._chips.addWidget(more)
        build = widgets.button(tr("Build…"), "chip", self.build_prompt,
                               tip=tr("Build a prompt from parts"))  # fmt: skip
        self._chips.addWidget(build)
        self.chips.updateGeometry()

    def _insert_kind(self, kind: str) -> None:
        prompts = self._starters.kinds[kind]
        text = self.prompt.text()
        at = prompts.index(text) + 1 if text in prompts else 0
        self.prompt.set_text(prompts[at % len(prompts)])
        self.prompt.setFocus()

    def _add_words(self, text: str) -> None:
        self.prompt.set_text(starters.add_words(self.prompt.text(), text))
        self.prompt.setFocus()

    def _offer_all(self) -> None:
        menu = self.starters_menu()
        menu.popup(self.chips.mapToGlobal(self.chips.rect().bottomLeft()))

    def starters_menu(self) -> QMenu:
        """Every prompt by kind, the words, and the earlier prompts."""
        return starters_menu.build(
            self, self._starters, self._history, self.prompt.set_text, self._add_words
        )

    def build_prompt(self) -> None:
        """Open the builder of prompts."""
        from tangostudio.ui.prompt_builder import PromptBuilder

        parts = prompt_parts.load(paths.resources_dir() / "prompt_builder.toml")
        builder = PromptBuilder(parts, self.window())
        builder.built.connect(self.prompt.set_text)
        builder.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        builder.open()

    def _remember(self, prompt: str) -> None:
        self._history = [item for item in self._history if item != prompt][-HISTORY + 1 :]
        self._history.append(prompt)
        self._recalled = len(self._history)

    def history(self) -> list[str]:
        """The prompts that were used, oldest first."""
        return list(self._history)

    def set_history(self, prompts: list[str]) -> None:
        """Put back the prompts of earlier sessions."""
        self._history = prompts[-HISTORY:]
        self._recalled = len(self._history)

    def _recall(self, step: int) -> None:
        at = self._recalled + step
        if not self._history or at < 0:
            return
        self._recalled = min(at, len(self._history))
        past_end = self._recalled == len(self._history)
        self.prompt.recall("" if past_end else self._history[self._recalled])
