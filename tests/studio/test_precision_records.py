"""Measurements of precisions: kept by machine, replaced by newer ones, never an obstacle."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest

from tangostudio.studio import precision_records
from tangostudio.studio.precision_records import Record

RECORD = Record(
    model="starter",
    precision="int8",
    speed=0.8,
    speed_low=0.7,
    speed_high=math.nan,
    smaller=2.7,
    differs_db=1.1,
    other_seed_db=7.3,
    match=-0.001,
    match_low=-0.01,
    match_high=0.01,
    prompts=20,
    made_at="2026-01-01T00:00:00+00:00",
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config" / "precisions.json"


def test_records_come_back_the_newest_last(file):
    newer = dataclasses.replace(RECORD, precision="bfloat16", made_at="2026-02-01T00:00:00+00:00")
    precision_records.keep([newer], file)
    precision_records.keep([RECORD], file)
    found = precision_records.load(file)
    assert [record.precision for record in found] == ["int8", "bfloat16"]
    assert math.isnan(found[0].speed_high)
    assert [path.name for path in file.parent.iterdir()] == ["precisions.json"]


def test_a_newer_one_takes_the_place_of_an_older_one(file):
    precision_records.keep([RECORD, dataclasses.replace(RECORD, model="toy")], file)
    precision_records.keep([dataclasses.replace(RECORD, speed=1.5)], file)
    found = {(record.model, record.speed) for record in precision_records.load(file)}
    assert found == {("starter", 1.5), ("toy", 0.8)}


def test_another_machine_s_are_kept_and_not_told(file, monkeypatch):
    precision_records.keep([RECORD], file)
    monkeypatch.setattr(precision_records, "here", lambda: "another")
    assert precision_records.load(file) == ()
    precision_records.keep([dataclasses.replace(RECORD, speed=2.0)], file)
    monkeypatch.undo()
    assert [record.speed for record in precision_records.load(file)] == [0.8]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"%s": 3}', '{"%s": [1, {"model": "x"}]}'])
def test_a_file_that_makes_no_sense_is_as_none(file, text):
    file.parent.mkdir()
    file.write_text(text.replace("%s", precision_records.here()), encoding="utf-8")
    assert precision_records.load(file) == ()
    precision_records.keep([RECORD], file)
    assert len(precision_records.load(file)) == 1


@pytest.mark.parametrize(
    "changes", [{"speed": "fast"}, {"speed": -1}, {"speed": 1e999}, {"prompts": True}, {"more": 1}]
)
def test_a_row_that_makes_no_sense_is_left_out(file, changes):
    file.parent.mkdir()
    rows = [{**dataclasses.asdict(RECORD), **changes}, dataclasses.asdict(RECORD)]
    file.write_text(json.dumps({precision_records.here(): rows}), encoding="utf-8")
    assert len(precision_records.load(file)) == 1
