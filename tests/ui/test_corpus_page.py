import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox

from tangostudio.corpora import captions, corpus
from tangostudio.ui import corpus_words
from tangostudio.ui.corpus_table import ASIDE, CAPTION, LENGTH, PLAY, SOURCE, ClipsModel
from tangostudio.ui.tune_page import TunePage
from tests.ui import fake_corpora, fake_tunes, walk
from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4, reduced_motion=True) as made:
        made.studio.corpora.put(clips=12)
        made.page = TunePage(made.studio, made.bridge, made.actions, made.audition)
        made.show(made.page, 1200, 800)
        made.actions.set_mode("tune")
        made.page.open_clips("doors")
        yield made


def rows(model, column):
    return [model.index(row, column).data() for row in range(model.rowCount())]


def plain(text):
    return text.strip("\u2068\u2069")


def test_clips_are_listed_with_what_is_known_of_them(stage):
    page = stage.page.clips
    assert page.isVisible()
    assert page.name.text() == "Old doors"
    assert page.facts.text() == "12 clips · 3 min 32 s · 4 kept aside · 3 left out"
    assert plain(rows(page.model, CAPTION)[0]) == "door creaks open slowly, old oak"
    assert rows(page.model, ASIDE)[3] == "kept aside"
    assert page.table.row() == 0
    assert page.told.fullText().startswith("Caption from the file's metadata")


def test_names_of_any_script_keep_their_direction_among_others(stage):
    shown = rows(stage.page.clips.model, CAPTION)[4]
    assert shown == f"\u2068{fake_corpora.CAPTIONS[4][0]}\u2069"
    index = stage.page.clips.model.index(4, CAPTION)
    assert index.data(Qt.ItemDataRole.EditRole) == fake_corpora.CAPTIONS[4][0]


@pytest.mark.parametrize(("typed", "count"), [("GRAVEL", 2), ("doormetl", 2), ("عربي", 2),
                                              ("trombone", 0), ("", 12)])  # fmt: skip
def test_the_filter_looks_into_captions_categories_and_files(stage, typed, count):
    page = stage.page.clips
    page.search.setText(typed)
    stage.qtbot.waitUntil(lambda: page.model.rowCount() == count)
    assert page.none.isVisible() == (count == 0)
    assert page.table.isVisible() == (count > 0)


def test_the_chips_show_what_is_kept_aside_and_what_was_left_out(stage):
    page = stage.page.clips
    page.shown.buttons["aside"].click()
    assert [item.held_out for item in page.model.items] == [True]
    page.shown.buttons["out"].click()
    assert page.others.isVisible()
    assert not page.search.isVisible()
    assert [plain(each) for each in rows(page.left_out, 0)][2] == "misc/click.wav"
    assert rows(page.left_out, 1)[2] == "too short"
    assert rows(page.left_out, 2)[2] == "It is 0.04 s long; 0.3 s is the least."
    page.shown.buttons["all"].click()
    assert page.model.rowCount() == 12


def test_clips_are_ordered_by_a_click_on_a_heading(stage):
    model = stage.page.clips.model
    model.sort(LENGTH, Qt.SortOrder.DescendingOrder)
    lengths = [item.seconds for item in model.items]
    assert lengths == sorted(lengths, reverse=True)
    model.sort(SOURCE)
    assert model.items[0].source == min(item.source for item in model.items)
    model.sort(PLAY)
    assert [item.sha256 for item in model.items] == [f"{place:064x}" for place in range(12)]


def test_a_caption_is_put_right_where_it_stands(stage):
    page = stage.page.clips
    page.table.setFocus()
    stage.qtbot.keyClick(page.table, Qt.Key.Key_Down)
    stage.qtbot.keyClick(page.table, Qt.Key.Key_Return)
    editor = page.table.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "heavy iron gate shuts"
    editor.setText("  iron gate,   shut  ")
    stage.qtbot.keyClick(editor, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.said("caption") != [])
    assert stage.said("caption") == [("caption", "doors", f"{1:064x}", "iron gate, shut")]
    stage.qtbot.waitUntil(lambda: plain(rows(page.model, CAPTION)[1]) == "iron gate, shut")
    assert page.table.row() == 1
    assert "typed here" in page.told.fullText()


@pytest.mark.parametrize("typed", ["", "   ", "heavy iron gate shuts"])
def test_nothing_typed_changes_nothing(stage, typed):
    page = stage.page.clips
    page.model.setData(page.model.index(1, CAPTION), typed)
    assert stage.said("caption") == []
    assert not page.model.setData(page.model.index(1, SOURCE), "x")


def test_space_plays_the_clip_and_stops_it(stage):
    stage.studio.corpora.write_sounds("doors")
    page = stage.page.clips
    page.table.setFocus()
    page.table.set_row(2)
    stage.qtbot.keyClick(page.table, Qt.Key.Key_Space)
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    assert page.model.heard == f"{2:064x}"
    assert page.model.index(2, PLAY).data(Qt.ItemDataRole.AccessibleTextRole) == "playing"
    stage.qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert not stage.audition.playing
    assert page.model.heard == ""
    stage.actions["play.toggle"].trigger()
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    page.back.click()
    assert not stage.audition.playing
    assert stage.page.setup.isVisible()


def test_another_clip_takes_the_place_of_the_one_that_sounds(stage):
    stage.studio.corpora.write_sounds("doors")
    page = stage.page.clips
    for row in (0, 3):
        page._play(row)
        stage.qtbot.waitUntil(lambda row=row: page.model.heard == f"{row:064x}")
    assert page.table.row() == 3
    assert not page.clip.silent
    page.table.set_row(1)
    assert page.clip.silent


def test_a_clip_whose_file_is_gone_is_a_calm_state(stage):
    page = stage.page.clips
    stage.qtbot.waitUntil(lambda: page.clip.strip.wrong)
    page._play(0)
    stage.qtbot.waitUntil(lambda: stage.audition.trouble(stage.audition.current) is not None)
    assert not stage.audition.playing
    assert stage.problems == []


def test_a_corpus_is_renamed_in_place_and_a_used_name_is_refused(stage):
    page, corpora = stage.page.clips, stage.studio.corpora
    corpora.put("steps", name="Steps")
    page.name.selectAll()
    stage.qtbot.keyClicks(page.name, "Steps")
    stage.qtbot.keyClick(page.name, Qt.Key.Key_Return)
    assert [str(problem) for problem in stage.problems] == ["There is a corpus “Steps” already."]
    assert page.name.text() == "Old doors"
    page.name.selectAll()
    stage.qtbot.keyClicks(page.name, "Doors, old")
    stage.qtbot.keyClick(page.name, Qt.Key.Key_Return)
    assert stage.said("rename_corpus") == [("rename_corpus", "doors", "Doors, old")]


def test_removing_asks_first_and_says_what_needs_it(stage):
    stage.studio.tunes.put_view(fake_tunes.lora_view(state="paused"))
    page = stage.page.clips
    page.remove.click()
    (question,) = page.findChildren(QMessageBox)
    assert "“Old doors 1” cannot go on without it." in question.informativeText()
    next(b for b in question.buttons() if b.text() == "Remove").click()
    assert stage.said("remove_corpus") == [("remove_corpus", "doors")]
    assert not page.isVisible()


def test_a_corpus_that_is_removed_meanwhile_closes_the_page(stage):
    stage.studio.corpora.remove("doors")
    stage.qtbot.waitUntil(lambda: not stage.page.clips.isVisible())
    assert stage.problems == []


def test_reading_its_folder_again_goes_back_to_where_that_is_seen(stage):
    stage.page.setup.choose_method("lora")
    stage.page.clips.again.click()
    assert stage.said("rebuild") == [("rebuild", "doors")]
    assert stage.page.setup.corpus.stop.isVisible()
    stage.studio.corpora.put("takes", name="Takes", source="")
    stage.page.open_clips("takes")
    assert stage.page.clips.again.isHidden()


def test_every_control_has_a_name_and_the_tab_key_reaches_it(stage):
    assert walk.nameless(stage.page.clips) == []
    reached = walk.stops(stage.page.clips)
    for control in (stage.page.clips.name, stage.page.clips.search, stage.page.clips.table):
        assert control in reached


def test_fifty_thousand_clips_are_rows_and_not_widgets(stage):
    many = stage.studio.corpora.corpus("many", "Many", 50_000)
    model = ClipsModel()
    model.set_items(many.items)
    assert model.rowCount() == 50_000
    model.set_filter("gravel walk", aside=False)
    assert model.rowCount() == 8_333
    model.set_filter("", aside=True)
    assert model.rowCount() == 5_000
    page = stage.page.clips
    before = len(page.table.findChildren(object))
    page.model.set_items(many.items)
    assert len(page.table.findChildren(object)) == before


def test_all_reasons_and_sources_that_corpora_have_are_in_words():
    assert set(corpus.REASONS) == set(corpus_words.REASONS)
    assert set(captions.TOLD_BY) == set(corpus_words.SOURCES)


def test_facts_are_told_whole(stage):
    view = stage.studio.corpora.view("doors")
    some = dataclasses.replace(view, clips=1, seconds=3.21, held_out=0, left_out=0)
    assert corpus_words.facts(some) == "1 clip · 3.2 s"
    long = dataclasses.replace(view, clips=50_000, seconds=200_000.0)
    assert corpus_words.facts(long).startswith("50,000 clips · 55 h 33 min")
