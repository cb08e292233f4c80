"""Small named values."""

from __future__ import annotations

from tangostudio.library import Library


def test_values_survive_closing(library: Library) -> None:
    library.meta.set("speeds", {"starter": [1.5, "é"]})
    library.meta.set("project", "A")
    library.meta.set("project", "B")
    library.close()
    with Library.open(library.folder, write=False) as again:
        assert again.meta.get("speeds") == {"starter": [1.5, "é"]}
        assert again.meta.get("project") == "B"


def test_what_was_never_set_or_cannot_be_read_is_the_default(library: Library) -> None:
    assert library.meta.get("a") is None
    assert library.meta.get("a", 3) == 3
    library.database.execute("INSERT INTO meta VALUES ('b', '{broken')")
    assert library.meta.get("b", {}) == {}
