"""The bundled model tuned for real, as small as can be: from a vote to takes and a blind test."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, Take, TakeQuery, check
from tangostudio.messages import TrialReady, TuneNews
from tangostudio.settings import Settings
from tangostudio.studio import trials
from tangostudio.studio.studio import Studio
from tangostudio.studio.tune_views import Outline
from tangostudio.tuning.events import Checked, PairsChosen, Stepped, Tuned

from .house import BANK, CATALOGUE, STARTER, known_taste

TINY: dict[str, Any] = {
    "rounds": 1, "prompts": 2, "candidates": 2, "epochs": 1, "batch": 2, "steps": 2, "checks": 1,
    "rank": 2,
}  # fmt: skip


def open_studio(folder: Path) -> Studio:
    library = Library.open(folder, write=True)
    studio = Studio(library, CATALOGUE, Settings(), InlineRunner, session_only=True)
    studio.tunes._bank = BANK
    return studio


def make(studio: Studio, seed: int = 5) -> Take:
    values = {"seconds": 0.5, "steps": 2, "seeds": [seed]}
    studio.generate(studio.plan("starter", "a dog barking", **values))
    return studio.find(TakeQuery(limit=1))[0]


@dataclass
class Story:
    """What happened on the way."""

    studio: Studio
    outline: Outline
    plain: Take
    tuning: str
    shares: list[float] = field(default_factory=list)
    news: list[object] = field(default_factory=list)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    studio = open_studio(tmp_path_factory.mktemp("whole") / "Klänge 音")
    plain, other = make(studio, 5), make(studio, 6)
    pair = studio.next_pair()
    assert pair is not None
    studio.vote(pair, "left" if pair.left.id == plain.id else "right")
    studio.tasting.taste = known_taste()
    outline = studio.tunes.outline(**TINY)
    assert isinstance(outline, Outline)
    told = Story(studio, outline, plain, "")

    def hear(change) -> None:
        if isinstance(change.event, TuneNews):
            told.news.append(change.event.news)
            told.shares.append(studio.tunes.view(change.event.job).share)

    stop = studio.changes.subscribe(hear)
    told.tuning = studio.tunes.start("Dry", match_share=0.5, **TINY)
    stop()
    assert other.id != plain.id
    yield told
    studio.close()


def test_it_comes_to_an_adapter(story: Story) -> None:
    view = story.studio.tunes.view(story.tuning)
    assert view.error is None
    assert (view.state, view.share, view.adapter) == ("done", 1.0, 1)
    assert [found.round for found in view.checked] == [0, 1]
    assert all(Path(sound).is_file() for found in view.checked for sound in found.sounds)
    assert view.checked[0].scores.keys() == {"match", "taste"}
    assert view.saved_seconds_ago is not None


def test_the_share_rose_to_all_of_the_work(story: Story) -> None:
    assert story.shares == sorted(story.shares)
    assert story.shares[0] > 0
    assert story.shares[-1] == 1.0


def test_it_learned_from_the_vote_and_from_pairs_of_its_own(story: Story) -> None:
    (chosen,) = (item for item in story.news if isinstance(item, PairsChosen))
    assert (chosen.own, chosen.blend) == (1, {"match": 0.5, "taste": 0.5})
    assert story.outline.own_pairs == 1
    steps = [item for item in story.news if isinstance(item, Stepped)]
    assert len(steps) == -(-(chosen.made + chosen.own) // 2)
    assert steps[0].margin == 0
    assert isinstance(story.news[-1], Tuned)


def test_what_was_told_is_what_was_stored(story: Story) -> None:
    live = [item for item in story.news if isinstance(item, Checked)]
    stored = story.studio.tunes.view(story.tuning).checked
    assert [item.scores for item in stored] == [item.scores for item in live]
    assert [item.sounds for item in stored] == [item.sounds for item in live]


def test_the_adapter_lies_in_the_library_and_is_as_large_as_was_said(story: Story) -> None:
    adapter = story.studio.tunes.adapter(1)
    path = story.studio.library.adapters_dir / f"{adapter.sha256}.safetensors"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == adapter.sha256
    facts = json.loads(path.with_suffix(".json").read_text())
    assert facts["model_hash"] == adapter.model_hash == STARTER.weights_hash
    assert adapter.about == facts["about"]
    assert story.outline.trained_bytes < adapter.bytes < story.outline.trained_bytes + 40_000
    assert check(story.studio.library) == []


def test_takes_made_with_the_adapter_say_so_and_sound_otherwise(story: Story) -> None:
    studio = story.studio
    studio.tunes.accept(1)
    tuned = make(studio)
    adapter = studio.tunes.adapter(1)
    assert tuned.adapters == ((adapter.sha256, 1.0),)
    assert tuned.seed == story.plain.seed
    assert tuned.sha256 != story.plain.sha256
    assert studio.tunes.named(tuned.adapters) == "Dry · 100 %"
    studio.tunes.set_strength(1, 0.5)
    half = make(studio)
    assert half.adapters == ((adapter.sha256, 0.5),)
    assert half.sha256 not in (tuned.sha256, story.plain.sha256)
    studio.tunes.rollback()
    plain = make(studio)
    assert (plain.adapters, plain.sha256) == ((), story.plain.sha256)
    for _ in range(3):
        studio.undo()
    assert studio.tunes.in_use(STARTER) == ()


def test_an_adapter_whose_file_is_gone_fails_the_take_with_a_sentence(story: Story) -> None:
    studio = story.studio
    studio.tunes.set_active(1, True)
    adapter = studio.tunes.adapter(1)
    path = studio.library.adapters_dir / f"{adapter.sha256}.safetensors"
    away = path.with_name("away")
    path.rename(away)
    before = len(studio.find(TakeQuery()))
    try:
        studio._runner.close()  # what is loaded is forgotten
        make(studio)
        (job,) = studio.jobs()
        assert job.error is not None
        assert job.error.kind == "WeightsError"
        assert path.name in job.error.message
        assert job.error.hint
        assert len(studio.find(TakeQuery())) == before
        assert [problem.kind for problem in check(studio.library)] == ["adapter"]
        studio.remove_job(job.id)
    finally:
        away.rename(path)
        studio.undo()


def test_a_blind_test_is_rendered_by_the_model_itself(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = story.studio
    monkeypatch.setattr(trials, "PAIRS", 2)
    request = studio.trials._request
    quick = {"steps": 2}

    def short(adapter, card):
        return dataclasses.replace(request(adapter, card), **quick)

    monkeypatch.setattr(studio.trials, "_request", short)
    ready: list[TrialReady] = []
    studio.changes.subscribe(
        lambda change: ready.append(change.event) if isinstance(change.event, TrialReady) else None
    )
    studio.trials.begin(1)
    assert [event.index for event in ready] == [0, 1]
    assert all(event.base.sha256 != event.tuned.sha256 for event in ready)
    view = studio.trials.view(1)
    assert (view.state, view.rendered, view.error) == ("open", 2, None)
    pair = studio.trials.next_pair(1)
    assert pair is not None
    assert pair.left.path.is_file()
    studio.trials.answer(pair, "left")
    assert studio.trials.view(1).answered == 1
