"""Checkpoints: one whole state, whatever happens while the next one is written."""

from pathlib import Path

import pytest
import torch

from tangostudio.engines import checkpoints
from tangostudio.errors import StorageError


def test_a_state_comes_back_and_no_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.pt"
    assert checkpoints.load_checkpoint(path) is None
    checkpoints.save_checkpoint(path, {"step": 3, "weights": torch.arange(4.0)})
    found = checkpoints.load_checkpoint(path)
    assert found is not None
    assert found["step"] == 3
    assert torch.equal(found["weights"], torch.arange(4.0))
    assert [one.name for one in path.parent.iterdir()] == ["state.pt"]


@pytest.mark.parametrize("error", [OSError(28, "No space left"), RuntimeError("write failed")])
def test_a_failed_write_keeps_the_last_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    path = tmp_path / "state.pt"
    checkpoints.save_checkpoint(path, {"step": 1})

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(torch, "save", fails)
    with pytest.raises(StorageError):
        checkpoints.save_checkpoint(path, {"step": 2})
    assert checkpoints.load_checkpoint(path) == {"step": 1}
    assert [one.name for one in tmp_path.iterdir()] == ["state.pt"]


@pytest.mark.parametrize("damage", [b"", b"no checkpoint", b"PK\x03\x04cut"])
def test_a_damaged_file_is_said(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "state.pt"
    path.write_bytes(damage)
    with pytest.raises(StorageError, match="cannot be read"):
        checkpoints.load_checkpoint(path)
