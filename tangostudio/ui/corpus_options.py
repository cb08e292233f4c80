"""How recordings become clips: the options of a new corpus as one form. It reads no files."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tangostudio.cards import Parameter
from tangostudio.ui import widgets
from tangostudio.ui.parameter_row import LABEL_WIDTH, ParameterRow
from tangostudio.ui.switch_row import SwitchRow
from tangostudio.ui.texts import mark, tr

LONGEST_NAME, LONGEST_WORD = 80, 60
FIELDS = ("{name}", "{folder}", "{category}")  # that a caption's template may have
SECONDS = Parameter("seconds", mark("Longest"), 1, 60, 10, 0.5, "s",
                    mark("Longer recordings are cut into pieces of this length."))  # fmt: skip


class CorpusOptions(QWidget):
    """Name, captions, levels and lengths.

    Signals:
        changed(): something that the plan depends on is another.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measured = False
        self.name = _field(LONGEST_NAME, tr("Name of the corpus"))
        self.word = _field(LONGEST_WORD, tr("A word for all captions"))
        self.word.setPlaceholderText(tr("none"))
        self.word.setToolTip(
            tr("Stands before every caption, so that the word brings this sound back in a prompt.")
        )
        self.template = _field(200, tr("Form of the captions"))
        self.template.setPlaceholderText("{name}")
        self.template.setToolTip(
            tr("{fields} stand for what was found; the rest stands in every caption.",
               fields=", ".join(FIELDS))
        )  # fmt: skip
        self.loudness = SwitchRow(
            tr("Make all equally loud"),
            tr("To −23 LUFS, as far as peaks allow it; otherwise levels stay as recorded."),
        )
        self.loudness.set_on(True)
        self.longest = ParameterRow(SECONDS)
        self.cut = SwitchRow(
            tr("Cut longer recordings"), tr("Otherwise those that are longer are left out.")
        )
        self.cut.set_on(True)
        self.alike = SwitchRow(
            tr("Leave out near duplicates"), tr("Of clips that sound nearly the same one is kept.")
        )
        self.alike.set_on(True)
        self._lay_out()
        for field in (self.word, self.template):
            field.textChanged.connect(lambda _text: self.changed.emit())
        for switch in (self.loudness, self.cut, self.alike):
            switch.changed.connect(lambda _on: self.changed.emit())
        self.longest.changed.connect(self._measure)

    def options(self) -> dict[str, Any]:
        """What was chosen, for the studio; a length that nobody touched is left to it."""
        chosen = {
            "trigger": self.word.text().strip(),
            "caption": self.template.text().strip(),
            "keep_loudness": not self.loudness.is_on(),
            "cut": self.cut.is_on(),
            "alike": self.alike.is_on(),
        }
        return {**chosen, "seconds": float(self.longest.value())} if self._measured else chosen

    def _measure(self) -> None:
        self._measured = True
        self.changed.emit()

    def problem(self) -> str:
        """What is wrong with the form itself, or ""."""
        return self.longest.problem()

    def _lay_out(self) -> None:
        self.setLayout(widgets.column(
            _row(tr("Name"), self.name), 6,
            widgets.section(tr("Captions")),
            _row(tr("Word for all"), self.word),
            _row(tr("Form"), self.template), 6,
            widgets.section(tr("Sound")),
            self.loudness, self.longest, self.cut, self.alike, spacing=7,
        ))  # fmt: skip


def _field(most: int, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(most)
    made.setAccessibleName(name)
    return made


def _row(text: str, field: QLineEdit) -> QWidget:
    name = widgets.label(text, "second", wrap=True)
    name.setFixedWidth(LABEL_WIDTH)
    name.setBuddy(field)
    return widgets.holder(widgets.row(name, field))
