"""A report's files: what is written is read again, and spreadsheets take no text for a formula."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from tangostudio.errors import BadRequest, StorageError
from tangostudio.evaluation import report_files
from tangostudio.evaluation.results import Interval, Setting
from tests.evaluation import made


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_report_is_read_as_it_was_written(tmp_path):
    one = made.setting("third", adapters=(("ab" * 32, 0.8),), precision="int8")
    report = made.pair(stopped="Stopped.", grid=True)
    report = made.with_sounds(report, tmp_path, ("a.wav", "b.wav"))
    report = made.dataclasses.replace(report, found=(*report.found, made.found(one, 0.1)))
    paths = report_files.write(report, tmp_path)
    assert [path.name for path in paths] == [
        "report.json", "table.csv", "prompts.csv", "index.html",
    ]  # fmt: skip
    again = report_files.read(tmp_path)
    assert again.found[2].setting == one
    assert again.sounds == report.sounds
    assert again.comparisons == report.comparisons
    assert math.isnan(again.found[0].by_prompt["clap"][-1])
    assert report_files.as_values(again) == report_files.as_values(report)
    assert not list(tmp_path.glob("*.part"))


def test_what_is_no_number_is_null(tmp_path):
    values = {"clap": Interval(math.nan, -math.inf, math.inf)}
    report = made.pair(found=(made.Found(made.setting("x"), values),), comparisons=())
    report_files.write(report, tmp_path)
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))  # strict: no NaN
    assert told["found"][0]["values"]["clap"] == {
        "value": None, "low": None, "high": None, "count": 0,
    }  # fmt: skip
    assert math.isnan(report_files.read(tmp_path).found[0].values["clap"].low)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '{"format": 2}', '{"format": 1}', '{"seeds": ["x"], "prompts": []}'],
)
def test_what_is_no_report_is_refused(tmp_path, text):
    (tmp_path / "report.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadRequest):
        report_files.read(tmp_path)


def test_a_report_with_a_strange_field_is_refused(tmp_path):
    values = report_files.as_values(made.pair())
    values["metrics"][0]["colour"] = "red"
    (tmp_path / "report.json").write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(BadRequest, match="damaged"):
        report_files.read(tmp_path / "report.json")


def test_no_report_is_there(tmp_path):
    with pytest.raises(BadRequest):
        report_files.read(tmp_path)


def test_the_table_has_a_row_for_each_setting(tmp_path):
    report_files.write(made.pair(), tmp_path)
    for name in ("table.csv", "prompts.csv"):
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")  # or scripts are lost
    first, second = rows(tmp_path / "table.csv")
    assert (first["Setting"], first["Steps"], first["Guidance"]) == ("first", "16", "4.0")
    assert second["Setting"] == 'second, "few" <b>'
    told = [second[f"clap{end}"] for end in ("", " low", " high", " count")]
    assert told == ["0.3", "0.27999999999999997", "0.32999999999999996", "4"]
    assert [first[f"seconds{end}"] for end in ("", " low", " count")] == ["1.6", "", "16"]


def test_adapters_stand_in_one_cell(tmp_path):
    stack = (("aa", 0.8), ("bb", 1.0))
    one = Setting("x", "starter", 8, 1.0, "pingpong", stack, "int8")
    report_files.write(made.pair(found=(made.found(one, 0.1),), comparisons=()), tmp_path)
    (row,) = rows(tmp_path / "table.csv")
    assert (row["Adapters"], row["Precision"]) == ("aa:0.8 bb:1", "int8")


def test_prompts_have_a_row_for_each_setting_and_no_formula(tmp_path):
    report_files.write(made.pair(), tmp_path)
    told = rows(tmp_path / "prompts.csv")
    assert len(told) == 2 * len(made.PROMPTS)
    assert set(told[0]) == {"Setting", "Prompt", "Seconds", "clap"}
    assert [row["Prompt"] for row in told[:4]] == [
        made.EVIL, made.PROMPTS[1][0], made.PROMPTS[2][0], "'=1+1",
    ]  # fmt: skip
    assert told[0]["clap"] == "0.2"
    assert told[3]["clap"] == ""


@pytest.mark.parametrize("text", ["=a", "+1", "-1", "@x", "  =a", "\t=a", "＝a"])
def test_a_cell_that_looks_like_a_formula_is_defused(tmp_path, text):
    report_files.write(made.pair(prompts=((text, 1.0),), comparisons=()), tmp_path)
    assert rows(tmp_path / "prompts.csv")[0]["Prompt"] == f"'{text}"


def test_a_measured_number_below_nought_stays_a_number(tmp_path):
    one = made.Found(made.setting("x"), {"clap": Interval(-0.5)}, {"clap": (-0.5, 0, 0, 0)})
    report_files.write(made.pair(found=(one,), comparisons=()), tmp_path)
    assert rows(tmp_path / "table.csv")[0]["clap"] == "-0.5"
    assert rows(tmp_path / "prompts.csv")[0]["clap"] == "-0.5"


def test_half_a_character_does_not_stop_the_writing(tmp_path):
    report_files.write(made.pair(prompts=(("rain \ud800", 1.0),)), tmp_path)
    assert "rain ?" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        report_files.write(made.pair(), tmp_path / "file" / "report")
