"""Scenes of the canvases: every way to draw a take, marks, deep zoom, two takes compared."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import soundfile
from PySide6.QtWidgets import QApplication

RATE = 44100
VIEWS: dict[str, dict[str, Any]] = {
    "see-mel": {}, "see-erb": {"scale": "erb"}, "see-log": {"scale": "log"},
    "see-linear": {"scale": "linear"}, "see-512": {"n_fft": 512}, "see-16384": {"n_fft": 16384},
    "see-range": {"floor_db": -50, "ceiling_db": -10}, "see-decibels": {"wave_db": True},
}  # fmt: skip
STATES = (*VIEWS, "see-samples", "see-line", "see-marks", "see-difference", "see-overlay",
          "see-popup", "see-read")  # fmt: skip


def put(workspace: Any, studio: Any, state: str) -> Any:
    """Bring the editor into a scene; what is to be drawn, or None."""
    ids = [take.id for take in workspace.takes.model.takes][:2]
    loud = 3.0 if state == "see-marks" else 1.0
    for identifier, seed in zip(ids, (1, 2), strict=True):
        _write(studio.take(identifier).path, footsteps(seed) * loud)
    studio._edit(ids, "", frames=4 * RATE, seconds=4.0, sample_rate=RATE, channels=2)
    workspace.bridge.wait(5000)
    QApplication.processEvents()
    workspace.audition.sounds.forget()
    workspace.takes.select(ids[1])
    workspace.takes.select(ids[0])
    editor = workspace.editor
    _until(lambda: editor.painted == {"waveform", "spectrogram"} and editor.wave_layer.description)
    editor.view.change(**VIEWS.get(state, {}))
    if state in ("see-samples", "see-line"):
        start = 0.5105
        editor.axis.set_range(start, start + (0.0012 if state == "see-samples" else 0.008))
    elif state in ("see-difference", "see-overlay"):
        editor.set_other(ids[1])
        _until(lambda: editor.spectrum_layer.difference.whole is not None)
        identifier = "view.difference" if state == "see-difference" else "view.overlay"
        workspace.table[identifier].trigger()
    elif state == "see-popup":
        editor.chip.open()
        return editor.chip.popup
    elif state == "see-read":
        editor.spectrum.pointed.emit(0.6, 0.5)
        editor.waveform.pointed.emit(0.52, 0.5)
    end = time.monotonic() + 0.6
    _until(lambda: time.monotonic() > end)
    return None


def footsteps(seed: int) -> np.ndarray:
    """Steps on gravel in both channels, over a hum on the right, then silence."""
    random = np.random.default_rng(seed)
    sound = np.zeros((4 * RATE, 2))
    times = np.arange(RATE // 3) / RATE
    for moment in (0.5, 1.1, 1.72, 2.4):
        begin = int((moment + random.uniform(-0.02, 0.02)) * RATE)
        thump = np.sin(2 * np.pi * (90 - 60 * times) * times) * np.exp(-30 * times)
        grit = random.normal(0, 0.35, (len(times), 2)) * np.exp(-18 * times)[:, None]
        sound[begin : begin + len(times)] += 0.4 * thump[:, None] + grit
    sound[: 3 * RATE, 1] += 0.01 * np.sin(2 * np.pi * 3000 * np.arange(3 * RATE) / RATE)
    sound[int(2.9 * RATE) :] = 0
    return sound.astype(np.float32)


def _write(path: Any, sound: np.ndarray) -> None:
    soundfile.write(path, np.clip(sound, -1, 1), RATE, subtype="PCM_24")


def _until(done: Any, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)
