"""What a delivered file says of itself, in no format yet: the one value that every writer reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from tangostudio.audio.loudness import Loudness


@dataclass(frozen=True)
class Marker:
    """A moment or, with a length, a region of the delivered sound; in seconds of it."""

    seconds: float
    label: str
    length: float = 0.0


@dataclass(frozen=True)
class Loop:
    """A part that plays again and again, in seconds of the delivered sound; `end` is exclusive."""

    start: float
    end: float


@dataclass(frozen=True)
class ForeignChunk:
    """A chunk of an imported WAV file that this program does not understand, kept as it was."""

    name: bytes
    data: bytes


@dataclass(frozen=True)
class Original:
    """What an imported WAV file said of itself, where the program has nothing to say instead.

    Attributes:
        ixml: its iXML document; b"" for none.
        info: its LIST INFO texts by their names of four letters.
        description, designer, library, manufacturer: in whichever chunk it says them.
        created: when it was recorded, in ISO 8601.
        originator, reference, date, time, coding_history: of its bext chunk.
        time_reference: of its bext chunk, in frames of the delivered sound since midnight, moved
            with its beginning.
        umid: of its bext chunk, up to 64 bytes.
    """

    ixml: bytes = b""
    info: dict[str, str] = field(default_factory=dict)
    description: str = ""
    designer: str = ""
    library: str = ""
    manufacturer: str = ""
    created: str = ""
    originator: str = ""
    reference: str = ""
    date: str = ""
    time: str = ""
    time_reference: int = 0
    umid: bytes = b""
    coding_history: str = ""


@dataclass(frozen=True)
class Metadata:
    """Everything that is written beside the samples; "" and empty where there is nothing to say.

    Attributes:
        title: of the take. description: the prompt or an own one (private ones are left out).
        fx_name, cat_id, category, subcategory, user_category, vendor_category, creator_id,
        source_id: of the UCS file name; category and subcategory in words and capitals.
        library, designer, manufacturer, project, keywords, notes: as sound libraries show them.
        rating: stars, 0 to 5.
        created: of the take, ISO 8601, UTC.
        software: name and version of the program.
        identifier: unique, up to 32 characters.
        licence: of the model or of the recording, in words. commercial: "yes", "limited", "no".
        generated: whether a model made it, so that the file must say so.
        designed: whether it was edited or synthesised rather than recorded.
        provenance: text of `provenance.text_of`, from which the take can be made again; "" writes
            none.
        loudness: of the delivered sound, measured after conversion; None writes none.
        markers, loop: of the delivered sound.
        foreign: chunks of the imported original that are kept as they are; none of those that
            the program writes itself.
        original: what the chunks said that the program writes itself; None for a take that a
            model made. The bext chunk names its originator, reference, date, time, place in time
            and UMID, and goes on with its coding history.
    """

    title: str = ""
    description: str = ""
    fx_name: str = ""
    cat_id: str = ""
    category: str = ""
    subcategory: str = ""
    user_category: str = ""
    vendor_category: str = ""
    creator_id: str = ""
    source_id: str = ""
    library: str = ""
    designer: str = ""
    manufacturer: str = ""
    project: str = ""
    keywords: tuple[str, ...] = ()
    notes: str = ""
    rating: int = 0
    created: str = ""
    software: str = ""
    identifier: str = ""
    licence: str = ""
    commercial: str = "no"
    generated: bool = True
    designed: bool = True
    provenance: str = ""
    loudness: Loudness | None = None
    markers: tuple[Marker, ...] = ()
    loop: Loop | None = None
    foreign: tuple[ForeignChunk, ...] = field(default_factory=tuple)
    original: Original | None = None
