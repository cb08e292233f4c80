"""Texts to words, on both sides."""

from __future__ import annotations

import pytest

from tangostudio.library.search import MAX_WORDS, index_text, match_expression


def test_words_are_folded_and_separated() -> None:
    assert index_text("Door-Creak_2.4", "STRASSE Straße") == "door creak 2 4 strasse strasse"


def test_signs_without_spaces_become_one_word_each() -> None:
    assert index_text("雨の音") == "u0096e8 u00306e u0097f3"
    assert index_text("🔔x") == "u01f514 x"


def test_half_width_signs_are_the_same_as_full_ones() -> None:
    assert index_text("ｶﾞﾗｽ ＡＢＣ") == index_text("ガラス abc")


def test_every_word_is_asked_for_as_a_beginning() -> None:
    assert match_expression("  heavy   do ") == '"heavy"* "do"*'
    assert match_expression("door-creak") == '"door creak"*'


@pytest.mark.parametrize("typed", ["", "   ", '"', "***", "()", '" " "', "-", "\x00\x01", "\u200d"])
def test_what_holds_no_word_asks_for_nothing(typed: str) -> None:
    assert match_expression(typed) == ""


def test_long_input_is_cut() -> None:
    assert match_expression("word " * 5000).count("*") == MAX_WORDS
    assert len(match_expression("雨" * 5000)) < 1000
