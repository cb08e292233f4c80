"""Numbers of things in words: "1 take", "4 takes". Every language has its own forms for these."""

from __future__ import annotations

from tangostudio.ui.texts import tr_count


def takes(count: int) -> str:
    """A number of takes."""
    return tr_count("{count} take", "{count} takes", count)


def votes(count: int) -> str:
    """A number of votes."""
    return tr_count("{count} vote", "{count} votes", count)


def adapters(count: int) -> str:
    """A number of adapters."""
    return tr_count("{count} adapter", "{count} adapters", count)


def pairs(count: int) -> str:
    """A number of pairs."""
    return tr_count("{count} pair", "{count} pairs", count)


def own_pairs(count: int) -> str:
    """A number of pairs that a person chose."""
    return tr_count("{count} own pair", "{count} own pairs", count)


def prompts(count: int) -> str:
    """A number of prompts."""
    return tr_count("{count} prompt", "{count} prompts", count)


def rounds(count: int) -> str:
    """A number of rounds."""
    return tr_count("{count} round", "{count} rounds", count)


def answers(count: int) -> str:
    """A number of answers."""
    return tr_count("{count} answer", "{count} answers", count)


def files(count: int) -> str:
    """A number of files."""
    return tr_count("{count} file", "{count} files", count)


def steps(count: int) -> str:
    """A number of steps of a sampler."""
    return tr_count("{count} step", "{count} steps", count)


def seconds(count: int) -> str:
    """A whole number of seconds."""
    return tr_count("{count} second", "{count} seconds", count)


def minutes(count: int) -> str:
    """A whole number of minutes."""
    return tr_count("{count} minute", "{count} minutes", count)


def hours(count: int) -> str:
    """A whole number of hours."""
    return tr_count("{count} hour", "{count} hours", count)


def days(count: int) -> str:
    """A whole number of days."""
    return tr_count("{count} day", "{count} days", count)


def cores(count: int) -> str:
    """A number of processor cores."""
    return tr_count("{count} core", "{count} cores", count)
