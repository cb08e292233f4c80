"""What Tune mode says of tunings, adapters and blind tests: texts only, no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tangostudio.ui import counts, tune_amounts, tune_method_words, words
from tangostudio.ui.texts import mark, tr, tr_marked
from tangostudio.ui.tune_method import ON_CORPUS, TASTE

JUDGES = {"match": mark("match"), "taste": mark("taste")}
STAGES = {
    "draft": (mark("making candidates"), mark("prompt")),
    "fit": (mark("learning"), mark("step")),
    "check": (mark("playing prompts it never learns from"), mark("prompt")),
}
GOING = ("running", "paused")
SIZES = {
    "crpo": ("rounds", "prompts", "candidates"),
    "dpo": ("rounds", "prompts", "candidates"),
    "lora": ("steps", "batch"),
    "arc": ("steps", "batch", "warm_up", "few_steps"),
}  # of a plan: what its needs are told from, by method
PAIRS, NEEDED = 20, 15  # of a blind test


def rule() -> str:
    """When a blind test accepts an adapter."""
    return tr("{pairs} pairs · {wins} wins to accept", pairs=PAIRS, wins=NEEDED)


def heading(view: Any, model: str) -> str:
    """What is being learned, or how it ended, in one sentence."""
    name = f"“{view.name}”"
    told = {
        "paused": tr("{name} is paused", name=name),
        "interrupted": tr("{name} was interrupted", name=name),
        "failed": tr("{name} could not go on", name=name),
        "done": tr("{name} is learned", name=name),
        "cancelled": tr("{name} was cancelled", name=name),
    }
    if view.state in told:
        return told[view.state]
    if view.method in ON_CORPUS:
        return tune_method_words.heading(view, model)
    if not view.votes:
        return tr("Learning {name} from prompts alone on the {model}", name=name, model=model)
    return tr(
        "Learning {name} from {votes} on the {model}",
        name=name,
        votes=counts.votes(view.votes),
        model=model,
    )


def line(view: Any, corpus: Any = None) -> str:
    """Where it stands: round, prompts, candidates, time left; `corpus` that it learns from."""
    if view.method in ON_CORPUS:
        return tune_method_words.line(view, corpus)
    plan = view.plan
    parts = [
        tr("Round {round} of {rounds}", round=max(view.round, 1), rounds=view.rounds),
        tr(
            "{prompts}, {candidates} candidates each",
            prompts=counts.prompts(plan.prompts),
            candidates=plan.candidates,
        ),
    ]
    if view.state == "running":
        if view.seconds_left is not None:
            parts.append(
                tr("{duration} left on this computer", duration=words.duration(view.seconds_left))
            )
        parts.append(tr("you can go on working"))
    elif view.state in ("paused", "interrupted"):
        parts.append(tr("nothing is lost: it goes on from its checkpoint"))
    elif view.state == "done":
        parts[0] = counts.rounds(view.rounds)
        parts.append(tr("listen to it, then let a blind test decide"))
    return " · ".join(parts)


def stage(view: Any) -> str:
    """What it does right now: "learning · step 212 of 480"."""
    if view.state not in GOING:
        return ""
    if view.method in ON_CORPUS:
        return tune_method_words.doing(view)
    if view.stage not in STAGES:
        return ""
    what, unit = map(tr_marked, STAGES[view.stage])
    if not view.total:
        return what
    return tr(
        "{what} · {unit} {done} of {total}",
        what=what,
        unit=unit,
        done=min(view.done, view.total),
        total=view.total,
    )


def planned(outline: Any, prompts: int) -> dict[str, str]:
    """THIS TUNE before it begins, by the names of its rows; `prompts` are those of the votes."""
    own = f"{counts.pairs(outline.own_pairs)}, {counts.prompts(prompts)}"
    return {
        "Votes": own if outline.own_pairs else tr("none, prompts alone"),
        **tune_amounts.sizes(outline),
        "Reward": blend(outline.blend),
    }


def going(view: Any, outline: Any) -> dict[str, str]:
    """THIS TUNE once it began; `outline` of the same sizes, or None."""
    if view.method in ON_CORPUS:
        return tune_method_words.going(view, outline)
    saved = view.saved_seconds_ago
    own = outline.own_pairs if outline is not None else 0
    from_votes = f"{counts.votes(view.votes)}, {counts.own_pairs(own)}"
    return {
        "Votes": from_votes if view.votes else tr("none, prompts alone"),
        "Weights": tune_amounts.rank(view.plan.adapter.rank),
        **(tune_amounts.sizes(outline) if outline is not None else {}),
        "Reward": blend(view.blend),
        "Checkpoint": "" if saved is None else tune_amounts.ago(saved),
    }


def blend(shares: Mapping[str, float]) -> str:
    """What the reward is made of: "match 50 % · taste 50 %"."""
    total = sum(shares.values()) or 1.0
    return " · ".join(
        f"{tr_marked(JUDGES.get(name, name))} {100 * share / total:.0f} %"
        for name, share in shares.items()
        if share
    )


def tight(outline: Any, method: str = TASTE) -> str:
    """That it will have to do with less memory than it would like; empty where it need not."""
    free = outline.free_memory
    if free is None or outline.problem or outline.memory_bytes <= free:
        return ""
    if method != TASTE:
        return tr("Memory is short: clips are learned in smaller parts, which takes longer.")
    return tr("Memory is short: pairs are learned one by one, which takes longer.")


# --- adapters -------------------------------------------------------------------------------------


def numbered(adapter: Any) -> str:
    """Its name, with its number where the name does not say it: "Bright doors #3"."""
    mark = str(adapter.number)
    return adapter.name if mark in adapter.name.split() else f"{adapter.name} #{mark}"


def in_use(adapter: Any) -> str:
    """The short word beside an adapter's name."""
    if adapter.active and tune_method_words.driven(adapter):
        return tr("in use")
    if adapter.active:
        return tr("in use · {percent}", percent=percent(adapter.strength))
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
            kept = "" if adapter.active else tr(", kept aside")
            return tr(
                "{wins} of {decided} blind wins: no clear difference{kept}",
                wins=verdict.wins,
                decided=decided,
                kept=kept,
            )
        won = tr(
            "{wins} of {decided} blind wins against the base", wins=verdict.wins, decided=decided
        )
        return f"{won}, p = {chance(verdict.p)}"
    if trial.state == "rendering":
        return tr(
            "Blind test: pair {rendered} of {total} is made",
            rendered=trial.rendered,
            total=trial.total,
        )
    if trial.answered or trial.state == "open":
        return tr(
            "Blind test begun: {decided} of {pairs} pairs decided", decided=decided, pairs=PAIRS
        )
    return tr("Not tested yet")


def answered(trial: Any) -> str:
    """How far a blind test is, without telling how it stands."""
    decided = trial.verdict.wins + trial.verdict.losses
    return tr(
        "{answers} · {decided} of {pairs} decided",
        answers=counts.answers(trial.answered),
        decided=decided,
        pairs=PAIRS,
    )


def chance(p: float) -> str:
    """A probability with as many figures as it is worth."""
    if p < 0.001:
        return tr("under 0.001")
    return f"{p:.3f}" if p < 0.0995 else f"{p:.2f}"


def by_chance(verdict: Any) -> str:
    """What the probability means: "by chance alone so many come once in 170 tests"."""
    if not 0 < verdict.p < 0.2:
        return ""
    many = round(1 / verdict.p)
    if many < 10000:
        return tr("by chance alone so many come once in {many} tests", many=many)
    return tr("by chance alone so many come once in over 10,000 tests")


def chip(adapters: list[Any]) -> str:
    """The adapters in use as the header shows them: "My taste 3 · 80 %"."""
    parts = []
    for adapter in adapters:
        few = tune_method_words.steps_of(adapter)
        how = counts.steps(few) if few else percent(adapter.strength)
        parts.append(f"{adapter.name} · {how}")
    return " + ".join(parts)
