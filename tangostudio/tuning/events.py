"""What a tuning tells while it runs: frozen records of plain values, in the order they happen."""

import math
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Drafted:
    """Candidates of one more prompt are there (`done` of `total` in this round)."""

    round: int
    prompt: str
    done: int
    total: int


@dataclass(frozen=True)
class PairsChosen:
    """The round's pairs are there.

    Attributes:
        made: pairs of candidates; own: pairs of the person's votes.
        left_out: prompts whose candidates were all judged alike.
        margin: mean difference of reward between winner and loser.
        blend: share of each judge in the reward.
        accord: how often each judge alone would have the same winner before the same loser.
    """

    round: int
    made: int
    own: int
    left_out: int
    margin: float
    blend: dict[str, float]
    accord: dict[str, float]


@dataclass(frozen=True)
class Stepped:
    """One update was made.

    Attributes:
        loss: what was minimised; preference: its L_DPO-FM part.
        winner, reference_winner: L_FM of winners by the policy and by the reference.
        loser, reference_loser: the same of losers.
        accuracy: share of pairs that the policy tells apart better than the reference.
        margin: mean implicit margin.
    """

    round: int
    step: int
    steps: int
    loss: float
    preference: float
    winner: float
    reference_winner: float
    loser: float
    reference_loser: float
    accuracy: float
    margin: float


@dataclass(frozen=True)
class Encoded:
    """So many of a corpus's clips (`done` of `total`) are latents."""

    done: int
    total: int


@dataclass(frozen=True)
class Trained:
    """Updates on a corpus were made.

    Attributes:
        stage: "warm_up" or "train".
        step: how many of the stage's `steps` are done.
        losses: means since the last of these records, by name.
    """

    stage: str
    step: int
    steps: int
    losses: dict[str, float]


@dataclass(frozen=True)
class LessMemory:
    """Memory ran out; the same step is made again with less."""

    micro_batch: int
    checkpointing: bool


@dataclass(frozen=True)
class Checking:
    """One more held-out prompt was played (`done` of `total` in this check)."""

    round: int
    done: int
    total: int


@dataclass(frozen=True)
class Checked:
    """Prompts that are never trained on were played with fixed seeds.

    Attributes:
        round: 0 is the base.
        scores: mean of each judge.
        gains: (mean, low, high) of each judge against the base, take by take, with an interval of
            95 %.
        reward: blended gain in deviations of the base's scores.
        diversity: mean over prompts, NaN without an embedder; diversity_range: its interval.
        flagged: share of sounds with a fault; flagged_range: its interval.
        values: every score, prompt by prompt and take by take, by judge.
        sounds: files of the first takes of the first prompts, for listening.
        prompts: texts of these.
    """

    round: int
    scores: dict[str, float]
    gains: dict[str, tuple[float, float, float]]
    reward: float
    diversity: float
    flagged: float
    values: dict[str, list[float]] = field(default_factory=dict)
    sounds: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    diversity_range: tuple[float, float] = (math.nan, math.nan)
    flagged_range: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class Warned:
    """Something that a person should know, in one sentence."""

    round: int
    sentence: str


@dataclass(frozen=True)
class Tuned:
    """All rounds are done and the adapter is written."""

    path: str
    sha256: str


Event = (
    Drafted
    | PairsChosen
    | Stepped
    | Encoded
    | Trained
    | LessMemory
    | Checking
    | Checked
    | Warned
    | Tuned
)
