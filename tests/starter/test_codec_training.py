"""The codec's training on a handful of drills: it learns, stops, goes on, freezes and exports."""

import json
import math
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from tangostudio.errors import BuildError
from tangostudio.families.nets import int8
from tangostudio.families.nets.spectral_codec import SpectralCodec, SpectralCodecConfig
from tangostudio.starter import clips, codec
from tangostudio.starter.drills import drill

SMALL = SpectralCodecConfig(
    width=32, encoder_blocks=(1, 1), decoder_blocks=(1, 1), tonal_blocks=1, noise_blocks=1
)


class Done:
    """A process that has ended."""

    def wait(self) -> None:
        """Nothing to wait for."""

    terminate = wait


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A training folder where shards of drills are rendered at once, in this process."""

    def write(path: Path, seed: int, _: float = 0.0) -> None:
        sounds = [drill(np.random.default_rng(seed + i), 30_000) for i in range(4)]
        parts = [np.repeat((s * 32767).astype(np.int16)[:, None], 2, 1) for s in sounds]
        clips._write(path, parts, ["tone", "tone", "bell", "bell"])

    write(tmp_path / "heldout.npy", 100)
    monkeypatch.setattr(clips, "_render_beside", lambda *given: write(*given) or Done())
    monkeypatch.setattr(codec, "WINDOW_STEPS", 2)
    monkeypatch.setattr(codec, "SpectralCodecConfig", lambda: SMALL)
    return tmp_path


def options(
    folder: Path, steps: int, *, resume: bool = False, freeze_encoder: bool = False
) -> codec.TrainOptions:
    return codec.TrainOptions(folder, steps, freeze_encoder, resume, batch=2, frames=8, lr=0.02)


def some_clips(folder: Path) -> clips.Clips:
    found = clips.Clips(folder / "shards" / "some")
    found.turn(0)
    return found


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
    audio = some_clips(folder).batch(np.random.default_rng(5), 40, 8 * 2048)
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
    audio = torch.from_numpy(some_clips(folder).batch(np.random.default_rng(1), 2, 8 * 2048))
    first = run.advance(audio)
    for _ in range(25):
        last = run.advance(audio)
    assert last["features"] < 0.9 * first["features"]
    assert last["tonal"] < first["tonal"]


def test_export_without_training_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="not been trained"):
        codec.export(tmp_path, tmp_path / "codec.safetensors")


def test_batches_are_bounded_and_repeatable(folder: Path) -> None:
    found = some_clips(folder)
    one = found.batch(np.random.default_rng(3), 6, 8 * 2048)
    assert one.shape == (6, 2, 8 * 2048)
    assert one.dtype == np.float32
    assert np.abs(one).max() <= 1
    assert np.array_equal(one, found.batch(np.random.default_rng(3), 6, 8 * 2048))


def test_windows_move_over_the_shards_and_leave_none_behind(folder: Path) -> None:
    found = clips.Clips(folder / "shards" / "some", keep=3, fresh=2)
    for window in (0, 1, 4):
        found.turn(window)
        numbers = [int(shard.path.stem[-6:]) for shard in found.shards]
        assert numbers == [2 * window, 2 * window + 1, 2 * window + 2]
        left = {path.name for path in found.folder.glob("shard_*")}
        assert min(left) == f"shard_{2 * window:06d}.json"
    found.close()


def test_a_shard_that_cannot_be_rendered_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clips, "_render_beside", lambda *_: Done())
    with pytest.raises(BuildError, match="could not be rendered"):
        some_clips(folder)


def interrupted(training: Iterator[codec.Progress], after: int, monkeypatch: pytest.MonkeyPatch):
    """Run a training until its step `after` has been made, as if the process ended there."""
    advance, made = codec._Training.advance, []

    def stopping(self: codec._Training, audio: torch.Tensor) -> dict[str, float]:
        if len(made) == after:
            raise KeyboardInterrupt
        made.append(1)
        return advance(self, audio)

    with monkeypatch.context() as patch:
        patch.setattr(codec._Training, "advance", stopping)
        with pytest.raises(KeyboardInterrupt):
            list(training)


@pytest.mark.parametrize("frozen", [False, True])
def test_interrupted_and_resumed_equals_unbroken(
    folder: Path, tmp_path: Path, frozen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name, cut in (("whole", 0), ("cut", 3)):
        own = tmp_path / name
        own.mkdir()
        for part in ("heldout.npy", "heldout.json"):
            shutil.copy(folder / part, own / part)
        if frozen:
            list(codec.train(options(own, 2)))
        if cut:
            interrupted(
                codec.train(options(own, 6, resume=True, freeze_encoder=frozen)), cut, monkeypatch
            )
        list(codec.train(options(own, 6, resume=True, freeze_encoder=frozen)))
        saved = codec.load_checkpoint(own / "checkpoint.pt")
        assert saved is not None
        assert saved["step"] == 6
        found.append(saved["average"]["values"])
    assert all(torch.equal(found[0][name], found[1][name]) for name in found[0])


def test_started_from_weights_the_encoder_stays(folder: Path, tmp_path: Path) -> None:
    list(codec.train(options(folder, 2)))
    list(codec.train(options(folder, 2, resume=True, freeze_encoder=True)))
    first = load_file(folder / "encoder_frozen.safetensors")
    own = tmp_path / "again"
    own.mkdir()
    for part in ("heldout.npy", "heldout.json"):
        shutil.copy(folder / part, own / part)
    start = folder / "encoder_frozen.safetensors"
    given = replace(options(own, 4, freeze_encoder=True), start=start)
    list(codec.train(given))
    saved = codec.load_checkpoint(own / "checkpoint.pt")
    assert saved is not None
    kept = [k for k in first if k.startswith(("encoder.", "latent_"))]
    assert all(torch.equal(saved["model"][f"codec.{name}"], first[name]) for name in kept)
    name = "decoder.inlet.weight"
    assert not torch.equal(saved["model"][f"codec.{name}"], first[name])


def test_a_loss_that_is_no_number_stops_and_keeps_the_checkpoint(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(codec.train(options(folder, 2)))
    before = (folder / "checkpoint.pt").read_bytes()
    monkeypatch.setitem(codec.WEIGHTS, "tonal", math.nan)
    with pytest.raises(BuildError, match="codec became nan"):
        list(codec.train(options(folder, 9, resume=True)))
    assert (folder / "checkpoint.pt").read_bytes() == before
