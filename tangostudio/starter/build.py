"""The bundled model from nothing: `tangostudio starter build`.

Stages, each resumable from its folder under `build/starter/`: corpus (what may be said of clips),
codec, text encoder, latents, flow, tagger, embedder, second (an embedder from another seed, which
only judges), export. What ships goes to `models/starter/`,
and the manifest `build.json` beside it says how it was made. With `--from` every stage starts from
weights that shipped before, with a schedule of its own, and the encoder of the codec stays as it
was. Knows the order of things, and no mathematics.
"""

import argparse
import errno
import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

import tangostudio
from tangostudio import errors, paths
from tangostudio.families import embedding, tangoflux
from tangostudio.families.nets import int8
from tangostudio.families.nets.spectral_codec import SpectralCodec
from tangostudio.starter import (
    codec,
    corpus,
    embedder,
    flow,
    hints,
    latents,
    mels,
    recipe,
    shipping,
    tagger,
    text,
)
from tangostudio.starter.sounds import FAMILIES

STAGES = ("corpus", "codec", "text", "latents", "flow", "tagger", "embedder", "second", "export")
CORPUS_SEEDS = 2**39
ROOM_BYTES = 4 * 2**30
"""Free disk that a build asks for before it begins."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Budget:
    """How much of everything."""

    device: str = "cpu"
    workers: int = 0
    joint: codec.TrainOptions = field(
        default_factory=lambda: codec.TrainOptions(Path(), steps=5000)
    )
    decoder: codec.TrainOptions = field(
        default_factory=lambda: codec.TrainOptions(Path(), steps=4000, freeze_encoder=True)
    )
    text_plan: text.Plan = field(default_factory=lambda: text.Plan(steps=2600))
    clips: int = 24_000
    held_out_clips: int = 500
    flow_plan: flow.Plan = field(default_factory=lambda: flow.Plan(steps=9000))
    tagger_plan: tagger.Plan = field(default_factory=tagger.Plan)
    embedder_plan: embedder.Plan = field(default_factory=embedder.Plan)
    head_plan: embedder.HeadPlan = field(default_factory=embedder.HeadPlan)
    second_plan: embedder.Plan = field(
        default_factory=lambda: embedder.Plan(seed=31, first_clip=2**30, clips=10_000, steps=700)
    )
    second_head: embedder.HeadPlan = field(
        default_factory=lambda: embedder.HeadPlan(seed=32, steps=1000, wordings=3)
    )


BUDGETS = {
    "cpu": Budget(),
    "gpu": Budget(
        device="cuda",
        workers=14,
        tagger_plan=tagger.Plan(batch=256, steps=1500),
        embedder_plan=embedder.Plan(clips=60_000, batch=512, chunk=128),
        joint=codec.TrainOptions(Path(), steps=12_000, batch=64, frames=16, fresh_shards=4),
        decoder=codec.TrainOptions(
            Path(), steps=6000, freeze_encoder=True, batch=64, frames=16, fresh_shards=4
        ),
        text_plan=text.Plan(steps=3000, batch=1024, clips=20_000),
        clips=120_000,
        held_out_clips=1000,
        flow_plan=flow.Plan(steps=20_000, batch=256, learning_rate=1.5e-3, save_every=500),
    ),
}


@dataclass(frozen=True)
class Build:
    """Where a build works, what it starts from, where it ships to, and how it speaks.

    deadline: of `time.monotonic()`; after it the build saves and stops.
    """

    budget: Budget
    work: Path
    ship: Path
    card: Path
    start: Path | None = None
    deadline: float = float("inf")
    say: Say = print

    @property
    def frozen(self) -> Path:
        """The codec with its encoder frozen: latents are made with this one."""
        return self.work / "codec" / "encoder_frozen.safetensors"

    def watch(self, stage: str, records: Iterable[Any], done: Callable[[Any], float]) -> None:
        """Run a stage: say its records with the time left, and stop at the deadline.

        Raises:
            TimeUp: the deadline has come; what was made is kept.
        """
        began, first = time.monotonic(), None
        for record in records:
            now, part = time.monotonic(), done(record)
            first = (now, part) if first is None else first
            left = "" if part <= first[1] else _left((now - first[0]) * (1 - part), part - first[1])
            self.say(f"{stage}: {part:.0%}{left}, {_shown(record)}")
            if now >= self.deadline and part < 1:
                if isinstance(records, Iterator):
                    getattr(records, "close", lambda: None)()
                raise TimeUp(f"{stage} stopped after {(now - began) / 60:.1f} min at {part:.0%}.")


class TimeUp(Exception):
    """The time that was given is over; the work is kept and can be gone on with."""


# --- stages ----------------------------------------------------------------------------------


def corpus_stage(build: Build) -> None:
    """Write the facts of clips for the text encoder's captions; sounds are rendered as needed."""
    folder, count = build.work / "corpus", build.budget.text_plan.clips
    recipe.claim(folder, "corpus", {"clips": count})
    records = corpus.dump_facts(folder, CORPUS_SEEDS, count, build.budget.workers)
    build.watch("corpus", records, lambda r: r["clips"] / r["of"])


def codec_stage(build: Build) -> None:
    """Train the codec, freeze its encoder, train the decoder on."""
    out, budget = build.work / "codec", build.budget
    start = None if build.start is None else build.start / shipping.CODEC
    plan = {"joint": asdict(budget.joint), "decoder": asdict(budget.decoder), "from": _known(start)}
    recipe.claim(out, "codec", plan)
    joint = replace(budget.joint, out=out, resume=True)
    decoder = replace(budget.decoder, out=out, resume=True)
    if start is not None:
        if not build.frozen.exists():
            shipping.freeze(start, build.frozen)
        decoder = replace(decoder, start=build.frozen)
    for options in (decoder,) if build.frozen.exists() else (joint, decoder):
        records = codec.train(options, budget.device)
        build.watch("codec", records, lambda r, o=options: r.step / o.steps)


def text_stage(build: Build) -> None:
    """Distil the text encoder, or train it on the captions alone where there is no teacher."""
    folder, plan = build.work / "text", build.budget.text_plan
    facts = corpus.load_facts(build.work / "corpus")

    def caption(number: int, rng: np.random.Generator) -> str:
        families, known = facts[number]
        return corpus.worded(families, known, rng)

    start = None if build.start is None else text.shipped_state(build.start / shipping.TEXT)
    given = {**asdict(plan), "teacher": text.has_teacher(), "from": _known_text(build)}
    recipe.claim(folder, "text", given)
    if text.has_teacher():
        records = text.distil(plan, caption, folder, start, build.budget.device)
    else:
        build.say(f"text: {text.TEACHER_PACKAGE} is not installed; learning from captions alone")
        records = text.train_alone(
            plan, caption, tokenizer_of(build), folder, start, build.budget.device
        )
    build.watch("text", records, lambda r: r["step"] / plan.steps)


def latents_stage(build: Build) -> None:
    """Encode training and held-out clips."""
    net = frozen_codec(build.frozen).to(build.budget.device)
    label, workers = file_hash(build.frozen), build.budget.workers
    recipe.claim(build.work / "latents", "latents", {"encoder": label})
    for name, first, count in (
        ("held_out", corpus.HELD_OUT_SEEDS, build.budget.held_out_clips),
        ("train", corpus.TRAIN_SEEDS, build.budget.clips),
    ):
        folder = build.work / "latents" / name
        encode = latents.on(net.encode, build.budget.device)
        records = latents.dump(encode, folder, first, count, label, workers)
        build.watch(f"latents ({name})", records, lambda r: r["clips"] / r["of"])


def flow_stage(build: Build) -> None:
    """Train the flow on the latents that there are."""
    label, plan = file_hash(build.frozen), build.budget.flow_plan
    train = latents.load(build.work / "latents" / "train", label)
    held_out = latents.load(build.work / "latents" / "held_out", label)
    build.say(f"flow: {len(train)} clips, {train.seconds.sum() / 3600:.1f} h")
    start = None if build.start is None else build.start / shipping.FLOW
    given = {
        **asdict(replace(plan, minutes=0.0)),
        "encoder": label,
        "text": _text_hash(build),
        "clips": len(train),
        "from": _known(start),
    }
    recipe.claim(build.work / "flow", "flow", given)
    net, tokenizer = new_network(build)
    trainer = flow.Trainer(net, tokenizer, plan, build.budget.device)
    if start is not None:
        trainer.start_from(int8.load(start))
    records = flow.train(trainer, train, held_out, build.work / "flow")
    build.watch("flow", records, lambda _: trainer.progress())


def tagger_stage(build: Build) -> None:
    """Train the judge of the evaluation, on clips of its own."""
    folder, plan = build.work / "tagger", build.budget.tagger_plan
    recipe.claim(folder, "tagger", asdict(plan))
    shown = tagger.render(plan, folder / "clips", build.budget.workers)
    build.watch("tagger (clips)", shown, lambda r: r["clips"] / r["of"])
    records = tagger.train(plan, mels.load(folder / "clips"), folder, build.budget.device)
    build.watch("tagger", records, lambda r: r["step"] / plan.steps)


def embedder_stage(build: Build) -> None:
    """Train the embedder on the text encoder that will ship."""
    _embedder(build, "embedder", build.budget.embedder_plan, build.budget.head_plan, embedding.FILE)


def second_stage(build: Build) -> None:
    """Train another embedder from another seed and other clips."""
    _embedder(build, "second", build.budget.second_plan, build.budget.second_head, embedding.SECOND)


def _embedder(
    build: Build, stage: str, plan: embedder.Plan, head: embedder.HeadPlan, file: str
) -> None:
    folder = build.work / stage
    net, tokenizer = new_network(build)
    encoder = embedding.TextEncoder(tokenizer, net.text_encoder, build.budget.device)
    shipped = None if build.start is None else build.start / file
    if shipped is not None and not shipped.exists():
        shipped = None  # weights of an earlier version, which had one embedder alone
    recipe.claim(
        folder,
        "embedder",
        {**asdict(plan), "head": asdict(head), "text": _text_hash(build), "from": _known(shipped)},
    )
    shown = embedder.render(plan, folder / "clips", build.budget.workers)
    build.watch(f"{stage} (clips)", shown, lambda r: r["clips"] / r["of"])
    start = None if shipped is None else int8.load(shipped)
    clips = mels.load(folder / "clips")
    records = embedder.train(plan, clips, encoder, folder, start)
    build.watch(stage, records, lambda r: r["step"] / plan.steps)
    if not (folder / embedder.REFITTED).exists():
        records = embedder.refit(plan, head, clips, encoder, folder)
        build.watch(f"{stage} (head)", records, lambda r: r["step"] / head.steps)


def export_stage(build: Build) -> None:
    """Write what ships: int8 rows, tokenizer, sizes, the card's hashes, the manifest."""
    made = build.work / "export"
    net, tokenizer = new_network(build)
    steps = str(last_record(build.work / "flow" / "log.jsonl").get("step", 0))
    state = flow.stored_state(build.work / "flow" / "flow.pt", net)
    before = _json(build.start / shipping.MANIFEST) if build.start else None
    shipping.write_text(made, text_state(build), tokenizer)
    shipping.write_flow(made, state, net.config, {"steps": steps})
    codec.export(build.work / "codec", made / shipping.CODEC)
    tagger.export(build.work / "tagger", made)
    embedder.export(build.work / "embedder", made)
    embedder.export(build.work / "second", made, embedding.SECOND)
    hints.write(made)
    hashes = {path.name: file_hash(path) for path in made.iterdir()}
    hashes.pop(shipping.MANIFEST, None)
    manifest = json.dumps(_manifest(build, hashes, before), indent=1, default=str) + "\n"
    (made / shipping.MANIFEST).write_text(manifest, encoding="utf-8")
    # Only now, when every part is there, does anything that ships change.
    build.ship.mkdir(parents=True, exist_ok=True)
    for path in made.iterdir():
        shutil.copy2(path, build.ship / path.name)
    shipping.sign(build.card, build.ship)
    total = sum((build.ship / name).stat().st_size for name in hashes)
    build.say(f"export: {total / 1e6:.1f} MB in {build.ship}")


_RUN: dict[str, Callable[[Build], None]] = {
    "corpus": corpus_stage,
    "codec": codec_stage,
    "text": text_stage,
    "latents": latents_stage,
    "flow": flow_stage,
    "tagger": tagger_stage,
    "embedder": embedder_stage,
    "second": second_stage,
    "export": export_stage,
}


# --- parts -----------------------------------------------------------------------------------


def new_network(build: Build) -> tuple[tangoflux.TangoFlux, Tokenizer]:
    """The network before its training, with the text encoder as it ships.

    The encoder takes the way over int8 rows, so that the flow learns on the states that it will
    be given. Modulation and the last projection start at zero (Peebles and Xie, "Scalable
    Diffusion Models with Transformers", 2023).
    """
    stored = int8.unpack(int8.pack({f"text_encoder.{k}": v for k, v in text_state(build).items()}))
    state = tangoflux.expand_table(stored)
    state[tangoflux.TIED] = state[tangoflux.SHARED]
    channels = frozen_codec(build.frozen).config.latent_channels
    torch.manual_seed(build.budget.flow_plan.seed)
    net = tangoflux.TangoFlux(flow.config(channels, text.t5_config(), {}))
    own = {k.removeprefix("text_encoder."): v for k, v in state.items()}
    net.text_encoder.load_state_dict(own)
    for name, parameter in net.transformer.named_parameters():
        if (".linear." in name and "norm" in name) or name.startswith("proj_out."):
            torch.nn.init.zeros_(parameter)
    return net, tokenizer_of(build)


def text_state(build: Build) -> dict[str, Tensor]:
    """The text encoder of this build, or the one that it starts from."""
    trained = build.work / "text" / "student.pt"
    if trained.exists():
        return text.stored_state(trained)
    if build.start is None:
        raise errors.BuildError("There is no text encoder yet.", "Run the text stage first.")
    return text.shipped_state(build.start / shipping.TEXT)


def _text_hash(build: Build) -> str:
    """Which text encoder the stages after it stand on."""
    digest = hashlib.sha256()
    for name, value in sorted(text_state(build).items()):
        digest.update(name.encode() + value.contiguous().numpy().tobytes())
    return digest.hexdigest()


def tokenizer_of(build: Build) -> Tokenizer:
    """The teacher's, or the bundled copy of it."""
    if text.has_teacher():
        return text.make_tokenizer(text.teacher_folder())
    return Tokenizer.from_file(str((build.start or build.ship) / shipping.TOKENIZER))


def frozen_codec(path: Path) -> SpectralCodec:
    """The codec whose encoder makes the latents."""
    if not path.exists():
        raise errors.BuildError("The codec's encoder is not frozen yet.", "Run the codec stage.")
    net = SpectralCodec()
    net.load_state_dict(load_file(path))
    return net.eval().requires_grad_(False)


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _known(path: Path | None) -> str | None:
    return None if path is None else file_hash(path)


def _known_text(build: Build) -> str | None:
    return None if build.start is None else file_hash(build.start / shipping.TEXT)


def _left(seconds_times_part: float, part: float) -> str:
    minutes = seconds_times_part / part / 60
    return f", {minutes:.0f} min left" if minutes >= 1 else ", under a minute left"


def _shown(record: Any) -> str:
    """A record's plain numbers in one line."""
    values = record if isinstance(record, dict) else asdict(record)
    if isinstance(values.get("held_out"), dict):
        values = values | {"held_out": values["held_out"]["all"]}
    plain = {k: v for k, v in values.items() if isinstance(v, int | float)}
    return " ".join(f"{k} {v:.4g}" for k, v in plain.items())


def last_record(path: Path) -> dict[str, Any]:
    """The last line of a log; empty where there is none."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return json.loads(lines[-1]) if lines else {}


def _json(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _manifest(
    build: Build, hashes: dict[str, str], before: dict[str, Any] | None
) -> dict[str, Any]:
    lineage = [] if before is None else [*before.pop("lineage", []), before]
    return {
        "program": tangostudio.__version__,
        "code": _code_version(),
        "python": sys.version.split()[0],
        "torch": torch.__version__,
        "families": len(FAMILIES),
        "seeds": {"train": corpus.TRAIN_SEEDS, "held out": corpus.HELD_OUT_SEEDS},
        "teacher": {
            "package": text.TEACHER_PACKAGE,
            "version": text.TEACHER_VERSION,
            "sha256": text.TEACHER_SHA256,
        },
        "stages": {stage: recipe.claimed(build.work / stage) for stage in STAGES[:-1]},
        "last": {
            stage: last_record(build.work / stage / "log.jsonl")
            for stage in ("codec", "text", "flow", "tagger", "embedder", "second")
        },
        "sha256": hashes,
        "lineage": lineage,
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


# --- the command -----------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Rebuild the bundled model: 0 when it is done, 3 when its time was up before that."""
    given = _parser().parse_args(arguments)
    models = paths.models_dir()
    build = Build(
        budget=_budget(given),
        work=given.work,
        ship=models / "starter",
        card=models / "starter.toml",
        start=None if given.start is None else _kept(given.start, given.work),
        deadline=time.monotonic() + 60 * (given.minutes or float("inf")),
    )
    stages = STAGES if given.stage == "all" else (given.stage,)
    _check(build, given)
    torch.set_num_threads(1)
    try:
        for stage in stages:
            _RUN[stage](build)
    except TimeUp as stopped:
        build.say(f"{stopped} Go on with --resume.")
        return 3
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise errors.BuildError(
            "The disk is full; the last checkpoints are kept.", "Make room and go on with --resume."
        ) from error
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tangostudio starter build", description=main.__doc__)
    parser.add_argument("--stage", choices=("all", *STAGES), default="all")
    parser.add_argument("--budget", choices=tuple(BUDGETS), default="cpu")
    parser.add_argument("--resume", action="store_true", help="go on from checkpoints that exist")
    parser.add_argument(
        "--from", dest="start", type=Path, metavar="FOLDER", help="start from weights that shipped"
    )
    parser.add_argument("--minutes", type=float, help="save and stop after this long")
    parser.add_argument(
        "--flow-minutes", type=float, help="let the flow's schedule follow the clock, this long"
    )
    parser.add_argument("--work", type=Path, default=Path("build/starter"))
    return parser


def _budget(given: argparse.Namespace) -> Budget:
    budget = BUDGETS[given.budget]
    if given.flow_minutes:
        budget = replace(budget, flow_plan=replace(budget.flow_plan, minutes=given.flow_minutes))
    if budget.device == "cuda" and not torch.cuda.is_available():
        raise errors.BuildError("There is no CUDA device here.", "Use --budget cpu.")
    return budget


def _kept(start: Path, work: Path) -> Path:
    """A copy of the weights to start from: the export may well write over the first ones."""
    copy = work / "start"
    if (start / shipping.FLOW).exists() and not copy.exists():
        work.mkdir(parents=True, exist_ok=True)
        shutil.copytree(start, work / "start.part", dirs_exist_ok=True)
        (work / "start.part").replace(copy)
    return copy if copy.exists() else start


def _check(build: Build, given: argparse.Namespace) -> None:
    work = build.work
    if not given.resume and given.stage == "all" and any((work / s).exists() for s in STAGES):
        raise errors.BuildError(
            f"{work} holds an earlier build.", "Add --resume to go on, or remove the folder."
        )
    if build.start is not None and not (build.start / shipping.FLOW).exists():
        raise errors.BuildError(
            f"There are no weights of the starter in {build.start}.", "Name its folder of weights."
        )
    work.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(work).free < ROOM_BYTES:
        raise errors.BuildError(
            f"There is too little room on the disk of {work}.",
            f"Make {ROOM_BYTES // 2**30} GiB of room, or name another folder with --work.",
        )


if __name__ == "__main__":
    raise SystemExit(main())
