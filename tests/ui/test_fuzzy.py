import pytest

from tangostudio.ui import fuzzy


def test_the_beginning_of_a_text_answers_best_and_scattered_letters_least():
    texts = ["Export", "Take export", "Reexport", "Empty the xylophone part"]
    scores = [fuzzy.score("exp", text) or 0.0 for text in texts]
    assert all(scores)
    assert sorted(scores, reverse=True) == scores


def test_of_two_that_fit_alike_the_shorter_is_nearer():
    near, far = fuzzy.score("ex", "Export"), fuzzy.score("ex", "Export taste")
    assert near is not None
    assert far is not None
    assert near > far


def test_words_may_stand_in_any_order_and_all_of_them_must_be_there():
    assert fuzzy.score("taste export", "Export taste…") is not None
    assert fuzzy.score("export banana", "Export taste…") is None


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_fits_everything(typed):
    assert fuzzy.score(typed, "Export") == 0.0


def test_scattered_letters_begin_at_a_word():
    assert fuzzy.score("clj", "Cancel all jobs") is not None
    assert fuzzy.score("njb", "Cancel all jobs") is None
