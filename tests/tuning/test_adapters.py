"""The policy's adapters: what they change, how they are stored, and what is refused."""

import json
import pickle
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.testing import assert_close

from tangostudio.errors import BadRequest, WeightsError
from tangostudio.families import adapters
from tangostudio.tuning import lora
from tests.tuning import tiny


def shaken(options: lora.Options | None = None, seed: int = 5) -> lora.Policy:
    """A policy that has left its start."""
    policy = lora.Policy(tiny.base(), options or lora.Options(rank=3, alpha=6), seed)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in policy.trained.values():
            parameter += 0.1 * torch.randn(parameter.shape, generator=generator)
    return policy


def inputs(policy: lora.Policy) -> tuple[torch.Tensor, ...]:
    x = torch.randn(2, 5, 6, generator=torch.Generator().manual_seed(1))
    states, pooled = policy.net.join(torch.ones(2, 3, 24), torch.ones(2, 24), torch.ones(2))
    return x, torch.tensor([0.2, 0.9]), states, pooled


@torch.no_grad()
def test_a_new_policy_is_the_base_and_a_trained_one_s_reference_is_too():
    base = tiny.base()
    before = base.model.net(*inputs(lora.Policy(tiny.base(), lora.Options(), 1)))
    policy = lora.Policy(base, lora.Options(rank=3), 1)
    assert torch.equal(policy.velocity(*inputs(policy)), before)
    policy = shaken()
    assert not torch.allclose(policy.velocity(*inputs(policy)), before)
    assert torch.equal(policy.reference(None, *inputs(policy)), before)
    assert all(p.requires_grad for p in policy.trained.values())


@torch.no_grad()
def test_a_frozen_copy_stays_while_the_policy_moves():
    policy = shaken()
    frozen, then = policy.freeze(), policy.velocity(*inputs(policy))
    assert torch.equal(policy.reference(frozen, *inputs(policy)), then)
    for parameter in policy.trained.values():
        parameter += 0.1
    assert torch.equal(policy.reference(frozen, *inputs(policy)), then)
    assert not torch.equal(policy.velocity(*inputs(policy)), then)


@pytest.mark.parametrize(
    ("targets", "inside", "outside"),
    [
        ("attention", "attn.add_q_proj", "proj_mlp"),
        ("mlp", "ff_context.net.2", "attn.to_q"),
        ("blocks", "proj_mlp", "norm1"),
    ],
)
def test_targets_choose_the_layers(targets, inside, outside):
    names = lora.Policy(tiny.base(), lora.Options(targets=targets), 1).trained
    assert any(inside in name for name in names)
    assert not any(outside in name for name in names)
    # What lies outside the blocks is never touched, though one name ends alike.
    assert all("transformer_blocks." in name for name in names)


@pytest.mark.parametrize("options", [lora.Options(rank=3, alpha=6), lora.Options(full=True)])
@torch.no_grad()
def test_an_adapter_gives_the_policy_back(tmp_path, options):
    policy = shaken(options)
    wanted = policy.velocity(*inputs(policy))
    written = adapters.write(tmp_path / "it.safetensors", policy.adapter({"rounds": 2}))
    read = adapters.read(tmp_path / "it.safetensors", tiny.card())
    assert read.facts == written.facts
    assert read.facts.about == {"rounds": 2}
    net = tiny.network()
    net.load_state_dict(adapters.merged(net.state_dict(), [(read, 1.0)]))
    # A difference is stored as float16.
    assert_close(net(*inputs(policy)), wanted, atol=1e-2 if options.full else 1e-4, rtol=0)
    drafter = policy.drafter()
    assert_close(drafter.net(*inputs(policy)), wanted, atol=1e-4, rtol=0)
    assert not any("lora" in name for name in drafter.net.state_dict())


@torch.no_grad()
def test_strength_scales_the_change_and_adapters_add_up():
    one, two = shaken(seed=5).adapter({}), shaken(seed=6).adapter({})
    state = tiny.network().state_dict()
    name = "transformer.single_transformer_blocks.0.attn.to_q.weight"
    a, b = one.tensors[name[:-7] + adapters.UP], one.tensors[name[:-7] + adapters.DOWN]
    assert_close(one.delta(name), 2 * a @ b)  # alpha / rank = 2
    merged = adapters.merged(state, [(one, 0.5), (two, 1.5)])
    assert_close(merged[name], state[name] + 0.5 * one.delta(name) + 1.5 * two.delta(name))
    turned = adapters.merged(state, [(two, 1.5), (one, 0.5)])
    assert torch.equal(turned[name], merged[name])
    none = adapters.merged(state, [(one, 0.0), (two, 0.0)])
    assert all(none[key] is state[key] for key in state)


@pytest.mark.parametrize("strength", [-0.1, 1.51, float("nan")])
def test_a_strength_out_of_range_is_refused(strength):
    with pytest.raises(BadRequest, match="strength"):
        adapters.merged(tiny.network().state_dict(), [(shaken().adapter({}), strength)])


def test_the_same_seed_gives_the_same_start_whatever_was_drawn_before():
    first = lora.Policy(tiny.base(), lora.Options(), 3).freeze()
    torch.randn(7)
    again = lora.Policy(tiny.base(), lora.Options(), 3).freeze()
    other = lora.Policy(tiny.base(), lora.Options(), 4).freeze()
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)


@pytest.mark.parametrize(
    "options",
    [lora.Options(rank=0), lora.Options(alpha=float("nan")), lora.Options(targets="all")],
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(BadRequest):
        options.check()


# --- files that are not right ----------------------------------------------------------------


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "it.safetensors"
    adapters.write(path, shaken().adapter({}))
    return path


def change_facts(path, **values) -> None:
    facts = json.loads(path.with_suffix(".json").read_text())
    path.with_suffix(".json").write_text(json.dumps({**facts, **values}))


def change_tensors(path, change) -> None:
    """Alter tensors and the hash with them, as somebody who means harm would."""
    import hashlib

    tensors = load_file(path)
    change(tensors)
    save_file(tensors, path)
    change_facts(path, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def test_an_adapter_of_another_model_is_refused_unless_the_card_takes_it(stored):
    with pytest.raises(WeightsError, match="other weights than Tiny"):
        adapters.read(stored, tiny.card("b"))
    other = replace(
        tiny.card("b"), id="few-step", options={"adapters_from": {"tiny": tiny.card().weights_hash}}
    )
    assert adapters.read(stored, other).facts.model == "tiny"


def test_an_adapter_of_a_newer_version_is_refused(stored):
    change_facts(stored, format=adapters.FORMAT + 1)
    with pytest.raises(WeightsError, match="newer version") as caught:
        adapters.read(stored, tiny.card())
    assert caught.value.hint == "Update the program to use it."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.pop(next(iter(t))), "is missing, not"),
        (lambda t: t.update({"extra": torch.zeros(2)}), "extra is .2., not missing"),
        (lambda t: t.update({next(iter(t)): torch.zeros(2, 2)}), "does not hold what it says"),
        (lambda t: next(iter(t.values())).fill_(float("nan")), "no numbers"),
    ],
)
def test_wrong_tensors_are_refused(stored, change, words):
    change_tensors(stored, change)
    with pytest.raises(WeightsError, match=words):
        adapters.read(stored, tiny.card())


def test_altered_damaged_and_missing_files_are_refused(stored):
    whole = stored.read_bytes()
    stored.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(WeightsError, match="altered or is damaged"):
        adapters.read(stored, tiny.card())
    stored.unlink()
    with pytest.raises(WeightsError, match=r"it\.safetensors is missing"):
        adapters.read(stored, tiny.card())
    stored.with_suffix(".json").write_text("[]")
    with pytest.raises(WeightsError, match="does not describe an adapter"):
        adapters.read(stored, tiny.card())


@pytest.mark.parametrize(
    "fault",
    [{"rank": 0}, {"kind": "code"}, {"shapes": {}}, {"shapes": {"x.weight": []}}, {"more": 1}],
)
def test_facts_that_make_no_sense_are_refused(stored, fault):
    change_facts(stored, **fault)
    with pytest.raises(WeightsError, match="does not describe an adapter"):
        adapters.read(stored, tiny.card())


class Harm:
    def __reduce__(self):
        return (pytest.fail, ("code was run",))


@pytest.mark.parametrize("write", ["pickle", "torch"])
def test_hidden_code_is_never_run(stored, write):
    if write == "pickle":
        stored.write_bytes(pickle.dumps({"x": Harm()}))
    else:
        torch.save({"x": Harm()}, stored)
    with pytest.raises(WeightsError, match="may hold program code"):
        adapters.read(stored, tiny.card())


def test_an_adapter_for_other_shapes_is_refused_when_it_is_added():
    state = tiny.network().state_dict()
    adapter = shaken().adapter({})
    state[next(iter(adapter.facts.shapes))] = torch.zeros(2, 2)
    with pytest.raises(WeightsError, match="has not in that shape"):
        adapters.merged(state, [(adapter, 1.0)])
