"""Which families are tonal, which are noise, which pass by: what a fair measure must tell apart.

Tables alone.
"""

from __future__ import annotations

from tangostudio.starter.sounds import BEDS, FAMILIES

TONAL = frozenset(
    name
    for name in (
        *("alarm", "bird", "boing", "brakes", "cat", "choir", "church_bell", "cow", "cricket"),
        *("doorbell", "game_coin", "game_jump", "glass_clink", "gong", "horn", "hum", "jingle"),
        *("laser", "magic", "owl", "phone", "power", "robot", "servo", "siren", "small_bell"),
        *("sonar", "whistle", "wind_chime", "wolf"),
    )
    if name in FAMILIES
)
NOISE = frozenset(
    name
    for name in (
        *("applause", "breathing", "car_pass", "fire", "hail", "helicopter", "jet", "pour", "rain"),
        *("snare_drum", "splash", "static", "steam", "stream", "thunder", "vinyl", "waves"),
        *("whoosh", "wind", "cymbal", "explosion", "gunshot"),
    )
    if name in FAMILIES
)
PASSING = tuple(name for name in ("car_pass", "jet") if name in FAMILIES)
"""What moves from one side to the other."""

UNEVEN = frozenset({*PASSING, "riser", "waves"})
"""Beds that do not stay at one level by their nature."""

STEADY = tuple(sorted(BEDS - UNEVEN))
EVENTS = tuple(sorted(FAMILIES.keys() - BEDS))
