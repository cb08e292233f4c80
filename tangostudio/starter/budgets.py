"""How much of everything a build of the bundled model does, on a CPU and on a GPU. Values alone."""

from dataclasses import dataclass, field
from pathlib import Path

from tangostudio.starter import codec, embedder, few_steps, flow, tagger, text
from tangostudio.tuning.arc_plan import FewStepPlan


@dataclass(frozen=True)
class Budget:
    """How much of everything."""

    device: str = "cpu"
    workers: int = 0
    joint: codec.TrainOptions = field(
        default_factory=lambda: codec.TrainOptions(Path(), steps=5000)
    )
    decoder: codec.TrainOptions = field(
        default_factory=lambda: codec.TrainOptions(Path(), steps=4000, freeze_encoder=True)
    )
    text_plan: text.Plan = field(default_factory=lambda: text.Plan(steps=2600))
    clips: int = 24_000
    held_out_clips: int = 500
    flow_plan: flow.Plan = field(default_factory=lambda: flow.Plan(steps=9000))
    few_steps_plan: FewStepPlan = few_steps.PLAN
    few_steps_checks: int = 60
    tagger_plan: tagger.Plan = field(default_factory=tagger.Plan)
    embedder_plan: embedder.Plan = field(default_factory=embedder.Plan)
    head_plan: embedder.HeadPlan = field(default_factory=embedder.HeadPlan)
    second_plan: embedder.Plan = field(
        default_factory=lambda: embedder.Plan(seed=31, first_clip=2**30, clips=10_000, steps=700)
    )
    second_head: embedder.HeadPlan = field(
        default_factory=lambda: embedder.HeadPlan(seed=32, steps=1000, wordings=3)
    )


BUDGETS = {
    "cpu": Budget(),
    "gpu": Budget(
        device="cuda",
        workers=14,
        tagger_plan=tagger.Plan(batch=256, steps=1500),
        embedder_plan=embedder.Plan(clips=60_000, batch=512, chunk=128),
        joint=codec.TrainOptions(Path(), steps=12_000, batch=64, frames=16, fresh_shards=4),
        decoder=codec.TrainOptions(
            Path(), steps=6000, freeze_encoder=True, batch=64, frames=16, fresh_shards=4
        ),
        text_plan=text.Plan(steps=3000, batch=1024, clips=20_000),
        clips=120_000,
        held_out_clips=1000,
        flow_plan=flow.Plan(steps=20_000, batch=256, learning_rate=1.5e-3, save_every=500),
    ),
}
