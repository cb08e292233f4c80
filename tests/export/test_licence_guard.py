"""The licence guard: who is asked, and what the file says."""

from __future__ import annotations

import pytest

from tangostudio.export import licence_guard


@pytest.mark.parametrize(
    ("commercial", "for_sale", "asked"),
    [
        ("yes", True, False),
        ("limited", True, False),
        ("no", True, True),
        ("who knows", True, True),
        ("", True, True),
        ("no", False, False),
    ],
)
def test_only_what_is_for_sale_and_forbidden_is_asked_about(
    commercial: str, for_sale: bool, asked: bool
) -> None:
    assert licence_guard.restricts(commercial, for_sale=for_sale) is asked
    said = licence_guard.marked("CC BY-NC", commercial, for_sale=for_sale)
    assert said.startswith("CC BY-NC")
    assert ("research only; delivered by agreement" in said) is asked


def test_a_limit_is_said_before_and_a_free_licence_says_nothing() -> None:
    assert "limits" in licence_guard.note("limited", for_sale=True)
    assert "research only" in licence_guard.note("no", for_sale=True)
    assert licence_guard.note("yes", for_sale=True) == ""
    assert licence_guard.note("limited", for_sale=False) == ""


def test_a_licence_without_a_name_is_marked_all_the_same() -> None:
    assert licence_guard.marked("", "no", for_sale=True).startswith("Unknown licence (")
