"""The library: takes, projects, the queue, votes and adapters in one folder. No torch, no Qt."""

from tangostudio.library.adapters import NewAdapter, StoredAdapter
from tangostudio.library.check import Problem, check
from tangostudio.library.jobs import StoredJob
from tangostudio.library.library import Library
from tangostudio.library.lists import SmartList
from tangostudio.library.projects import Project
from tangostudio.library.take import NewTake, Take, TakeQuery, default_title
from tangostudio.library.trials import Trial
from tangostudio.library.tunings import StoredTuning
from tangostudio.library.votes import Vote

__all__ = [
    "Library",
    "NewAdapter",
    "NewTake",
    "Problem",
    "Project",
    "SmartList",
    "StoredAdapter",
    "StoredJob",
    "StoredTuning",
    "Take",
    "TakeQuery",
    "Trial",
    "Vote",
    "check",
    "default_title",
]
