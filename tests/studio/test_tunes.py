"""Tunings and adapters as the studio keeps them: with a runner that tells what a test wants."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tangostudio import machine
from tangostudio.errors import BadRequest, NotFound, StorageError
from tangostudio.library import Library
from tangostudio.library.jobs import JobAbout
from tangostudio.messages import TuneNews, TuneRequest
from tangostudio.preference import taste_file
from tangostudio.studio import tunes
from tangostudio.studio.new_takes import new_take
from tangostudio.studio.studio import Studio
from tangostudio.studio.tune_views import Outline
from tangostudio.tuning.events import Checked, LessMemory, Stepped, Warned
from tangostudio.tuning.pairs import own_pairs_of
from tangostudio.tuning.plan import STRATEGIES, Plan

from .house import (
    STARTER,
    add_take,
    checked,
    known_taste,
    news_of,
    open_house,
    result,
    run_tuning,
    starter_take,
    tell,
    tuner,
    vote_on,
)

SMALL: dict[str, Any] = {
    "rounds": 2,
    "prompts": 2,
    "candidates": 3,
    "epochs": 2,
    "batch": 2,
    "checks": 2,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Klänge 音"


@pytest.fixture
def studio(folder: Path) -> Iterator[Studio]:
    studio = open_house(folder)
    yield studio
    studio.close()


def start(studio: Studio, **options: Any) -> tuple[str, TuneRequest]:
    identifier = studio.tunes.start(**{**SMALL, **options})
    job, request = tuner(studio).jobs[-1]
    assert job == identifier
    assert isinstance(request, TuneRequest)
    return identifier, request


def killed(studio: Studio) -> None:
    """The process is gone: nothing is said, only the lock is free."""
    studio.library.close()
    studio._closed = True


# --- starting ----------------------------------------------------------------------------------


def test_a_tuning_is_asked_for_with_all_it_needs(studio: Studio) -> None:
    one, two = (add_take(studio.library, "a gate", seed) for seed in (1, 2))
    studio.library.votes.add(vote_on(one, two))
    identifier, request = start(studio, name="  Gates ")
    assert request.tuning == identifier
    assert Path(request.folder) == studio.library.tunings_dir / identifier
    assert (request.model, request.method, request.taste) == ("starter", "crpo", "")
    assert ("a gate", 2.0) in request.bank
    assert not {text.casefold() for text, _ in request.bank} & {
        text.casefold() for text, _ in request.held_out
    }
    (pair,) = own_pairs_of(request.own)
    assert (pair.chosen.seed, pair.rejected.seed) == (1, 2)
    view = studio.tunes.view(identifier)
    assert (view.name, view.state, view.votes, view.share) == ("Gates", "running", 1, 0.0)
    assert (view.seconds_left, view.saved_seconds_ago, view.adapter) == (None, None, None)
    assert studio.tunes.running() == studio.tunes.current() == view
    # A library may move, so what is stored names no folder.
    assert json.loads(studio.library.tunings.get(identifier).request)["folder"] == ""


def test_one_tuning_at_a_time(studio: Studio) -> None:
    identifier, _ = start(studio, name="First")
    with pytest.raises(BadRequest, match="“First” is being tuned already") as caught:
        start(studio)
    assert caught.value.hint
    assert [view.id for view in studio.tunes.all()] == [identifier]
    assert len(tuner(studio).jobs) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "ppo"}, "no method 'ppo'"),
        ({"candidates": 1}, "candidates = 1"),
        ({"rank": 0}, "rank 0"),
        ({"targets": "all"}, "no layers"),
        ({"colour": "red"}, "colour"),
        ({"match_share": 0.5}, "Not enough is known of your taste"),
        ({"match_share": 1.5}, "share of the match"),
        ({"model": "toy"}, "Toy cannot be tuned"),
        ({"model": "none"}, "no model"),
    ],
)
def test_what_cannot_be_tuned_is_refused_and_leaves_nothing(
    studio: Studio, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        studio.tunes.start(**options)
    assert studio.tunes.all() == []
    assert tuner(studio).jobs == []
    assert list(studio.library.tunings_dir.iterdir()) == []


def test_dpo_makes_its_pairs_by_the_strategies_once(studio: Studio) -> None:
    identifier, request = start(studio, method="dpo")
    plan = studio.tunes.view(identifier).plan
    assert isinstance(plan, Plan)
    assert (plan.strategies, plan.online) == (STRATEGIES, False)
    assert request.method == "dpo"


def test_a_known_taste_has_half_of_the_reward_and_travels_as_a_file(studio: Studio) -> None:
    studio.tasting.taste = known_taste()
    identifier, request = start(studio)
    kept = taste_file.unpack((Path(request.folder) / request.taste).read_bytes())
    assert kept.weights.tolist() == known_taste().weights.tolist()
    assert studio.tunes.view(identifier).blend == {"match": 0.5, "taste": 0.5}


def test_a_taste_that_is_not_known_enough_has_no_part(studio: Studio) -> None:
    studio.tasting.taste = known_taste(enough=False)
    identifier, request = start(studio)
    assert studio.tunes.view(identifier).blend == {"match": 1.0}
    assert request.taste == ""


def test_names_are_numbered(studio: Studio) -> None:
    for _ in range(2):
        run_tuning(studio, data=b"a")
    assert [view.name for view in studio.tunes.all()] == ["My taste 2", "My taste 1"]


# --- while it runs -----------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"method": "dpo"}, {"online": False}, {"steps": 2}])
def test_the_share_rises_from_nothing_to_all(studio: Studio, options: dict[str, Any]) -> None:
    identifier, request = start(studio, **options)
    shares = []
    for item in news_of(request):
        studio.handle(TuneNews(identifier, item))
        shares.append(studio.tunes.view(identifier).share)
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.2
    assert shares[-1] == pytest.approx(1.0)
    assert len(set(shares)) > 0.7 * len(shares)
    tell(studio, identifier, [result(request)])
    tuner(studio).finish(identifier)
    view = studio.tunes.view(identifier)
    assert (view.state, view.share, view.seconds_left) == ("done", 1.0, None)
    assert studio.tunes.current() is None


def test_a_view_says_where_it_is(studio: Studio) -> None:
    identifier, request = start(studio)
    seen = []
    for item in news_of(request):
        studio.handle(TuneNews(identifier, item))
        view = studio.tunes.view(identifier)
        seen.append((view.round, view.stage, view.done, view.total))
    assert seen[:4] == [(0, "check", 1, 2), (0, "check", 2, 2), (1, "draft", 0, 0),
                        (1, "draft", 1, 2)]  # fmt: skip
    assert (1, "fit", 2, 2) in seen
    assert (2, "check", 2, 2) in seen
    assert view.rounds == 2
    assert [found.round for found in view.checked] == [0, 1, 2]


def test_the_time_that_is_left_goes_by_the_work_done(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier, request = start(studio)
    live = studio.tunes._live
    assert live is not None
    live.began = 100.0
    clock = SimpleNamespace(monotonic=lambda: 160.0, time=time.time)
    monkeypatch.setattr(tunes, "time", clock)
    tell(studio, identifier, list(news_of(request))[:3])
    view = studio.tunes.view(identifier)
    assert view.share > 0
    assert view.seconds_left == pytest.approx(60.0 * (1 - view.share) / view.share)


def test_news_outlive_the_program_numbers_that_are_none_included(
    studio: Studio, folder: Path
) -> None:
    identifier, request = start(studio)
    odd = checked(
        0, diversity=math.nan, gains={"match": (0.1, -math.inf, math.inf)},
        values={"match": [0.5, 0.25]}, sounds=("a.flac",), prompts=("rain 音",),
        diversity_range=(-math.inf, math.inf),
    )  # fmt: skip
    news = [odd, *(item for item in news_of(request) if not isinstance(item, Checked))]
    tell(studio, identifier, [*news, LessMemory(1, True), Warned(1, "Takes differ less.")])
    tell(studio, identifier, [Warned(1, "Takes differ less."), Warned(1, "More faults.")])
    before = studio.tunes.view(identifier)
    killed(studio)
    again = open_house(folder)
    after = again.tunes.view(identifier)
    (kept,) = after.checked
    assert math.isnan(kept.diversity)
    assert kept.gains == {"match": (0.1, -math.inf, math.inf)}
    assert {name: list(values) for name, values in kept.values.items()} == odd.values
    assert (kept.sounds, kept.prompts) == (odd.sounds, odd.prompts)
    assert kept.diversity_range == (-math.inf, math.inf)
    assert after.steps == before.steps != ()
    assert after.warnings == before.warnings == ("Takes differ less.", "More faults.")
    assert 0 < after.share <= before.share
    again.close()


def test_news_of_another_tuning_are_not_taken_in(studio: Studio) -> None:
    identifier, _ = start(studio)
    tell(studio, "tune-0000000000", [checked(0)])
    assert studio.tunes.view(identifier).checked == ()
    assert studio.library.tunings.history(identifier) == []


def test_pausing_waits_for_the_process_and_resuming_goes_on(studio: Studio) -> None:
    identifier, request = start(studio)
    tell(studio, identifier, list(news_of(request))[:7])
    share = studio.tunes.view(identifier).share
    studio.tunes.pause(identifier)
    assert tuner(studio).cancelled == [identifier]
    assert studio.tunes.view(identifier).state == "running"
    tuner(studio).stop(identifier)
    paused = studio.tunes.view(identifier)
    assert (paused.state, paused.error) == ("paused", None)
    assert studio.tunes.running() is None
    assert studio.tunes.current() == paused
    with pytest.raises(BadRequest, match="does not run"):
        studio.tunes.pause(identifier)
    studio.tunes.resume(identifier)
    assert tuner(studio).jobs[-1] == (identifier, request)
    view = studio.tunes.view(identifier)
    assert view.state == "running"
    assert 0 < view.share <= share
    assert [found.round for found in view.checked] == [0]


def test_only_what_waits_can_go_on(studio: Studio) -> None:
    first = run_tuning(studio)
    with pytest.raises(BadRequest, match="cannot go on: it is done"):
        studio.tunes.resume(first)
    with pytest.raises(NotFound):
        studio.tunes.resume("tune-none")
    second, _ = start(studio, name="Second")
    tuner(studio).fail(second)
    third, _ = start(studio)
    with pytest.raises(BadRequest, match="is being tuned already"):
        studio.tunes.resume(second)
    assert studio.tunes.view(third).state == "running"


@pytest.mark.parametrize(("end", "state"), [(Studio.close, "paused"), (killed, "interrupted")])
def test_a_tuning_can_go_on_in_the_next_session(
    studio: Studio, folder: Path, end: Any, state: str
) -> None:
    identifier, request = start(studio)
    tell(studio, identifier, list(news_of(request))[:5])
    end(studio)
    moved = folder.with_name("moved")
    folder.rename(moved)
    again = open_house(moved)
    view = again.tunes.view(identifier)
    assert view.state == state
    assert view.share > 0
    assert again.tunes.current() == view
    again.tunes.resume(identifier)
    expected = dataclasses.replace(request, folder=str(moved / "tunings" / identifier))
    assert tuner(again).jobs == [(identifier, expected)]
    again.close()


def test_steps_that_are_made_again_after_a_checkpoint_count_once(studio: Studio) -> None:
    identifier, _ = start(studio)
    first = [dataclasses.replace(_step(1, step), loss=9.0) for step in (1, 2, 3, 4)]
    tell(studio, identifier, first)
    tuner(studio).fail(identifier)
    studio.tunes.resume(identifier)
    tell(studio, identifier, [_step(1, step) for step in (3, 4)])
    steps = studio.tunes.view(identifier).steps
    told = [(step.step, step.loss) for step in steps if isinstance(step, Stepped)]
    assert told == [(1, 9.0), (2, 9.0), (3, 0.7), (4, 0.7)]


def _step(number: int, step: int) -> Stepped:
    return Stepped(number, step, 8, 0.7, 0.6, 1.0, 1.1, 1.2, 1.1, 0.5, 0.01)


def test_a_failure_is_kept_with_its_sentence_until_it_goes_on(studio: Studio, folder: Path) -> None:
    identifier, _ = start(studio)
    tuner(studio).fail(identifier, "The loss became no number.", "Use a lower rate.")
    error = studio.tunes.view(identifier).error
    assert error is not None
    assert (error.kind, error.message) == ("TuneError", "The loss became no number.")
    assert error.hint == "Use a lower rate."
    studio.close()
    again = open_house(folder)
    assert again.tunes.view(identifier).error == error
    again.tunes.resume(identifier)
    assert again.tunes.view(identifier).error is None
    again.close()


def test_cancelling_removes_the_folder_and_nothing_else(studio: Studio) -> None:
    first = run_tuning(studio)
    identifier, request = start(studio)
    (Path(request.folder) / "round-1").mkdir(parents=True)
    studio.tunes.cancel(identifier)
    assert Path(request.folder).exists()
    tuner(studio).stop(identifier)
    assert studio.tunes.view(identifier).state == "cancelled"
    assert not Path(request.folder).exists()
    assert studio.tunes.current() is None

    waiting, request = start(studio)
    result(request)
    tuner(studio).fail(waiting)
    studio.tunes.cancel(waiting)
    assert studio.tunes.view(waiting).state == "cancelled"
    assert not Path(request.folder).exists()
    assert (studio.library.tunings_dir / first).is_dir()
    assert len(list(studio.library.adapters_dir.iterdir())) == 2


@pytest.mark.parametrize("identifier", ["../audio", "audio", "tune-x/../../audio", ".", ""])
def test_cancelling_never_reaches_another_folder(studio: Studio, identifier: str) -> None:
    sound = studio.library.audio_dir / "a.flac"
    sound.write_bytes(b"sound")
    (studio.library.tunings_dir / "audio").mkdir()
    (studio.library.tunings_dir / "tune-x").mkdir()
    studio.library.tunings.add(identifier, name="n", model="m", method="", request="", votes=0)
    studio.library.tunings.set_state(identifier, "paused")
    studio.tunes.cancel(identifier)
    assert sound.is_file()
    assert {path.name for path in studio.library.tunings_dir.iterdir()} == {"audio", "tune-x"}


def test_what_is_over_cannot_be_cancelled(studio: Studio) -> None:
    identifier = run_tuning(studio)
    with pytest.raises(BadRequest, match="it is done"):
        studio.tunes.cancel(identifier)
    assert studio.tunes.view(identifier).state == "done"
    assert (studio.library.tunings_dir / identifier).is_dir()
    with pytest.raises(NotFound):
        studio.tunes.cancel("tune-none")


def test_what_a_cancelled_process_wrote_on_goes_at_the_next_start(
    studio: Studio, folder: Path
) -> None:
    identifier, request = start(studio)
    studio.tunes.cancel(identifier)
    tuner(studio).stop(identifier)
    result(request)
    studio.close()
    again = open_house(folder)
    assert not Path(request.folder).exists()
    again.close()


def test_a_tuning_that_cannot_be_read_hides_no_other(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    identifier = run_tuning(studio)
    studio.library.tunings.add("tune-1", name="Odd", model="m", method="", request="{", votes=0)
    studio.library.tunings.set_state("tune-1", "done")
    assert [view.id for view in studio.tunes.all()] == [identifier]
    with pytest.raises(BadRequest, match="“Odd” cannot be read"):
        studio.tunes.view("tune-1")
    assert "tune-1" in caplog.text


def test_the_speed_of_a_tuning_is_learned(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    assert studio.tunes.outline(**SMALL).seconds is None
    identifier, request = start(studio)
    live = studio.tunes._live
    assert live is not None
    live.began = 0.0
    monkeypatch.setattr(tunes, "time", SimpleNamespace(monotonic=lambda: 50.0, time=time.time))
    tell(studio, identifier, [*news_of(request), result(request)])
    tuner(studio).finish(identifier)
    assert studio.tunes.outline(**SMALL).seconds == pytest.approx(50.0, rel=0.01)
    more = studio.tunes.outline(**{**SMALL, "rounds": 4}).seconds
    assert more is not None
    assert 70.0 < more < 120.0


# --- before ------------------------------------------------------------------------------------


def test_the_outline_says_what_is_done_and_needed(studio: Studio) -> None:
    one, two = (add_take(studio.library, "a gate", seed) for seed in (1, 2))
    studio.library.votes.add(vote_on(one, two))
    outline = studio.tunes.outline(rank=8, prompts=40, candidates=6, rounds=2)
    assert isinstance(outline, Outline)
    assert (outline.rounds, outline.candidates, outline.rank, outline.own_pairs) == (2, 6, 8, 1)
    assert outline.prompts == 3  # there are no more
    assert outline.trained_bytes == 4 * 286_720
    assert outline.blend == {"match": 1.0}
    assert outline.sentence.startswith("Starter makes 6 candidates of each of 3 prompts, twice,")
    assert outline.sentence.endswith("and from 1 of your own pairs.")
    assert outline.memory_bytes > outline.least_memory_bytes > 0
    assert outline.disk_bytes > 0
    assert outline.problem == ""


@pytest.mark.parametrize(
    ("memory", "disk", "words"),
    [
        (2**20, None, "Too little memory: "),
        (None, 2**20, "Too little disk: "),
        (2**20, 2**20, "Too little memory: "),
        (None, None, ""),
        (2**40, 2**40, ""),
    ],
)
def test_too_little_memory_or_disk_is_told_before(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, memory: Any, disk: Any, words: str
) -> None:
    monkeypatch.setattr(machine, "free_memory", lambda: memory)
    monkeypatch.setattr(machine, "free_disk", lambda folder: disk)
    outline = studio.tunes.outline(**SMALL)
    assert outline.problem.startswith(words)
    assert bool(outline.problem) == bool(words)
    assert (outline.free_memory, outline.free_disk) == (memory, disk)


def test_readiness_without_any_vote(studio: Studio) -> None:
    found = studio.tunes.readiness()
    assert (found.pairs, found.prompts, found.ready) == (0, 0, False)
    assert found.missing[0].startswith("0 of 40 decided pairs")
    assert found.missing[1].startswith("Votes on 0 of 8 ")


def test_readiness_says_which_votes_are_of_no_use(studio: Studio) -> None:
    library = studio.library
    one, two = (add_take(library, "a gate", seed) for seed in (1, 2))
    other = library.takes.add(starter_take("a gate", 3, model_hash="0" * 64))
    tuned = library.takes.add(starter_take("a gate", 4, adapters=(("c" * 64, 1.0),)))
    gone = library.takes.add(starter_take("a gate", 5))
    for answer in ("a", "b", "tie", "both_bad"):
        library.votes.add(vote_on(one, two, answer))
    for take in (other, tuned, gone):
        library.votes.add(vote_on(one, take))
    library.takes.trash([gone.id])
    library.takes.purge()
    found = studio.tunes.readiness()
    assert (found.pairs, found.prompts) == (0, 0)
    assert found.missing[2:] == (
        "2 votes said that neither is better.",
        "2 votes contradicted each other.",
        "2 votes compared takes that another model, or an adapter, made.",
        "1 vote compared takes that are not in the library any more.",
    )


def test_readiness_with_many_votes_on_one_prompt(studio: Studio) -> None:
    takes = [add_take(studio.library, "a gate", seed) for seed in range(10)]
    for place, first in enumerate(takes):
        for second in takes[place + 1 :]:
            studio.library.votes.add(vote_on(first, second))
    found = studio.tunes.readiness()
    assert (found.pairs, found.prompts) == (45, 1)
    (sentence,) = found.missing
    assert sentence.startswith("Votes on 1 of 8 ")


# --- adapters ----------------------------------------------------------------------------------


def test_what_came_of_a_tuning_becomes_an_adapter(studio: Studio) -> None:
    one, two = (add_take(studio.library, "a gate", seed) for seed in (1, 2))
    studio.library.votes.add(vote_on(one, two))
    identifier = run_tuning(studio, data=b"first", name="Dry")
    (adapter,) = studio.tunes.adapters()
    assert (adapter.number, adapter.name, adapter.state) == (1, "Dry", "new")
    assert (adapter.active, adapter.strength) == (False, 1.0)
    assert (adapter.model, adapter.model_hash) == ("starter", STARTER.weights_hash)
    assert (adapter.licence, adapter.commercial) == ("Apache-2.0", "yes")
    assert (adapter.method, adapter.votes, adapter.bytes) == ("crpo", 1, 5)
    assert (adapter.tuning, adapter.about) == (identifier, {"rounds": 2, "method": "crpo"})
    assert studio.tunes.view(identifier).adapter == 1
    kept = studio.library.adapters_dir / f"{hashlib.sha256(b'first').hexdigest()}.safetensors"
    assert kept.read_bytes() == b"first"
    assert json.loads(kept.with_suffix(".json").read_text())["about"]["rounds"] == 2
    run_tuning(studio, data=b"second")
    assert [item.number for item in studio.tunes.adapters()] == [2, 1]


def test_a_result_that_cannot_be_read_fails_and_can_be_told_again(studio: Studio) -> None:
    identifier, request = start(studio)
    news = result(request)
    Path(news.path).with_suffix(".json").write_text("{}")
    tell(studio, identifier, [*news_of(request), news])
    tuner(studio).finish(identifier)
    view = studio.tunes.view(identifier)
    assert (view.state, view.adapter) == ("failed", None)
    assert view.error is not None
    assert "could not be read" in view.error.message
    assert studio.tunes.adapters() == []
    studio.tunes.resume(identifier)
    tell(studio, identifier, [result(request)])
    tuner(studio).finish(identifier)
    assert (studio.tunes.view(identifier).state, len(studio.tunes.adapters())) == ("done", 1)


def test_a_full_disk_under_the_library_stops_the_tuning_with_a_sentence(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier, request = start(studio)

    def full(identifier: str, news: Any) -> None:
        raise StorageError("The disk is full.", "Free some space.")

    monkeypatch.setattr(studio.library.tunings, "append", full)
    tell(studio, identifier, news_of(request))
    assert identifier in tuner(studio).cancelled
    tuner(studio).stop(identifier)
    view = studio.tunes.view(identifier)
    assert view.state == "failed"
    assert view.error is not None
    assert (view.error.kind, view.error.message) == ("StorageError", "The disk is full.")


@pytest.fixture
def three(studio: Studio) -> Studio:
    for data in (b"1", b"2", b"3"):
        run_tuning(studio, data=data)
    return studio


def state(studio: Studio) -> list[tuple[str, bool, float]]:
    return [(a.state, a.active, a.strength) for a in reversed(studio.tunes.adapters())]


NEW = ("new", False, 1.0)


def test_accepting_switches_the_others_off(three: Studio) -> None:
    three.tunes.accept(1)
    three.tunes.accept(3)
    assert state(three) == [("accepted", False, 1.0), NEW, ("accepted", True, 1.0)]
    assert three.undo_label == "accepting an adapter"
    three.undo()
    assert state(three) == [("accepted", True, 1.0), NEW, NEW]
    three.redo()
    assert three.tunes.in_use(STARTER) == ((three.tunes.adapter(3).sha256, 1.0),)
    three.undo()
    three.undo()
    assert state(three) == [NEW, NEW, NEW]
    assert three.tunes.in_use(STARTER) == ()


def test_every_way_to_use_adapters_can_be_undone_and_redone(three: Studio) -> None:
    changed: list[str] = []
    three.changes.subscribe(lambda change: changed.extend(change.kinds))
    verbs = [
        lambda: three.tunes.accept(2),
        lambda: three.tunes.set_active(1, True),
        lambda: three.tunes.set_strength(2, 0.5),
        lambda: three.tunes.reject(1),
        lambda: three.tunes.rollback(),
    ]
    seen = [state(three)]
    for verb in verbs:
        verb()
        seen.append(state(three))
    assert seen[-1] == [("rejected", False, 1.0), ("accepted", False, 0.5), NEW]
    assert set(changed) == {"adapters", "history"}
    for before in reversed(seen[:-1]):
        three.undo()
        assert state(three) == before
    for after in seen[1:]:
        three.redo()
        assert state(three) == after


def test_rolling_back_nothing_is_no_deed(three: Studio) -> None:
    three.tunes.rollback()
    assert three.undo_label is None


def test_several_adapters_are_used_together_in_their_order(three: Studio) -> None:
    for number in (3, 1):
        three.tunes.set_active(number, True)
    three.tunes.set_strength(1, 0.8)
    first, third = three.tunes.adapter(1), three.tunes.adapter(3)
    used = three.tunes.in_use(STARTER)
    assert used == ((first.sha256, 0.8), (third.sha256, 1.0))
    assert three.tunes.named(used) == f"{first.name} · 80 % + {third.name} · 100 %"
    assert three.tunes.named([("f" * 64, 1.0)]) == "ffffffff · 100 %"
    assert three.tunes.named(()) == ""
    assert three.plan("starter", "rain").adapters == used
    assert three.plan("toy", "rain").adapters == ()
    assert three.plan("starter", "rain", adapters=()).adapters == ()


@pytest.mark.parametrize("strength", [-0.1, 1.6, math.nan])
def test_a_strength_that_cannot_be_changes_nothing(three: Studio, strength: float) -> None:
    with pytest.raises(BadRequest):
        three.tunes.set_strength(1, strength)
    assert state(three)[0] == NEW
    assert three.undo_label is None


@pytest.mark.parametrize("verb", ["accept", "reject", "adapter"])
def test_an_adapter_that_is_not_there(three: Studio, verb: str) -> None:
    with pytest.raises(NotFound, match="no adapter 9"):
        getattr(three.tunes, verb)(9)
    assert state(three) == [NEW, NEW, NEW]


def test_a_take_has_the_strictest_licence_of_its_adapters(studio: Studio) -> None:
    from tangostudio.library import NewAdapter

    for place, (licence, commercial) in enumerate((("Free", "yes"), ("NC", "no"))):
        adapter = NewAdapter(
            sha256=str(place) * 64, name="n", model="starter", model_hash="", method="crpo",
            licence=licence, commercial=commercial,
        )  # fmt: skip
        studio.tunes.set_active(studio.library.adapters.add(adapter).number, True)
    request = studio.plan("starter", "rain", seeds=[1])
    ready: Any = SimpleNamespace(
        seed=1, sha256="a" * 64, frames=1, sample_rate=44100, channels=2, gain_db=0.0, lufs=-20.0,
        peak_db=-1.0, job="", render_seconds=0.1, model_hash="", momentary_lufs=None,
        range_lu=None, flags=None,
    )  # fmt: skip
    card = studio.card("starter")
    made = new_take(studio.library, card, request, "First project", JobAbout(), ready)
    assert (made.licence, made.commercial) == ("NC", "no")
    assert made.adapters == request.adapters


def test_the_library_opens_again_with_everything_as_it_was(three: Studio, folder: Path) -> None:
    three.tunes.accept(2)
    three.tunes.set_strength(2, 0.25)
    before, views = state(three), three.tunes.all()
    three.close()
    with Library.open(folder, write=False) as reader:
        assert [a.number for a in reader.adapters.active()] == [2]
    again = open_house(folder)
    assert state(again) == before
    assert [(v.id, v.state, v.adapter) for v in again.tunes.all()] == [
        (v.id, v.state, v.adapter) for v in views
    ]
    again.close()
