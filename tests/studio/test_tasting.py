"""The taste in a library: listening and learning inline, and in the background of a window."""

from __future__ import annotations

import dataclasses
import logging
import queue
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tangostudio.audio import files, impressions
from tangostudio.cards import embedders
from tangostudio.errors import BadRequest, StorageError, WeightsError
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, Take, TakeQuery
from tangostudio.messages import Embedded, EmbedRequest, Failed, Finished, Request, TasteFitted
from tangostudio.settings import Settings
from tangostudio.studio import tasting
from tangostudio.studio.studio import Studio
from tangostudio.studio.tasting import JOB, Material, Tasting

from .house import Held, add_take, ids, known_taste, open_house, vote_on

NAME = impressions.NAME
RATE = 16_000


class Counted(InlineRunner):
    """An inline runner that counts what it is asked to hear."""

    asked: list[EmbedRequest]

    def __init__(self, deliver: Any) -> None:
        super().__init__(deliver)
        self.asked = []

    def submit(self, job: str, request: Request) -> None:
        if isinstance(request, EmbedRequest):
            self.asked.append(request)
        super().submit(job, request)


class Broken(Counted):
    """A runner whose listening always fails."""

    def submit(self, job: str, request: Request) -> None:
        assert isinstance(request, EmbedRequest)
        self.asked.append(request)
        self._deliver(Failed(job, "Unexpected", "It broke."))


def asked(studio: Studio) -> list[EmbedRequest]:
    runner = studio._runner
    assert isinstance(runner, Counted)
    return runner.asked


def sounding(library: Library, prompt: str, seed: int, hertz: float) -> Take:
    """A take with a real sound: a short tone in a little noise, higher or lower."""
    rng = np.random.default_rng(seed)
    time = np.arange(RATE // 4) / RATE
    tone = 0.3 * np.sin(2 * np.pi * hertz * time) + 0.01 * rng.normal(size=len(time))
    stored = files.store(tone[:, None].astype(np.float32), RATE, library.audio_dir)
    return add_take(
        library, prompt, seed, sha256=stored.sha256, frames=stored.frames, sample_rate=RATE,
        channels=1,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def gates(folder: Path) -> Path:
    """A library of three prompts with four takes each, from dark to bright."""
    with Library.open(folder, write=True) as library:
        for place, prompt in enumerate(("a gate", "a bell", "a frog")):
            for number, hertz in enumerate((200, 600, 1800, 5000)):
                sounding(library, prompt, 10 * place + number, hertz * (1 + 0.1 * place))
    return folder


@pytest.fixture
def studio(gates: Path) -> Iterator[Studio]:
    studio = open_house(gates, Counted)
    yield studio
    studio.close()


def brighter(studio: Studio) -> list[Take]:
    """The takes, the brightest first."""
    return sorted(studio.library.takes.find(), key=lambda take: -(take.seed % 10))


def like_bright(studio: Studio, most: int = 100) -> int:
    """Vote for the brighter one of every pair; how many votes that were."""
    count = 0
    takes = studio.library.takes.find()
    for first in takes:
        for second in takes:
            if first.prompt == second.prompt and first.seed < second.seed and count < most:
                studio._store_votes([vote_on(second, first)], "vote")
                count += 1
    return count


# --- inline ------------------------------------------------------------------------------------


def test_all_sounds_are_heard_once_and_their_vectors_kept(studio: Studio) -> None:
    heard = [sha256 for request in asked(studio) for sha256, _ in request.sounds]
    assert sorted(heard) == sorted(take.sha256 for take in studio.library.takes.find())
    assert {request.embedder for request in asked(studio)} == {NAME}
    assert studio.tasting.unheard == 0
    assert studio.tasting.state == "idle"
    kept = studio.library.embeddings.get(NAME)
    take = studio.library.takes.find()[0]
    sound = files.read(take.path)
    vector = impressions.impression(sound.samples, sound.sample_rate)
    np.testing.assert_allclose(kept[take.sha256], vector, atol=0.05, rtol=1e-3)
    asked(studio).clear()
    studio.tasting.listen()
    assert asked(studio) == []


def test_a_few_sounds_at_a_time(gates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasting, "AT_ONCE", 5)
    studio = open_house(gates, Counted)
    assert [len(request.sounds) for request in asked(studio)] == [5, 5, 2]
    studio.close()


def test_vectors_outlive_the_program(studio: Studio, gates: Path) -> None:
    like_bright(studio)
    words, known = studio.tasting.words(), studio.tasting.known
    studio.close()
    again = open_house(gates, Counted)
    assert asked(again) == []
    assert (again.tasting.words(), again.tasting.known) == (words, known)
    again.close()


def test_a_new_take_is_heard_when_it_is_made(studio: Studio) -> None:
    asked(studio).clear()
    studio.generate(studio.plan("toy", "a hum", seconds=0.5, seeds=[7]))
    (take,) = studio.library.takes.find(TakeQuery(text="hum"))
    assert [sha256 for request in asked(studio) for sha256, _ in request.sounds] == [take.sha256]
    assert studio.tasting.unheard == 0


def test_a_sound_that_is_gone_is_not_asked_for_again(gates: Path) -> None:
    with Library.open(gates, write=True) as library:
        gone, damaged = library.takes.find()[:2]
        gone.path.unlink()
        damaged.path.write_bytes(b"fLaC")
    studio = open_house(gates, Counted)
    assert sum(len(request.sounds) for request in asked(studio)) == 12
    assert len(studio.library.embeddings.get(NAME)) == 10
    assert studio.tasting.unheard == 0
    asked(studio).clear()
    studio.tasting.listen()
    sounding(studio.library, "a dog", 90, 300)
    studio.tasting.listen()
    assert [len(request.sounds) for request in asked(studio)] == [1]
    assert studio.tasting.scores([gone, damaged]) == {}
    studio.close()


def test_a_listening_that_fails_is_tried_once_and_again_later(
    gates: Path, caplog: pytest.LogCaptureFixture
) -> None:
    studio = open_house(gates, Broken)
    assert len(asked(studio)) == 1
    assert "It broke." in caplog.text
    assert studio.tasting.state == "idle"
    studio.tasting.listen()
    assert len(asked(studio)) == 2
    studio.close()


def test_scores_come_with_knowledge_and_order_the_takes(studio: Studio) -> None:
    takes = studio.library.takes.find()
    assert studio.tasting.taste is None
    assert studio.tasting.known is None
    assert like_bright(studio, most=5) == 5
    assert studio.tasting.known is not None
    assert studio.tasting.known.votes == 5
    assert not studio.tasting.known.enough
    assert studio.tasting.scores(takes) == {}
    assert studio.tasting.words() == ""
    assert ids(studio.find(TakeQuery(sort="taste"))) == ids(studio.find(TakeQuery()))
    like_bright(studio)
    assert studio.tasting.known.enough
    scores = studio.tasting.scores(takes)
    assert scores.keys() == set(ids(takes))
    assert all(sd > 0 for _, sd in scores.values())
    for prompt in ("a gate", "a bell", "a frog"):
        group = [take for take in brighter(studio) if take.prompt == prompt]
        means = [scores[take.id][0] for take in group]
        assert means == sorted(means, reverse=True)
    assert studio.tasting.useful_votes() == 18 + 5
    assert "bright" in studio.tasting.words()


def test_sorting_by_taste_puts_what_has_no_score_at_the_end(studio: Studio) -> None:
    like_bright(studio)
    silent = [add_take(studio.library, "a gate", seed) for seed in (77, 78)]
    found = studio.find(TakeQuery(sort="taste"))
    assert ids(found[-2:]) == [silent[1].id, silent[0].id]
    scores = studio.tasting.scores(found)
    assert [scores[t.id][0] for t in found[:-2]] == sorted(
        (mean for mean, _ in scores.values()), reverse=True
    )
    assert ids(studio.find(TakeQuery(sort="taste", limit=3))) == ids(found[:3])
    assert studio.find(TakeQuery(sort="taste", limit=0)) == []
    only = studio.find(TakeQuery(sort="taste", text="gate"))
    assert {take.prompt for take in only} == {"a gate"}
    assert len(only) == 6


def test_votes_and_taking_them_back_are_learned_from(studio: Studio) -> None:
    kinds: list[str] = []
    studio.changes.subscribe(lambda change: kinds.extend(change.kinds))
    one, two = brighter(studio)[0], brighter(studio)[-1]
    studio._store_votes([vote_on(one, two)], "vote")
    first = studio.tasting.taste
    assert first is not None
    assert kinds == ["votes", "taste", "history"]
    studio._store_votes([vote_on(one, two, "b")], "vote")
    assert studio.tasting.taste is not first
    studio.undo()
    assert studio.tasting.taste is not None
    np.testing.assert_array_equal(studio.tasting.taste.weights, first.weights)
    studio.undo()
    assert studio.tasting.taste is None
    studio.redo()
    assert studio.tasting.known == first.known


def test_stars_and_rejections_are_learned_from(studio: Studio) -> None:
    bright, dark = (studio.library.takes.find()[i] for i in (0, 3))
    assert bright.prompt == dark.prompt
    studio.rate([bright.id], 5)
    studio.reject([dark.id], True)
    taste = studio.tasting.taste
    assert taste is not None
    vectors = studio.library.embeddings.get(NAME)
    means = taste.score(np.stack([vectors[t.sha256] for t in (bright, dark)]), NAME).mean
    assert means[0] > means[1]
    studio.undo()
    studio.undo()
    assert studio.tasting.taste is None


def test_a_vector_that_cannot_be_kept_is_not_asked_for_again(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    take = sounding(studio.library, "a dog", 90, 300)
    asked(studio).clear()
    bad = np.full(impressions.DIMENSION, np.nan, "<f4").tobytes()
    studio.handle(Embedded(JOB, NAME, ((take.sha256, bad),)))
    studio.tasting.listen()
    assert asked(studio) == []
    assert "could not be kept" in caplog.text
    assert take.sha256 not in studio.library.embeddings.get(NAME)


def test_a_full_disk_ends_the_listening_not_the_program(
    gates: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library.open(gates, write=True)
    library.close()

    def full(self: Any, embedder: str, vectors: Any) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr("tangostudio.library.embeddings.Embeddings.add", full)
    studio = open_house(gates, Counted)
    assert sum(len(request.sounds) for request in asked(studio)) == 12
    assert "The disk is full." in caplog.text
    assert studio.tasting.state == "idle"
    studio.close()


def test_what_is_asked_next_has_its_file(studio: Studio) -> None:
    takes = studio.library.takes.find()
    for take in takes[:9]:
        if take.seed % 10 > 1:
            take.path.unlink()
    for seed in range(20):
        pair = studio.tasting.next_pair(studio.project, random.Random(seed))
        assert pair is not None
        assert pair.left.path.is_file()
        assert pair.right.path.is_file()
        ranking = studio.tasting.next_ranking(studio.project, 3, random.Random(seed))
        assert ranking is not None
        assert all(take.path.is_file() for take in ranking.takes)
    for take in studio.library.takes.find():
        take.path.unlink(missing_ok=True)
    assert studio.next_pair() is None
    assert studio.next_ranking(3) is None


def test_what_is_passed_over_is_not_asked_for(studio: Studio) -> None:
    takes = studio.library.takes.find()
    without = ids([take for take in takes if take.prompt != "a frog"])
    pair = studio.next_pair(without)
    assert pair is not None
    assert pair.left.prompt == "a frog"
    assert studio.next_pair(ids(takes)) is None
    assert studio.next_ranking(3, ids(takes)) is None


# --- rankings ----------------------------------------------------------------------------------


def test_one_undo_takes_a_whole_ranking_back_and_redo_gives_it_again(studio: Studio) -> None:
    ranking = studio.next_ranking(4)
    assert ranking is not None
    best, *others = ranking.takes
    places = {best.id: 1, others[0].id: 2, others[1].id: 2, others[2].id: 3}
    heard = {take.id: 100 * take.id for take in ranking.takes}
    first = studio.rank_vote(ranking, places, heard_ms=heard, replays=2, response_ms=900)
    votes = studio.library.votes.all()
    assert [vote.id for vote in votes] == first
    assert [vote.answer == "tie" for vote in votes] == [False, True, False]
    first_vote = votes[0]
    chosen = {"a": first_vote.sha256_a, "b": first_vote.sha256_b}[first_vote.answer]
    assert chosen == best.sha256
    for vote in votes:
        assert (vote.heard_a_ms, vote.heard_b_ms) == (100 * vote.take_a, 100 * vote.take_b)
        assert (vote.replays, vote.response_ms) == (2, 900)
    for _ in range(2):
        assert studio.undo() == "ranking"
        assert studio.votes_count() == 0
        assert studio.redo() == "ranking"
        assert studio.votes_count() == 3
    assert [v.answer for v in studio.library.votes.all()] == [v.answer for v in votes]
    assert studio.undo() == "ranking"
    assert studio.undo() is None


def test_a_ranking_of_which_none_is_good(studio: Studio) -> None:
    ranking = studio.next_ranking(3)
    assert ranking is not None
    studio.rank_vote(ranking, dict.fromkeys(ids(ranking.takes), 1), all_bad=True)
    assert [vote.answer for vote in studio.library.votes.all()] == ["both_bad", "both_bad"]
    with pytest.raises(BadRequest, match="needs a place"):
        studio.rank_vote(ranking, {ranking.takes[0].id: 1})
    with pytest.raises(BadRequest, match="cannot be ranked"):
        studio.next_ranking(6)
    assert studio.votes_count() == 2


# --- matches -----------------------------------------------------------------------------------


class Matching(Counted):
    """A runner whose ear gives every text and sound a direction of its own."""

    fails = False

    def submit(self, job: str, request: Request) -> None:
        assert isinstance(request, EmbedRequest)
        if request.embedder == NAME:
            super().submit(job, request)
            return
        self.asked.append(request)
        if self.fails:
            self._deliver(Failed(job, "WeightsError", "The ear is damaged.", "Reinstall it."))
            return
        there = [sha256 for sha256, path in request.sounds if Path(path).is_file()]
        gone = [sha256 for sha256, path in request.sounds if not Path(path).is_file()]
        heard = [(sha256, np.array([3.0, 4.0], "<f4").tobytes()) for sha256 in there]
        words = [
            np.array([2.0 * ("gate" in text), 1e-3], "<f4").tobytes() for text in request.texts
        ]
        self._deliver(Embedded(job, request.embedder, tuple(heard), tuple(words), tuple(gone)))
        self._deliver(Finished(job))


@pytest.fixture
def matching(gates: Path) -> Iterator[Studio]:
    studio = open_house(gates, Matching, session_only=True)
    yield studio
    studio.close()


def test_how_well_takes_fit_their_prompts(matching: Studio) -> None:
    takes = matching.library.takes.find()
    gate = next(take for take in takes if take.prompt == "a gate")
    bell = next(take for take in takes if take.prompt == "a bell")
    gone = next(take for take in takes if take.prompt == "a frog")
    gone.path.unlink()
    found = matching.tasting.matches([gate, bell, gone])
    assert found == {gate.id: pytest.approx(0.6, abs=1e-3), bell.id: pytest.approx(0.8)}
    assert matching.tasting.matches([gate, bell]) == found
    first, second = asked(matching)
    assert [sha256 for sha256, _ in first.sounds] == [gate.sha256, bell.sha256, gone.sha256]
    assert second.sounds == ()  # they were kept
    assert second.texts == ("a gate", "a bell")
    assert matching.tasting.matches([]) == {}
    matching.tasting.listen()  # by impressions, as ever
    assert matching.tasting.unheard == 0


def test_an_ear_that_cannot_be_used_says_why(
    matching: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Matching, "fails", True)
    with pytest.raises(WeightsError, match="The ear is damaged") as caught:
        matching.tasting.matches(matching.library.takes.find()[:1])
    assert caught.value.hint == "Reinstall it."


# --- another embedder --------------------------------------------------------------------------


@pytest.fixture
def held(gates: Path) -> Iterator[Studio]:
    """A studio whose sounds were heard by impressions, and whose runner waits from now on."""
    first = open_house(gates, InlineRunner)
    like_bright(first)
    first.close()
    studio = open_house(gates)
    yield studio
    studio.close()


def runner(studio: Studio) -> Held:
    found = studio._runner
    assert isinstance(found, Held)
    return found


def vectors_for(request: EmbedRequest, studio: Studio, width: int = 4) -> Embedded:
    """Vectors in which the first value is how bright a take is."""
    seeds = {take.sha256: take.seed % 10 for take in studio.library.takes.everything()}
    rows = []
    for sha256, _ in request.sounds:
        row = np.random.default_rng(seeds[sha256]).normal(size=width) * 0.1
        row[0] = seeds[sha256]
        rows.append((sha256, row.astype("<f4").tobytes()))
    return Embedded(JOB, request.embedder, tuple(rows))


def test_another_embedder_learns_anew_from_the_same_votes(held: Studio) -> None:
    votes = held.library.votes.all()
    known = held.tasting.known
    assert known is not None
    assert known.enough
    held.update_settings(dataclasses.replace(held.settings, taste_embedder="starter"))
    assert held.tasting.embedder == embedders.name_of("starter")
    assert held.tasting.taste is None
    assert held.tasting.scores(held.library.takes.find()) == {}
    assert held.tasting.state == "listening"
    assert held.tasting.unheard == 12
    request = runner(held).last(EmbedRequest)
    assert request.embedder == held.tasting.embedder
    held.handle(vectors_for(request, held))
    held.handle(Finished(JOB))
    assert held.tasting.state == "idle"
    taste = held.tasting.taste
    assert taste is not None
    assert (taste.embedder, taste.dimension) == (held.tasting.embedder, 4)
    assert taste.known.votes == known.votes
    assert held.library.votes.all() == votes
    held.update_settings(dataclasses.replace(held.settings, taste_embedder="impressions"))
    assert len(runner(held).jobs) == 1  # its vectors are all there
    assert held.tasting.known == known


def test_what_an_old_embedder_heard_is_kept_but_not_mixed_in(held: Studio) -> None:
    take = sounding(held.library, "a dog", 90, 300)
    held.tasting.listen()
    old = runner(held).last(EmbedRequest)
    held.update_settings(dataclasses.replace(held.settings, taste_embedder="starter"))
    assert runner(held).last(EmbedRequest) is old  # one at a time
    vector = np.ones(impressions.DIMENSION, "<f4").tobytes()
    held.handle(Embedded(JOB, NAME, ((take.sha256, vector),)))
    held.handle(Finished(JOB))
    assert take.sha256 in held.library.embeddings.get(NAME)
    request = runner(held).last(EmbedRequest)
    assert request.embedder == embedders.name_of("starter")
    assert take.sha256 in dict(request.sounds)
    held.handle(vectors_for(request, held))
    held.handle(Finished(JOB))
    assert held.tasting.taste is not None
    assert held.tasting.taste.dimension == 4


def test_an_unknown_embedder_is_refused(held: Studio) -> None:
    before = held.tasting.taste
    with pytest.raises(BadRequest, match="no embedder 'ears'"):
        held.tasting.hear_by("ears")
    assert held.tasting.embedder == NAME
    assert held.tasting.taste is before


def test_an_embedder_that_was_not_fetched_is_refused_and_not_stored(held: Studio) -> None:
    stored: list[Settings] = []
    held._save_settings = stored.append
    before = held.settings
    with pytest.raises(BadRequest, match="CLAP is not on this computer") as caught:
        held.update_settings(dataclasses.replace(before, taste_embedder="clap"))
    assert "Models mode" in caught.value.hint
    assert (held.settings, held.tasting.embedder, stored) == (before, NAME, [])


def test_without_the_chosen_embedder_s_weights_impressions_are_heard(held: Studio) -> None:
    chosen = Settings(taste_embedder="clap")
    tasting = Tasting(held.library, runner(held), held.changes, chosen.taste_embedder)
    assert tasting.embedder == NAME
    held.settings = chosen  # as a start finds it whose weights were removed
    held.update_settings(dataclasses.replace(chosen, default_takes=2))
    assert held.tasting.embedder == NAME
    assert held.settings.default_takes == 2


# --- in the background -------------------------------------------------------------------------


class Thread:
    """The studio's thread: what is posted to it waits until the test takes it."""

    def __init__(self) -> None:
        self.posted: queue.Queue = queue.Queue()

    def next(self, studio: Studio) -> Any:
        event = self.posted.get(timeout=30)
        studio.handle(event)
        return event


@pytest.fixture
def thread() -> Thread:
    return Thread()


@pytest.fixture
def window(gates: Path, thread: Thread) -> Iterator[Studio]:
    """A studio as the window has it, whose sounds are heard."""
    open_house(gates, InlineRunner).close()
    studio = open_house(gates, deliver=thread.posted.put)
    thread.next(studio)  # the fit of its start
    yield studio
    studio.close()


def test_learning_has_a_thread_of_its_own(
    window: Studio, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit, names = Material.fit, []

    def watched(self: Material) -> Any:
        names.append(threading.current_thread().name)
        return fit(self)

    monkeypatch.setattr(Material, "fit", watched)
    one, two = brighter(window)[0], brighter(window)[-1]
    window._store_votes([vote_on(one, two)], "vote")
    assert window.tasting.state == "learning"
    assert window.tasting.taste is None
    event = thread.next(window)
    assert isinstance(event, TasteFitted)
    assert window.tasting.taste is event.taste is not None
    assert window.tasting.state == "idle"
    assert all(name.startswith("taste") for name in names)
    assert names != []


def test_votes_during_a_fit_are_learned_from_after_it(
    window: Studio, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit, go, counts = Material.fit, threading.Event(), []

    def slow(self: Material) -> Any:
        assert go.wait(30)
        counts.append(len(self.votes))
        return fit(self)

    monkeypatch.setattr(Material, "fit", slow)
    assert like_bright(window, most=4) == 4
    go.set()
    thread.next(window)
    assert window.tasting.state == "learning"
    thread.next(window)
    assert window.tasting.state == "idle"
    assert counts == [1, 4]
    assert window.tasting.known is not None
    assert window.tasting.known.votes == 4


def test_a_fit_by_an_old_embedder_is_dropped(window: Studio, thread: Thread) -> None:
    like_bright(window, most=1)
    window.tasting.hear_by("starter")
    window.handle(TasteFitted(JOB, known_taste()))
    assert window.tasting.taste is None
    while window.tasting.state != "idle":
        thread.next(window)
    assert window.tasting.taste is None


def test_a_fit_that_cannot_be_made_leaves_no_taste(
    window: Studio,
    thread: Thread,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refused(self: Material) -> Any:
        raise BadRequest("An embedding holds a value that is not finite.")

    monkeypatch.setattr(Material, "fit", refused)
    with caplog.at_level(logging.WARNING):
        like_bright(window, most=1)
        thread.next(window)
    assert window.tasting.taste is None
    assert window.tasting.state == "idle"
    assert "not finite" in caplog.text


def test_listening_goes_on_batch_by_batch_and_ends_with_a_fit(
    gates: Path, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasting, "AT_ONCE", 8)
    studio = open_house(gates, deliver=thread.posted.put)
    assert studio.tasting.state == "listening"
    for count in (8, 4):
        request = runner(studio).last(EmbedRequest)
        assert len(request.sounds) == count
        studio.tasting.listen()  # asked for once more meanwhile
        studio.handle(vectors_for(request, studio))
        studio.handle(Finished(JOB))
    assert len(runner(studio).jobs) == 2
    assert studio.tasting.state == "learning"
    assert isinstance(thread.next(studio), TasteFitted)
    assert studio.tasting.state == "idle"
    studio.close()


def test_a_worker_that_dies_is_not_asked_again_at_once(
    gates: Path, thread: Thread, caplog: pytest.LogCaptureFixture
) -> None:
    studio = open_house(gates, deliver=thread.posted.put)
    studio.handle(Failed(JOB, "WorkerDied", "The process ended."))
    assert len(runner(studio).jobs) == 1
    thread.next(studio)
    studio.tasting.listen()
    assert len(runner(studio).jobs) == 2
    assert "The process ended." in caplog.text
    studio.close()


def test_closing_waits_for_a_fit_and_takes_nothing_in_afterwards(
    gates: Path, thread: Thread
) -> None:
    open_house(gates, InlineRunner).close()
    studio = open_house(gates, deliver=thread.posted.put)
    thread.next(studio)
    like_bright(studio, most=1)
    studio.close()
    assert isinstance(thread.next(studio), TasteFitted)
    assert studio.tasting.taste is None


@pytest.mark.parametrize("answers", [[], ["tie"], ["both_bad"]])
def test_a_command_learns_when_it_is_told_to(gates: Path, answers: list[str]) -> None:
    studio = open_house(gates, Counted, session_only=True)
    assert asked(studio) == []
    one, two = studio.library.takes.find()[:2]
    for answer in answers:
        studio._store_votes([vote_on(one, two, answer)], "vote")
    assert studio.tasting.taste is None
    studio.tasting.listen()
    assert studio.tasting.unheard == 0
    assert studio.tasting.scores([one, two]) == {}
    studio.close()
