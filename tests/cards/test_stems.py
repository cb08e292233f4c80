import pytest

from tangostudio.cards.stems import stem, stems, words


@pytest.mark.parametrize(
    "forms",
    [
        ("door", "doors", "Door's"),
        ("creak", "creaks", "creaking", "creaky", "creaked"),
        ("drip", "dripping", "dripped", "drips"),
        ("slide", "sliding", "slides"),
        ("wood", "wooden"),
        ("metal", "metallic"),
        ("battery", "batteries"),
        ("box", "boxes"),
        ("glass", "glasses"),
        ("leaf", "leaves"),
        ("tire", "tyre", "tyres"),
        ("armor", "armour"),
        ("ice", "icy"),
        ("foot", "feet"),
        ("fly", "flies", "flying"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms) -> None:
    assert len({stem(form.casefold()) for form in forms}) == 1


@pytest.mark.parametrize(
    "pair",
    [("ring", "r"), ("string", "str"), ("seed", "se"), ("bearing", "bear"), ("bus", "bu"),
     ("gas", "ga"), ("earring", "ear"), ("red", "r")],
)  # fmt: skip
def test_whole_words_are_not_taken_for_endings(pair) -> None:
    assert stem(pair[0]) != stem(pair[1])


def test_words_are_parted_by_every_sign_but_apostrophes() -> None:
    assert words("Sci-fi_door, ship's (heavy)/12") == ["sci", "fi", "door", "ship's", "heavy", "12"]
    assert stems("Doors; creaking!") == ["door", "creak"]


def test_texts_without_words_have_none() -> None:
    assert words("") == words("… — !?") == []
