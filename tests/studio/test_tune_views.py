"""A tuning's views from its request and its news, and what votes must come to."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any, get_args

import pytest

from tangostudio.errors import BadRequest
from tangostudio.messages import TuneRequest
from tangostudio.preference.intervals import wilson
from tangostudio.studio import tune_views
from tangostudio.studio.tune_views import Course, readiness
from tangostudio.tuning import events
from tangostudio.tuning.plan import Plan

from .house import checked, news_of, stepped

PLAN = Plan(rounds=2, prompts=3, candidates=4, epochs=2, batch=2, checks=2)


def request(plan: Plan = PLAN, own: int = 0) -> TuneRequest:
    side = {"prompt": "a", "seconds": 1.0, "steps": 2, "guidance": 2.0}
    pairs = [{"chosen": side, "rejected": side, "weight": 1.0}] * own
    return TuneRequest(
        tuning="tune-1", model="starter", method="crpo", folder="",
        plan=json.dumps(plan.as_values()),
        bank=(("a", 1.0), ("b", 1.0), ("c", 1.0)), held_out=(("d", 1.0), ("e", 1.0)),
        own=json.dumps(pairs),
    )  # fmt: skip


NEWS: list[Any] = [
    events.Drafted(1, "rain 音", 2, 3),
    events.PairsChosen(1, 3, 1, 0, 0.5, {"match": 0.5, "taste": 0.5}, {"match": 0.25}),
    stepped(1, 2, 4, margin=math.nan, accuracy=math.inf),
    events.Encoded(64, 80),
    events.Trained("train", 3, 9, {"generator": 0.7, "penalty": math.nan}),
    events.LessMemory(2, True),
    events.Checking(1, 1, 2),
    checked(1, gains={"match": (0.1, -math.inf, math.inf)}, sounds=("a", "b")),
    events.Warned(1, "Takes differ less."),
    events.Tuned("/tmp/adapter.safetensors", "a" * 64),
]


def test_every_kind_of_news_is_among_these() -> None:
    assert {type(item) for item in NEWS} == set(get_args(events.Event))


@pytest.mark.parametrize("news", NEWS, ids=lambda item: type(item).__name__)
def test_news_survive_being_stored(news: Any) -> None:
    text = json.dumps(tune_views.to_values(news))
    back = tune_views.from_values(json.loads(text))
    assert type(back) is type(news)
    # NaN differs from itself, but not in its text.
    assert json.dumps(tune_views.to_values(back)) == text


@pytest.mark.parametrize(
    "values", [{}, {"news": "Sung", "round": 1}, {"news": "Warned"}, {"news": 3}, {"news": "Event"}]
)
def test_news_that_this_version_does_not_know_are_passed_over(values: dict[str, Any]) -> None:
    assert tune_views.from_values(values) is None
    course = Course.of(request(), [values, tune_views.to_values(checked(0))])
    assert [found.round for found in course.checked] == [0]


def test_a_field_of_a_later_version_is_left_out() -> None:
    values = {**tune_views.to_values(events.Warned(1, "Hm.")), "colour": "red"}
    assert tune_views.from_values(values) == events.Warned(1, "Hm.")


@pytest.mark.parametrize("plan", ["{", "[]", "{}x", '{"rounds": 0}', '{"colour": 1}', '"plan"'])
def test_a_request_that_cannot_be_read(plan: str) -> None:
    with pytest.raises(BadRequest):
        Course.of(dataclasses.replace(request(), plan=plan))


@pytest.mark.parametrize("own", [0, 5])
@pytest.mark.parametrize("changes", [{}, {"online": False}, {"rounds": 1}, {"rounds": 5}])
def test_a_course_goes_from_nothing_to_all(changes: dict[str, Any], own: int) -> None:
    asked = request(dataclasses.replace(PLAN, **changes), own)
    course = Course.of(asked)
    assert course.share == 0
    last = 0.0
    for item in news_of(asked):
        course.take_in(item)
        assert last <= course.share <= 1
        last = course.share
    assert course.share == 1
    assert course.units == pytest.approx(course.whole)


def test_what_was_stored_gives_the_same_course_but_for_the_last_steps() -> None:
    kept, live = [], Course.of(request())
    for item in news_of(request()):
        live.take_in(item)
        if tune_views.stored(item):
            kept.append(tune_views.to_values(item))
        again = Course.of(request(), kept)
        assert again.units <= live.units
        assert (again.steps, len(again.checked)) == (live.steps, len(live.checked))
    assert again.units == live.units


def test_a_check_that_is_made_again_replaces_what_came_after_it() -> None:
    course = Course.of(request())
    for number, score in ((0, 0.1), (1, 0.2), (2, 0.3), (1, 0.4)):
        course.take_in(checked(number, scores={"match": score}))
    assert [(c.round, c.scores["match"]) for c in course.checked] == [(0, 0.1), (1, 0.4)]


def test_a_curve_keeps_its_ends_and_no_more_points_than_a_screen_shows() -> None:
    for steps in (1, 7, 60, 61, 1000):
        kept = [step for step in range(1, steps + 1) if tune_views.keeps(stepped(1, step, steps))]
        assert kept[0] == 1
        assert kept[-1] == steps
        assert len(kept) <= tune_views.SHOWN_STEPS + 2
        assert steps > 60 or len(kept) == steps


@pytest.mark.parametrize(
    ("pairs", "prompts", "repeats", "sentences"),
    [
        (40, 8, (0, 0), []),
        (40, 8, (7, 10), []),
        (40, 8, (0, 4), []),
        (39, 8, (0, 0), ["39 of 40 decided pairs"]),
        (40, 7, (0, 0), ["Votes on 7 of 8 "]),
        (40, 8, (3, 5), ["answered alike 60% of the time; at 70%"]),
        (0, 0, (0, 9), ["0 of 40", "0 of 8", "alike 0%"]),
    ],
)
def test_what_votes_lack(
    pairs: int, prompts: int, repeats: tuple[int, int], sentences: list[str]
) -> None:
    found = readiness(pairs, prompts, wilson(*repeats), ["2 votes said nothing."])
    assert found.ready == (not sentences)
    wanted = [*sentences, "2 votes said nothing."] if sentences else []
    assert len(found.missing) == len(wanted)
    for sentence, words in zip(found.missing, wanted, strict=True):
        assert words in sentence
        assert sentence.endswith(".")
