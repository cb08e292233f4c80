import pytest

from tangostudio.ui import key_table
from tangostudio.ui.actions import COMPARE, CREATE, ActionSpec

TABLE = (
    ActionSpec("a", "Alpha", ("E", "Ctrl+E"), help="A.", modes=(CREATE,)),
    ActionSpec("b", "Beta", ("F",), help="B.", modes=(CREATE,)),
    ActionSpec("c", "Gamma", ("E",), help="C.", modes=(COMPARE,)),
    ActionSpec("d", "Delta", (), help="D."),
)
A, B, C, D = TABLE


@pytest.mark.parametrize(
    ("key", "stored"),
    [("E", "E"), ("ctrl+e", "Ctrl+E"), ("?", "?"), ("", ""), ("foo", ""), ("Shift", ""),
     ("Ctrl+K, Ctrl+B", ""), ("Hyper+1", "")],
)  # fmt: skip
def test_one_press_of_a_known_key_is_a_key(qapp, key, stored):
    assert key_table.portable(key) == stored


def test_two_actions_share_a_key_only_where_they_never_work_together(qapp):
    assert key_table.owners(TABLE, {}, B, "E") == [A]
    assert key_table.owners(TABLE, {}, D, "E") == [A, C]
    assert key_table.owners(TABLE, {}, C, "F") == []


def test_a_key_that_is_given_is_taken_from_its_owner(qapp):
    changed = key_table.given(TABLE, {}, B, "E")
    assert changed == {"b": ("E",), "a": ("Ctrl+E",)}
    assert key_table.owners(TABLE, changed, B, "E") == []


def test_keys_as_in_the_table_are_no_change(qapp):
    assert key_table.without_defaults(TABLE, {"b": ("F",), "d": ("X",)}) == {"d": ("X",)}


def test_what_cannot_be_used_is_left_out_with_a_sentence(qapp):
    stored = {"a": ("foo",), "b": ("E",), "d": ("X",), "of another version": ("Y",)}
    usable, problems = key_table.usable(TABLE, stored)
    assert usable == {"d": ("X",)}
    assert problems == ["Alpha: “foo” is no key.", "Beta: E belongs to Alpha."]
