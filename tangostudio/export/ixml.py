"""iXML chunks: an XML document in a WAV or AIFF file, with elements that many programs share.

The iXML specification 3.01 (Gallery). Other programs write such chunks too: what is read is
bounded, mended where writers are known to be careless, and refused when it declares anything.
Which elements a take gets is in `ixml_fields`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tangostudio.export import ixml_fields, riff
from tangostudio.export.ixml_fields import Sounding
from tangostudio.export.metadata import Metadata

CHUNK = b"iXML"
VERSION = "3.01"
MOST_BYTES = 1 << 20

_ROOT = "BWFXML"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DEEPEST = 32
_MOST_ELEMENTS = 10_000
# What XML 1.0 cannot say at all, not even escaped.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")
# Elements that an original's document must not say of the delivered sound: positions in frames,
# and what a reader would take for the program's own word.
_STALE = ("SYNC_POINT_LIST", "LOUDNESS", "BEXT", ixml_fields.PROVENANCE)


# --- writing --------------------------------------------------------------------------------------


def document(elements: Mapping[str, str]) -> bytes:
    """A whole document: the root, its version, and these elements in their order, in UTF-8."""
    root = _new_root()
    for name, text in elements.items():
        ElementTree.SubElement(root, name).text = text
    return _written(root)


def document_of(metadata: Metadata, rendered: Sounding) -> bytes:
    """The document of a delivered file.

    Elements of an imported original stay where the program has nothing to say instead, as long as
    both together are at most 1 MiB.
    """
    root = _new_root()
    root.extend(ixml_fields.elements(metadata, rendered))
    original = _tree(metadata.original.ixml) if metadata.original else None
    if original is not None:
        merged = _merged(copy.deepcopy(root), original, rendered.channels)
        if len(data := _written(merged)) <= MOST_BYTES:
            return data
    return _written(root)


def _new_root() -> Element:
    root = Element(_ROOT)
    ElementTree.SubElement(root, "IXML_VERSION").text = VERSION
    return root


def _written(root: Element) -> bytes:
    for item in root.iter():
        item.text = _sayable(item.text) if item.text else None
        item.tail = None
        item.attrib = {name: _sayable(value) for name, value in item.attrib.items()}
    ElementTree.indent(root, "")
    text = ElementTree.tostring(root, "unicode", short_empty_elements=False)
    return f"{_DECLARATION}{text}\n".encode("utf-8", "replace")


def _sayable(text: str) -> str:
    """A text as XML can say it: no control characters, line ends as one sign."""
    return _UNSAYABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _merged(ours: Element, original: Element, channels: int) -> Element:
    """Our document with what only the original's says."""
    for item in original:
        own = ours.find(item.tag)
        if item.tag in _STALE or item.tag == "IXML_VERSION":
            continue
        if item.tag == "TRACK_LIST":
            if len(item.findall("TRACK")) == channels:
                _replace(ours, own, item)
        elif own is None:
            ours.append(item)
        elif item.tag == "ASWG":
            ixml_fields.merge_aswg(own, item)
        elif len(item):
            own.extend(part for part in item if own.find(part.tag) is None)
    ixml_fields.tell_parent(ours, original)
    return ours


def _replace(root: Element, old: Element | None, new: Element) -> None:
    if old is None:
        root.append(new)
    else:
        place = list(root).index(old)
        root.remove(old)
        root.insert(place, new)


# --- reading --------------------------------------------------------------------------------------


def elements(data: bytes) -> dict[str, str]:
    """The texts of a document's elements just below its root; empty for what cannot be trusted.

    That is a document over 1 MiB, not well formed, too deep or too many-parted, with another root,
    or with a DOCTYPE, by which a small document can grow without end.
    """
    root = _tree(data)
    return {} if root is None else {item.tag: text for item in root if (text := _text(item))}


def nested(data: bytes) -> dict[str, Any] | None:
    """All of a document below its root; None for what cannot be trusted, as `elements` says.

    An element of nothing but text is that text; another is a dict of what is in it by its name,
    with its own text under "". Elements of one name are a list; attributes have an "@" before.
    """
    root = _tree(data)
    if root is None:
        return None
    value = _value(root)
    if isinstance(value, dict):
        return value
    return {"": value} if value else {}


def _value(item: Element) -> dict[str, Any] | str:
    text = (item.text or "").strip() if len(item) else item.text or ""
    inside: dict[str, Any] = {f"@{name}": said for name, said in item.attrib.items()}
    for part in item:
        value = _value(part)
        if part.tag not in inside:
            inside[part.tag] = value
        elif isinstance(inside[part.tag], list):
            inside[part.tag].append(value)
        else:
            inside[part.tag] = [inside[part.tag], value]
    if not inside:
        return text
    return {**inside, "": text} if text else inside


def texts_at(data: bytes, places: Sequence[str]) -> tuple[str, ...]:
    """The texts of single elements, such as `ASWG/isGenerated`; "" for those that are not there."""
    root = _tree(data)
    if root is None:
        return ("",) * len(places)
    return tuple((root.findtext(place) or "").strip() for place in places)


def read(path: Path) -> dict[str, str]:
    """The elements of a file's iXML chunk; empty where there is none. Samples are not read.

    Raises:
        OSError: the file cannot be read.
    """
    return elements(chunk_in(path))


def chunk_in(path: Path) -> bytes:
    """The iXML chunk of a WAV or AIFF file of any length; b"" where there is none or a huge one.

    Raises:
        OSError: the file cannot be read.
    """
    with open(path, "rb") as file:
        try:
            place = riff.outline(file).first(CHUNK)
        except ValueError:
            return b""
        whole = place is not None and place.size == place.said <= MOST_BYTES
        return riff.load(file, place) if whole and place is not None else b""


class _Bounded(ElementTree.TreeBuilder):
    """Builds a tree that is neither too deep nor too large."""

    depth = count = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self.depth += 1
        self.count += 1
        if self.depth > _DEEPEST or self.count > _MOST_ELEMENTS:
            raise ValueError("too deep or too many elements")
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def _tree(data: bytes) -> Element | None:
    """The root of a document, or None for what cannot be trusted."""
    if len(data) > MOST_BYTES:
        return None
    text = _UNSAYABLE.sub("", _decoded(data)).strip()
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    parser = ElementTree.XMLParser(target=_Bounded())
    try:
        parser.feed(_BARE_AMPERSAND.sub("&amp;", text))
        root = parser.close()
    except (ValueError, ElementTree.ParseError):
        return None
    return root if root.tag == _ROOT else None


def _decoded(data: bytes) -> str:
    """A document's text; recorders write UTF-8, some UTF-16, old ones Windows' Western letters."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return data.decode("cp1252", "replace")


def _text(item: Element) -> str:
    return item.text if item.text and not len(item) else ""
