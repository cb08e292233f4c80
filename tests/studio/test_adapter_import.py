"""Adapter files that come from elsewhere: this program's own, a trainer's, and what is neither."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from tangostudio.errors import BadRequest, WeightsError
from tangostudio.library import Library
from tangostudio.studio import adapter_import
from tests.engines import starter_adapter
from tests.studio.house import STARTER

TRAINED = replace(STARTER, id="far", can=frozenset({"adapters", adapter_import.ABILITY}))
CONFIG = {"rank": 4, "alpha": 4.0, "adapter_type": "dora-rows", "dropout": 0.0}


@pytest.fixture
def library(tmp_path):
    library = Library.open(tmp_path / "library", write=True)
    yield library
    library.close()


def trainers_file(path: Path, config: object = CONFIG) -> Path:
    tensors = {"model.x.parametrizations.weight.0.lora_A": np.zeros((4, 8), np.float16)}
    save_file(tensors, path, {"lora_config": json.dumps(config)})
    return path


def own_file(folder: Path) -> Path:
    sha256, _ = starter_adapter.write(folder, 1)
    return folder / f"{sha256}.safetensors"


def test_a_file_of_this_program_keeps_its_facts(library, tmp_path):
    path = own_file(tmp_path / "from")
    kept = adapter_import.bring_in(library, path, STARTER, "Warm")
    assert (kept.name, kept.model, kept.active, kept.method) == (
        "Warm", "starter", False, "imported",
    )  # fmt: skip
    copy = library.adapters_dir / f"{kept.sha256}.safetensors"
    assert copy.read_bytes() == path.read_bytes()
    facts = [json.loads(p.with_suffix(".json").read_text()) for p in (copy, path)]
    assert facts[0] == facts[1]
    assert adapter_import.bring_in(library, path, STARTER).number == kept.number


def test_a_trainer_s_file_is_taken_by_a_model_that_reads_such(library, tmp_path):
    path = trainers_file(tmp_path / "rust.safetensors")
    kept = adapter_import.bring_in(library, path, TRAINED)
    assert (kept.name, kept.model) == ("rust", "far")
    assert kept.about == {"trainer": {"rank": 4, "alpha": 4.0, "adapter_type": "dora-rows"}}
    assert (kept.licence, kept.commercial) == (TRAINED.licence.name, TRAINED.licence.commercial)
    assert (library.adapters_dir / f"{kept.sha256}.safetensors").read_bytes() == path.read_bytes()
    with pytest.raises(BadRequest, match="another model's trainer"):
        adapter_import.bring_in(library, path, STARTER)


def test_a_model_without_adapters_says_so(library, tmp_path):
    path = trainers_file(tmp_path / "a.safetensors")
    with pytest.raises(BadRequest, match="cannot use adapters"):
        adapter_import.bring_in(library, path, replace(STARTER, can=frozenset()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a zip", b"\x80\x02}q\x00.", b"\xff" * 64])
def test_what_is_no_safetensors_file_is_not_opened(library, tmp_path, data):
    path = tmp_path / "lora.ckpt"
    path.write_bytes(data)
    with pytest.raises(WeightsError, match=r"lora\.ckpt is not a safetensors file"):
        adapter_import.bring_in(library, path, TRAINED)
    with pytest.raises(WeightsError, match="cannot be read"):
        adapter_import.bring_in(library, tmp_path / "gone.safetensors", TRAINED)
    assert library.adapters.all() == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("alone", "comes from nowhere"),
        ("other weights", "made for other weights"),
        ("altered", "was altered"),
        ("no config", "does not say how it was trained"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(library, tmp_path, harm, words):
    path = own_file(tmp_path / "from")
    card = STARTER
    match harm:
        case "alone":
            path.with_suffix(".json").unlink()
        case "other weights":
            card = replace(STARTER, id="other")
        case "altered":
            path.write_bytes(path.read_bytes()[:-4] + b"\0\0\0\1")
        case "no config":
            path, card = trainers_file(tmp_path / "a.safetensors", {"rank": 1}), TRAINED
    with pytest.raises(WeightsError, match=words):
        adapter_import.bring_in(library, path, card)
    assert library.adapters.all() == []
    assert not list(library.adapters_dir.iterdir())
