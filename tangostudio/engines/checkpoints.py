"""Checkpoints of long work: one file that always holds one whole state.

Only tensors and plain values are written, and nothing else is read back. Knows nothing of what is
trained.
"""

import contextlib
import os
import pickle
from pathlib import Path
from typing import Any

import torch

from tangostudio.audio import whole_files
from tangostudio.errors import StorageError


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write a state; `path` keeps its last whole checkpoint when that fails.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    part = path.with_name(path.name + whole_files.PART)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, RuntimeError) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        # Torch's writer tells of a full disk by a RuntimeError.
        cause = error if isinstance(error, OSError) else OSError(0, str(error).split("\n")[0])
        raise whole_files.storage_error(path.parent, cause) from error
    whole_files.replace_whole(part, path)


def load_checkpoint(path: Path) -> dict[str, Any] | None:
    """What `save_checkpoint` wrote, or None where there is no such file.

    Raises:
        StorageError: the file is damaged.
    """
    if not path.exists():
        return None
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise StorageError(
            f"The checkpoint {path} cannot be read.", "Remove it to start that work anew."
        ) from error
