"""The table by which the window says that a prompt holds nothing the starter knows.

Every word of the tokenizer's vocabulary, and some rarer words of things that sound, are measured
against the nouns of the captions. The measure is the text encoder's teacher where it is installed,
otherwise the encoder that ships, which knows less. It does not know how a hint is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from tangostudio import errors
from tangostudio.cards.kinds import KIND, LONGEST, PLAIN, STRANGE, tokens
from tangostudio.families import embedding
from tangostudio.starter import shipping, text
from tangostudio.starter.captions import NUMBERS, TIMES
from tangostudio.starter.wording import ADVERBS, NOUNS, OPENINGS, RESERVED, WORDS

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Sentence vectors (texts, width) of texts."""

FILE = "kinds.npz"
NEAREST = 4
LEVELS = (55, 97)
"""Of words that captions lack, this share has no kind near enough, and this share is not known."""

NOUNS_EACH = 4
"""So many of a family's nouns say how near it is: one alone may be near by chance."""

NAMING = 0.5
"""A caption's word this similar to its own family names it; others only describe."""

_BATCH = 256
_NAMES = {"power": "power up", "game_jump": "game jump", "static": "radio static"}

_COMMON = """
a about above across after again against all along also always am an and another any anything are
around as at away back background be because been before behind being below beneath beside between
beyond big both but by can come comes coming could did distance do does doing done down each effect
either else end ends even ever every everything few first follow followed following for foreground
forth from front further get gets getting go goes going gone good got had half has have having he
hear heard her here him his how i if in inside instead into is it its itself just kind last later
less let like made make makes making many may me mid middle more most much my near neither never
next nice no nobody nor not nothing now of off often on once one only onto or other our out outside
over own past per play playing please quite rather real realistic really recorded recording same
she should side single slightly so some somebody someone something somewhere soon sort sound sounds
start starting starts still such than that the their them then there these they thing things this
those three through throughout till times to together too toward towards turn two type typical under
until up upon us use very via want was way we well went were what when where which while who whole
whose why will with within without would yet you your audio clip effects fx sfx sample style version
man men woman women person people human humans boy girl old new young house home room place night
day morning evening
""".split()  # noqa: SIM905
"""Words that say nothing of what sounds."""

_RARER = """
accordion airship airlock armour avalanche bagpipe bagpipes balloon banjo barista bassoon
blender blowtorch bongo boomerang bouncer bowling bulldozer bullwhip carousel cartwheel cassette
castanets catapult cello chainsaw chandelier chariot chimpanzee chipmunk cicadas clarinet
clavichord combine conga conveyor copier cougar crossbow crunch cuckoo dentist dirigible
dishwasher dishes dolphin donkey doorknob drawer drawbridge dribble dynamo eagle earthquake
elephant elevator elk escalator espresso excavator falcon fanfare fidget firecracker firework
fireworks fizzle flamethrower flute forklift fridge furnace gargle gavel gazelle geyser giggle
glockenspiel gorilla grinder grindstone gurney hairdryer hammock harmonica harp harpsichord hedgehog
hiccup hippopotamus hovercraft hyena icicle incinerator jackal jackpot juicer kazoo kayak kettledrum
kookaburra lathe lawnmower leafblower leopard lighter lute macaw mandolin maracas marimba mayfly
meteor microwave moped mortar mower nunchucks oboe ocarina orangutan orchestra oven panther parrot
peacock pelican piano piccolo pigeon piglet pinball pinwheel piston plunger popcorn portcullis
printer propeller puma quad quiver raccoon racket rattlesnake razor rhinoceros ricochet rickshaw
rooster saxophone scissors scooter seagull seal sewing shaver shovel shredder sitar skateboard
sledgehammer sleigh slingshot slurp sneeze sneezing snowmobile snowplow spaceship speedboat
spinning spoon spray sprinkler squeegee squirrel stapler starship streetcar submarine synth
syringe tambourine tank tarantula tattoo teapot timpani toad toaster toothbrush tornado treadmill
triangle triceratops trombone trumpet turkey turnstile typhoon tyrannosaurus ukulele velcro
velociraptor vibraphone violin viper vulture waffle walrus warthog washing waterfall weld welding
whale whip wheelbarrow wheelchair whirlpool windmill woodpecker wrench xylophone yak yodel zebra
zeppelin zipline zither
aerosol anteater applauding axe baboon bagpiper barbecue barber barrel bathtub battleaxe bazooka
beatbox beaver belch bison blowgun bobsled boar bonfires boulder bullfrog burp burping cackle
cannonball capsule cauldron cello cement cheetah chewing chime chomp chopping chuckle clatter clunk
cockatoo cockpit compressor cork cornet corkscrew crackling crane crinkle crunching crunchy cuckoo
dagger dishwashing doorbells doorstep drool drone dumpster elk evaporator exhale fart farting
fireball flapping flintlock flipper flush flushing fryer frying gasp generator giggling gnome goblin
grinding groan grunt guillotine gulp gulping guttering gust handcuffs hammering handsaw hawk
hissing hoof howitzer icebreaker insects jalopy jaws jetpack kettle kiss kitten knife knuckles
ladle landslip latch lightsaber lizard lock machete magpie mallet meerkat minigun monkey mouse
mousetrap mumble nail nibble ogre ostrich otter padlock paddle panting parakeet peacocks peeler
penguin pickaxe pneumatics poltergeist pounding propane pteranodon pulley pump purring quake rasp
rattle ratchet razorblade reel rickety rifleman rivet robin rope rowboat rumble rustle sander
sandpaper sandstorm scratch scratching scuttle scythe seatbelt shackles shears shotgun shriek
shuffle shuffling sigh sizzle sizzling skating skeleton skewer skiing slap slime slingshot sloshing
slurping smack snarl sniff sniffing snip sob sobbing spatula spear spinner spit squawk squeak
squeaking squeaky squelch squish stab stampede stapling steamboat sticky stirring stomp stomping
stork stove straw suction suitcase swallow swarm swish switch tarp taser tattoos thump thwack
tickle tiger tinkle tinnitus toilet toolbox torch towel tram trickle trolley twang typhoons
umbrella unlock unlocking vibrating vibration vomit vuvuzela waffles wail wand warhorn waterfalls
weedwhacker wheeze wheezing whimper whirlwind whirring whisper whispering whittle wobble woodchipper
woosh yacht yapping yawn zapper zombie zombies
""".split()  # noqa: SIM905
"""Things that sound and that no caption names; the vocabulary holds few of them whole."""


def write(ship: Path, encode: Encode | None = None) -> Path:
    """Write the table beside the weights in `ship`; `encode` replaces the teacher in tests."""
    vocabulary = json.loads((ship / shipping.TOKENIZER).read_text(encoding="utf-8"))
    encode = encode or _teacher() or shipped_encoder(ship)
    parts: dict[str, Any] = table(encode, vocabulary["model"]["vocab"])
    path = ship / FILE
    partial = path.with_name("kinds.part.npz")
    np.savez_compressed(partial, **parts)
    partial.replace(path)
    return path


def table(encode: Encode, vocabulary: Sequence[str]) -> dict[str, NDArray]:
    """The arrays of the table, as `cards.kinds.Kinds` describes them."""
    families = list(dict.fromkeys(key.partition("/")[0] for key in NOUNS))
    owners, nouns = _nouns(families)
    plain, said = _caption_words()
    words = sorted(w for w in _words(vocabulary) | plain | said if len(w) <= LONGEST)
    scores = _scores(encode, words, nouns, np.array(owners), len(families))
    naming = _naming(families, words, scores, plain)
    states = [
        KIND if word in naming else PLAIN if word in plain or word in said else STRANGE
        for word in words
    ]
    near = np.argsort(-scores, axis=1, kind="stable")[:, :NEAREST]
    similar = np.take_along_axis(scores, near, 1)
    return {
        "names": np.array([_NAMES.get(family, _name(family)) for family in families]),
        "words": np.array([word.encode() for word in words], dtype=f"S{LONGEST}"),
        "states": np.array(states, np.uint8),
        "near": near.astype(np.uint8),
        "similar": np.clip(np.rint(similar * 255), 0, 255).astype(np.uint8),
        "levels": np.percentile(similar[np.array(states) == STRANGE, 0], LEVELS),
    }


def shipped_encoder(ship: Path) -> Encode:
    """The text encoder that ships: the mean of its states."""
    encoder = embedding.TextEncoder.read(ship)
    return lambda texts: encoder.pooled(texts).numpy()


def _teacher() -> Encode | None:
    """The sentence model that the text encoder was distilled from; None when not installed."""
    try:
        folder = text.teacher_folder()
    except errors.BuildError:
        return None
    teacher, tokenizer = text.load_teacher(folder), text.make_tokenizer(folder)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [
            text.teach(teacher, [found.ids for found in tokenizer.encode_batch(batch)])[1]
            for batch in _batches(texts)
        ]
        return torch.cat(rows).numpy()

    return encode


def _batches(texts: Sequence[str]) -> list[list[str]]:
    return [list(texts[first : first + _BATCH]) for first in range(0, len(texts), _BATCH)]


def _nouns(families: Sequence[str]) -> tuple[list[int], list[str]]:
    """Every noun in its plain form, and the number of its family."""
    pairs = [
        (families.index(key.partition("/")[0]), _forms(noun)[0])
        for key, options in NOUNS.items()
        for noun in options
    ]
    return [owner for owner, _ in pairs], [noun for _, noun in pairs]


def _words(vocabulary: Sequence[str]) -> set[str]:
    whole = {word for word in vocabulary if word.isascii() and word.isalpha() and len(word) > 2}
    return whole | set(_RARER) | set(RESERVED)


def _caption_words() -> tuple[set[str], set[str]]:
    """Words that only describe, and words of the nouns."""
    around = [*_COMMON, *OPENINGS, *NUMBERS, *TIMES, *ADVERBS.values()]
    around += [option for options in WORDS.values() for option in options]
    plain = {token for option in around for token in tokens(option)}
    said: set[str] = set()
    for options in NOUNS.values():
        for noun in options:
            said.update(token for form in _forms(noun) for token in tokens(form))
    return plain, said - plain


def _scores(
    encode: Encode,
    words: Sequence[str],
    nouns: Sequence[str],
    owners: NDArray[np.int_],
    families: int,
) -> NDArray[np.float32]:
    """(words, families): mean cosine to a family's few nearest nouns."""
    cosines = _unit(encode(words)) @ _unit(encode(nouns)).T
    rows = [
        np.sort(cosines[:, owners == index], axis=1)[:, -NOUNS_EACH:] for index in range(families)
    ]
    return np.stack([row.mean(1) for row in rows], axis=1).astype(np.float32)


def _unit(rows: NDArray) -> NDArray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _naming(
    families: Sequence[str], words: Sequence[str], scores: NDArray, plain: set[str]
) -> set[str]:
    """Words that name a sound by themselves: of every noun its nearest word, and all near ones."""
    row = {word: number for number, word in enumerate(words)}
    found: set[str] = set()
    for key, options in NOUNS.items():
        family = families.index(key.partition("/")[0])
        for noun in options:
            for form in _forms(noun):
                own = [word for word in tokens(form) if word in row and word not in plain]
                similar = {word: float(scores[row[word], family]) for word in own}
                found.update(word for word in own if similar[word] >= NAMING)
                if own:
                    found.add(max(own, key=similar.__getitem__))
    return found


def _forms(noun: str) -> tuple[str, str]:
    """A noun alone and as one of many, without an article that may stay away."""
    noun = noun.removeprefix("a? ")
    many = re.sub(r"((?:s|sh|ch|x|z))\{s\}", r"\1es", noun)
    return noun.replace("{s}", ""), many.replace("{s}", "s")


def _name(family: str) -> str:
    """The family's first noun, without its article."""
    noun = _forms(NOUNS[family][0])[0]
    article, space, rest = noun.partition(" ")
    return rest if space and article in ("a", "an", "the") else noun
