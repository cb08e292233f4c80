"""iXML chunks of this program and of others, honest and not."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tangostudio.export import ixml, riff, wav


def _file(folder: Path, *chunks: riff.Chunk) -> Path:
    levels = np.zeros((11, 1), np.int32)
    path = folder / "a.wav"
    path.write_bytes(wav.encode(levels, 48000, 24, {"INAM": "x"}, chunks))
    return path


def test_elements_come_back_whatever_their_signs():
    texts = {"TANGOSTUDIO": '{"a": "<b> & \\"c\\" ]]> 門"}', "NOTE": "two\nlines"}
    data = ixml.document(texts)
    assert ixml.elements(data) == {"IXML_VERSION": ixml.VERSION, **texts}
    assert ElementTree.fromstring(data).tag == "BWFXML"


def test_a_chunk_is_found_behind_the_samples_and_between_others(tmp_path):
    chunk = riff.Chunk(ixml.CHUNK, ixml.document({"A": "b"}))
    path = _file(tmp_path, riff.Chunk(b"odd ", b"abc"), chunk)
    assert ixml.read(path)["A"] == "b"
    assert wav.decode(path.read_bytes()).others[1] == chunk


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
