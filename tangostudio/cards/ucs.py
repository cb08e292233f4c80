"""The Universal Category System: the CatIDs that sound libraries name files by.

The table holds the facts of UCS 8.2.1 alone: category, subcategory, CatID and short name.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from tangostudio import paths

FILE = "ucs.csv"
"""The table that ships, below `paths.resources_dir()`."""


@dataclass(frozen=True)
class Category:
    """One category of sounds.

    Attributes:
        cat_id: as it begins a file's name, such as "DOORWood".
        category, subcategory: in words, in capitals.
        short: of the category, such as "DOOR".
    """

    cat_id: str
    category: str
    subcategory: str
    short: str


@lru_cache(maxsize=1)
def table() -> dict[str, Category]:
    """All categories by CatID, in the table's order."""
    with open(paths.resources_dir() / FILE, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {
            row["cat_id"]: Category(
                row["cat_id"], row["category"], row["subcategory"], row["cat_short"]
            )
            for row in rows
        }


def find(text: str) -> Category | None:
    """The category of a CatID as the table writes it; None for other texts.

    Capitals count: "raw" or "Mix" is a plain name of a folder, "RAW" and "MIX" are CatIDs.
    """
    return table().get(text)


def split_name(stem: str) -> tuple[Category | None, str]:
    """A file's name as category and the rest: "DOORWood_Slam" is "Slam" in DOORWood.

    Without a CatID at its beginning it is all rest.
    """
    head, _, rest = stem.partition("_")
    # A part for the user may follow the CatID: "DOORWood-INT_Slam".
    found = find(head.partition("-")[0])
    return (found, rest or stem) if found else (None, stem)
