from __future__ import annotations

from tangostudio.cards.places import Held
from tangostudio.hub import holdings, shopping

from .checkpoints import REPO, card, published

FILES = published(20_000)
NAME, VAE, CONFIG = FILES


def test_the_list_says_address_size_checksum_and_place_of_what_is_missing(weights, monkeypatch):
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    made = card(FILES, weights, gated=True)
    first = made.files[0]
    text = shopping.shopping_list([made])
    assert f"https://huggingface.co/{REPO}/resolve/main/vae/vae.safetensors\n" in text
    assert f"    bytes   {first.bytes:,}\n    SHA-256 {first.sha256}\n" in text
    assert f"  Folder: {weights / 'tiny'}\n" in text
    assert f"accepted the licence: https://huggingface.co/{REPO}\n" in text
    total = sum(map(len, FILES.values()))
    assert f"Total: {total:,} bytes (" in text


def test_the_list_goes_by_the_hub_of_the_environment_and_the_published_names(weights, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.test/")
    changes = {NAME: {"path": "a b/c#1.safetensors", "revision": "v1/2"}}
    text = shopping.shopping_list([card(FILES, weights, changes=changes)])
    assert f"https://mirror.test/{REPO}/resolve/v1%2F2/a%20b/c%231.safetensors\n" in text


def test_what_is_not_known_is_said(weights):
    changes = {NAME: {"bytes": 0, "sha256": "ab" * 8}, CONFIG: {"sha256": ""}}
    text = shopping.shopping_list([card(FILES, weights, changes=changes)])
    assert "bytes   not known\n    SHA-256 abababababababab... (begins so)\n" in text
    assert "SHA-256 not known\n" in text
    assert "Total: at least " in text


def test_what_is_there_is_left_out_and_nothing_is_an_empty_list(weights):
    made = card(FILES, weights)
    made.folder.mkdir(parents=True)
    for name, data in FILES.items():
        (made.folder / name).parent.mkdir(exist_ok=True)
        (made.folder / name).write_bytes(data)
        text = shopping.shopping_list([made])
        assert f"/{name}\n" in text
        holdings.keep(made, Held(name, len(data), "ab"))
        assert f"/{name}\n" not in shopping.shopping_list([made])
    assert shopping.shopping_list([made]) == ""
    assert shopping.shopping_list([card(FILES, weights, bundled=True)]) == ""
