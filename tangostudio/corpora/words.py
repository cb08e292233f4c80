"""What the name of a file or folder says in words: "DoorSlam_Heavy_03.wav" is "door slam heavy".

Take numbers, dates, rates and the marks of recorders are dropped, and so is what a vendor puts
before every name. Knows nothing of files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from tangostudio.cards import stems, ucs
from tangostudio.corpora import texts

_FREESOUND = re.compile(r"^\d+__[^_].*?__(.+)$")  # number, user, name
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-_. ]?)[01]\d\1[0-3]\d|[0-3]?\d([-.])[01]?\d\2(?:19|20)\d\d)(?!\d)"
)
_TIME = re.compile(r"(?<!\d)[0-2]\d([-.:h])[0-5]\d\1[0-5]\d(?!\d)")
_RATE = re.compile(
    r"(?i)(?<![^\W_])(?:\d{2,3}(?:[.,]\d{1,2})?[ _-]?k(?:hz)?|(?:16|24|32)[ _-]?bits?|"
    r"32[ _-]?float|(?:44100|48000|88200|96000|176400|192000)(?:[ _-]?hz)?|"
    r"\d{2,3}[ _-]?kbps)(?![^\W_])"
)
_TAKE = re.compile(
    r"(?i)(?<![^\W_])(?:take|tk|tak|track|trk|version|ver|vers|alt|nr|no|copy|pt)[ _.#-]*\d+"
    r"(?![^\W_])"
)
_SPLITS = re.compile(
    r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])|"
    r"(?<=[^\W\d_]{3})(?=\d)"
)
_SIGNS = re.compile(r"[_\s~+=@#$%^;:,.()\[\]{}<>|/\\!?*\"“”„«»-]+")
_NUMBERED = re.compile(r"[tT][kK]?\d+|v\d+|[A-Za-z]0\d+|\d{5,}|0\d+")
_CODE = re.compile(r"(?=.*\d)[0-9a-fA-F]{10,}")
_DIGITS = re.compile(r"\d+")
_EMPTY = frozenset({
    "a", "alt", "and", "audio", "bounce", "bwf", "ch", "channel", "clip", "clips", "copy", "dr",
    "edit", "edited", "export", "exports", "file", "files", "final", "flac", "folder", "fx", "item",
    "left", "library", "lr", "master", "mic", "mix", "mixdown", "mono", "mp3", "ms", "my", "new",
    "no", "of", "own", "part", "raw", "rec", "record", "recorded", "recorder", "recording",
    "recordings", "reel", "region", "right", "sample", "samples", "session", "sfx", "snd", "sound",
    "sounds", "st", "ste", "stem", "stems", "stereo", "take", "takes", "tape", "the", "tmp", "temp",
    "tk", "track", "tracks", "trk", "untitled", "v", "ver", "version", "wav", "wave", "waves",
    "wavs", "xy", "zoom",
})  # fmt: skip
"""Words that say nothing of a sound where there are no others."""

_LEAST_SHARED = 5  # names that must begin alike for that to be a vendor's mark
_ACRONYM = 4  # letters at most


def of_name(stem: str, drop: int = 0) -> str:
    """The words of a file's name without its ending; "" where it says nothing.

    Args:
        drop: words at the beginning that are a vendor's mark; see `Shared`.
    """
    said = split(stem)[drop:]
    while said and _DIGITS.fullmatch(said[0]):
        said.pop(0)
    while said and _DIGITS.fullmatch(said[-1]):
        said.pop()
    if not any(telling(word) for word in said):
        return ""
    shouted = all(word.isupper() for word in said if word.upper() != word.lower())
    return texts.clean(" ".join(_lower(word, shouted) for word in said))


def split(stem: str) -> list[str]:
    """The words of a name as they are written, without numbers of takes, dates and rates."""
    name = unicodedata.normalize("NFC", stem)
    if (found := _FREESOUND.match(name)) is not None:
        name = found.group(1)
    for pattern in (_DATE, _TIME, _RATE, _TAKE):
        name = pattern.sub(" ", name)
    parts = _SIGNS.sub(" ", _SPLITS.sub(" ", name)).split()
    return [part for part in parts if not (_NUMBERED.fullmatch(part) or _CODE.fullmatch(part))]


def telling(word: str) -> bool:
    """Whether a word says something of a sound."""
    return texts.has_words(word) and word.casefold() not in _EMPTY and not _is_letter(word)


def of_category(cat_id: str) -> str:
    """A UCS category in words, the closer one first: "wood doors"; "" for none."""
    known = ucs.find(cat_id)
    if known is None:
        return ""
    parts = [known.subcategory, known.category]
    return " ".join(part.lower() for part in parts if part not in ("MISC", "GENERAL"))


def joined(words: str, category: str) -> str:
    """Words with those of a category that they do not say themselves behind them."""
    said = {stems.stem(word) for word in stems.words(words)}
    more = [word for word in category.split() if stems.stem(word) not in said]
    return ", ".join(part for part in (words, " ".join(more)) if part)


class Shared:
    """What all names begin with: the mark of a vendor, which is no word of the sounds."""

    def __init__(self) -> None:
        self._words: list[str] | None = None
        self._count = 0

    def add(self, stem: str) -> None:
        """One more name."""
        self._count += 1
        if self._words == []:  # nothing is shared
            return
        words = split(stem)
        if self._words is None:
            self._words = words
            return
        same = 0
        for ours, theirs in zip(self._words, words, strict=False):
            if ours != theirs:
                break
            same += 1
        del self._words[same:]

    @property
    def drop(self) -> int:
        """How many words at the beginning are such a mark; none where they may be of the sounds."""
        if self._words is None or self._count < _LEAST_SHARED:
            return 0
        return _leading_marks(self._words)


def _leading_marks(words: Sequence[str]) -> int:
    for place, word in enumerate(words):
        if not _is_mark(word):
            return place
    return len(words)


def _is_mark(word: str) -> bool:
    """Whether it looks like a code and not like a word: capitals, digits, no word of UCS."""
    code = any(sign.isdigit() for sign in word) or (len(word) > 1 and word.isupper())
    return code and stems.stem(word.casefold()) not in _known()


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    told = (f"{known.category} {known.subcategory}" for known in ucs.table().values())
    return frozenset(stems.stem(word) for text in told for word in stems.words(text))


def _is_letter(word: str) -> bool:
    """A single Latin letter; one sign of other scripts can be a word."""
    return len(word) == 1 and word.isascii()


def _lower(word: str, shouted: bool) -> str:
    if not shouted and word.isupper() and 1 < len(word) <= _ACRONYM:
        return word
    return word.lower()
