"""CLAP against transformers as it was when the model was published."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models

from tangostudio.families import clap
from tests.golden.sets import Entry


def limit(entry: Entry, words: str) -> float:
    """The manifest's tolerance whose description begins with these words."""
    found = entry.facts["tolerance_atol_float32"]
    (value,) = (v for k, v in found.items() if k.startswith(words))
    return float(value)


@pytest.fixture
def net(entry: Entry, tmp_path: Path) -> clap.Clap:
    """The entry's checkpoint in the published layout, loaded as any other."""
    save_file({k: v.contiguous() for k, v in entry.weights.items()}, tmp_path / clap.WEIGHTS)
    (tmp_path / clap.CONFIG).write_text(json.dumps(entry.config["clap_config"]))
    extractor = {k: v for k, v in entry.params["feature_extractor"].items() if k != "note"}
    (tmp_path / clap.EXTRACTOR_CONFIG).write_text(json.dumps(extractor))
    Tokenizer(models.WordLevel({"x": 3}, unk_token="x")).save(str(tmp_path / clap.TOKENIZER))
    return clap.build(tmp_path)


@pytest.mark.golden("in.input_features", "in.input_ids", "out.audio_embeds", "out.text_embeds")
@torch.inference_mode()
def test_embeddings_and_cosines_match(entry: Entry, net: clap.Clap):
    data = entry.data
    audio = torch.cat([net.hear(row[None]) for row in data["in.input_features"]])
    pairs = zip(data["in.input_ids"], data["in.attention_mask"], strict=True)
    text = torch.cat([net.read(ids[None], mask[None]) for ids, mask in pairs])
    tolerance = limit(entry, "embeddings and cosines")
    entry.close("out.audio_embeds", audio, tolerance)
    entry.close("out.text_embeds", text, tolerance)
    entry.close("out.cosine_audio_text", audio @ text.T, tolerance)
    entry.close("out.cosine_audio_audio", audio @ audio.T, tolerance)
    scaled = net.net.logit_scale_a.exp() * audio @ text.T
    entry.close("out.logits_per_audio", scaled, limit(entry, "logits"))


@pytest.mark.golden("in.input_features", "in.wave_first64", "in.wave_last64", "out.audio_embeds")
@torch.inference_mode()
def test_features_and_embeddings_of_waves_match(entry: Entry, net: clap.Clap):
    waves = [signal(formula) for formula in entry.params["signals"]["items"]]
    for part, cut in (("first", slice(64)), ("last", slice(-64, None))):
        found = torch.tensor(np.stack([wave[cut] for wave in waves]))
        torch.testing.assert_close(found, entry.data[f"in.wave_{part}64"], atol=1e-6, rtol=0)
    features = torch.cat([net.features(wave[:, None]) for wave in waves])
    entry.close("in.input_features", features, limit(entry, "features from the waves"))
    audio = torch.from_numpy(net.audio([wave[:, None] for wave in waves]))
    entry.close("out.audio_embeds", audio, limit(entry, "embeddings from the waves"))


def signal(formula: str) -> np.ndarray:
    """Ten seconds at 48 kHz of a formula in the manifest's words."""
    code = re.sub(r"\(1 if floor\((.*?)\) even else (.*?)\)", r"even(\1, \2)", formula)
    code = code.replace("^", "**").replace(" mod ", " % ").replace("noise(seed ", "noise(")
    known = {
        "t": np.arange(480_000) / 48_000,
        "pi": np.pi,
        "sin": np.sin,
        "cos": np.cos,
        "exp": np.exp,
        "noise": noise,
        "even": lambda value, other: np.where(np.floor(value) % 2 == 0, 1, other),
    }
    return eval(code, {"__builtins__": {}}, known).astype(np.float32)


def noise(seed: int) -> np.ndarray:
    """The manifest's generator: u <- (1664525 u + 1013904223) mod 2^32, as u / 2^31 - 1."""
    found = np.empty(480_000)
    for i in range(len(found)):
        seed = (1664525 * seed + 1013904223) % 2**32
        found[i] = seed / 2**31 - 1
    return found
