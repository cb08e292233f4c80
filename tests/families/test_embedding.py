"""The embedder: units, loneliness and batches, bad files, and what the shipped one finds."""

import hashlib

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers.models.t5.configuration_t5 import T5Config
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio import paths
from tangostudio.errors import WeightsError
from tangostudio.families import embedding
from tangostudio.families.nets import int8
from tangostudio.families.nets.audio_embedder import (
    BANDS,
    HOP,
    MOST_NATS,
    SAMPLE_RATE,
    AudioNet,
    NetConfig,
    log_mel,
)
from tangostudio.starter import corpus

SHIPPED = paths.models_dir() / "starter"
SMALL = NetConfig(8, width=16, hidden=24, dilations=(1, 2), placed=True)


def tokenizer() -> Tokenizer:
    words = {w: i for i, w in enumerate(["pad", "end", "unk", "rain", "bell", "door", "dog"])}
    made = Tokenizer(models.WordLevel(words, unk_token="unk"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="$A end", special_tokens=[("end", 1)]
    )
    return made


def small() -> embedding.Embedder:
    torch.manual_seed(0)
    config = T5Config(
        vocab_size=7, d_model=12, d_kv=4, d_ff=16, num_layers=1, num_heads=3, pad_token_id=0
    )
    text = embedding.TextEncoder(tokenizer(), T5EncoderModel(config))
    return embedding.Embedder(embedding.Pair(12, SMALL, 16), text, "small")


def tone(hz: float, seconds: float, channels: int = 1) -> np.ndarray:
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.repeat(0.5 * np.sin(2 * np.pi * hz * t)[:, None], channels, 1).astype(np.float32)


def test_a_log_mel_shows_a_tone_at_its_level_and_place():
    mel = log_mel(tone(1000, 1.0))
    assert mel.shape == (1 + SAMPLE_RATE // HOP, BANDS)
    assert mel.argmax(1)[10:-10].unique().numel() == 1
    quieter = log_mel(tone(1000, 1.0) / 10)
    band = int(mel[40].argmax())
    assert float(mel[40, band] - quieter[40, band]) == pytest.approx(np.log(10), abs=1e-3)
    assert mel.min() >= 0
    assert mel.max() < MOST_NATS
    assert int(log_mel(tone(4000, 1.0))[40].argmax()) > band
    np.testing.assert_allclose(log_mel(tone(1000, 1.0, channels=2)), mel, atol=1e-5)


def test_short_and_long_sounds_are_read_too():
    assert log_mel(np.zeros((0, 1), np.float32)).shape == (8, BANDS)
    assert log_mel(np.zeros((10, 2), np.float32)).max() == 0
    assert len(log_mel(np.zeros((20 * SAMPLE_RATE, 1), np.float32))) == 1 + 10 * SAMPLE_RATE // HOP


def test_what_stands_behind_a_sound_changes_nothing():
    torch.manual_seed(1)
    net = AudioNet(SMALL).eval()
    with torch.no_grad():
        frames = torch.rand(3, 50, BANDS) * 8
        lengths = torch.tensor([50, 21, 8])
        together = net(frames, lengths)
        for row, length in enumerate(lengths.tolist()):
            alone = net(frames[row : row + 1, :length], lengths[row : row + 1])
            np.testing.assert_allclose(together[row], alone[0], atol=1e-5)
        frames[1, 30] = 9.0
        np.testing.assert_array_equal(net(frames, lengths), together)
        frames[1, 10] = 9.0
        assert not torch.equal(net(frames, lengths)[1], together[1])


def test_order_in_time_can_be_told():
    torch.manual_seed(1)
    net = AudioNet(SMALL).eval()
    frames = torch.zeros(2, 400, BANDS)
    frames[0, 100:110] = frames[1, 200:210] = 5.0
    with torch.no_grad():
        found = net(frames, torch.tensor([400, 400]))
    assert float((found[0] - found[1]).abs().max()) > 1e-3


def test_vectors_are_units_and_the_same_alone_and_together():
    embedder = small()
    sounds = [tone(300, 0.3), tone(2000, 1.1, 2), np.zeros((5, 1), np.float32)]
    rows = embedder.audio(sounds)
    assert rows.shape == (3, embedder.dimension) == (3, 8)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)
    for sound, row in zip(sounds, rows, strict=True):
        np.testing.assert_array_equal(embedder.audio([sound])[0], row)
    texts = ["rain", "dog door bell rain", ""]
    rows = embedder.text(texts)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)
    for text, row in zip(texts, rows, strict=True):
        np.testing.assert_allclose(embedder.text([text])[0], row, atol=1e-5)
    assert embedder.text([]).shape == embedder.audio([]).shape == (0, 8)


def test_a_text_that_is_too_long_is_cut_and_keeps_its_end():
    encoder = small().encoder
    short = " ".join(["dog"] * (embedding.MAX_TOKENS - 1))
    found = encoder.pooled([short, short + " rain bell door", "dog"])
    np.testing.assert_allclose(found[0], found[1], atol=1e-5)
    assert float((found[0] - found[2]).abs().max()) > 1e-3


def test_many_texts_are_encoded_in_parts():
    encoder = small().encoder
    texts = ["rain", "dog door"] * embedding.AT_ONCE
    found = encoder.pooled(texts)
    assert found.shape == (2 * embedding.AT_ONCE, 12)
    np.testing.assert_allclose(found[-1], encoder.pooled(["dog door"])[0], atol=1e-5)


def test_missing_and_foreign_files_are_refused(tmp_path):
    with pytest.raises(WeightsError, match=r"embedder\.safetensors is missing"):
        embedding.build(tmp_path, "cpu")
    for name in (embedding.TEXT, embedding.TOKENIZER, embedding.CONFIG):
        (tmp_path / name).symlink_to(SHIPPED / name)
    int8.save(tmp_path / embedding.FILE, {"a": torch.ones(3)}, {})
    with pytest.raises(WeightsError, match="the embedder lack"):
        embedding.build(tmp_path, "cpu")
    (tmp_path / embedding.FILE).write_bytes(b"no weights")
    with pytest.raises(WeightsError, match="cannot be read"):
        embedding.build(tmp_path, "cpu")


@pytest.fixture(scope="module")
def shipped() -> embedding.Embedder:
    return embedding.build(SHIPPED, "cpu")


def test_the_shipped_files_belong_together(shipped):
    text = hashlib.sha256((SHIPPED / embedding.TEXT).read_bytes()).hexdigest()
    assert int8.load_metadata(SHIPPED / embedding.FILE)["text"] == text
    mark = hashlib.sha256((SHIPPED / embedding.FILE).read_bytes()).hexdigest()[:8]
    assert shipped.name == f"starter-{mark}"
    assert (SHIPPED / embedding.FILE).stat().st_size < 600_000


def test_the_shipped_embedder_finds_held_out_clips_by_their_captions(shipped):
    first = corpus.HELD_OUT_SEEDS + 30_000_000
    examples = [corpus.example(first + i, seconds=2.0) for i in range(40)]
    texts = shipped.text([example.caption for example in examples])
    products = texts @ shipped.audio([example.audio for example in examples]).T
    nearer = (products > np.diagonal(products)[:, None]).sum(1)
    assert (nearer < 1).mean() >= 0.8
    assert (nearer < 4).mean() >= 0.95
