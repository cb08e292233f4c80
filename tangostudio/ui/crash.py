"""The last net: an error that nothing expected becomes a note, and the program goes on.

One of the three places that catch everything.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtWidgets import QApplication

from tangostudio import __version__
from tangostudio.errors import TangoStudioError
from tangostudio.studio.diagnostics import without_names
from tangostudio.ui.notices import Choice, Notices
from tangostudio.ui.texts import tr

log = logging.getLogger(__name__)


def install(notices: Notices) -> None:
    """Show what nothing else caught, from now on."""

    def hook(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        show(notices, error, where)

    sys.excepthook = hook


def show(notices: Notices, error: BaseException, where: TracebackType | None) -> None:
    """A sentence for the person; everything else to copy."""
    if isinstance(error, TangoStudioError):
        notices.bad(error.message, hint=error.hint)
        return
    details = "".join(traceback.format_exception(type(error), error, where))
    log.error("unexpected error", exc_info=(type(error), error, where))
    head = f"Tango Studio {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
    report = without_names(head + details)
    notices.bad(
        tr("Something went wrong that should not have."),
        Choice(tr("Copy details"), lambda: QApplication.clipboard().setText(report)),
        hint=tr(
            "{what}. Your takes are safe; you can go on.", what=f"{type(error).__name__}: {error}"
        ),
    )
