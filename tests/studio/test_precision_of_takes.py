"""Takes remember the precision that they were asked in, and are made in it again."""

from __future__ import annotations

import dataclasses

import pytest

from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import TakeQuery
from tangostudio.messages import GenerateRequest, WarmRequest, request_from_json
from tangostudio.studio import recipes
from tests.studio.house import Held, open_house


@pytest.fixture
def house(tmp_path):
    opened = []

    def make(precision: str, runner=Held):
        studio = open_house(tmp_path / "library", runner)
        studio.settings = dataclasses.replace(studio.settings, precision=precision)
        opened.append(studio)
        return studio

    yield make
    for studio in opened:
        studio.close()


@pytest.mark.parametrize(("setting", "asked"), [("auto", ""), ("int8", "int8")])
def test_what_is_planned_has_the_precision_of_the_settings(house, setting, asked):
    studio = house(setting)
    assert studio.plan("toy", "a bell").precision == asked
    assert studio.plan("toy", "a bell", precision="float32").precision == "float32"
    studio.warm("toy")
    assert studio._runner.last(WarmRequest).precision == asked


def test_a_take_is_made_again_in_its_own_whatever_the_settings_say_now(house):
    studio = house("int8", InlineRunner)
    studio.making.generate("toy", "a bell", takes=1, seconds=0.5)
    take = studio.find(TakeQuery())[0]
    request = recipes.request_of(take)
    assert request.precision == "int8"
    assert request == request_from_json(take.request)
    studio.settings = dataclasses.replace(studio.settings, precision="float32")
    studio.making.again(take.id, steps=3)
    again = studio.find(TakeQuery())[0]
    assert (again.steps, recipes.request_of(again).precision) == (3, "int8")
    another = recipes.values_of(request, another_model=True)
    assert "precision" not in another
    assert recipes.driven_by(request)["precision"] == "int8"


def test_a_request_of_before_leaves_it_to_the_program():
    old = '{"kind": "generate", "model": "toy", "prompt": "x", "seconds": 1.0, "seeds": [1],'
    old += ' "steps": 2, "guidance": 1.0, "sampler": "euler"}'
    request = request_from_json(old)
    assert isinstance(request, GenerateRequest)
    assert request.precision == ""
