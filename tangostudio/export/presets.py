"""Presets of a delivery: format, level, ends, names, what is written into the files. Values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from tangostudio.export.spec import Spec

Level = Literal["none", "peak", "true peak", "loudness", "match"]
"""What is done to the level; "match" makes the takes of one set equally loud."""

LEVELS: tuple[Level, ...] = get_args(Level)

NAME_TEMPLATE = "{CatID}_{FXName}_{CreatorID}_{SourceID}_{NN}"


@dataclass(frozen=True)
class Preset:
    """How takes are delivered.

    Attributes:
        id, name: "film"; what people read.
        spec: container, rate, bits, channels.
        level, level_db: what the level is brought to: dBFS, dBTP or LUFS; "none" leaves it.
        ceiling_db: true peak that no file goes over, in dBTP.
        trim_db: silence below this is cut from both ends; None leaves them.
        fade_in, fade_out: seconds, "smooth" curves.
        tail: seconds of silence put behind.
        name_template, folder_template: see `naming.fill`; an empty folder template is flat.
        variations: takes of one prompt are numbered as a set, `_01` to `_05`.
        loop: the whole file gets a loop (smpl chunk) where the take was made to loop.
        markers: cue points at the onsets, and the take's own markers.
        prompt: the prompt and the recipe are written into the file.
        commercial: the files are meant for sale, so that licences matter.
    """

    id: str
    name: str
    spec: Spec = field(default_factory=Spec)
    level: Level = "none"
    level_db: float = -1.0
    ceiling_db: float = -1.0
    trim_db: float | None = None
    fade_in: float = 0.0
    fade_out: float = 0.0
    tail: float = 0.0
    name_template: str = NAME_TEMPLATE
    folder_template: str = ""
    variations: bool = True
    loop: bool = False
    markers: bool = True
    prompt: bool = True
    commercial: bool = True


GAME, LOOP, FILM, PODCAST, RAW = "game", "loop", "film", "podcast", "raw"
ANY_PEAK = 6.0
"""dBTP: the samples still fit full scale, and the peaks between them stay as they were."""


def built_in(rate: int = 48000, bits: int = 24) -> tuple[Preset, ...]:
    """The presets that ship.

    Args:
        rate, bits: the house's format, which those for games and film have. Film, television and
            game audio engines all run at 48 kHz, and 24 bits keep what a mix still lowers.
    """
    house = Spec("wav", rate, bits)
    return (
        # A game plays one of a set at random, so the members are equally loud; what they are worth
        # in the mix is set in the engine. Silence in front would be heard as delay, the fades are
        # too short to be heard and keep the cuts from clicking. -1 dBTP: Sony's ASWG-R001.
        Preset(
            GAME, "Game one-shot", house, level="match", ceiling_db=-1.0, trim_db=-60.0,
            fade_in=0.002, fade_out=0.010, folder_template="{Category}",
        ),
        # Trims, fades and tails would break the seam; loop points go into the file.
        Preset(
            LOOP, "Game loop", house, level="match", ceiling_db=-1.0, loop=True,
            folder_template="{Category}",
        ),
        # An editor wants the level and the ends as they were designed: R 128's -23 and A/85's -24
        # are programme targets and not for single effects. -2 dBTP is what streaming services ask.
        Preset(FILM, "Film/TV", house, ceiling_db=-2.0),
        # Goes straight under speech, often without a mix: as loud as the -16 LUFS that podcast
        # services ask of a programme, in the format of compact discs that every editor takes.
        Preset(
            PODCAST, "Podcast", Spec("wav", 44100, 16, "stereo"), level="loudness",
            level_db=-16.0, ceiling_db=-1.0, trim_db=-60.0, fade_in=0.005, fade_out=0.030,
            name_template="{Title}_{NN}",
        ),
        # As it was made, with all that is known of it: for an archive, or to come back.
        Preset(
            RAW, "Raw", Spec("wav", 0, 24), ceiling_db=ANY_PEAK, name_template="{Title}_{NN}",
            commercial=False,
        ),
    )  # fmt: skip


BUILT_IN_IDS = frozenset(preset.id for preset in built_in())
