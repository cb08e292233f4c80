"""The library: takes, projects, the stored queue and votes in one folder. No torch, no Qt."""

from tangostudio.library.check import Problem, check
from tangostudio.library.jobs import StoredJob
from tangostudio.library.library import Library
from tangostudio.library.projects import Project
from tangostudio.library.take import NewTake, Take, TakeQuery, default_title
from tangostudio.library.votes import Vote

__all__ = [
    "Library",
    "NewTake",
    "Problem",
    "Project",
    "StoredJob",
    "Take",
    "TakeQuery",
    "Vote",
    "check",
    "default_title",
]
