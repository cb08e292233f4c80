"""What several stages of a build stand on: its folders and voice, and the parts made so far."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from tangostudio import errors
from tangostudio.families import tangoflux
from tangostudio.families.nets import int8
from tangostudio.families.nets.spectral_codec import SpectralCodec
from tangostudio.starter import flow, shipping, text
from tangostudio.starter.budgets import Budget

Say = Callable[[str], None]


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
    def few_steps_card(self) -> Path:
        """The card of the few-step version."""
        return self.card.with_name(f"{self.card.stem}-few-steps.toml")

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


def text_hash(build: Build) -> str:
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


def known(path: Path | None) -> str | None:
    """The hash of the weights to start from; None where there are none."""
    return None if path is None else file_hash(path)


def known_text(build: Build) -> str | None:
    """The hash of the text encoder to start from; None where there is none."""
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
