"""Taking a taste along: a file with votes, vectors and adapters, out of a library and into it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.export.taste_archive import SUFFIX
from tangostudio.studio import sharing
from tangostudio.ui import counts
from tangostudio.ui.actions import Actions
from tangostudio.ui.notices import Choice, Notices
from tangostudio.ui.reveal import reveal
from tangostudio.ui.texts import mark, tr, tr_marked

_FILTER = mark("Tastes (*{suffix})")


class TasteSharing:
    """Binds the two actions; what a file holds and how it is checked is the studio's business."""

    def __init__(self, studio: Any, actions: Actions, notices: Notices, window: QWidget) -> None:
        self._studio = studio
        self._notices = notices
        self._window = window
        actions.bind("taste.export", self.export)
        actions.bind("taste.import", self.bring)

    def export(self) -> None:
        """Ask for a file that does not exist yet and write the taste there."""
        name, _kind = QFileDialog.getSaveFileName(
            self._window, tr("Export taste"), tr("My taste") + SUFFIX,
            tr_marked(_FILTER, suffix=SUFFIX),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if not name:
            return
        try:
            done = sharing.export_taste(self._studio, Path(name))
        except TangoStudioError as error:
            self._notices.bad(error.message, hint=error.hint)
            return
        left = len(done.left_out)
        gone = " " + tr("{left} without their files were left out.", left=left) if left else ""
        self._notices.good(
            tr(
                "{votes} and {adapters} exported",
                votes=counts.votes(done.votes),
                adapters=counts.adapters(done.adapters),
            ),
            Choice(tr("Show in folder"), lambda: reveal(done.path)),
            hint=tr("{name}: it holds no sounds.{gone}", name=done.path.name, gone=gone),
        )

    def bring(self) -> None:
        """Ask for a file and add what it holds."""
        name, _kind = QFileDialog.getOpenFileName(
            self._window, tr("Import taste"), "", tr_marked(_FILTER, suffix=SUFFIX)
        )
        if not name:
            return
        try:
            found = sharing.import_taste(self._studio, Path(name))
        except TangoStudioError as error:
            self._notices.bad(error.message, hint=error.hint)
            return
        known = (
            " " + tr("{votes} here already.", votes=counts.votes(found.known))
            if found.known
            else ""
        )
        self._notices.good(
            tr(
                "{votes} and {adapters} imported",
                votes=counts.votes(found.votes),
                adapters=counts.adapters(len(found.adapters)),
            ),
            hint=tr("The taste is learned anew from all votes.{known}", known=known),
        )
