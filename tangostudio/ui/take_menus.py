"""The menus of the takes: of selected takes, of a job's card, and of projects to move to.

It knows actions and the studio's projects; nothing of rows or selections.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from tangostudio.library.take import COLOURS
from tangostudio.ui import words
from tangostudio.ui.actions import Actions
from tangostudio.ui.take_card import JobCard
from tangostudio.ui.texts import mark, tr, tr_marked

_FIRST = ("play.toggle", "take.reuse", "take.vary")
_LATER = (
    ("take.again", "take.like", "take.lineage"),
    ("take.export", "take.export_again", "take.copy", "take.reveal"),
    ("take.rate_5", "take.rate_4", "take.rate_3", "take.rate_2", "take.rate_1", "take.rate_0"),
    ("take.favourite", "take.reject", "take.rename", "take.tag"),
)
_LAST = ("take.restore", "take.trash")
VARIATIONS = tuple(f"take.vary_{number}" for number in range(1, 6))
COLOUR_ACTIONS = tuple(f"take.colour_{name}" for name in ("none", *COLOURS))
_RATE, _COLOUR, _MORE = mark("Stars"), mark("Colour"), mark("Variation")


def take_menu(
    actions: Actions, studio: Any, move: Callable[[str], object], parent: QWidget
) -> QMenu:
    """Everything that can be done with the selected takes.

    Args:
        move: puts them into a project.
    """
    menu = QMenu(parent)
    _add(menu, actions, _FIRST)
    _add(menu.addMenu(tr_marked(_MORE)), actions, VARIATIONS)
    for group in _LATER:
        if "take.rate_5" in group:
            menu.addSeparator()
            _add(menu.addMenu(tr_marked(_RATE)), actions, group)
            _add(menu.addMenu(tr_marked(_COLOUR)), actions, COLOUR_ACTIONS)
            continue
        if "take.favourite" not in group:
            menu.addSeparator()
        _add(menu, actions, group)
    moves = menu.addMenu(tr("Move to project"))
    moves.setEnabled(actions.enabled("take.move"))
    fill_projects(moves, studio, move)
    menu.addSeparator()
    _add(menu, actions, _LAST)
    return menu


def fill_projects(menu: QMenu, studio: Any, chosen: Callable[[str], object]) -> None:
    """One entry per project; the open one can be chosen too, since takes of others may be shown."""
    for project in studio.projects():
        name = words.shorten(project.name, 50).replace("&", "&&")
        menu.addAction(name, partial(chosen, project.name))


def job_menu(card: JobCard, studio: Any, parent: QWidget) -> QMenu:
    """What can be done with a job that runs or failed."""
    menu = QMenu(parent)
    if card.failed:
        menu.addAction(tr("Try again"), partial(studio.retry, card.job))
        menu.addAction(tr("Dismiss"), partial(studio.remove_job, card.job))
    else:
        menu.addAction(tr("Cancel"), partial(studio.cancel, card.job))
    return menu


def _add(menu: QMenu, actions: Actions, identifiers: tuple[str, ...]) -> None:
    for identifier in identifiers:
        menu.addAction(actions[identifier])
