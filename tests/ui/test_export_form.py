"""The left side of the export sheet: what fits together, presets, what is remembered."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tangostudio.export import spec as specs
from tangostudio.export.describe import House
from tangostudio.export.presets import Preset, built_in
from tangostudio.export.spec import CONTAINERS, Spec
from tangostudio.ui import export_memory
from tangostudio.ui.export_form import ExportForm
from tangostudio.ui.export_format import FormatForm, words
from tangostudio.ui.export_keeper import PresetKeeper
from tangostudio.ui.export_level import NO_CEILING, LevelForm

ODD = Preset(
    "odd", "Odd", Spec("flac", 88200, 16, "split"), "loudness", -18.5, -3.0, -48.0, 0.0035, 1.2,
    0.75, "{Title}", "{Project}", False, True, False, False, False,
)  # fmt: skip


@pytest.fixture
def form(qtbot):
    made = ExportForm()
    qtbot.addWidget(made)
    made.set_presets(built_in(), "film")
    return made


@pytest.fixture
def kept(form, fake):
    return PresetKeeper(fake.deliveries, form)


# --- formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize("container", CONTAINERS)
def test_only_what_fits_a_container_is_offered(qtbot, container):
    form = FormatForm()
    qtbot.addWidget(form)
    form.set_value(Spec("wav", 96000, 32))
    form.container.setCurrentIndex(form.container.findData(container))
    specs.check(form.value())
    for rate in form.rate.values():
        for bits in form.bits.values():
            specs.check(dataclasses.replace(form.value(), rate=rate, bits=bits))


def test_a_rate_stays_where_it_fits_and_is_48_khz_elsewhere(qtbot):
    form = FormatForm()
    qtbot.addWidget(form)
    form.set_value(Spec("wav", 96000, 24))
    form.container.setCurrentIndex(form.container.findData("flac"))
    assert form.value() == Spec("flac", 96000, 24)
    form.container.setCurrentIndex(form.container.findData("mp3"))
    assert form.value() == Spec("mp3", 48000, 0)
    assert not form.bits.isEnabled()


def test_a_format_in_words():
    assert words(Spec("wav", 48000, 24)) == "WAV 48 kHz 24 bit"
    assert words(Spec("opus", 48000, 0)) == "Opus 48 kHz"


# --- level ----------------------------------------------------------------------------------------


def test_another_kind_of_level_gets_a_sensible_number(qtbot):
    form = LevelForm()
    qtbot.addWidget(form)
    form.show_preset(Preset("a", "A", level="true peak", level_db=-2.0))
    form.level.setCurrentIndex(form.level.findData("loudness"))
    assert form.apply(Preset("a", "A")).level_db == -23.0
    assert form.target.suffix() == " LUFS"
    form.level.setCurrentIndex(form.level.findData("peak"))
    assert form.apply(Preset("a", "A")).level_db == -1.0
    form.level.setCurrentIndex(form.level.findData("match"))
    assert form.target.isHidden()


def test_no_ceiling_is_said_in_words(qtbot):
    form = LevelForm()
    qtbot.addWidget(form)
    form.ceiling.setValue(NO_CEILING)
    assert "none" in form.ceiling.text()
    form.ceiling.lineEdit().setText("-2.5")
    form.ceiling.interpretText()
    assert form.ceiling.value() == -2.5


# --- presets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", [*built_in(), ODD], ids=lambda preset: preset.id)
def test_a_preset_comes_out_of_the_form_as_it_went_in(form, preset):
    form.show_preset(preset)
    assert form.preset() == preset


def test_who_delivers_comes_out_of_the_form_as_it_went_in(form):
    house = House("TSTU", "PROJX", "Doors", "Ann", "A studio")
    form.show_house(house)
    assert form.house() == house


def test_a_changed_preset_says_so_and_can_be_saved_as_ones_own(qtbot, form, kept, fake):
    form.level.ceiling.setValue(-4)
    assert form.presets.list.currentItem().text() == "Film/TV · changed"
    form.presets.save.click()
    assert fake.deliveries.preset("My Film/TV").ceiling_db == -4
    editor = form.presets.list.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Our film")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Our film" in form.presets.names())
    assert list(fake.deliveries.own) == ["our-film"]
    assert form.preset().name == "Our film"


def test_an_own_preset_takes_changes_and_is_deleted_by_key(qtbot, form, kept, fake):
    form.presets.save.click()
    form.ends.tail.setValue(2)
    form.presets.update_own.click()
    assert fake.deliveries.preset("My Film/TV").tail == 2
    assert "changed" not in form.presets.list.currentItem().text()
    form.presets.list.setFocus()
    qtbot.keyClick(form.presets.list, Qt.Key.Key_Delete)
    assert fake.deliveries.own == {}
    assert form.preset().id == "film"


def test_presets_that_ship_are_neither_renamed_nor_deleted(qtbot, form, kept, fake):
    assert not form.presets.rename.isEnabled()
    qtbot.keyClick(form.presets.list, Qt.Key.Key_Delete)
    assert [preset.id for preset in fake.deliveries.presets()] == [p.id for p in built_in()]


def test_a_name_that_is_taken_is_refused(form, kept, fake):
    told = []
    kept.failed.connect(told.append)
    form.presets.save.click()
    form.presets.renamed.emit("my-film-tv", "raw")
    assert str(told[0]) == "There is a preset raw already."
    assert list(fake.deliveries.own) == ["my-film-tv"]


def test_a_field_goes_where_the_cursor_is(form):
    line = form.names.name.line
    line.setText("a_b")
    line.setCursorPosition(2)
    fields = {action.text().split("\t")[0]: action for action in form.names.name.menu().actions()}
    fields["{FXName}"].trigger()
    assert line.text() == "a_{FXName}b"


# --- what is remembered ---------------------------------------------------------------------------


def test_the_last_export_is_remembered(memory):
    assert export_memory.last(memory) is None
    export_memory.keep(memory, ODD, "/somewhere")
    last = export_memory.last(memory)
    assert last is not None
    assert (last.preset, str(last.folder)) == (ODD, "/somewhere")


@pytest.mark.parametrize(
    "stored",
    [{"id": "a"}, {"id": "a", "name": "A", "spec": 3}, {"id": "a", "name": "A", "more": 1},
     {"id": "a", "name": 4}, {"id": "a", "name": "A", "spec": {"rate": 5}}],
)  # fmt: skip
def test_what_another_version_stored_is_as_if_nothing_was(memory, stored):
    memory.store(export_memory.PRESET, stored)
    memory.store(export_memory.FOLDER, "/somewhere")
    assert export_memory.last(memory) is None
