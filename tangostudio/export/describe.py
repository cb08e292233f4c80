"""What a delivered file says of its take: one value that every format writes from.

The prompt can be left out; then nothing of it is in any of the texts. What an imported original
said stays where the program has nothing to say instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tangostudio
from tangostudio.audio import edits
from tangostudio.cards import licences, ucs
from tangostudio.export import ixml_fields, marks, naming, originals, provenance
from tangostudio.export.metadata import GENERATED, ForeignChunk, Loop, Marker, Metadata, Original
from tangostudio.export.naming import NamingFields
from tangostudio.export.originals import Carried
from tangostudio.export.presets import Preset
from tangostudio.export.provenance import Provenance
from tangostudio.library.take import Take

if TYPE_CHECKING:
    from tangostudio.export.rendering import Rendered

_IDENTIFIER_LENGTH = 32  # of a bext chunk's reference


@dataclass(frozen=True)
class House:
    """Who delivers; "" where nobody said."""

    creator_id: str = ""
    source_id: str = ""
    library: str = ""
    designer: str = ""
    manufacturer: str = ""


def metadata(
    take: Take,
    rendered: Rendered,
    *,
    naming: NamingFields,
    preset: Preset,
    house: House = House(),
    foreign: Sequence[ForeignChunk] = (),
    markers: Sequence[Marker] = (),
    delivery: str = "",
) -> Metadata:
    """Everything that a file says beside its samples.

    Args:
        rendered: the file's sound; its loudness and its moments go into the file.
        foreign: chunks of the file that the take was imported from.
        markers: further ones, in seconds of the delivered sound.
        delivery: see `provenance.delivery_key`.
    """
    said = originals.provenance_in(foreign)
    generated = bool(take.model) or originals.is_generated(foreign)
    if not preset.prompt:
        foreign = originals.without_prompt(foreign)
    carried = originals.carried(foreign, rendered)
    recipe = _recipe(take, said, preset, delivery)
    return Metadata(
        **_names(take, naming),
        **_credits(naming, house, carried.original),
        **_rights(take, said),
        **_marks_of(take),
        description=_description(take, preset, carried.original.description),
        created=carried.original.created or take.created,
        software=f"Tango Studio {tangostudio.__version__}",
        identifier=_identifier(recipe, rendered),
        generated=generated,
        designed=generated or take.edited,
        provenance=recipe,
        loudness=rendered.loudness,
        markers=marks.ordered((*_markers(take, rendered, preset, carried), *markers)),
        loop=Loop(0.0, rendered.seconds) if _loops(take, preset) else carried.loop,
        foreign=carried.kept,
        original=carried.original if take.imported else None,
    )


def info(metadata: Metadata) -> dict[str, str]:
    """LIST INFO texts, with those of an imported original that say something else."""
    comment = (metadata.description, GENERATED if metadata.generated else "")
    ours = {
        "INAM": metadata.title,
        "IART": metadata.designer,
        "IGNR": metadata.category,
        "ICMT": " | ".join(text for text in comment if text),
        "IPRD": metadata.library,
        "IKEY": "; ".join(metadata.keywords),
        "ICRD": metadata.created[:10],
        "ICOP": ixml_fields.rights(metadata),
        "ISFT": metadata.software,
    }
    original = metadata.original or Original()
    if original.info.get("ICMT") and metadata.description == original.description:
        ours["ICMT"] = ""  # its own comment may say something else
    own = {name: text for name, text in ours.items() if text}
    return {name: text.replace("\0", " ") for name, text in {**original.info, **own}.items()}


def _marks_of(take: Take) -> dict[str, Any]:
    """What a person noted on the take."""
    return {
        "project": take.project,
        "keywords": take.tags,
        "notes": take.notes,
        "rating": take.stars,
    }


def _markers(
    take: Take, rendered: Rendered, preset: Preset, carried: Carried
) -> tuple[Marker, ...]:
    """The recording's own and what was made again; only where there is neither, the events."""
    if not preset.markers:
        return ()
    found = (*carried.markers, *marks.of_take(take, rendered))
    return found or marks.onsets_of(rendered)


def _identifier(recipe: str, rendered: Rendered) -> str:
    """The same for the same file, and for no other: it has what the recipe and the format say."""
    form = (rendered.rate, rendered.bits, rendered.channels, rendered.frames, rendered.suffix)
    return hashlib.sha256(f"{recipe}{form}".encode()).hexdigest()[:_IDENTIFIER_LENGTH]


def _names(take: Take, fields: NamingFields) -> dict[str, Any]:
    cat_id = fields.cat_id or take.category
    known = ucs.find(cat_id)
    title = fields.title or take.title
    return {
        "title": title,
        "fx_name": fields.fx_name or naming.fx_name(title, cat_id),
        "cat_id": cat_id,
        "category": (fields.category or (known.category if known else "")).upper(),
        "subcategory": (fields.subcategory or (known.subcategory if known else "")).upper(),
        "user_category": fields.user_category,
        "vendor_category": fields.vendor_category,
    }


def _credits(fields: NamingFields, house: House, original: Original) -> dict[str, Any]:
    """Who made it and where it belongs; a recording stays its author's, whoever delivers it."""
    return {
        "creator_id": fields.creator_id or house.creator_id,
        "source_id": fields.source_id or house.source_id,
        "library": original.library or fields.library or house.library,
        "designer": original.designer or fields.designer or house.designer,
        "manufacturer": original.manufacturer or house.manufacturer,
    }


def _rights(take: Take, said: Provenance | None) -> dict[str, Any]:
    """The licence of the model; a file of a model's that was imported again keeps it.

    Whose another recording is nobody told the program: that is for its own file to say.
    """
    if not take.imported:
        return {"licence": take.licence, "commercial": take.commercial}
    if said is None or not said.model:
        return {"licence": "", "commercial": take.commercial}
    told = (("", licences.known(word)) for word in (said.commercial, take.commercial))
    return {
        "licence": said.licence or take.licence,
        "commercial": licences.strictest(*told)[1],
    }


def _recipe(take: Take, said: Provenance | None, preset: Preset, delivery: str) -> str:
    """The provenance: of an imported file that a model made, the one that it came with."""
    known = said if take.imported and said is not None and said.model else take
    return provenance.text_of(known, prompt=preset.prompt, delivery=delivery)


def _description(take: Take, preset: Preset, original: str) -> str:
    """The prompt, what the original says, the notes, or at least the title."""
    return (take.prompt if preset.prompt else "") or original or take.notes or take.title


def _loops(take: Take, preset: Preset) -> bool:
    """Whether the whole file plays on without a seam, and is to say so."""
    cut = preset.trim_db is not None or preset.fade_in or preset.fade_out or preset.tail
    if not preset.loop or cut:
        return False
    listed = edits.readable(take.edits)
    if edits.find(listed, edits.LoopCrossfade):
        return True
    opened = (edits.Trim, edits.TrimSilence, edits.FadeIn, edits.FadeOut)
    return marks.made_to_loop(take) and not any(isinstance(edit, opened) for edit in listed)
