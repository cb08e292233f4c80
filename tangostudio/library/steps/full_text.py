"""Step 2: the search index."""

from __future__ import annotations

import json

from tangostudio.library.database import Database
from tangostudio.library.search import index_text


def full_text(database: Database) -> None:
    """The search index; `words` holds what `search.index_text` made of a take's texts."""
    database.execute(
        """CREATE VIRTUAL TABLE takes_text USING fts5(
            words, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
        )"""
    )
    for take, title, prompt, tags, notes, model in database.rows(
        "SELECT id, title, prompt, tags, notes, model_name FROM takes"
    ):
        words = index_text(title, prompt, " ".join(json.loads(tags)), notes, model)
        database.execute("INSERT INTO takes_text (rowid, words) VALUES (?, ?)", [take, words])
