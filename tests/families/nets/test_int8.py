"""Storage as int8 rows: how near it comes, what it refuses."""

from pathlib import Path

import pytest
import torch

from tangostudio.errors import WeightsError
from tangostudio.families.nets import int8


def state() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    return {
        "a.weight": torch.randn(16, 40, generator=generator) * torch.logspace(-2, 1, 16)[:, None],
        "a.bias": torch.randn(16, generator=generator),
        "b.weight": torch.randn(4, 1, 7, generator=generator),
        "zero": torch.zeros(3, 9),
        "count": torch.tensor([7]),
    }


def test_matrices_come_back_within_half_a_step_of_their_row(tmp_path: Path) -> None:
    before = state()
    int8.save(tmp_path / "w.safetensors", before, {"config": "x"})
    after = int8.load(tmp_path / "w.safetensors")
    assert after.keys() == before.keys()
    rows = before["a.weight"].abs().amax(1, keepdim=True)
    error = (after["a.weight"] - before["a.weight"]).abs() / rows
    assert after["a.weight"].dtype == torch.float32
    # Half a step of 127, and a little for the scale's own rounding to fp16.
    assert error.max() < 0.5 / 127 * 1.2
    assert torch.equal(after["zero"], before["zero"])
    assert torch.equal(after["count"], before["count"])
    assert torch.allclose(after["b.weight"], before["b.weight"], rtol=1e-3)
    assert int8.load_metadata(tmp_path / "w.safetensors") == {"config": "x"}


def test_it_is_a_quarter_of_float32() -> None:
    packed = int8.pack({"w": torch.randn(256, 256)})
    assert sum(t.numel() * t.element_size() for t in packed.values()) == 256 * 256 + 2 * 256


def test_saving_twice_changes_nothing_more() -> None:
    once = int8.unpack(int8.pack(state()))
    twice = int8.unpack(int8.pack(once))
    assert torch.allclose(once["a.weight"], twice["a.weight"], rtol=2e-3, atol=0)


def test_missing_and_cut_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    with pytest.raises(WeightsError, match="missing"):
        int8.load(path)
    int8.save(path, state(), {})
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(WeightsError, match="cannot be read"):
        int8.load(path)


def test_no_partial_file_is_left(tmp_path: Path) -> None:
    int8.save(tmp_path / "w.safetensors", state(), {})
    assert [p.name for p in tmp_path.iterdir()] == ["w.safetensors"]


def test_equal_weights_give_equal_files(tmp_path: Path) -> None:
    state = {"b": torch.randn(4, 16), "a": torch.randn(3)}
    told = {"steps": "3", "config": "{}", "part": "it", "more": "é"}
    for name in ("one", "two", "three"):
        int8.save(tmp_path / name, state, told)
    assert len({(tmp_path / name).read_bytes() for name in ("one", "two", "three")}) == 1
    assert int8.load_metadata(tmp_path / "one") == told
    assert int8.load(tmp_path / "one").keys() == state.keys()
