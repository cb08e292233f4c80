"""Taking a taste along: a file with votes, vectors and adapters, out of a library and into it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.export.taste_archive import SUFFIX
from tangostudio.studio import sharing
from tangostudio.ui.actions import Actions
from tangostudio.ui.notices import Choice, Notices
from tangostudio.ui.reveal import reveal

_FILTER = f"Tastes (*{SUFFIX})"


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
            self._window, "Export taste", f"My taste{SUFFIX}", _FILTER,
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
        gone = f" {left} without their files were left out." if left else ""
        self._notices.good(
            f"{_count(done.votes, 'vote')} and {_count(done.adapters, 'adapter')} exported",
            Choice("Show in folder", lambda: reveal(done.path)),
            hint=f"{done.path.name}: it holds no sounds.{gone}",
        )

    def bring(self) -> None:
        """Ask for a file and add what it holds."""
        name, _kind = QFileDialog.getOpenFileName(self._window, "Import taste", "", _FILTER)
        if not name:
            return
        try:
            found = sharing.import_taste(self._studio, Path(name))
        except TangoStudioError as error:
            self._notices.bad(error.message, hint=error.hint)
            return
        known = f" {_count(found.known, 'vote')} here already." if found.known else ""
        self._notices.good(
            f"{_count(found.votes, 'vote')} and {_count(len(found.adapters), 'adapter')} imported",
            hint=f"The taste is learned anew from all votes.{known}",
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
