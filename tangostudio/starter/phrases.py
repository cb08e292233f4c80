"""Phrases for distilling the text encoder, put together from the teacher's own vocabulary.

A phrase is a template with words drawn at random; half of the draws prefer words whose meaning is
near to things that sound, so that the student knows those best. Knows nothing of the corpus, whose
captions are mixed in elsewhere.
"""

from dataclasses import dataclass

import numpy as np

TEMPLATES = (
    "{}",
    "{}",
    "{} {}",
    "{} {}",
    "{} {} {}",
    "a {}",
    "the {}",
    "{} of a {}",
    "{} of {}",
    "{} in a {}",
    "{} on {}",
    "{} on a {}",
    "{} with {}",
    "{} and {}",
    "{}, {}",
    "{}, {}, {}",
    "{} followed by {}",
    "{} then {}",
    "{} while {} in the background",
    "a {} {}",
    "a {} {} {}",
    "two {}",
    "three {} {}",
    "the sound of {}",
    "sound of a {} {}",
    "{} sound effect",
    "{} noise",
    "someone {} a {}",
    "a person {} {}",
    "{} from a distance",
    "{} nearby",
    "a very {} {}",
    "{} near the {}",
    "{} through {}",
    "{} into the {}",
    "several {} {}",
    "a {} and a {} {}",
    "the {} {} of the {}",
    "slow {}",
    "loud {} {}",
    "quiet {}",
)

ANCHORS = """
rain storm thunder wind wave ocean river stream water drip splash bubble fire flame explosion bomb
gun shot laser engine motor car truck train airplane helicopter horn siren alarm bell phone clock
tick typing keyboard click button switch door knock creak slam glass break crash metal wood stone
gravel footsteps walking running snow leaves bird dog cat cow horse sheep pig duck frog owl wolf
insect cricket bee mosquito heart breath cough sneeze snore applause crowd laugh scream voice
robot drill saw vacuum fan zipper paper cloth scrape squeak brake steam spray balloon pop spring
whistle drum cymbal snare guitar piano chime gong magic sparkle rocket jet forest city cave hum
buzz static noise hiss whoosh swing sword arrow hammer anvil coin jump game beep beat quiet loud
soft hard fast slow high low deep bright distant close heavy light small large short long echo
room hall rising falling pouring boiling ringing rolling dripping barking singing burning
""".split()  # noqa: SIM905


@dataclass(frozen=True)
class Lexicon:
    """The words that may fill a template, and how likely the sounding ones are."""

    words: tuple[str, ...]
    pieces: tuple[str, ...]
    sounding: np.ndarray  # (words,) cumulative probability

    @classmethod
    def build(cls, vocab: dict[str, int], table: np.ndarray) -> "Lexicon":
        """Words of a WordPiece vocabulary and their (V, D) vectors of meaning."""
        words = [w for w in vocab if w.isascii() and w.isalpha() and len(w) > 2]
        pieces = [w for w in vocab if w.startswith("##") and w[2:].isascii() and w[2:].isalpha()]
        unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-6)
        anchors = unit[[vocab[w] for w in ANCHORS if w in vocab]]
        nearest = (unit[[vocab[w] for w in words]] @ anchors.T).max(1)
        weight = np.exp(nearest / 0.12)
        return cls(tuple(words), tuple(pieces), np.cumsum(weight / weight.sum()))

    def word(self, rng: np.random.Generator) -> str:
        """One word: any word or a sounding one, now and then with another word's ending."""
        if rng.random() < 0.55:
            at = min(int(np.searchsorted(self.sounding, rng.random())), len(self.words) - 1)
        else:
            at = int(rng.integers(len(self.words)))
        tail = self.pieces[rng.integers(len(self.pieces))][2:] if rng.random() < 0.06 else ""
        return self.words[at] + tail

    def phrase(self, rng: np.random.Generator) -> str:
        """One template with its places filled; empty once in 200 (the unconditional prompt)."""
        if rng.random() < 0.005:
            return ""
        template = TEMPLATES[rng.integers(len(TEMPLATES))]
        text = template.format(*(self.word(rng) for _ in range(template.count("{}"))))
        return text + "." if rng.random() < 0.15 else text
