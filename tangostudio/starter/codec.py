"""Training of the starter's codec: encoder and decoder together, then the decoder alone.

Resumable; progress comes as a generator of `Progress`. Knows nothing of prompts or of the flow.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from tangostudio.engines.checkpoints import load_checkpoint, save_checkpoint
from tangostudio.errors import BuildError
from tangostudio.families.nets import int8
from tangostudio.families.nets.spectra import levels, mel_matrix
from tangostudio.families.nets.spectral_codec import Block, Noise, Sound, SpectralCodec
from tangostudio.families.nets.spectral_features import (
    LATENT_HOP,
    PAN_SPREAD,
    TONAL_FFT,
    TONE_SPREAD,
    SpectralCodecConfig,
)
from tangostudio.starter import codec_losses as losses
from tangostudio.starter.clips import Clips, Shard, render_held_out
from tangostudio.starter.optim import (
    Average,
    MuonAdamW,
    block_matrices,
    descend,
    schedule,
)

RESOLUTIONS = (4096, 2048, 1024, 512, 256, 128)
FEW = 3
"""Held-out clips of each family."""
FROZEN = "encoder_frozen.safetensors"
WINDOW_STEPS = 200
"""Steps between two checkpoints, and between two windows over the shards."""
WEIGHTS = {
    "spectrum": 1.0,
    "offset": 0.5,
    "tonal": 10.0,
    "partials": 0.3,
    "features": 2.0,
    "pitch": 1.0,
    "stereo": 0.3,
    "moments": 0.05,
}


@dataclass(frozen=True)
class TrainOptions:
    """How to train.

    steps: length of this stage, counted over all resumptions; frames: latent frames per item;
    start: weights to begin with, whose encoder and latents stay as they are.
    """

    out: Path
    steps: int
    freeze_encoder: bool = False
    resume: bool = False
    start: Path | None = None
    batch: int = 14
    frames: int = 14
    lr: float = 2e-3
    flat: float = 0.7
    latent_noise: float = 0.15
    seed: int = 1
    fresh_shards: int = 1
    shard_seconds: float = 600.0


@dataclass(frozen=True)
class Progress:
    """One line of the learning curve; `held_out` is mel-L1 in nats per family, when measured."""

    stage: str
    step: int
    minutes: float
    losses: dict[str, float]
    held_out: dict[str, float] | None = None


class Trainee(nn.Module):
    """The codec with the layer that only training needs."""

    def __init__(self, config: SpectralCodecConfig) -> None:
        super().__init__()
        self.codec = SpectralCodec(config)
        size = self.codec.encoder.features.frame_size
        self.feature_head = nn.Linear(config.width, size)

    def losses(self, audio: Tensor, options: TrainOptions, frozen: bool) -> dict[str, Tensor]:
        """Every loss of a batch (B, 2, samples)."""
        codec = self.codec
        features = codec.encoder.features
        middle, side = audio.mean(1), (audio[:, 0] - audio[:, 1]) / 2
        with torch.no_grad():
            frames, stereo = features.frames(middle), features.stereo(middle, side)
            width = stereo[..., codec.config.stereo_bands :]
            target = losses.tonal_target(middle)
            fixed = torch.cat([features.tone(middle), features.pan(middle, side)], -1)
            loudness = middle.reshape(*stereo.shape[:2], -1).square().mean(-1).sqrt()
        with torch.autocast(audio.device.type, torch.bfloat16), torch.set_grad_enabled(not frozen):
            learned = codec.encoder(frames, stereo)
        raw = torch.cat([learned, fixed], -1)
        sigma = torch.rand(len(raw), 1, 1, device=raw.device) * options.latent_noise * 1.5
        spread = codec.latent_std.clone()
        if not frozen:
            spread[self.codec.config.learned_channels :] = TONE_SPREAD
        with torch.autocast(audio.device.type, torch.bfloat16):
            sound = codec.decoder(raw + sigma * spread * torch.randn_like(raw))
            predicted = self.feature_head(sound.trunk).float()
        first, second = self._two_decodes(sound)
        sizes = [RESOLUTIONS[i] for i in torch.randperm(len(RESOLUTIONS))[:2].tolist()]
        pitch = features.pitch_size
        return {
            "spectrum": losses.energy_distance(middle, first, second, sizes),
            "offset": losses.offset_loss(sound.offset, target),
            "tonal": losses.tonal_level_loss(sound.tonal, target),
            "partials": losses.partial_loss(sound.tonal, target),
            "features": (predicted - frames)[..., :-pitch].abs().mean(),
            "pitch": (predicted - frames)[..., -pitch:].abs().mean(),
            "stereo": losses.width_loss(sound.spread, width, loudness),
            "moments": losses.moment_loss(learned),
        }

    def _two_decodes(self, sound: Sound) -> tuple[Tensor, Tensor]:
        decoder = self.codec.decoder
        count, frames = sound.pan.shape[:2]
        tonal = decoder.tonal_audio(sound)
        decodes = []
        for _ in range(2):
            noise = _quick_noise(self.codec.config, count, frames, tonal.device)
            with torch.autocast(tonal.device.type, torch.bfloat16):
                level, envelope = decoder.noise_shape(sound, noise.inputs)
            decodes.append(tonal + decoder.noise_audio(level, envelope, noise.middle))
        return decodes[0], decodes[1]


def _quick_noise(
    config: SpectralCodecConfig, batch: int, frames: int, device: torch.device
) -> Noise:
    # Training needs no side noise and no seed per item.
    samples = frames * LATENT_HOP + 768
    inputs = torch.randn(batch, 8 * frames, config.noise_inputs, device=device)
    white = torch.randn(batch, samples, device=device)
    return Noise(white, white, inputs)


class _Training:
    """Owns what a checkpoint holds: weights, optimiser, average, clocks and random states."""

    def __init__(self, options: TrainOptions, device: str) -> None:
        self.options, self.device = options, device
        self.rng = np.random.default_rng(options.seed)
        torch.manual_seed(options.seed)
        self.config = SpectralCodecConfig()
        self.model = Trainee(self.config).to(device)
        self.stage, self.step, self.seconds = "joint", 0, 0.0
        self.path = options.out / "checkpoint.pt"
        saved = load_checkpoint(self.path) if options.resume else None
        wanted = "decoder" if options.freeze_encoder else "joint"
        self.later = saved is not None and saved["stage"] == "decoder" and wanted == "joint"
        if saved is None:
            if options.start is not None:
                self.model.codec.load_state_dict(load_file(options.start))
            self._fresh(wanted)
        elif saved["stage"] == wanted:
            self._fresh(wanted)
            self._restore(saved)
        else:
            self.model.load_state_dict(saved["average"]["values"])
            self._fresh(wanted)

    def _fresh(self, stage: str) -> None:
        self.stage, self.step, self.seconds = stage, 0, 0.0
        if stage == "decoder":
            self.model.codec.encoder.requires_grad_(False)
        inner = [m for m in self.model.modules() if isinstance(m, Block)]
        matrices = [p for block in inner for p in block_matrices(block)]
        self.optimiser = MuonAdamW(self.model, matrices, lr=self.options.lr)
        self.average = Average(self.model)

    def _restore(self, saved: dict[str, Any]) -> None:
        self.model.load_state_dict(saved["model"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.average.load_state_dict(saved["average"])
        self.step, self.seconds = saved["step"], saved["seconds"]
        self.rng.bit_generator.state = saved["numpy_rng"]
        torch.set_rng_state(saved["torch_rng"])
        torch.cuda.set_rng_state_all(saved["cuda_rng"])

    def save(self) -> None:
        """Write the checkpoint."""
        state = {
            "stage": self.stage,
            "step": self.step,
            "seconds": self.seconds,
            "config": asdict(self.config),
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "numpy_rng": self.rng.bit_generator.state,
            "torch_rng": torch.get_rng_state(),
            "cuda_rng": torch.cuda.get_rng_state_all(),
        }
        save_checkpoint(self.path, state)

    def done(self) -> bool:
        """Whether nothing is left to do: a frozen encoder is never trained jointly again."""
        return self.later or self.progress() >= 1

    def report(self, sums: dict[str, float], steps: int, held_out: Shard | None) -> Progress:
        """Means of the losses since the last report, measured on clips where given; logged."""
        means = {name: value / steps for name, value in sums.items()}
        measured = evaluate(self.averaged(), held_out) if held_out else None
        progress = Progress(self.stage, self.step, self.seconds / 60, means, measured)
        with (self.options.out / "log.jsonl").open("a") as file:
            file.write(json.dumps(asdict(progress)) + "\n")
        return progress

    def averaged(self) -> SpectralCodec:
        """A copy of the codec with averaged weights."""
        codec = SpectralCodec(self.config).to(self.device).eval()
        prefix = "codec."
        values = self.average.values.items()
        codec.load_state_dict({k[6:]: v for k, v in values if k.startswith(prefix)})
        return codec

    def progress(self) -> float:
        """How much of the stage is done, 1 at its end."""
        return self.step / self.options.steps

    def advance(self, audio: Tensor) -> dict[str, float]:
        """One step of training on audio (B, 2, samples).

        Raises:
            BuildError: the loss is no number any more.
        """
        started = time.monotonic()
        scale = schedule(self.progress(), self.step, flat=self.options.flat)
        self.optimiser.set_scale(scale)
        parts = self.model.losses(audio, self.options, self.stage == "decoder")
        total = sum((WEIGHTS[k] * v for k, v in parts.items()), torch.zeros((), device=self.device))
        _, norm = descend(
            total, self.model, self.optimiser, self.average, what="codec", step=self.step
        )
        self.step += 1
        self.seconds += time.monotonic() - started
        return {k: v.item() for k, v in parts.items()} | {"grad": norm, "lr": scale}


def train(options: TrainOptions, device: str = "cpu") -> Iterator[Progress]:
    """Train until the stage is over; yields every 25 steps, nothing where it was over before.

    Leaves in `options.out`: checkpoint.pt, log.jsonl and, where the decoder alone is trained,
    encoder_frozen.safetensors (the codec as it was when the encoder was frozen).

    Raises:
        BuildError: the loss is no number any more, or sounds could not be rendered.
    """
    options.out.mkdir(parents=True, exist_ok=True)
    run = _Training(options, device)
    if run.done():
        return
    held_out = _held_out(options.out)
    clips = Clips(
        options.out / "shards" / run.stage,
        seconds=options.shard_seconds,
        fresh=options.fresh_shards,
    )
    sums: dict[str, float] = {}
    try:
        clips.turn(run.step // WINDOW_STEPS)
        if options.freeze_encoder and not (options.start or (options.out / FROZEN).exists()):
            freeze(run, clips)
        while run.progress() < 1:
            audio = clips.batch(run.rng, options.batch, options.frames * LATENT_HOP)
            for name, value in run.advance(torch.from_numpy(audio).to(device)).items():
                sums[name] = sums.get(name, 0.0) + value
            if run.step % 25 == 0:
                yield run.report(sums, 25, held_out if run.step % 400 == 0 else None)
                sums = {}
            if run.step % WINDOW_STEPS == 0:
                run.save()
                clips.turn(run.step // WINDOW_STEPS)
    except GeneratorExit:
        run.save()
        raise
    finally:
        clips.close()
    run.save()
    yield run.report(sums, max(1, run.step % 25), held_out)


@torch.no_grad()
def freeze(run: _Training, clips: Clips) -> None:
    """Measure the latents' mean and deviation, put them into the codec, and store it."""
    codec = run.model.codec
    latents = []
    rng = np.random.default_rng([run.options.seed, 1])
    for _ in range(40):
        audio = clips.batch(rng, 8, run.options.frames * LATENT_HOP, drills=0.0)
        latents.append(codec.encode(torch.from_numpy(audio).to(run.device)).flatten(0, 1))
    flat = torch.cat(latents) * codec.latent_std + codec.latent_mean
    codec.latent_mean.copy_(flat.mean(0))
    codec.latent_std.copy_(flat.std(0))
    codec.latent_mean[codec.config.tone_end :] = 0.0
    codec.latent_std[codec.config.tone_end :] = PAN_SPREAD
    run.average = Average(run.model)
    run.save()
    state = {k: v.contiguous() for k, v in codec.state_dict().items()}
    part = run.options.out / "encoder_frozen.part"
    save_file(state, part)
    part.replace(run.options.out / FROZEN)


@torch.no_grad()
def evaluate(codec: SpectralCodec, held_out: Shard, seconds: float = 2.0) -> dict[str, float]:
    """Mel-L1 in nats between clips and their reconstructions, mean per family and over all."""
    frames = int(seconds * 44100 / LATENT_HOP) // 2 * 2
    device = codec.latent_mean.device
    mel = mel_matrix(128, TONAL_FFT, codec.config.sample_rate).to(device)
    found: dict[str, list[float]] = {}
    for i, family in enumerate(held_out.families):
        clip = held_out.clip(i)[: frames * LATENT_HOP].T.astype(np.float32) / 32768
        clip = np.pad(clip, ((0, 0), (0, frames * LATENT_HOP - clip.shape[1])))
        audio = torch.from_numpy(clip).to(device)[None]
        again = codec.decode(codec.encode(audio), torch.Generator().manual_seed(i))
        x, y = (levels(a.mean(1), TONAL_FFT) @ mel for a in (audio, again))
        difference = (torch.log(x + 3e-4) - torch.log(y + 3e-4)).abs().mean().item()
        found.setdefault(family, []).append(difference)
    means = {family: sum(v) / len(v) for family, v in sorted(found.items())}
    return {"all": sum(means.values()) / max(1, len(means))} | means


def export(out: Path, target: Path) -> None:
    """Store the averaged weights of `out`'s checkpoint as int8 rows."""
    saved = load_checkpoint(out / "checkpoint.pt")
    if saved is None:
        raise BuildError("The codec has not been trained yet.", "Run the codec stage first.")
    prefix = "codec."
    weights = saved["average"]["values"].items()
    state = {k.removeprefix(prefix): v for k, v in weights if k.startswith(prefix)}
    metadata = {"config": json.dumps(saved["config"]), "steps": str(saved["step"])}
    int8.save(target, state, metadata)


def _held_out(out: Path) -> Shard:
    path = out / "heldout.npy"
    if not path.exists():
        render_held_out(path, FEW)
    return Shard(path)
