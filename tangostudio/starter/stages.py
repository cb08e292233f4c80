"""The stages of a build, each resumable from its folder. They know no mathematics."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace

import numpy as np

from tangostudio import paths
from tangostudio.cards.card import load_card
from tangostudio.cards.prompt_bank import FILE, PromptBank
from tangostudio.families import embedding
from tangostudio.families.nets import int8
from tangostudio.starter import (
    codec,
    corpus,
    embedder,
    few_steps,
    flow,
    hints,
    latents,
    manifest,
    mels,
    recipe,
    shipping,
    tagger,
    text,
)
from tangostudio.starter.parts import (
    Build,
    file_hash,
    frozen_codec,
    known,
    known_text,
    new_network,
    text_hash,
    text_state,
    tokenizer_of,
)
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.events import Trained

CORPUS_SEEDS = 2**39


def corpus_stage(build: Build) -> None:
    """Write the facts of clips for the text encoder's captions; sounds are rendered as needed."""
    folder, count = build.work / "corpus", build.budget.text_plan.clips
    recipe.claim(folder, "corpus", {"clips": count})
    records = corpus.dump_facts(folder, CORPUS_SEEDS, count, build.budget.workers)
    build.watch("corpus", records, lambda r: r["clips"] / r["of"])


def codec_stage(build: Build) -> None:
    """Train the codec, freeze its encoder, train the decoder on."""
    out, budget = build.work / "codec", build.budget
    start = None if build.start is None else build.start / shipping.CODEC
    plan = {"joint": asdict(budget.joint), "decoder": asdict(budget.decoder), "from": known(start)}
    recipe.claim(out, "codec", plan)
    joint = replace(budget.joint, out=out, resume=True)
    decoder = replace(budget.decoder, out=out, resume=True)
    if start is not None:
        _freeze_shipped(build)
        decoder = replace(decoder, start=build.frozen)
    for options in (decoder,) if build.frozen.exists() else (joint, decoder):
        records = codec.train(options, budget.device)
        build.watch("codec", records, lambda r, o=options: r.step / o.steps)


def text_stage(build: Build) -> None:
    """Distil the text encoder, or train it on the captions alone where there is no teacher."""
    folder, plan = build.work / "text", build.budget.text_plan
    facts = corpus.load_facts(build.work / "corpus")

    def caption(number: int, rng: np.random.Generator) -> str:
        families, known = facts[number]
        return corpus.worded(families, known, rng)

    start = None if build.start is None else text.shipped_state(build.start / shipping.TEXT)
    given = {**asdict(plan), "teacher": text.has_teacher(), "from": known_text(build)}
    recipe.claim(folder, "text", given)
    if text.has_teacher():
        records = text.distil(plan, caption, folder, start, build.budget.device)
    else:
        build.say(f"text: {text.TEACHER_PACKAGE} is not installed; learning from captions alone")
        records = text.train_alone(
            plan, caption, tokenizer_of(build), folder, start, build.budget.device
        )
    build.watch("text", records, lambda r: r["step"] / plan.steps)


def _freeze_shipped(build: Build) -> None:
    """The encoder of the weights that a build starts from, where none of its own is there."""
    if build.start is not None and not build.frozen.exists():
        shipping.freeze(build.start / shipping.CODEC, build.frozen)


def latents_stage(build: Build) -> None:
    """Encode training and held-out clips."""
    _freeze_shipped(build)
    net = frozen_codec(build.frozen).to(build.budget.device)
    label, workers = file_hash(build.frozen), build.budget.workers
    recipe.claim(build.work / "latents", "latents", {"encoder": label})
    for name, first, count in (
        ("held_out", corpus.HELD_OUT_SEEDS, build.budget.held_out_clips),
        ("train", corpus.TRAIN_SEEDS, build.budget.clips),
    ):
        folder = build.work / "latents" / name
        encode = latents.on(net.encode, build.budget.device)
        records = latents.dump(encode, folder, first, count, label, workers)
        build.watch(f"latents ({name})", records, lambda r: r["clips"] / r["of"])


def flow_stage(build: Build) -> None:
    """Train the flow on the latents that there are."""
    label, plan = file_hash(build.frozen), build.budget.flow_plan
    train = latents.load(build.work / "latents" / "train", label)
    held_out = latents.load(build.work / "latents" / "held_out", label)
    build.say(f"flow: {len(train)} clips, {train.seconds.sum() / 3600:.1f} h")
    start = None if build.start is None else build.start / shipping.FLOW
    given = {
        **asdict(replace(plan, minutes=0.0)),
        "encoder": label,
        "text": text_hash(build),
        "clips": len(train),
        "from": known(start),
    }
    recipe.claim(build.work / "flow", "flow", given)
    net, tokenizer = new_network(build)
    trainer = flow.Trainer(net, tokenizer, plan, build.budget.device)
    if start is not None:
        trainer.start_from(int8.load(start))
    records = flow.train(trainer, train, held_out, build.work / "flow")
    build.watch("flow", records, lambda _: trainer.progress())


def tagger_stage(build: Build) -> None:
    """Train the judge of the evaluation, on clips of its own."""
    folder, plan = build.work / "tagger", build.budget.tagger_plan
    recipe.claim(folder, "tagger", asdict(plan))
    shown = tagger.render(plan, folder / "clips", build.budget.workers)
    build.watch("tagger (clips)", shown, lambda r: r["clips"] / r["of"])
    records = tagger.train(plan, mels.load(folder / "clips"), folder, build.budget.device)
    build.watch("tagger", records, lambda r: r["step"] / plan.steps)


def embedder_stage(build: Build) -> None:
    """Train the embedder on the text encoder that will ship."""
    _embedder(build, "embedder", build.budget.embedder_plan, build.budget.head_plan, embedding.FILE)


def second_stage(build: Build) -> None:
    """Train another embedder from another seed and other clips."""
    _embedder(build, "second", build.budget.second_plan, build.budget.second_head, embedding.SECOND)


def _embedder(
    build: Build, stage: str, plan: embedder.Plan, head: embedder.HeadPlan, file: str
) -> None:
    folder = build.work / stage
    net, tokenizer = new_network(build)
    encoder = embedding.TextEncoder(tokenizer, net.text_encoder, build.budget.device)
    shipped = None if build.start is None else build.start / file
    if shipped is not None and not shipped.exists():
        shipped = None  # weights of an earlier version, which had one embedder alone
    recipe.claim(
        folder,
        "embedder",
        {**asdict(plan), "head": asdict(head), "text": text_hash(build), "from": known(shipped)},
    )
    shown = embedder.render(plan, folder / "clips", build.budget.workers)
    build.watch(f"{stage} (clips)", shown, lambda r: r["clips"] / r["of"])
    start = None if shipped is None else int8.load(shipped)
    clips = mels.load(folder / "clips")
    records = embedder.train(plan, clips, encoder, folder, start)
    build.watch(stage, records, lambda r: r["step"] / plan.steps)
    if not (folder / embedder.REFITTED).exists():
        records = embedder.refit(plan, head, clips, encoder, folder)
        build.watch(f"{stage} (head)", records, lambda r: r["step"] / head.steps)


def export_stage(build: Build) -> None:
    """Write what ships: int8 rows, tokenizer, sizes, the card's hashes, the manifest."""
    made = build.work / "export"
    net, tokenizer = new_network(build)
    steps = str(manifest.last_record(build.work / "flow" / "log.jsonl").get("step", 0))
    state = flow.stored_state(build.work / "flow" / "flow.pt", net)
    before = manifest.read(build.start / shipping.MANIFEST) if build.start else None
    shipping.write_text(made, text_state(build), tokenizer)
    shipping.write_flow(made, state, net.config, {"steps": steps})
    codec.export(build.work / "codec", made / shipping.CODEC)
    tagger.export(build.work / "tagger", made)
    embedder.export(build.work / "embedder", made)
    embedder.export(build.work / "second", made, embedding.SECOND)
    hints.write(made)
    hashes = {path.name: file_hash(path) for path in made.iterdir()}
    hashes.pop(shipping.MANIFEST, None)
    told = json.dumps(manifest.manifest(build, hashes, before), indent=1, default=str) + "\n"
    (made / shipping.MANIFEST).write_text(told, encoding="utf-8")
    # Only now, when every part is there, does anything that ships change.
    build.ship.mkdir(parents=True, exist_ok=True)
    for path in made.iterdir():
        shutil.copy2(path, build.ship / path.name)
    shipping.sign(build.card, build.ship)
    total = sum((build.ship / name).stat().st_size for name in hashes)
    build.say(f"export: {total / 1e6:.1f} MB in {build.ship}")


def few_steps_stage(build: Build) -> None:
    """Make what ships a few-step model too: the change of its weights, beside them."""
    folder, plan = build.work / "few_steps", build.budget.few_steps_plan
    label, card = file_hash(build.frozen), load_card(build.card)
    clips = latents.load(build.work / "latents" / "train", label)
    recipe.claim(
        folder,
        "few_steps",
        {**plan.as_values(), "clips": len(clips), "from": card.weights_hash, "encoder": label},
    )
    bank = PromptBank.load(paths.resources_dir() / FILE).held_out
    longest = card.parameters["seconds"].maximum
    known = [Prompt(item.text, min(item.seconds, longest)) for item in bank if item.family]
    held_out = known[: build.budget.few_steps_checks]
    events = few_steps.train(card, clips, label, held_out, plan, folder / "tuning")
    records = (
        {"step": event.step, "steps": event.steps, **event.losses}
        for event in events
        if isinstance(event, Trained) and event.step % 10 == 0
    )
    build.watch("few steps", records, lambda r: r["step"] / r["steps"])
    shipping.write_few_steps(build.ship, folder / "tuning" / "adapter.safetensors")
    shipping.sign_few_steps(build.few_steps_card, build.ship, card.weights_hash)


RUN: dict[str, Callable[[Build], None]] = {
    "corpus": corpus_stage,
    "codec": codec_stage,
    "text": text_stage,
    "latents": latents_stage,
    "flow": flow_stage,
    "tagger": tagger_stage,
    "embedder": embedder_stage,
    "second": second_stage,
    "export": export_stage,
    "few_steps": few_steps_stage,
}
"""The stages in their order."""
