"""What Tune mode says of tunings, adapters and blind tests: texts only, no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tangostudio.ui import words

JUDGES = {"match": "match", "taste": "taste"}
STAGES = {
    "draft": ("making candidates", "prompt"),
    "fit": ("learning", "step"),
    "check": ("playing prompts it never learns from", "prompt"),
}
GOING = ("running", "paused")
PAIRS, NEEDED = 20, 15  # of a blind test
RULE = f"{PAIRS} pairs · {NEEDED} wins to accept"


def heading(view: Any, model: str) -> str:
    """What is being learned, or how it ended, in one sentence."""
    name = f"“{view.name}”"
    told = {
        "paused": f"{name} is paused",
        "interrupted": f"{name} was interrupted",
        "failed": f"{name} could not go on",
        "done": f"{name} is learned",
        "cancelled": f"{name} was cancelled",
    }
    if view.state in told:
        return told[view.state]
    if not view.votes:
        return f"Learning {name} from prompts alone on the {model}"
    return f"Learning {name} from {_count(view.votes, 'vote')} on the {model}"


def line(view: Any) -> str:
    """Where it stands: round, prompts, candidates, time left."""
    plan = view.plan
    parts = [
        f"Round {max(view.round, 1)} of {view.rounds}",
        f"{_count(plan.prompts, 'prompt')}, {plan.candidates} candidates each",
    ]
    if view.state == "running":
        if view.seconds_left is not None:
            parts.append(f"{words.duration(view.seconds_left)} left on this computer")
        parts.append("you can go on working")
    elif view.state in ("paused", "interrupted"):
        parts.append("nothing is lost: it goes on from its checkpoint")
    elif view.state == "done":
        parts[0] = _count(view.rounds, "round")
        parts.append("listen to it, then let a blind test decide")
    return " · ".join(parts)


def stage(view: Any) -> str:
    """What it does right now: "learning · step 212 of 480"."""
    if view.state not in GOING or view.stage not in STAGES:
        return ""
    what, unit = STAGES[view.stage]
    if not view.total:
        return what
    return f"{what} · {unit} {min(view.done, view.total)} of {view.total}"


def planned(outline: Any, prompts: int) -> dict[str, str]:
    """THIS TUNE before it begins, by the names of its rows; `prompts` are those of the votes."""
    own = f"{_count(outline.own_pairs, 'pair')}, {_count(prompts, 'prompt')}"
    return {
        "Votes": own if outline.own_pairs else "none, prompts alone",
        **_sizes(outline),
        "Reward": blend(outline.blend),
    }


def going(view: Any, outline: Any) -> dict[str, str]:
    """THIS TUNE once it began; `outline` of the same sizes, or None."""
    saved = view.saved_seconds_ago
    own = outline.own_pairs if outline is not None else 0
    from_votes = f"{_count(view.votes, 'vote')}, {_count(own, 'own pair')}"
    return {
        "Votes": from_votes if view.votes else "none, prompts alone",
        "Weights": _rank(view.plan.adapter.rank),
        **(_sizes(outline) if outline is not None else {}),
        "Reward": blend(view.blend),
        "Checkpoint": "" if saved is None else ago(saved),
    }


def _sizes(outline: Any) -> dict[str, str]:
    return {
        "Weights": f"{_rank(outline.rank)}, {words.size(outline.trained_bytes)}",
        "Memory": of_free(outline.memory_bytes, outline.free_memory),
        "Disk": of_free(outline.disk_bytes, outline.free_disk),
    }


def _rank(rank: int) -> str:
    return f"LoRA rank {rank}" if rank else "all of them"


def of_free(need: int, free: int | None) -> str:
    """What is needed of what is free: "1.1 of 9.2 GB free"."""
    if free is None:
        return words.size(need)
    needs, has = words.size(need), words.size(free)
    if needs.split()[1] == has.split()[1]:
        needs = needs.split()[0]
    return f"{needs} of {has} free"


def blend(shares: Mapping[str, float]) -> str:
    """What the reward is made of: "match 50 % · taste 50 %"."""
    total = sum(shares.values()) or 1.0
    return " · ".join(
        f"{JUDGES.get(name, name)} {100 * share / total:.0f} %"
        for name, share in shares.items()
        if share
    )


def ago(seconds: float) -> str:
    """How long since something: "2 minutes ago"."""
    if seconds < 10:
        return "just now"
    if seconds < 90:
        return f"{round(seconds)} seconds ago"
    if seconds < 90 * 60:
        return f"{_count(round(seconds / 60), 'minute')} ago"
    if seconds < 36 * 3600:
        return f"{_count(round(seconds / 3600), 'hour')} ago"
    return f"{_count(round(seconds / 86400), 'day')} ago"


def tight(outline: Any) -> str:
    """That it will have to do with less memory than it would like; empty where it need not."""
    free = outline.free_memory
    if free is None or outline.problem or outline.memory_bytes <= free:
        return ""
    return "Memory is short: pairs are learned one by one, which takes longer."


# --- adapters -------------------------------------------------------------------------------------


def numbered(adapter: Any) -> str:
    """Its name, with its number where the name does not say it: "Bright doors #3"."""
    mark = str(adapter.number)
    return adapter.name if mark in adapter.name.split() else f"{adapter.name} #{mark}"


def in_use(adapter: Any) -> str:
    """The short word beside an adapter's name."""
    if adapter.active:
        return f"in use · {percent(adapter.strength)}"
    return {"new": "new", "accepted": "off", "rejected": "rejected"}.get(adapter.state, "")


def percent(strength: float) -> str:
    """A strength as it is shown: "80 %"."""
    return f"{100 * strength:.0f} %"


def result(adapter: Any, trial: Any) -> str:
    """The blind test of an adapter in one line."""
    verdict = trial.verdict
    decided = verdict.wins + verdict.losses
    if trial.state == "done":
        if verdict.word == "no clear difference":
            kept = "" if adapter.active else ", kept aside"
            return f"{verdict.wins} of {decided} blind wins: no clear difference{kept}"
        won = f"{verdict.wins} of {decided} blind wins against the base"
        return f"{won}, p = {chance(verdict.p)}"
    if trial.state == "rendering":
        return f"Blind test: pair {trial.rendered} of {trial.total} is made"
    if trial.answered or trial.state == "open":
        return f"Blind test begun: {decided} of {PAIRS} pairs decided"
    return "Not tested yet"


def answered(trial: Any) -> str:
    """How far a blind test is, without telling how it stands."""
    decided = trial.verdict.wins + trial.verdict.losses
    return f"{_count(trial.answered, 'answer')} · {decided} of {PAIRS} decided"


def chance(p: float) -> str:
    """A probability with as many figures as it is worth."""
    if p < 0.001:
        return "under 0.001"
    return f"{p:.3f}" if p < 0.0995 else f"{p:.2f}"


def by_chance(verdict: Any) -> str:
    """What the probability means: "by chance alone so many come once in 170 tests"."""
    if not 0 < verdict.p < 0.2:
        return ""
    many = round(1 / verdict.p)
    return f"by chance alone so many come once in {many if many < 10_000 else 'over 10,000'} tests"


def chip(adapters: list[Any]) -> str:
    """The adapters in use as the header shows them: "My taste 3 · 80 %"."""
    return " + ".join(f"{adapter.name} · {percent(adapter.strength)}" for adapter in adapters)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
