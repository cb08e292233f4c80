from __future__ import annotations

import dataclasses
import json
import math
import pickle
import typing
from typing import Any

import pytest

from tangostudio import messages
from tangostudio.messages import Failed, GenerateRequest, TakeReady, TuneNews, WarmRequest
from tangostudio.tuning.events import Checked, Drafted

GENERATE = GenerateRequest(
    model="starter",
    prompt='дверь "скрип" 門 🚪\n',
    seconds=4.0,
    seeds=(1, 2, 2**63 - 1),
    steps=8,
    guidance=3.0,
    sampler="euler",
    negative="music",
    out="/tmp/a b/音",
)
WARM = WarmRequest(model="starter")
NEWS = Checked(1, {"match": 0.5}, {"match": (0.1, -math.inf, math.inf)}, 0.2, math.nan, 0.0)
EXAMPLES = {
    int: 3,
    float: 1.5,
    str: "a",
    bool: True,
    bytes: b"\x00\x01",
    tuple[tuple[str, bytes], ...]: (("ab", b"\x00"),),
    tuple[bytes, ...]: (b"\x01",),
    tuple[str, ...]: ("ef",),
    float | None: -18.5,
    tuple[str, ...] | None: ("clipped",),
    tuple[Any, ...]: (Drafted(1, "rain", 2, 3),),
    tuple[tuple[str, int, str, str], ...]: (("a.safetensors", 8, "ab", "cd"),),
    tuple[messages.CheckedFile, ...]: (messages.CheckedFile("a.bin", "equal", 8, "ab"),),
    tuple[messages.CountedKeys, ...]: (messages.CountedKeys("a.safetensors", 2, 3),),
    messages.TrialSide: messages.TrialSide("/b.flac", "cd", 10, 44100, -20.0, -1.0),
    Any: Drafted(1, "rain", 2, 3),
}
INSIDE = (
    messages.AudioReady, messages.Embedded, messages.TasteFitted, messages.Examined,
    messages.AutoExported,
)  # fmt: skip
"""Events that stay between the processes and are never printed."""


def example(kind: type[Any]) -> Any:
    """An event of this type with a value in every field."""
    hints = typing.get_type_hints(kind)
    return kind(**{item.name: EXAMPLES[hints[item.name]] for item in dataclasses.fields(kind)})


EVENTS = typing.get_args(messages.Event)
REQUESTS = [
    GENERATE,
    dataclasses.replace(GENERATE, adapters=(("ab", 0.8), ("cd", 1.5)), adapter_dir="/a"),
    WARM,
    messages.EmbedRequest("impressions-1", (("ab", "/a.flac"),), ("rain",)),
    messages.TuneRequest("t", "starter", "crpo", "/t", "{}", (("rain", 2.0),), (("bell", 1.5),)),
    messages.TrialRequest(
        "starter", (("rain", 2.0, 7),), (("ab", 1.0),), "/a", 8, 3.0, "euler", "/o"
    ),
    messages.ConvertRequest("starter", "/w"),
    messages.VerifyRequest("", "/w"),
    messages.CorpusRequest("c", "/c", "門", takes=(("take 1", "/a.flac", "rain", "", "[]"),)),
]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda value: value.kind)
def test_a_request_survives_json(request_):
    text = messages.request_to_json(request_)
    assert "\n" not in text
    assert messages.request_from_json(text) == request_


def test_every_request_kind_has_a_name_of_its_own():
    kinds = typing.get_args(messages.Request)
    assert len({kind.kind for kind in kinds}) == len(kinds)
    assert set(messages._REQUESTS.values()) == set(kinds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "null",
        '"generate"',
        "{}",
        '{"kind": "dance"}',
        '{"kind": "warm"}',
        '{"kind": "warm", "model": "a", "colour": "blue"}',
    ],
)
def test_what_is_no_request_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one of them
        messages.request_from_json(text)


def test_an_unknown_field_is_named():
    with pytest.raises(ValueError, match="colour"):
        messages.request_from_json('{"kind": "warm", "model": "a", "colour": "blue"}')


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_crosses_a_pipe_and_cannot_be_changed(kind):
    event = example(kind)
    assert pickle.loads(pickle.dumps(event)) == event
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.job = "other"


@pytest.mark.parametrize(
    "kind", [kind for kind in EVENTS if kind not in (*INSIDE, TuneNews)], ids=lambda k: k.__name__
)
def test_an_event_is_one_line_of_json_with_its_type(kind):
    event = example(kind)
    text = messages.event_to_json(event)
    assert "\n" not in text
    values = json.loads(json.dumps(dataclasses.asdict(event)))  # JSON knows lists alone
    assert json.loads(text) == {"event": kind.__name__, **values}


def test_what_a_tuning_tells_is_printed_under_its_own_name_and_as_valid_json():
    text = messages.event_to_json(TuneNews("j", NEWS))

    def refuse(name):
        raise AssertionError(name)

    values = json.loads(text, parse_constant=refuse)
    assert (values["event"], values["job"], values["round"]) == ("Checked", "j", 1)
    assert values["gains"] == {"match": [0.1, None, None]}
    assert values["diversity"] is None


def test_the_fields_that_other_programs_read():
    take = TakeReady("j", 7, "/a.flac", "ab", 3, 4.0, 44100, 1)
    assert json.loads(messages.event_to_json(take)) == {
        "event": "TakeReady",
        "job": "j",
        "take": 7,
        "path": "/a.flac",
        "sha256": "ab",
        "seed": 3,
        "seconds": 4.0,
        "sample_rate": 44100,
        "channels": 1,
    }
    failed = json.loads(messages.event_to_json(Failed("j", "BadRequest", "No.", "Do this.")))
    assert failed.keys() == {"event", "job", "kind", "message", "hint"}


def test_text_of_any_script_stays_readable():
    assert "門" in messages.request_to_json(GENERATE)


def test_exactly_three_events_are_last_ones():
    assert set(messages.LAST_EVENTS) == set(typing.get_args(messages.LastEvent))
    assert {kind.__name__ for kind in messages.LAST_EVENTS} == {"Finished", "Cancelled", "Failed"}
