"""Scenes of the transport: A and B, other ways of hearing, levels, no device."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from tangostudio.audio.bus import Levels
from tangostudio.ui.hearing import Hearing
from tests.ui.fake_player import FakePlayer

STATES = ("play-rest", "play-ab", "play-unmatched", "play-heard", "play-popup", "play-trouble",
          "play-clip")  # fmt: skip


def put(workspace: Any, studio: Any, state: str) -> Any:
    """Bring the transport into a scene; what is to be drawn, or None."""
    ids = [take.id for take in workspace.takes.model.takes]
    audition, transport = workspace.audition, workspace.editor.transport
    player = FakePlayer()
    while audition.player is None:
        QApplication.processEvents()
    audition.player.close()
    audition.output.player = player  # type: ignore[assignment]
    audition.output.opened.emit()
    audition.output.look()
    if state != "play-rest":
        workspace.takes.select_many([ids[0], ids[4]])
        workspace.editor.axis.set_region(0.4, 1.3)
    player.playing = True
    if state == "play-unmatched":
        workspace.table["ab.match"].trigger()
    elif state == "play-heard":
        audition.hear(Hearing(-5, True, "mono"))
    elif state == "play-trouble":
        player.problem, player.playing = "The sound device went away. Connect it again.", False
        audition.output.look()
    loud = state == "play-clip"
    peaks, powers = ((1.2, 0.9), (0.2, 0.1)) if loud else ((0.5, 0.4), (0.03, 0.02))
    levels = Levels(peaks, powers, (3, 0) if loud else (0, 0))
    transport.refresh()
    transport.meter._levels = lambda: levels
    for _step in range(30):
        transport.meter.tick()
    workspace.editor.axis.set_playhead(0.9)
    if state == "play-popup":
        audition.hear(Hearing(3, False, "left"))
        transport.hearing.open()
        return transport.hearing.popup
    return None
