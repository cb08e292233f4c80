"""What a wheel carries beside the code: `models/` and `resources/`, under `tangostudio/_bundle`.

An editable install gets no copy, since `tangostudio.paths` finds the checkout's own folders.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface):
    """Adds the bundled folders to a wheel that is made for installing elsewhere."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; `version` is "standard" or "editable"."""
        if version == "editable":
            return
        for name in ("models", "resources"):
            build_data["force_include"][name] = f"tangostudio/_bundle/{name}"
