"""The engine: settings, prompts and seeds with a toy model and judges whose opinions are known."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.engines import embed, generate, memory
from tangostudio.errors import (
    BadRequest,
    NotFound,
    OutOfMemory,
    StorageError,
    TangoStudioError,
    TuneError,
)
from tangostudio.evaluation import metrics
from tangostudio.evaluation.results import Found, Report, Setting
from tangostudio.families import toy
from tangostudio.families.placement import Placement
from tangostudio.messages import AudioReady, GenerateRequest, Loading, Notice
from tangostudio.preference.intervals import wilson
from tangostudio.tuning import evaluate, evaluate_panel, evaluate_takes
from tangostudio.tuning.evaluate import Evaluated, Evaluation, Measured, Question
from tangostudio.tuning.evaluate_panel import Panel, Tagger
from tangostudio.tuning.evaluate_references import Reference
from tests.studio.house import known_taste

A = Setting("A", "toy", 2, 3.0, "euler")
B = replace(A, name="B", steps=4)
PROMPTS = (("rain", 0.5), ("bell", 0.5), ("wind", 0.5))
QUESTION = Question((A, B), PROMPTS, 2)
CARD = Catalogue.load(paths.models_dir()).get("toy")

LEVELS: dict[str, tuple[float, ...]] = {"rain": (0.1, 0.3), "bell": (0.5, 0.5), "wind": (0.2, 0.4)}
"""Of the first setting's takes; every two steps more are 0.1 louder."""


def by_level(sound: np.ndarray, rate: int) -> np.ndarray:
    """A unit vector that leans to the first axis as the sound is loud."""
    level = float(sound.max())
    return np.array([level, math.sqrt(max(0.0, 1 - level**2))])


def read(texts: Sequence[str]) -> np.ndarray:
    """All texts mean loud."""
    return np.tile([1.0, 0.0], (len(texts), 1))


def tag(sound: np.ndarray, rate: int) -> np.ndarray:
    return np.array([0.75, 0.25]) if sound.max() > 0.35 else np.array([0.25, 0.75])


def panel(**changes) -> Panel:
    ears = {"": embed.Ear("ear", by_level, read), "second": embed.Ear("other", by_level, read)}
    return Panel(**{"ears": ears, "tagger": Tagger(("bell", "rain"), tag)} | changes)


@pytest.fixture
def asked(monkeypatch, tmp_path) -> list[GenerateRequest]:
    """A model that makes sounds of known levels; what it was asked for."""
    requests: list[GenerateRequest] = []

    def load(job, identifier, resident, adapters=(), adapter_dir="", *, precision=""):
        held = resident.get("generator")
        if held is not None and (held.card.id, held.adapters) == (identifier, adapters):
            return held
        yield Loading(job, identifier)
        loaded = generate.Loaded(CARD, adapters, toy, None, memory.Plan(Placement(), 1, ""))
        resident["generator"] = loaded
        return loaded

    def takes(job, request, resident):
        requests.append(request)
        for index, seed in enumerate(request.seeds):
            level = LEVELS[request.prompt][seed - evaluate.FIRST_SEED] + 0.05 * (request.steps - 2)
            stored = generate.files.store(np.full((100, 1), level, np.float32), 44100, tmp_path)
            yield AudioReady(
                job, index, seed, str(stored.path), stored.sha256, 100, 44100, 1,
                0.0, -20.0, -3.0, b"", "", 0.25 * request.steps,
            )  # fmt: skip

    monkeypatch.setattr(generate, "load", load)
    monkeypatch.setattr(generate, "generate", takes)
    monkeypatch.setattr(generate, "try_out", lambda loaded: None)
    return requests


def events(question: Question = QUESTION, out: Path | None = None, **given) -> list:
    return list(evaluate.evaluate(question, out, judge=given.pop("judge", panel()), **given))


def last(found: list) -> Report:
    assert isinstance(found[-1], Evaluation)
    return found[-1].report


def report(*args, **kwargs) -> Report:
    return last(events(*args, **kwargs))


# --- what is measured ------------------------------------------------------------------------


def test_values_are_means_over_prompts_and_stand_beside_each_prompt(asked):
    first, second = report().found
    assert first.by_prompt["clap"] == pytest.approx((0.2, 0.5, 0.3), abs=1e-4)
    assert first.values["clap"].value == pytest.approx(1 / 3, abs=1e-4)
    assert first.values["clap"].count == 3
    assert second.values["clap"].value == pytest.approx(1 / 3 + 0.1, abs=1e-4)
    assert first.values["seconds"].value == pytest.approx(0.5)
    assert second.values["seconds"].value == pytest.approx(1.0)
    assert first.values["memory"].value > 1


def test_diversity_is_over_the_takes_of_a_prompt(asked):
    (first, _) = report().found
    rows = [by_level(np.full((1, 1), level), 1) for level in LEVELS["rain"]]
    assert first.by_prompt["diversity"][0] == pytest.approx(1 - rows[0] @ rows[1], abs=1e-4)
    assert first.by_prompt["diversity"][1] == pytest.approx(0, abs=1e-6)  # one level twice


def test_every_setting_has_the_same_prompts_and_seeds(asked):
    report()
    of_each = {
        steps: [(one.prompt, one.seeds) for one in asked if one.steps == steps] for steps in (2, 4)
    }
    assert of_each[2] == of_each[4]
    # The first take is made alone, so that its time is a take's own.
    assert [seeds for _, seeds in of_each[2]] == [(70_000_001,), (70_000_002,)] * 3
    (other, *_) = (events(replace(QUESTION, first_seed=70_000_001)),)
    assert other[-1].report.seeds == (70_000_001, 70_000_002)


def test_a_difference_is_paired_by_prompt(asked):
    (found,) = (one for one in report().comparisons if one.metric == "clap")
    assert (found.first, found.second) == ("A", "B")
    assert found.difference.value == pytest.approx(0.1, abs=1e-4)
    # Prompts differ by 0.3 and settings by exactly 0.1: the interval has hardly any width.
    assert found.difference.high - found.difference.low < 1e-3
    assert found.sure == 1
    assert found.sentence.startswith("B matches its prompts better: +0.100")


def test_the_tagger_recognises_and_diverges(asked):
    real = Reference(np.full((50, 1), 0.9, np.float32), 44100, "Bell ")
    other = Reference(np.full((50, 1), 0.1, np.float32), 44100, "something else")
    question = replace(QUESTION, kinds=("rain", "bell", "unknown"), settings=(A,))
    (first,) = report(question, references=[real, other]).found
    assert first.by_prompt["recognised"][:2] == (1.0, 1.0)
    assert math.isnan(first.by_prompt["recognised"][2])
    assert first.values["recognised"].count == 2
    # The takes of the bell are heard as the real bell is; of the other prompts there is none.
    assert first.by_prompt["kl"][1] == pytest.approx(0, abs=1e-5)
    assert first.values["kl"].count == 1


def test_prompts_count_by_their_events(asked, monkeypatch):
    monkeypatch.setitem(LEVELS, "rain, then bell", (0.6, 0.6))
    question = replace(QUESTION, prompts=(*PROMPTS, ("rain, then bell", 0.5)), settings=(A,))
    (first,) = report(question).found
    assert first.values["clap_1"].count == 3
    assert first.values["clap_2"].value == pytest.approx(0.6, abs=1e-4)
    (given,) = report(replace(question, groups=(1, 3, 5, 1))).found
    assert given.values["clap_3"].value == pytest.approx(0.4, abs=1e-4)
    (alike,) = report(replace(QUESTION, settings=(A,))).found
    assert "clap_1" not in alike.values


def test_faults_are_shares_of_takes(asked, monkeypatch):
    monkeypatch.setattr(
        evaluate_panel.quality, "faults", lambda sound, rate: ("loud",) * int(sound.max() > 0.45)
    )
    found = report().found[0].values["faults"]
    assert (found.value, found.count) == (pytest.approx(1 / 3), 3)
    by_prompts = wilson(1, 3)  # both takes of a prompt have it, or neither
    assert found.low == pytest.approx(by_prompts.low, abs=0.05)


def test_takes_equal_to_the_reference_have_no_distance(asked):
    sounds = [np.full((100, 1), level, np.float32) for row in LEVELS.values() for level in row]
    question = replace(QUESTION, settings=(A,))
    found = report(question, references=[Reference(sound, 44100) for sound in sounds])
    values = found.found[0].values
    assert values["frechet_second"].value == pytest.approx(0, abs=1e-6)
    assert values["recall_second"].value == values["coverage_second"].value == 1
    assert "frechet" not in values  # the first ear is what models are tuned to please
    assert any("fewer than 300" in note for note in found.notes)
    far = report(question, references=[Reference(sound * 0 + 1, 44100) for sound in sounds])
    assert far.found[0].values["recall_second"].value == 0
    assert far.found[0].values["frechet_second"].value > 0.1


def test_settings_are_compared_by_their_distances_too(asked):
    sounds = [np.full((100, 1), level, np.float32) for level in (0.2, 0.4, 0.5, 0.6, 0.7)]
    found = report(references=[Reference(sound, 44100) for sound in sounds])
    (told,) = (one for one in found.comparisons if one.metric == "frechet_second")
    first, second = (one.values["frechet_second"].value for one in found.found)
    assert told.difference.value == pytest.approx(second - first)
    assert told.difference.value < 0
    assert told.sure > 0.5  # B, which is louder, is nearer


def test_a_taste_and_the_bundled_judges_hear_a_real_run_and_hear_it_again_alike():
    question = Question((A,), (("rain", 0.5), ("a bell, then a dog", 0.5)), 2)
    first, again = (last(list(evaluate.evaluate(question, taste=known_taste()))) for _ in range(2))
    values: dict = first.found[0].values
    assert {"clap", "clap_second", "diversity", "order", "taste", "faults"} <= values.keys()
    assert all(math.isfinite(one.value) for one in values.values())
    assert 0 < values["diversity"].value < 1
    kept = values.keys() - {"seconds", "seconds_mean", "memory"}
    assert {name: values[name].value for name in kept} == {
        name: again.found[0].values[name].value for name in kept
    }


# --- how it goes -----------------------------------------------------------------------------


def test_events_tell_how_far_it_is_and_what_is_complete(asked):
    found = events()
    steps = [(e.setting, e.prompt, e.done, e.total) for e in found if isinstance(e, Evaluated)]
    assert steps == [
        (name, prompt, 3 * place + number, 6)
        for place, name in enumerate("AB")
        for number, (prompt, _) in enumerate(PROMPTS, 1)
    ]
    halves = [e.report for e in found if isinstance(e, Measured)]
    assert [len(one.found) for one in halves] == [1, 2]
    assert halves[0].stopped
    assert isinstance(found[-1], Evaluation)
    assert not found[-1].report.stopped


def test_it_can_be_stopped_between_any_two_events(asked):
    going = evaluate.evaluate(QUESTION, judge=panel())
    for _ in range(4):
        next(going)
    going.close()  # pyright: ignore
    assert len(asked) == 6  # two for each of the first setting's prompts


def test_settings_that_share_a_model_share_its_loading(asked):
    adapter = (("a" * 64, 1.0),)
    mixed = replace(QUESTION, settings=(A, replace(A, name="T", adapters=adapter), B))
    found = events(mixed)
    assert sum(isinstance(event, Loading) for event in found) == 2
    assert [one.setting.name for one in found[-1].report.found] == ["A", "T", "B"]


def test_a_few_sounds_are_kept_for_the_page(asked, tmp_path):
    found = report(replace(QUESTION, sounds_kept=2), tmp_path)
    assert {sound.prompt for sound in found.sounds} == {"rain", "bell"}
    assert len(found.sounds) == 2 * 2 * 2
    files = sorted(path.name for path in (tmp_path / "sounds").iterdir())
    assert files == sorted(Path(sound.file).name for sound in found.sounds)
    sound = found.sounds[1]
    assert (sound.setting, sound.seed) == ("A", 70_000_002)
    assert sound.values["clap"] == pytest.approx(0.3, abs=1e-4)
    samples, rate = soundfile.read(tmp_path / sound.file)
    assert (rate, soundfile.info(tmp_path / sound.file).subtype) == (44100, "PCM_16")
    np.testing.assert_allclose(samples, 0.3, atol=1e-4)
    assert report(replace(QUESTION, sounds_kept=0), tmp_path).sounds == ()
    assert report().sounds == ()


def test_a_full_disk_ends_it(asked, tmp_path, monkeypatch):
    def full(*args):
        raise StorageError("The disk is full.", full=True)

    monkeypatch.setattr(evaluate.evaluate_sounds.whole_files, "write_part", full)
    with pytest.raises(StorageError):
        events(out=tmp_path)


def test_what_is_said_while_takes_are_made_becomes_a_note(asked, monkeypatch):
    made = generate.generate

    def short(job, request, resident):
        yield Notice(job, "Memory ran short: half precision.")
        yield from made(job, request, resident)

    monkeypatch.setattr(generate, "generate", short)
    assert "“A”: Memory ran short: half precision." in report().notes


def test_a_grid_is_told_from_a_list(asked):
    cells = tuple(
        replace(A, name=f"{steps} {guidance}", steps=steps, guidance=guidance)
        for steps in (2, 3)
        for guidance in (1.0, 3.0)
    )
    assert report(replace(QUESTION, settings=cells)).grid
    assert not report(replace(QUESTION, settings=cells[:3])).grid
    assert not report().grid


# --- what goes wrong -------------------------------------------------------------------------


def failing(monkeypatch, error: Exception, prompt: str = "bell") -> None:
    made = generate.generate

    def takes(job, request, resident):
        if request.prompt == prompt or not prompt:
            raise error
        yield from made(job, request, resident)

    monkeypatch.setattr(generate, "generate", takes)


@pytest.mark.parametrize(
    "error",
    [BadRequest("It cannot be."), OutOfMemory("No room."), RuntimeError("shape"), ValueError()],
)
def test_a_prompt_that_fails_is_told_and_left_out(asked, monkeypatch, error):
    failing(monkeypatch, error)
    found = events()
    problems = [event.problem for event in found if isinstance(event, Evaluated)]
    assert [bool(problem) for problem in problems] == [False, True, False] * 2
    whole: Report = found[-1].report
    assert whole.found[0].values["clap"].count == 2
    assert math.isnan(whole.found[0].by_prompt["clap"][1])
    assert any("“A” failed on 1 prompt of 3" in note and "“bell”" in note for note in whole.notes)
    (paired,) = (one for one in whole.comparisons if one.metric == "clap")
    assert paired.difference.count == 2


def test_a_score_that_is_no_number_leaves_its_prompt_out(asked):
    def hear(sound: np.ndarray, rate: int) -> np.ndarray:
        return np.full(2, np.nan) if sound.max() > 0.45 else by_level(sound, rate)

    found = report(judge=panel(ears={"": embed.Ear("ear", hear, read)}))
    assert found.found[0].values["clap"].count == 2
    assert any("no number" in note for note in found.notes)


def test_a_model_that_fails_on_everything_is_an_error_and_not_an_empty_report(asked, monkeypatch):
    failing(monkeypatch, TuneError("It is broken.", "Mend it."), "")
    with pytest.raises(TuneError, match="broken"):
        events()


def test_a_real_model_that_fails_says_why():
    with pytest.raises(TangoStudioError):
        events(Question((replace(A, model="toy-fail"),), PROMPTS[:1], 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"prompts": ()},
        {"prompts": (("  ", 0.5),)},
        {"prompts": (("rain", 900.0),)},
        {"takes": 0},
        {"takes": 65},
        {"first_seed": -1},
        {"settings": ()},
        {"settings": (A, A)},
        {"settings": (replace(A, name=""),)},
        {"settings": (A, replace(B, steps=5000))},
        {"settings": (A, replace(B, guidance=math.nan))},
        {"settings": (A, replace(B, sampler="magic"))},
        {"settings": (A, replace(B, precision="float7"))},
        {"groups": (1,)},
        {"kinds": ("bell",)},
        {"reference": "corpus"},
        {"reference": "/nowhere/at/all"},
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_loaded(asked, changes):
    with pytest.raises(BadRequest) as caught:
        events(replace(QUESTION, **changes))
    assert caught.value.message
    assert caught.value.hint
    assert asked == []


def test_an_unknown_model_is_refused_at_once(asked):
    with pytest.raises((BadRequest, NotFound), match="nonsense"):
        events(replace(QUESTION, settings=(A, replace(B, model="nonsense"))))
    assert asked == []


def test_folders_without_weights_are_refused():
    for name in ("embedder", "tagger", "openl3"):
        with pytest.raises(BadRequest, match="no folder"):
            list(evaluate.evaluate(replace(QUESTION, **{name: "/nowhere"})))


# --- adapters that drive the model another way -------------------------------------------------


def test_an_adapter_that_samples_otherwise_is_held_to_it(tmp_path):
    about = {
        "sampling": {"sampler": "pingpong", "steps": 8, "guidance": 1.0, "schedule": "log-snr"}
    }
    (tmp_path / f"{'a' * 64}.json").write_text(json.dumps({"about": about}))
    few = Setting("few", "starter", 8, 1.0, "pingpong", ((("a" * 64), 1.0),))
    card = evaluate_takes.card_of(few, str(tmp_path))
    assert card.options["schedule"] == {"kind": "log-snr"}
    evaluate_takes.check(few, card, [2.0])
    for wrong in (
        replace(few, steps=16),
        replace(few, guidance=4.0),
        replace(few, sampler="euler"),
    ):
        with pytest.raises(BadRequest, match="“few”"):
            evaluate_takes.check(wrong, card, [2.0])


def test_names_of_what_is_measured_are_known(asked):
    found = report()
    assert [one.name for one in found.metrics] == metrics.in_order(
        {name for one in found.found for name in one.values}
    )
    assert all(isinstance(one, Found) for one in found.found)


def test_a_model_that_is_lost_for_a_prompt_is_there_again_for_the_next(asked, monkeypatch):
    made = generate.generate

    def takes(job, request, resident):
        if request.prompt == "rain":
            resident.clear()
            raise OutOfMemory("No room.")
        yield from made(job, request, resident)

    monkeypatch.setattr(generate, "generate", takes)
    assert report().found[1].values["clap"].count == 2
