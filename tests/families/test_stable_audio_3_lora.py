"""LoRA files of the trainer: every kind by its formula, and files that are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.testing import assert_close

from tangostudio.errors import BadRequest, WeightsError
from tangostudio.families import stable_audio_3_lora as lora

MODULE = "model.transformer.layers.0.ff.ff.2"
NAME = f"model.{MODULE}.weight"
CONVOLUTION = "model.model.preprocess_conv.weight"
SECONDS = "conditioner.conditioners.seconds_total.embedder.embedding.1.weight"
RANK, ALPHA = 2, 6


def noise(*shape: int, seed: int) -> Tensor:
    # Half precision is what files hold.
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)).half().float()


STATE = {
    NAME: noise(4, 3, seed=0),
    CONVOLUTION: noise(3, 5, 1, seed=1),
    SECONDS: noise(2, 6, seed=2),
}
PARTS = {
    "lora_A": noise(RANK, 3, seed=3),
    "lora_B": noise(4, RANK, seed=4),
    "M_xs": noise(RANK, RANK, seed=5),
    "rows": noise(4, seed=6).abs(),
    "columns": noise(3, seed=7).abs(),
}


def write(
    path: Path, kind: str, parts: dict[str, Tensor], module: str = MODULE, **config: Any
) -> Path:
    tensors = {
        f"{module}.parametrizations.weight.0.{name}": value.half() for name, value in parts.items()
    }
    about = {"rank": RANK, "alpha": ALPHA, "adapter_type": kind, **config}
    save_file(tensors, path, {"lora_config": json.dumps(about)})
    return path


def parts_of(kind: str) -> dict[str, Tensor]:
    names = ["M_xs"] if kind.endswith("-xs") else ["lora_A", "lora_B"]
    parts = {name: PARTS[name] for name in names}
    match kind.removesuffix("-xs"):
        case "dora-rows" | "dora":
            parts["magnitude"] = PARTS["rows"]
        case "dora-cols":
            parts["magnitude"] = PARTS["columns"]
        case "bora":
            parts |= {"magnitude_r": PARTS["rows"], "magnitude_c": PARTS["columns"]}
    return parts


def expected(kind: str, strength: float, weight: Tensor, base: Tensor) -> Tensor:
    """The formulas as they are written down, in float64."""
    w = weight.double()
    if kind.endswith("-xs"):
        u, _, vh = torch.linalg.svd(base.double(), full_matrices=False)
        for column in range(RANK):
            if u[u[:, column].abs().argmax(), column] < 0:
                u[:, column], vh[column] = -u[:, column], -vh[column]
        change = u[:, :RANK] @ PARTS["M_xs"].double() @ vh[:RANK]
    else:
        change = PARTS["lora_B"].double() @ PARTS["lora_A"].double()
    new = w + ALPHA / RANK * strength * change
    bare = kind.removesuffix("-xs")
    if bare in ("dora-rows", "dora", "bora"):
        for i, size in enumerate(PARTS["rows"]):
            new[i] *= size / new[i].norm()
    if bare in ("dora-cols", "bora"):
        for i, size in enumerate(PARTS["columns"]):
            new[:, i] *= size / new[:, i].norm()
    return new.float()


KINDS = ["lora", "dora-rows", "dora-cols", "bora", "dora"]
KINDS += ["lora-xs", "dora-rows-xs", "dora-cols-xs", "bora-xs"]


@pytest.mark.parametrize("strength", [1.0, 0.4])
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_by_its_formula(tmp_path: Path, kind: str, strength: float):
    file = lora.read(write(tmp_path / "a.safetensors", kind, parts_of(kind)))
    before = {name: value.clone() for name, value in STATE.items()}
    new = lora.merged(STATE, file, strength, STATE)
    wanted = expected(kind, strength, STATE[NAME], STATE[NAME])
    assert_close(new[NAME], wanted, atol=1e-5, rtol=1e-5)
    assert new[CONVOLUTION] is STATE[CONVOLUTION]
    assert all(torch.equal(value, before[name]) for name, value in STATE.items())


@pytest.mark.parametrize("kind", KINDS)
def test_at_strength_nought_no_bit_changes(tmp_path: Path, kind: str):
    file = lora.read(write(tmp_path / "a.safetensors", kind, parts_of(kind)))
    assert lora.merged(STATE, file, 0.0, STATE)[NAME] is STATE[NAME]


@pytest.mark.parametrize("strength", [-0.1, 1.6, float("nan")])
def test_a_strength_out_of_range_is_refused(tmp_path: Path, strength: float):
    file = lora.read(write(tmp_path / "a.safetensors", "lora", parts_of("lora")))
    with pytest.raises(BadRequest, match="strength"):
        lora.merged(STATE, file, strength, STATE)


def test_files_follow_one_another(tmp_path: Path):
    first = lora.read(write(tmp_path / "a.safetensors", "lora", parts_of("lora")))
    second = lora.read(write(tmp_path / "b.safetensors", "dora-rows", parts_of("dora-rows")))
    one = lora.merged(STATE, first, 1.0, STATE)
    two = lora.merged(one, second, 0.5, STATE)
    assert_close(two[NAME], expected("dora-rows", 0.5, one[NAME], STATE[NAME]), atol=1e-5, rtol=0)
    other = lora.merged(lora.merged(STATE, second, 0.5, STATE), first, 1.0, STATE)
    assert (other[NAME] - two[NAME]).abs().max() > 0.01


def test_singular_vectors_are_those_of_the_untouched_weights(tmp_path: Path):
    first = lora.read(write(tmp_path / "a.safetensors", "lora", parts_of("lora")))
    second = lora.read(write(tmp_path / "b.safetensors", "lora-xs", parts_of("lora-xs")))
    one = lora.merged(STATE, first, 1.0, STATE)
    two = lora.merged(one, second, 1.0, STATE)
    assert_close(two[NAME], expected("lora-xs", 1.0, one[NAME], STATE[NAME]), atol=1e-5, rtol=0)


def test_convolutions_and_conditioners_have_their_published_names(tmp_path: Path):
    down, up = noise(RANK, 5, seed=8), noise(3, RANK, seed=9)
    path = write(
        tmp_path / "a.safetensors", "lora", {"lora_A": down, "lora_B": up}, "model.preprocess_conv"
    )
    new = lora.merged(STATE, lora.read(path), 1.0, STATE)[CONVOLUTION]
    wanted = STATE[CONVOLUTION] + 3 * (up @ down)[..., None]
    assert_close(new, wanted)
    down, up = noise(RANK, 6, seed=8), noise(2, RANK, seed=9)
    module = "conditioners.seconds_total.embedder.embedding.1"
    path = write(tmp_path / "b.safetensors", "lora", {"lora_A": down, "lora_B": up}, module)
    new = lora.merged(STATE, lora.read(path), 1.0, STATE)[SECONDS]
    assert_close(new, STATE[SECONDS] + 3 * up @ down)


def test_the_old_name_dora_means_columns_where_a_magnitude_is_one_row(tmp_path: Path):
    parts = parts_of("dora-cols") | {"magnitude": PARTS["columns"][None]}
    file = lora.read(write(tmp_path / "a.safetensors", "dora", parts))
    assert file.kind == "dora-cols"
    new = lora.merged(STATE, file, 1.0, STATE)[NAME]
    assert_close(new, expected("dora-cols", 1.0, STATE[NAME], STATE[NAME]), atol=1e-5, rtol=0)


def test_rank_and_alpha_that_are_not_said_are_read_off(tmp_path: Path):
    path = write(tmp_path / "a.safetensors", "lora", parts_of("lora"), rank=None, alpha=None)
    assert lora.read(path).scale == 1
    assert lora.read(write(path, "lora", parts_of("lora"), alpha=3.0)).scale == 1.5


def test_a_file_is_recognised_by_its_metadata(tmp_path: Path):
    assert lora.is_lora(write(tmp_path / "a.safetensors", "lora", parts_of("lora")))
    save_file({"x": torch.zeros(1)}, tmp_path / "b.safetensors")
    assert not lora.is_lora(tmp_path / "b.safetensors")


# --- what is refused ----------------------------------------------------------------------------


def test_a_training_state_is_not_opened(tmp_path: Path):
    named = tmp_path / "a.ckpt"
    named.write_bytes(b"anything")
    torch.save({"state_dict": {}}, tmp_path / "b.safetensors")
    for path in (named, tmp_path / "b.safetensors"):
        with pytest.raises(
            WeightsError, match="training state that may hold program code"
        ) as error:
            lora.is_lora(path)
        assert ".safetensors" in error.value.hint


def test_damaged_files_are_refused_by_name(tmp_path: Path):
    path = write(tmp_path / "a.safetensors", "lora", parts_of("lora"))
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(WeightsError, match=r"a\.safetensors cannot be read"):
        lora.is_lora(path)
    with pytest.raises(WeightsError, match=r"gone\.safetensors is missing"):
        lora.is_lora(tmp_path / "gone.safetensors")
    save_file({"x": torch.zeros(1)}, path, {"lora_config": "[1]"})
    with pytest.raises(WeightsError, match="does not describe a LoRA"):
        lora.read(path)


def refused(path: Path, words: str) -> None:
    with pytest.raises(WeightsError, match=words):
        lora.merged(STATE, lora.read(path), 1.0, STATE)


def test_wrong_contents_are_refused(tmp_path: Path):
    path = tmp_path / "a.safetensors"
    good = parts_of("lora")
    refused(write(path, "loha", good), "unknown kind, loha")
    refused(write(path, "dora-rows", good), "instead of lora_A, lora_B, magnitude")
    refused(write(path, "lora", good | {"extra": good["lora_A"]}), "has extra, lora_A, lora_B")
    refused(write(path, "lora", good | {"lora_A": good["lora_A"] * torch.nan}), "no numbers")
    refused(write(path, "lora", good, rank=0.5, alpha="much"), "cannot be")
    save_file({"weight": torch.zeros(1)}, path, {"lora_config": "{}"})
    refused(path, "holds weight, which no LoRA file has")
    save_file({}, path, {"lora_config": "{}"})
    refused(path, "changes nothing")


def test_files_of_another_model_are_refused(tmp_path: Path):
    path, good = tmp_path / "a.safetensors", parts_of("lora")
    elsewhere = "model.transformer.layers.9.ff.ff.2"
    refused(write(path, "lora", good, elsewhere), r"layers\.9\.ff\.ff\.2\.weight, which this model")
    refused(write(path, "lora", good | {"lora_A": noise(RANK, 4, seed=0)}), "not in that shape")
    refused(write(path, "lora", good | {"lora_B": noise(4, 3, seed=0)}), "not in that shape")
    columns = parts_of("dora-rows") | {"magnitude": PARTS["columns"]}
    refused(write(path, "dora-rows", columns), "not in that shape")
    refused(write(path, "lora-xs", {"M_xs": noise(4, 4, seed=0)}), "not in that shape")
