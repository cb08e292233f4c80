import os
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from tangostudio import messages
from tangostudio.library import Library, TakeQuery
from tangostudio.ui.job_cards import job_card
from tangostudio.ui.takes_model import TASTE_ROLE, TakesModel
from tests.library.make import fill, new_take
from tests.ui.fake_studio import FakeStudio


@pytest.fixture
def studio(tmp_path):
    return FakeStudio(tmp_path, takes=4)


@pytest.fixture
def model(qtbot, studio):
    return TakesModel(studio)


def texts(model, role=Qt.ItemDataRole.DisplayRole):
    return [model.index(row).data(role) for row in range(model.rowCount())]


def start_job(studio, takes=4, **state):
    job = studio.generate(studio.plan("starter", "door creak", takes=takes, seeds=range(takes)))
    if state:
        studio.set_job(job, **state)
    return job


def test_rows_as_drawn(model):
    assert texts(model) == [
        "Bell, hand 3.1 s #1044",
        "★★★ Thunder, rolling 2.4 s #1043",
        "Glass, bottle 1.7 s #1042",
        "★★★★ Footsteps, gravel 1.0 s #1041",
    ]


def test_rows_as_said(model):
    said = texts(model, Qt.ItemDataRole.AccessibleTextRole)
    assert said[1] == "Take 2 of 4, Thunder, rolling, 2.4 seconds, minus 15 LUFS, 3 stars"


def test_the_tool_tip_is_the_whole_prompt(model, studio):
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) == studio.take(1044).prompt


def test_a_new_take_is_one_inserted_row_at_the_top(model, studio, qtbot):
    take = studio._add("Rain, roof", "rain", seed=3)
    with (
        qtbot.waitSignal(model.rowsInserted) as inserted,
        qtbot.assertNotEmitted(model.modelReset),
    ):
        model.update_takes([take.id])
    assert inserted.args[1:] == [0, 0]
    assert texts(model)[0] == "Rain, roof 3.1 s #1045"


def test_a_changed_take_is_drawn_again_in_its_place(model, studio, qtbot):
    studio.rate([1043], 5)
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.update_takes([1043])
    assert changed.args[0].row() == 1
    assert texts(model)[1] == "★★★★★ Thunder, rolling 2.4 s #1043"


def test_a_rated_card_does_not_jump_away_while_sorted_by_stars(model, studio):
    model.set_query(TakeQuery(project=studio.project, sort="stars"))
    studio.rate([1041], 1)
    model.update_takes([1041])
    assert texts(model)[0] == "★ Footsteps, gravel 1.0 s #1041"
    model.reload()
    assert texts(model)[0] == "★★★ Thunder, rolling 2.4 s #1043"


def test_a_trashed_take_leaves_and_comes_back(model, studio):
    studio.trash([1043])
    model.update_takes([1043])
    assert model.row_of(1043) == -1
    studio.restore([1043])
    model.update_takes([1043])
    assert model.row_of(1043) == 1


def test_a_take_that_is_gone_for_good_leaves(model, studio):
    del studio._takes[1042]
    model.update_takes([1042])
    assert [take.id for take in model.takes] == [1044, 1043, 1041]


def test_takes_of_other_projects_stay_out(model, studio):
    studio.project = "Space Station"
    other = studio._add("Laser", "laser", seed=1)
    model.update_takes([other.id])
    assert model.row_of(other.id) == -1


def test_with_a_text_the_library_decides(model, studio):
    model.set_query(TakeQuery(project=studio.project, text="glass"))
    assert texts(model) == ["Glass, bottle 1.7 s #1042"]
    other, glass = studio._add("Rain", "rain", 1), studio._add("More glass", "glass", 1)
    model.update_takes([other.id, glass.id])
    assert [take.id for take in model.takes] == [glass.id, 1042]


def test_many_changes_at_once_ask_again(model, studio, qtbot):
    with qtbot.waitSignal(model.modelReset):
        model.update_takes(range(1000))
    with qtbot.waitSignal(model.modelReset):
        model.update_takes([])


def test_overviews_are_fetched_when_they_are_needed_and_once(model, studio, monkeypatch):
    asked = []
    monkeypatch.setattr(studio, "overview", lambda take: asked.append(take.id) or b"blob")
    texts(model)
    assert asked == []
    take = model.take_at(2)
    assert [model.overview(take), model.overview(take)] == [b"blob", b"blob"]
    assert asked == [1042]


def test_a_missing_sound_has_no_overview(model, studio):
    os.remove(studio.take(1044).path)
    assert model.overview(model.take_at(0)) is None
    assert texts(model)[0] == "Bell, hand 3.1 s #1044 (sound missing)"


def test_a_take_marked_as_missing_is_drawn_again(model, qtbot):
    with qtbot.waitSignal(model.dataChanged):
        model.mark_missing(1042)
    assert model.overview(model.take_at(model.row_of(1042))) is None


def test_neighbours(model):
    assert model.neighbours(1043) == [1042, 1044]
    assert model.neighbours(1044) == [1043]
    assert model.neighbours(999) == []


def test_a_running_job_is_the_first_card(model, studio):
    progress = messages.Progress("job1", 3, 4, 5, 8, 3.2)
    start_job(studio, state="running", progress=progress, done=2)
    model.update_jobs()
    assert texts(model)[0] == "door creak · take 3 of 4 · step 5 of 8 · 3 s left"
    assert model.take_at(1).id == 1044
    assert model.index(0).flags() == Qt.ItemFlag.ItemIsEnabled


def test_progress_only_draws_the_card_again(model, studio, qtbot):
    job = start_job(studio, state="running")
    model.update_jobs()
    studio.set_job(job, progress=messages.Progress(job, 1, 4, 1, 8, 9.0))
    with (
        qtbot.waitSignal(model.dataChanged),
        qtbot.assertNotEmitted(model.rowsInserted),
        qtbot.assertNotEmitted(model.rowsRemoved),
    ):
        model.update_jobs()


def test_queued_jobs_have_no_card_and_finished_ones_lose_theirs(model, studio):
    job = start_job(studio)
    model.update_jobs()
    assert model.rowCount() == 4
    studio.set_job(job, state="running")
    model.update_jobs()
    assert model.rowCount() == 5
    studio.remove_job(job)
    model.update_jobs()
    assert model.rowCount() == 4


def test_a_failed_job_says_what_happened_and_what_helps(studio):
    job = start_job(studio)
    error = messages.Failed(job, "OutOfMemory", "Not enough memory.", "Make fewer takes.")
    studio.set_job(job, state="failed", error=error)
    card = job_card(studio.jobs()[0])
    assert (card.failed, card.head, card.foot) == (True, "Not enough memory.", "Make fewer takes.")


def test_a_job_that_loads_says_so(studio):
    start_job(studio, state="running", what="Loading Starter", estimate=None)
    card = job_card(studio.jobs()[0])
    assert (card.head, card.foot, card.seed, card.share) == ("Loading Starter", "", "seed 0", None)


def test_a_single_take_is_not_counted(studio):
    job = start_job(studio, takes=1)
    studio.set_job(job, state="running", progress=messages.Progress(job, 1, 1, 2, 8, 130))
    card = job_card(studio.jobs()[0])
    assert (card.head, card.foot, card.share) == ("step 2 of 8", "2 min left", 0.25)


def test_jobs_stay_out_of_a_search_and_of_the_trash(model, studio):
    start_job(studio, state="running")
    model.set_query(TakeQuery(project=studio.project, text="bell"))
    assert model.job_at(0) is None
    model.set_query(TakeQuery(project=studio.project, trashed=True))
    assert model.rowCount() == 0


@pytest.mark.parametrize("sort", ["newest", "oldest", "stars", "length", "loudness", "name"])
def test_a_new_take_goes_where_the_library_puts_it(tmp_path, qtbot, sort):
    query = TakeQuery(sort=sort)
    with Library.open(tmp_path, write=True) as library:
        for seed, (title, seconds, lufs) in enumerate(
            [("Bell", 2.0, -20.0), ("door", 4.0, -30.0), ("Élan", 4.0, -12.0), ("bell", 1.0, -20.0)]
        ):
            added = new_take(seed=seed, title=title, seconds=seconds, lufs=lufs)
            library.takes.add(added)
        library.takes.rate({2: 3, 3: 5})
        model = TakesModel(studio_of(library))
        model.set_query(query)
        new = library.takes.add(new_take(seed=9, title="Chime", seconds=2.0, lufs=-20.0))
        model.update_takes([new.id])
        assert list(model.ids) == library.takes.find_ids(query)


def studio_of(library):
    """As much of a studio as the model asks for its takes."""
    return SimpleNamespace(
        project=None,
        jobs=lambda limit=None: [],
        demonstration=None,
        take=library.takes.get,
        find_ids=library.takes.find_ids,
        tasting=SimpleNamespace(scores=lambda takes: {}),
    )


def test_only_takes_that_are_looked_at_are_read(tmp_path, qtbot):
    with Library.open(tmp_path, write=True) as library:
        fill(library, 40)
    with Library.open(tmp_path, write=True) as library:
        studio = studio_of(library)
        read = []
        studio.take = lambda take_id: read.append(take_id) or library.takes.get(take_id)
        model = TakesModel(studio)
        model.set_query(TakeQuery(sort="stars"))
        assert (model.rowCount(), read) == (40, [])
        first = model.take_at(0)
        assert first is not None
        assert read == [first.id]


def test_the_demonstration_shows_in_its_own_project_only(model, studio):
    job = start_job(studio, state="running")
    assert model.rowCount() == 4
    model.update_jobs()
    assert model.rowCount() == 5
    studio.demonstration = SimpleNamespace(job=job, project="Demonstration")
    model.update_jobs()
    assert model.query.project == "Dungeon Doors"
    assert model.job_at(0) is None
    model.set_query(TakeQuery(project="Demonstration"))
    assert model.job_at(0) is not None
    model.set_query(TakeQuery())
    assert model.job_at(0) is not None


# --- by taste ---


@pytest.fixture
def tasted(model, studio):
    studio.tasting.tastes = {1041: (1.5, 0.3), 1042: (-0.5, 0.3), 1043: (0.2, 0.3)}
    studio.tasting.learn(47, 38, 47)
    model.set_query(TakeQuery(project=studio.project, sort="taste"))
    return model


def ids(model):
    return [take.id for take in model.takes]


def test_by_taste_the_unheard_are_last(tasted):
    assert ids(tasted) == [1041, 1043, 1042, 1044]
    assert texts(tasted)[0] == "★★★★ Footsteps, gravel 1.0 s #1041 taste +1.5"
    assert texts(tasted)[-1] == "Bell, hand 3.1 s #1044"
    assert "taste plus 1.5" in texts(tasted, Qt.ItemDataRole.AccessibleTextRole)[0]
    assert tasted.index(0).data(TASTE_ROLE) == 1.5


def test_another_order_shows_no_taste(tasted, studio):
    tasted.set_query(TakeQuery(project=studio.project))
    assert tasted.index(0).data(TASTE_ROLE) is None
    assert "taste" not in " ".join(texts(tasted))


def test_numbers_change_where_they_stand(tasted, studio, qtbot):
    studio.tasting.tastes[1042] = (9.0, 0.3)
    with qtbot.waitSignal(tasted.dataChanged), qtbot.assertNotEmitted(tasted.modelReset):
        tasted.update_taste()
    assert ids(tasted) == [1041, 1043, 1042, 1044]
    assert tasted.index(2).data(TASTE_ROLE) == 9.0
    tasted.reload()
    assert ids(tasted)[0] == 1042


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (9.0, [1044, 1041, 1043, 1042]),
        (0.0, [1041, 1043, 1044, 1042]),
        (-9.0, [1041, 1043, 1042, 1044]),
    ],
)
def test_a_take_moves_when_it_gets_its_first_number(tasted, studio, score, expected):
    kept = QPersistentModelIndex(tasted.index(3))
    studio.tasting.tastes[1044] = (score, 0.5)
    tasted.update_taste()
    assert ids(tasted) == expected
    assert kept.row() == expected.index(1044)


def test_a_new_take_stands_last_until_it_was_heard(tasted, studio):
    take = studio._add("Rain, roof", "rain", seed=3)
    tasted.update_takes([take.id])
    assert ids(tasted) == [1041, 1043, 1042, take.id, 1044]
