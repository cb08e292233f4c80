"""Names of Stable Audio Open's tensors in diffusers' folders, from those of single files.

diffusers keeps queries, keys and values apart, which single files have in one tensor, and has no
table of rotary frequencies. Knows only names and shapes.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from tangostudio.families.nets.stable_audio_dit import frequencies

TRANSFORMER, PROJECTION = "transformer", "projection_model"

_ROTARY = "rotary_pos_emb.inv_freq"
_TIME = "timestep_features.weight"
_PARTS = {"to_qkv": ("to_q", "to_k", "to_v"), "to_kv": ("to_k", "to_v")}
_RENAMED = (
    ("model.model.", ""),
    ("transformer.layers.", "transformer_blocks."),
    ("transformer.project_in.", "proj_in."),
    ("transformer.project_out.", "proj_out."),
    ("timestep_features.", "time_proj."),
    ("to_timestep_embed.", "timestep_proj."),
    ("to_cond_embed.", "cross_attention_proj."),
    ("to_global_embed.", "global_proj."),
    (".pre_norm.", ".norm1."),
    (".cross_attend_norm.", ".norm2."),
    (".ff_norm.", ".norm3."),
    (".gamma", ".weight"),
    (".beta", ".bias"),
    (".self_attn.", ".attn1."),
    (".cross_attn.", ".attn2."),
    (".to_out.", ".to_out.0."),
    (".ff.ff.", ".ff.net."),
    ("conditioner.conditioners.seconds_start.", "start_number_conditioner."),
    ("conditioner.conditioners.seconds_total.", "end_number_conditioner."),
    (".embedder.embedding.", ".time_positional_embedding."),
)


def sources(name: str) -> tuple[str, tuple[str, ...]]:
    """The folder and the tensors there that make up a tensor of a single file, in order."""
    folder = PROJECTION if name.startswith("conditioner.") else TRANSFORMER
    if name.endswith(_ROTARY):
        return folder, ()
    for old, new in _RENAMED:
        name = name.replace(old, new)
    for whole, parts in _PARTS.items():
        if f".{whole}." in name:
            return folder, tuple(name.replace(whole, part) for part in parts)
    return folder, (name,)


def tables(single: Mapping[str, torch.Size]) -> dict[str, dict[str, torch.Size]]:
    """What each folder's file holds, from the names and shapes of the net in a single file."""
    found: dict[str, dict[str, torch.Size]] = {TRANSFORMER: {}, PROJECTION: {}}
    for name, shape in single.items():
        folder, names = sources(name)
        for part in names:
            own = shape[:1] if name.endswith(_TIME) else (shape[0] // len(names), *shape[1:])
            found[folder][part] = torch.Size(own)
    return found


def from_folders(
    states: Mapping[str, Mapping[str, Tensor]], single: Mapping[str, torch.Size]
) -> dict[str, Tensor]:
    """The tensors of a single file, made of what the folders hold."""
    found = {}
    for name, shape in single.items():
        folder, names = sources(name)
        parts = [states[folder][part] for part in names]
        if not parts:
            parts = [frequencies(2 * shape[0])]
        found[name] = (torch.cat(parts) if len(parts) > 1 else parts[0]).reshape(shape)
    return found
