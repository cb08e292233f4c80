"""Where the token comes from, and that it stands nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringError, PasswordDeleteError

from tangostudio.errors import BadRequest, StorageError
from tangostudio.hub import tokens
from tangostudio.hub.states import TokenState
from tangostudio.hub.tokens import Tokens


class Box(KeyringBackend):
    """A key store in memory."""

    priority = -1  # type: ignore[assignment]  # a test chooses it, nobody else

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0
        self.closed = False

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        if self.closed:
            raise KeyringError("closed")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.closed:
            raise KeyringError(f"cannot keep {password}")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.closed:
            raise KeyringError("closed")
        if (service, username) not in self.kept:
            raise PasswordDeleteError("none")
        del self.kept[service, username]


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """A system with a key store and nothing else to take a token from."""
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HOME", "HF_TOKEN_PATH", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    before, made = keyring.get_keyring(), Box()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_box(box: Box) -> None:
    keyring.set_keyring(fail.Keyring())


def log_in_with_the_client(token: str) -> None:
    folder = Path(os.environ["XDG_CACHE_HOME"]) / "huggingface"
    folder.mkdir(parents=True)
    (folder / "token").write_text(token + "\n")


def test_the_order_is_session_key_store_environment_file(box, monkeypatch):
    held = Tokens()
    assert held.state() == TokenState("", True)
    log_in_with_the_client("hf_file")
    assert held.current() == tokens.Token("hf_file", "file")
    monkeypatch.setenv("HF_TOKEN", " hf_env\n")
    assert held.current() == tokens.Token("hf_env", "environment")
    held.use("hf_kept", keep=True)
    assert held.current() == tokens.Token("hf_kept", "key store")
    held.use(" hf_session ", keep=False)
    assert held.current() == tokens.Token("hf_session", "session")
    held.forget()
    assert held.state().source == "environment"
    assert box.kept == {}


def test_a_kept_token_is_there_at_the_next_start_and_each_hub_has_its_own(box, monkeypatch):
    Tokens().use("hf_kept", keep=True)
    assert box.kept == {("Tango Studio", "https://huggingface.co"): "hf_kept"}
    assert Tokens().current().text == "hf_kept"
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.test/")
    assert Tokens().current().text == ""


def test_the_key_store_is_asked_once(box):
    held = Tokens()
    for _ in range(3):
        held.state()
    assert box.asked == 1


def test_without_a_key_store_a_token_is_for_the_session_alone(no_box):
    held = Tokens()
    assert held.state() == TokenState("", False)
    with pytest.raises(StorageError, match="no key store"):
        held.use("hf_a", keep=True)
    assert held.current().text == ""
    held.use("hf_a", keep=False)
    assert held.state() == TokenState("session", False)
    held.forget()
    assert held.state().source == ""


def test_a_key_store_that_refuses_is_told_of_without_the_token(box):
    held = Tokens()
    box.closed = True
    assert held.current().text == ""
    with pytest.raises(StorageError, match="key store refuses") as caught:
        held.use("hf_secret", keep=True)
    assert "hf_secret" not in f"{caught.value}{caught.value.hint}"
    assert caught.value.__cause__ is None
    box.closed = False
    held.use("hf_secret", keep=True)
    box.closed = True
    with pytest.raises(StorageError, match="key store refuses"):
        held.forget()
    assert held.current().source == "key store"


def test_a_token_of_a_key_store_that_was_closed_is_forgotten_or_told_of(box):
    Tokens().use("hf_a", keep=True)
    box.closed = True
    held = Tokens()
    assert held.current().text == ""
    with pytest.raises(StorageError, match="key store refuses"):
        held.forget()
    box.closed = False
    held.forget()
    assert box.kept == {}


def test_forgetting_what_somebody_else_deleted_is_no_error(box):
    held = Tokens()
    held.use("hf_a", keep=True)
    box.kept.clear()
    held.forget()
    assert held.current().text == ""


@pytest.mark.parametrize("text", ["", "  ", "hf_a hf_b", "hf_ä", "hf_a\nhf_b"])
def test_what_is_no_token_is_refused_without_being_repeated(box, text):
    with pytest.raises(BadRequest, match="no access token") as caught:
        Tokens().use(text, keep=False)
    assert not text.strip() or text.strip() not in caught.value.message


def test_what_is_no_token_in_the_environment_or_a_file_is_passed_over(box, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "two words")
    monkeypatch.setenv("HUGGING_FACE_HUB_TOKEN", "hf_old")
    assert Tokens().current().text == "hf_old"
    monkeypatch.delenv("HUGGING_FACE_HUB_TOKEN")
    log_in_with_the_client("ä")
    assert Tokens().current().text == ""


def test_a_token_file_is_found_where_the_environment_puts_it(box, tmp_path, monkeypatch):
    (tmp_path / "mine").write_text("hf_a")
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "mine"))
    assert Tokens().current() == tokens.Token("hf_a", "file")
    monkeypatch.delenv("HF_TOKEN_PATH")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    (tmp_path / "token").write_text("hf_b")
    assert Tokens().current() == tokens.Token("hf_b", "file")


def test_an_account_belongs_to_its_token_alone(box):
    held = Tokens()
    held.belongs_to("hf_a", "ann")
    assert held.state().account == ""
    held.use("hf_a", keep=False)
    assert held.state() == TokenState("session", True, "ann")
    held.use("hf_b", keep=False)
    assert held.state().account == ""


def test_a_token_is_not_in_its_text(box):
    held = Tokens()
    held.use("hf_secret", keep=False)
    assert "hf_secret" not in f"{held.current()!r}{held.state()!r}{held!r}"
