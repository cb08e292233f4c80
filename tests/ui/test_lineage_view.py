import pytest

from tangostudio.ui.again_dialog import AgainDialog
from tangostudio.ui.lineage_view import LineageDialog
from tests.ui.fake_studio import FakeStudio


@pytest.fixture
def studio(tmp_path, qapp):
    made = FakeStudio(tmp_path, 5)
    for child, parent, relation in ((1042, 1041, "variation"), (1043, 1042, "again"),
                                    (1044, 1041, "redo")):  # fmt: skip
        made._edit([child], "", parent=parent, relation=relation)
    return made


@pytest.fixture
def dialog(qtbot, studio):
    made = LineageDialog(studio, 1043)
    qtbot.addWidget(made)
    return made


def item(dialog, *path):
    found = dialog.tree.topLevelItem(0)
    for place in path:
        found = found.child(place)
    return found


# --- the family ---


def test_the_tree_is_the_family_with_its_changes(dialog):
    assert list(dialog.rows()) == [
        (0, "#1041  Footsteps, gravel", ""),
        (1, "#1042  Glass, bottle", "variation 0.2"),
        (2, "#1043  Thunder, rolling", "guidance 3 to 5"),
        (1, "#1044  Bell, hand", "redo"),
    ]
    assert dialog.head.text() == "4 takes of one family."


def test_the_take_itself_is_chosen_and_another_is_shown(dialog, qtbot):
    assert dialog.tree.chosen() == 1043
    dialog.tree.setCurrentItem(item(dialog, 1))
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.show_it.click()
    assert told.args == [1044]


def test_a_branch_is_run_again(dialog, qtbot):
    dialog.tree.setCurrentItem(item(dialog, 0))
    with qtbot.waitSignal(dialog.again_wanted) as told:
        dialog.again.click()
    assert told.args == [1042]


def test_a_recording_has_nothing_to_run_again(qtbot, studio):
    studio._edit([1041], "", model="")
    dialog = LineageDialog(studio, 1041)
    qtbot.addWidget(dialog)
    assert not dialog.again.isEnabled()
    assert dialog.show_it.isEnabled()


def test_a_take_without_kin_says_so(qtbot, studio):
    dialog = LineageDialog(studio, 1045)
    qtbot.addWidget(dialog)
    assert dialog.head.text().startswith("Nothing was made from this take yet")


def test_a_very_long_branch_is_shown(qtbot, studio, monkeypatch):
    from tangostudio.studio.lineage import Lineage, Node

    node = Node(studio.take(1045))
    for _ in range(3000):
        node = Node(studio.take(1045), "again", "again", (node,))
    monkeypatch.setattr(studio, "lineage", lambda _take: Lineage(node))
    dialog = LineageDialog(studio, 1045)
    qtbot.addWidget(dialog)
    assert dialog.tree.count == 3001


def test_a_row_is_said_with_its_change(dialog):
    from PySide6.QtCore import Qt

    said = item(dialog, 0).data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Take 1042, Glass, bottle, ")
    assert said.endswith(", variation 0.2")


# --- again, with one change ---


@pytest.fixture
def again(qtbot, studio):
    made = AgainDialog(studio, 1041)
    qtbot.addWidget(made)
    return made


def test_nothing_is_made_before_something_differs(again):
    assert (again.changes(), again.make.isEnabled()) == ({}, False)
    assert again.said.text() == "Nothing differs yet."


def test_only_what_differs_is_asked_for(again, studio, qtbot):
    again._fields["steps"].setValue(16)
    again.prompt.setPlainText("a lighter step")
    assert again.said.text() == "Differs in: prompt, steps."
    with qtbot.waitSignal(again.made):
        again.make.click()
    assert [c for c in studio.calls if c[0] == "again"] == [
        ("again", 1041, {"prompt": "a lighter step", "steps": 16})
    ]


def test_another_seed_is_asked_for_as_such(again, studio):
    again._fields["seed"].setValue(5)
    again.make.click()
    assert [c for c in studio.calls if c[0] == "again"] == [("again", 1041, {"seeds": (5,)})]


def test_what_the_studio_refuses_is_said_in_the_dialog(again, studio, monkeypatch):
    from tangostudio.errors import BadRequest

    def refuse(*_args, **_values):
        raise BadRequest("The prompt is empty.", "Describe the sound.")

    studio.making.again = refuse
    again._fields["steps"].setValue(16)
    again.make.click()
    assert again.said.text() == "The prompt is empty. Describe the sound."
    assert again.result() == 0
