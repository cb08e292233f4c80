"""The prompts that the program offers use no word that the model's captions do not hold."""

from __future__ import annotations

import tomllib

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.cards.kinds import tokens
from tangostudio.starter import sounds
from tangostudio.starter.captions import NUMBERS, TIMES
from tangostudio.starter.wording import ADVERBS, NOUNS, OPENINGS, WORDS
from tangostudio.studio import demonstration
from tangostudio.ui.workspace import FIRST_PROMPT

JOINING = "followed by, then, while it is heard in the background, in front, over, and, with"


def known_words() -> set[str]:
    texts = [*OPENINGS, *NUMBERS, *TIMES, *ADVERBS.values(), JOINING, "a an the", "single"]
    texts += [option for options in WORDS.values() for option in options]
    texts += [n.replace("{s}", s) for nouns in NOUNS.values() for n in nouns for s in ("", "s")]
    return {token for text in texts for token in tokens(text)}


def offered() -> dict[str, list[str]]:
    table = tomllib.loads((paths.resources_dir() / "prompts.toml").read_text(encoding="utf-8"))
    prompts = {kind["name"]: kind["prompts"] for kind in table["kind"]}
    made = demonstration.load(paths.resources_dir() / demonstration.FILE)
    return {
        **prompts,
        "words": table["words"],
        "demonstration": [take["prompt"] for take in made.takes],
        "first start": [FIRST_PROMPT],
    }


@pytest.mark.parametrize("group", sorted(offered()))
def test_only_known_words_are_offered(group):
    strange = {word for prompt in offered()[group] for word in tokens(prompt)} - known_words()
    assert strange == set()


def test_every_group_has_several_prompts_and_none_is_offered_twice():
    groups = offered()
    every = [prompt for name, prompts in groups.items() if name[0].isupper() for prompt in prompts]
    assert len(every) == len(set(every)) >= 90
    assert min(len(prompts) for name, prompts in groups.items() if name[0].isupper()) >= 3


def test_the_card_says_how_many_kinds_there_are():
    card = Catalogue.load(paths.models_dir()).get("starter")
    assert f"knows {len(sounds.FAMILIES)} kinds of effects; not speech, not songs" in card.limits
