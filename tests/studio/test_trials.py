"""Blind tests: rendering by a runner that a test drives, sides at random, the rule, and files."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import NewAdapter
from tangostudio.messages import Progress, TrialReady, TrialRequest, TrialSide
from tangostudio.preference import trial as rule
from tangostudio.studio.studio import Studio
from tangostudio.studio.trials import PAIRS, TrialPair

from .house import STARTER, open_house, tuner

JOB = "trial-1"


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about a power cut."""
    monkeypatch.setattr("os.fsync", lambda handle: None)


def adapter(sha256: str, tuning: str = "") -> NewAdapter:
    return NewAdapter(
        sha256=sha256,
        name="Dry",
        model="starter",
        model_hash=STARTER.weights_hash,
        method="crpo",
        licence="Apache-2.0",
        commercial="yes",
        tuning=tuning,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Klänge 音"


@pytest.fixture
def studio(folder: Path) -> Iterator[Studio]:
    studio = open_house(folder)
    studio.library.adapters.add(adapter("a" * 64, tuning="tune-1"))
    yield studio
    studio.close()


def side(folder: Path, kind: str, text: str, seed: int) -> TrialSide:
    """A file that tells its side to the test, not by its name."""
    data = f"{kind} {text} {seed}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256}.flac"
    path.write_bytes(data)
    lufs = -20.0 if kind == "base" else -26.0
    return TrialSide(str(path), sha256, 44_100, 44_100, lufs, -6.0)


def render(studio: Studio, first: int = 0, last: int | None = None, finish: bool = True) -> None:
    """What the runner makes of the newest request."""
    request = tuner(studio).last(TrialRequest)
    out = Path(request.out)
    for index, (text, _, seed) in list(enumerate(request.prompts))[first:last]:
        sides = [side(out, kind, text, seed) for kind in ("base", "tuned")]
        studio.handle(TrialReady(JOB, index, *sides))
    if finish:
        tuner(studio).finish(JOB)


@pytest.fixture
def ready(studio: Studio) -> Studio:
    studio.trials.begin(1)
    render(studio)
    return studio


def is_tuned(sound: Any) -> bool:
    return sound.path.read_bytes().startswith(b"tuned")


def towards(kind: str) -> Callable[[TrialPair], str]:
    """The answer that prefers one kind, wherever it stands."""
    return lambda pair: "left" if is_tuned(pair.left) == (kind == "tuned") else "right"


def answer(studio: Studio, count: int, choose: Callable[[TrialPair], str] | str) -> None:
    for _ in range(count):
        pair = studio.trials.next_pair(1)
        assert pair is not None
        studio.trials.answer(pair, choose if isinstance(choose, str) else choose(pair))


# --- rendering ---------------------------------------------------------------------------------


def test_the_pairs_are_of_prompts_that_are_held_out_each_with_a_seed_of_its_own(
    studio: Studio,
) -> None:
    assert studio.trials.view(1).state == "none"
    studio.trials.begin(1)
    request = tuner(studio).last(TrialRequest)
    assert len(request.prompts) == PAIRS == 28
    held_out = {("a dog barks", 1.0), ("A Bell Rings", 2.0)}
    assert {(text, seconds) for text, seconds, _ in request.prompts} == held_out
    assert len({(text, seed) for text, _, seed in request.prompts}) == PAIRS
    assert all(request.prompts[i][0] != request.prompts[i + 1][0] for i in range(0, PAIRS, 2))
    assert (request.model, request.adapters) == ("starter", (("a" * 64, 1.0),))
    assert request.adapter_dir == str(studio.library.adapters_dir)
    assert Path(request.out) == studio.library.tunings_dir / "tune-1" / "trial"
    assert studio.trials.view(1).state == "rendering"
    with pytest.raises(BadRequest, match="being prepared already"):
        studio.trials.begin(1)


def test_rendering_is_followed_and_shown_when_it_is_whole(studio: Studio) -> None:
    seen: list[Any] = []
    studio.changes.subscribe(lambda change: seen.append(change))
    studio.trials.begin(1)
    studio.handle(Progress(JOB, 1, 56, 3, 16, 90.0))
    assert seen[-1].kinds == {"tunes"}
    assert isinstance(seen[-1].event, Progress)
    render(studio, last=5, finish=False)
    view = studio.trials.view(1)
    assert (view.state, view.rendered, view.total, view.answered) == ("rendering", 5, 28, 0)
    assert studio.trials.next_pair(1) is None
    render(studio, first=5)
    view = studio.trials.view(1)
    assert (view.state, view.rendered) == ("open", 28)
    assert view.rule == rule.RULE
    assert studio.trials.next_pair(1) is not None
    with pytest.raises(BadRequest, match="are there"):
        studio.trials.begin(1)


def test_a_rendering_that_failed_says_why_and_goes_on_where_it_was(studio: Studio) -> None:
    studio.trials.begin(1)
    whole = tuner(studio).last(TrialRequest)
    render(studio, last=10, finish=False)
    tuner(studio).fail(JOB, "There is not enough memory.")
    view = studio.trials.view(1)
    assert (view.state, view.rendered) == ("none", 10)
    assert view.error is not None
    assert view.error.message == "There is not enough memory."
    studio.trials.begin(1)
    assert studio.trials.view(1).error is None
    assert tuner(studio).last(TrialRequest).prompts == whole.prompts[10:]
    render(studio)
    assert studio.trials.view(1).state == "open"
    assert [pair.seed for pair in studio.trials._pairs(1)] == [seed for *_, seed in whole.prompts]


def test_what_arrives_for_no_test_is_passed_over(studio: Studio) -> None:
    made = side(studio.library.tunings_dir, "base", "a", 1)
    studio.handle(TrialReady("trial-1", 0, made, made))
    assert studio.trials.view(1).rendered == 0
    for verb in (studio.trials.begin, studio.trials.view, studio.trials.next_pair):
        with pytest.raises(NotFound, match="no adapter 9"):
            verb(9)


@pytest.mark.parametrize("moved", [False, True])
def test_a_test_goes_on_in_the_next_session(ready: Studio, folder: Path, moved: bool) -> None:
    answer(ready, 7, towards("tuned"))
    asked = {(trial.prompt, trial.seed) for trial in ready.library.trials.all(1)}
    ready.close()
    place = folder.with_name("moved") if moved else folder
    if moved:
        folder.rename(place)
    again = open_house(place)
    view = again.trials.view(1)
    assert (view.state, view.rendered, view.answered) == ("open", 28, 7)
    pair = again.trials.next_pair(1)
    assert pair is not None
    assert pair.left.path.is_relative_to(place)
    assert pair.left.path.is_file()
    answer(again, 13, towards("tuned"))
    trials = again.library.trials.all(1)
    assert len({(trial.prompt, trial.seed) for trial in trials}) == 20
    assert asked <= {(trial.prompt, trial.seed) for trial in trials}
    assert again.trials.view(1).verdict.word == rule.BETTER
    again.close()


@pytest.mark.parametrize("text", ["", "{", "[1]", "3", '[{"prompt": "a"}]', '{"a": 1}', "null"])
def test_a_damaged_index_is_rendered_anew(ready: Studio, text: str) -> None:
    whole = tuner(ready).last(TrialRequest)
    index = ready.library.tunings_dir / "tune-1" / "trial" / "trial.json"
    index.write_text(text)
    view = ready.trials.view(1)
    assert (view.state, view.rendered) == ("none", 0)
    assert ready.trials.next_pair(1) is None
    ready.trials.begin(1)
    assert tuner(ready).last(TrialRequest).prompts == whole.prompts
    render(ready)
    assert ready.trials.view(1).state == "open"


def test_pairs_without_their_files_are_rendered_again(ready: Studio) -> None:
    answer(ready, 2, "tie")
    whole = tuner(ready).last(TrialRequest)
    lost = ready.trials._pairs(1)[20]
    Path(lost.tuned.path).unlink()
    assert (ready.trials.view(1).state, ready.trials.view(1).rendered) == ("none", 20)
    ready.trials.begin(1)
    assert tuner(ready).last(TrialRequest).prompts == whole.prompts[20:]
    render(ready)
    view = ready.trials.view(1)
    assert (view.state, view.rendered, view.answered) == ("open", 28, 2)


def test_the_index_names_no_folder(ready: Studio) -> None:
    folder = ready.library.tunings_dir / "tune-1" / "trial"
    text = (folder / "trial.json").read_text()
    assert str(folder) not in text
    assert len(json.loads(text)) == 28


# --- blind -------------------------------------------------------------------------------------


def test_sides_are_at_random(ready: Studio) -> None:
    lefts = []
    for seed in range(60):
        pair = ready.trials.next_pair(1, random.Random(seed))
        assert pair is not None
        assert is_tuned(pair.left) != is_tuned(pair.right)
        lefts.append(is_tuned(pair.left))
    assert 15 < sum(lefts) < 45


def test_nothing_in_a_pair_tells_the_side(ready: Studio) -> None:
    """Whichever stands left, the pair differs in what its sounds are and in its random id."""
    pairs = {}
    for seed in range(16):
        pair = ready.trials.next_pair(1, random.Random(seed))
        assert pair is not None
        pairs[is_tuned(pair.left)] = pair
        text = repr(pair).replace(str(ready.library.folder), "")
        assert "base" not in text.lower()
        assert "tuned" not in text.lower()
    one, two = pairs[True], pairs[False]
    assert (one.left, one.right) == (two.right, two.left)
    assert (one.prompt, one.adapter) == (two.prompt, two.adapter)
    assert one.id.rsplit("-", 1)[0] == two.id.rsplit("-", 1)[0]
    assert one.left.path.parent == one.right.path.parent
    assert {len(sound.path.name) for sound in (one.left, one.right)} == {69}


def test_the_rendered_files_come_in_no_order_that_tells(ready: Studio) -> None:
    """A listing by name does not put one kind first."""
    pairs = ready.trials._pairs(1)
    first = [Path(pair.tuned.path).name < Path(pair.base.path).name for pair in pairs]
    assert 4 < sum(first) < 24


def test_both_sides_are_made_equally_loud(ready: Studio) -> None:
    pair = ready.trials.next_pair(1)
    assert pair is not None
    gains = ready.trials.gains(pair)
    assert pair.left.lufs + gains[0] == pytest.approx(pair.right.lufs + gains[1])
    assert pair.left.peak_db + gains[0] <= 0
    assert pair.left.seconds == 1.0


@pytest.mark.parametrize("left", ["base", "tuned"])
def test_what_was_heard_on_a_side_is_kept_for_its_model(ready: Studio, left: str) -> None:
    seed = next(
        seed
        for seed in range(100)
        if (pair := ready.trials.next_pair(1, random.Random(seed))) is not None
        and is_tuned(pair.left) == (left == "tuned")
    )
    pair = ready.trials.next_pair(1, random.Random(seed))
    assert pair is not None
    ready.trials.answer(
        pair, "left", heard_left_ms=10, heard_right_ms=20, replays=3, response_ms=40,
        gain_left_db=-1.0, gain_right_db=-2.0,
    )  # fmt: skip
    (trial,) = ready.library.trials.all(1)
    right = "base" if left == "tuned" else "tuned"
    assert (trial.shown_left, trial.answer) == (left, left)
    heard = {"base": trial.heard_base_ms, "tuned": trial.heard_tuned_ms}
    gains = {"base": trial.gain_base_db, "tuned": trial.gain_tuned_db}
    assert (heard[left], heard[right]) == (10, 20)
    assert (gains[left], gains[right]) == (-1.0, -2.0)
    assert (trial.replays, trial.response_ms, trial.model) == (3, 40, "starter")
    assert trial.prompt == pair.prompt
    for kind, sha256 in (("base", trial.sha256_base), ("tuned", trial.sha256_tuned)):
        sound = pair.left if left == kind else pair.right
        assert sound.path.name == f"{sha256}.flac"


# --- the rule ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wins", "losses", "word"),
    [
        (20, 0, rule.BETTER),
        (15, 5, rule.BETTER),
        (14, 6, rule.LIKELY_BETTER),
        (10, 10, rule.NO_DIFFERENCE),
        (3, 17, rule.WORSE),
    ],
)
def test_answers_count_for_the_right_model_whichever_side(
    ready: Studio, wins: int, losses: int, word: str
) -> None:
    answer(ready, losses, towards("base"))
    answer(ready, wins, towards("tuned"))
    view = ready.trials.view(1)
    assert (view.state, view.answered) == ("done", 20)
    assert (view.verdict.wins, view.verdict.losses, view.verdict.word) == (wins, losses, word)
    assert ready.trials.next_pair(1) is None
    with pytest.raises(BadRequest):
        ready.trials.begin(1)


def test_ties_use_the_reserve(ready: Studio) -> None:
    answer(ready, 4, "tie")
    answer(ready, 4, "both_bad")
    answer(ready, 19, towards("tuned"))
    view = ready.trials.view(1)
    assert (view.state, view.verdict.left, view.verdict.ties) == ("open", 1, 8)
    answer(ready, 1, towards("tuned"))
    view = ready.trials.view(1)
    assert (view.state, view.answered, view.verdict.word) == ("done", 28, rule.BETTER)


def test_a_test_ends_with_its_last_pair_though_few_were_decided(ready: Studio) -> None:
    answer(ready, 18, "tie")
    answer(ready, 10, towards("base"))
    view = ready.trials.view(1)
    assert (view.state, view.answered, view.verdict.word) == ("done", 28, rule.WORSE)
    assert view.verdict.left == 0
    assert ready.trials.next_pair(1) is None


def test_each_pair_is_asked_once(ready: Studio) -> None:
    answer(ready, 27, "tie")
    asked = [(trial.prompt, trial.seed) for trial in ready.library.trials.all(1)]
    assert len(set(asked)) == 27
    pair = ready.trials.next_pair(1)
    same = ready.trials.next_pair(1)
    assert pair is not None
    assert same is not None
    ready.trials.answer(pair, "left")
    for again in (pair, same):
        with pytest.raises(BadRequest, match="answered already"):
            ready.trials.answer(again, "left")
    assert ready.trials.view(1).answered == 28


def test_answers_that_are_none(ready: Studio) -> None:
    pair = ready.trials.next_pair(1)
    assert pair is not None
    for said in ("tuned", "base", "", "a"):
        with pytest.raises(BadRequest):
            ready.trials.answer(pair, said)
    stranger = TrialPair("1-0-00000000", 1, pair.prompt, pair.left, pair.right)
    with pytest.raises(BadRequest):
        ready.trials.answer(stranger, "left")
    assert ready.library.trials.all(1, withdrawn=True) == []


def test_an_answer_can_be_undone_and_given_again(ready: Studio) -> None:
    answer(ready, 19, towards("tuned"))
    pair = ready.trials.next_pair(1)
    assert pair is not None
    ready.trials.answer(pair, towards("tuned")(pair))
    assert ready.trials.view(1).state == "done"
    assert ready.undo() == "answer"
    view = ready.trials.view(1)
    assert (view.state, view.answered, view.verdict.left) == ("open", 19, 1)
    assert ready.redo() == "answer"
    assert ready.trials.view(1).verdict.word == rule.BETTER
    ready.undo()
    ready.trials.answer(pair, towards("base")(pair))  # the same pair, answered otherwise
    verdict = ready.trials.view(1).verdict
    assert (verdict.wins, verdict.losses) == (19, 1)
    assert len(ready.library.trials.all(1, withdrawn=True)) == 22
    again = ready.trials.next_pair(1)
    assert again is None


def test_each_adapter_has_a_test_of_its_own(ready: Studio) -> None:
    answer(ready, 3, "tie")
    second = ready.library.adapters.add(adapter("b" * 64))
    view = ready.trials.view(second.number)
    assert (view.state, view.rendered, view.answered) == ("none", 0, 0)
    first = tuner(ready).last(TrialRequest)
    ready.trials.begin(second.number)
    other = tuner(ready).last(TrialRequest)
    assert Path(other.out) == ready.library.tunings_dir / "adapter-2" / "trial"
    assert other.prompts != first.prompts
    assert other.adapters == (("b" * 64, 1.0),)
