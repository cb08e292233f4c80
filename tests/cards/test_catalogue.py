from __future__ import annotations

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.errors import BadRequest

from .test_card import document, write


def test_cards_come_in_the_order_of_their_files(tmp_path):
    write(tmp_path, document(id="second"), "b.toml")
    write(tmp_path, document(id="first"), "a.toml")
    assert [card.id for card in Catalogue.load(tmp_path)] == ["first", "second"]


def test_hidden_cards_can_be_used_but_are_not_offered(tmp_path):
    write(tmp_path, document(id="open"), "a.toml")
    write(tmp_path, document(id="secret", hidden=True), "b.toml")
    catalogue = Catalogue.load(tmp_path)
    assert [card.id for card in catalogue] == ["open"]
    assert [card.id for card in catalogue.all()] == ["open", "secret"]
    assert catalogue.get("secret").hidden


def test_a_broken_card_is_an_entry_and_the_others_work(tmp_path):
    write(tmp_path, document(id="good"), "good.toml")
    (tmp_path / "bad.toml").write_text("id = = 3")
    catalogue = Catalogue.load(tmp_path)
    assert [card.id for card in catalogue] == ["good"]
    assert [entry.id for entry in catalogue.broken] == ["bad"]
    assert "bad.toml" in catalogue.broken[0].message
    with pytest.raises(BadRequest, match=r"bad\.toml"):
        catalogue.get("bad")


def test_an_unknown_model_names_the_known_ones(tmp_path):
    write(tmp_path, document(id="good"), "good.toml")
    write(tmp_path, document(id="secret", hidden=True), "secret.toml")
    with pytest.raises(BadRequest, match="no model 'starfish'") as caught:
        Catalogue.load(tmp_path).get("starfish")
    assert caught.value.hint == "Known models: good."


def test_an_empty_or_missing_folder_is_an_empty_catalogue(tmp_path):
    assert list(Catalogue.load(tmp_path)) == []
    assert list(Catalogue.load(tmp_path / "gone")) == []


def test_every_card_that_comes_with_the_program_is_good():
    catalogue = Catalogue.load(paths.models_dir())
    assert catalogue.broken == ()
    for card in catalogue.all():
        if not card.samplers:
            assert card.hidden, card.id  # it hears sounds and makes none
            continue
        assert {"seconds", "steps", "guidance"} <= card.parameters.keys(), card.id
        for parameter in card.parameters.values():
            assert parameter.check(parameter.default) == parameter.default, card.id


def test_the_bundled_weights_are_whole():
    for card in Catalogue.load(paths.models_dir()).all():
        if card.bundled:
            assert card.verify_files().is_dir(), card.id


def test_every_model_that_makes_sounds_has_presets_and_balanced_is_its_defaults():
    for card in Catalogue.load(paths.models_dir()).all():
        if not card.samplers:
            continue
        steps = [card.presets[name]["steps"] for name in ("draft", "balanced", "best")]
        assert steps == sorted(steps), card.id
        assert steps[0] < steps[1], card.id
        defaults = {name: card.default(name) for name in ("steps", "guidance")}
        assert card.presets["balanced"] == defaults, card.id
