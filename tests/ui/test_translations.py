import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from tangostudio.ui import texts, translations
from tangostudio.ui.texts import mark, tr, tr_count, tr_marked
from tangostudio.ui.translations import PseudoTranslator, lengthened


@pytest.fixture
def pseudo(qapp):
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_without_a_translation_texts_are_english(qapp):
    assert tr("Generate {takes}", takes="4 takes") == "Generate 4 takes"
    assert tr_count("{count} take", "{count} takes", 1) == "1 take"
    assert tr_count("{count} take", "{count} takes", 12_000) == "12,000 takes"
    assert tr_marked(mark("Ready")) == "Ready"
    assert tr_marked("") == ""


def test_a_pseudo_text_is_four_tenths_longer_and_keeps_its_places():
    text = "The queue is paused and holds {count} jobs of {name}"
    made = lengthened(text)
    assert "{count}" in made
    assert "{name}" in made
    assert made.startswith("[")
    assert made.endswith("~]")
    assert 1.35 < len(made) / len(text) < 1.45
    assert "queue" not in made


def test_under_the_pseudo_language_every_text_is_another_and_places_are_filled(pseudo):
    assert tr("Generate {takes}", takes="4").startswith("[Ĝéñéŕàţé 4 ~")
    assert tr_count("{count} take", "{count} takes", 3).startswith("[3 ţàķéś")


def test_qts_own_texts_are_left_alone(pseudo):
    assert QCoreApplication.translate("QDialogButtonBox", "Cancel") == "Cancel"


def test_the_environment_goes_before_the_setting(qapp, monkeypatch):
    monkeypatch.setenv(translations.VARIABLE, "pseudo")
    assert translations.install(qapp, "en") == "pseudo"
    assert tr("Ready") != "Ready"
    for translator in qapp.findChildren(PseudoTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    assert tr("Ready") == "Ready"


def test_a_language_without_a_file_is_english(qapp, monkeypatch):
    monkeypatch.delenv(translations.VARIABLE, raising=False)
    assert translations.install(qapp, "fr") == "en"
    assert translations.install(qapp, "system") == "en"
    assert tr("Ready") == "Ready"


def test_the_systems_first_language_with_a_file_is_used(qapp, monkeypatch, tmp_path):
    folder = tmp_path / "translations"
    folder.mkdir()
    (folder / "tangostudio_pt.qm").write_bytes(b"no translation at all")
    monkeypatch.setattr(translations.paths, "resources_dir", lambda: tmp_path)
    assert translations._file("pt-BR") == folder / "tangostudio_pt.qm"
    assert translations._file("de") is None
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _self: ["pt-BR", "en"])
    assert translations.install(qapp, "system") == "en"  # what cannot be read is not used


def test_the_context_is_that_of_the_collected_file():
    assert texts.CONTEXT == "tangostudio"
