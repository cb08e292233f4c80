"""The embedder's training at a tiny size: batches, loss, resumption, refitting, shipping."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers.models.t5.configuration_t5 import T5Config
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio import paths
from tangostudio.errors import BuildError
from tangostudio.families import embedding
from tangostudio.families.nets import int8
from tangostudio.families.nets.audio_embedder import NetConfig
from tangostudio.starter import corpus, embedder, loops, mels

PLAN = embedder.Plan(
    steps=6,
    batch=6,
    chunk=4,
    warm_up=2,
    save_every=2,
    audio=NetConfig(8, width=16, hidden=24, dilations=(1, 2), placed=True),
    head=16,
)
HEAD = embedder.HeadPlan(steps=3, batch=6, wordings=2, save_every=2)


def text_encoder(seed: int = 0) -> embedding.TextEncoder:
    torch.manual_seed(seed)
    words = {w: i for i, w in enumerate(["pad", "end", "unk", "rain", "bell", "barks", "dog"])}
    made = Tokenizer(models.WordLevel(words, unk_token="unk"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="$A end", special_tokens=[("end", 1)]
    )
    config = T5Config(vocab_size=7, d_model=12, d_kv=4, d_ff=16, num_layers=1, num_heads=3)
    return embedding.TextEncoder(made, T5EncoderModel(config))


def make(number: int) -> corpus.Example:
    return corpus.example(
        embedder.SEEDS + number,
        seconds=0.6 + 0.2 * (number % 4),
        families=("dog_bark", "rain", "church_bell"),
    )


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> mels.Clips:
    folder = tmp_path_factory.mktemp("mels")
    list(mels.dump(folder, make, 18, per_shard=10))
    return mels.load(folder)


def run(folder, plan, clips, stop: int | None = None) -> dict[str, torch.Tensor]:
    for record in embedder.train(plan, clips, text_encoder(), folder):
        if record["step"] == stop:
            break
    return loops.averaged(folder / embedder.CHECKPOINT, embedder.NAME)


def test_kept_clips_are_the_corpus_clips_and_are_not_made_twice(tmp_path):
    records = list(mels.dump(tmp_path, make, 5, per_shard=3))
    assert records == [{"clips": 3, "of": 5}, {"clips": 5, "of": 5}]
    kept = mels.load(tmp_path)
    assert len(kept) == 5
    assert np.array_equal(kept.of(4), mels.stored(make(4).audio))
    assert kept.families[3] == make(3).families
    assert kept.facts[3]["traits"] == make(3).facts["traits"]

    def refuse(number: int) -> corpus.Example:
        raise AssertionError(number)

    list(mels.dump(tmp_path, refuse, 5, per_shard=3))
    with pytest.raises(BuildError, match="no log-mels"):
        mels.load(tmp_path / "none")


def test_roughened_clips_stay_in_range_and_keep_what_they_are(clips):
    rng = np.random.default_rng(3)
    changed = 0
    for clip in range(len(clips)):
        rough = mels.rough(clips, clip, mels.Roughening(tail_share=0.0), rng)
        own = clips.of(clip).astype(np.float32) * mels.STEP
        assert rough.shape == own.shape
        assert rough.min() >= 0
        assert rough.max() <= mels.audio_embedder.MOST_NATS
        assert np.corrcoef(rough.mean(1), own.mean(1))[0, 1] > 0.8
        changed += not np.allclose(rough, own, atol=0.1)
    assert changed == len(clips)
    plain = mels.Roughening(0, 0, 0, 0, 0, 0, 0, tail_share=0)
    np.testing.assert_allclose(mels.rough(clips, 2, plain, rng), clips.of(2) * mels.STEP, atol=1e-4)


def test_only_what_may_be_cut_is_cut_and_only_events_get_silence():
    mel = np.full((400, 3), 9, np.uint8)
    mel[0] = 1
    always = mels.Roughening(crop_share=1.0, tail_share=1.0)
    gentle = replace(always, crop_events=False)
    rng = np.random.default_rng(0)
    for families, how, length in (
        (("rain",), gentle, always.crop_frames),
        (("dog_bark",), always, always.crop_frames),
        (("dog_bark",), gentle, 400),
        (("dog_bark", "rain"), always, 400),
    ):
        cut = mels._spanned(mel, families, how, rng)
        assert len(cut) == length
        assert families == ("rain",) or cut[0, 0] == 1
    longer = mels._spanned(mel[:50], ("dog_bark",), always, rng)
    assert 50 < len(longer) < 50 + always.tail_frames
    assert np.array_equal(longer[:50], mel[:50])
    assert not longer[50:].any()
    assert len(mels._spanned(mel[:50], ("rain",), always, rng)) == 50


def test_folders_of_clips_are_joined_in_order(tmp_path):
    for name, first in (("a", 0), ("b", 2)):
        list(mels.dump(tmp_path / name, lambda i, at=first: make(at + i), 2, per_shard=2))
    both = mels.load(tmp_path / "a", tmp_path / "b")
    assert len(both) == 4
    assert np.array_equal(both.of(3), mels.stored(make(3).audio))


def test_a_step_always_has_the_same_batch_and_a_round_visits_every_clip(clips):
    text = text_encoder()
    one, other = embedder.Batches(PLAN, clips, text), embedder.Batches(PLAN, clips, text)
    for step in (0, 4, 2):
        other(1)
        a, b = one(step), other(step)
        assert torch.equal(a.pooled, b.pooled)
        assert all(torch.equal(x[0], y[0]) for x, y in zip(a.groups, b.groups, strict=True))
    assert a.pooled.shape == (6, 12)
    assert [len(lengths) for _, lengths in a.groups] == [4, 2]
    assert sorted(clip for step in range(3) for clip in one.whole(step)[0]) == list(range(18))


def test_wordings_are_true_and_some_lack_words():
    example = make(0)
    rng = np.random.default_rng(0)
    full = {embedder.wording(example.families, example.facts, rng) for _ in range(20)}
    assert len(full) > 5
    rng, again = np.random.default_rng(1), np.random.default_rng(1)
    whole = embedder.wording(example.families, example.facts, rng)
    cut = embedder.wording(example.families, example.facts, again, drop=1.0)
    assert set(cut.split()) <= set(whole.split())
    facts = {
        "relation": "then",
        "parts": [
            {"family": "dog_bark", "facts": {"traits": {}}},
            {"family": "rain", "facts": {"traits": {}}},
        ],
    }
    text = embedder.wording(("dog_bark", "rain"), facts, rng)
    assert len(text.split()) > 2


def test_the_loss_is_that_of_picking_the_right_one_both_ways():
    units = torch.eye(4)
    scale = torch.tensor([2.0])
    right = -math.log(math.e ** math.exp(2) / (math.e ** math.exp(2) + 3))
    assert embedder.contrast(units, units, scale).item() == pytest.approx(right, rel=1e-4)
    same = torch.ones(4, 2) / math.sqrt(2)
    assert embedder.contrast(same, same, scale).item() == pytest.approx(math.log(4), rel=1e-5)
    huge = embedder.contrast(units, units.roll(1, 0), torch.tensor([50.0]))
    assert huge.item() == pytest.approx(100, rel=1e-3)


def test_a_resumed_training_equals_an_unbroken_one(tmp_path, clips):
    whole = run(tmp_path / "whole", PLAN, clips)
    run(tmp_path / "broken", PLAN, clips, stop=2)
    again = run(tmp_path / "broken", PLAN, clips)
    assert whole.keys() == again.keys()
    for name, value in whole.items():
        assert torch.equal(value, again[name]), name
    assert len((tmp_path / "broken" / "log.jsonl").read_text().splitlines()) == 3


def test_a_checkpoint_of_another_plan_is_refused(tmp_path, clips):
    run(tmp_path, PLAN, clips, stop=2)
    with pytest.raises(BuildError, match="embedder belongs to another plan"):
        run(tmp_path, replace(PLAN, seed=6), clips)


def test_a_loss_that_is_no_number_stops_and_keeps_the_checkpoint(tmp_path, clips):
    run(tmp_path, PLAN, clips, stop=2)
    kept = (tmp_path / embedder.CHECKPOINT).read_bytes()
    broken = text_encoder()
    broken.net.shared.weight[:] = float("nan")
    with pytest.raises(BuildError, match="became nan"):
        list(embedder.train(PLAN, clips, broken, tmp_path))
    assert (tmp_path / embedder.CHECKPOINT).read_bytes() == kept


def test_training_learns_and_leaves_the_text_encoder(tmp_path, clips):
    text = text_encoder()
    before = {name: value.clone() for name, value in text.net.state_dict().items()}
    plan = replace(PLAN, steps=60, batch=9, save_every=10, learning_rate=3e-3, text_noise=0.0)
    losses = [record["loss"] for record in embedder.train(plan, clips, text, tmp_path)]
    assert losses[-1] < losses[0] - 0.2
    assert all(torch.equal(value, before[name]) for name, value in text.net.state_dict().items())


def test_a_refitted_head_leaves_the_net_for_sounds(tmp_path, clips):
    first = run(tmp_path, PLAN, clips)
    with pytest.raises(BuildError, match="has not been trained"):
        list(embedder.refit(PLAN, HEAD, clips, text_encoder(1), tmp_path / "none"))
    list(embedder.refit(PLAN, HEAD, clips, text_encoder(1), tmp_path))
    second = loops.averaged(tmp_path / embedder.REFITTED, embedder.NAME)
    assert first.keys() == second.keys()
    for name, value in first.items():
        kept = name.startswith("audio.")
        assert torch.equal(value, second[name]) == kept or not name.startswith(("audio.", "head."))


def test_the_newer_weights_ship_with_the_mark_of_their_text(tmp_path, clips):
    ship = tmp_path / "ship"
    ship.mkdir()
    (ship / embedding.TEXT).write_bytes(
        (paths.models_dir() / "starter/text.safetensors").read_bytes()
    )
    run(tmp_path, PLAN, clips)
    embedder.export(tmp_path, ship)
    first = int8.load(ship / embedding.FILE)
    assert len(int8.load_metadata(ship / embedding.FILE)["text"]) == 64
    list(embedder.refit(PLAN, HEAD, clips, text_encoder(1), tmp_path))
    embedder.export(tmp_path, ship)
    second = int8.load(ship / embedding.FILE)
    assert torch.equal(first["audio.inlet.weight"], second["audio.inlet.weight"])
    assert not torch.equal(first["head.1.weight"], second["head.1.weight"])


def test_ranks_count_what_is_nearer():
    texts = np.eye(3, dtype=np.float32)
    assert embedder.ranks(texts, texts).tolist() == [0, 0, 0]
    assert embedder.ranks(texts, texts[[1, 0, 2]]).tolist() == [1, 1, 0]
    sounds = np.array([[0.2, 0.9, 0], [0.5, 0.1, 0], [0.4, 0.3, 0.1]], np.float32)
    assert embedder.ranks(texts, sounds).tolist() == [2, 2, 0]
