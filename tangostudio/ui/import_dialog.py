"""Imports recordings: what was found and what cannot be used, then progress, then a report.

Looking and reading happen behind the window; closing the dialog stops either.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QWidget,
)

from tangostudio.errors import TangoStudioError
from tangostudio.ui import widgets, words
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr, tr_count

WIDTH, LIST_HEIGHT, MOST_LISTED = 560, 168, 500


class ImportDialog(Dialog):
    """From paths to takes, one stage after the other.

    Attributes:
        stage: "looking", "ready", "running" or "over".

    Signals:
        imported(int): so many takes were made.
    """

    imported = Signal(int)

    def __init__(
        self, studio: Any, bridge: Bridge, paths: Sequence[Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Import recordings"), WIDTH, parent)
        self._studio = studio
        self._bridge = bridge
        self._stop = threading.Event()
        self.plan: Any = None
        self.stage = "looking"
        self._make_parts()
        self.finished.connect(lambda _result: self._stop.set())
        self._look(paths)

    # --- parts ------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.head = widgets.label("", "title", wrap=True)
        self.said = widgets.label("", "quiet", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.problems = QListWidget()
        self.problems.setAccessibleName(tr("Files that are left out"))
        self.problems.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.problems.setWordWrap(True)
        self.problems.setFixedHeight(LIST_HEIGHT)
        self.project = QComboBox()
        self.project.setAccessibleName(tr("Project"))
        for project in self._studio.projects():
            self.project.addItem(words.shorten(project.name, 50), project.name)
        self.project.setCurrentIndex(self.project.findData(self._studio.project))
        into = widgets.row(widgets.label(tr("Into the project"), "quiet"), self.project, None)
        self._into = widgets.holder(into)
        for part in (self.head, self.said, self.bar, self.problems, self._into):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.cancel = self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        self.go = self.add_button(widgets.button(tr("Import"), "primary", self._run))

    def _show(self, stage: str, head: str, said: str = "") -> None:
        self.stage = stage
        self.head.setText(head)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.bar.setVisible(stage in ("looking", "running"))
        self._into.setVisible(stage == "ready")
        self.go.setVisible(stage in ("ready", "looking"))
        self.go.setEnabled(stage == "ready")
        self.cancel.setText(tr("Close") if stage == "over" else tr("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _list(self, refused: Sequence[Any]) -> None:
        self.problems.clear()
        for each in refused[:MOST_LISTED]:
            named = each.path.name in each.reason
            item = QListWidgetItem(
                f"⚠ {each.reason if named else f'{each.path.name}: {each.reason}'}"
            )
            item.setToolTip(str(each.path))
            self.problems.addItem(item)
        if (more := len(refused) - MOST_LISTED) > 0:
            self.problems.addItem(tr("and {count} more", count=more))
        self.problems.setVisible(bool(refused))
        self.adjustSize()

    # --- looking ----------------------------------------------------------------------------------

    def _look(self, paths: Sequence[Path]) -> None:
        self._show("looking", tr("Looking for sounds…"))
        self.bar.setRange(0, 0)
        self._list(())
        work = partial(self._studio.imports.plan, list(paths), self._stop.is_set)
        self._bridge.background(work, self._found, self._failed)

    def _found(self, plan: Any) -> None:
        if self._stop.is_set():
            return
        self.plan = plan
        count = len(plan.recordings)
        head = tr_count("{count} recording to import", "{count} recordings to import", count)
        parts = [_length(plan.seconds), tr("at most {size}", size=words.size(plan.stored_bytes))]
        said = " · ".join(parts) if count else ""
        if plan.others:
            rest = tr_count(
                "{count} other file is left alone.",
                "{count} other files are left alone.",
                plan.others,
            )
            said = f"{said}\n{rest}".strip()
        self._show("ready", head if count else tr("No sound was found there"), said)
        self._list(plan.refused)
        self.go.setText(tr_count("Import {count} take", "Import {count} takes", count))
        self.go.setEnabled(count > 0)
        self._into.setVisible(count > 0)
        if count:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- running ----------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            work = self._studio.imports.prepare(self.plan, self.project.currentData())
        except TangoStudioError as error:
            self._failed(error)
            return
        self._show("running", tr("Importing…"), " ")
        self.bar.setRange(0, len(self.plan.recordings))
        self.bar.setValue(0)
        self._list(())
        told = partial(self._bridge.post)
        self._bridge.background(
            lambda: work(lambda *at: told(partial(self._progress, *at)), self._stop.is_set),
            self._over,
            self._failed,
        )

    def _progress(self, done: int, count: int, name: str) -> None:
        if self.stage == "running" and not self._stop.is_set():
            self.bar.setValue(done)
            self.said.setText(tr("{done} of {count} · {name}", done=done, count=count,
                                 name=words.shorten(name, 60)))  # fmt: skip

    def _over(self, came: Any) -> None:
        self.imported.emit(came.takes)
        if self._stop.is_set():
            return
        head = tr_count("{count} take imported", "{count} takes imported", came.takes)
        said = []
        if came.duplicates:
            said.append(
                tr_count(
                    "{count} was in the project already.",
                    "{count} were in the project already.",
                    came.duplicates,
                )
            )
        if came.refused:
            said.append(tr("{count} could not be read.", count=len(came.refused)))
        self._show("over", head, " ".join(said))
        self._list(came.refused)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        if self._stop.is_set():
            return
        hint = getattr(error, "hint", "")
        self._show("over", getattr(error, "message", str(error)), hint)
        widgets.set_property(self.head, "kind", "bad-title")


def _length(seconds: float) -> str:
    """A length of sound: "4.2 s", "3 min 20 s", "1 h 5 min"."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
