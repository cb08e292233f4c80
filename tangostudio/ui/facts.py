"""A table of facts: quiet names on the left, values on the right. It knows nothing of takes.

Rows are known by their names in English; what is shown is the name in the person's language.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from tangostudio.ui import theme, widgets
from tangostudio.ui.layouts import FlowLayout
from tangostudio.ui.texts import tr_marked

NAME_WIDTH, LINE_HEIGHT = 82, 18


class Facts(QWidget):
    """Rows that are added once and shown, hidden and filled by their name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._lines = 0
        self._rows: dict[str, tuple[QLabel, QWidget, QLabel | None]] = {}

    def add(self, name: str, *, number: bool = False, beside: QWidget | None = None) -> QLabel:
        """Add a row; its value's label, which can be selected and copied."""
        value = widgets.label("", "number" if number else "", wrap=True)
        value.setMinimumHeight(LINE_HEIGHT)
        value.setContentsMargins(0, 1 if number else 0, 0, 0)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if beside is None:
            self.add_widget(name, value, value)
            return value
        holder = QWidget()
        value.setWordWrap(False)
        line = FlowLayout(holder, spacing=6)  # what does not fit goes below
        line.addWidget(value)
        line.addWidget(beside)
        self.add_widget(name, holder, value)
        return value

    def add_widget(self, name: str, widget: QWidget, value: QLabel | None = None) -> None:
        """Add a row with a control of its own."""
        row, self._lines = self._lines, self._lines + 1
        title = widgets.label(tr_marked(name), "quiet", wrap=True)
        title.setFixedWidth(NAME_WIDTH)
        title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        title.setBuddy(widget)
        self._grid.addWidget(title, row, 0)
        self._grid.addWidget(widget, row, 1)
        self._rows[name] = (title, widget, value)

    def add_wide(self, widget: QWidget) -> None:
        """Add a control below the last row, as wide as the table."""
        self._grid.addWidget(widget, self._lines, 0, 1, 2)
        self._lines += 1

    def show_values(self, values: dict[str, str]) -> None:
        """Fill rows by name; a row without a value or with an empty one is hidden."""
        for name, (_title, _widget, label) in self._rows.items():
            if label is None:
                continue
            text = values.get(name, "")
            label.setText(text)
            label.setAccessibleName(f"{tr_marked(name)}: {text}")
            self.set_visible(name, bool(text))

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide a row."""
        title, widget, _label = self._rows[name]
        title.setVisible(visible)
        widget.setVisible(visible)

    def texts(self) -> dict[str, str]:
        """What is shown, by name."""
        return {
            name: label.text()
            for name, (_title, widget, label) in self._rows.items()
            if label is not None and not widget.isHidden()
        }
