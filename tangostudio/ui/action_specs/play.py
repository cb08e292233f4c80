"""Hearing the take."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import COMPARE, CREATE, TUNE, ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "play.toggle",
        "Play or stop",
        ("Space",),
        "Play",
        "play",
        "Play the take, or stop it.",
        (CREATE, COMPARE, TUNE),
    ),
    ActionSpec(
        "play.from_start",
        "Play from start",
        ("Return", "Enter"),
        "Play",
        help="Play the take from its beginning.",
        modes=(CREATE,),
    ),
    ActionSpec(
        "play.next",
        "Next take",
        ("Down",),
        "Play",
        "next",
        "Select the next take and play it.",
        (CREATE,),
    ),
    ActionSpec(
        "play.previous",
        "Previous take",
        ("Up",),
        "Play",
        "previous",
        "Select the take before and play it.",
        (CREATE,),
    ),
    ActionSpec(
        "play.loop",
        "Loop",
        ("Shift+L",),
        "Play",
        "loop",
        "Repeat the region, or the whole take.",
        (CREATE,),
        checkable=True,
        separator=True,
    ),
    ActionSpec(
        "region.in",
        "Region starts here",
        ("[",),
        "Play",
        "region_in",
        "Start the region at the playhead.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "region.out",
        "Region ends here",
        ("]",),
        "Play",
        "region_out",
        "End the region at the playhead.",
        (CREATE,),
    ),
    ActionSpec(
        "region.clear",
        "Clear region",
        ("Ctrl+Shift+A",),
        "Play",
        help="Remove the region.",
        modes=(CREATE,),
    ),
)
