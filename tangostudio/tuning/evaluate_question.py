"""What an evaluation is asked, and whether that makes sense."""

from __future__ import annotations

from dataclasses import dataclass

from tangostudio.errors import BadRequest
from tangostudio.evaluation.results import Setting
from tangostudio.tuning import evaluate_takes

FIRST_SEED = 70_000_001
"""Of every prompt; take k has the k-th seed after it, whatever the prompt."""

MOST_TAKES = 64
CORPUS = "corpus"
"""As a reference: sounds that whoever asks gives one by one."""


@dataclass(frozen=True)
class Question:
    """What is evaluated, and how.

    Attributes:
        settings: under names of their own; the others are compared with the first.
        prompts: texts and seconds.
        takes: of each prompt.
        reference: folder of real sounds, or of a corpus; `CORPUS` where they are given; or "".
        embedder, tagger, openl3: folders of weights (see `evaluate_panel.panel`), or "".
        sounds_kept: prompts whose takes a page can play.
        adapter_dir: as in `GenerateRequest`.
        groups: events that each prompt tells of; counted by its words where it is empty.
        kinds: the tagger's name of each prompt's kind of sound, "" where it has none; or empty.
    """

    settings: tuple[Setting, ...]
    prompts: tuple[tuple[str, float], ...]
    takes: int
    first_seed: int = FIRST_SEED
    reference: str = ""
    embedder: str = ""
    tagger: str = ""
    openl3: str = ""
    sounds_kept: int = 4
    adapter_dir: str = ""
    groups: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def seeds(self) -> tuple[int, ...]:
        """Of every prompt's takes."""
        return tuple(range(self.first_seed, self.first_seed + self.takes))


def check(question: Question) -> None:
    """Raise unless the question can be answered, as far as that shows before a model is loaded.

    Raises:
        BadRequest, NotFound: something is missing, unknown or out of range.
    """
    if not question.prompts:
        raise BadRequest("There is no prompt to evaluate with.", "Give a file with one per line.")
    if not all(text.strip() for text, _ in question.prompts):
        raise BadRequest("One of the prompts has no words.", "Write there what is to be heard.")
    if not 1 <= question.takes <= MOST_TAKES:
        raise BadRequest(
            f"{question.takes} takes of each prompt cannot be evaluated.",
            f"Choose 1 to {MOST_TAKES}.",
        )
    if not 0 <= question.first_seed <= 2**63 - MOST_TAKES:
        raise BadRequest(f"{question.first_seed} is no seed.", "Choose a whole number from 0 on.")
    names = [setting.name for setting in question.settings]
    if not names or len(set(names)) < len(names) or not all(names):
        raise BadRequest(
            "Every setting needs a name of its own, and there must be at least one.",
            "Give each of them another name.",
        )
    for given in (question.groups, question.kinds):
        if given and len(given) != len(question.prompts):
            raise BadRequest(
                f"{len(given)} groups or kinds do not belong to {len(question.prompts)} prompts.",
                "Give one for each prompt, or none.",
            )
    seconds = [length for _, length in question.prompts]
    for setting in question.settings:
        card = evaluate_takes.card_of(setting, question.adapter_dir)
        evaluate_takes.check(setting, card, seconds)
