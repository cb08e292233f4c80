"""From a finished sound to the row of its take: what was asked, whose rights, what was measured."""

from __future__ import annotations

import dataclasses

from tangostudio import __version__
from tangostudio.cards import ModelCard, licences
from tangostudio.library import Library, NewTake
from tangostudio.library.hashes import sound_in
from tangostudio.library.jobs import JobAbout
from tangostudio.messages import AudioReady, GenerateRequest, request_to_json


def new_take(
    library: Library,
    card: ModelCard,
    request: GenerateRequest,
    project: str,
    about: JobAbout,
    ready: AudioReady,
) -> NewTake:
    """The take of a sound that a job has made.

    Args:
        request, about: the job's; its seeds hold that of the sound.
    """
    adapters = [library.adapters.by_hash(sha256) for sha256, _ in request.adapters]
    licence = licences.strictest(
        (card.licence.name, card.licence.commercial),
        *((item.licence, item.commercial) for item in adapters if item is not None),
    )
    alone = dataclasses.replace(request, seeds=(ready.seed,), out="", adapter_dir="")
    return NewTake(
        project=project,
        prompt=request.prompt,
        negative=request.negative,
        model=request.model,
        model_name=card.name,
        model_hash=ready.model_hash,
        licence=licence[0],
        commercial=licence[1],
        adapters=request.adapters,
        app_version=__version__,
        seed=ready.seed,
        seconds=request.seconds,
        steps=request.steps,
        guidance=request.guidance,
        sampler=request.sampler,
        request=request_to_json(alone),
        sha256=ready.sha256,
        frames=ready.frames,
        sample_rate=ready.sample_rate,
        channels=ready.channels,
        gain_db=ready.gain_db,
        lufs=ready.lufs,
        peak_db=ready.peak_db,
        job=ready.job,
        index=request.seeds.index(ready.seed),
        render_seconds=ready.render_seconds,
        momentary_lufs=ready.momentary_lufs,
        range_lu=ready.range_lu,
        flags=ready.flags,
        parent=_parent(library, about),
        relation=about.relation,
        source=about.source or sound_in(request.init),
        title=about.title,
        category=about.category,
    )


def _parent(library: Library, about: JobAbout) -> int | None:
    """The take that a job's takes come from, unless it was deleted for good meanwhile."""
    known = about.parent is not None and library.takes.exists(about.parent)
    return about.parent if known else None
