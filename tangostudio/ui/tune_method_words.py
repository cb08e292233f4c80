"""What Tune mode says of tunings on a corpus: own recordings, and few steps. Texts only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tangostudio.ui import corpus_words, counts, tune_amounts, words
from tangostudio.ui.texts import mark, tr, tr_count, tr_marked
from tangostudio.ui.tune_method import FEW_STEPS, ON_CORPUS, RECORDINGS

ENCODE, BEFORE, WARM_UP, TRAIN, AFTER = "encode", "before", "warm_up", "train", "after"
STAGES = {
    ENCODE: mark("Reading the recordings"),
    BEFORE: mark("Before"),
    WARM_UP: mark("Warming up"),
    TRAIN: mark("Learning"),
    AFTER: mark("After"),
}
DOING = {
    ENCODE: (mark("reading the recordings"), mark("clip")),
    BEFORE: (mark("playing prompts as it is now"), mark("prompt")),
    WARM_UP: (mark("warming up"), mark("step")),
    TRAIN: (mark("learning"), mark("step")),
    AFTER: (mark("playing the same prompts again"), mark("prompt")),
}
FEW_CLIPS = 20
RELIEF = {
    RECORDINGS: mark("Close other programs, or choose a smaller rank."),
    FEW_STEPS: mark("Close other programs, or choose a smaller rank and no change of all weights."),
}


def relief(method: str) -> str:
    """What helps where memory is short."""
    text = RELIEF.get(method)
    if text is None:
        return tr("Close other programs, or choose a smaller rank or fewer prompts.")
    return tr_marked(text)


def stages(view: Any) -> list[str]:
    """The stages of a tuning, in their order; a tuning by votes goes in rounds instead."""
    if view.method not in ON_CORPUS:
        return []
    warms = view.method == FEW_STEPS and getattr(view.plan, "warm_up", 0) > 0
    return [ENCODE, BEFORE, *([WARM_UP] if warms else []), TRAIN, AFTER]


def stage(view: Any) -> str:
    """The stage it is in; AFTER when it is done."""
    if view.state == "done":
        return AFTER
    if view.stage == "check":
        return AFTER if view.round else BEFORE
    return view.stage


def doing(view: Any) -> str:
    """What it does right now: "learning · step 212 of 600"."""
    what, unit = map(tr_marked, DOING.get(stage(view), (view.stage, mark("step"))))
    if not view.total:
        return what
    return tr("{what} · {unit} {done} of {total}", what=what, unit=unit,
              done=min(view.done, view.total), total=view.total)  # fmt: skip


def heading(view: Any, model: str) -> str:
    """What is being learned, in one sentence."""
    name = f"“{view.name}”"
    if view.method == FEW_STEPS:
        return tr("Making “{name}”: the {model} in few steps", name=view.name, model=model)
    return tr("Learning {name} from recordings on the {model}", name=name, model=model)


def line(view: Any, corpus: Any) -> str:
    """Where it stands: recordings, steps, time left."""
    parts = []
    if corpus is not None:
        clips, long = corpus_words.clips(corpus.clips), corpus_words.length(corpus.seconds)
        parts.append(tr("“{name}”: {clips}, {length}", name=corpus.name, clips=clips, length=long))
    parts.append(counts.steps(view.plan.steps))
    if view.state == "running":
        if view.seconds_left is not None:
            left = words.duration(view.seconds_left)
            parts.append(tr("{duration} left on this computer", duration=left))
        parts.append(tr("you can go on working"))
    elif view.state in ("paused", "interrupted"):
        parts.append(tr("nothing is lost: it goes on from its checkpoint"))
    elif view.state == "done":
        parts.append(tr("listen to it, then let a blind test decide"))
    return " · ".join(parts)


def planned(outline: Any) -> dict[str, str]:
    """What it takes before it begins, by the names of its rows."""
    clips = corpus_words.clips(outline.clips + outline.held_out)
    return {
        "Recordings": f"{clips}, {corpus_words.length(outline.corpus_seconds)}",
        "Kept aside": corpus_words.clips(outline.held_out) if outline.held_out else tr("none"),
        **tune_amounts.sizes(outline),
    }


def going(view: Any, outline: Any) -> dict[str, str]:
    """THIS TUNE once it began; `outline` of the same sizes, or None."""
    saved = view.saved_seconds_ago
    adapter = view.plan.adapter
    rank = 0 if adapter.full else adapter.rank
    each = tr_count("{count} clip each", "{count} clips each", view.plan.batch)
    return {
        "Weights": tune_amounts.rank(rank),
        **(planned(outline) if outline is not None else {}),
        "Steps": f"{view.plan.steps:,}, {each}",
        "Takes after": few_steps(view.plan) if view.method == FEW_STEPS else "",
        "Checkpoint": "" if saved is None else tune_amounts.ago(saved),
    }


def few_steps(plan: Any) -> str:
    """How takes are made afterwards: "8 steps, no guidance"."""
    return tr("{steps}, no guidance", steps=counts.steps(plan.few_steps))


def outcome(view: Any) -> list[str]:
    """What came of it, a sentence each; only what its checks and its plan tell."""
    said = []
    if view.method == FEW_STEPS:
        said.append(sooner(view.plan))
    if len(view.checked) > 1:
        said.append(gains(view.checked[0], view.checked[-1]))
    return said


def sooner(plan: Any) -> str:
    """How takes are made with a few-step adapter, and how much less work that is."""
    few = counts.steps(plan.few_steps)
    guided = plan.checked_guidance != 1
    before = plan.checked_steps * (2 if guided else 1)
    times = before / plan.few_steps
    usual = counts.steps(plan.checked_steps)
    with_it = tr("{steps} with guidance", steps=usual) if guided else usual
    made = tr("While it is in use, takes are made in {few} without guidance.", few=few)
    if times <= 1:
        return made
    return made + " " + tr(
        "The network is asked {few_calls} times for a take instead of {calls} ({usual}): "
        "{times} times less work.",
        few_calls=plan.few_steps, calls=before, usual=with_it, times=f"{times:.0f}",
    )  # fmt: skip


def gains(before: Any, after: Any) -> str:
    """How the checks differ: match with its interval, variety, quality flags."""
    parts = []
    if "match" in after.gains:
        value, low, high = after.gains["match"]
        parts.append(f"{tr('match with the prompt')} {_signed(value)} ({_sure(low, high)})")
    if math.isfinite(before.diversity) and math.isfinite(after.diversity):
        parts.append(tr("variety {now}, was {then}", now=f"{after.diversity:.2f}",
                        then=f"{before.diversity:.2f}"))  # fmt: skip
    parts.append(tr("quality flags {now} %, were {then} %", now=f"{100 * after.flagged:.0f}",
                    then=f"{100 * before.flagged:.0f}"))  # fmt: skip
    told = "; ".join(parts)
    return tr("On prompts that were kept aside: {told}.", told=told)


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def _sure(low: float, high: float) -> str:
    if low > 0:
        return tr("surely more")
    if high < 0:
        return tr("surely less")
    return tr("no clear difference")


def forecast(outline: Any) -> list[str]:
    """What should be known before it begins."""
    if outline is None or outline.clips >= FEW_CLIPS:
        return []
    return [tr("With so few clips it may learn them by heart: listen for copies, or give it more.")]


def learned_from(adapter: Any) -> str:
    """What an adapter was learned from, in a word or two."""
    return {RECORDINGS: tr("From recordings"), FEW_STEPS: tr("Few steps")}.get(adapter.method, "")


def driven(adapter: Any) -> str:
    """How takes are made with a few-step adapter: "8 steps, no guidance"; "" for any other."""
    steps = steps_of(adapter)
    return tr("{steps}, no guidance", steps=counts.steps(steps)) if steps else ""


def steps_of(adapter: Any) -> int:
    """In how many steps takes are made with a few-step adapter; 0 for any other."""
    about = adapter.about if isinstance(adapter.about, dict) else {}
    return int((about.get("sampling") or {}).get("steps", 0))


def spoken(stages: Sequence[str], now: str) -> str:
    """All stages for a screen reader: "Reading the recordings: done, Before: now, ..."."""
    place = stages.index(now) if now in stages else 0
    told = []
    for number, each in enumerate(stages):
        how = tr("done") if number < place else tr("now") if number == place else tr("to come")
        told.append(f"{tr_marked(STAGES[each])}: {how}")
    return ", ".join(told)
