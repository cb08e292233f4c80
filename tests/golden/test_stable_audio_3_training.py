"""Training Stable Audio 3: a step with its gradients, and files, as its own trainer makes them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from torch import Tensor

from tangostudio.families import stable_audio_3_lora as lora
from tangostudio.families.stable_audio_3_config import BASE
from tangostudio.tuning import losses
from tangostudio.tuning import stable_audio_3_training as training
from tangostudio.tuning.adapter_options import EVERY, AdapterOptions
from tangostudio.tuning.arc_nets import Texts
from tangostudio.tuning.trainee_stable_audio_3 import StableAudio3Trainee
from tests.families import tiny_stable_audio_3 as tiny
from tests.golden.sets import Entry
from tests.golden.test_stable_audio_3 import close, model_of, prompt_states, tolerance

STEP = ("in.augmented_padding_mask", "mid.ot_permutation", "out.grad_norm")
MIDDLE = ".parametrizations.weight.0."


@pytest.fixture(autouse=True)
def with_gradients() -> Iterator[None]:
    with torch.inference_mode(False), torch.enable_grad():
        yield


def config_of(path: Path) -> dict[str, Any]:
    with safe_open(path, "pt") as file:
        return json.loads(file.metadata()["lora_config"])


def trainee_of(entry: Entry, folder: Path, file: Path) -> StableAudio3Trainee:
    """The entry's model in training with the options that a file was made with."""
    model, told = model_of(entry, folder), config_of(file)
    model = replace(model, config=replace(model.config, objective=BASE))
    options = AdapterOptions(
        rank=told["rank"], alpha=told["alpha"], kind=told["adapter_type"], targets=EVERY,
        include=tuple(told["include"] or ()), exclude=tuple(told["exclude"] or ()),
    )  # fmt: skip
    return StableAudio3Trainee(tiny.card(), model, options)


def load_file(trainee: StableAudio3Trainee, path: Path) -> None:
    """Put a file's tensors in the place of what was learned."""
    with safe_open(path, "pt") as file:
        values = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    names = {trainers(name): name for name in trainee.trained}
    trainee.load({names[name]: value for name, value in values.items()})


def trainers(name: str) -> str:
    """The trainer's name of a trained tensor."""
    return "model." + name.removeprefix("net.") if name.startswith("net.") else name


def texts_of(entry: Entry, trainee: StableAudio3Trainee) -> Texts:
    seconds, most = entry.data["in.seconds_total"], trainee.model.config.max_tokens
    rows = [
        trainee.model.conditioners.prompt(prompt_states(entry, i).clone(), most)
        for i in range(len(seconds))
    ]
    return Texts(torch.cat(rows).detach(), torch.ones(len(rows)), seconds)


def shifts(entry: Entry, lengths: list[int]) -> Tensor:
    options = entry.config["model"]["diffusion"]["distribution_shift_options"]
    ends = options["min_length"], options["max_length"]
    return training.shifted(1 - entry.data["in.u"], lengths, ends)


@pytest.mark.golden(*STEP)
def test_a_training_step_is_the_trainers(entry: Entry, tmp_path: Path):
    file = entry.weight_files[1]
    trainee, data = trainee_of(entry, tmp_path / "m", file), entry.data
    load_file(trainee, file)
    config, latents = trainee.model.config, data["in.latents"].mT
    hop = config.codec.hop
    lengths = [math.ceil(int(s * config.sample_rate) / hop) for s in data["in.seconds_total"]]
    entry.close("mid.t_shifted", shifts(entry, lengths), tolerance(entry, "mid.t_shifted"))
    time, noise = data["mid.t_shifted"], data["in.noise"].mT
    dealt = training.dealt(latents, noise)
    assert dealt == data["mid.ot_permutation"].tolist()
    noise = noise[dealt]
    x = losses.flow_input(latents, noise, time)
    close(entry, "mid.noised", x)
    real, mask = data["in.augmented_padding_mask"].bool(), data["in.inpaint_mask"].mT
    local = torch.cat([mask, latents * mask], -1)
    texts = texts_of(entry, trainee)
    v = trainee.generator(x, time, texts, real, local, exact=False)
    close(entry, "mid.velocity", v.detach())
    loss = training.errors(v, noise - latents, real, mask[..., 0].bool()).mean()
    entry.close("out.loss", loss.detach(), tolerance(entry, "out.loss"))
    loss.backward()
    slopes = {trainers(name): p.grad for name, p in trainee.trained.items()}
    assert len(slopes) == int(data["out.num_grads"])
    norm = torch.stack([g.square().sum() for g in slopes.values() if g is not None]).sum().sqrt()
    entry.close("out.grad_norm", norm, tolerance(entry, "out.grad_norm"))
    recorded = [name for name in data if name.startswith("out.grad.")]
    assert recorded
    for name in recorded:
        slope = slopes[name.removeprefix("out.grad.")]
        assert slope is not None
        entry.close(name, slope, tolerance(entry, name))


def trainer_files(entry: Entry) -> list[Path]:
    """The trainer's files for a checkpoint."""
    return [
        entry.path.parent / name
        for name, facts in entry.others.items()
        if "lora_config" in facts.get("metadata", {})
        and facts.get("weights") == entry.facts["weights"]
    ]


@pytest.mark.golden("in.x", "in.t", "stack_lora_then_dora_rows.out.v")
def test_files_are_laid_out_as_the_trainers(entry: Entry, tmp_path: Path):
    files = trainer_files(entry)
    assert len(files) >= 5
    for number, file in enumerate(files):
        trainee = trainee_of(entry, tmp_path / f"m{number}", file)
        load_file(trainee, file)
        path = tmp_path / f"{number}.safetensors"
        trainee.write(path, {})
        assert lora.is_lora(path)
        told, wanted = config_of(path), config_of(file)
        assert told == wanted
        with safe_open(path, "pt") as ours, safe_open(file, "pt") as theirs:
            assert set(ours.keys()) == set(theirs.keys())
            for name in theirs.keys():  # noqa: SIM118
                value = theirs.get_tensor(name)
                assert ours.get_tensor(name).dtype == value.dtype == torch.float16
                assert torch.equal(ours.get_tensor(name), value)
