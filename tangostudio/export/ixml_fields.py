"""The elements of iXML documents that a delivered take gets, and their names.

USER has the capitals that sound libraries read (Soundminer, BaseHead); ASWG is Sony's ASWG-G006
1.1, whose fields have an order; the others are iXML 3.01. Knows nothing of bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol
from xml.etree.ElementTree import Element, SubElement

from tangostudio.audio.loudness import SILENCE_LUFS, Loudness
from tangostudio.export import bext
from tangostudio.export.metadata import Loop, Metadata

PROVENANCE = "TANGOSTUDIO"
"""The program's own element, and of this name are its tags in files of other formats."""

ASWG_VERSION = "1.1"
ASWG_ORDER = (
    "contentType", "project", "originator", "originatorStudio", "notes", "session", "state",
    "editor", "mixer", "fxChainName", "isGenerated", "masteringEngineer", "originationDate",
    "channelConfig", "ambisonicFormat", "ambisonicChnOrder", "ambisonicNorm", "micType",
    "micConfig", "micDistance", "recordingLoc", "isDesigned", "recEngineer", "recStudio",
    "impulseLocation", "category", "subCategory", "catId", "userCategory", "userData",
    "vendorCategory", "fxName", "library", "creatorId", "sourceId", "rmsPower", "loudness",
    "loudnessRange", "maxPeak", "specDensity", "zeroCrossRate", "papr", "text", "efforts",
    "effortType", "projection", "language", "timingRestriction", "characterName",
    "characterGender", "characterAge", "characterRole", "actorName", "actorGender", "director",
    "direction", "fxUsed", "usageRights", "isUnion", "accent", "emotion", "addresseeGender",
    "isFormal", "devLanguage", "billingCode", "composer", "artist", "songTitle", "genre",
    "subGenre", "producer", "musicSup", "instrument", "musicPublisher", "rightsOwner", "isSource",
    "isLoop", "intensity", "isFinal", "orderRef", "isOst", "isCinematic", "isLicensed",
    "isDiegetic", "musicVersion", "isrcId", "tempo", "timeSig", "inKey",
)  # fmt: skip
"""The fields of ASWG but the last, `schemaVersion`; the schema knows no other order."""

# Measures of the original's samples, not of the delivered ones.
_STALE_ASWG = ("rmsPower", "loudness", "loudnessRange", "maxPeak", "specDensity", "zeroCrossRate",
               "papr", "channelConfig", "schemaVersion")  # fmt: skip
_CHANNELS = {1: "Mono", 2: "Stereo"}
_TRACKS = {1: (("Mono", "MONO"),), 2: (("Left", "LEFT"), ("Right", "RIGHT"))}
_NOT_UCS = str.maketrans("_-", "  ")
_USAGE = {"yes": "", "limited": "Limited commercial use.", "no": "Not for commercial use."}

Texts = Mapping[str, str]


class Sounding(Protocol):
    """What of a rendered sound a document tells; 0 bits where its samples have none."""

    @property
    def rate(self) -> int: ...  # noqa: D102
    @property
    def bits(self) -> int: ...  # noqa: D102
    @property
    def channels(self) -> int: ...  # noqa: D102
    @property
    def frames(self) -> int: ...  # noqa: D102


def elements(metadata: Metadata, rendered: Sounding) -> Iterator[Element]:
    """The elements below the root in their order, without those that have nothing to say."""
    yield from _filled(
        {
            "PROJECT": metadata.project,
            "FILE_UID": metadata.identifier,
            "NOTE": metadata.notes,
        }
    )
    yield from _group("SPEED", _speed(metadata, rendered))
    yield _tracks(rendered.channels)
    yield from _group("BEXT", _bext(metadata, rendered))
    yield from _group("LOUDNESS", _loudness(metadata))
    yield from _group("USER", user(metadata))
    yield from _group("ASWG", aswg(metadata, rendered))
    yield from _filled({PROVENANCE: metadata.provenance})


def user(metadata: Metadata) -> Texts:
    """The fields that sound libraries show as columns."""
    full = f"{metadata.category}-{metadata.subcategory}".strip("-")
    return {
        "CATEGORY": metadata.category,
        "SUBCATEGORY": metadata.subcategory,
        "CATEGORYFULL": full,
        "CATID": metadata.cat_id,
        "USERCATEGORY": metadata.user_category,
        "VENDORCATEGORY": metadata.vendor_category,
        "FXNAME": metadata.fx_name,
        "TRACKTITLE": metadata.title,
        "DESCRIPTION": metadata.description,
        "KEYWORDS": ", ".join(metadata.keywords),
        "NOTES": metadata.notes,
        "LIBRARY": metadata.library,
        "DESIGNER": metadata.designer,
        "MANUFACTURER": metadata.manufacturer,
        "CREATORID": metadata.creator_id,
        "SOURCEID": metadata.source_id,
        "SHOW": metadata.project,
        "RATING": str(metadata.rating) if metadata.rating else "",
        "RELEASEDATE": metadata.created[:10],
        "RECTYPE": "AI generated" if metadata.generated else "",
        "LICENSE": rights(metadata),
        "EMBEDDER": metadata.software,
    }


def aswg(metadata: Metadata, rendered: Sounding) -> Texts:
    """The fields of ASWG in their order, without the names that UCS parts by _ and -."""
    loud = metadata.loudness
    texts = {
        "contentType": "sfx",
        "project": metadata.project,
        "originator": metadata.designer,
        "originatorStudio": metadata.manufacturer,
        "notes": metadata.notes,
        "state": "processed" if metadata.designed else "",
        "isGenerated": _yes(metadata.generated),
        "originationDate": metadata.created[:10],
        "channelConfig": _CHANNELS.get(rendered.channels, ""),
        "isDesigned": _yes(metadata.designed),
        "category": _ucs(metadata.category),
        "subCategory": _ucs(metadata.subcategory),
        "catId": _ucs(metadata.cat_id),
        "userCategory": _ucs(metadata.user_category),
        "vendorCategory": _ucs(metadata.vendor_category),
        "fxName": _ucs(metadata.fx_name),
        "library": metadata.library,
        "creatorId": _ucs(metadata.creator_id),
        "sourceId": metadata.source_id,
        "loudness": _level(_integrated(loud)),
        "loudnessRange": _level(loud.range_lu if loud else None),
        "maxPeak": _level(loud.sample_peak_db if loud else None),
        "usageRights": rights(metadata),
        "isLoop": _yes(_is_whole(metadata.loop, rendered)),
    }
    return {**{name: text for name, text in texts.items() if text}, "schemaVersion": ASWG_VERSION}


def rights(metadata: Metadata) -> str:
    """The licence, with what it does not allow; "" where none is known."""
    usage = _USAGE.get(metadata.commercial, _USAGE["no"])
    return f"{metadata.licence}. {usage}" if metadata.licence and usage else metadata.licence


def merge_aswg(own: Element, original: Element) -> None:
    """Add what only the original's ASWG says, in the order of the schema."""
    said = {item.tag for item in own}
    own.extend(i for i in original if i.tag not in said and i.tag not in _STALE_ASWG)
    order = {name: place for place, name in enumerate((*ASWG_ORDER, "schemaVersion"))}
    own[:] = sorted(own, key=lambda item: order.get(item.tag, len(ASWG_ORDER) - 0.5))


def tell_parent(ours: Element, original: Element) -> None:
    """Name the original as the file that this one was made from."""
    parent = original.findtext("FILE_UID")
    if not parent:
        return
    history = ours.find("HISTORY")
    if history is None:
        history = SubElement(ours, "HISTORY")
    told = history.find("PARENT_UID")
    if told is None:
        told = SubElement(history, "PARENT_UID")
    told.text = parent


def _is_whole(loop: Loop | None, rendered: Sounding) -> bool:
    """Whether a loop plays all of the sound; one within is the sustained part of an instrument."""
    if loop is None:
        return False
    return loop.start * rendered.rate < 1 and loop.end * rendered.rate > rendered.frames - 1


def _speed(metadata: Metadata, rendered: Sounding) -> Texts:
    since = metadata.original.time_reference if metadata.original else 0
    return {
        "FILE_SAMPLE_RATE": str(rendered.rate),
        "AUDIO_BIT_DEPTH": str(rendered.bits) if rendered.bits else "",
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI": str(since >> 32),
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO": str(since & 0xFFFFFFFF),
        "TIMESTAMP_SAMPLE_RATE": str(rendered.rate),
    }


def _tracks(channels: int) -> Element:
    tracks = Element("TRACK_LIST")
    SubElement(tracks, "TRACK_COUNT").text = str(channels)
    names = _TRACKS.get(channels) or tuple((f"Channel {n + 1}", "") for n in range(channels))
    for number, (name, function) in enumerate(names, 1):
        track = SubElement(tracks, "TRACK")
        track.extend(
            _filled(
                {
                    "CHANNEL_INDEX": str(number),
                    "INTERLEAVE_INDEX": str(number),
                    "NAME": name,
                    "FUNCTION": function,
                }
            )
        )
    return tracks


def _bext(metadata: Metadata, rendered: Sounding) -> Texts:
    """What the bext chunk says, for readers that look here alone."""
    said = bext.parse(bext.chunk(metadata, rendered.rate, rendered.bits, rendered.channels))
    start = said["time_reference"]
    return {
        "BWF_DESCRIPTION": said["description"],
        "BWF_ORIGINATOR": said["originator"],
        "BWF_ORIGINATOR_REFERENCE": said["originator_reference"],
        "BWF_ORIGINATION_DATE": said["date"],
        "BWF_ORIGINATION_TIME": said["time"],
        "BWF_TIME_REFERENCE_LOW": str(start & 0xFFFFFFFF),
        "BWF_TIME_REFERENCE_HIGH": str(start >> 32),
        "BWF_VERSION": str(said["version"]),
        "BWF_UMID": said["umid"],
        "BWF_CODING_HISTORY": said["coding_history"],
    }


def _loudness(metadata: Metadata) -> Texts:
    loud = metadata.loudness
    if loud is None:
        return {}
    return {
        "LOUDNESS_VALUE": _level(_integrated(loud)),
        "LOUDNESS_RANGE": _level(loud.range_lu),
        "MAX_TRUE_PEAK_LEVEL": _level(loud.true_peak_db),
        "MAX_MOMENTARY": _level(loud.momentary_max_lufs),
        "MAX_SHORT_TERM": _level(loud.short_term_max_lufs),
    }


def _integrated(loud: Loudness | None) -> float | None:
    """Integrated loudness, which a sound under 0.4 s has none of."""
    return None if loud is None or loud.short else loud.integrated_lufs


def _level(level: float | None) -> str:
    """Two decimals; nothing for what is not defined, and for silence."""
    return "" if level is None or level <= SILENCE_LUFS else f"{level:.2f}"


def _group(name: str, texts: Texts) -> Iterator[Element]:
    parts = list(_filled(texts))
    if parts:
        group = Element(name)
        group.extend(parts)
        yield group


def _filled(texts: Texts) -> Iterator[Element]:
    for name, text in texts.items():
        if text:
            item = Element(name)
            item.text = text
            yield item


def _ucs(text: str) -> str:
    return " ".join(text.translate(_NOT_UCS).split())


def _yes(true: bool) -> str:
    return "true" if true else ""
