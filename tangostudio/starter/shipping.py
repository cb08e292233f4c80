"""From checkpoints to the files that come with the program, and their entries in the card.

Knows nothing of how anything was trained.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor

from tangostudio.families.nets import int8
from tangostudio.families.tangoflux import TangoFluxConfig

FLOW, TEXT, CODEC = "flow.safetensors", "text.safetensors", "codec.safetensors"
TOKENIZER, CONFIG, MANIFEST = "tokenizer.json", "config.json", "build.json"
FEW_STEPS, FEW_STEPS_FACTS = "few_steps.safetensors", "few_steps.json"
FILES = (CONFIG, TOKENIZER, TEXT, FLOW, CODEC)
"""What the model is, for its card; the few-step version is these and two more."""

_FILES_MARK = "[[weights.files]]"
_FLOW_HASH = re.compile(r'(?m)^(starter = )"[0-9a-f]*"$')


def write_text(folder: Path, state: dict[str, Tensor], tokenizer: Tokenizer) -> None:
    """The text encoder and its tokenizer; names get the prefix of the published layout."""
    folder.mkdir(parents=True, exist_ok=True)
    named = {f"text_encoder.{name}": value for name, value in state.items()}
    int8.save(folder / TEXT, named, {"part": "text encoder"})
    tokenizer.save(str(folder / TOKENIZER), pretty=False)


def write_flow(
    folder: Path, state: dict[str, Tensor], config: TangoFluxConfig, metadata: dict[str, str]
) -> None:
    """The transformer with its projections, and the sizes of everything."""
    int8.save(folder / FLOW, state, {"part": "flow", **metadata})
    values = asdict(config)
    del values["codec"]
    (folder / CONFIG).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def write_few_steps(folder: Path, trained: Path) -> None:
    """The adapter that a few-step training ended with, and its facts."""
    for name in (FEW_STEPS, FEW_STEPS_FACTS):
        shutil.copy2(trained.with_suffix(Path(name).suffix), folder / name)


def freeze(shipped: Path, target: Path) -> None:
    """A shipped codec as the plain tensors that latents are made with."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    save_file(int8.load(shipped), partial)
    partial.replace(target)


def sign(card: Path, folder: Path, files: Sequence[str] = FILES) -> dict[str, str]:
    """Rewrite the card's last tables, sizes and hashes of the files; returns the hashes."""
    hashes: dict[str, str] = {}
    tables = []
    for name in files:
        data = (folder / name).read_bytes()
        hashes[name] = hashlib.sha256(data).hexdigest()
        told = f'name = "{name}"\nbytes = {len(data)}\nsha256 = "{hashes[name]}"\n'
        tables.append(f"{_FILES_MARK}\n{told}")
    head = card.read_text(encoding="utf-8").partition(_FILES_MARK)[0]
    card.write_text(head + "\n".join(tables), encoding="utf-8")
    return hashes


def sign_few_steps(card: Path, folder: Path, flow_hash: str) -> None:
    """The same of the few-step version's card, and the flow whose adapters it may load too."""
    text, count = _FLOW_HASH.subn(rf'\g<1>"{flow_hash}"', card.read_text(encoding="utf-8"))
    assert count == 1
    card.write_text(text, encoding="utf-8")
    sign(card, folder, (*FILES, FEW_STEPS, FEW_STEPS_FACTS))
