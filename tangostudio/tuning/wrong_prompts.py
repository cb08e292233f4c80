"""Close but wrong prompts, by rules and lists of concepts: Tango 2's perturbations of a prompt.

The paper asks a hosted language model for them. Here a word gives way to another of its kind, a
word of manner to its opposite, and two events change places or come together. Knows nothing of
models and sounds.
"""

import random
import re

KINDS: tuple[tuple[str, ...], ...] = (
    ("dog", "cat", "cow", "horse", "sheep", "goat", "pig", "wolf"),
    ("bird", "owl", "crow", "duck", "rooster", "seagull", "pigeon"),
    ("cricket", "bee", "mosquito", "frog", "fly"),
    ("rain", "wind", "thunder", "fire", "hail", "snow"),
    ("river", "waterfall", "waves", "fountain", "drip", "bubbles"),
    ("car", "truck", "motorcycle", "bus", "train", "tractor"),
    ("helicopter", "aeroplane", "airplane", "drone", "rocket"),
    ("drill", "saw", "hammer", "vacuum cleaner", "blender", "lawn mower"),
    ("siren", "alarm", "horn", "whistle", "buzzer", "doorbell"),
    ("bell", "gong", "chime", "cymbal", "music box"),
    ("door", "drawer", "gate", "window", "zip"),
    ("footsteps", "clapping", "knocking", "typing", "snoring"),
    ("laughter", "coughing", "sneezing", "crying", "whispering", "screaming"),
    ("explosion", "gunshot", "fireworks", "crash"),
    ("laser", "robot", "spaceship", "teleport"),
    ("glass", "wood", "metal", "plastic", "stone", "paper"),
)
OPPOSITES: tuple[tuple[str, str], ...] = (
    ("loud", "quiet"), ("soft", "harsh"), ("fast", "slow"), ("high", "low"), ("near", "distant"),
    ("heavy", "light"), ("dry", "wet"), ("big", "small"), ("large", "tiny"), ("bright", "dark"),
    ("short", "long"), ("rising", "falling"), ("opening", "closing"), ("opens", "closes"),
    ("starting", "stopping"), ("starts", "stops"), ("single", "repeated"), ("indoors", "outdoors"),
    ("left", "right"), ("wooden", "metallic"),
)  # fmt: skip
THEN = (", then", " then", " followed by", ", followed by", " before")
AFTER = (" after",)
TOGETHER = (" while", " as", " and", " with")

_SWAPS: dict[str, tuple[str, ...]] = {
    word: tuple(other for other in kind if other != word)
    for kind in (*KINDS, *OPPOSITES)
    for word in kind
}


def wrong_things(prompt: str, rng: random.Random, most: int = 5) -> list[str]:
    """Prompts with one concept or one word of manner changed, at most `most`, none twice."""
    found: list[str] = []
    for word, swaps in _SWAPS.items():
        if match := re.search(rf"\b{word}\b", prompt, re.IGNORECASE):
            found += [_put(prompt, match.group(), swap) for swap in swaps]
    unique = sorted(set(found) - {prompt})
    rng.shuffle(unique)
    return unique[:most]


def wrong_order(prompt: str) -> list[str]:
    """Prompts whose two events are swapped, come together, or of which one is missing.

    Empty for a prompt that tells of no two events.
    """
    for joints, turned in ((THEN, False), (AFTER, True), (TOGETHER, None)):
        for joint in joints:
            first, found, second = prompt.partition(joint + " ")
            if found and first.strip() and second.strip():
                return _orders(first.strip(), joint, second.strip(), turned)
    return []


def _orders(first: str, joint: str, second: str, turned: bool | None) -> list[str]:
    """`turned` is None for events at the same time, which then come one after the other."""
    first, second = _lower(first), _lower(second)
    if turned is None:
        changed = [f"{first}, then {second}", f"{second}, then {first}"]
    else:
        changed = [f"{second}{joint} {first}", f"{first} while {second}"]
    return [_upper(text) for text in (*changed, first, second)]


def _put(prompt: str, word: str, swap: str) -> str:
    new = re.sub(rf"\b{re.escape(word)}\b", swap, prompt, count=1)
    article = r"\b([Aa])n?(?= " + re.escape(swap) + r"\b)"
    return _upper(re.sub(article, r"\1n" if swap[0] in "aeiou" else r"\1", new))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
