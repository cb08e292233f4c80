"""The options of each way to tune, as forms made from tables of controls.

A form keeps what the person touched; everything else is left to the studio, whose values it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tangostudio.cards import Parameter
from tangostudio.errors import BadRequest
from tangostudio.tuning import layer_filters
from tangostudio.ui import widgets
from tangostudio.ui.chip_group import ChipGroup
from tangostudio.ui.parameter_row import LABEL_WIDTH, ParameterRow
from tangostudio.ui.switch_row import SwitchRow
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.tune_blend import Blend
from tangostudio.ui.tune_method import FEW_STEPS, RECORDINGS, TASTE

ROUNDS = Parameter("rounds", mark("Rounds"), 1, 20, 3, 1, "",
                   mark("How often candidates are made, judged and learned from."),
                   integer=True)  # fmt: skip
PROMPTS = Parameter("prompts", mark("Prompts"), 4, 500, 80, 1, "",
                    mark("Of how many prompts candidates are made in each round."),
                    integer=True)  # fmt: skip
CANDIDATES = Parameter("candidates", mark("Candidates"), 2, 15, 5, 1, "",
                       mark("Sounds of each prompt; the best and the worst become a pair."),
                       integer=True)  # fmt: skip
STEPS = Parameter("steps", mark("Steps"), 20, 5000, 600, 10, "",
                  mark("More steps learn more, take longer, and may learn the clips by heart."),
                  integer=True)  # fmt: skip
TURNS = Parameter("steps", mark("Steps"), 20, 5000, 600, 10, "",
                  mark("In turns: one step of the model, one step of its critic."),
                  integer=True)  # fmt: skip
RANK = Parameter("rank", mark("LoRA rank"), 1, 64, 8, 1, "",
                 mark("How much an adapter can change; more takes memory."),
                 integer=True)  # fmt: skip
FEW = Parameter("few_steps", mark("Steps/take"), 1, 8, 8, 1, "",
                mark("Steps of each take afterwards: fewer are quicker, more sound better."),
                integer=True)  # fmt: skip
MIX = Parameter("mix", mark("Mixed clips"), 0, 1, 0, 0.05, "",
                mark("For each of your clips, so many of two at once, with both captions.")
                )  # fmt: skip
LAYERS = (
    ("blocks", mark("Whole blocks")),
    ("attention", mark("Attention")),
    ("mlp", mark("MLP")),
)


_SAID: dict[str, Callable[[Any], Any]] = {
    "match_share": lambda outline: outline.blend,
    "rank": lambda outline: outline.rank or None,
    "full": lambda outline: outline.rank == 0,
}  # how an outline says it, where it has no field of that name


@dataclass(frozen=True)
class Control:
    """One option.

    Attributes:
        name: what the studio calls it.
        read: its value for the studio; None leaves it to the studio.
        show: shows a value, without a signal.
        problem: what is wrong with it, or "".
    """

    name: str
    widget: QWidget
    read: Callable[[], Any]
    show: Callable[[Any], None]
    changed: Any
    problem: Callable[[], str] = str


class MethodForm(QWidget):
    """The options of one method.

    Attributes:
        controls: by name.

    Signals:
        changed(): the person changed one.
    """

    changed = Signal()

    def __init__(
        self,
        controls: Sequence[Control],
        advanced: Sequence[Control],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.controls = {each.name: each for each in (*controls, *advanced)}
        self._touched: set[str] = set()
        self.advanced = widgets.Fold(
            tr("Advanced"),
            widgets.holder(widgets.column(*(each.widget for each in advanced)), 0, 4, 0, 8),
        )
        parts = [each.widget for each in controls]
        self.setLayout(widgets.column(*parts, 4, self.advanced, spacing=6))
        for each in self.controls.values():
            each.changed.connect(lambda *_value, name=each.name: self._change(name))

    def options(self) -> dict[str, Any]:
        """What the person chose, for the studio."""
        read = {name: self.controls[name].read() for name in self.controls if name in self._touched}
        return {name: value for name, value in read.items() if value is not None}

    def problem(self) -> str:
        """What is wrong with a value, or ""."""
        return next((each.problem() for each in self.controls.values() if each.problem()), "")

    def follow(self, outline: Any) -> None:
        """Controls that nobody touched show what the studio would take."""
        for name, control in self.controls.items():
            said = _SAID.get(name)
            value = said(outline) if said is not None else getattr(outline, name, None)
            if name not in self._touched and value is not None:
                control.show(value)

    def forget(self) -> None:
        """The next one begins with the studio's own values."""
        self._touched.clear()

    def _change(self, name: str) -> None:
        self._touched.add(name)
        self.changed.emit()


def form(method: str) -> MethodForm:
    """The form of a method."""
    return {TASTE: _taste, RECORDINGS: _recordings, FEW_STEPS: _few_steps}[method]()


def _taste() -> MethodForm:
    blend = Blend()
    reward = Control("match_share", blend, blend.match_share, blend.set_value, blend.changed)
    return MethodForm((reward, *map(_number, (ROUNDS, PROMPTS, CANDIDATES))), (_number(RANK),))


def _recordings() -> MethodForm:
    return MethodForm(
        (_number(STEPS), _number(RANK), _layers()),
        (
            _patterns("include", tr("Only layers"), tr("such as layers.[0-11], attn")),
            _patterns("exclude", tr("No layers"), tr("such as layers.0, ff")),
            _number(MIX),
        ),
    )


def _few_steps() -> MethodForm:
    warm = SwitchRow(
        tr("Warm up first"),
        tr("First it learns where its own longer way ends; without that it may lose the sound."),
    )
    warm.set_on(True)
    full = SwitchRow(
        tr("Change all weights"), tr("Instead of an adapter's few; takes much more memory.")
    )
    rank = _number(RANK)

    def show_full(on: bool) -> None:
        full.set_on(on)
        rank.widget.setEnabled(not on)

    full.changed.connect(show_full)
    return MethodForm(
        (
            _number(FEW),
            _number(TURNS),
            Control("warm_up", warm, lambda: None if warm.is_on() else 0,
                    lambda steps: warm.set_on(steps > 0), warm.changed),
        ),
        (rank, Control("full", full, full.is_on, show_full, full.changed)),
    )  # fmt: skip


def _number(parameter: Parameter) -> Control:
    row = ParameterRow(parameter)

    def read() -> float | None:
        value = row.value()
        return (int(value) if parameter.integer else value) if row.isEnabled() else None

    return Control(parameter.name, row, read, row.set_value, row.changed, row.problem)


def _layers() -> Control:
    chips = ChipGroup(tr("Layers"), ((value, tr_marked(text)) for value, text in LAYERS))
    chips.set_chosen(("blocks",))
    chips.setToolTip(tr("Which parts of the network an adapter changes."))
    return Control(
        "targets", _row(tr("Layers"), chips), lambda: next(iter(chips.chosen()), None),
        lambda value: chips.set_chosen((value,)), chips.changed,
    )  # fmt: skip


def _patterns(name: str, text: str, example: str) -> Control:
    field = QLineEdit()
    field.setMaxLength(400)
    field.setPlaceholderText(example)
    field.setAccessibleName(text)
    field.setToolTip(tr("Parts of the layers' names, with commas between them; [0-11] is a range."))
    wrong = widgets.label("", "bad", wrap=True)
    wrong.hide()

    def problem() -> str:
        sentence = unreadable(split(field.text()))
        wrong.setText(sentence)
        wrong.setVisible(bool(sentence))
        widgets.set_property(field, "wrong", "true" if sentence else "false")
        return sentence

    holder = widgets.holder(widgets.column(_row(text, field), wrong, spacing=2))
    return Control(name, holder, lambda: split(field.text()),
                   lambda value: field.setText(", ".join(value)), field.textEdited,
                   problem)  # fmt: skip


def split(text: str) -> tuple[str, ...]:
    """Patterns with commas between them; a comma inside of brackets belongs to its range."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if letter == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return tuple(part.strip() for part in parts if part.strip())


def unreadable(patterns: Sequence[str]) -> str:
    """Why one of these patterns cannot be read, or ""."""
    for pattern in patterns:
        try:
            layer_filters.expression(pattern)
        except BadRequest as error:
            return f"{error.message} {error.hint}"
    return ""


def _row(text: str, control: QWidget) -> QWidget:
    name = widgets.label(text, "second", wrap=True)
    name.setFixedWidth(LABEL_WIDTH)
    name.setBuddy(control)
    line = widgets.row(name, control)
    line.setStretch(1, 1)
    return widgets.holder(line)
