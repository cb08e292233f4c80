"""The footer: what runs, how far it is, what failed and what can be done about it.

It asks the studio for its jobs whenever they change and knows nothing of how they run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QWidget

from tangostudio.messages import Loading
from tangostudio.ui import icons, job_words, theme, widgets
from tangostudio.ui.actions import Actions
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.queue_popup import QueuePopup
from tangostudio.ui.texts import tr, tr_count

REFRESH_MS = 50
JOBS_READ = 20  # the bar shows one: what runs, failed or is next


class JobsBar(QWidget):
    """One line: text, progress, figures; at the right the queue and the buttons."""

    def __init__(
        self, studio: Any, bridge: Bridge, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._actions = actions
        self.state = job_words.BarState("idle", tr("Ready"))
        self._warming = ""
        self._build()
        self._lay_out()
        actions.bind("generate.cancel", self._cancel)
        actions.bind("generate.cancel_all", studio.cancel_all)
        actions.bind("queue.pause", self._pause)
        self._timer = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        bridge.changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Show the jobs as they are now."""
        state = job_words.bar_state(
            self._studio.jobs(limit=JOBS_READ),
            self._studio.queue_paused,
            self._studio.worker_state,
            self._warming,
            self._studio.demonstration,
            self._studio.waiting(),
        )
        if state.tone == "idle" and (tuning := self._studio.tunes.running()) is not None:
            state = job_words.tuning_state(tuning)
        self.state = state
        self._text.setText(state.text)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._detail.setText(state.detail)
        self._detail.setVisible(bool(state.detail))
        self._progress.setVisible(state.fraction is not None)
        self._progress.setValue(round(1000 * (state.fraction or 0)))
        self._sign.setVisible(state.tone == "failed")
        self._show_buttons(state)
        if self.popup.isVisible():
            self.popup.refresh()

    def _show_buttons(self, state: job_words.BarState) -> None:
        shown = {
            "busy": {self.cancel},
            "failed": {self.retry, self.copy, self.dismiss},
            "waiting": {self.resume, self.discard},
            "paused": {self.unpause},
        }.get(state.tone, set())
        for button in self._buttons:
            button.setVisible(button in shown)
        self.queue.setVisible(state.waiting > 0)
        self.queue.setText(tr_count("{count} job waiting", "{count} jobs waiting", state.waiting))
        busy = state.tone == "busy"
        self._actions.set_enabled("generate.cancel", busy, tr("Nothing is running."))
        anything = busy or state.waiting > 0
        self._actions.set_enabled("generate.cancel_all", anything, tr("There are no jobs."))
        self._actions["queue.pause"].setChecked(self._studio.queue_paused)

    def _build(self) -> None:
        self._sign = widgets.label()
        self._sign.setPixmap(icons.pixmap("warning", theme.BAD, 16, self.devicePixelRatioF()))
        self._text = widgets.ElidedLabel("", "second")
        self._text.setAccessibleDescription(tr("What is running"))
        self._hint = widgets.ElidedLabel("", "quiet")
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(250)
        self._progress.setAccessibleName(tr("Progress of the running job"))
        self._detail = widgets.label("", "number-quiet")
        self.popup = QueuePopup(self._studio, self)
        self.queue = self._button("", self._toggle_popup, tr("Show the jobs that wait"))
        self.queue.setAccessibleName(tr("Jobs that wait"))
        self.cancel = self._button(tr("Cancel"), self._cancel, self._actions.tip("generate.cancel"))
        self.retry = self._button(
            tr("Retry"), self._retry, tr("Try the job again; made takes stay")
        )
        self.copy = self._button(tr("Copy details"), self._copy, tr("Copy what happened as text"))
        self.dismiss = self._button(tr("Dismiss"), self._remove, tr("Put this message away"))
        self.resume = self._button(tr("Resume"), self._retry, tr("Make the takes that are missing"))
        self.discard = self._button(
            tr("Discard"), self._remove, tr("Forget this job; made takes stay")
        )
        self.unpause = self._button(
            tr("Resume"), self._studio.resume_queue, tr("Go on with the queue")
        )
        self._buttons = (
            self.cancel, self.retry, self.copy, self.dismiss, self.resume, self.discard,
            self.unpause,
        )  # fmt: skip

    def _lay_out(self) -> None:
        self.setFixedHeight(theme.FOOTER)
        line = widgets.row(
            self._sign, self._text, self._hint, self._progress, self._detail, None, self.queue,
            *self._buttons, spacing=10,
        )  # fmt: skip
        line.setContentsMargins(theme.MARGIN, 1, 10, 0)
        for label in (self._text, self._hint):
            policy = label.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Preferred)
            label.setSizePolicy(policy)
        self.setLayout(line)

    def _button(self, text: str, call: Callable[[], object], tip: str) -> QPushButton:
        return widgets.button(text, "quiet-link", call, tip=tip)

    def _follow(self, change: Any) -> None:
        if isinstance(change.event, Loading):
            self._warming = job_words.loading(change.event.what, change.event.where)
        elif "worker" in change.kinds:
            self._warming = ""
        if change.kinds & {"jobs", "worker", "tunes"} and not self._timer.isActive():
            self._timer.start()

    def _cancel(self) -> None:
        if self.state.tone == "busy" and self.state.job:
            self._studio.cancel(self.state.job)
            self.refresh()

    def _retry(self) -> None:
        self._studio.retry(self.state.job)

    def _remove(self) -> None:
        self._studio.remove_job(self.state.job)

    def _pause(self, paused: bool) -> None:
        if paused:
            self._studio.pause_queue()
        else:
            self._studio.resume_queue()

    def _copy(self) -> None:
        for job in self._studio.jobs(limit=JOBS_READ):
            if job.id == self.state.job:
                QApplication.clipboard().setText(job_words.report(job))

    def _toggle_popup(self) -> None:
        self.popup.refresh()
        self.popup.show_above(self.queue)
