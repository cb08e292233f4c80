"""Which recordings are learned from: one of the library's corpora, or a new one.

It shows corpora as the studio has them, with what can be done where one is not ready.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMenu, QProgressBar, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import corpus_words, theme, widgets, words
from tangostudio.ui.corpus_words import BUILDING, DAMAGED, READY, UNFINISHED
from tangostudio.ui.parameter_row import LABEL_WIDTH
from tangostudio.ui.texts import tr
from tangostudio.ui.tune_sentences import Sentences

LONGEST = 50  # of a project's name in the menu


class CorpusChoice(QWidget):
    """The choice, and the state of what is chosen.

    Attributes:
        view: the chosen corpus, or None.

    Signals:
        changed(): another one is chosen, or the chosen one can or cannot be used now.
        look_wanted(str): look at the clips of this one.
        folder_wanted(), project_wanted(str): make a new one of a folder, or of a project's takes.
        failed(object): a verb was refused.
    """

    changed = Signal()
    look_wanted = Signal(str)
    folder_wanted = Signal()
    project_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, studio: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio, self._corpora = studio, studio.corpora
        self.view: Any = None
        self._make_parts()
        self._lay_out()
        self.list.activated.connect(self._picked)
        self.refresh()

    @property
    def problem(self) -> str:
        """Why nothing can be learned from it; "" where something can."""
        if self.view is None:
            return tr("Choose the recordings first.")
        if self.view.state == BUILDING:
            return tr("“{name}” is still being read.", name=self.view.name)
        if self.view.state == UNFINISHED:
            return tr("“{name}” is not finished.", name=self.view.name)
        if self.view.state == DAMAGED:
            return tr("“{name}” is damaged.", name=self.view.name)
        return ""

    def identifier(self) -> str:
        """The id of what is chosen, "" for nothing."""
        return self.view.id if self.view is not None else ""

    def choose(self, identifier: str) -> None:
        """Choose a corpus."""
        self.refresh(identifier)

    def refresh(self, wanted: str = "") -> None:
        """Show the corpora as they are now; the chosen one stays chosen while it is there."""
        before = self._state()
        views = self._corpora.all()
        wanted = wanted or self.identifier()
        ready = [view for view in views if view.state == READY]
        chosen = next((view for view in views if view.id == wanted), None)
        self.view = chosen or next(iter((*ready, *views)), None)
        self.list.clear()
        for view in views:
            self.list.addItem(corpus_words.titled(view), view.id)
        self.list.setCurrentIndex(self.list.findData(self.identifier()))
        self.none.setVisible(self.view is None)
        self.some.setVisible(self.view is not None)
        if self.view is not None:
            self._show(self.view)
        if self._state() != before:
            self.changed.emit()

    def _state(self) -> tuple[Any, ...]:
        view = self.view
        return () if view is None else (view.id, view.state, view.name, view.clips, view.made_at)

    def _show(self, view: Any) -> None:
        ready, building = view.state == READY, view.state == BUILDING
        self.facts.setText(corpus_words.facts(view))
        self.facts.setVisible(ready)
        self.look.setVisible(ready)
        self.look.setAccessibleName(tr("Look at the clips of {name}", name=view.name))
        self.bar.setVisible(building)
        self.bar.setRange(0, view.total if building else 1)
        self.bar.setValue(view.done)
        self.said.setText(corpus_words.progress(view))
        self.said.setVisible(building)
        self.stop.setVisible(building)
        trouble = {
            UNFINISHED: lambda: corpus_words.stopped(view),
            DAMAGED: lambda: view.problem,
        }.get(view.state, lambda: "")()
        self.trouble.show_texts((trouble,) if trouble else ())
        hint = view.error.hint if view.state == UNFINISHED and view.error is not None else ""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.go_on.setVisible(view.state == UNFINISHED)
        self.again.setVisible(view.state == DAMAGED and bool(view.source))
        self.remove.setVisible(view.state in (UNFINISHED, DAMAGED))
        self.warnings.show_texts(view.warnings if ready else ())

    # --- verbs ------------------------------------------------------------------------------------

    def _picked(self, _index: int) -> None:
        self.refresh(self.list.currentData())

    def _do(self, verb: Callable[[str], object]) -> None:
        try:
            verb(self.identifier())
        except TangoStudioError as error:
            self.failed.emit(error)
        self.refresh()

    # --- making -----------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.list = QComboBox()
        self.list.setAccessibleName(tr("Recordings to learn from"))
        self.list.setMinimumContentsLength(12)
        self.list.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        menu = QMenu(self)
        menu.addAction(tr("From a folder…"), self.folder_wanted.emit)
        menu.addMenu(self._projects(tr("From a project"), menu))
        self.add = widgets.button(tr("New ▾"), "", name=tr("New recordings to learn from"))
        self.add.setMenu(menu)
        self.facts = widgets.label("", "small", wrap=True)
        self.look = widgets.button(
            tr("Look at the clips"), "quiet-link", lambda: self.look_wanted.emit(self.identifier())
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of reading the recordings"))
        self.said = widgets.ElidedLabel("", "small")
        corpora = self._corpora
        self.stop = widgets.button(tr("Stop"), "quiet-link", lambda: self._do(corpora.cancel))
        self.go_on = widgets.button(tr("Go on"), "quiet-link", lambda: self._do(corpora.resume))
        self.again = widgets.button(
            tr("Read its folder again"), "quiet-link", lambda: self._do(corpora.rebuild)
        )
        self.remove = widgets.button(tr("Remove"), "quiet-link", lambda: self._do(corpora.remove))
        self.trouble = Sentences("✕", "bad")
        self.warnings = Sentences("⚠", "warn")
        self.hint = widgets.label("", "small", wrap=True)
        self.folder = widgets.button(tr("Choose a folder…"), "", self.folder_wanted.emit)
        self.project = widgets.button(
            tr("From a project ▾"), "quiet-link", name=tr("Learn from the takes of a project")
        )
        self.project.setMenu(self._projects("", self))

    def _projects(self, title: str, parent: QWidget) -> QMenu:
        """A menu of the projects there are when it opens."""
        menu = QMenu(title, parent)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        return menu

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for project in self._studio.projects():
            shown = f"{words.shorten(project.name, LONGEST)} · {words.takes(project.takes)}"
            made = menu.addAction(shown.replace("&", "&&"))
            made.setEnabled(project.takes > 0)
            made.triggered.connect(
                lambda _on=False, name=project.name: self.project_wanted.emit(name)
            )

    def _lay_out(self) -> None:
        name = widgets.label(tr("Recordings"), "second")
        name.setFixedWidth(LABEL_WIDTH)
        name.setBuddy(self.list)
        line = widgets.row(name, self.list, self.add)
        line.setStretch(1, 1)
        state = widgets.row(
            self.facts, self.said, None, self.look, self.stop, self.go_on, self.again, self.remove,
            spacing=4,
        )  # fmt: skip
        for place, share in enumerate((1000, 1000, 1)):
            state.setStretch(place, share)
        told = widgets.column(self.bar, state, self.trouble, self.hint, self.warnings, spacing=5)
        told.setContentsMargins(LABEL_WIDTH + theme.GAP, 0, 0, 0)
        self.some = widgets.holder(widgets.column(line, told, spacing=5))
        none = widgets.column(
            widgets.label(tr("No recordings yet"), "small-title"),
            widgets.label(
                tr("Choose a folder of sounds, or drop one here. Twenty or more clips of a few "
                   "seconds are a good beginning; your files are only read."),
                "second", wrap=True),
            2, widgets.row(self.folder, self.project, None), spacing=4,
        )  # fmt: skip
        self.none = widgets.holder(none)
        self.setLayout(widgets.column(self.none, self.some, spacing=0))
