"""The page of Compare mode: boards, meter, the quiet line below and what stands where nothing is.

It only lays out; what is on the boards and what the lines say comes from the view.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from tangostudio.ui import compare_texts, theme
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.compare_board import CompareBoard, centred, middle
from tangostudio.ui.empty_state import EmptyState
from tangostudio.ui.texts import tr
from tangostudio.ui.votes_meter import VotesMeter

WIDEST = 1176


class ComparePage(QWidget):
    """Everything of Compare mode that can be seen.

    Attributes:
        boards: of pairs (False) and of rankings (True); one of them is shown.
        votes: the meter.
        note: a quiet line.
        switch: goes from pairs to rankings and back.
        empty: what is shown where there is nothing to compare.
    """

    def __init__(self, actions: Actions, audition: Audition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare")
        self.setAccessibleName(tr("Compare takes"))
        # Focus rests here, not on a button, so that Space plays the side that was heard last.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts = compare_texts
        self.boards = {
            False: CompareBoard(texts.WHICH, texts.PAIR, texts.PAIR_KEYS, actions, audition),
            True: CompareBoard(texts.ORDER, texts.RANKED, texts.RANK_KEYS, actions, audition),
        }
        self.votes = VotesMeter()
        self.note = centred("small")
        self.empty = EmptyState()
        self.switch = QPushButton()
        self.switch.setProperty("kind", "pill")
        self.switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._page())
        self._pages.addWidget(self.empty)

    def show_boards(self, some: bool, ranking: bool) -> None:
        """Show one of the boards, or the page that says why there is nothing."""
        self._pages.setCurrentIndex(0 if some else 1)
        for ranked, board in self.boards.items():
            board.setVisible(ranked == ranking)
        self.switch.setText(tr("Compare two") if ranking else tr("Rank several"))

    def show_nothing(self, text: compare_texts.Nothing, pressed: Callable[[], object]) -> None:
        """Say why there is nothing to compare; the button helps."""
        self.empty.say(text.head, text.hint, picture="compare", button=text.button, pressed=pressed)

    def _page(self) -> QWidget:
        boards = QGridLayout()
        boards.setContentsMargins(0, 0, 0, 0)
        for board in self.boards.values():
            boards.addWidget(board, 0, 0)
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        boards.addWidget(self.switch, 0, 0, corner)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.MARGIN, 36, theme.MARGIN, 16)
        column.setSpacing(theme.GAP)
        column.addLayout(boards, 1000)
        column.addSpacing(14)
        column.addLayout(middle(self.votes))
        column.addWidget(self.note)
        column.addStretch(1)
        self.switch.raise_()
        page = QWidget()
        page.setLayout(middle(inner))
        return page
