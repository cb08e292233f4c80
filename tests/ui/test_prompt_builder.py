"""Building a prompt from parts."""

from __future__ import annotations

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue, kinds
from tangostudio.ui import prompt_parts
from tangostudio.ui.prompt_builder import PromptBuilder
from tangostudio.ui.prompt_parts import compose

PARTS = prompt_parts.load(paths.resources_dir() / "prompt_builder.toml")


@pytest.mark.parametrize(
    ("chosen", "prompt"),
    [
        ({"source": "door"}, "door"),
        ({"material": "metal", "source": "door", "action": "slamming"}, "metal door slamming"),
        ({"material": "on gravel", "source": "footsteps", "action": "stopping"},
         "footsteps stopping on gravel"),
        ({"source": "rain", "space": "in a cave", "distance": "distant"},
         "rain, in a cave, distant"),
        ({"space": "outdoors"}, "outdoors"),
        ({}, ""),
    ],
)  # fmt: skip
def test_parts_read_as_a_prompt(chosen, prompt):
    assert compose(chosen) == prompt


def test_every_category_has_every_part():
    assert len(PARTS) >= 15
    for category in PARTS:
        assert all(category.choices[part] for part in prompt_parts.PARTS), category.name


def test_the_bundled_model_knows_every_source_that_is_offered():
    card = Catalogue.load(paths.models_dir()).get("starter")
    table = kinds.load(card)
    assert table is not None
    unknown = [
        source
        for category in PARTS
        for source in category.choices["source"]
        if table.hint(source) is not None
    ]
    assert unknown == []


@pytest.fixture
def builder(qtbot):
    made = PromptBuilder(PARTS)
    qtbot.addWidget(made)
    made.show()
    return made


def test_chips_build_the_prompt_that_is_used(builder, qtbot):
    assert not builder.use.isEnabled()
    builder.category.setCurrentText("Doors")
    for key in (("source", "door"), ("action", "slamming"), ("material", "metal")):
        builder.chips[key].click()
    builder.chips["space", "in a cave"].click()
    assert builder.prompt == "metal door slamming, in a cave"
    builder.chips["material", "metal"].click()
    with qtbot.waitSignal(builder.built) as told:
        builder.use.click()
    assert told.args == ["door slamming, in a cave"]


def test_another_category_keeps_the_parts_that_it_has_too(builder):
    builder.category.setCurrentText("Doors")
    builder.chips["source", "door"].click()
    builder.chips["distance", "close"].click()
    builder.category.setCurrentText("Fire")
    assert builder.prompt == "close"
    assert builder.chips["distance", "close"].isChecked()
