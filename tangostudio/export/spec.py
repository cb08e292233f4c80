"""How a delivered file is made: container, sample rate, bits, channels. Values and their checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from tangostudio.errors import BadRequest

Container = Literal["wav", "flac", "aiff", "ogg", "opus", "mp3"]
Layout = Literal["as is", "mono", "stereo", "split"]
CONTAINERS: tuple[Container, ...] = get_args(Container)
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
RATES = (44100, 48000, 88200, 96000)
OPUS_RATE = 48000  # its only rate beside lower ones
BITS: dict[Container, tuple[int, ...]] = {
    "wav": (16, 24, 32),  # 32 is floating point
    "flac": (16, 24),
    "aiff": (16, 24),
    "ogg": (0,),  # lossy ones have no bits
    "opus": (0,),
    "mp3": (0,),
}
MP3_RATES = (44100, 48000)


@dataclass(frozen=True)
class Spec:
    """How files are written.

    Attributes:
        container: WAV is always a Broadcast Wave, and RF64 where it is longer than 4 GB.
        rate: in Hz; 0 keeps a take's own.
        bits: per sample, 32 is floating point; 0 for the lossy containers.
        layout: "split" makes one mono file for each channel.
    """

    container: Container = "wav"
    rate: int = 48000
    bits: int = 24
    layout: Layout = "as is"

    @property
    def suffix(self) -> str:
        """Of the files' names."""
        return f".{self.container}"


def rates_of(container: Container) -> tuple[int, ...]:
    """Sample rates in Hz that a container takes; 0 keeps a take's own."""
    return {"opus": (OPUS_RATE,), "mp3": MP3_RATES}.get(container, (*RATES, 0))


def check(spec: Spec) -> None:
    """Refuse what is not offered. Raises BadRequest."""
    if spec.container not in CONTAINERS:
        raise BadRequest(f"Files of the kind {spec.container!r} are not offered.",
                         f"Use {', '.join(CONTAINERS)}.")  # fmt: skip
    if spec.layout not in LAYOUTS:
        raise BadRequest(f"{spec.layout!r} is no layout of channels.", f"Use {', '.join(LAYOUTS)}.")
    rates = rates_of(spec.container)
    if spec.rate not in rates:
        offered = ", ".join(str(rate) for rate in rates if rate)
        raise BadRequest(
            f"A sample rate of {spec.rate} Hz is not offered for {spec.container}.",
            f"Use {offered}.",
        )
    if spec.bits not in BITS[spec.container]:
        offered = ", ".join(str(bits) for bits in BITS[spec.container])
        raise BadRequest(
            f"{spec.bits} bits are not offered for {spec.container}.", f"Use {offered}."
        )
