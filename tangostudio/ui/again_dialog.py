"""Makes a take again with a change: its own values to start from, and what differs in a sentence.

It knows the ranges of the take's model; what the studio refuses is said in the dialog.
"""

from __future__ import annotations

import random
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QPlainTextEdit, QSpinBox, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import widgets, words
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import mark, tr, tr_marked

WIDTH, FIELD_WIDTH = 460, 110
MOST_SEED = 2**31 - 1
NAMES = {
    "prompt": mark("Prompt"),
    "seed": mark("Seed"),
    "seconds": mark("Seconds"),
    "steps": mark("Steps"),
    "guidance": mark("Guidance"),
}


class AgainDialog(Dialog):
    """One take's values, to be changed and run.

    Signals:
        made(str): the job that makes it.
    """

    made = Signal(str)

    def __init__(self, studio: Any, take_id: int, parent: QWidget | None = None) -> None:
        super().__init__(tr("Again with one change"), WIDTH, parent)
        self._studio = studio
        self._take = studio.take(take_id)
        card = studio.catalogue.get(self._take.model)
        self._ranges = studio.driven(card, self._take.adapters).parameters
        self._fields: dict[str, QSpinBox | QDoubleSpinBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        self.prompt = self._make_prompt()
        self._add(grid, "prompt", self.prompt, wide=True)
        self._make_numbers(grid)
        intro = tr("From take #{take}: “{title}”. Its own seed is kept, so that only the change is "
                   "heard.", take=take_id, title=words.shorten(self._take.title, 60))  # fmt: skip
        self.body.addWidget(widgets.label(intro, "quiet", wrap=True))
        self.body.addLayout(grid)
        self.said = widgets.label("", "small", wrap=True)
        self.body.addWidget(self.said)
        self.body.addStretch(1)
        self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        self.make = self.add_button(widgets.button(tr("Make it"), "primary", self._make))
        self._show_changes()

    def changes(self) -> dict[str, Any]:
        """What differs from the take, by the names of its fields."""
        found: dict[str, Any] = {}
        if (prompt := self.prompt.toPlainText().strip()) != self._take.prompt.strip():
            found["prompt"] = prompt
        for name, field in self._fields.items():
            if abs(field.value() - getattr(self._take, name)) > 1e-6:
                found[name] = field.value()
        return found

    # --- fields -----------------------------------------------------------------------------------

    def _make_prompt(self) -> QPlainTextEdit:
        field = QPlainTextEdit(self._take.prompt)
        field.setFixedHeight(72)
        field.setTabChangesFocus(True)
        field.textChanged.connect(self._show_changes)
        return field

    def _make_numbers(self, grid: QGridLayout) -> None:
        seed = QSpinBox()
        seed.setRange(0, MOST_SEED)
        seed.setValue(self._take.seed)
        dice = widgets.icon_button("dice", tr("Another seed"), self._roll, boxed=True)
        self._add(grid, "seed", seed, beside=dice)
        for name in ("seconds", "steps", "guidance"):
            spec = self._ranges[name]
            whole = name == "steps"
            field = QSpinBox() if whole else QDoubleSpinBox()
            if isinstance(field, QDoubleSpinBox):
                field.setDecimals(1)
                field.setSingleStep(0.1)
            field.setRange(spec.minimum, spec.maximum)  # type: ignore[arg-type]
            field.setValue(getattr(self._take, name))
            self._add(grid, name, field)

    def _add(
        self,
        grid: QGridLayout,
        name: str,
        field: QWidget,
        *,
        wide: bool = False,
        beside: QWidget | None = None,
    ) -> None:
        row = grid.rowCount()
        title = widgets.label(tr_marked(NAMES[name]), "quiet")
        title.setBuddy(field)
        field.setAccessibleName(tr_marked(NAMES[name]))
        top = Qt.AlignmentFlag.AlignTop if wide else Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(title, row, 0, top)
        if wide:
            grid.addWidget(field, row, 1, 1, 2)
            return
        assert isinstance(field, QSpinBox | QDoubleSpinBox)
        field.setProperty("kind", "number")
        field.setFixedWidth(FIELD_WIDTH)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.valueChanged.connect(self._show_changes)
        self._fields[name] = field
        grid.addWidget(field, row, 1)
        if beside is not None:
            grid.addWidget(beside, row, 2, Qt.AlignmentFlag.AlignLeft)

    def _roll(self) -> None:
        self._fields["seed"].setValue(random.randrange(MOST_SEED))

    # --- making it --------------------------------------------------------------------------------

    def _show_changes(self) -> None:
        if not hasattr(self, "make"):
            return
        changes = self.changes()
        names = ", ".join(tr_marked(NAMES[name]).lower() for name in changes)
        nothing = tr("Nothing differs yet.")
        self.said.setText(tr("Differs in: {names}.", names=names) if changes else nothing)
        widgets.set_property(self.said, "kind", "small")
        self.make.setEnabled(bool(changes))

    def _make(self) -> None:
        changes = self.changes()
        if "seed" in changes:
            changes["seeds"] = (changes.pop("seed"),)
        try:
            job = self._studio.making.again(self._take.id, **changes)
        except TangoStudioError as error:
            self.said.setText(f"{error.message} {error.hint}".strip())
            widgets.set_property(self.said, "kind", "bad")
            return
        self.made.emit(job)
        self.accept()
