"""Undo and redo."""

from __future__ import annotations

from tangostudio.studio.history import Deed, History


def deeds(log, *labels):
    history = History()
    for label in labels:
        history.add(
            Deed(label, lambda x=label: log.append(f"-{x}"), lambda x=label: log.append(f"+{x}"))
        )
    return history


def test_undo_goes_back_newest_first_and_redo_forth_again():
    log = []
    history = deeds(log, "a", "b")
    assert [history.undo(), history.undo(), history.undo()] == ["b", "a", None]
    assert [history.redo(), history.redo(), history.redo()] == ["a", "b", None]
    assert log == ["-b", "-a", "+a", "+b"]


def test_a_new_deed_forgets_what_was_undone():
    history = deeds([], "a", "b")
    history.undo()
    history.add(Deed("c", lambda: None, lambda: None))
    assert history.redo_label is None
    assert history.undo_label == "c"


def test_the_depth_is_bounded():
    history = deeds([], *(str(i) for i in range(300)))
    undone = 0
    while history.undo():
        undone += 1
    assert undone == 200
