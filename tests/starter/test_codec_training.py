"""The codec's training on a handful of drills: it learns, stops, goes on, freezes and exports."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from tangostudio.errors import BuildError
from tangostudio.families.nets import int8
from tangostudio.families.nets.spectral_codec import SpectralCodec, SpectralCodecConfig
from tangostudio.starter import clips, codec
from tangostudio.starter.drills import drill

SMALL = SpectralCodecConfig(
    width=32, encoder_blocks=(1, 1), decoder_blocks=(1, 1), tonal_blocks=1, noise_blocks=1
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A training folder with shards of drills, and no process that renders more."""

    def write(path: Path, seed: int) -> None:
        sounds = [drill(np.random.default_rng(seed + i), 30_000) for i in range(4)]
        parts = [np.repeat((s * 32767).astype(np.int16)[:, None], 2, 1) for s in sounds]
        clips._write(path, parts, ["tone", "tone", "bell", "bell"])

    write(tmp_path / "shards" / "shard_000000.npy", 1)
    write(tmp_path / "heldout.npy", 100)
    monkeypatch.setattr(clips, "_render_beside", lambda *_: None)
    monkeypatch.setattr(codec, "SpectralCodecConfig", lambda: SMALL)
    return tmp_path


def options(
    folder: Path, steps: int, *, resume: bool = False, freeze_encoder: bool = False
) -> codec.TrainOptions:
    return codec.TrainOptions(
        folder, 1.0, freeze_encoder, resume, batch=2, frames=8, lr=0.02, steps=steps
    )


def test_joint_then_frozen_then_exported(folder: Path) -> None:
    last = list(codec.train(options(folder, 3)))[-1]
    assert last.stage == "joint"
    assert last.step == 3
    assert last.held_out is not None
    assert last.held_out.keys() == {"all", "tone", "bell"}
    before = codec.load_checkpoint(folder / "checkpoint.pt")
    last = list(codec.train(options(folder, 2, resume=True, freeze_encoder=True)))[-1]
    assert last.stage == "decoder"
    after = codec.load_checkpoint(folder / "checkpoint.pt")
    assert before is not None
    assert after is not None
    encoder = [k for k in before["model"] if k.startswith("codec.encoder.")]
    assert encoder
    for name in encoder:
        assert torch.equal(before["average"]["values"][name], after["model"][name])
    codec.export(folder, folder / "codec.safetensors")
    config = json.loads(int8.load_metadata(folder / "codec.safetensors")["config"])
    shipped = SpectralCodec(SpectralCodecConfig(**config))
    shipped.load_state_dict(int8.load(folder / "codec.safetensors"))
    audio = codec.Clips(folder / "shards").batch(np.random.default_rng(5), 40, 8 * 2048)
    with torch.inference_mode():
        latents = shipped.encode(torch.from_numpy(audio)).flatten(0, 1)
    assert latents.std(0).median().item() == pytest.approx(1.0, abs=0.25)
    assert (folder / "encoder_frozen.safetensors").exists()
    before = (folder / "checkpoint.pt").read_bytes()
    assert list(codec.train(options(folder, 3, resume=True))) == []
    assert list(codec.train(options(folder, 2, resume=True, freeze_encoder=True))) == []
    assert (folder / "checkpoint.pt").read_bytes() == before
    lines = (folder / "log.jsonl").read_text().splitlines()
    assert {json.loads(line)["stage"] for line in lines} == {"joint", "decoder"}


def test_losses_fall_on_one_batch(folder: Path) -> None:
    run = codec._Training(options(folder, 1000), "cpu")
    audio = torch.from_numpy(
        codec.Clips(folder / "shards").batch(np.random.default_rng(1), 2, 8 * 2048)
    )
    first = run.advance(audio)
    for _ in range(25):
        last = run.advance(audio)
    assert last["features"] < 0.9 * first["features"]
    assert last["tonal"] < first["tonal"]


def test_export_without_training_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="not been trained"):
        codec.export(tmp_path, tmp_path / "codec.safetensors")


def test_batches_are_bounded_and_repeatable(folder: Path) -> None:
    found = codec.Clips(folder / "shards")
    one = found.batch(np.random.default_rng(3), 6, 8 * 2048)
    assert one.shape == (6, 2, 8 * 2048)
    assert one.dtype == np.float32
    assert np.abs(one).max() <= 1
    assert np.array_equal(one, found.batch(np.random.default_rng(3), 6, 8 * 2048))
