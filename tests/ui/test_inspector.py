import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tangostudio.ui import recipe
from tangostudio.ui.inspector import Inspector


@pytest.fixture
def inspector(fake, bridge, table, put):
    bridge.attach(fake)
    return put(Inspector(fake, bridge, table))


def test_one_take_shows_its_whole_recipe(inspector, fake):
    inspector.show_takes([1041])
    take, shown = fake.take(1041), inspector.one.facts.texts()
    assert inspector.one.title.text() == take.title
    assert inspector.one.stars.stars() == take.stars
    assert shown["Prompt"] == take.prompt
    assert shown["Seed"] == str(take.seed)
    assert shown["Steps · CFG"] == "8 · 3"
    assert shown["Format"] == "44.1 kHz stereo"
    assert shown["Sound"] == take.sha256[:12]
    assert "Avoid" not in shown
    assert inspector.one.levels.texts() == {"Integrated": "-22.0 LUFS", "True peak": "-1.4 dBTP"}
    assert inspector.one.licence.text() == "Free for any use · model Apache-2.0"


def test_a_tuned_take_names_its_adapter(inspector, fake):
    fake._edit([1041], "", adapters=(("ab" * 32, 0.8),))
    inspector.show_takes([1041])
    assert inspector.one.facts.texts()["Adapter"] == "abababab · 80 %"
    inspector.show_takes([1042])
    assert "Adapter" not in inspector.one.facts.texts()


def test_a_very_short_take_names_the_momentary_loudness(fake):
    take = dataclasses.replace(fake.take(1041), frames=4410)
    assert recipe.loudness(take)["Momentary"] == "-22.0 LUFS"
    assert recipe.loudness(take)["Integrated"] == ""


def test_silence_is_said_in_words(fake):
    silent = dataclasses.replace(fake.take(1041), lufs=float("-inf"), peak_db=float("-inf"))
    assert recipe.loudness(silent)["Integrated"] == "silence"
    assert recipe.summary([silent])["Loudness"] == "silence"


@pytest.mark.parametrize(
    ("commercial", "text"),
    [("yes", "Free for any use"), ("limited", "Limited use"), ("no", "Research only")],
)
def test_the_licence_is_words_not_only_colour(fake, commercial, text):
    assert recipe.licence(dataclasses.replace(fake.take(1041), commercial=commercial)) == (
        f"{text} · model Apache-2.0"
    )


def test_several_takes_show_what_they_share_and_the_strictest_licence(inspector, fake):
    fake._edit([1042], "", commercial="no", licence="Research 1.0")
    inspector.show_takes([1041, 1042])
    assert inspector.many.count.text() == "2 TAKES"
    assert inspector.many.common.texts()["Prompts"] == "2 different"
    assert inspector.many.licence.text() == "Research only · model Research 1.0"


def test_no_take_teaches_what_to_do(inspector):
    inspector.show_takes([])
    texts = " ".join(label.text() for label in inspector._pages.widget(0).findChildren(QLabel))
    assert "Space plays" in texts
    assert not inspector._footer.isVisibleTo(inspector)


def test_a_lost_sound_file_is_explained(inspector, fake):
    fake.take(1041).path.unlink()
    inspector.show_takes([1041])
    assert inspector.one.state.isVisibleTo(inspector)
    assert "sound file is gone" in inspector.one.state.text()


def test_title_stars_tags_and_notes_are_told_to_the_studio(inspector, fake):
    inspector.show_takes([1041])
    inspector.one.title.setText("  Boots  ")
    inspector.one.title.editingFinished.emit()
    inspector.one.stars.chosen.emit(2)
    inspector.one.tags.changed.emit(("wet",))
    inspector.one.notes.setPlainText("scene 2")
    inspector.show_takes([1042])
    take = fake.take(1041)
    assert (take.title, take.stars, take.tags, take.notes) == ("Boots", 2, ("wet",), "scene 2")
    assert fake.take(1042).notes == ""


def test_an_empty_title_goes_back_to_the_old_one(inspector, fake):
    inspector.show_takes([1041])
    inspector.one.title.setText("   ")
    inspector.one.title.editingFinished.emit()
    assert inspector.one.title.text() == fake.take(1041).title
    assert not [call for call in fake.calls if call[0] == "rename"]


def test_what_is_typed_is_not_replaced_by_a_change_of_the_same_take(inspector, fake, qtbot):
    inspector.show_takes([1041])
    inspector.one.notes.setFocus()
    qtbot.waitUntil(inspector.one.notes.hasFocus)
    inspector.one.notes.setPlainText("half a sen")
    fake.rate([1041], 5)
    assert inspector.one.notes.toPlainText() == "half a sen"
    assert inspector.one.stars.stars() == 5


def test_takes_that_are_gone_are_left_out(inspector, fake):
    inspector.show_takes([1041, 999])
    assert inspector.one.title.text() == fake.take(1041).title


def test_stars_can_be_clicked_and_taken_away(inspector, qtbot):
    chosen = []
    stars = inspector.one.stars
    stars.set_stars(3)
    stars.chosen.connect(chosen.append)
    stars._choose(4)
    assert chosen == [4]
    assert stars.accessibleName() == "4 of 5 stars"


def test_taste_is_a_fact_where_it_is_known(inspector, fake):
    inspector.show_takes([1041])
    assert "Taste" not in inspector.one.facts.texts()
    fake.tasting.tastes = {1041: (1.24, 0.36)}
    fake.tasting.learn(47, 38, 47)
    assert inspector.one.facts.texts()["Taste"] == "+1.2 ± 0.4"
    inspector.show_takes([1042])
    assert "Taste" not in inspector.one.facts.texts()
    inspector.show_takes([1041])
    assert inspector.one.facts.texts()["Taste"] == "+1.2 ± 0.4"


# --- marks, checks, kin ---


def test_colour_category_and_seed_are_told(inspector, fake, qtbot):
    inspector.show_takes([1041])
    one = inspector.one
    one.colours.dots["blue"].click()
    assert fake.take(1041).colour == "blue"
    one.colours.dots["blue"].click()
    assert fake.take(1041).colour == ""
    one.category.setText("doorwood")
    one.category.editingFinished.emit()
    assert fake.take(1041).category == "DOORWood"
    assert one.category.text() == "DOORWood"


def test_the_seed_is_used_again_or_the_next(inspector, fake, qtbot):
    inspector.show_takes([1041])
    told = []
    inspector.reuse_seed.connect(told.append)
    qtbot.mouseClick(inspector.one.reuse, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(inspector.one.next_seed, Qt.MouseButton.LeftButton)
    assert told == [fake.take(1041).seed, fake.take(1041).seed + 1]


def test_alt_means_the_next_seed(inspector, fake, monkeypatch):
    inspector.show_takes([1041])
    told = []
    inspector.reuse_seed.connect(told.append)
    alt = Qt.KeyboardModifier.AltModifier
    monkeypatch.setattr(QApplication, "keyboardModifiers", staticmethod(lambda: alt))
    inspector.one.reuse.click()
    assert told == [fake.take(1041).seed + 1]


def test_checks_say_what_they_found_and_mend_it(inspector, fake):
    inspector.show_takes([1041])
    assert "not checked yet" in said(inspector.one.flags)
    fake._edit([1041], "", flags=())
    assert "no problems" in said(inspector.one.flags)
    fake._edit([1041], "", flags=("clipping", "hard cut", "mono"))
    flags = inspector.one.flags
    assert said(flags) == [
        "Checks", "3 problems", "Clipping", "again…", "Hard cut at the end", "mend",
        "Mono in stereo",
    ]  # fmt: skip
    explained = [line.toolTip() for line in flags.findChildren(QWidget) if line.toolTip()]
    assert any("cut off flat" in text for text in explained)
    link(flags, "mend").click()
    assert fake.take(1041).flags == ("clipping", "mono")


def test_only_another_take_mends_some_flags(inspector, fake, table):
    asked = []
    table.bind("take.again", lambda: asked.append(True))
    fake._edit([1041], "", flags=("silence",))
    inspector.show_takes([1041])
    link(inspector.one.flags, "again…").click()
    assert asked == [True]
    fake._edit([1041], "", model="")
    assert "again…" not in said(inspector.one.flags)


def test_where_a_take_came_from_leads_there(inspector, fake):
    fake._edit([1042], "", parent=1041, relation="variation")
    inspector.show_takes([1042])
    told = []
    inspector.take_wanted.connect(told.append)
    assert (inspector.one.parent_link.text(), inspector.one.change.text()) == (
        "#1041", "variation 0.2",
    )  # fmt: skip
    inspector.one.parent_link.click()
    assert told == [1041]
    inspector.show_takes([1041])
    assert inspector.one.parent_link.isVisibleTo(inspector) is False


def test_a_high_peak_has_a_sign(fake):
    loud = dataclasses.replace(fake.take(1041), peak_db=-0.2, momentary_lufs=-9.0, range_lu=3.2)
    levels = recipe.loudness(loud)
    assert levels["True peak"] == "▲ -0.2 dBTP"
    assert (levels["Momentary"], levels["Range"]) == ("-9.0 LUFS", "3.2 LU")


def test_the_trash_says_when_a_take_goes(inspector, fake):
    fake.trash([1041])
    inspector.show_takes([1041])
    assert "It is deleted for good in 0 days." in inspector.one.state.text()


# --- several ---


def test_marks_of_several_takes_are_told_for_all(inspector, fake):
    inspector.show_takes([1041, 1042])
    many = inspector.many
    many.stars.chosen.emit(3)
    many.colours.dots["green"].click()
    many.category.setText("my own")
    many.category.editingFinished.emit()
    for take in (1041, 1042):
        found = fake.take(take)
        assert (found.stars, found.colour, found.category) == (3, "green", "my own")
    assert fake.take(1043).stars == 3
    assert fake.take(1043).colour == ""


def test_tags_that_all_have_are_shown_and_changed_alone(inspector, fake):
    fake._edit([1041], "", tags=("wet", "close"))
    fake._edit([1042], "", tags=("wet", "dry"))
    inspector.show_takes([1041, 1042])
    assert inspector.many.tags.tags() == ("wet",)
    inspector.many.tags.changed.emit(("wet", "night"))
    assert fake.take(1042).tags == ("wet", "dry", "night")
    assert inspector.many.tags.tags() == ("wet", "night")
    inspector.many.tags.changed.emit(("night",))
    assert fake.take(1041).tags == ("close", "night")


def test_what_differs_is_said_to_differ(inspector, fake):
    fake._edit([1041], "", category="DOORWood")
    inspector.show_takes([1041, 1042])
    assert inspector.many.category.text() == ""
    assert inspector.many.category.placeholderText() == "several"


def test_of_very_many_takes_only_the_number_is_said(inspector, fake, monkeypatch):
    monkeypatch.setattr("tangostudio.ui.inspector.MOST_READ", 2)
    inspector.show_takes([1041, 1042, 1043])
    assert inspector.many.count.text() == "3 TAKES"
    assert inspector.many.common.texts() == {}
    inspector.many.stars.chosen.emit(5)
    assert fake.take(1043).stars == 5


def test_a_tag_is_typed_where_the_key_says(inspector, fake, table, qtbot):
    inspector.show_takes([1041])
    inspector.tag()
    qtbot.waitUntil(lambda: inspector.one.tags.isAncestorOf(inspector.focusWidget()))


def parts(flags):
    """Labels and links of the lines that stand there now."""
    lines = [flags.layout().itemAt(place).widget() for place in range(flags.layout().count())]
    found = [part for line in lines for part in line.findChildren(QWidget)]
    return [part for part in found if isinstance(part, QLabel | QPushButton) and part.text()]


def said(flags):
    return [part.text() for part in parts(flags)]


def link(flags, text):
    links = [part for part in parts(flags) if isinstance(part, QPushButton)]
    return next(part for part in links if part.text() == text)


def test_categories_are_completed_by_what_they_mean(inspector, fake, qtbot):
    inspector.show_takes([1041])
    field = inspector.one.category
    field.setFocus()
    qtbot.waitUntil(lambda: field.completer() is not None)
    completer = field.completer()
    completer.setCompletionPrefix("doors, wood")
    found = completer.currentCompletion()
    assert found.startswith("DOORWood")
    field.setText(found)
    field.editingFinished.emit()
    assert fake.take(1041).category == "DOORWood"
