"""The window in a language whose texts are 40 % longer: all translated, nothing cut off."""

import re

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from tangostudio.cards import ucs
from tangostudio.ui.about_dialog import PARTS
from tangostudio.ui.translations import PseudoTranslator
from tests.ui import fake_house, walk

MODES = ("create", "compare", "tune", "models")
DATA = {
    # words that models know
    "close", "distant", "slow", "fast", "quiet", "loud", "low",
    # names of people's and makers' things, units, keys
    "Tango Studio", "Dungeon Doors", "Starter", "Plain Tones With A Rather Long Name", "damaged",
    "euler", "heavy door slam", "LUFS", "dBTP", "kHz", "Enter", "Ctrl", "Shift", "Space", "Alt",
    "Left", "Right", "Home", "End", "Esc", "PgUp", "PgDown", "Down", "Del", "Mar", "Apache",
    "Research", "LoRA", "WAV", "Hz", "cpu",
}  # fmt: skip
CORE = (
    # sentences of the layers below the window, which know no language
    "Free for any use", "For research only", "The bundled model:", "The model card damaged.toml",
    "Starter makes 5 candidates", "No sound device was found", "Remove it.", "Shorten it.",
)  # fmt: skip


@pytest.fixture
def pseudo(qapp):
    """The pseudo language, before anything is made."""
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
def window(pseudo, window):
    return window


def plain(line, fake):
    """What of a line is in no language but English."""
    left = walk.untranslated(line)
    for take in fake._takes.values():
        left = left.replace(take.prompt, "").replace(take.title, "")
    if any(sentence in line for sentence in CORE) or line in _CATEGORIES:
        return []
    for known in sorted((name for part in PARTS for name in part), key=len, reverse=True):
        left = left.replace(known, "")
    return [word for word in re.findall(r"[A-Za-z]{3,}", left) if word not in _WORDS]


_CATEGORIES = {
    text
    for each in ucs.table().values()
    for text in (each.cat_id, f"{each.category.capitalize()}, {each.subcategory.lower()}")
}
"""The Universal Category System is in English."""
_WORDS = {word for name in DATA for word in name.split()}


@pytest.mark.parametrize("mode", MODES)
def test_every_text_of_a_mode_is_translated(workspace, fake, mode):
    ids = [take.id for take in workspace.takes.model.takes]
    workspace.takes.select(ids[0])
    workspace.house.welcome()
    workspace.open_mode(mode)
    QApplication.processEvents()
    root = workspace.window
    left = {line for widget in walk.shown(root) for line in walk.texts(widget) if plain(line, fake)}
    assert left == set()


@pytest.mark.parametrize("mode", MODES)
def test_no_text_of_a_mode_is_cut_off(workspace, mode, qtbot):
    ids = [take.id for take in workspace.takes.model.takes]
    workspace.takes.select(ids[0])
    workspace.open_mode(mode)
    qtbot.wait(1)
    assert walk.cut(workspace.window) == []


def test_every_action_and_every_menu_is_translated(workspace, fake):
    table = workspace.window.table
    assert [spec.id for spec in table if plain(table[spec.id].text(), fake)] == []
    assert [spec.id for spec in table if plain(table[spec.id].statusTip(), fake)] == []
    menus = workspace.window.header.menu.menu().actions()
    assert [menu.text() for menu in menus if plain(menu.text(), fake)] == []


@pytest.mark.parametrize(
    "action", ["settings", "help.shortcuts", "shortcuts.edit", "help.about", "palette.open"]
)
def test_the_windows_dialogs_are_translated_and_nothing_in_them_is_cut(
    workspace, fake, qtbot, action
):
    fake_house.complete(fake)
    workspace.table[action].trigger()
    dialog = workspace.window.findChildren(QDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    left = {
        line for widget in walk.shown(dialog) for line in walk.texts(widget) if plain(line, fake)
    }
    assert left == set()
    assert walk.cut(dialog) == []
    dialog.close()
