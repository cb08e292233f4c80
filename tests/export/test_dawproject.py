"""DAWproject files: what stands in them, and that the format's own schemas allow it."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tangostudio.export import dawproject
from tangostudio.export.arrangement import Arrangement, Sound, lay_out, one_line
from tangostudio.export.metadata import Loop, Marker
from tests.export.sounds_to_lay_out import ODD_NAMES, many, split, whole

SCHEMAS = "DAWPROJECT_SCHEMAS"
"""Environment variable: a folder with Project.xsd and MetaData.xsd of bitwig/dawproject."""


def _zip(arrangement: Arrangement, embed: Path | None = None) -> zipfile.ZipFile:
    file = io.BytesIO()
    dawproject.write(file, arrangement, embed=embed)
    return zipfile.ZipFile(file)


def _root(*sounds: Sound) -> ElementTree.Element:
    return ElementTree.fromstring(_zip(lay_out("A project", sounds)).read("project.xml"))


def _values(element: ElementTree.Element, *names: str) -> list[str | None]:
    return [element.get(name) for name in names]


def test_a_clip_is_a_whole_file_at_its_moment():
    root = _root(
        Sound("slam", "DOORS", (whole("Media/a.wav", 2.0),)),
        Sound("drip", "WATER", (whole("Media/b.wav", 2.25, rate=96000, channels=1),)),
    )
    doors, water, master = root.iterfind("Structure/Track")
    assert [track.get("name") for track in (doors, water, master)] == ["DOORS", "WATER", "Master"]
    lanes = root.findall("Arrangement/Lanes/Lanes")
    assert [lane.get("track") for lane in lanes] == [doors.get("id"), water.get("id")]
    (clip,) = lanes[1].iterfind("Clips/Clip")
    assert _values(clip, "name", "time", "duration", "playStart") == ["drip", "3", "2.25", "0"]
    (audio,) = clip.iterfind("Audio")
    assert _values(audio, "sampleRate", "channels", "duration") == ["96000", "1", "2.25"]
    (file,) = audio
    assert file.attrib == {"path": "Media/b.wav", "external": "true"}
    units = (root.find("Arrangement/Lanes"), audio)
    assert [unit.get("timeUnit") for unit in units if unit is not None] == ["seconds"] * 2


def test_every_track_plays_into_the_master():
    root = _root(Sound("wide", "", split("wide", "L", "R")))
    *tracks, master = root.iterfind("Structure/Track/Channel")
    assert master.get("role") == "master"
    assert {track.get("destination") for track in tracks} == {master.get("id")}
    pans = [pan.get("value") for track in tracks for pan in track.iterfind("Pan")]
    assert pans == ["0", "1"]
    assert [track.get("audioChannels") for track in tracks] == ["1", "1"]


def test_identifiers_are_unique():
    root = ElementTree.fromstring(_zip(lay_out("", many(50))).read("project.xml"))
    identifiers = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(identifiers)) == len(identifiers) > 100


def test_markers_tell_where_each_sound_begins_and_what_it_marks():
    root = _root(
        Sound("slam", "DOORS", (whole(markers=(Marker(0.5, "hit"),)),)),
        Sound("wide", "DOORS", split("wide", "L", "R", seconds=1.0)),
    )
    markers = [_values(each, "time", "name") for each in root.iterfind("Arrangement/Markers/")]
    assert markers == [["0", "slam"], ["0.5", "hit"], ["3", "wide"], ["3.5", "hit"]]


def test_a_loop_is_the_part_that_plays_again():
    root = _root(Sound("a", "", (whole(loop=Loop(0.25, 1.75)),)), Sound("b", "", (whole(),)))
    first, second = root.iterfind("Arrangement/Lanes/Lanes/Clips/Clip")
    assert _values(first, "loopStart", "loopEnd") == ["0.25", "1.75"]
    assert "loopStart" not in second.attrib


def test_files_can_be_put_into_the_zip(tmp_path):
    arrangement = lay_out(
        "", [Sound(name, "", (whole(f"Media/{name}/a.wav"),)) for name in ("one", "two")]
    )
    for name in ("one", "two"):
        (tmp_path / "Media" / name).mkdir(parents=True)
        (tmp_path / "Media" / name / "a.wav").write_bytes(name.encode())
    archive = _zip(arrangement, embed=tmp_path)
    root = ElementTree.fromstring(archive.read("project.xml"))
    files = [file.attrib for file in root.iter("File")]
    assert files == [{"path": "audio/Media/one/a.wav"}, {"path": "audio/Media/two/a.wav"}]
    assert [archive.read(file["path"]) for file in files] == [b"one", b"two"]
    assert archive.testzip() is None


def test_a_file_outside_of_the_project_is_put_inside_of_the_zip(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"sound")
    (tmp_path / "project").mkdir()
    arrangement = lay_out("", [Sound("a", "", (whole("../a.wav"),))])
    assert _zip(arrangement, embed=tmp_path / "project").read("audio/a.wav") == b"sound"


def test_a_file_that_is_gone_is_an_error(tmp_path):
    arrangement = lay_out("", [Sound("a", "", (whole("Media/a.wav"),))])
    with pytest.raises(FileNotFoundError):
        _zip(arrangement, embed=tmp_path)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_comes_back(name):
    root = _root(Sound(name, name, (whole(markers=(Marker(0.5, name),)),)))
    track, _ = root.iterfind("Structure/Track")
    (clip,) = root.iter("Clip")
    said = one_line(name)
    assert (track.get("name"), clip.get("name")) == (said or "Uncategorised", said or "a")
    assert [marker.get("name") for marker in root.iter("Marker")] == [said or "a", said]


def test_the_title_is_in_the_metadata():
    archive = _zip(lay_out("Castle & <moat>", many(3)))
    root = ElementTree.fromstring(archive.read("metadata.xml"))
    assert root.findtext("Title") == "Castle & <moat>"
    assert archive.namelist() == ["metadata.xml", "project.xml"]


@pytest.mark.skipif(SCHEMAS not in os.environ, reason=f"{SCHEMAS} names no folder of schemas")
@pytest.mark.parametrize("count", [0, 1, 200])
def test_the_schemas_of_the_format_allow_it(count):
    etree = pytest.importorskip("lxml.etree")
    archive = _zip(lay_out("Everything", many(count)))
    for document, schema in (("project.xml", "Project.xsd"), ("metadata.xml", "MetaData.xsd")):
        rules = etree.XMLSchema(etree.parse(str(Path(os.environ[SCHEMAS], schema))))
        rules.assertValid(etree.fromstring(archive.read(document)))
