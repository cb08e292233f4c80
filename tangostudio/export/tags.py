"""Named texts of delivered files in formats without chunks, and reading them from any file.

The names are those of Vorbis comments, with the fields of UCS beside them, in capitals.
"""

from __future__ import annotations

from pathlib import Path

from tangostudio.export import flac_tags, id3, ixml, ogg_tags
from tangostudio.export.ixml_fields import PROVENANCE
from tangostudio.export.metadata import GENERATED, Metadata

_MARK_BYTES = 12


def comments(metadata: Metadata, rate: int) -> dict[str, str]:
    """What a file says in such texts; empty ones are left out.

    Args:
        rate: of the file, in whose frames a loop is told.
    """
    said = {**_common(metadata), **_ucs(metadata), **_loudness(metadata), **_moments(metadata)}
    if metadata.loop is not None:
        start, end = round(metadata.loop.start * rate), round(metadata.loop.end * rate)
        said |= {"LOOPSTART": str(start), "LOOPLENGTH": str(end - start)}
    said[PROVENANCE] = metadata.provenance
    return {name: text.replace("\0", " ") for name, text in said.items() if text}


def read(path: Path) -> dict[str, str]:
    """The named texts of a FLAC, Ogg, Opus or MP3 file; empty for any other.

    Raises:
        OSError: the file cannot be read.
    """
    with open(path, "rb") as file:
        mark = file.read(_MARK_BYTES)
    if mark.startswith(flac_tags.MARK):
        try:
            return dict(flac_tags.read(path).comments or {})
        except ValueError:
            return {}
    if mark.startswith(ogg_tags.MARK):
        return ogg_tags.read(path)
    return id3.read(path) if mark.startswith(id3.MARK) else {}


def provenance_text(path: Path) -> str | None:
    """What a file of any format says of its making; see `provenance.parse`. None for nothing.

    Raises:
        OSError: the file cannot be read.
    """
    return ixml.read(path).get(PROVENANCE) or read(path).get(PROVENANCE)


def _common(metadata: Metadata) -> dict[str, str]:
    notes = (metadata.notes, GENERATED if metadata.generated else "")
    return {
        "TITLE": metadata.title,
        "ARTIST": metadata.designer,
        "ALBUM": metadata.library or metadata.project,
        "GENRE": metadata.category,
        "DATE": metadata.created[:10],
        "DESCRIPTION": metadata.description,
        "COMMENT": " | ".join(note for note in notes if note),
        "COPYRIGHT": metadata.licence,
        "LICENSE": metadata.licence,
        "ORGANIZATION": metadata.manufacturer,
        "ENCODER": metadata.software,
        "ISGENERATED": "true" if metadata.generated else "",
        "COMMERCIAL": metadata.commercial,
    }


def _ucs(metadata: Metadata) -> dict[str, str]:
    return {
        "CATID": metadata.cat_id,
        "FXNAME": metadata.fx_name,
        "CATEGORY": metadata.category,
        "SUBCATEGORY": metadata.subcategory,
        "USERCATEGORY": metadata.user_category,
        "VENDORCATEGORY": metadata.vendor_category,
        "CREATORID": metadata.creator_id,
        "SOURCEID": metadata.source_id,
        "LIBRARY": metadata.library,
        "DESIGNER": metadata.designer,
        "MANUFACTURER": metadata.manufacturer,
        "PROJECT": metadata.project,
        "KEYWORDS": ", ".join(metadata.keywords),
        "RATING": str(metadata.rating) if metadata.rating else "",
        "IDENTIFIER": metadata.identifier,
    }


def _loudness(metadata: Metadata) -> dict[str, str]:
    measured = metadata.loudness
    if measured is None:
        return {}
    return {
        "LOUDNESS": "" if measured.short else f"{measured.integrated_lufs:.2f} LUFS",
        "TRUEPEAK": f"{measured.true_peak_db:.2f} dBTP",
    }


def _moments(metadata: Metadata) -> dict[str, str]:
    """Markers as chapters, in the way that Ogg files have them."""
    said = {}
    for number, marker in enumerate(metadata.markers[:999], 1):
        minutes, seconds = divmod(marker.seconds, 60)
        hours, minutes = divmod(int(minutes), 60)
        said[f"CHAPTER{number:03d}"] = f"{hours:02d}:{minutes:02d}:{seconds:06.3f}"
        said[f"CHAPTER{number:03d}NAME"] = marker.label
    return said
