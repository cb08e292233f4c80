"""The list of jobs that opens above the jobs bar: what waits, what failed, in which order.

It asks the studio and tells it to move or remove a job.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from tangostudio.ui import job_words, theme, widgets
from tangostudio.ui.texts import tr

WIDTH, MOST_ROWS, HIGHEST = 460, 40, 420


class QueuePopup(QFrame):
    """A popup with one line per job."""

    def __init__(self, studio: Any, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._studio = studio
        self._focus: tuple[str, str] | None = None
        self.setProperty("kind", "popup")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Jobs"))
        self._pause = widgets.button(
            "", "quiet-link", self._toggle_pause, name=tr("Pause or resume the queue")
        )
        clear = widgets.button(tr("Cancel all"), "quiet-link", studio.cancel_all)
        head = widgets.row(widgets.section(tr("Jobs")), None, self._pause, clear)
        self._rows = widgets.column(spacing=2)
        self._inner = widgets.holder(self._rows, 0, 0, 6, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = widgets.column(head, spacing=6)
        whole.addWidget(self._scroll)
        whole.setContentsMargins(theme.MARGIN, 10, 10, 12)
        self.setLayout(whole)

    def refresh(self) -> None:
        """Show the jobs as they are now."""
        widgets.clear_layout(self._rows)
        jobs, waiting = self._studio.jobs(limit=MOST_ROWS), self._studio.waiting()
        at_work = [job for job in jobs if job.state in ("running", "cancelling")]
        queued = [job for job in jobs if job.state == "queued"]
        ended = [job for job in jobs if job not in at_work and job not in queued]
        for job in at_work:
            self._rows.addWidget(self._row(job, -1, waiting))
        for place, job in enumerate(queued):
            self._rows.addWidget(self._row(job, place, waiting))
        if waiting > len(queued):
            more = tr("and {count} more", count=waiting - len(queued))
            self._rows.addWidget(widgets.label(more, "quiet"))
        for job in ended:
            self._rows.addWidget(self._row(job, -1, waiting))
        if not jobs:
            self._rows.addWidget(widgets.label(tr("No jobs."), "quiet"))
        paused = self._studio.queue_paused
        self._pause.setText(tr("Resume queue") if paused else tr("Pause queue"))
        self._scroll.setFixedHeight(min(self._inner.sizeHint().height(), HIGHEST))
        self.adjustSize()
        self._focus = None

    def show_above(self, anchor: QWidget) -> None:
        """Open it with its right lower corner at the control's upper edge."""
        self.adjustSize()
        corner = anchor.mapToGlobal(anchor.rect().topRight())
        self.move(corner - QPoint(self.width() - 8, self.height() + 10))
        self.show()

    def _row(self, job: Any, place: int, waiting: int) -> QWidget:
        line = widgets.ElidedLabel(job_words.job_line(job))
        state = widgets.ElidedLabel(job_words.job_state(job), "small")
        parts: list[QWidget] = [widgets.holder(widgets.column(line, state, spacing=0))]
        if place > 0:
            parts.append(self._mover(job, "to_front", tr("Do this next"), 0))
            parts.append(self._mover(job, "chevron_up", tr("Do this earlier"), place - 1))
        if 0 <= place < waiting - 1:
            parts.append(self._mover(job, "chevron_down", tr("Do this later"), place + 1))
        if job.state in ("failed", "interrupted"):
            retry = widgets.icon_button(
                "retry", tr("Try again"), lambda: self._studio.retry(job.id)
            )
            parts.append(retry)
        remove = widgets.icon_button(
            "close", tr("Remove this job"), lambda: self._studio.remove_job(job.id)
        )
        whole = widgets.row(*parts, remove, spacing=2)
        whole.setStretch(0, 1)
        return widgets.holder(whole)

    def _mover(self, job: Any, icon: str, name: str, position: int) -> QPushButton:
        """A button that moves a job; after the move its like in the moved row has the focus."""

        def move() -> None:
            self._focus = (job.id, icon)
            self._studio.move_job(job.id, position)

        button = widgets.icon_button(icon, name, move)
        button.setAccessibleDescription(job_words.job_line(job))
        if self._focus == (job.id, icon):
            button.setFocus()
        return button

    def _toggle_pause(self) -> None:
        if self._studio.queue_paused:
            self._studio.resume_queue()
        else:
            self._studio.pause_queue()
