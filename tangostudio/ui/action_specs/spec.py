"""What an action is; the table of them is in `action_table`."""

from __future__ import annotations

from dataclasses import dataclass

CREATE, COMPARE, TUNE, MODELS = "create", "compare", "tune", "models"
MENUS = ("File", "Edit", "Take", "Play", "A/B", "View", "Mode", "Help")


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes:
        id: stable name, `place.verb`.
        text: as a menu shows it.
        shortcuts: portable key names; the first is the one that is shown.
        menu: one of `MENUS`.
        icon: name of a picture, or "".
        help: one sentence; tool tip, status and the sheet of shortcuts.
        modes: modes in which it works; empty means all.
        checkable: has an on and an off state.
        group: checkable actions of one group exclude each other.
        separator: a line stands above it in its menu.
    """

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    menu: str = "File"
    icon: str = ""
    help: str = ""
    modes: tuple[str, ...] = ()
    checkable: bool = False
    group: str = ""
    separator: bool = False
