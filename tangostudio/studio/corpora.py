"""Corpora: own recordings that models are trained on, built from a folder or from takes.

A corpus is a folder in the library's `corpora` folder and nothing else: it has no row, and one that
is copied there is found. Building runs in a process of its own, one corpus at a time. It belongs to
the studio's thread.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import shutil
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio.corpora import corpus, look, sources
from tangostudio.corpora.corpus import Corpus
from tangostudio.corpora.look import Look, Planned
from tangostudio.errors import BadRequest, NotFound, StorageError, TangoStudioError
from tangostudio.library import Library
from tangostudio.library.names import checked, folded
from tangostudio.messages import (
    CorpusBuilt,
    CorpusProgress,
    CorpusRequest,
    Failed,
    LastEvent,
)
from tangostudio.studio import corpus_requests, corpus_views
from tangostudio.studio.corpus_requests import Source
from tangostudio.studio.corpus_views import BUILDING, DAMAGED, UNFINISHED, CorpusView

if TYPE_CHECKING:
    from tangostudio.jobs.runners import Runner
    from tangostudio.studio.studio import Studio

log = logging.getLogger(__name__)

_PREFIX = "corpus-"


@dataclass
class _Live:
    """The build that runs now."""

    id: str
    done: int = 0
    total: int = 0
    current: str = ""


class Corpora:
    """The corpora of an open library."""

    def __init__(self, studio: Studio, runner: Runner) -> None:
        self._studio = studio
        self._library = studio.library
        self._runner = runner
        self._live: _Live | None = None
        self._errors: dict[str, Failed] = {}
        self._views: dict[str, tuple[tuple[int, int], CorpusView]] = {}
        self._read: tuple[str, tuple[int, int], Corpus] | None = None  # the one that was read last
        if self._library.writable:
            for folder in self._folders():  # a process may have written on for a moment
                if not _is_corpus(folder) and folder.name.startswith(_PREFIX):
                    shutil.rmtree(folder, ignore_errors=True)

    # --- views ------------------------------------------------------------------------------------

    def all(self) -> list[CorpusView]:
        """All corpora, the newest first; one that cannot be read says so."""
        found = [self._view(folder) for folder in self._folders() if _is_corpus(folder)]
        return sorted(found, key=lambda view: (view.made_at or "9", view.name), reverse=True)

    def view(self, identifier: str) -> CorpusView:
        """One corpus. Raises NotFound."""
        return self._view(self._folder(identifier))

    def get(self, identifier: str) -> Corpus:
        """One corpus with its clips.

        Raises:
            NotFound: there is none.
            BadRequest, StorageError: it is not built yet, or cannot be read.
        """
        folder = self._folder(identifier)
        stamp = sources.stamp(folder / corpus.FILE)
        if self._read is None or self._read[:2] != (identifier, stamp):
            found = dataclasses.replace(corpus.read(folder), id=identifier)
            self._read = (identifier, stamp, found)
        return self._read[2]

    def running(self) -> CorpusView | None:
        """The corpus that is built now."""
        return self.view(self._live.id) if self._live is not None else None

    def named(self, text: str) -> str:
        """The id of a corpus by its id or its name. Raises NotFound."""
        for view in self.all():
            if text == view.id or folded(text) == folded(view.name):
                return view.id
        raise NotFound(f"There is no corpus “{text}”.", "`tangostudio corpus list` shows all.")

    def takes_of(self, project: str) -> list[int]:
        """The takes of a project, to build from. Raises NotFound."""
        return corpus_requests.takes_of(self._library, project)

    # --- building ---------------------------------------------------------------------------------

    def plan(
        self,
        source: Source,
        cancelled: Callable[[], bool] = lambda: False,
        show: Callable[[Planned | corpus.LeftOut], None] | None = None,
        **options: Any,
    ) -> Look:
        """What would be built, by names and heads of files alone; on any thread.

        Args:
            show: told each recording.
            options: see `Choices`.

        Raises:
            BadRequest: an option makes no sense, or the folder is the library's own.
            NotFound: no such project.
        """
        # Rows belong to a thread: this may be another one.
        with Library.open(self._library.folder, write=False) as library:
            request = corpus_requests.made(source, self._with_length(options), library)
        return look.look(request, cancelled, show)

    def build(self, name: str, source: Source, **options: Any) -> str:
        """Begin to build a corpus; the id of the job and of the corpus.

        Raises:
            BadRequest: no such folder, a name that is used, an option that makes no sense, or
                another corpus is being built.
            StorageError: a folder cannot be read or written.
        """
        self._require_none()
        name = self._free_name(name)
        folder = self._library.corpora_dir / (_PREFIX + uuid.uuid4().hex[:10])
        request = corpus_requests.made(
            source, self._with_length(options), self._library, folder=folder, name=name
        )
        if request.source:
            sources.check(Path(request.source))
        corpus_requests.keep(request)
        self._run(request)
        return request.corpus

    def resume(self, identifier: str) -> str:
        """Go on with a corpus whose build was stopped; the job's id.

        Raises:
            NotFound, BadRequest, StorageError: as for `build`.
        """
        return self.rebuild(identifier)

    def rebuild(self, identifier: str) -> str:
        """Bring a corpus up to date with its recordings: what has not changed is kept.

        Raises:
            NotFound: there is no such corpus.
            BadRequest, StorageError: as for `build`; a tuning that runs learns from it.
        """
        self._require_none()
        self._require_unused(identifier)
        request = corpus_requests.stored(self._folder(identifier))
        if request is None:
            raise BadRequest(
                "This corpus does not say what it was built from.", "Build another one."
            )
        if request.source:
            sources.check(Path(request.source))
        self._run(request)
        return identifier

    def cancel(self, job: str) -> None:
        """Stop a build; what it has done is kept, and `resume` goes on. Raises BadRequest."""
        if self._live is None or self._live.id != job:
            raise BadRequest("This corpus is not being built.")
        self._runner.cancel(job)

    def _run(self, request: CorpusRequest) -> None:
        self._errors.pop(request.corpus, None)
        self._live = _Live(request.corpus)
        self._studio.changes.announce("corpora")
        self._runner.submit(request.corpus, request)

    # --- changing ---------------------------------------------------------------------------------

    def rename(self, identifier: str, name: str) -> None:
        """Give a corpus another name.

        Raises:
            NotFound: there is no such corpus.
            BadRequest: the name is used or none, or the corpus is being built.
            StorageError: the folder cannot be written.
        """
        folder = self._still(identifier)
        name = self._free_name(name, besides=identifier)
        if (request := corpus_requests.stored(folder)) is not None:
            corpus_requests.keep(dataclasses.replace(request, name=name))
        with contextlib.suppress(BadRequest):  # not built yet
            self._write(dataclasses.replace(corpus.read(folder), name=name))
        self._changed(identifier)

    def remove(self, identifier: str) -> None:
        """Remove a corpus with its clips; the recordings stay where they are.

        Raises:
            NotFound: there is no such corpus.
            BadRequest: it is being built, or a tuning learns from it.
            StorageError: the folder cannot be removed.
        """
        folder = self._still(identifier)
        self._require_unused(identifier)
        try:
            for name in (
                corpus.FILE,
                corpus_requests.FILE,
            ):  # without these it is gone, whatever comes next
                (folder / name).unlink(missing_ok=True)
            shutil.rmtree(folder)
        except OSError as error:
            raise StorageError(
                f"{folder} cannot be removed: {error.strerror}.", "Check who else uses it."
            ) from error
        finally:
            self._changed(identifier)

    def set_caption(self, identifier: str, sha256: str, text: str) -> None:
        """Give a clip another caption, which stays when the corpus is built again.

        Args:
            sha256: of the clip, or the beginning of it.

        Raises:
            NotFound: no such corpus or clip.
            BadRequest: the caption is empty, or the corpus is being built.
            StorageError: the folder cannot be written.
        """
        self._still(identifier)
        self._write(corpus.with_caption(self.get(identifier), sha256, text))
        self._changed(identifier)

    # --- events -----------------------------------------------------------------------------------

    @staticmethod
    def owns(job: str) -> bool:
        """Whether a job's id is that of a build."""
        return job.startswith(_PREFIX)

    def handle(self, event: CorpusProgress | CorpusBuilt) -> None:
        """Take in what a build tells."""
        live = self._live
        if live is None or event.job != live.id:
            return
        if isinstance(event, CorpusProgress):
            live.done, live.total, live.current = event.done, event.total, event.source
        self._studio.changes.announce("corpora", event=event)

    def ended(self, event: LastEvent) -> None:
        """A build ended: keep how; one that failed can go on when its reason is gone."""
        self._live = None
        if isinstance(event, Failed):
            self._errors[event.job] = event
        self._studio.changes.announce("corpora", event=event)

    def close(self) -> None:
        """A build that runs can go on in the next session."""
        self._live = None

    # --- inside -----------------------------------------------------------------------------------

    def _with_length(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The options; clips are as long as the model that is worked with can make, if not said."""
        model = self._studio.settings.default_model
        return {"seconds": corpus_requests.longest(self._studio.catalogue, model), **options}

    def _require_none(self) -> None:
        if self._live is not None:
            raise BadRequest(
                f"“{self.view(self._live.id).name}” is being built already.",
                "Wait for it, or stop it.",
            )

    def _require_unused(self, identifier: str) -> None:
        tuning = self._studio.tunes.running()
        if tuning is not None and tuning.corpus == identifier:
            raise BadRequest(
                f"“{tuning.name}” is learning from this corpus.", "Wait for it, or pause it."
            )

    def _free_name(self, name: str, besides: str = "") -> str:
        name = checked(name, "corpus")
        for view in self.all():
            if view.id != besides and folded(view.name) == folded(name):
                raise BadRequest(
                    f"There is a corpus “{view.name}” already.",
                    "Choose another name, or build that one again.",
                )
        return name

    def _folders(self) -> Iterable[Path]:
        try:
            return [path for path in self._library.corpora_dir.iterdir() if path.is_dir()]
        except OSError:  # none was built yet in a library of an older version
            return []

    def _folder(self, identifier: str) -> Path:
        folder = self._library.corpora_dir / identifier
        if not identifier or folder.parent != self._library.corpora_dir or not _is_corpus(folder):
            raise NotFound(f"There is no corpus {identifier!r}.")
        return folder

    def _still(self, identifier: str) -> Path:
        """The folder of a corpus that nothing works with. Raises NotFound, BadRequest."""
        folder = self._folder(identifier)
        if self._live is not None and self._live.id == identifier:
            raise BadRequest("This corpus is being built.", "Wait for it, or stop it.")
        return folder

    def _view(self, folder: Path) -> CorpusView:
        stamp = sources.stamp(folder / corpus.FILE)
        known = self._views.get(folder.name)
        if known is None or known[0] != stamp:
            known = (stamp, self._fresh(folder))
            self._views[folder.name] = known
        view = known[1]
        live = self._live
        if live is not None and live.id == folder.name:
            return dataclasses.replace(
                view, state=BUILDING, done=live.done, total=live.total, current=live.current
            )
        return dataclasses.replace(view, error=self._errors.get(folder.name))

    def _fresh(self, folder: Path) -> CorpusView:
        request = corpus_requests.stored(folder)
        try:
            made = dataclasses.replace(corpus.read(folder), id=folder.name)
            return corpus_views.of_corpus(made, request)
        except TangoStudioError as error:
            state, problem = DAMAGED, error.message
            if request is not None and not (folder / corpus.FILE).exists():
                state, problem = UNFINISHED, ""
        if request is None:
            return CorpusView(folder.name, folder.name, state, folder, problem=problem)
        return CorpusView(
            id=folder.name,
            name=request.name,
            state=state,
            folder=folder,
            source=request.source,
            options=json.loads(request.options),
            problem=problem,
        )

    def _write(self, made: Corpus) -> None:
        corpus.write(made)
        self._read = None

    def _changed(self, identifier: str) -> None:
        self._views.pop(identifier, None)
        self._studio.changes.announce("corpora")


def _is_corpus(folder: Path) -> bool:
    return (folder / corpus.FILE).is_file() or (folder / corpus_requests.FILE).is_file()
