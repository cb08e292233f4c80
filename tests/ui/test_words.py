import pytest

from tangostudio import paths
from tangostudio.ui import starters, words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "less than a second"),
        (0.8, "about 1 second"),
        (2.4, "about 2 seconds"),
        (89, "about 89 seconds"),
        (150, "about 2 minutes"),
        (3600 * 3, "about 3.0 hours"),
    ],
)
def test_durations(seconds, text):
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(12, "12 bytes"), (820_000, "820 KB"), (1_240_000, "1.2 MB"), (150_000_000_000, "150 GB")],
)
def test_sizes(count, text):
    assert words.size(count) == text


def test_silence_and_nothing_measured_are_words():
    assert words.level(float("-inf"), "LUFS") == "silence"
    assert words.level(float("nan"), "LUFS") == "silence"
    assert words.level(-21.34, "LUFS") == "-21.3 LUFS"


def test_a_date_that_cannot_be_read_is_shown_as_it_is():
    assert words.date("yesterday") == "yesterday"
    assert "2026" in words.date("2026-03-04T10:27:00Z")


def test_shortening_makes_one_line():
    assert words.shorten("one\ntwo   three", 40) == "one two three"
    assert words.shorten("x" * 50, 10) == "x" * 9 + "…"


def test_the_prompt_starters_are_whole():
    loaded = starters.load(paths.resources_dir() / "prompts.toml")
    assert set(loaded.first) <= set(loaded.kinds)
    prompts = [text for texts in loaded.kinds.values() for text in texts]
    assert len(prompts) == len(set(prompts))
    assert all(3 < len(text) < 80 for text in prompts)
