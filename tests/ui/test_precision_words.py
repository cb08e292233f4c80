"""The note under the precision: honest before and after it is measured."""

from __future__ import annotations

from dataclasses import replace

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.studio.precision_records import Record
from tangostudio.ui.precision_words import MOST, note

CARDS = Catalogue.load(paths.models_dir())
STARTER, TANGO = CARDS.get("starter"), CARDS.get("tango2")
RECORD = Record("starter", "int8", 1.3, 1.2, 1.4, 3.92, 0.42, 7.3, 0.0, -0.1, 0.1, 20, "2026")


def test_before_any_measurement_nothing_is_promised():
    found = note((), [STARTER])
    assert found.startswith("int8 mainly saves memory.")
    assert "depends on the processor" in found
    assert "times" not in found


def test_what_was_measured_is_told():
    slow = replace(RECORD, precision="bfloat16", speed=0.4, smaller=2.0, differs_db=0.02)
    assert note([slow, RECORD], [STARTER]) == (
        "Starter, measured here: bfloat16: takes 2.5 times as long, 2.0 times smaller, the sound "
        "stays the same; int8: 1.3 times as fast, 3.9 times smaller, sound differs by 0.4 dB "
        "(another seed: 7.3 dB)."
    )
    assert "as fast as float32" in note([replace(RECORD, speed=0.98)], [STARTER])


def test_a_model_without_int8_is_named():
    found = note([RECORD], [STARTER, TANGO])
    assert found.splitlines()[-1] == f"int8 has no effect on {TANGO.name}."


def test_a_model_that_is_gone_is_not_told_of():
    assert note([RECORD], []).startswith("int8 mainly saves memory.")


def test_the_newest_few_are_told():
    cards = [replace(STARTER, id=str(n), name=f"Model {n}") for n in range(MOST + 2)]
    records = [replace(RECORD, model=card.id, made_at=str(n)) for n, card in enumerate(cards)]
    lines = note(records, cards).splitlines()
    assert [line.split(",")[0] for line in lines] == ["Model 4", "Model 3", "Model 2"]
