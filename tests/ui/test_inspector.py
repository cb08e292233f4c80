import dataclasses

import pytest
from PySide6.QtWidgets import QLabel

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
