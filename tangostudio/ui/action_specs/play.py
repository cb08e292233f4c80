"""Hearing the take: play, shuttle, move, speed, direction, channels, A and B, region."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import COMPARE, CREATE, TUNE, ActionSpec


def _play(
    name: str,
    text: str,
    keys: tuple[str, ...],
    help: str,
    icon: str = "",
    *,
    separator: bool = False,
    checkable: bool = False,
    group: str = "",
) -> ActionSpec:
    return ActionSpec(name, text, keys, "Play", icon, help, (CREATE,), separator=separator,
                      checkable=checkable, group=group)  # fmt: skip


def _ab(
    name: str,
    text: str,
    keys: tuple[str, ...],
    help: str,
    *,
    separator: bool = False,
    checkable: bool = False,
) -> ActionSpec:
    return ActionSpec(name, text, keys, "A/B", "", help, (CREATE,), separator=separator,
                      checkable=checkable)  # fmt: skip


def _slot(number: int) -> ActionSpec:
    return _ab(
        f"ab.slot_{number}",
        f"Hear selected take {number}",
        (f"Alt+{number}",),
        f"Hear number {number} of the selected takes from the same moment.",
        separator=number == 1,
    )


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
    _play(
        "play.from_start",
        "Play from start",
        ("Return", "Enter"),
        "Play the take from its beginning.",
    ),
    _play("play.next", "Next take", ("Down",), "Select the next take and play it.", "next"),
    _play(
        "play.previous",
        "Previous take",
        ("Up",),
        "Select the take before and play it.",
        "previous",
    ),
    _play(
        "play.loop",
        "Loop",
        ("Shift+L",),
        "Repeat the region, or the whole take.",
        "loop",
        checkable=True,
        separator=True,
    ),
    _play(
        "play.back",
        "Shuttle back",
        ("J",),
        "Play backwards from here; again is faster.",
        separator=True,
    ),
    _play("play.pause", "Stop here", ("K",), "Stop, and play on from here the next time."),
    _play("play.forward", "Shuttle forward", ("L",), "Play from here; again is faster."),
    _play("play.nudge_left", "A little back", ("Left",), "Move the playhead a little back."),
    _play("play.nudge_right", "A little on", ("Right",), "Move the playhead a little on."),
    _play("play.to_start", "To the start", ("Home",), "Put the playhead at the start."),
    _play("play.to_end", "To the end", ("End",), "Put the playhead at the end."),
    _play(
        "play.faster",
        "Faster by a semitone",
        ("Alt+Up",),
        "Hear takes a semitone higher and as much faster.",
        separator=True,
    ),
    _play(
        "play.slower",
        "Slower by a semitone",
        ("Alt+Down",),
        "Hear takes a semitone lower and as much slower.",
    ),
    _play(
        "play.octave_up",
        "Twice as fast",
        ("Alt+PgUp",),
        "Hear takes an octave higher, at double speed.",
    ),
    _play(
        "play.octave_down",
        "Half as fast",
        ("Alt+PgDown",),
        "Hear takes an octave lower, at half speed.",
    ),
    _play(
        "play.reverse",
        "Reverse",
        ("Alt+R",),
        "Hear takes backwards.",
        checkable=True,
    ),
    _play(
        "play.stereo",
        "Stereo",
        (),
        "Hear both channels.",
        checkable=True,
        group="channels",
        separator=True,
    ),
    _play(
        "play.mono",
        "Mono",
        ("Shift+M",),
        "Hear the middle of both channels, as one loudspeaker would.",
        checkable=True,
        group="channels",
    ),
    _play(
        "play.left",
        "Left channel alone",
        (),
        "Hear the left channel on both sides.",
        checkable=True,
        group="channels",
    ),
    _play(
        "play.right",
        "Right channel alone",
        (),
        "Hear the right channel on both sides.",
        checkable=True,
        group="channels",
    ),
    _play(
        "play.as_is",
        "As it is",
        ("Alt+0",),
        "Hear takes at their own speed, forwards and in stereo again.",
    ),
    _play(
        "region.in",
        "Region starts here",
        ("[",),
        "Start the region at the playhead.",
        "region_in",
        separator=True,
    ),
    _play(
        "region.out",
        "Region ends here",
        ("]",),
        "End the region at the playhead.",
        "region_out",
    ),
    _play("region.clear", "Clear region", ("Ctrl+Shift+A",), "Remove the region."),
    _ab(
        "ab.swap",
        "Swap A and B",
        ("`", "Alt+A"),
        "Hear the other of A and B, or of two selected takes, from the same moment.",
    ),
    _ab("ab.assign_a", "Make it A", ("A",), "Let A be the take that is shown."),
    _ab("ab.assign_b", "Make it B", ("B",), "Let B be the take that is shown."),
    _ab(
        "ab.match",
        "Match loudness",
        ("Shift+B",),
        "Make the takes that are compared equally loud, or hear them as they are.",
        checkable=True,
    ),
    *(_slot(number) for number in range(1, 10)),
)
