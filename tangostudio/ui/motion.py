"""Whether anything may move by itself: the person's setting, and the system's where Qt knows it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QStyle


def is_calm(settings: Any) -> bool:
    """True where fades, slides and fast refreshing are left out.

    Qt hands the desktop's wish for no animation on as a style hint of 0 ms.
    """
    if settings.reduced_motion:
        return True
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(hint) == 0
