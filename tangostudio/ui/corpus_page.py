"""The clips of one corpus over all of Tune mode: heard, looked through, their captions put right.

It calls the studio's verbs and shows what they leave.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QMessageBox, QStackedWidget, QTableView, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import corpus_table, corpus_words, theme, widgets
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.chip_group import ChipGroup
from tangostudio.ui.corpus_table import ClipsModel, ClipsView, LeftOutModel
from tangostudio.ui.texts import tr
from tangostudio.ui.tune_cell import SoundCell
from tangostudio.ui.tune_pairs import look

FILTER_MS = 80
ALL, ASIDE, OUT = "all", "aside", "out"
FILTER_WIDTH = 260


class CorpusPage(QWidget):
    """One corpus.

    Attributes:
        corpus: its id, "" while none is shown.
        model, table: of its clips; left_out: of what was left out.
        clip: the current clip, in the foot of the page.

    Signals:
        left(): the person goes back.
    """

    left = Signal()

    def __init__(
        self, studio: Any, bridge: Bridge, audition: Audition, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._studio, self._corpora = studio, studio.corpora
        self._bridge, self._audition = bridge, audition
        self.corpus = ""
        self._read: Any = None
        self._heard: tuple[int, str] | None = None  # what the player calls it, and its hash
        self._make_parts()
        self._lay_out()
        self._connect()

    # --- showing ----------------------------------------------------------------------------------

    def open(self, identifier: str) -> None:
        """Show a corpus from its beginning."""
        self.corpus, self._read = identifier, None
        self.search.clear()
        self.shown.set_chosen((ALL,))
        self.refresh()
        if self.model.items:
            self.table.set_row(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show it as it is now; where it is gone, go back."""
        if not self.corpus:
            return
        try:
            view = self._corpora.view(self.corpus)
            self._read = self._corpora.get(self.corpus)
        except TangoStudioError:
            self.leave()
            return
        self.name.setText(view.name)
        self.facts.setText(corpus_words.facts(view))
        self.warnings.setText("  ".join(f"⚠ {each}" for each in view.warnings))
        self.warnings.setVisible(bool(view.warnings))
        self._show_rows(view)

    def _show_rows(self, view: Any) -> None:
        items, current = self._read.items, self._current()
        chosen = self.shown.chosen()
        aside = sum(item.held_out for item in items)
        self.shown.set_choices((
            (ALL, tr("Clips · {count}", count=f"{len(items):,}")),
            (ASIDE, tr("Kept aside · {count}", count=f"{aside:,}")),
            (OUT, tr("Left out · {count}", count=f"{len(self._read.left_out):,}")),
        ))  # fmt: skip
        self.shown.set_chosen(chosen or (ALL,))
        self.model.set_items(items)
        self.left_out.set_rows(self._read.left_out)
        row = self.model.row_of(current.sha256) if current is not None else -1
        if row >= 0 and row != self.table.row():
            self.table.set_row(row)
        self.again.setVisible(bool(view.source))
        self._choose()

    def _choose(self) -> None:
        """Show what the chips and the search ask for."""
        chosen = next(iter(self.shown.chosen()), ALL)
        self.model.set_filter(self.search.text(), chosen == ASIDE)
        self.search.setVisible(chosen != OUT)
        page = 1 if chosen == OUT else 0
        if page == 0 and not self.model.items:
            page = 2
        self.pages.setCurrentIndex(page)
        self._show_clip(self.table.row())

    def leave(self) -> None:
        """Go back."""
        self.corpus, self._read = "", None
        self._audition.stop()
        self.left.emit()

    # --- hearing ----------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Hear the current clip, or stop."""
        if self._audition.playing:
            self._audition.stop()
        elif self.table.row() >= 0:
            self._play(self.table.row())

    def _play(self, row: int, share: float = 0.0) -> None:
        item = self.model.items[row]
        if self._heard is not None and self._heard[1] == item.sha256 and self._audition.playing:
            self._audition.stop()
            if not share:
                return
        self.table.set_row(row)
        key = self._audition.lend(self._read.folder / item.file)
        self._heard = (key, item.sha256)
        self._audition.select(key)
        sound = self._audition.sound(key)
        self._audition.play(seconds=share * sound.seconds if sound is not None else 0.0)

    def _play_share(self, share: float) -> None:
        if share < 0:
            self._audition.stop()
        elif self.table.row() >= 0:
            self._play(self.table.row(), share)

    def _show_playing(self, *_position: float) -> None:
        if not self.corpus:
            return
        heard = self._heard
        sounds = heard is not None and self._audition.playing and self._audition.current == heard[0]
        self.model.set_heard(heard[1] if heard is not None and sounds else "")
        share = None
        current = self._current()
        if heard is not None and sounds and current is not None and current.sha256 == heard[1]:
            sound = self._audition.sound(heard[0])
            share = min(1.0, self._audition.position / sound.seconds) if sound is not None else 0.0
        self.clip.show_share(share)

    # --- the foot ---------------------------------------------------------------------------------

    def _current(self) -> Any:
        row = self.table.row()
        return self.model.items[row] if 0 <= row < len(self.model.items) else None

    def _show_clip(self, _row: int) -> None:
        item = self._current() if self.pages.currentIndex() == 0 else None
        self.foot.setVisible(item is not None)
        if item is None or self._read is None:
            return
        path = str(self._read.folder / item.file)
        if path != self.clip.path:
            self.clip.show_waiting("")
            self.clip.path = path
            self._bridge.background(
                functools.partial(look, path),
                functools.partial(self._looked, path),
                functools.partial(self._not_read, path),
            )
        self.clip.set_name(item.caption)
        told = tr("Caption from {source}", source=corpus_words.told_by(item.told_by))
        self.told.setText(f"{told} · {item.source}")
        self._show_playing()

    def _looked(self, path: str, found: Any) -> None:
        if path == self.clip.path:
            self.clip.show_wave(found.blob)

    def _not_read(self, path: str, _error: Exception) -> None:
        if path == self.clip.path:
            self.clip.show_trouble(tr("This sound cannot be read"))

    # --- verbs ------------------------------------------------------------------------------------

    def _typed(self, item: Any, text: str) -> None:
        if self._try(self._corpora.set_caption, self.corpus, item.sha256, text):
            self._fresh.start()  # once the editor is closed

    def _rename(self) -> None:
        name = " ".join(self.name.text().split())
        if not self.corpus or not self.name.isModified():
            return
        self.name.setModified(False)
        if not name or not self._try(self._corpora.rename, self.corpus, name):
            self.name.setText(self._corpora.view(self.corpus).name)

    def _rebuild(self) -> None:
        if self._try(self._corpora.rebuild, self.corpus):
            self.leave()

    def _ask_remove(self) -> None:
        view = self._corpora.view(self.corpus)
        question = QMessageBox(self)
        question.setWindowTitle(tr("Remove a corpus"))
        question.setText(tr("Remove “{name}”?", name=view.name))
        question.setInformativeText(corpus_words.removal(view, self._learning()))
        remove = question.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        question.addButton(tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        remove.clicked.connect(self._remove)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def _remove(self) -> None:
        identifier = self.corpus
        self.leave()
        self._try(self._corpora.remove, identifier)

    def _learning(self) -> Sequence[str]:
        """Tunings that have not ended and learn from this corpus."""
        open_states = ("running", "paused", "interrupted", "failed")
        return [
            f"“{view.name}”"
            for view in self._studio.tunes.all()
            if view.state in open_states and view.corpus == self.corpus
        ]

    def _try(self, verb: Callable[..., object], *values: Any) -> bool:
        try:
            verb(*values)
        except TangoStudioError as error:
            self._bridge.crashed.emit(error)
            return False
        return True

    # --- making -----------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.back = widgets.button(
            tr("Back to Tune"), "quiet-link", self.leave, icon="chevron_left"
        )
        self.back.setProperty("flush", True)
        self.back.setStyleSheet("min-height: 22px;")
        self.again = widgets.button(
            tr("Read its folder again"), "quiet-link", self._rebuild,
            tip=tr("New and changed files are read; the others stay as they are."),
        )  # fmt: skip
        self.remove = widgets.button(tr("Remove…"), "quiet-link", self._ask_remove)
        self.name = QLineEdit()
        self.name.setProperty("kind", "title")
        self.name.setMaxLength(80)
        self.name.setAccessibleName(tr("Name of this corpus"))
        self.facts = widgets.label("", "quiet", wrap=True)
        self.warnings = widgets.label("", "warn", wrap=True)
        self.shown = ChipGroup(tr("Show"), ((ALL, ""),))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Filter by caption, category or file"))
        self.search.setAccessibleName(tr("Filter the clips"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(FILTER_WIDTH)
        self._wait = QTimer(self, interval=FILTER_MS, singleShot=True)
        self._fresh = QTimer(self, interval=0, singleShot=True)
        self._fresh.timeout.connect(self.refresh)
        self.model = ClipsModel(self)
        self.table = ClipsView(self.model)
        self.left_out = LeftOutModel(self)
        self.others = QTableView()
        self.others.setModel(self.left_out)
        corpus_table.dress(self.others, tr("What was left out"))
        self.others.horizontalHeader().setStretchLastSection(True)
        self.others.setColumnWidth(corpus_table.WHERE, 320)
        self.others.setColumnWidth(corpus_table.WHY, 200)
        self.none = widgets.label(tr("No clip is like that."), "quiet")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clip = SoundCell()
        self.told = widgets.ElidedLabel("", "small")

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for page in (self.table, self.others, self.none):
            self.pages.addWidget(page)
        keys = widgets.label(tr("Space plays · Enter edits the caption"), "small")
        under = widgets.row(self.told, keys)
        under.setStretch(0, 1)
        self.foot = widgets.holder(widgets.column(self.clip, under, spacing=4))
        top = widgets.row(self.back, None, self.again, self.remove)
        bar = widgets.row(self.shown, self.search, spacing=theme.MARGIN)
        bar.setStretch(0, 1)
        bar.setAlignment(self.shown, Qt.AlignmentFlag.AlignVCenter)
        title = widgets.row(self.name)
        box = widgets.column(
            top, title, self.facts, self.warnings, 6, bar, self.pages, self.foot, spacing=6,
        )  # fmt: skip
        box.setStretchFactor(self.pages, 1)
        box.setContentsMargins(32, 16, 32, 14)
        self.setLayout(box)

    def _connect(self) -> None:
        self.shown.changed.connect(lambda _chosen: self._choose())
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self._wait.timeout.connect(self._choose)
        self.model.typed.connect(self._typed)
        self.table.play_wanted.connect(self._play)
        self.table.moved.connect(self._show_clip)
        self.clip.wanted.connect(self._play_share)
        self.name.editingFinished.connect(self._rename)
        self._audition.position_changed.connect(self._show_playing)
        self._audition.state_changed.connect(self._show_playing)
