"""From checkpoints to the files that come with the program, and their entries in the card.

Knows nothing of how anything was trained.
"""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor

from tangostudio.families.nets import int8
from tangostudio.families.tangoflux import TangoFluxConfig

FLOW, TEXT, CODEC = "flow.safetensors", "text.safetensors", "codec.safetensors"
TOKENIZER, CONFIG, MANIFEST = "tokenizer.json", "config.json", "build.json"
WEIGHTS_MARK = "[weights]"


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


def freeze(shipped: Path, target: Path) -> None:
    """A shipped codec as the plain tensors that latents are made with."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    save_file(int8.load(shipped), partial)
    partial.replace(target)


def sign(card: Path, folder: Path) -> dict[str, str]:
    """Rewrite the card's last table, sizes and hashes of the files; returns the hashes."""
    hashes: dict[str, str] = {}
    lines = [WEIGHTS_MARK, f'folder = "{folder.name}"']
    for name in (CONFIG, TOKENIZER, TEXT, FLOW, CODEC):
        data = (folder / name).read_bytes()
        hashes[name] = hashlib.sha256(data).hexdigest()
        lines += [
            "",
            "[[weights.files]]",
            f'name = "{name}"',
            f"bytes = {len(data)}",
            f'sha256 = "{hashes[name]}"',
        ]
    head = card.read_text(encoding="utf-8").partition(WEIGHTS_MARK)[0]
    card.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return hashes
