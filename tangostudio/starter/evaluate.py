"""How well the bundled model does: families recognised in real, recoded and generated clips.

`python -m tangostudio.starter.evaluate` prints a table with 95 % intervals (Wilson 1927) and writes
it as JSON. All clips and prompts have seeds that training never saw. Knows nothing of training.
"""

import argparse
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.engines import samplers, schedules
from tangostudio.families import codecs, tangoflux
from tangostudio.starter import corpus, tagger
from tangostudio.starter.latents import LATENTS_PER_TOKEN, stereo
from tangostudio.starter.sounds import FAMILIES

Say = Callable[[str], None]


@dataclass(frozen=True)
class Share:
    """So many of so many, and which families were taken for which."""

    right: int
    total: int
    confusions: dict[str, int]
    families: dict[str, float]

    @property
    def value(self) -> float:
        """The share itself."""
        return self.right / max(1, self.total)

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        return wilson(self.right, self.total)

    def line(self) -> str:
        """One line for the table."""
        low, high = self.interval()
        return f"{self.value:.3f} ({low:.3f} to {high:.3f}), n = {self.total}"


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Interval of a binomial share that stays within 0..1."""
    if total == 0:
        return 0.0, 1.0
    share, n = right / total, total
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def held_out(per_family: int, seconds: float | None = 3.0) -> list[corpus.Example]:
    """Single-family examples that no training has seen, in the families' order."""
    return [
        corpus.example(
            corpus.HELD_OUT_SEEDS + 10_000_000 + number * 1000 + i,
            family=family,
            seconds=seconds,
            compose=False,
        )
        for number, family in enumerate(sorted(FAMILIES))
        for i in range(per_family)
    ]


def share_of(names: list[str], found: list[str]) -> Share:
    """How many were taken for what they are."""
    pairs = Counter((a, b) for a, b in zip(names, found, strict=True) if a != b)
    each = {
        family: sum(b == family for a, b in zip(names, found, strict=True) if a == family)
        / max(1, names.count(family))
        for family in sorted(set(names))
    }
    return Share(
        right=sum(a == b for a, b in zip(names, found, strict=True)),
        total=len(names),
        confusions={f"{a} -> {b}": count for (a, b), count in pairs.most_common(12)},
        families=each,
    )


def generate(
    model: tangoflux.Model, prompt: str, seconds: float, seed: int, steps: int, guidance: float
) -> np.ndarray:
    """One take, exactly as the program makes it."""
    conditioning = tangoflux.condition(model, prompt, "", seconds, guidance)
    x, generator = tangoflux.start(model, tangoflux.latent_shape(model, seconds), seed)

    def velocity(x: torch.Tensor, sigma: float) -> torch.Tensor:
        return tangoflux.velocity(model, x, sigma, conditioning)

    *_, last = samplers.euler(velocity, x, schedules.linear(steps))
    return tangoflux.decode(model, last, seconds, [generator])[0]


@torch.inference_mode()
def recode(model: tangoflux.Model, example: corpus.Example, seed: int) -> np.ndarray:
    """The example through the codec and back."""
    assert isinstance(model.codec, codecs.Spectral)
    latents = model.codec.net.encode(stereo(example.audio))
    tokens = latents.reshape(1, latents.shape[1] // LATENTS_PER_TOKEN, -1)
    generator = torch.Generator().manual_seed(seed)
    return tangoflux.decode(model, tokens, example.seconds, [generator])[0]


def a_tagger(folder: Path, per_family: int, say: Say) -> tagger.Tagger:
    """The stored tagger, or a new one."""
    path = folder / "tagger.pt"
    found = tagger.load(path)
    if found is None:
        for step, loss, trained in tagger.train(*tagger.training_set(per_family)):
            found = trained
            if step % 300 == 0:
                say(f"tagger: step {step}, loss {loss:.3f}")
        assert found is not None
        tagger.save(path, found)
    return found


def measure(
    model: tangoflux.Model,
    judge: tagger.Tagger,
    per_family: int,
    settings: list[tuple[int, float]],
) -> Iterator[tuple[str, Share]]:
    """Rows of the table, one by one."""
    examples = held_out(per_family)
    names = [example.families[0] for example in examples]
    real = tagger.recognise(judge, [example.audio for example in examples])
    yield "real clips", share_of(names, real)
    recoded = tagger.recognise(judge, [recode(model, e, i) for i, e in enumerate(examples)])
    yield "through the codec", share_of(names, recoded)
    for steps, guidance in settings:
        takes = [
            generate(model, e.caption, e.seconds, i, steps, guidance)
            for i, e in enumerate(examples)
        ]
        row = f"generated, {steps} steps, guidance {guidance:g}"
        yield row, share_of(names, tagger.recognise(judge, takes))


def latency(model: tangoflux.Model, steps: int, guidance: float, seconds: float = 5.0) -> float:
    """Median seconds from prompt to samples, warm, batch 1."""
    spent = []
    for seed in range(6):
        began = time.perf_counter()
        generate(model, "heavy rain on a tin roof", seconds, seed, steps, guidance)
        spent.append(time.perf_counter() - began)
    return sorted(spent[1:])[2]


def main(arguments: list[str] | None = None) -> int:
    """Measure the bundled model."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--per-family", type=int, default=3)
    parser.add_argument("--settings", default="16:3", help="steps:guidance, several with commas")
    parser.add_argument("--folder", type=Path, default=Path("build/starter"))
    given = parser.parse_args(arguments)
    card = Catalogue.load(paths.models_dir()).get("starter")
    model = tangoflux.build(card, card.folder, "cpu")
    settings = [(int(a), float(b)) for a, b in (s.split(":") for s in given.settings.split(","))]
    judge = a_tagger(given.folder, 60, print)
    table: dict[str, object] = {"weights": card.weights_hash}
    for row, share in measure(model, judge, given.per_family, settings):
        print(f"{row}: {share.line()}", flush=True)
        table[row] = {"share": share.value, "interval": share.interval(), "n": share.total}
        table[f"{row}: confusions"] = share.confusions
        table[f"{row}: families"] = share.families
    for steps, guidance in settings:
        took = latency(model, steps, guidance)
        table[f"seconds for 5 s, {steps} steps, guidance {guidance:g}"] = took
        print(f"5 s take, {steps} steps, guidance {guidance:g}: {took:.2f} s")
    target = given.folder / "evaluation.json"
    target.write_text(json.dumps(table, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
