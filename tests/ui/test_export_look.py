"""The export sheet in a language with longer texts, at small sizes, and for screen readers."""

import pytest
from PySide6.QtWidgets import QApplication

from tangostudio.ui.export_dialog import ExportDialog
from tangostudio.ui.export_table import FILE
from tangostudio.ui.translations import PseudoTranslator
from tests.ui import walk


@pytest.fixture
def pseudo(qapp):
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def opened(qtbot, fake, bridge, memory):
    fake._edit([1042], "", commercial="no", title="A very long title " * 9)
    sheet = ExportDialog(fake, bridge, [1041, 1042, 1043], memory)
    qtbot.addWidget(sheet)
    sheet.show()
    QApplication.processEvents()
    return sheet


@pytest.mark.parametrize("size", [(1368, 836), (900, 560)])
def test_no_text_of_the_sheet_is_cut_off(pseudo, qtbot, fake, bridge, memory, size):
    sheet = opened(qtbot, fake, bridge, memory)
    sheet.resize(*size)
    QApplication.processEvents()
    assert walk.cut(sheet) == []
    assert sheet.table.columnWidth(FILE) >= 220


def test_every_control_has_a_name_and_the_keyboard_reaches_it(qtbot, fake, bridge, memory):
    sheet = opened(qtbot, fake, bridge, memory)
    assert walk.nameless(sheet) == []
    reached = walk.stops(sheet)
    for control in (
        sheet.form.presets.list, sheet.form.format.container, sheet.form.level.level,
        sheet.form.ends.trim, sheet.form.names.name.line, sheet.form.content.library,
        sheet.selected.fx_name, sheet.selected.category, sheet.table, sheet.place.line,
        sheet.start,
    ):  # fmt: skip
        assert control in reached


def test_a_long_plan_is_planned_and_drawn_without_its_sounds(qtbot, fake, bridge, memory):
    for seed in range(9):
        fake._add(f"Take {seed}", "a door", seed=seed)
    sheet = ExportDialog(fake, bridge, sorted(fake._takes), memory)
    qtbot.addWidget(sheet)
    names = [sheet.model.index(row, FILE).data() for row in range(sheet.model.rowCount())]
    assert len(set(names)) == 12
    assert sheet.start.text() == "Export 12 files"
