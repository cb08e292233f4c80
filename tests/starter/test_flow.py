"""The flow's batches, attention, loss and resumption, at a tiny size on made-up latents."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch.testing import assert_close

from tangostudio.errors import BuildError
from tangostudio.families.tangoflux import TangoFlux, TangoFluxConfig
from tangostudio.starter import flow
from tangostudio.starter.latents import Clips

PLAN = flow.Plan(steps=6, batch=3, pool=2, warm_up=2, save_every=2)
CONFIG = TangoFluxConfig(
    num_layers=1,
    num_single_layers=1,
    in_channels=6,
    attention_head_dim=16,
    num_attention_heads=2,
    joint_attention_dim=24,
    max_duration=10,
    axes_dims_rope=(4, 6, 6),
    text_encoder={
        "vocab_size": 20,
        "d_model": 24,
        "d_kv": 8,
        "d_ff": 32,
        "num_layers": 1,
        "num_heads": 3,
        "feed_forward_proj": "gated-gelu",
    },
)


def tokenizer() -> Tokenizer:
    words = {w: i for i, w in enumerate(["pad", "end", "unk", "rain", "bell", "door", "dog"])}
    made = Tokenizer(models.WordLevel(words, unk_token="unk"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="$A end", special_tokens=[("end", 1)]
    )
    return made


def clips(count: int = 10, kind: str = "event") -> Clips:
    rng = np.random.default_rng(1)
    lengths = rng.integers(6, 40, count)
    return Clips(
        tokens=rng.standard_normal((lengths.sum(), 6)).astype(np.float16),
        starts=np.cumsum(lengths) - lengths,
        lengths=lengths,
        seconds=(lengths / flow.TOKENS_PER_SECOND).astype(np.float32),
        kinds=[kind] * count,
        facts=[{}] * count,
        families=[("rain",)] * count,
        silence=np.full(6, 7, np.float16),
    )


def network() -> TangoFlux:
    torch.manual_seed(0)
    return TangoFlux(CONFIG)


def test_a_step_always_has_the_same_batch():
    one, other = flow.Batches(clips(), PLAN), flow.Batches(clips(), PLAN)
    for step in (0, 5, 3):
        other(1)
        (a, rng_a), (b, rng_b) = one(step), other(step)
        assert torch.equal(a.latents, b.latents)
        assert a.texts == b.texts
        assert rng_a.random() == rng_b.random()
    assert not torch.equal(one(0)[0].seconds, one(1)[0].seconds)


def test_an_epoch_visits_every_clip_once():
    batches = flow.Batches(clips(12), PLAN)
    seen = [batches._at(i) for i in range(12)]
    assert sorted(seen) == list(range(12))
    assert [batches._at(12 + i) for i in range(12)] != seen


def test_events_are_followed_by_silence_and_the_duration_grows():
    plan = replace(PLAN, add_silence=1.0, batch=40)
    data = clips()
    batch, _ = flow.Batches(data, plan)(0)
    longer = 0
    for latents, seconds in zip(batch.latents, batch.seconds, strict=True):
        silent = (latents == 7).all(-1)
        length = int((~silent).sum())
        assert length in data.lengths
        assert not silent[:length].any()
        assert seconds >= length / flow.TOKENS_PER_SECOND - 1e-3
        longer += bool(seconds > (length + 0.5) / flow.TOKENS_PER_SECOND)
    assert longer > 30


def test_beds_are_cut_and_the_duration_shrinks():
    data = clips(kind="bed")
    batch, _ = flow.Batches(data, replace(PLAN, batch=40))(0)
    tokens = {row.tobytes() for row in data.tokens}
    for latents, seconds in zip(batch.latents, batch.seconds, strict=True):
        own = latents[~(latents == 7).all(-1)]
        assert {row.astype(np.float16).tobytes() for row in own.numpy()} <= tokens
        assert seconds == pytest.approx(len(own) / flow.TOKENS_PER_SECOND, abs=1e-3)
    assert (batch.latents[:, -1] == 7).all(-1).any()


def test_one_caption_in_ten_is_empty():
    batches = flow.Batches(clips(), replace(PLAN, batch=100, drop_caption=0.1))
    texts = [text for step in range(10) for text in batches(step)[0].texts]
    assert 60 < texts.count("") < 140
    assert len(set(texts)) > 100


def test_hidden_words_leave_their_mean():
    trainer = flow.Trainer(network(), tokenizer(), PLAN)
    batch = flow.Batch(
        torch.zeros(3, 4, 6), torch.ones(3), ["rain bell"] * 3, torch.tensor([True, False, True])
    )
    states, pooled = trainer._text(batch)
    assert torch.equal(pooled[0], pooled[1])
    assert torch.equal(states[0], states[2])
    assert not torch.equal(states[0], states[1])
    hidden = [flow.Batches(clips(), replace(PLAN, batch=50))(i)[0].hidden for i in range(20)]
    assert 60 < int(torch.cat(hidden).sum()) < 140


def test_plain_attention_is_the_usual_attention():
    net = network().eval()
    x, states, pooled = torch.randn(2, 9, 6), torch.randn(2, 4, 24), torch.randn(2, 24)
    sigma = torch.tensor([0.3, 0.8])
    with torch.no_grad():
        usual = net(x, sigma, states, pooled)
        net.transformer.set_attn_processor(flow.PlainAttention())  # pyright: ignore
        plain = net(x, sigma, states, pooled)
    # bfloat16 keeps three digits.
    assert (plain - usual).norm() / usual.norm() < 0.01
    assert not torch.equal(plain, usual)


def test_the_loss_is_the_squared_velocity_error():
    class Zero(torch.nn.Module):
        def join(self, states, pooled, seconds):
            return states, pooled

        def forward(self, x, sigma, states, pooled):
            assert_close(x[0], torch.full((4, 6), 0.75 * 2 + 0.25 * 1.0))
            return torch.zeros_like(x)

    batch = flow.Batch(torch.full((1, 4, 6), 2.0), torch.ones(1), [""], torch.zeros(1).bool())
    text = torch.zeros(1, 1, 24), torch.zeros(1, 24)
    net: TangoFlux = Zero()  # pyright: ignore
    loss = flow.velocity_loss(net, batch, text, torch.tensor([0.25]), torch.ones(1, 4, 6))
    assert loss.tolist() == [pytest.approx((1.0 - 2.0) ** 2)]


def test_captions_are_padded_and_long_ones_keep_their_end():
    ids, mask = flow.tokenise(tokenizer(), ["rain bell", ""])
    assert ids.tolist() == [[3, 4, 1], [1, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]
    ids, _ = flow.tokenise(tokenizer(), ["dog " * 100])
    assert ids.shape == (1, flow.MAX_TOKENS)
    assert ids[0, -1] == 1


def run(folder, plan, stop: int | None = None) -> dict[str, torch.Tensor]:
    trainer = flow.Trainer(network(), tokenizer(), plan)
    for record in flow.train(trainer, clips(), clips(4), folder):
        if record["step"] == stop:
            break
    return trainer.average.values


def test_a_resumed_training_equals_an_unbroken_one(tmp_path):
    whole = run(tmp_path / "whole", PLAN)
    run(tmp_path / "broken", PLAN, stop=2)
    again = run(tmp_path / "broken", PLAN)
    assert whole.keys() == again.keys()
    for name, value in whole.items():
        assert torch.equal(value, again[name]), name
    lines = (tmp_path / "broken" / "log.jsonl").read_text().splitlines()
    assert len(lines) == 3


def test_training_moves_the_flow_and_leaves_the_text_encoder(tmp_path):
    trainer = flow.Trainer(network(), tokenizer(), replace(PLAN, steps=2))
    before = {k: v.clone() for k, v in trainer.net.state_dict().items()}
    list(flow.train(trainer, clips(), clips(4), tmp_path))
    changed = {k for k, v in trainer.net.state_dict().items() if not torch.equal(v, before[k])}
    assert not any(name.startswith("text_encoder.") for name in changed)
    assert {"fc.0.weight", "transformer.proj_out.weight"} <= changed
    assert any(name.startswith("duration_emebdder.") for name in changed)
    stored = flow.stored_state(tmp_path / "flow.pt", network())
    assert set(stored) == {k for k in before if not k.startswith("text_encoder.")}
    assert torch.equal(stored["fc.0.weight"], trainer.average.values["1.0.weight"])


def test_a_further_stretch_starts_from_averaged_weights(tmp_path):
    first = run(tmp_path, PLAN)
    trainer = flow.Trainer(network(), tokenizer(), replace(PLAN, seed=3))
    with pytest.raises(BuildError, match="not been trained"):
        flow.stored_state(tmp_path / "none.pt", network())
    trainer.start_from(flow.stored_state(tmp_path / "flow.pt", network()))
    for name, value in trainer.core.state_dict().items():
        assert torch.equal(value, first[name]), name
    assert (trainer.step, trainer.average.steps) == (0, 0)


def test_a_checkpoint_of_another_plan_is_refused(tmp_path):
    run(tmp_path, PLAN, stop=2)
    with pytest.raises(BuildError, match="another plan"):
        run(tmp_path, replace(PLAN, seed=12))


def test_a_loss_that_is_no_number_stops_and_keeps_the_checkpoint(tmp_path):
    run(tmp_path, PLAN, stop=2)
    kept = (tmp_path / "flow.pt").read_bytes()
    trainer = flow.Trainer(network(), tokenizer(), PLAN)
    data = clips()
    data.tokens[:] = np.inf
    with pytest.raises(BuildError, match="became nan"):
        list(flow.train(trainer, data, clips(4), tmp_path))
    assert (tmp_path / "flow.pt").read_bytes() == kept
