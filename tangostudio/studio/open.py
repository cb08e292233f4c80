"""Opening a studio: settings, cards, library and a runner put together. Both faces start here."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tangostudio import paths, settings
from tangostudio.cards import Catalogue
from tangostudio.jobs.runners import InlineRunner, ProcessRunner, Runner
from tangostudio.library import Library
from tangostudio.messages import Event
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio

_TUNER_IDLE_MINUTES = 0.2  # a tuning's process holds much memory and is seldom wanted twice


def library_folder(named: str | Path | None, chosen: Settings) -> Path:
    """The library to open: the one that was named, else the settings' one, else the default."""
    return Path(named or chosen.library_folder or paths.default_library()).expanduser()


def load_catalogue(chosen: Settings) -> Catalogue:
    """The models, those that are fetched in the folder that the settings name.

    The environment carries that folder to the processes that load models; what is named there
    already wins.
    """
    if chosen.weights_folder and not os.environ.get(paths.WEIGHTS):
        os.environ[paths.WEIGHTS] = chosen.weights_folder
    return Catalogue.load(paths.models_dir())


def open_for_command(folder: Path, chosen: Settings) -> Studio:
    """A studio for one command: jobs run inline, jobs of other sessions are left alone.

    Raises:
        LibraryError, StorageError: the library cannot be opened for writing.
    """
    library = Library.open(folder, write=True)
    return Studio(library, load_catalogue(chosen), chosen, InlineRunner, session_only=True)


def open_to_read(folder: Path, chosen: Settings) -> Studio:
    """A studio that changes nothing in the library, which may be open elsewhere.

    Raises:
        NotFound, LibraryError: there is no library, or it cannot be read.
    """
    library = Library.open(folder, write=False)
    return Studio(library, load_catalogue(chosen), chosen, InlineRunner, session_only=True)


def open_for_window(folder: Path, chosen: Settings, deliver: Callable[[Event], None]) -> Studio:
    """A studio for the window: jobs run in a worker process; `deliver` brings events to `handle`.

    Raises:
        LibraryError, StorageError: the library cannot be opened for writing.
    """
    library = Library.open(folder, write=True)

    def make_runner(take: Callable[[Event], None]) -> Runner:
        return ProcessRunner(take, idle_minutes=chosen.worker_idle_minutes)

    def make_tuner(take: Callable[[Event], None]) -> Runner:
        return ProcessRunner(
            take,
            _TUNER_IDLE_MINUTES,
            work="tunes the model",
            hint="Its last checkpoint is kept. Go on with it; if that happens again, choose a "
            "lower rank or fewer candidates.",
        )

    def make_builder(take: Callable[[Event], None]) -> Runner:
        return ProcessRunner(
            take,
            _TUNER_IDLE_MINUTES,
            work="reads the recordings",
            hint="What is done is kept. Go on with it; if that happens again, leave out the "
            "recording that was read.",
        )

    return Studio(
        library,
        load_catalogue(chosen),
        chosen,
        make_runner,
        deliver=deliver,
        make_tuner=make_tuner,
        make_builder=make_builder,
        save_settings=partial(settings.save, path=paths.settings_file()),
    )
