"""Trainings on a corpus as the studio keeps them: with a runner that tells what a test wants."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tangostudio import machine
from tangostudio.corpora import corpus as corpora
from tangostudio.errors import BadRequest, NotFound
from tangostudio.messages import TuneNews, TuneRequest
from tangostudio.studio import train_requests
from tangostudio.studio.studio import Studio
from tangostudio.studio.train_views import Thinned, TrainCourse, TrainOutline, keeps
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.events import Checked, Encoded, Trained
from tangostudio.tuning.finetune_plan import FineTunePlan

from .house import (
    BANK,
    CATALOGUE,
    STARTER,
    checked,
    news_of,
    open_house,
    result,
    tell,
    tuner,
    write_corpus,
)

SMALL: dict[str, dict[str, Any]] = {
    "lora": {"method": "lora", "steps": 6, "batch": 2},
    "arc": {"method": "arc", "warm_up": 4, "steps": 6, "batch": 2},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Klänge 音"


@pytest.fixture
def studio(folder: Path) -> Iterator[Studio]:
    studio = open_house(folder)
    write_corpus(studio.library)
    yield studio
    studio.close()


@pytest.fixture(params=("lora", "arc"))
def method(request: pytest.FixtureRequest) -> str:
    return request.param


def start(studio: Studio, method: str, **options: Any) -> tuple[str, TuneRequest]:
    identifier = studio.tunes.start(**{**SMALL[method], "corpus": "hums", **options})
    return identifier, tuner(studio).last(TuneRequest)


def outline(studio: Studio, method: str, **options: Any) -> TrainOutline:
    found = studio.tunes.outline(**{**SMALL[method], "corpus": "hums", **options})
    assert isinstance(found, TrainOutline)
    return found


# --- before ---------------------------------------------------------------------------------------


def test_what_is_asked_for_names_the_corpus(studio: Studio, method: str) -> None:
    identifier, request = start(studio, method, name=" Mine ")
    folder = studio.library.corpora_dir / "hums"
    assert (request.method, request.corpus, request.bank) == (method, str(folder), ())
    texts = [text for text, _ in request.held_out]
    assert texts == ["hum 3", "a dog barks", "A Bell Rings"]
    view = studio.tunes.view(identifier)
    assert (view.name, view.method, view.corpus, view.votes) == ("Mine", method, "hums", 0)
    assert (view.rounds, view.round, view.stage, view.blend) == (1, 0, "encode", {})
    assert isinstance(view.plan, FewStepPlan if method == "arc" else FineTunePlan)
    # A library may move, so what is stored names no folder.
    stored = json.loads(studio.library.tunings.get(identifier).request)
    assert (stored["folder"], stored["corpus"]) == ("", "hums")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"corpus": ""}, "no recordings"),
        ({"model": "toy"}, "Toy cannot be"),
        ({"model": "stable-audio-open-small"}, "cannot be"),
        ({"steps": 0}, "steps = 0"),
        ({"rank": 0}, "rank 0"),
        ({"layers": ("ears",)}, "no layers"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_trained_is_refused_and_leaves_nothing(
    studio: Studio, method: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadRequest, match=words) as caught:
        start(studio, method, **options)
    assert caught.value.hint or words == "colour"
    assert studio.tunes.all() == []
    assert tuner(studio).jobs == []
    assert list(studio.library.tunings_dir.iterdir()) == []


def test_a_corpus_that_is_not_there_is_not_found(studio: Studio, method: str) -> None:
    with pytest.raises(NotFound):
        start(studio, method, corpus="bells")


def test_a_corpus_of_held_out_clips_alone_teaches_nothing(studio: Studio) -> None:
    write_corpus(studio.library, "few", clips=1)
    with pytest.raises(BadRequest, match="no clip to learn from"):
        start(studio, "lora", corpus="few")


def test_options_as_the_window_gives_them(studio: Studio) -> None:
    _, request = start(studio, "lora", layers=("attention",), mix_share=0.5, include=("0",), rank=4)
    plan = FineTunePlan.of(json.loads(request.plan))
    assert (plan.mix, plan.adapter.targets, plan.adapter.rank) == (0.5, "attention", 4)
    assert (plan.adapter.alpha, plan.adapter.include) == (4.0, ("0",))


@pytest.mark.parametrize(("warm_up", "steps"), [(False, 0), (True, None), (7, 7), (None, None)])
def test_a_warm_up_is_a_switch_or_a_number(studio: Studio, warm_up: Any, steps: Any) -> None:
    _, request = start(studio, "arc", warm_up=warm_up)
    usual = train_requests.plan_for(STARTER, "arc", studio.corpora.get("hums"))
    assert isinstance(usual, FewStepPlan)
    found = FewStepPlan.of(json.loads(request.plan)).warm_up
    assert found == (usual.warm_up if steps is None else steps)


def test_a_rank_makes_it_a_low_rank_adapter_and_full_trains_all(studio: Studio) -> None:
    assert outline(studio, "arc", rank=4).rank == 4
    assert outline(studio, "arc", full=True).rank == 0
    assert outline(studio, "lora", rank=4).trained_bytes == pytest.approx(
        outline(studio, "lora", rank=8).trained_bytes / 2
    )


def test_the_outline_says_which_layers_are_changed(studio: Studio) -> None:
    found = outline(studio, "lora", layers=("attention",))
    assert found.layers == "28 layers are changed."
    found = outline(studio, "lora", include=("transformer_blocks.0", "single"), exclude=("ff",))
    assert "“single” matches" in found.layers
    for verb in (outline, start):
        with pytest.raises(BadRequest, match="“ears” matches no layer"):
            verb(studio, "lora", include=("ears",))
    assert outline(studio, "arc", full=True).layers == ""


def test_the_outline_says_what_it_needs(
    studio: Studio, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = outline(studio, method)
    assert (found.clips, found.held_out, found.steps, found.batch) == (3, 1, 6, 2)
    assert found.corpus_seconds == 10.0
    assert found.seconds is None
    assert 0 < found.least_memory_bytes <= found.memory_bytes
    assert found.disk_bytes > 0
    assert "“Hums”" in found.sentence
    bigger = outline(studio, method, batch=8)
    assert bigger.memory_bytes > found.memory_bytes
    monkeypatch.setattr(machine, "free_memory", lambda: 1000)
    assert outline(studio, method).problem.startswith("Too little memory")


def test_a_batch_of_few_steps_cannot_be_made_in_parts(studio: Studio) -> None:
    found = outline(studio, "arc", batch=8)
    assert found.least_memory_bytes == found.memory_bytes
    found = outline(studio, "lora", batch=8)
    assert found.least_memory_bytes < found.memory_bytes


def test_prompts_to_check_with_are_none_that_are_learned(studio: Studio) -> None:
    folder = studio.library.corpora_dir / "hums"
    made = studio.corpora.get("hums")
    learned = corpora.with_caption(made, made.items[3].sha256, "HUM 1")
    texts = [text for text, _ in train_requests.prompts_for(STARTER, BANK, learned)]
    assert texts == ["a dog barks", "A Bell Rings"]
    assert folder.is_dir()


def test_prompts_are_as_long_as_the_model_makes_sounds(studio: Studio) -> None:
    made = write_corpus(studio.library, "long", clips=30)
    prompts = train_requests.prompts_for(STARTER, BANK, made)
    longest = STARTER.options["tune"]["seconds"]
    assert all(0.5 <= seconds <= longest for _, seconds in prompts)


def test_every_model_that_makes_sounds_says_whether_it_can_be_trained() -> None:
    for card in CATALOGUE:
        for ability in ("finetune", "few-steps"):
            assert ability in card.can or card.cannot.get(ability), (card.id, ability)
            assert ability not in card.can or "adapters" in card.can, card.id


# --- while it runs --------------------------------------------------------------------------------


def test_the_share_rises_from_nothing_to_all(studio: Studio, method: str) -> None:
    identifier, request = start(studio, method)
    shares, stages = [], []
    for item in news_of(request):
        studio.handle(TuneNews(identifier, item))
        view = studio.tunes.view(identifier)
        shares.append(view.share)
        stages.append(view.stage)
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.2
    assert shares[-1] == pytest.approx(1.0)
    known = ["encode", "check", "warm_up", "train"]
    wanted = [stage for stage in known if stage != "warm_up" or method == "arc"]
    assert list(dict.fromkeys(stages)) == wanted
    assert view.round == 1
    assert [found.round for found in view.checked] == [0, 1]
    tell(studio, identifier, [result(request)])
    tuner(studio).finish(identifier)
    view = studio.tunes.view(identifier)
    assert (view.state, view.share, view.seconds_left) == ("done", 1.0, None)
    assert studio.tunes.adapter(view.adapter or 0).method == method


def test_it_is_paused_and_gone_on_with_after_a_start(studio: Studio, folder: Path) -> None:
    identifier, request = start(studio, "arc")
    every = list(news_of(request))
    tell(studio, identifier, every[:-4])
    share = studio.tunes.view(identifier).share
    steps = studio.tunes.view(identifier).steps
    studio.tunes.pause(identifier)
    tuner(studio).stop(identifier)
    assert studio.tunes.view(identifier).state == "paused"
    studio.close()
    again = open_house(folder)
    try:
        view = again.tunes.view(identifier)
        assert (view.state, view.corpus) == ("paused", "hums")
        assert view.share == pytest.approx(share)
        assert view.steps == steps
        again.tunes.resume(identifier)
        sent = tuner(again).last(TuneRequest)
        assert sent == request
        # It says again what lies there already, and makes the steps since the checkpoint again.
        last = [item for item in every if isinstance(item, Trained)][-2]
        tell(again, identifier, [Encoded(4, 4), last])
        assert again.tunes.view(identifier).share <= share
        tell(again, identifier, every[-5:])
        assert again.tunes.view(identifier).share == pytest.approx(1.0)
        numbers = [step.step for step in again.tunes.view(identifier).steps]
        assert numbers == [1, 2, 3, 4, 1, 2, 3, 4, 5, 6]
    finally:
        again.close()


def test_clips_that_are_there_already_do_not_take_the_share_back(studio: Studio) -> None:
    identifier, request = start(studio, "lora")
    tell(studio, identifier, list(news_of(request))[:-3])
    share = studio.tunes.view(identifier).share
    tell(studio, identifier, [Encoded(1, 4)])
    view = studio.tunes.view(identifier)
    assert (view.share, view.stage, view.done, view.total) == (share, "encode", 1, 4)


def test_a_corpus_that_is_gone_meanwhile_can_be_seen_and_given_up(studio: Studio) -> None:
    identifier, _ = start(studio, "lora")
    studio.tunes.pause(identifier)
    tuner(studio).stop(identifier)
    shutil.rmtree(studio.library.corpora_dir / "hums")
    assert studio.tunes.view(identifier).corpus == "hums"
    studio.tunes.cancel(identifier)
    assert studio.tunes.view(identifier).state == "cancelled"


def test_speed_is_learned_for_each_method_apart(
    studio: Studio, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier, request = start(studio, method)
    live = studio.tunes._live
    assert live is not None
    live.began -= 100.0
    tell(studio, identifier, [*news_of(request), result(request)])
    tuner(studio).finish(identifier)
    spent = outline(studio, method).seconds
    assert spent == pytest.approx(100.0, rel=0.05)
    other = "lora" if method == "arc" else "arc"
    assert outline(studio, other).seconds is None


# --- what is kept of the steps --------------------------------------------------------------------


def test_a_long_training_keeps_a_few_steps_with_means_of_both_networks(studio: Studio) -> None:
    identifier, request = start(studio, "arc", steps=5000)
    tell(studio, identifier, news_of(request))
    steps = [
        item
        for item in studio.tunes.view(identifier).steps
        if isinstance(item, Trained) and item.stage == "train"
    ]
    assert 100 < len(steps) < 260
    assert steps[-1].step == 5000
    assert all(item.losses.keys() == {"generator", "discriminator"} for item in steps[1:])
    kept = studio.library.tunings.history(identifier)
    trained = [item for item in kept if item["news"] == "Trained" and item["stage"] == "train"]
    assert [item["losses"] for item in trained] == [item.losses for item in steps]


def test_means_are_of_the_steps_since_the_one_before() -> None:
    thinned = Thinned(2)
    found = [thinned.add(Trained("train", step, 8, {"loss": float(step)})) for step in range(1, 9)]
    shown = {item.step: item.losses["loss"] for item in found if item is not None}
    assert shown == {1: 1.0, 4: 3.0, 8: 6.5}


@pytest.mark.parametrize("steps", [1, 7, 240, 241, 600, 5000])
def test_first_and_last_are_always_kept(steps: int) -> None:
    kept = [step for step in range(1, steps + 1) if keeps(Trained("train", step, steps, {}))]
    assert (kept[0], kept[-1]) == (1, steps)
    assert len(kept) <= 242


def test_a_request_that_cannot_be_read_says_so() -> None:
    with pytest.raises(BadRequest, match="cannot be read"):
        TrainCourse.of(TuneRequest("t", "starter", "lora", "", "{", (), (), corpus="/c"))


def test_checks_that_are_made_again_replace_those_before() -> None:
    plan = FineTunePlan(steps=2)
    course = TrainCourse(plan, 2)
    for number, score in ((0, 0.1), (1, 0.2), (1, 0.3)):
        course.take_in(checked(number, scores={"match": score}))
    assert [found.scores["match"] for found in course.checked] == [0.1, 0.3]
    assert all(isinstance(found, Checked) for found in course.checked)


# --- few-step adapters ----------------------------------------------------------------------------


def test_a_few_step_adapter_takes_the_place_of_another(studio: Studio) -> None:
    for data in (b"one", b"two", b"three"):
        identifier, request = start(studio, "arc")
        made = result(request, data)
        about = {"method": "arc", "sampling": FewStepPlan(few_steps=4).sampling.as_values()}
        if data == b"three":
            about = {"method": "lora"}
        Path(made.path).with_suffix(".json").write_text(json.dumps({"about": about}))
        tell(studio, identifier, [made])
        tuner(studio).finish(identifier)
    studio.tunes.accept(1)
    studio.tunes.set_active(3, True)
    assert [item.number for item in studio.tunes.adapters() if item.active] == [3, 1]
    studio.tunes.set_active(2, True)
    assert [item.number for item in studio.tunes.adapters() if item.active] == [3, 2]
    assert studio.card("starter").samplers == ("pingpong",)
    studio.undo()
    assert [item.number for item in studio.tunes.adapters() if item.active] == [3, 1]
    for strength in (0.5, 1.2):
        with pytest.raises(BadRequest, match="few-step"):
            studio.tunes.set_strength(1, strength)
    studio.tunes.set_strength(3, 0.5)
    studio.tunes.set_active(1, False)
    assert studio.card("starter") == STARTER
