"""The list of jobs that opens above the jobs bar: what waits, what failed, in which order.

It asks the studio and tells it to move or remove a job.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QWidget

from tangostudio.ui import job_words, theme, widgets

WIDTH, MOST_ROWS = 420, 12


class QueuePopup(QFrame):
    """A popup with one line per job."""

    def __init__(self, studio: Any, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._studio = studio
        self.setProperty("kind", "popup")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Jobs")
        self._pause = widgets.button(
            "", "quiet-link", self._toggle_pause, name="Pause or resume the queue"
        )
        clear = widgets.button("Cancel all", "quiet-link", studio.cancel_all)
        head = widgets.row(widgets.section("Jobs"), None, self._pause, clear)
        self._rows = widgets.column(spacing=2)
        whole = widgets.column(head, self._rows, spacing=6)
        whole.setContentsMargins(theme.MARGIN, 10, 10, 12)
        self.setLayout(whole)

    def refresh(self) -> None:
        """Show the jobs as they are now."""
        widgets.clear_layout(self._rows)
        jobs = self._studio.jobs()
        for place, job in enumerate(jobs[:MOST_ROWS]):
            self._rows.addWidget(self._row(job, place))
        if not jobs:
            self._rows.addWidget(widgets.label("No jobs.", "quiet"))
        if len(jobs) > MOST_ROWS:
            more = f"and {len(jobs) - MOST_ROWS} more"
            self._rows.addWidget(widgets.label(more, "quiet"))
        self._pause.setText("Resume queue" if self._studio.queue_paused else "Pause queue")
        self.adjustSize()

    def show_above(self, anchor: QWidget) -> None:
        """Open it with its right lower corner at the control's upper edge."""
        self.adjustSize()
        corner = anchor.mapToGlobal(anchor.rect().topRight())
        self.move(corner - QPoint(self.width() - 8, self.height() + 10))
        self.show()

    def _row(self, job: Any, place: int) -> QWidget:
        text = widgets.column(
            widgets.ElidedLabel(job_words.job_line(job)),
            widgets.ElidedLabel(job_words.job_state(job), "small"),
            spacing=0,
        )
        parts: list[QWidget] = [widgets.holder(text)]
        if job.state == "queued" and place > 0:
            front = widgets.icon_button("to_front", "Do this next", lambda: self._front(job.id))
            parts.append(front)
        if job.state in ("failed", "interrupted"):
            retry = widgets.icon_button("retry", "Try again", lambda: self._studio.retry(job.id))
            parts.append(retry)
        remove = widgets.icon_button("close", "Remove this job",
                                     lambda: self._studio.remove_job(job.id))  # fmt: skip
        line = widgets.row(*parts, remove, spacing=4)
        line.setStretch(0, 1)
        return widgets.holder(line)

    def _front(self, job: str) -> None:
        self._studio.move_job(job, 0)

    def _toggle_pause(self) -> None:
        if self._studio.queue_paused:
            self._studio.resume_queue()
        else:
            self._studio.pause_queue()
