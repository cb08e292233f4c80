"""The page: nothing from elsewhere, everything escaped, each kind of report in its own form."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tangostudio import paths
from tangostudio.evaluation.page import STYLE, page
from tests.evaluation import made

_VOID = {"meta", "br", "link", "img", "input"}


class Seen(HTMLParser):
    """Elements with their attributes, and the text of each; open and close must agree."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self._open[-1] if self._open else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self) -> str:
        kept = (text for tag, text in self.texts if tag not in ("style", "script"))
        return " ".join(" ".join(kept).split())


def seen(report, folder: Path = Path("nowhere")) -> Seen:
    return Seen(page(report, folder))


@pytest.fixture(scope="module")
def pair() -> Seen:
    return seen(made.pair())


def test_nothing_is_fetched_from_elsewhere(tmp_path):
    report = made.with_sounds(made.pair(), tmp_path, ("a.wav", "b.wav"))
    text = page(report, tmp_path)
    told = Seen(text)
    links = [v for _, found in told.elements for k, v in found.items() if k in ("src", "href")]
    assert sorted({str(link) for link in links}) == [
        "prompts.csv", "report.json", "sounds/a.wav", "sounds/b.wav", "table.csv",
    ]  # fmt: skip
    assert not told.all("link")
    assert not told.all("iframe")
    outside = re.compile(r"https?:|//[a-z]|@import|url\(")
    assert not outside.search(re.sub(r"(?m)^//.*$", "", text))


def test_texts_from_outside_are_escaped(pair):
    assert len(pair.all("script")) == 1
    assert not pair.all("i")
    assert not pair.all("b")
    told = pair.text()
    for text in (made.EVIL, 'second, "few" <b>', "first and second <i>", "鸟鸣声", "صوت مطر"):
        assert text in told


def test_the_page_allows_its_own_script_alone(pair):
    (policy,) = [
        found["content"] for found in pair.all("meta") if found.get("http-equiv") is not None
    ]
    (script,) = [text for tag, text in pair.texts if tag == "script"]
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy is not None
    assert f"script-src 'sha256-{mark}';" in policy
    assert "connect-src 'none'" in policy


def test_the_head_tells_what_was_compared_and_where(pair):
    told = pair.text()
    for text in (
        "4 March 2026, 05:06", "a machine", "4 prompts, 3 takes of each", "7 to 9",
        "starter · 16 steps · guidance 4 · euler", "Tango Studio 1.0", "A note.",
        'tangostudio evaluate --setting "a: steps=8"',
    ):  # fmt: skip
        assert text in told


def test_findings_say_better_in_words_and_fold_what_is_not_sure(pair):
    told = pair.text()
    assert "✓ better CLAP score The <b>second</b> is better. +0.100" in told
    assert "≈ not sure No difference that these prompts can show: frechet distance" in told


def test_a_clear_loss_is_called_worse():
    rows = made.pair().comparisons
    loss = dataclasses.replace(rows[0], sure=0.01, difference=made.Interval(-0.1, -0.2, -0.05))
    assert "✕ worse CLAP score" in seen(made.pair(comparisons=(loss,))).text()


def test_the_best_value_is_marked_by_a_sign_and_a_word(pair):
    told = pair.text()
    assert "CLAP score ↑ higher is better 0.200 0.180 to 0.230 ◆ best 0.300" in told
    assert "Takes with a fault ↓ lower is better 12.5 % 3.0 to 40.0 12.5 %" in told


def test_cells_of_tables_have_their_heads(pair):
    heads = pair.all("th")
    assert heads
    assert all(found.get("scope") in ("col", "row") for found in heads)


def test_charts_have_words(pair):
    charts = [found for found in pair.all("svg") if found.get("class") is not None]
    assert charts
    for found in charts:
        assert found.get("aria-label") or found.get("aria-hidden") == "true"


def test_scores_by_events_are_bars_and_not_rows_of_the_table(pair):
    told = pair.text()
    assert "By number of events" in told
    assert told.index("1 event") > told.index("By number of events")


def test_a_stopped_report_says_so():
    assert "⚠ Not whole. It was stopped." in seen(made.pair(stopped="It was stopped.")).text()
    assert "Not whole" not in seen(made.pair()).text()


def test_of_two_settings_prompts_are_ordered_by_the_change():
    first, second = made.setting("a"), made.setting("b")
    prompts = tuple((f"prompt {n:02d}", 1.0) for n in range(12))
    rows = (
        made.Found(first, {}, {"clap": (0.5,) * 12}),
        made.Found(second, {}, {"clap": tuple(0.4 + n / 50 for n in range(12))}),
    )
    told = seen(made.pair(prompts=prompts, found=rows, comparisons=())).text()
    gained, lost = told.index("Most gained"), told.index("Most lost")
    assert gained < told.index("prompt 11") < lost < told.index("prompt 00")
    assert "All 12 prompts, in their order" in told


# --- grids and many settings ----------------------------------------------------------------------


def test_a_grid_is_a_table_of_guidance_by_steps_the_better_the_stronger():
    text = page(made.grid(), Path("nowhere"))
    told = Seen(text)
    assert "4 8 1 0.140 0.180 3.5 0.390 0.430 5 0.540 ◆ best 0.580" in told.text()
    heat = re.findall(r'<td(?: class="best")? style="--heat-at:([\d.]+)" title="([^"]*)"', text)
    by_name = {title.partition(":")[0]: float(heat) for heat, title in heat[:6]}
    assert by_name["4 steps, guidance 1"] == 0
    assert by_name["8 steps, guidance 5"] == 1
    distance = {title.partition(":")[0]: float(heat) for heat, title in heat[6:12]}
    assert distance["4 steps, guidance 1"] == 0
    assert distance["8 steps, guidance 5"] == 1  # the lowest distance is the best


def test_a_grid_has_trade_offs_along_lines():
    told = seen(made.grid())
    planes = [found for found in told.all("svg") if found.get("class") == "plane"]
    assert len(planes) == 2
    text = told.text()
    assert "A line for equal steps, along guidance 1 to 5." in text
    assert "A line for equal guidance, along steps 4 to 8." in text


def test_a_grid_with_a_hole_has_an_empty_cell():
    report = made.grid()
    holed = dataclasses.replace(report, found=report.found[:-1])
    assert "3.5 0.390 0.430 5 ◆ best 0.540 –" in seen(holed).text()


def test_many_settings_stand_one_under_the_other():
    every = tuple(made.found(made.setting(f"way {n}"), n / 50) for n in range(30))
    told = seen(made.pair(found=every, comparisons=()))
    text = told.text()
    assert "30 settings compared" in text
    assert "The best setting by each measure." in text
    assert text.count("way 29") >= 3


@pytest.mark.parametrize("count", [0, 1])
def test_a_report_of_little_can_be_written(count):
    one = (made.Found(made.setting("alone"), {}),)[:count]
    report = made.pair(found=one, comparisons=(), metrics=(), prompts=(), notes=(), command="")
    assert "first and second" in seen(report).text()


# --- players --------------------------------------------------------------------------------------


def test_sounds_of_a_seed_stand_beside_each_other_under_names_that_a_browser_finds(tmp_path):
    names = ("a #1 50%.wav", "ü?&b.wav")
    report = made.with_sounds(made.pair(), tmp_path, names)
    told = seen(report, tmp_path)
    players = [found for found in told.all("div") if found.get("class") == "player"]
    assert [(one["data-row"], one["data-column"]) for one in players] == [("0", "0"), ("0", "1")]
    sources = {found["src"] for found in told.all("audio")}
    assert sources == {"sounds/a%20%231%2050%25.wav", "sounds/%C3%BC%3F%26b.wav"}
    assert {found.get("preload") for found in told.all("audio")} == {"none"}
    assert "CLAP score 0.250" in told.text()


def test_a_player_has_controls_without_scripts(tmp_path):
    text = page(made.with_sounds(made.pair(), tmp_path, ("a.wav", "b.wav")), tmp_path)
    assert text.count("<noscript><audio controls ") == 2


def test_a_sound_that_is_gone_has_a_player_and_a_line(tmp_path):
    report = made.with_sounds(made.pair(), tmp_path, ("a.wav", "b.wav"))
    (tmp_path / "sounds" / "a.wav").unlink()
    (tmp_path / "sounds" / "b.wav").write_bytes(b"no sound")
    told = seen(report, tmp_path)
    assert len([one for one in told.all("div") if one.get("class") == "wave"]) == 2


def test_sounds_of_many_settings_wrap_under_their_names(tmp_path):
    report = made.grid((4, 8, 16), (1.0, 2.0, 3.0))
    names = tuple(f"{n}.wav" for n in range(9))
    told = seen(made.with_sounds(report, tmp_path, names), tmp_path)
    named = [found for found in told.all("div") if found.get("class") == "named"]
    assert len(named) == 9


# --- the style sheet ------------------------------------------------------------------------------


def test_texts_keep_their_contrast_in_light_and_in_dark():
    style = (paths.resources_dir() / STYLE).read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\n\s*\}", style, re.DOTALL)[:2]
    light, dark = (
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6}|\d+ \d+ \d+);", b)) for b in blocks
    )
    for colours in (light, {**light, **dark}):
        heat = "#" + bytes(map(int, colours["heat"].split())).hex()
        for ground in (colours["ground"], colours["panel"]):
            for name in ("text", "second", "quiet", "good", "bad", "warn", "accent"):
                assert _contrast(colours[name], ground) >= 4.5, (name, ground)
            assert _contrast(colours["dot"], ground) >= 3
            assert _contrast(colours["bar"], ground) >= 3
        assert _contrast(colours["text"], heat) >= 4.5


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [value / 255 for value in bytes.fromhex(colour[1:])]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
