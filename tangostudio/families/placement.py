"""How a model is held: on which device, in which precision, and what may wait elsewhere.

A plan of memory gives one; families obey it. Nothing is measured or chosen here.
"""

from __future__ import annotations

from dataclasses import dataclass

FLOAT32, BFLOAT16, FLOAT16 = "float32", "bfloat16", "float16"
INT8, INT8_TEXT = "int8", "int8+text"
"""Linear layers of the net that samples in int8; and those of the text encoder too."""

KEEP, OFFLOAD, DROP = "keep", "offload", "drop"


@dataclass(frozen=True)
class Placement:
    """Where and how.

    Attributes:
        device: "cpu", "cuda" or "mps".
        precision: of the net that samples: "float32", "bfloat16", "float16", or on a processor
            "int8" or "int8+text"; "" leaves it to the family. Schedules, guidance, losses and
            codecs stay in float32.
        parts: what becomes of the nets that are needed for a moment only (text encoder, codec):
            "keep" them on the device, "offload" them to main memory between uses, or "drop" them
            and read them again from their files.
        chunk: latents decoded at a time, 0 for all at once; the sound is the same.
    """

    device: str = "cpu"
    precision: str = ""
    parts: str = KEEP
    chunk: int = 0

    @classmethod
    def of(cls, place: Placement | str) -> Placement:
        """The placement, or the plain one on a device that is named."""
        return place if isinstance(place, Placement) else cls(place)
