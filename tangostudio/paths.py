"""Where things are: bundled models and resources, settings, the default library.

The same call works in a source checkout, in an installed wheel and in a frozen bundle. It creates
no folders: who writes makes the folder.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

_APP = "Tango Studio"
WEIGHTS = "TANGOSTUDIO_WEIGHTS"
"""Environment variable: the folder of weights that were fetched. Worker processes inherit it."""


@cache
def _bundle() -> Path:
    """The folder that holds `models/` and `resources/`."""
    package = Path(__file__).resolve().parent
    candidates = [package / "_bundle", package.parent]
    if frozen := getattr(sys, "_MEIPASS", None):
        candidates.insert(0, Path(frozen))
    for folder in candidates:
        if (folder / "models").is_dir() and (folder / "resources").is_dir():
            return folder
    raise FileNotFoundError(f"models/ and resources/ are not beside {package}")


def models_dir() -> Path:
    """The folder of model cards and of the bundled weights."""
    return _bundle() / "models"


def resources_dir() -> Path:
    """The folder of icons, style sheet, prompt presets and tables."""
    return _bundle() / "resources"


def config_dir() -> Path:
    """The platform's folder for this program's settings."""
    return Path(platformdirs.user_config_dir(_APP, appauthor=False))


def settings_file() -> Path:
    """The settings file; it may not exist yet."""
    return config_dir() / "settings.toml"


def weights_dir() -> Path:
    """The folder in which every fetched model has a folder of its own; it may not exist yet."""
    if named := os.environ.get(WEIGHTS):
        return Path(named).expanduser()
    return Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "models"


def default_library() -> Path:
    """The library folder that is used when none is named."""
    return Path.home() / _APP
