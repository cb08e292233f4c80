"""Files that are on this computer already: choose a folder, see what is there, use or copy it.

Files are looked for and checked by the studio; nothing is changed where they lie.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tangostudio.errors import TangoStudioError
from tangostudio.hub import states
from tangostudio.hub.states import FoundModel
from tangostudio.ui import model_dialog_words, model_words, widgets
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.texts import mark, tr, tr_marked

WIDTH, HEIGHT = 680, 400
START, SCANNING, RESULTS, NOTHING = range(4)
HEAD = mark("Use files that are here already")
HINT = mark(
    "A download of another program, a drive, a folder on the network: files of known models are "
    "recognised by name, size and checksum. Nothing is changed there."
)


class FoundDialog(Dialog):
    """Choose a folder, wait, decide model by model.

    Attributes:
        rows: what was found, by the model's id.

    Signals:
        shopping_wanted(): the person wants to know what to bring.
    """

    shopping_wanted = Signal()

    def __init__(self, studio: Any, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(tr("I already have the files"), WIDTH, parent)
        self._models = studio.models
        self._catalogue = studio.catalogue
        self._bridge = bridge
        self._folder = ""
        self.rows: dict[str, FoundRow] = {}
        self._build()
        bridge.changed.connect(self._follow)
        self._show(SCANNING if self._models.scanning else START)

    def choose(self) -> None:
        """Ask for a folder or drive, then look through it."""
        dialog = QFileDialog(self, tr("Choose a folder or drive"), self._folder or str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.look_through)
        dialog.open()

    def look_through(self, folder: str) -> None:
        """Look through a folder for files of known models."""
        self._folder = folder
        self.where.setText(folder)
        self.count.setText("")
        try:
            self._models.scan(Path(folder))
        except TangoStudioError as error:
            self._say_nothing(error.message, error.hint)
            return
        self._show(SCANNING)

    def done(self, result: int) -> None:
        """A scan that nobody waits for any more is stopped."""
        if self._models.scanning:
            self._models.stop_scan()
        super().done(result)

    # --- what happens -----------------------------------------------------------------------------

    def _follow(self, change: Any) -> None:
        if "models" not in change.kinds:
            return
        if self.pages.currentIndex() == SCANNING:
            self._show_scan()
        for row in self.rows.values():
            row.show_state(self._models.state(row.found.model))

    def _show_scan(self) -> None:
        if not self._models.scanning:
            self._show_found()
        elif count := self._models.scanned:
            self.count.setText(tr("{count} files so far", count=f"{count:,}").replace(",", " "))

    def _show_found(self) -> None:
        found = self._models.found
        widgets.clear_layout(self._list)
        self.rows = {each.model: self._row(each) for each in found}
        self._list.addStretch(1)
        if found:
            self._in.setText(
                tr("Found in {folder}", folder=self._folder) if self._folder else tr("Found")
            )
            self._show(RESULTS)
            usable = (row.use for row in self.rows.values() if not row.use.isHidden())
            next(usable, self.another).setFocus()
        else:
            self._say_nothing(*model_dialog_words.found_nothing(self._folder or tr("this folder")))

    def _say_nothing(self, head: str, hint: str) -> None:
        self.nothing.say(
            head, hint, picture="search", button=tr("Shopping list…"), pressed=self._shop
        )  # fmt: skip
        self._show(NOTHING)

    def _show(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.another.setVisible(page in (RESULTS, NOTHING))
        self.close_button.setText(tr("Cancel") if page == SCANNING else tr("Close"))
        self.close_button.setAccessibleName(self.close_button.text())

    def _cancel_or_close(self) -> None:
        if self.pages.currentIndex() == SCANNING:
            self._show(START)
            self._models.stop_scan()
        else:
            self.reject()

    def _adopt(self, found: FoundModel, copy: bool) -> None:
        try:
            self._models.adopt(found, copy=copy)
        except TangoStudioError as error:
            self.rows[found.model].show_error(error)

    def _shop(self) -> None:
        self.reject()
        self.shopping_wanted.emit()

    # --- making -----------------------------------------------------------------------------------

    def _build(self) -> None:
        start, self.nothing = EmptyState(), EmptyState()
        for page in (start, self.nothing):
            page.button.setAutoDefault(False)
        start.say(
            tr_marked(HEAD),
            tr_marked(HINT),
            picture="folder",
            button=tr("Choose a folder or drive…"),
            pressed=self.choose,
        )
        widgets.set_property(start.button, "kind", "primary")
        self.start = start.button
        self._list = widgets.column(spacing=10)
        scroll = QScrollArea()
        scroll.setWidget(widgets.holder(self._list, 0, 0, 6, 0))
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages = QStackedWidget()
        self.pages.setMinimumHeight(HEIGHT)
        self._in = widgets.ElidedLabel("", "quiet")
        results = widgets.holder(widgets.column(self._in, scroll, spacing=10))
        for page in (start, self._scanning_page(), results, self.nothing):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self.another = widgets.button(tr("Another folder…"), "", self.choose)
        self.add_left(self.another)
        self.close_button = self.add_button(widgets.button(tr("Close"), "", self._cancel_or_close))

    def _scanning_page(self) -> QWidget:
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(tr("Looking through the folder"))
        self.where = widgets.ElidedLabel("", "number-quiet")
        self.count = widgets.label("", "number-quiet")
        hint = tr("Names and sizes first, then checksums of what fits. Large drives take a while.")
        inner = widgets.column(
            widgets.label(tr("Looking through"), "title"), self.where, 6, bar, 6,
            self.count, widgets.label(hint, "small", wrap=True), spacing=4,
        )  # fmt: skip
        box = QVBoxLayout()
        box.addStretch(1)
        box.addLayout(inner)
        box.addStretch(1)
        return widgets.holder(box, 60, 0, 60, 0)

    def _row(self, found: FoundModel) -> FoundRow:
        row = FoundRow(found, self._catalogue.get(found.model).name)
        row.adopted.connect(lambda copy: self._adopt(found, copy))
        row.show_state(self._models.state(found.model))
        self._list.addWidget(row)
        return row


class FoundRow(QFrame):
    """One model of which files were found.

    Signals:
        adopted(bool): use the files; True copies them.
    """

    adopted = Signal(bool)

    def __init__(self, found: FoundModel, name: str) -> None:
        super().__init__()
        self.found = found
        self._asked = False
        self.setProperty("kind", "card")
        status = model_dialog_words.found_status(found)
        self.status = widgets.label(status.text, "small", wrap=True)
        self.status.setProperty("tone", status.tone)
        self.setAccessibleName(f"{name}: {status.text.lstrip('✓⚠ ')}")
        texts = widgets.column(widgets.ElidedLabel(name, "title"), self.status, spacing=3)
        self.problems = [
            widgets.label(line, "bad" if line[0] == "⚠" else "small", wrap=True)
            for line in model_dialog_words.found_problems(found)
        ]
        for label in self.problems:
            texts.addWidget(label)
        if found.files:
            folder = str(Path(found.files[0][1]).parent)
            texts.addWidget(widgets.ElidedLabel(folder, "number-quiet"))
        texts.addStretch(1)
        self.use = self._button(tr("Use these files"), False, tr("They stay where they are"), name)
        self.copy = self._button(
            tr("Copy them here"), True, tr("Into the folder of the program"), name
        )
        line = widgets.row(spacing=16)
        line.addLayout(texts, 1)
        line.addLayout(widgets.column(self.use, self.copy, None, spacing=6))
        line.setContentsMargins(14, 12, 14, 12)
        self.setLayout(line)

    def show_state(self, state: Any) -> None:
        """Follow what becomes of the files once they are used."""
        if not self._asked and state.state not in model_words.HERE:
            return
        if state.state == states.FAILED and state.problem is not None:
            self._tell(f"⚠ {state.problem.message}", "bad", usable=True)
        elif state.state in model_words.UNDER_WAY:
            numbers = model_words.progress(state)
            text = model_words.doing(state)
            self._tell(f"{text} · {numbers}" if numbers else text, "", usable=False)
        else:
            status = model_words.status(state)
            for label in self.problems:
                label.setVisible(state.state not in model_words.HERE)
            self._tell(status.text, status.tone, usable=state.state not in model_words.HERE)

    def show_error(self, error: TangoStudioError) -> None:
        """Say why the files were not taken."""
        self._tell(f"⚠ {error.message} {error.hint}".strip(), "bad", usable=True)

    def _tell(self, text: str, tone: str, *, usable: bool) -> None:
        self.status.setText(text)
        widgets.set_property(self.status, "tone", tone)
        for button in (self.use, self.copy):
            button.setVisible(usable and bool(self.found.files))

    def _button(self, text: str, copy: bool, tip: str, name: str) -> Any:
        made = widgets.button(text, "", lambda: self._adopt(copy), tip=tip)
        made.setAccessibleName(f"{text}: {name}")
        made.setMinimumWidth(140)
        made.setVisible(bool(self.found.files))
        return made

    def _adopt(self, copy: bool) -> None:
        self._asked = True
        self.adopted.emit(copy)
