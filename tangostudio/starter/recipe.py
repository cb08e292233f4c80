"""Which recipe a checkpoint belongs to: a stage's plan and the code that it rests on.

A stage marks its folder with the fingerprint of both. Going on from a checkpoint of another recipe
would give weights that no recipe makes, so it is refused. Knows nothing of what the stages do.
"""

import ast
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from tangostudio.errors import BuildError

_SOUNDS = ("sounds", "corpus.py")
_NETS = "../families/nets"
_CODEC = (
    "optim.py",
    *(f"{_NETS}/{name}.py" for name in ("spectral_codec", "spectral_features", "spectra")),
)
_EARS = ("mels.py", "loops.py", "optim.py", f"{_NETS}/audio_embedder.py")
_WORDS = ("captions.py", "wording.py", *_SOUNDS)
_ARC = ("", "_guide", "_heads", "_job", "_losses", "_nets", "_steps", "_times", "_warm_up")
_SOURCES = {
    "corpus": _SOUNDS,
    "codec": (
        "codec.py",
        "codec_losses.py",
        "clips.py",
        "drills.py",
        *_CODEC,
        *_SOUNDS,
    ),
    "text": ("text.py", "phrases.py", *_WORDS),
    "latents": ("latents.py", *_CODEC, *_SOUNDS),
    "flow": ("flow.py", "latents.py", "optim.py", "../families/tangoflux.py", *_WORDS),
    "few_steps": (
        "few_steps.py",
        "flow.py",
        "latents.py",
        *(f"../tuning/arc{part}.py" for part in _ARC),
        *_WORDS,
    ),
    "tagger": ("tagger.py", "../families/tagging.py", *_EARS, *_SOUNDS),
    "embedder": ("embedder.py", *_EARS, *_WORDS),
}
MARK = "recipe.json"


def fingerprint(stage: str, plan: Mapping[str, object]) -> str:
    """SHA-256 of a stage's plan and of the code it rests on, without comments and docstrings."""
    digest = hashlib.sha256(json.dumps(plan, sort_keys=True, default=str).encode())
    package = Path(__file__).parent
    for name in _SOURCES[stage]:
        place = package / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(_code(path.read_text(encoding="utf-8")).encode())
    return digest.hexdigest()


def _code(source: str) -> str:
    """A module without its comments and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [one for one in node.body if not _is_text(one)] or [ast.Pass()]
    return ast.unparse(tree)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)


def claim(folder: Path, stage: str, plan: Mapping[str, object]) -> None:
    """Mark a stage's folder as one of this recipe.

    Raises:
        BuildError: it holds the work of another recipe.
    """
    mark, own = folder / MARK, fingerprint(stage, plan)
    if mark.exists():
        if json.loads(mark.read_text(encoding="utf-8"))["sha256"] != own:
            raise BuildError(
                f"The recipe of the stage “{stage}” has changed since its checkpoint was made.",
                f"Remove {folder} to make it anew, or start from finished weights with --from.",
            )
        return
    folder.mkdir(parents=True, exist_ok=True)
    partial = mark.with_suffix(".part")
    told = {"stage": stage, "sha256": own, "plan": plan}
    partial.write_text(json.dumps(told, indent=1, default=str) + "\n", encoding="utf-8")
    partial.replace(mark)


def claimed(folder: Path) -> dict[str, object] | None:
    """The plan that a stage's folder was made by, or None where the stage never ran."""
    mark = folder / MARK
    return json.loads(mark.read_text(encoding="utf-8"))["plan"] if mark.exists() else None
