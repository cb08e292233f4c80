"""The Stable Audio 3 family against golden outputs of the original on tiny random checkpoints."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from tangostudio.engines.samplers import sampler
from tangostudio.engines.schedules import schedule
from tangostudio.families import stable_audio_3 as family
from tangostudio.families import stable_audio_3_lora as lora
from tangostudio.families.nets.stable_audio_3_dit import StableAudio3DiT, Told
from tangostudio.families.stable_audio_3_guidance import Guidance, guided
from tests.families import tiny_stable_audio_3 as tiny
from tests.golden.sets import Entry

FADED = 0.02  # seconds at the end of a decoded take


@pytest.fixture(scope="module", autouse=True)
def no_gradients() -> Iterator[None]:
    with torch.inference_mode():
        yield


# --- an entry's model and what it was told -----------------------------------------------------


def tolerance(entry: Entry, name: str) -> float:
    return float(entry.facts["tolerance_atol_float32"][name])


def close(entry: Entry, name: str, value: Tensor) -> None:
    """A value (B, T, C) of ours against the original's (B, C, T), within its tolerance."""
    entry.close(name, value.mT, tolerance(entry, name))


def model_of(
    entry: Entry, folder: Path, adapters: Sequence[tuple[Path, float]] = ()
) -> family.Model:
    """The entry's checkpoint, loaded from a folder in the published layout."""
    if not folder.is_dir():
        tiny.write_text_encoder(folder, entry.config["model"]["conditioning"]["cond_dim"])
        (folder / family.CONFIG).write_text(json.dumps(entry.config))
        main = entry.weight_files[0] if "weights" in entry.facts else entry.path
        shutil.copyfile(main, folder / family.MAIN)
    model = family.build(tiny.card(), folder, "cpu", adapters)
    model.exact_padding = False  # the sampled outputs are those of the original on a processor
    if "duration_padding_sec" in entry.params:
        headroom = entry.params["duration_padding_sec"]
        model.config = replace(model.config, headroom=headroom)
    return model


def prompt_states(entry: Entry, index: int, kind: str = "prompt") -> Tensor:
    """The recorded states of the tokens of an item, without pads."""
    states, mask = entry.data[f"in.{kind}_states"], entry.data[f"in.{kind}_mask"]
    return states[index][mask[index].bool()][None]


def told(
    model: family.Model,
    entry: Entry,
    guidance: float = 1.0,
    negative: bool = False,
    count: int | None = None,
) -> family.Conditioning:
    """What the entry's items say, joined to one conditioning of as many takes."""
    seconds = entry.data["in.seconds_total"].tolist()
    items = []
    for i, each in enumerate(seconds[:count]):
        remember(model, f"prompt {i}", prompt_states(entry, i))
        if negative:
            rows = len(entry.data["in.negative_prompt_states"])
            states = prompt_states(entry, min(i, rows - 1), "negative_prompt")
            remember(model, f"negative {i}", states)
        text = f"negative {i}" if negative else ""
        items.append(family.condition(model, f"prompt {i}", text, each, guidance))
    halves = zip(*(item.halves for item in items), strict=True)
    return family.Conditioning(
        tuple(joined(list(half)) for half in halves),
        guidance,
        tuple(second for item in items for second in item.seconds),
    )


def remember(model: family.Model, text: str, states: Tensor) -> None:
    """Put recorded states in place of the text encoder's."""
    model.remembered.get(text, lambda: states)


def joined(parts: list[Told]) -> Told:
    """What is said to takes one by one as what is said to a batch of them."""
    return replace(
        parts[0],
        duration=torch.cat([part.duration for part in parts]),
        read=tuple(
            tuple(torch.cat(tensors) for tensors in zip(*layers, strict=True))
            for layers in zip(*(part.read for part in parts), strict=True)
        ),
    )


def sampled(
    model: family.Model,
    entry: Entry,
    conditioning: family.Conditioning,
    method: str,
    times: list[float],
    draws: Tensor | None = None,
    source: Tensor | None = None,
) -> Tensor:
    """Latents (B, T, C) from the entry's noise."""
    rows = iter([] if draws is None else draws.mT)
    walk = sampler(method)
    begun = walk.start(entry.data["in.initial_noise"].mT, times[0], source)
    *_, last = walk.walk(
        lambda x, t: family.velocity(model, x, t, conditioning), begun, times, lambda: next(rows)
    )
    return last


def walked_times(entry: Entry, name: str, strength: float = 1.0) -> list[float]:
    """The recorded schedule, after ours was compared with it.

    The net's time features show a change in the last bit of a time, hence the recorded numbers.
    """
    recorded = entry.data[name]
    steps = recorded.shape[1] - 1
    ours = schedule({"kind": "shifted-log-snr"})(steps, strength)
    limit = float(entry.facts["tolerance_atol_float32"].get(name, 2e-6))
    torch.testing.assert_close(torch.tensor(ours).expand_as(recorded), recorded, atol=limit, rtol=0)
    return recorded[0].tolist()


# --- checkpoints and single forwards ------------------------------------------------------------


@pytest.mark.golden("model.model.transformer.memory_tokens", "pretransform.model.bottleneck.bias")
def test_the_key_table_is_the_checkpoints(entry: Entry, tmp_path: Path):
    model_of(entry, tmp_path / "m")
    wanted = family.tables(tiny.card(), tmp_path / "m")[family.MAIN]
    found = {name: tuple(item["shape"]) for name, item in entry.facts["tensors"].items()}
    assert {name: tuple(shape) for name, shape in wanted.items()} == found


@pytest.mark.golden("mid.cross_attn_cond", "mid.global_cond", "out.v_local_omitted")
def test_tokens_of_prompt_and_duration_match(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    seconds = entry.data["in.seconds_total"].tolist()
    duration = model.conditioners.seconds_total(seconds)
    entry.close("mid.global_cond", duration, tolerance(entry, "mid.global_cond"))
    tokens = torch.cat(
        [
            family.context(model, prompt_states(entry, i), duration[i : i + 1])
            for i in range(len(seconds))
        ]
    )
    entry.close("mid.cross_attn_cond", tokens, tolerance(entry, "mid.cross_attn_cond"))


@pytest.mark.golden("in.x", "in.t", "out.v", "out.v_local_omitted")
def test_the_velocity_matches(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    said = told(model, entry).halves[0]
    close(entry, "out.v", model.net(entry.data["in.x"].mT, entry.data["in.t"], said))


@pytest.mark.golden("in.x", "in.t", "out.v", "out.v_inpaint")
def test_the_velocity_of_the_medium_kind_matches(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    said = told(model, entry).halves[0]
    close(entry, "out.v", model.net(entry.data["in.x"].mT, entry.data["in.t"], said))


@pytest.mark.golden("in.x", "in.t", "out.v_local_omitted")
def test_zeros_as_local_condition_are_not_nothing(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    said = told(model, entry).halves[0]
    omitted = replace(said, silence=tuple(torch.zeros_like(s) for s in said.silence))
    v = model.net(entry.data["in.x"].mT, entry.data["in.t"], omitted)
    close(entry, "out.v_local_omitted", v)
    assert (v.mT - entry.data["out.v"]).abs().max() > 100 * tolerance(entry, "out.v")


@pytest.mark.golden("in.padding_mask", "out.v_padding_cpu", "out.v_padding_exact_mask")
def test_both_kinds_of_padding_match(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    said, real = told(model, entry).halves[0], entry.data["in.padding_mask"].bool()
    x, t = entry.data["in.x"].mT, entry.data["in.t"]
    close(entry, "out.v_padding_cpu", model.net(x, t, said, real, exact=False))
    close(entry, "out.v_padding_exact_mask", model.net(x, t, said, real, exact=True))


GUIDED = re.compile(r"out\.v_cfg(_negative)?_apg([\d.]+)(_padding)?(?:_phi([\d.]+))?")


@pytest.mark.golden("in.x", "in.t", "out.v_cfg_apg1.0")
def test_all_forms_of_guidance_match(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    x, t, scale = entry.data["in.x"].mT, entry.data["in.t"], entry.params["cfg_scale"]
    forms = {name: GUIDED.fullmatch(name) for name in entry.data}
    assert sum(form is not None for form in forms.values()) > 1
    for name, form in forms.items():
        if form is None:
            continue
        negative, across, padded, rescale = form.groups()
        real = entry.data["in.padding_mask"].bool() if padded else None
        said, away = told(model, entry, scale, bool(negative)).halves
        v, u = (model.net(x, t, half, real, exact=False) for half in (said, away))
        how = Guidance(parallel=1 - float(across), rescale=float(rescale or 0))
        close(entry, name, guided(x, t[:, None, None], v, u, scale, how, real))


@pytest.mark.golden("in.inpaint_mask", "in.inpaint_latents", "out.v_inpaint")
def test_the_velocity_with_a_given_part_matches(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    mask, latents = entry.data["in.inpaint_mask"], entry.data["in.inpaint_latents"]
    said = told(model, entry).halves[0].with_given(torch.cat([mask, latents * mask], 1).mT)
    v = model.net(entry.data["in.x"].mT, entry.data["in.t"], said)
    close(entry, "out.v_inpaint", v)


# --- sampling -----------------------------------------------------------------------------------


@pytest.mark.golden("in.step_noise", "mid.valid_latents", "out.latents", "out.audio")
def test_pingpong_from_prompt_to_sound_matches(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    seconds, noise = float(entry.params["duration"]), entry.data["in.initial_noise"]
    shape = family.latent_shape(model, seconds)
    assert shape == (noise.shape[2], noise.shape[1])
    valid = family.valid_latents(model, shape[0], seconds)
    assert entry.data["mid.valid_latents"].tolist() == [valid] * len(noise)
    times = walked_times(entry, "mid.schedule")
    said = told(model, entry, count=1)
    x = sampled(model, entry, said, "pingpong", times, entry.data["in.step_noise"])
    close(entry, "out.latents", x)
    sounds = family.decode(model, x, seconds, [])
    rate = model.config.sample_rate
    for ours, theirs in zip(sounds, entry.data["out.audio"], strict=True):
        assert abs(len(ours) - theirs.shape[1]) <= 1
        end = min(len(ours), theirs.shape[1]) - round(FADED * rate) - 1
        clipped = np.clip(ours[:end], -1, 1)  # the original clips, we do not
        np.testing.assert_allclose(
            clipped, theirs.T[:end].numpy(), atol=tolerance(entry, "out.audio"), rtol=0
        )


@pytest.mark.golden("in.initial_noise", "in.init_audio", "mid.init_latents", "mid.valid_latents")
def test_a_seed_draws_the_same_noise(entry: Entry, tmp_path: Path):
    model, noise = model_of(entry, tmp_path / "m"), entry.data["in.initial_noise"]
    assert len(noise) == 1
    drawn, _ = family.start(model, (noise.shape[2], noise.shape[1]), entry.params["seed"])
    assert torch.equal(drawn.mT, noise)


@pytest.mark.golden("in.initial_noise", "in.init_audio", "mid.init_latents", "mid.valid_latents")
def test_from_a_sound_at_every_level_matches(entry: Entry, tmp_path: Path):
    model = model_of(entry, tmp_path / "m")
    seconds, sound = float(entry.params["duration"]), entry.data["in.init_audio"]
    rate = model.config.sample_rate
    z = family.encode(model, sound.T.numpy(), rate, seconds, torch.Generator())
    close(entry, "mid.init_latents", z)
    levels = entry.params["init_noise_level"]
    assert levels
    for level in levels:
        times = walked_times(entry, f"s{level}.mid.schedule", level)
        first = sampler("pingpong").start(entry.data["in.initial_noise"].mT, times[0], z)
        close(entry, f"s{level}.mid.first_x", first)
        said, draws = told(model, entry), entry.data[f"s{level}.in.step_noise"]
        x = sampled(model, entry, said, "pingpong", times, draws, z)
        close(entry, f"s{level}.out.latents", x)


@pytest.mark.golden("in.inpaint_audio", "mid.local_add_cond", "out.v_single_unpadded")
def test_making_regions_anew_matches(entry: Entry, tmp_path: Path):
    model, params = model_of(entry, tmp_path / "m"), entry.params
    seconds, sound = float(params["duration"]), entry.data["in.inpaint_audio"]
    rate = model.config.sample_rate
    z = family.encode(model, sound.T.numpy(), rate, seconds, torch.Generator())
    regions = list(zip(params["mask_start_seconds"], params["mask_end_seconds"], strict=True))
    said = family.keep(model, told(model, entry), z, regions)
    given = said.halves[0].given
    assert given is not None
    assert torch.equal(given[..., 0], entry.data["mid.mask_latents"][:, 0])
    close(entry, "mid.local_add_cond", given)
    noise = entry.data["in.initial_noise"].mT
    v = model.net(noise, entry.data["in.t_single"], said.halves[0])
    close(entry, "out.v_single_unpadded", v)
    times = walked_times(entry, "mid.schedule")
    close(
        entry,
        "out.latents",
        sampled(model, entry, said, "pingpong", times, entry.data["in.step_noise"]),
    )


BASE_RUNS = {
    "out.latents_euler_negative": ("euler", True, 1.0),
    "out.latents_euler_null": ("euler", False, 1.0),
    "out.latents_euler_null_apg0": ("euler", False, 0.0),
    "out.latents_dpmpp_null": ("dpmpp-floored", False, 1.0),
}


@pytest.mark.parametrize("name", BASE_RUNS)
@pytest.mark.golden("in.negative_prompt_states", "mid.valid_latents", *BASE_RUNS)
def test_guided_sampling_of_a_base_matches(entry: Entry, tmp_path: Path, name: str):
    method, negative, across = BASE_RUNS[name]
    model = model_of(entry, tmp_path / "m")
    model.guidance = replace(model.guidance, parallel=1 - across)
    said = told(model, entry, entry.params["cfg_scale"], negative)
    length = entry.data["in.initial_noise"].shape[2]
    valid = [family.valid_latents(model, length, each) for each in said.seconds]
    assert entry.data["mid.valid_latents"].tolist() == valid
    times = walked_times(entry, "mid.schedule")
    close(entry, name, sampled(model, entry, said, method, times))


# --- codec --------------------------------------------------------------------------------------


def patched(sound: Tensor, hop: int) -> Tensor:
    """A sound with silence behind it up to whole latents."""
    return torch.nn.functional.pad(sound, (0, -sound.shape[-1] % hop))


@pytest.mark.golden("in.audio_odd", "in.latents_long", "in.latents_odd", "out.decoded_odd")
def test_the_codec_in_chunks_matches(entry: Entry, tmp_path: Path):
    model, data = model_of(entry, tmp_path / "m"), entry.data
    hop = model.config.codec.hop

    def decoded(name: str, latents: Tensor, at_once: int = 0) -> None:
        sound = net.decode(latents.mT, at_once)
        # For an odd number of latents the original returns one latent more.
        theirs = data[name][..., : sound.shape[-1]]
        torch.testing.assert_close(sound, theirs, atol=tolerance(entry, name), rtol=0)

    def encoded(name: str, sound: Tensor, at_once: int = 0) -> None:
        latents = net.encode(patched(sound, hop), at_once).mT
        theirs = data[name][..., : latents.shape[-1]]
        torch.testing.assert_close(latents, theirs, atol=tolerance(entry, name), rtol=0)

    with model.codec.ready() as net:
        encoded("out.latents", data["in.audio"])
        decoded("out.roundtrip", data["out.latents"])
        encoded("out.latents_odd", data["in.audio_odd"])
        decoded("out.decoded_odd", data["in.latents_odd"])
        for at_once in (0, 2, 4, 6, 8):
            decoded("out.decoded_long", data["in.latents_long"], at_once)
            decoded("out.decoded_long_chunked", data["in.latents_long"], at_once)
            encoded("out.encoded_long", data["out.decoded_long"], at_once)
            encoded("out.encoded_long_chunked", data["out.decoded_long"], at_once)


@pytest.mark.golden("in.audio", "out.latents", "out.decoded_no_noise", "out.v_inpaint")
def test_the_codec_with_a_window_matches(entry: Entry, tmp_path: Path):
    model, data = model_of(entry, tmp_path / "m"), entry.data
    limit = tolerance(entry, "out.decoded_no_noise")
    with model.codec.ready() as net:
        sound = patched(data["in.audio"], model.config.codec.hop)
        for at_once in (0, 2, 4):
            close(entry, "out.latents", net.encode(sound, at_once))
            ours = net.decode(data["out.latents"].mT, at_once)
            entry.close("out.decoded_no_noise", ours, limit)


# --- adapters -----------------------------------------------------------------------------------

AT_STRENGTH = re.compile(r"(.+)\.s([\d.]+)\.out\.v")


def adapter(entry: Entry, kind: str) -> Path:
    """The file of a kind that belongs to the entry's checkpoint."""
    for name, facts in entry.others.items():
        config: dict[str, Any] = facts.get("metadata", {}).get("lora_config", {})
        same = facts.get("weights") == entry.facts["weights"]
        if config.get("adapter_type") == kind and same:
            return entry.path.parent / name
    raise FileNotFoundError(kind)


@pytest.mark.golden("in.x", "in.t", "stack_lora_then_dora_rows.out.v")
def test_adapters_change_the_weights_and_the_velocity_as_the_trainer_does(
    entry: Entry, tmp_path: Path
):
    runs = [match for match in map(AT_STRENGTH.fullmatch, entry.data) if match]
    assert runs
    for run in runs:
        kind, strength = run[1], float(run[2])
        model = model_of(entry, tmp_path / "m", [(adapter(entry, kind), strength)])
        v = model.net(entry.data["in.x"].mT, entry.data["in.t"], told(model, entry).halves[0])
        close(entry, run[0], v)
    stack = [(adapter(entry, kind), 1.0) for kind in ("lora", "dora-rows")]
    model = model_of(entry, tmp_path / "m", stack)
    v = model.net(entry.data["in.x"].mT, entry.data["in.t"], told(model, entry).halves[0])
    close(entry, "stack_lora_then_dora_rows.out.v", v)


@pytest.mark.golden("in.x", "in.t", "stack_lora_then_dora_rows.out.v")
def test_merged_weights_are_the_trainers(entry: Entry):
    checked = 0
    for name, count in entry.data.items():
        kind, ending, _ = name.partition(".num_changed")
        if not ending:
            continue
        file = lora.read(adapter(entry, kind))
        new = lora.merged(entry.weights, file, 1.0, entry.weights)
        changed = [key for key, value in new.items() if value is not entry.weights[key]]
        assert len(changed) == int(count)
        limit = tolerance(entry, f"{kind}.merged(all)")
        prefix = f"{kind}.s1.0.merged."
        for golden in (key for key in entry.data if key.startswith(prefix)):
            entry.close(golden, new[golden.removeprefix(prefix)], limit)
            checked += 1
    assert checked


# --- a training step ----------------------------------------------------------------------------


class Velocity(torch.nn.Module):
    """Reading and forward as one, so that both may be run with other weights."""

    def __init__(self, net: StableAudio3DiT) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, context: Tensor, duration: Tensor, local: Tensor, x: Tensor, t: Tensor, real: Tensor
    ) -> Tensor:
        said = self.net.read(context, duration).with_given(local)
        return self.net(x, t, said, real, exact=False)


def shifted(entry: Entry, model: family.Model) -> Tensor:
    """Times of training: later for longer sounds."""
    options = entry.config["model"]["diffusion"]["distribution_shift_options"]
    low, high = options["min_length"], options["max_length"]
    first, last = options.get("base_shift", 0.5), options.get("max_shift", 1.15)
    times = []
    for u, seconds in zip(entry.data["in.u"], entry.data["in.seconds_total"], strict=True):
        frames = int(float(seconds) * model.config.sample_rate)
        length = min(max(math.ceil(frames / model.config.codec.hop), low), high)
        shift = math.exp(-(first + (last - first) * (length - low) / (high - low)))
        t = 1 - float(u)
        times.append(t / (shift * (1 - t) + t))
    return torch.tensor(times)


def mean_over_items(errors: Tensor, which: Tensor) -> Tensor:
    """Mean of squared errors (B, T, C) over the latents (B, T) of each item, then over items."""
    rows = [error[one] for error, one in zip(errors, which, strict=True) if one.any()]
    return torch.stack([row.square().mean() for row in rows]).sum() / len(errors)


@pytest.mark.golden("in.augmented_padding_mask", "mid.ot_permutation", "out.grad_norm")
def test_gradients_of_an_adapter_match(entry: Entry, tmp_path: Path):
    with torch.inference_mode(False), torch.enable_grad():
        check_training_step(entry, tmp_path / "m")


def check_training_step(entry: Entry, folder: Path) -> None:
    model, data = model_of(entry, folder), entry.data
    times = shifted(entry, model)
    entry.close("mid.t_shifted", times, tolerance(entry, "mid.t_shifted"))
    latents, noise = data["in.latents"].mT, data["in.noise"].mT[data["mid.ot_permutation"]]
    times = data["mid.t_shifted"]
    x = (1 - times[:, None, None]) * latents + times[:, None, None] * noise
    close(entry, "mid.noised", x)
    duration = model.conditioners.seconds_total(data["in.seconds_total"].tolist())
    context = torch.cat(
        [
            family.context(model, prompt_states(entry, i).clone(), duration[i : i + 1])
            for i in range(len(duration))
        ]
    )
    file = lora.read(entry.weight_files[1])
    leaves = {
        (name, part): value.requires_grad_()
        for name, parts in file.changes.items()
        for part, value in parts.items()
    }
    base = {family.NET + name: value for name, value in model.net.state_dict().items()}
    state = lora.merged(base, file, 1.0, base)
    own = {f"net.{name.removeprefix(family.NET)}": value for name, value in state.items()}
    real, mask = data["in.augmented_padding_mask"].bool(), data["in.inpaint_mask"].mT
    local = torch.cat([mask, latents * mask], -1)
    arguments = (context, duration, local, x, times, real)
    v = torch.func.functional_call(Velocity(model.net), own, arguments)
    close(entry, "mid.velocity", v)
    errors, given = v - (noise - latents), mask[..., 0].bool()
    signal, kept = mean_over_items(errors, real & ~given), mean_over_items(errors, real & given)
    loss = signal + entry.params["mask_loss_weight"] * kept
    for name, value in (("loss", loss), ("loss_signal", signal), ("loss_context", kept)):
        entry.close(f"out.{name}", value.detach(), tolerance(entry, f"out.{name}"))
    gradients = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))
    assert len(gradients) == int(data["out.num_grads"])
    norm = torch.stack([value.square().sum() for value in gradients.values()]).sum().sqrt()
    entry.close("out.grad_norm", norm, tolerance(entry, "out.grad_norm"))
    for (name, part), value in gradients.items():
        module = name.removeprefix("model.").removesuffix(".weight")
        golden = f"out.grad.{module}.parametrizations.weight.0.{part}"
        if golden in data:
            entry.close(golden, value, tolerance(entry, golden))
