"""DAWproject 1.0: an arrangement in the open exchange format of Bitwig, Cubase, Studio One.

A zip with two XML documents, whose schemas are public (bitwig/dawproject), and with the sound files
or without them. Markers have no length there, so that a region is the moment where it begins.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tangostudio import __version__
from tangostudio.export.arrangement import Arrangement, Clip, Track, decimal
from tangostudio.export.metadata import Marker

SUFFIX = ".dawproject"

_VERSION = "1.0"
_PROJECT, _METADATA = "project.xml", "metadata.xml"
_EMBEDDED = "audio"  # the folder in the zip
_BOUNDS = {"bpm": (20.0, 999.0), "normalized": (0.0, 1.0), "linear": (0.0, 2.0)}


def write(file: BinaryIO, arrangement: Arrangement, *, embed: Path | None = None) -> None:
    """Write the whole zip.

    Args:
        embed: the project's folder; its sound files are put into the zip. None refers to them
            relative to the project's own file, so that both are moved together.

    Raises:
        OSError: a sound file cannot be read, or the zip cannot be written.
    """
    inside = _inside(arrangement) if embed else {}
    with zipfile.ZipFile(file, "w") as archive:
        for name, root in (
            (_METADATA, _metadata(arrangement)),
            (_PROJECT, _Document(arrangement, inside).root),
        ):
            archive.writestr(name, _xml(root), zipfile.ZIP_DEFLATED)
        for path, name in inside.items():
            archive.write(Path(embed or "", path), name, zipfile.ZIP_STORED)


def _inside(arrangement: Arrangement) -> dict[str, str]:
    """Names in the zip by path; files of one name in different folders are kept apart."""
    names: dict[str, str] = {}
    for clip in _clips(arrangement):
        path = PurePosixPath(clip.file.path)
        # A way out of the project's folder has no place in a zip.
        parts = [part for part in path.parts if part not in ("..", "/")]
        names[clip.file.path] = str(PurePosixPath(_EMBEDDED, *parts))
    return names


def _clips(arrangement: Arrangement) -> Iterator[Clip]:
    for track in arrangement.tracks:
        yield from track.clips


def _metadata(arrangement: Arrangement) -> Element:
    root = Element("MetaData")
    SubElement(root, "Title").text = arrangement.name
    SubElement(root, "Comment").text = f"Written by Tango Studio {__version__}"
    return root


def _xml(root: Element) -> bytes:
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


class _Document:
    """The document of one project; numbers its elements, which refer to each other."""

    def __init__(self, arrangement: Arrangement, inside: dict[str, str]) -> None:
        self._numbers = count()
        self._inside = inside
        self.root = Element("Project", version=_VERSION)
        SubElement(self.root, "Application", name="Tango Studio", version=__version__)
        transport = SubElement(self.root, "Transport")
        self._real(transport, "Tempo", arrangement.tempo, "bpm")
        SubElement(transport, "TimeSignature", numerator="4", denominator="4", id=self._id())
        structure = SubElement(self.root, "Structure")
        master = self._id()
        tracks = [self._track(structure, track, master) for track in arrangement.tracks]
        self._master(structure, master)
        place = SubElement(self.root, "Arrangement", id=self._id())
        lanes = SubElement(place, "Lanes", timeUnit="seconds", id=self._id())
        for identifier, track in zip(tracks, arrangement.tracks, strict=True):
            self._lane(lanes, identifier, track)
        self._markers(place, arrangement)

    def _id(self) -> str:
        return f"id{next(self._numbers)}"

    # --- tracks -----------------------------------------------------------------------------------

    def _track(self, structure: Element, track: Track, master: str) -> str:
        """A track that plays into the master's channel; its id."""
        identifier = self._id()
        made = SubElement(
            structure,
            "Track",
            contentType="audio",
            loaded="true",
            id=identifier,
            name=track.name,
            color=track.colour,
        )
        channel = self._channel(made, "regular", self._id(), track.channels, track.pan)
        channel.set("destination", master)
        return identifier

    def _master(self, structure: Element, identifier: str) -> None:
        made = SubElement(
            structure, "Track", contentType="audio", loaded="true", id=self._id(), name="Master"
        )
        self._channel(made, "master", identifier, 2, 0.0)

    def _channel(
        self, track: Element, role: str, identifier: str, channels: int, pan: float
    ) -> Element:
        channel = SubElement(
            track,
            "Channel",
            audioChannels=str(channels),
            role=role,
            solo="false",
            id=identifier,
        )
        SubElement(channel, "Mute", value="false", id=self._id(), name="Mute")
        self._real(channel, "Pan", (pan + 1) / 2, "normalized")
        self._real(channel, "Volume", 1.0, "linear")
        return channel

    def _real(self, above: Element, name: str, value: float, unit: str) -> None:
        least, most = _BOUNDS[unit]
        SubElement(
            above,
            name,
            max=decimal(most),
            min=decimal(least),
            unit=unit,
            value=decimal(value),
            id=self._id(),
            name=name,
        )

    # --- time -------------------------------------------------------------------------------------

    def _lane(self, lanes: Element, identifier: str, track: Track) -> None:
        lane = SubElement(lanes, "Lanes", track=identifier, id=self._id())
        clips = SubElement(lane, "Clips", id=self._id())
        for clip in track.clips:
            self._clip(clips, clip, track.colour)

    def _clip(self, clips: Element, clip: Clip, colour: str) -> None:
        loop = clip.file.loop
        repeat = {"loopStart": loop.start, "loopEnd": loop.end} if loop else {}
        times = {
            "time": clip.start,
            "duration": clip.length,
            "playStart": clip.offset,
            **repeat,
            "fadeInTime": clip.fade_in,
            "fadeOutTime": clip.fade_out,
        }
        made = SubElement(
            clips,
            "Clip",
            {name: decimal(value) for name, value in times.items()},
            contentTimeUnit="seconds",
            fadeTimeUnit="seconds",
            name=clip.name,
            color=colour,
        )
        audio = SubElement(
            made,
            "Audio",
            channels=str(clip.file.channels),
            sampleRate=str(clip.file.rate),
            duration=decimal(clip.file.seconds),
            timeUnit="seconds",
            id=self._id(),
        )
        inside = self._inside.get(clip.file.path)
        if inside:
            SubElement(audio, "File", path=inside)
        else:
            SubElement(audio, "File", path=clip.file.path, external="true")

    def _markers(self, place: Element, arrangement: Arrangement) -> None:
        found = sorted(_moments(arrangement), key=lambda item: item[0].seconds)
        if not found:  # the element may not be empty
            return
        markers = SubElement(place, "Markers", timeUnit="seconds", id=self._id())
        for marker, colour in found:
            time = decimal(marker.seconds)
            SubElement(markers, "Marker", time=time, name=marker.label, color=colour)


def _moments(arrangement: Arrangement) -> Iterator[tuple[Marker, str]]:
    """Where each sound begins, then what its first file marks; with the colour of each."""
    for region in arrangement.regions:
        yield Marker(region.start, region.name), region.colour
    told: set[tuple[float, str]] = set()  # files of one sound's channels mark the same moments
    for track in arrangement.tracks:
        for clip in track.clips:
            for marker in clip.file.markers:
                moment = Marker(clip.start - clip.offset + marker.seconds, marker.label)
                if (moment.seconds, moment.label) not in told:
                    told.add((moment.seconds, moment.label))
                    yield moment, track.colour
