"""The bundled model from nothing: `python -m tangostudio.starter.build`.

Stages, each resumable from its folder under `build/starter/`: captions (corpus), codec, text
encoder, latents, flow, export. What ships goes to `models/starter/`, and the manifest
`build.json` beside it says how it was made. Knows the order of things, and no mathematics.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

import tangostudio
from tangostudio import errors, paths
from tangostudio.families import tangoflux
from tangostudio.families.nets import int8
from tangostudio.families.nets.spectral_codec import SpectralCodec
from tangostudio.starter import codec, corpus, flow, latents, shipping, text
from tangostudio.starter.sounds import FAMILIES

STAGES = ("corpus", "codec", "text", "latents", "flow", "export")
CAPTION_SEEDS = 2**39
Say = Callable[[str], None]


@dataclass(frozen=True)
class Budget:
    """How much of everything; the clock of a plan counts over all resumptions."""

    captions: int = 6000
    codec_minutes: float = 58.0
    decoder_minutes: float = 48.0
    text_plan: text.Plan = field(default_factory=lambda: text.Plan(steps=2600))
    clips: int = 17_000
    held_out_clips: int = 500
    flow_plans: tuple[flow.Plan, ...] = (
        flow.Plan(minutes=42.0),
        # Each further stretch starts from the averaged weights of the one before it.
        flow.Plan(minutes=13.0, seed=12, learning_rate=7e-4, flat=0.1, warm_up=50),
    )


BUDGETS = {"cpu": Budget()}


@dataclass(frozen=True)
class Build:
    """Where a build works, where it ships to, and how it speaks."""

    budget: Budget
    work: Path
    ship: Path
    card: Path
    say: Say = print

    @property
    def frozen(self) -> Path:
        """The codec with its encoder frozen: latents are made with this one."""
        return self.work / "codec" / "encoder_frozen.safetensors"


# --- stages ----------------------------------------------------------------------------------


def corpus_stage(build: Build) -> None:
    """Write captions for the text encoder; sounds are rendered as they are needed."""
    path = build.work / "captions.txt"
    if path.exists():
        return
    seeds = range(CAPTION_SEEDS, CAPTION_SEEDS + build.budget.captions)
    lines = [corpus.example(seed).caption for seed in seeds]
    build.work.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
    partial.replace(path)
    build.say(f"corpus: {len(lines)} captions of {len(FAMILIES)} families")


def codec_stage(build: Build) -> None:
    """Train the codec, freeze its encoder, train the decoder on."""
    out = build.work / "codec"
    first = codec.TrainOptions(out, build.budget.codec_minutes, resume=True)
    second = codec.TrainOptions(out, build.budget.decoder_minutes, freeze_encoder=True, resume=True)
    for options in (second,) if build.frozen.exists() else (first, second):
        for progress in codec.train(options):
            mel = progress.held_out["all"] if progress.held_out else None
            build.say(f"codec: {progress.minutes:.1f} min, step {progress.step}, mel-L1 {mel}")


def text_stage(build: Build) -> None:
    """Distil the text encoder."""
    captions = (build.work / "captions.txt").read_text(encoding="utf-8").splitlines()
    for record in text.distil(build.budget.text_plan, captions, build.work / "text"):
        build.say(f"text: {record}")


def latents_stage(build: Build) -> None:
    """Encode training and held-out clips."""
    net = _frozen_codec(build.frozen)
    label = _hash(build.frozen)
    for name, first, count in (
        ("held_out", corpus.HELD_OUT_SEEDS, build.budget.held_out_clips),
        ("train", corpus.TRAIN_SEEDS, build.budget.clips),
    ):
        folder = build.work / "latents" / name
        for record in latents.dump(net.encode, folder, first, count, label):
            build.say(f"latents: {name} {record['clips']} of {record['of']}")


def flow_stage(build: Build) -> None:
    """Train the flow on the latents that there are."""
    label = _hash(build.frozen)
    train = latents.load(build.work / "latents" / "train", label)
    held_out = latents.load(build.work / "latents" / "held_out", label)
    build.say(f"flow: {len(train)} clips, {train.seconds.sum() / 3600:.1f} h")
    for number, plan in enumerate(build.budget.flow_plans):
        net, tokenizer = new_network(build)
        trainer = flow.Trainer(net, tokenizer, plan)
        if number:
            trainer.start_from(_flow_folder(build, number - 1) / "flow.pt")
        for record in flow.train(trainer, train, held_out, _flow_folder(build, number)):
            build.say(f"flow {number + 1}: {record}")


def export_stage(build: Build) -> None:
    """Write what ships: int8 rows, tokenizer, sizes, the card's hashes, the manifest."""
    net, tokenizer = new_network(build)
    last = _flow_folder(build, len(build.budget.flow_plans) - 1)
    state = flow.stored_state(last / "flow.pt", net)
    shipping.write_text(build.ship, text.stored_state(build.work / "text/student.pt"), tokenizer)
    shipping.write_flow(build.ship, state, net.config, {"steps": str(_flow_steps(build))})
    codec.export(build.work / "codec", build.ship / shipping.CODEC)
    hashes = shipping.sign(build.card, build.ship)
    manifest = json.dumps(_manifest(build, hashes), indent=1) + "\n"
    (build.ship / "build.json").write_text(manifest, encoding="utf-8")
    total = sum((build.ship / name).stat().st_size for name in hashes)
    build.say(f"export: {total / 1e6:.1f} MB in {build.ship}")


_RUN: dict[str, Callable[[Build], None]] = {
    "corpus": corpus_stage,
    "codec": codec_stage,
    "text": text_stage,
    "latents": latents_stage,
    "flow": flow_stage,
    "export": export_stage,
}


# --- parts -----------------------------------------------------------------------------------


def new_network(build: Build) -> tuple[tangoflux.TangoFlux, Tokenizer]:
    """The network before its training, with the distilled text encoder as it ships.

    The encoder takes the way over int8 rows, so that the flow learns on the states that it will
    be given. Modulation and the last projection start at zero (Peebles and Xie, "Scalable
    Diffusion Models with Transformers", 2023).
    """
    stored = text.stored_state(build.work / "text" / "student.pt")
    stored = int8.unpack(int8.pack({f"text_encoder.{k}": v for k, v in stored.items()}))
    state = tangoflux.expand_table(stored)
    state[tangoflux.TIED] = state[tangoflux.SHARED]
    channels = _frozen_codec(build.frozen).config.latent_channels
    torch.manual_seed(build.budget.flow_plans[0].seed)
    net = tangoflux.TangoFlux(flow.config(channels, text.t5_config(), {}))
    own = {k.removeprefix("text_encoder."): v for k, v in state.items()}
    net.text_encoder.load_state_dict(own)
    for name, parameter in net.transformer.named_parameters():
        if (".linear." in name and "norm" in name) or name.startswith("proj_out."):
            torch.nn.init.zeros_(parameter)
    return net, text.make_tokenizer(text.teacher_folder())


def _frozen_codec(path: Path) -> SpectralCodec:
    if not path.exists():
        raise errors.BuildError("The codec's encoder is not frozen yet.", "Run the codec stage.")
    net = SpectralCodec()
    net.load_state_dict(load_file(path))
    return net.eval().requires_grad_(False)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _flow_folder(build: Build, stretch: int) -> Path:
    return build.work / "flow" / str(stretch)


def _flow_logs(build: Build) -> list[dict[str, Any]]:
    stretches = range(len(build.budget.flow_plans))
    return [_last(_flow_folder(build, number) / "log.jsonl") for number in stretches]


def _flow_steps(build: Build) -> int:
    return sum(int(record.get("step", 0)) for record in _flow_logs(build))


def _last(path: Path) -> dict[str, Any]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return json.loads(lines[-1]) if lines else {}


def _manifest(build: Build, hashes: dict[str, str]) -> dict[str, Any]:
    return {
        "program": tangostudio.__version__,
        "code": _code_version(),
        "python": sys.version.split()[0],
        "torch": torch.__version__,
        "families": sorted(FAMILIES),
        "teacher": {
            "package": text.TEACHER_PACKAGE,
            "version": text.TEACHER_VERSION,
            "sha256": text.TEACHER_SHA256,
        },
        "plans": asdict(build.budget),
        "last": {
            "codec": _last(build.work / "codec" / "log.jsonl"),
            "text": _last(build.work / "text" / "log.jsonl"),
            "flow": _flow_logs(build),
        },
        "sha256": hashes,
    }


def _code_version() -> str:
    """The commit of a checkout; empty outside one."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def main(arguments: list[str] | None = None) -> int:
    """Rebuild the bundled model."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--stage", choices=("all", *STAGES), default="all")
    parser.add_argument("--budget", choices=tuple(BUDGETS), default="cpu")
    parser.add_argument("--resume", action="store_true", help="go on from checkpoints that exist")
    parser.add_argument("--work", type=Path, default=Path("build/starter"))
    given = parser.parse_args(arguments)
    budget = BUDGETS[given.budget]
    models = paths.models_dir()
    build = Build(budget, given.work, models / "starter", models / "starter.toml")
    stages = STAGES if given.stage == "all" else (given.stage,)
    if not given.resume and given.stage == "all" and any((build.work / s).exists() for s in STAGES):
        raise errors.BuildError(
            f"{build.work} holds an earlier build.", "Add --resume to go on, or remove the folder."
        )
    torch.set_num_threads(1)
    for stage in stages:
        _RUN[stage](build)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
