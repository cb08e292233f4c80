"""Recording a start sound: one button, a level, the time; the result can be taken or made again.

It owns the recorder while it is open and knows nothing of what the sound is for.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from tangostudio.audio.files import Sound
from tangostudio.audio.recorder import MOST_SECONDS, Recorder
from tangostudio.errors import AudioDeviceError
from tangostudio.ui import widgets
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr

LOOK_MS = 50


class RecordDialog(Dialog):
    """Record, stop, use.

    Signals:
        recorded(object): the person takes this `Sound`.
    """

    recorded = Signal(object)

    def __init__(self, recorder: Recorder | None = None, parent: QWidget | None = None) -> None:
        super().__init__(tr("Record a start sound"), 420, parent)
        self._recorder = recorder or Recorder()
        self._sound: Sound | None = None
        text = tr("Perform the sound with your voice or hands. Its loudness and beats are kept.")
        self.body.addWidget(widgets.label(text, "quiet", wrap=True))
        self._level = QProgressBar()
        self._level.setRange(0, 1000)
        self._level.setTextVisible(False)
        self._level.setAccessibleName(tr("Level of the microphone"))
        self._time = widgets.label("0.0 s", "figure")
        self._problem = widgets.label("", "bad", wrap=True)
        self._problem.hide()
        for part in (self._time, self._level, self._problem):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        self.record = self.add_button(widgets.button(tr("Record"), "", self._toggle))
        self.use = self.add_button(widgets.button(tr("Use it"), "primary", self.accept))
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._show()
        self.record.setFocus()

    def accept(self) -> None:
        """Stop if it still records, and tell what was recorded."""
        if self._recorder.recording:
            self._stop()
        if self._sound is not None:
            self.recorded.emit(self._sound)
            super().accept()

    def done(self, result: int) -> None:
        """Let go of the microphone however the dialog is closed."""
        self._timer.stop()
        self._recorder.close()
        super().done(result)

    def _toggle(self) -> None:
        if self._recorder.recording:
            self._stop()
        else:
            self._begin()

    def _begin(self) -> None:
        self._sound = None
        try:
            self._recorder.start()
        except AudioDeviceError as error:
            self._say(error)
        else:
            self._problem.hide()
            self._timer.start()
        self._show()

    def _stop(self) -> None:
        self._timer.stop()
        try:
            self._sound = self._recorder.stop()
        except AudioDeviceError as error:
            self._say(error)
        self._show()

    def _say(self, error: AudioDeviceError) -> None:
        self._problem.setText(f"{error.message} {error.hint}".strip())
        self._problem.show()

    def _look(self) -> None:
        self._level.setValue(round(1000 * min(1.0, self._recorder.level())))
        self._time.setText(f"{self._recorder.seconds:.1f} s")
        if not self._recorder.recording:  # there is room for no more
            self._stop()

    def _show(self) -> None:
        recording = self._recorder.recording
        again = tr("Record again") if self._sound is not None else tr("Record")
        self.record.setText(tr("Stop") if recording else again)
        self.record.setToolTip(tr("At most {seconds} seconds", seconds=f"{MOST_SECONDS:.0f}"))
        self.use.setEnabled(recording or self._sound is not None)
        if not recording:
            self._level.setValue(0)
