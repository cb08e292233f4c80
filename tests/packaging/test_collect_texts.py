from __future__ import annotations

import string
from xml.etree import ElementTree

import collect_texts
import pytest
from collect_texts import FILE, Found


@pytest.fixture(scope="module")
def found():
    return collect_texts.collect()


def test_every_text_that_is_translated_is_a_literal(found):
    assert found.problems == []


def test_the_file_for_translators_is_up_to_date(found):
    stored = {
        message.findtext("source"): message.get("numerus") == "yes"
        for message in ElementTree.parse(FILE).getroot().iter("message")
    }
    assert stored == {text: text in found.counted for text in found.texts}, "run make format"


def test_the_file_is_what_qt_linguist_reads():
    tree = ElementTree.parse(FILE).getroot()
    assert tree.tag == "TS"
    assert tree.findtext("context/name") == "tangostudio"
    for message in tree.iter("message"):
        counted = message.get("numerus") == "yes"
        forms = message.findall("translation/numerusform")
        assert bool(forms) == counted, message.findtext("source")


def test_every_place_in_a_text_has_a_name(found):
    for text in found.texts:
        for _literal, name, _form, conversion in string.Formatter().parse(text):
            assert name is None or (name.isidentifier() and not conversion), text


def test_texts_are_found_in_source_and_what_is_no_literal_is_named():
    found = Found()
    source = 'tr("One {n}", n=1); mark("Two"); tr_count("{count} a", "{count} b", n); tr(f"x{y}")'
    collect_texts.read_source(source, "ui/x.py", found)
    assert set(found.texts) == {"One {n}", "Two", "{count} a", "{count} b"}
    assert found.texts["Two"] == {"ui/x.py"}
    assert found.counted == {"{count} b"}
    assert found.problems == ["ui/x.py:1: f'x{y}' is no text"]


def test_actions_settings_and_cards_are_among_them(found):
    for text in ("Find a command…", "Interface size", "As the system", "How strictly the prompt"):
        assert any(known.startswith(text) for known in found.texts), text
