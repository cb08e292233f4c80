"""A new corpus: what a folder or a project holds, how it becomes clips, and how the reading goes.

Looking happens behind the window. Reading is the studio's work: closing the dialog leaves it going.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QScrollArea,
    QWidget,
)

from tangostudio.errors import TangoStudioError
from tangostudio.ui import corpus_words, widgets, words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.corpus_options import CorpusOptions
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.facts import Facts
from tangostudio.ui.texts import mark, tr, tr_count
from tangostudio.ui.tune_sentences import Sentences

WIDTH, HEIGHT, FORM_WIDTH = 860, 600, 330
NARROW, LOW, HIGH = 600, 176, 400  # while it is read, and after
LOOK_MS = 250
LOOKING, PLANNED, READING, OVER = "looking", "planned", "reading", "over"
FACTS = (mark("Found"), mark("Clips"), mark("Kept aside"), mark("Captions"), mark("Left out"),
         mark("Disk"))  # fmt: skip


class CorpusDialog(Dialog):
    """From a source to a corpus.

    Attributes:
        stage: "looking", "planned", "reading" or "over".
        look: what the studio said of the source, or None.
        corpus: id of the corpus that is read, "" before.

    Signals:
        begun(str): this corpus is being read.
        look_wanted(str): look at the clips of this corpus.
    """

    begun = Signal(str)
    look_wanted = Signal(str)

    def __init__(
        self, studio: Any, bridge: Bridge, source: Path | str, name: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Begin with a look.

        Args:
            source: a folder, or "project:" and the name of a project.
            name: that is proposed.
        """
        super().__init__(tr("New recordings to learn from"), NARROW, parent)
        self._corpora, self._bridge, self._source = studio.corpora, bridge, source
        self.stage, self.corpus = LOOKING, ""
        self.look: Any = None
        self._stop = threading.Event()
        self._soon = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._soon.timeout.connect(self._look)
        self._make_parts()
        self._lay_out()
        self.form.name.setText(name)
        self.form.changed.connect(self._changed)
        self.form.name.textChanged.connect(lambda _text: self._judge())
        bridge.changed.connect(self._on_change)
        self.finished.connect(lambda _result: self._leave())
        room = parent.window().height() if parent is not None else HEIGHT
        self.resize(WIDTH, min(HEIGHT, max(420, room - 60)))
        self._look()

    # --- looking ----------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._stop.set()
        self._soon.start()
        self._judge()

    def _look(self) -> None:
        """Have the source looked through with the options as they are."""
        self._soon.stop()
        self._stop = stop = threading.Event()
        self._stand(LOOKING if self.look is None else self.stage)
        self.bar.setRange(0, 0)
        self.bar.show()
        work = partial(self._corpora.plan, self._source, stop.is_set, **self.form.options())
        self._bridge.background(work, partial(self._found, stop), partial(self._failed, stop))

    def _found(self, stop: threading.Event, look: Any) -> None:
        if not stop.is_set():
            self.look = look
            self._show_look(look)
            self._stand(PLANNED)
            if not self.isActiveWindow() or self.focusWidget() in (None, self.cancel):
                self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, stop: threading.Event, error: Exception) -> None:
        if not stop.is_set():
            self.look = None
            self._stand(PLANNED)
            self._say_error(error)

    def _show_look(self, look: Any) -> None:
        some = {
            "Clips": f"{corpus_words.clips(look.clips)}, {corpus_words.length(look.seconds)}",
            "Kept aside": corpus_words.clips(look.held_out) if look.held_out else tr("none"),
            "Captions": tr("from {sources}", sources=corpus_words.sources(look.told_by)),
            "Disk": tr("at most {size}", size=words.size(look.bytes)),
        }
        self.facts.show_values({
            "Found": corpus_words.files(look.files),
            **(some if look.clips else {}),
            "Left out": corpus_words.left_out(look.left_out),
        })  # fmt: skip
        problem = f"{look.problem} {look.hint}".strip()
        self.trouble.show_texts((problem,) if problem else ())
        self.warnings.show_texts(look.warnings)
        self.list.clear()
        for each in look.examples:
            _add(self.list, corpus_words.example(each), corpus_words.told_by(each.told_by))
        for each in look.refused:
            _add(self.list, corpus_words.refusal(each), each.sentence)
        self.list.setVisible(self.list.count() > 0)

    # --- reading ----------------------------------------------------------------------------------

    def build(self) -> None:
        """Begin to read the recordings."""
        if not self.start.isEnabled():
            return
        name = " ".join(self.form.name.text().split())
        try:
            self.corpus = self._corpora.build(name, self._source, **self.form.options())
        except TangoStudioError as error:
            self._say_error(error)
            return
        self._stand(READING)
        self._resize_to(LOW)
        self._show_reading()
        self.begun.emit(self.corpus)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_reading(self) -> None:
        if self.stage not in (READING, OVER):
            return
        try:
            view = self._corpora.view(self.corpus)
        except TangoStudioError:
            self.reject()
            return
        if view.state == corpus_words.BUILDING:
            self._stand(READING)
            self.bar.setRange(0, view.total)
            self.bar.setValue(view.done)
            self.said.setText(corpus_words.progress(view))
            return
        self._stand(OVER)
        if view.state == corpus_words.READY:
            self.head.setText(tr("“{name}” is ready", name=view.name))
            self.said.setText(corpus_words.facts(view))
            self.warnings.show_texts(view.warnings)
            self._show_left_out()
            if self.list.count():
                self._resize_to(HIGH)
            self.show_clips.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.setText(tr("“{name}” is not finished", name=view.name))
            self.said.setText(corpus_words.stopped(view))
            self.warnings.show_texts((view.error.hint,) if view.error and view.error.hint else ())
            self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_clips.setVisible(view.state == corpus_words.READY)
        self.go_on.setVisible(view.state == corpus_words.UNFINISHED)

    def _show_left_out(self) -> None:
        left: Sequence[Any] = self._corpora.get(self.corpus).left_out
        self.list.clear()
        for each in left[:100]:
            _add(self.list, corpus_words.refusal(each), each.sentence)
        if (more := len(left) - 100) > 0:
            self.list.addItem(tr("and {count} more", count=more))
        self.list.setVisible(bool(left))

    def _cancel(self) -> None:
        """While it is read: stop that. Otherwise close."""
        if self.stage == READING:
            self._do(self._corpora.cancel)
        else:
            self.reject()

    def _do(self, verb: Any) -> None:
        try:
            verb(self.corpus)
        except TangoStudioError as error:
            self._say_error(error)
        self._show_reading()

    def _look_at_clips(self) -> None:
        self.look_wanted.emit(self.corpus)
        self.accept()

    def _on_change(self, change: Any) -> None:
        if "corpora" in change.kinds and self.corpus:
            self._show_reading()

    def _leave(self) -> None:
        """Nobody waits for what is still looked at; what is read goes on."""
        self._stop.set()
        self._soon.stop()
        self._bridge.changed.disconnect(self._on_change)

    # --- how it stands ----------------------------------------------------------------------------

    def _stand(self, stage: str) -> None:
        self.stage = stage
        planning = stage in (LOOKING, PLANNED)
        self.form_side.setVisible(planning)
        self.facts.setVisible(stage == PLANNED and self.look is not None)
        self.bar.setVisible(stage in (LOOKING, READING))
        self.start.setVisible(planning)
        self.background.setVisible(stage == READING)
        for button in (self.show_clips, self.go_on):
            button.setVisible(False)
        if stage in (LOOKING, READING):
            self.list.setVisible(False)
        self.cancel.setText(
            tr("Stop") if stage == READING else tr("Close") if stage == OVER else tr("Cancel")
        )
        self.cancel.setAccessibleName(self.cancel.text())
        if planning:
            source = str(self._source)
            where = source.removeprefix("project:")
            looking = stage == LOOKING
            self.head.setText(tr("Looking for sounds…") if looking else tr("What was found"))
            self.said.setText(where)
        elif stage == READING:
            self.head.setText(tr("Reading the recordings"))
            self.warnings.show_texts(())
        self._judge()

    def _resize_to(self, height: int) -> None:
        """What is left to be seen needs less room; its middle stays where it is."""
        middle = self.geometry().center()
        self.resize(NARROW, height)
        self.move(self.pos() + middle - self.geometry().center())

    def _judge(self) -> None:
        problem = self.form.problem() or (self.look.problem if self.look is not None else "")
        named = bool(self.form.name.text().strip())
        ready = self.look is not None and self.look.clips > 0 and not problem and named
        self.start.setEnabled(self.stage == PLANNED and ready)
        count = self.look.clips if self.look is not None else 0
        self.start.setText(tr_count("Read {count} clip", "Read {count} clips", count)
                           if count else tr("Read"))  # fmt: skip
        self.start.setAccessibleName(self.start.text())
        self.start.setToolTip(problem if named else tr("Give it a name."))

    def _say_error(self, error: Exception) -> None:
        hint = getattr(error, "hint", "")
        self.trouble.show_texts((f"{getattr(error, 'message', error)} {hint}".strip(),))

    # --- making -----------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.form = CorpusOptions()
        self.head = widgets.label("", "title", wrap=True)
        self.said = widgets.ElidedLabel("", "quiet")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.trouble = Sentences("✕", "bad")
        self.warnings = Sentences("⚠", "warn")
        self.facts = Facts()
        for name in FACTS:
            self.facts.add(name)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Clips, and what is left out"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(96)
        self.cancel = self.add_button(widgets.button(tr("Cancel"), "", self._cancel))
        self.background = self.add_button(
            widgets.button(tr("Go on behind the window"), "", self.accept)
        )
        self.go_on = self.add_button(
            widgets.button(tr("Go on"), "primary", lambda: self._do(self._corpora.resume))
        )
        self.show_clips = self.add_button(
            widgets.button(tr("Look at the clips"), "primary", self._look_at_clips)
        )
        self.start = self.add_button(widgets.button(tr("Read"), "primary", self.build))

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidget(widgets.holder(widgets.column(self.form, None), 0, 0, 12, 0))
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(FORM_WIDTH)
        edge = QFrame()
        edge.setProperty("kind", "hairline")
        edge.setStyleSheet("min-height: 0; max-height: 16777215px;")
        edge.setFixedWidth(1)
        left = widgets.row(scroll, edge, 16)
        self.form_side = widgets.holder(left)
        right = widgets.column(
            self.head, self.said, self.bar, 4, self.trouble, self.warnings, self.facts, self.list,
            None, spacing=7,
        )  # fmt: skip
        right.setStretchFactor(self.list, 1000)
        both = widgets.row(self.form_side, spacing=0)
        both.addLayout(right, 1)
        self.body.addLayout(both)


def _add(into: QListWidget, text: str, tip: str) -> None:
    item = QListWidgetItem(text)
    item.setToolTip(f"{text}\n{tip}")
    into.addItem(item)


def proposed_name(source: Path | str) -> str:
    """What a corpus from a source may be called."""
    if isinstance(source, Path):
        return words.shorten(source.name or str(source), 60)
    return words.shorten(source.removeprefix("project:"), 60)
