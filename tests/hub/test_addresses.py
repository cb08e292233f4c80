from __future__ import annotations

from pathlib import Path

import pytest

from tangostudio.cards import Licence
from tangostudio.hub import addresses, problems

from .checkpoints import REPO, card, published


@pytest.fixture(autouse=True)
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_ENDPOINT", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE",
                 "HF_TOKEN_PATH", "XDG_CACHE_HOME"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)


def test_folders_of_the_client_are_where_the_client_has_them(home, monkeypatch):
    assert addresses.cache_folder() == home / ".cache/huggingface/hub"
    assert addresses.token_file() == home / ".cache/huggingface/token"
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert addresses.cache_folder() == Path("/x/huggingface/hub")
    monkeypatch.setenv("HF_HOME", "~/hf")
    assert addresses.cache_folder() == home / "hf/hub"
    assert addresses.token_file() == home / "hf/token"
    monkeypatch.setenv("HUGGINGFACE_HUB_CACHE", "$HOME/old")
    assert addresses.cache_folder() == home / "old"
    monkeypatch.setenv("HF_HUB_CACHE", "/c")
    assert addresses.cache_folder() == Path("/c")


def test_the_licence_is_accepted_on_the_page_of_the_model(weights, monkeypatch):
    files = published(100)
    made = card(files, weights, gated=True)
    assert addresses.licence_page(made) == f"https://huggingface.co/{REPO}"
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.test/")
    assert addresses.licence_page(made) == f"https://mirror.test/{REPO}"
    assert addresses.tokens_page() == "https://mirror.test/settings/tokens"


def test_other_models_show_their_licences_own_page(weights):
    made = card(published(100), weights)
    assert addresses.licence_page(made) == "https://licences.test/one"
    import dataclasses

    nowhere = dataclasses.replace(made, licence=Licence("a", "no", "b"))
    assert addresses.licence_page(nowhere) == f"https://huggingface.co/{REPO}"


def test_a_password_in_the_address_of_a_hub_is_not_in_a_sentence(monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://ann:secret@hub.test/api")
    assert addresses.shown() == "https://hub.test/api"
    for problem in (problems.no_network("A"), problems.no_hub("A"), problems.distrusted("A")):
        assert "https://hub.test/api" in problem.message
        assert "secret" not in f"{problem}"
