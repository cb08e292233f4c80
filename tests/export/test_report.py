"""The reports of a delivery: a table that spreadsheets open, and a page to print."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tangostudio.errors import BadRequest
from tangostudio.export import report
from tangostudio.export.presets import Preset
from tangostudio.export.report import COLUMNS, DeliveredFile, Report

FOLDER = Path("/out")
GOOD = DeliveredFile(
    7, "Tür 音", FOLDER / "Doors" / "DOORWood_Slam.wav", note="Lowered by 0.50 dB.",
    cat_id="DOORWood", sample_rate=48000, bits=24, channels=2, seconds=1.23456, lufs=-18.04,
    true_peak_db=-1.0, sha256="ab" * 32, licence="Apache-2.0", commercial="yes",
)  # fmt: skip
BAD = DeliveredFile(8, "Gone", None, problem="Its sound file is missing.", licence="MIT")


def made(*files: DeliveredFile, **more: object) -> Report:
    return Report(Preset("film", "Film/TV"), FOLDER, files, **more)  # pyright: ignore


def table(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_says_every_files_facts_and_why_one_is_not_there(tmp_path: Path) -> None:
    good, bad = table(report.write_csv(made(GOOD, BAD), tmp_path / "report.csv"))
    assert list(good) == list(COLUMNS)
    assert good["File"] == "Doors/DOORWood_Slam.wav"
    assert (good["Title"], good["Take"], good["Seconds"]) == ("Tür 音", "7", "1.235")
    assert (good["LUFS"], good["True peak dBTP"]) == ("-18.0", "-1.0")
    assert (good["Licence"], good["Commercial use"]) == ("Apache-2.0", "yes")
    assert (bad["File"], bad["LUFS"], bad["Problem"]) == ("", "", "Its sound file is missing.")


def test_spreadsheets_see_that_the_table_is_utf8(tmp_path: Path) -> None:
    path = report.write_csv(made(GOOD), tmp_path / "report.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfFile,")


@pytest.mark.parametrize(
    "title", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\r=1", "＝1+1"]
)
def test_no_text_of_a_take_is_taken_for_a_formula(tmp_path: Path, title: str) -> None:
    file = DeliveredFile(1, title, None, problem=title)
    (row,) = table(report.write_csv(made(file), tmp_path / "report.csv"))
    assert row["Title"] == row["Problem"] == f"'{title}"


def test_levels_below_zero_stay_numbers(tmp_path: Path) -> None:
    (row,) = table(report.write_csv(made(GOOD), tmp_path / "report.csv"))
    assert float(row["LUFS"]) == -18.0


def test_silence_has_no_level(tmp_path: Path) -> None:
    file = DeliveredFile(1, "x", FOLDER / "x.wav", lufs=float("-inf"), true_peak_db=None)
    (row,) = table(report.write_csv(made(file), tmp_path / "report.csv"))
    assert (row["LUFS"], row["True peak dBTP"]) == ("", "")


class Page(HTMLParser):
    """Tags, attributes and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def test_the_page_stands_alone_and_has_a_row_for_every_file(tmp_path: Path) -> None:
    page = read(report.write_page(made(GOOD, BAD), tmp_path / "report.html"))
    assert page.tags.count("tr") == 3
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not {"href", "src"} & page.names
    assert {"Tür 音", "Apache-2.0", "ab" * 32, "Its sound file is missing."} <= set(page.texts)


def test_what_people_wrote_cannot_become_part_of_the_page(tmp_path: Path) -> None:
    evil = "</td><script>alert(1)</script>&lt; {style} \ud800"
    file = DeliveredFile(1, evil, None, licence=evil)
    page = read(report.write_page(made(file, problem=evil), tmp_path / "report.html"))
    assert "script" not in page.tags
    assert any("<script>alert(1)</script>" in text for text in page.texts)


def test_the_page_says_how_the_delivery_ended(tmp_path: Path) -> None:
    stopped = made(GOOD, BAD, cancelled=True, problem="The disk is full.", hint="Free some.")
    said = report.page(stopped)
    assert "1 of 2 files written with the preset Film/TV to /out." in said
    assert "The delivery was stopped before its end." in said
    assert "The disk is full. Free some." in said
    assert "1 under: Apache-2.0" in said


def test_the_name_says_which_report_it_is(tmp_path: Path) -> None:
    assert report.write(made(GOOD), tmp_path / "a.CSV").read_bytes()[:3] == b"\xef\xbb\xbf"
    assert report.write(made(GOOD), tmp_path / "a.html").read_bytes().startswith(b"<!DOCTYPE html>")
    with pytest.raises(BadRequest):
        report.write(made(GOOD), tmp_path / "a.pdf")


def test_an_older_report_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    report.write_csv(made(GOOD, BAD), tmp_path / "report.csv")
    assert len(table(report.write_csv(made(GOOD), tmp_path / "report.csv"))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["report.csv"]
