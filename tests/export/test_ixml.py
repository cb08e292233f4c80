"""iXML chunks of this program and of others, honest and not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from tangostudio.audio.loudness import Loudness
from tangostudio.export import ixml, ixml_fields, riff, wav
from tangostudio.export.metadata import Loop, Metadata, Original

from .deliveries import rendered_of
from .wave_files import FORMAT, chunk, wave


def _file(folder: Path, *chunks: riff.Chunk) -> Path:
    path = folder / "a.wav"
    others = (chunk(each.name, bytes(each.data)) for each in chunks)
    path.write_bytes(wave(chunk(b"fmt ", FORMAT), chunk(b"data", bytes(22)), *others))
    return path


def test_elements_come_back_whatever_their_signs():
    texts = {"TANGOSTUDIO": '{"a": "<b> & \\"c\\" ]]> 門"}', "NOTE": "two\nlines"}
    data = ixml.document(texts)
    assert ixml.elements(data) == {"IXML_VERSION": ixml.VERSION, **texts}
    assert ElementTree.fromstring(data).tag == "BWFXML"


def test_a_chunk_is_found_behind_the_samples_and_between_others(tmp_path):
    document = ixml.document({"A": "b"})
    path = _file(tmp_path, riff.Chunk(b"odd ", b"abc"), riff.Chunk(ixml.CHUNK, document))
    assert ixml.read(path)["A"] == "b"
    assert ixml.chunk_in(path) == document


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\0\0\0\0WAVEfmt ", b"fLaC" + bytes(99)])
def test_what_is_no_wave_file_says_nothing(tmp_path, data):
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    assert ixml.read(path) == {}


def test_a_file_without_a_chunk_says_nothing(tmp_path):
    assert ixml.read(_file(tmp_path)) == {}


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;">]>'
    b"<BWFXML><A>&c;</A></BWFXML>"
)


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        BOMB.decode().encode("utf-16"),
        b'<!DOCTYPE b SYSTEM "file:///etc/passwd"><BWFXML><A>x</A></BWFXML>',
        b"<BWFXML><A>x</A>",
        b"<OTHER><A>x</A></OTHER>",
        b"<BWFXML><A>&unknown;</A></BWFXML>",
        b"\xff\xfe\xfd",
        b"",
        b"<BWFXML>" + b"<a>" * 200_000 + b"</BWFXML>",
        b"<BWFXML><A>" + b"x" * ixml.MOST_BYTES + b"</A></BWFXML>",
    ],
    ids=["bomb", "utf-16", "file", "cut", "root", "entity", "bytes", "empty", "deep", "large"],
)
def test_a_document_that_cannot_be_trusted_says_nothing(data):
    assert ixml.elements(data) == {}


def test_what_other_programs_write_beside_is_passed_over():
    data = (
        b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><!-- by a recorder --><BWFXML>"
        b"<PROJECT/><SPEED><MASTER_SPEED>24</MASTER_SPEED></SPEED>"
        b'<TANGOSTUDIO><![CDATA[{"a": 1}]]></TANGOSTUDIO></BWFXML>\0\0'
    )
    assert ixml.elements(data) == {"TANGOSTUDIO": '{"a": 1}'}


def test_a_chunk_that_says_it_is_huge_is_not_read(tmp_path):
    path = _file(tmp_path)
    path.write_bytes(path.read_bytes() + b"iXML\xff\xff\xff\x7f<BWFXML>")
    assert ixml.read(path) == {}


# --- whole documents ---------------------------------------------------------------------------


def _root(metadata: Metadata, original: bytes = b"", **rendered: Any) -> ElementTree.Element:
    if original:
        metadata = replace(metadata, original=Original(ixml=original))
    return ElementTree.fromstring(ixml.document_of(metadata, rendered_of(SHORT, **rendered)))


SHORT = 0.5 * np.ones((4800, 2), np.float32)
SAID = Metadata(
    title="Door Creak",
    description="a door & <more>",
    fx_name="Creak-Slow_1",
    cat_id="DOORWood",
    category="DOORS",
    subcategory="WOOD",
    creator_id="A_B",
    keywords=("wood", "old"),
    rating=4,
    created="2026-03-01T12:34:56.000Z",
    software="Tango Studio 1",
    identifier="0" * 32,
    licence="Research licence",
    commercial="no",
    provenance="{}",
)


def test_libraries_find_the_fields_that_they_show_as_columns():
    user = {item.tag: item.text for item in _root(SAID).iterfind("USER/*")}
    assert user == {
        "CATEGORY": "DOORS",
        "SUBCATEGORY": "WOOD",
        "CATEGORYFULL": "DOORS-WOOD",
        "CATID": "DOORWood",
        "FXNAME": "Creak-Slow_1",
        "TRACKTITLE": "Door Creak",
        "DESCRIPTION": "a door & <more>",
        "KEYWORDS": "wood, old",
        "CREATORID": "A_B",
        "RATING": "4",
        "RELEASEDATE": "2026-03-01",
        "RECTYPE": "AI generated",
        "LICENSE": "Research licence. Not for commercial use.",
        "EMBEDDER": "Tango Studio 1",
    }


def test_the_fields_of_aswg_have_its_order_and_say_that_a_model_made_it():
    aswg = _root(SAID).find("ASWG")
    assert aswg is not None
    said = {item.tag: item.text for item in aswg}
    assert said["isGenerated"] == said["isDesigned"] == "true"
    assert (said["contentType"], said["channelConfig"]) == ("sfx", "Stereo")
    assert (said["fxName"], said["creatorId"]) == ("Creak Slow 1", "A B")  # UCS parts names by them
    assert said["originationDate"] == "2026-03-01"
    assert said["usageRights"] == "Research licence. Not for commercial use."
    assert said["schemaVersion"] == "1.1"
    order = [ixml_fields.ASWG_ORDER.index(item.tag) for item in aswg[:-1]]
    assert order == sorted(order)
    assert len(set(ixml_fields.ASWG_ORDER)) == 89


def test_a_recording_is_not_said_to_be_generated_and_an_unknown_licence_not_at_all():
    recorded = replace(SAID, generated=False, designed=False, licence="")
    root = _root(recorded)
    for place in ("ASWG/isGenerated", "ASWG/isDesigned", "ASWG/usageRights", "USER/LICENSE"):
        assert root.find(place) is None


def test_speed_tracks_and_loudness_are_those_of_the_file():
    loud = Loudness(-20.126, -18.0, False, -1.5, -2.0, -19.0, None)
    root = _root(replace(SAID, loudness=loud, loop=Loop(0.0, 0.1)), bits=16)
    assert root.findtext("SPEED/FILE_SAMPLE_RATE") == "48000"
    assert root.findtext("SPEED/AUDIO_BIT_DEPTH") == "16"
    assert [t.findtext("NAME") for t in root.iterfind("TRACK_LIST/TRACK")] == ["Left", "Right"]
    assert root.findtext("LOUDNESS/LOUDNESS_VALUE") == root.findtext("ASWG/loudness") == "-20.13"
    assert root.findtext("LOUDNESS/MAX_TRUE_PEAK_LEVEL") == "-1.50"
    assert root.find("LOUDNESS/LOUDNESS_RANGE") is None
    assert root.findtext("ASWG/maxPeak") == "-2.00"
    assert root.findtext("ASWG/isLoop") == "true"
    assert _root(replace(SAID, loop=Loop(0.02, 0.1))).find("ASWG/isLoop") is None
    assert root.findtext("BEXT/BWF_DESCRIPTION") == "a door & <more>"


@pytest.mark.parametrize("short", [True, False])
def test_what_is_not_defined_or_silent_is_left_out(short):
    level = -10.0 if short else -70.0
    silent = Loudness(level, -70.0, short, -120.0, -120.0)
    root = _root(replace(SAID, loudness=silent))
    assert root.find("LOUDNESS") is None
    assert root.find("ASWG/loudness") is root.find("ASWG/maxPeak") is None


SCRIPTS = "Ä ß ø · Привет · ελληνικά · עברית · العربية · हिन्दी · ไทย · 門の音 · 한국어 · 🔔"


@pytest.mark.parametrize("text", ["<&>\"']]>", SCRIPTS, "x" * 300, "two\nlines\ttab"])
def test_texts_of_all_kinds_come_back(text):
    said = replace(SAID, description=text, notes=text, keywords=tuple(64 * [text]))
    root = _root(said)
    assert root.findtext("USER/DESCRIPTION") == root.findtext("NOTE") == text
    assert (root.findtext("USER/KEYWORDS") or "").count(text) == 64


def test_what_xml_cannot_say_becomes_spaces():
    root = _root(replace(SAID, description="a\0b\x1bc\ud800d\ufffee\r\nf\rg"))
    assert root.findtext("USER/DESCRIPTION") == "a b c d e\nf\ng"


# --- documents of others -----------------------------------------------------------------------

FOREIGN = b"""<?xml version="1.0" encoding="UTF-8"?>
<BWFXML><IXML_VERSION>1.5</IXML_VERSION><PROJECT>Theirs</PROJECT><SCENE>12A</SCENE>
<FILE_UID>PARENT</FILE_UID><NOTE>windy</NOTE>
<SPEED><MASTER_SPEED>25/1</MASTER_SPEED><FILE_SAMPLE_RATE>96000</FILE_SAMPLE_RATE></SPEED>
<SYNC_POINT_LIST><SYNC_POINT_COUNT>1</SYNC_POINT_COUNT></SYNC_POINT_LIST>
<TRACK_LIST><TRACK_COUNT>2</TRACK_COUNT><TRACK><NAME>Boom</NAME></TRACK><TRACK><NAME>Lav</NAME>
</TRACK></TRACK_LIST><LOUDNESS><LOUDNESS_VALUE>-3.00</LOUDNESS_VALUE></LOUDNESS>
<USER><MICROPHONE>MKH 8040</MICROPHONE><CATID>AMBNat</CATID></USER>
<ASWG><loudness>-3</loudness><micType>MKH 8040</micType><inKey>C</inKey></ASWG>
<TANGOSTUDIO>old</TANGOSTUDIO><STEINBERG><ATTR>x</ATTR></STEINBERG></BWFXML>"""


def test_an_original_keeps_what_the_program_does_not_say():
    root = _root(replace(SAID, project="Ours"), FOREIGN)
    assert root.findtext("IXML_VERSION") == ixml.VERSION
    assert root.findtext("PROJECT") == "Ours"
    assert (root.findtext("SCENE"), root.findtext("NOTE")) == ("12A", "windy")
    assert root.findtext("STEINBERG/ATTR") == "x"
    assert root.findtext("SPEED/MASTER_SPEED") == "25/1"
    assert root.findtext("SPEED/FILE_SAMPLE_RATE") == "48000"
    assert [t.findtext("NAME") for t in root.iterfind("TRACK_LIST/TRACK")] == ["Boom", "Lav"]
    assert root.findtext("USER/MICROPHONE") == root.findtext("ASWG/micType") == "MKH 8040"
    assert root.findtext("USER/CATID") == "DOORWood"
    assert root.findtext("HISTORY/PARENT_UID") == "PARENT"
    assert root.findtext("TANGOSTUDIO") == "{}"
    assert [item.tag for item in root.iterfind("ASWG/*")][-2:] == ["inKey", "schemaVersion"]


def test_an_original_says_nothing_of_other_samples():
    root = _root(SAID, FOREIGN, channels=1)
    for place in ("SYNC_POINT_LIST", "LOUDNESS", "ASWG/loudness"):
        assert root.find(place) is None
    assert [track.findtext("NAME") for track in root.iterfind("TRACK_LIST/TRACK")] == ["Mono"]
    assert _root(replace(SAID, provenance=""), FOREIGN).find("TANGOSTUDIO") is None


@pytest.mark.parametrize(
    "original", [b"<BWFXML", BOMB, b"<BWFXML>" + 50 * b"<a>" + 50 * b"</a>" + b"</BWFXML>"]
)
def test_an_original_that_cannot_be_trusted_changes_nothing(original):
    plain, merged = _root(SAID), _root(SAID, original)
    assert ElementTree.tostring(plain) == ElementTree.tostring(merged)


def test_an_original_that_would_make_the_document_too_long_is_left_out():
    large = b"<BWFXML><A>" + b"x" * (ixml.MOST_BYTES - 100) + b"</A></BWFXML>"
    assert _root(SAID, large).find("A") is None
    assert _root(SAID, large.replace(b"x" * 5000, b"")).find("A") is not None


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="UTF-16"?><BWFXML><A>ä & b</A></BWFXML>'.encode("utf-16"),
        '<?xml version="1.0" encoding="ISO-8859-1"?><BWFXML><A>ä & b</A></BWFXML>'.encode("cp1252"),
        "<BWFXML><A>\x01ä\x00 &amp; b</A></BWFXML>\0\0\0".encode(),
    ],
    ids=["utf-16", "latin", "control"],
)
def test_careless_writers_are_read_all_the_same(data):
    assert ixml.elements(data) == {"A": "ä & b"}


def test_many_elements_are_refused_before_they_cost_much():
    assert ixml.elements(b"<BWFXML>" + b"<a/>" * 20_000 + b"</BWFXML>") == {}
    assert ixml.texts_at(b"<BWFXML>" + b"<a/>" * 20_000 + b"</BWFXML>", ["a"]) == ("",)


def test_the_chunk_is_found_behind_the_samples_of_a_file_over_4_gb(tmp_path):
    path = tmp_path / "long.wav"
    said = ixml.document({"A": "b"})
    with wav.Writer(path, rate=48000, channels=1, bits=24, ixml=said, limit=1000) as file:
        file.write(np.zeros((4800, 1), np.int32))
    assert path.read_bytes()[:4] == b"RF64"
    assert ixml.read(path)["A"] == "b"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (b"", {}),
        (b"text", {"": "text"}),
        (b"<A>1</A><B><C> 2 </C></B><D/>", {"A": "1", "B": {"C": " 2 "}, "D": ""}),
        (b"<A>1</A><A>2</A><A>3</A>", {"A": ["1", "2", "3"]}),
        (b'<A n="1">x</A><B>y<C/></B>', {"A": {"@n": "1", "": "x"}, "B": {"C": "", "": "y"}}),
    ],
)
def test_a_whole_document_is_told_as_it_is_nested(inside, said):
    assert ixml.nested(b"<BWFXML>" + inside + b"</BWFXML>") == said


@pytest.mark.parametrize("data", [BOMB, b"", b"<BWFXML>" + b"<a>" * 99, b"<OTHER/>"])
def test_nothing_is_told_of_a_document_that_cannot_be_trusted(data):
    assert ixml.nested(data) is None
