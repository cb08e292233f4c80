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
from tangostudio.ui.notices import Choice, Notices

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
    log.error("unexpected error\n%s", details)
    report = f"Tango Studio {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
    notices.bad(
        "Something went wrong that should not have.",
        Choice("Copy details", lambda: QApplication.clipboard().setText(report + details)),
        hint=f"{type(error).__name__}: {error}. Your takes are safe; you can go on.",
    )
