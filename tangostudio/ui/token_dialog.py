"""Getting a model that is handed only to accounts: licence page, access token, test. Three steps.

The token goes to the studio and nowhere else; the dialog keeps it only in its field.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QWidget,
)

from tangostudio.errors import TangoStudioError
from tangostudio.hub import states
from tangostudio.hub.states import Problem
from tangostudio.ui import model_dialog_words, widgets
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import mark, tr, tr_marked

ANSWER_HEIGHT = 52  # three lines, so that most answers change nothing else
WHERE = {states.NOT_ACCEPTED: 0, states.NO_TOKEN: 1, states.BAD_TOKEN: 1}


class TokenDialog(Dialog):
    """The three steps to a gated model.

    Attributes:
        steps: the three parts; the one that a problem belongs to is marked.

    Signals:
        opened(str): the model can be fetched, and the person came for it; its id.
        page_wanted(str): this address should be opened in the browser.
    """

    opened = Signal(str)
    page_wanted = Signal(str)

    def __init__(
        self,
        studio: Any,
        bridge: Bridge,
        model: str,
        parent: QWidget | None = None,
        *,
        fetches: bool = True,
    ) -> None:
        """Make it for a model; without `fetches` it is about the token alone."""
        self._card = studio.catalogue.get(model)
        super().__init__(
            tr("Log in for {name}", name=self._card.name) if fetches else tr("Log in"), 580, parent
        )
        self._fetches = fetches
        self._models = studio.models
        self._model = model
        self._asked = False  # a test of what stands in the field was asked for
        self._good = False  # and answered well
        self._picked = False  # the person chose where the token is kept
        self._build()
        bridge.changed.connect(self._follow)
        self._show_token()
        self._show_answer()
        self.page.setFocus()

    def test(self) -> None:
        """Ask the hub whether the token opens the model."""
        self._asked, self._good = True, False
        self._models.test_token(self._model, self.field.text().strip())
        self._show_answer()

    def accept(self) -> None:
        """Keep the token as was chosen, and get the model."""
        if not self._good:
            self.test()
            return
        if text := self.field.text().strip():
            try:
                self._models.set_token(text, keep=self.keep.isChecked())
            except TangoStudioError as error:
                self._say(Problem(states.STORAGE, error.message, error.hint))
                self.session.setChecked(True)
                self._picked = True
                return
        super().accept()
        if self._fetches:
            self.opened.emit(self._model)

    # --- what happens -----------------------------------------------------------------------------

    def _follow(self, change: Any) -> None:
        if "models" in change.kinds:
            self._show_token()
            self._show_answer()

    def _show_token(self) -> None:
        token = self._models.token
        known = model_dialog_words.token_source(token.source, token.account)
        self.known.setText(known)
        self._known.setVisible(bool(known))
        self.forget.setVisible(token.source in ("key store", "session"))
        here = tr("Leave empty to go on with the one in use") if known else tr("hf_…")
        self.field.setPlaceholderText(here)
        self.keep.setEnabled(token.can_keep)
        self.no_store.setVisible(not token.can_keep)
        if not token.can_keep:
            self.session.setChecked(True)
        elif not self._picked:
            self.keep.setChecked(True)

    def _show_answer(self) -> None:
        asking = self._asked and self._models.testing
        self.check.setEnabled(not asking)
        self.busy.setVisible(asking)
        for step in self.steps:
            step.mark("")
        if not self._asked:
            self._say(None)
        elif asking:
            self._tell("", tr("Asking the hub…"), "")
        elif self._models.tested is not None:
            self._say(self._models.tested)
        else:
            self._praise()
        self.get.setEnabled(self._good)

    def _praise(self) -> None:
        self._good = True
        account = self._models.tested_account
        whose = tr(" It belongs to the account {account}.", account=account) if account else ""
        self._tell(
            "good",
            tr("✓ The token opens {name}", name=self._card.name),
            tr("Nothing is in the way.{whose}", whose=whose),
        )
        for step in self.steps:
            step.mark("good")
        if self.check.hasFocus() or self.field.hasFocus():
            self.get.setEnabled(True)
            self.get.setFocus()

    def _say(self, problem: Problem | None) -> None:
        wrong = problem is not None and WHERE.get(problem.kind) == 1
        widgets.set_property(self.field, "wrong", "true" if wrong else "false")
        if problem is None:
            self._tell("", "", "")
            return
        title = tr_marked(
            model_dialog_words.TOKEN_PROBLEMS.get(problem.kind, mark("The hub could not answer"))
        )
        self._tell("bad", f"⚠ {title}", f"{problem.message} {problem.hint}".strip())
        self.steps[WHERE.get(problem.kind, 2)].mark("bad")

    def _tell(self, tone: str, title: str, text: str) -> None:
        self.verdict.setText(title)
        widgets.set_property(self.verdict, "tone", tone)
        self.reason.setText(text)
        for label in (self.verdict, self.reason):
            label.setVisible(bool(label.text()))
        self._answer.setAccessibleName(f"{title.lstrip('⚠✓ ')}. {text}")
        self._grow()

    def _grow(self) -> None:
        """Make room for a longer answer; wrapped texts do not ask for it by themselves."""
        outer = self.layout()
        assert outer is not None
        outer.activate()
        needed = outer.totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def _typed(self) -> None:
        """Another token: what was said of the one before does not hold for it."""
        self._asked = self._good = False
        self._show_answer()

    def _forget(self) -> None:
        try:
            self._models.forget_token()
        except TangoStudioError as error:
            self._say(Problem(states.STORAGE, error.message, error.hint))
            return
        self._typed()
        self.field.setFocus()

    def _pick(self) -> None:
        self._picked = True

    def _show_text(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.field.setEchoMode(mode)

    # --- making -----------------------------------------------------------------------------------

    def _build(self) -> None:
        head = tr(
            "{name} is handed only to accounts that accepted its licence. This is done "
            "once; afterwards everything works without a connection.",
            name=self._card.name,
        )
        self.steps = (
            Step("1", tr("Accept the licence"), self._licence_part()),
            Step("2", tr("Paste an access token"), self._token_part()),
            Step("3", tr("Test it"), self._test_part()),
        )
        self.body.setSpacing(14)
        self.body.addWidget(widgets.label(head, "quiet", wrap=True))
        for step in self.steps:
            self.body.addWidget(step)
        self.body.addStretch(1)
        self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        text = tr("Get the model") if self._fetches else tr("Use the token")
        self.get = self.add_button(widgets.button(text, "primary", self.accept))
        also = tr(" and download the model") if self._fetches else ""
        self.get.setToolTip(tr("Keep the token as chosen{also}", also=also))

    def _licence_part(self) -> QLayout:
        licence, address = self._card.licence, self._models.licence_page(self._model)
        self.page, line = self._link(tr("Open the licence page"), address)
        text = tr(
            "{name}: {summary}. Log in there and accept it.",
            name=licence.name,
            summary=licence.summary.rstrip("."),
        )
        return widgets.column(widgets.label(text, "small", wrap=True), line, spacing=8)

    def _link(self, text: str, address: str) -> tuple[QPushButton, QLayout]:
        """A button that opens a page, and its address for who has no browser here."""
        button = widgets.button(
            text, "", lambda: self.page_wanted.emit(address), tip=address, icon="link"
        )
        line = widgets.row(button, spacing=12)
        line.addWidget(widgets.ElidedLabel(address, "number-quiet"), 1)
        return button, line

    def _token_part(self) -> QLayout:
        text = tr("Made in the account's settings; one that may only read is enough.")
        self.tokens, link = self._link(tr("Open the page of tokens"), self._models.tokens_page())
        self.known = widgets.label("", "small", wrap=True)
        self.forget = widgets.button(tr("Forget it"), "quiet-link", self._forget)
        self.forget.setToolTip(tr("Take the token out of the key store and out of use"))
        known = widgets.row(spacing=8)
        known.addWidget(self.known, 1)
        known.addWidget(self.forget)
        self._known = widgets.holder(known)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(tr("Access token"))
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self.accept)
        self.show_text = widgets.button(
            tr("Show"), "quiet-link", None, tip=tr("Show what was pasted")
        )
        self.show_text.setAccessibleName(tr("Show the token"))
        self.show_text.setCheckable(True)
        self.show_text.toggled.connect(self._show_text)
        made = widgets.label(text, "small", wrap=True)
        entry = widgets.row(self.field, self.show_text, spacing=8)
        return widgets.column(made, link, self._known, entry, self._keeping(), spacing=8)

    def _keeping(self) -> QLayout:
        self.keep = QRadioButton(tr("Keep it in the system's key store"))
        self.session = QRadioButton(tr("Use it until the program ends"))
        group = QButtonGroup(self)
        for choice in (self.keep, self.session):
            group.addButton(choice)
            choice.clicked.connect(self._pick)
        self.keep.setChecked(True)
        self.no_store = widgets.label(tr("This system has no key store to keep it in."), "small")
        return widgets.column(
            widgets.row(self.keep, self.session, None, spacing=16), self.no_store, spacing=4
        )

    def _test_part(self) -> QLayout:
        self.check = widgets.button(tr("Test"), "", self.test)
        self.check.setToolTip(
            tr("Ask the hub whether this token opens the model; nothing is stored")
        )
        self.check.setMinimumWidth(96)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(tr("Asking the hub"))
        self.verdict = widgets.label("", "small-title", wrap=True)
        self.reason = widgets.label("", "small", wrap=True)
        self._answer = widgets.holder(
            widgets.column(self.verdict, self.reason, self.busy, None, spacing=3)
        )
        self._answer.setMinimumHeight(ANSWER_HEIGHT)
        line = widgets.row(spacing=12)
        line.addLayout(widgets.column(self.check, None))
        line.addWidget(self._answer, 1)
        return line


class Step(QFrame):
    """A number, a title and what is to be done."""

    def __init__(self, number: str, title: str, part: QLayout) -> None:
        super().__init__()
        self.number = number
        self.disc = QLabel(number)
        self.disc.setProperty("kind", "step")
        self.disc.setFixedSize(24, 24)
        self.disc.setAlignment(self.disc.alignment().AlignCenter)
        self.setAccessibleName(tr("Step {number}: {title}", number=number, title=title))
        texts = widgets.column(widgets.label(title, "small-title"), part, spacing=6)
        texts.setContentsMargins(0, 3, 0, 0)
        line = widgets.row(spacing=12)
        line.addLayout(widgets.column(self.disc, None))
        line.addLayout(texts, 1)
        self.setLayout(line)

    def mark(self, tone: str) -> None:
        """Mark it as done, as what a problem belongs to, or as neither."""
        self.disc.setText({"good": "✓", "bad": "!"}.get(tone, self.number))
        widgets.set_property(self.disc, "tone", tone)
