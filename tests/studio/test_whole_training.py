"""The bundled model trained for real on recordings, as small as can be: from clips to takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tangostudio.audio import files
from tangostudio.corpora import corpus as corpora
from tangostudio.corpora.corpus import Corpus, Item
from tangostudio.errors import BadRequest
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, Take, TakeQuery, check
from tangostudio.messages import TrialReady, TuneNews
from tangostudio.settings import Settings
from tangostudio.studio import restoring, trials
from tangostudio.studio.studio import Studio
from tangostudio.studio.train_views import TrainOutline
from tangostudio.tuning.events import Checked, Encoded, Trained, Tuned

from .house import BANK, CATALOGUE, STARTER

CAPTIONS = ("a low hum", "a high hum", "a hum that fades", "a soft hum")
ARC: dict[str, Any] = {
    "method": "arc", "corpus": "hums", "warm_up": 2, "refresh": 2, "path_steps": 2, "steps": 4,
    "batch": 2, "head": 8, "few_steps": 4, "rank": 2, "checks": 1, "checked_steps": 2,
    "save_every": 1, "seed": 4, "generator_rate": 1e-2, "rate_warm_up": 0,
}  # fmt: skip
LORA: dict[str, Any] = {
    "method": "lora", "corpus": "hums", "steps": 3, "batch": 2, "rank": 2, "checks": 1,
    "checked_steps": 2, "save_every": 1, "layers": ("attention",), "held_out_every": 0,
}  # fmt: skip


def write_corpus(folder: Path, rate: int = 22050) -> Corpus:
    items = []
    for place, caption in enumerate(CAPTIONS):
        times = np.arange(rate // 2) / rate
        tone = 0.2 * np.sin(2 * np.pi * 100 * (place + 1) * times).astype(np.float32)
        stored = files.store(np.stack([tone, tone], 1), rate, folder / "audio")
        items.append(
            Item(
                file=f"audio/{stored.path.name}", sha256=stored.sha256, seconds=0.5,
                caption=caption, category="", source=f"{place}.wav",
                held_out=place == len(CAPTIONS) - 1,
            )
        )  # fmt: skip
    made = Corpus(folder.name, "Hums", folder, "2026-01-01T00:00:00Z", rate, tuple(items))
    corpora.write(made)
    return made


def open_studio(folder: Path) -> Studio:
    library = Library.open(folder, write=True)
    studio = Studio(library, CATALOGUE, Settings(), InlineRunner, session_only=True)
    studio.tunes._bank = BANK
    return studio


def make(studio: Studio, **values: Any) -> Take:
    values = {"seconds": 0.5, "seeds": [5], **values}
    studio.generate(studio.plan("starter", "a low hum", **values))
    return studio.find(TakeQuery(limit=1))[0]


@dataclass
class Story:
    """What happened on the way."""

    studio: Studio
    outline: TrainOutline
    tuning: str = ""
    shares: list[float] = field(default_factory=list)
    news: list[Any] = field(default_factory=list)
    pauses: int = 0


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    studio = open_studio(tmp_path_factory.mktemp("whole") / "Klänge 音")
    write_corpus(studio.library.corpora_dir / "hums")
    outline = studio.tunes.outline(**ARC)
    assert isinstance(outline, TrainOutline)
    told = Story(studio, outline)

    def hear(change: Any) -> None:
        if not isinstance(change.event, TuneNews):
            return
        told.news.append(change.event.news)
        told.shares.append(studio.tunes.view(change.event.job).share)
        # Paused in the warm-up and among the turns.
        match change.event.news:
            case Trained(stage="warm_up", step=1) if told.pauses == 0:
                studio.tunes.pause(change.event.job)
            case Trained(stage="train", step=3) if told.pauses == 1:
                studio.tunes.pause(change.event.job)

    stop = studio.changes.subscribe(hear)
    told.tuning = studio.tunes.start("Quick", **ARC)
    while studio.tunes.view(told.tuning).state == "paused":
        told.pauses += 1
        studio.tunes.resume(told.tuning)
    stop()
    yield told
    studio.close()


def test_it_was_paused_twice_and_came_to_an_adapter(story: Story) -> None:
    view = story.studio.tunes.view(story.tuning)
    assert view.error is None
    assert (view.state, view.share, view.adapter, story.pauses) == ("done", 1.0, 1, 2)
    assert (view.method, view.corpus, view.rounds, view.blend) == ("arc", "hums", 1, {})
    assert [found.round for found in view.checked] == [0, 1]
    assert all(Path(sound).is_file() for found in view.checked for sound in found.sounds)
    steps = [step for step in view.steps if isinstance(step, Trained)]
    assert [(step.stage, step.step) for step in steps] == [
        ("warm_up", 1), ("warm_up", 2), ("train", 1), ("train", 2), ("train", 3), ("train", 4),
    ]  # fmt: skip
    assert view.saved_seconds_ago is not None
    assert story.shares[0] < 0.3
    assert story.shares[-1] == pytest.approx(1.0)


def test_the_news_are_in_the_order_of_the_stages(story: Story) -> None:
    assert isinstance(story.news[0], Encoded)
    assert isinstance(story.news[-1], Tuned)
    rounds = [item.round for item in story.news if isinstance(item, Checked)]
    assert rounds == [0, 1]


def test_the_outline_said_what_it_would_be(story: Story) -> None:
    outline = story.outline
    assert (outline.clips, outline.held_out, outline.steps, outline.rank) == (3, 1, 4, 2)
    assert outline.corpus_seconds == pytest.approx(2.0)
    assert "4 steps" in outline.sentence
    assert outline.problem == ""
    size = story.studio.tunes.adapter(1).bytes
    assert 0.5 < size / outline.trained_bytes < 2


def test_the_adapter_changes_the_card_while_it_is_in_use(story: Story) -> None:
    studio = story.studio
    adapter = studio.tunes.adapter(1)
    assert (adapter.method, adapter.model_hash) == ("arc", STARTER.weights_hash)
    facts = json.loads((studio.library.adapters_dir / f"{adapter.sha256}.json").read_text())
    assert facts["about"] == adapter.about
    assert studio.card("starter") == STARTER
    studio.tunes.accept(1)
    card = studio.card("starter")
    steps, guidance = card.parameters["steps"], card.parameters["guidance"]
    assert card.samplers == ("pingpong",)
    assert (steps.minimum, steps.maximum, steps.default) == (1, 8, 4)
    assert (guidance.minimum, guidance.maximum) == (1, 1)
    assert card.presets["balanced"] == {"steps": 4, "guidance": 1.0}
    assert "negative" not in card.can
    assert studio.catalogue.get("starter") == STARTER
    studio.tunes.rollback()
    assert studio.card("starter") == STARTER


def test_a_take_is_made_by_ping_pong_and_again_the_same(story: Story) -> None:
    studio = story.studio
    plain = make(studio, steps=4)
    studio.tunes.accept(1)
    quick = make(studio)
    assert (quick.sampler, quick.steps, quick.guidance) == ("pingpong", 4, 1.0)
    assert quick.adapters == ((studio.tunes.adapter(1).sha256, 1.0),)
    assert quick.sha256 != plain.sha256
    one = make(studio, steps=1)
    assert (one.steps, one.sha256 != quick.sha256) == (1, True)
    studio.tunes.rollback()
    # What made it is made again as it was, whatever is in use now.
    studio.making.again(quick.id)
    again = studio.find(TakeQuery(limit=1))[0]
    assert (again.id != quick.id, again.sha256) == (True, quick.sha256)
    assert make(studio, steps=4).sha256 == plain.sha256
    studio.tunes.accept(1)
    studio.making.again(plain.id)
    assert studio.find(TakeQuery(limit=1))[0].sha256 == plain.sha256
    studio.tunes.rollback()
    recipe = restoring.recipe_of(studio, quick)
    assert (recipe.values["sampler"], recipe.values["steps"]) == ("pingpong", 4)
    assert studio.plan("starter", recipe.prompt, **recipe.values).adapters == quick.adapters
    assert check(studio.library) == []


def test_a_take_whose_few_step_adapter_is_gone_is_restored_in_the_model_s_own_way(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = story.studio
    studio.tunes.accept(1)
    quick = make(studio)
    studio.tunes.rollback()
    monkeypatch.setattr(studio.library.adapters, "by_hash", lambda sha256: None)
    recipe = restoring.recipe_of(studio, quick)
    assert recipe.notes == ("An adapter that it was made with is not here.",)
    assert (recipe.values["sampler"], recipe.values["guidance"]) == ("euler", 4.0)
    assert studio.plan("starter", recipe.prompt, **recipe.values).adapters == ()


def test_what_a_few_step_model_cannot_do_is_refused(story: Story) -> None:
    studio = story.studio
    studio.tunes.accept(1)
    for values in ({"guidance": 4.0}, {"steps": 16}, {"negative": "rain"}, {"sampler": "euler"}):
        with pytest.raises(BadRequest):
            studio.plan("starter", "a hum", **values)
    with pytest.raises(BadRequest, match="50 %") as caught:
        studio.tunes.set_strength(1, 0.5)
    assert caught.value.hint
    studio.tunes.set_strength(1, 0.0)
    assert studio.card("starter") == STARTER
    assert studio.plan("starter", "a hum", guidance=4.0).sampler == "euler"
    studio.tunes.set_strength(1, 1.0)
    with pytest.raises(BadRequest, match="strength of 80 %"):
        studio.plan("starter", "a hum", adapters=((studio.tunes.adapter(1).sha256, 0.8),))
    studio.tunes.rollback()


def test_a_blind_test_makes_each_side_in_its_own_way(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = story.studio
    monkeypatch.setattr(trials, "PAIRS", 1)
    studio.tunes.accept(1)
    request = studio.trials._request(studio.tunes.adapter(1), STARTER)
    assert (request.steps, request.guidance, request.sampler) == (16, 4.0, "euler")
    assert (request.tuned_steps, request.tuned_guidance, request.tuned_sampler) == (
        4, 1.0, "pingpong",
    )  # fmt: skip
    ready: list[TrialReady] = []
    stop = studio.changes.subscribe(
        lambda change: ready.append(change.event) if isinstance(change.event, TrialReady) else None
    )
    studio.trials.begin(1)
    stop()
    text, seconds, seed = request.prompts[0]
    values = {"seconds": seconds, "seeds": [seed]}
    studio.generate(studio.plan("starter", text, **values))
    assert studio.find(TakeQuery(limit=1))[0].sha256 == ready[0].tuned.sha256
    studio.tunes.rollback()
    studio.generate(studio.plan("starter", text, **values))
    assert studio.find(TakeQuery(limit=1))[0].sha256 == ready[0].base.sha256


def test_a_fine_tuning_leaves_the_model_as_it_is_driven(story: Story) -> None:
    studio = story.studio
    outline = studio.tunes.outline(**LORA)
    assert isinstance(outline, TrainOutline)
    assert "learns 3 clips of “Hums” in 3 steps of 2" in outline.sentence
    identifier = studio.tunes.start(**LORA)
    view = studio.tunes.view(identifier)
    assert view.error is None
    assert (view.state, view.name, view.adapter) == ("done", "My sound 2", 2)
    assert [step.step for step in view.steps] in ([1, 2, 3], [0, 1, 2, 3])
    studio.tunes.accept(2)
    assert studio.card("starter") == STARTER
    tuned = make(studio, steps=2)
    assert (tuned.sampler, tuned.adapters) == ("euler", ((studio.tunes.adapter(2).sha256, 1.0),))
    # Both together: the few-step model of the sounds that were learned.
    studio.tunes.set_active(1, True)
    both = make(studio)
    assert (both.sampler, len(both.adapters)) == ("pingpong", 2)
    studio.tunes.rollback()
