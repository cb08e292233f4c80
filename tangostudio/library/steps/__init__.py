"""The steps that the library's tables are made in, in their order.

A step is one function; once it was released it is never changed.
"""

from __future__ import annotations

from collections.abc import Callable

from tangostudio.library.database import Database
from tangostudio.library.steps.carried import carried_chunks
from tangostudio.library.steps.embeddings import embeddings
from tangostudio.library.steps.full_text import full_text
from tangostudio.library.steps.origins import origins_edits_and_lists
from tangostudio.library.steps.queue import stored_queue
from tangostudio.library.steps.takes import takes_and_projects
from tangostudio.library.steps.tunings import adapters_and_tunings
from tangostudio.library.steps.votes import votes

Step = Callable[[Database], None]

STEPS: tuple[Step, ...] = (
    takes_and_projects,
    full_text,
    stored_queue,
    votes,
    embeddings,
    adapters_and_tunings,
    origins_edits_and_lists,
    carried_chunks,
)
