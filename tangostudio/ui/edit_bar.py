"""The row of edits under the canvases: what can be done to the sound, and what was done to it.

Buttons trigger actions, chips and the gain field tell the verbs; it knows nothing of the studio.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QMenu, QPushButton, QWidget

from tangostudio.audio import edits
from tangostudio.audio.edits import Edit, LoudnessNormalise
from tangostudio.ui import widgets
from tangostudio.ui.actions import Actions
from tangostudio.ui.edit_form import LOUDNESS, EditForm
from tangostudio.ui.edit_list import EditList
from tangostudio.ui.edit_verbs import EditVerbs
from tangostudio.ui.texts import tr

HEIGHT, GAIN_WIDTH, GROUP_GAP, BUTTON_WIDTH = 38, 72, 10, 30
TRIMS = ("sound.trim", "sound.trim_silence", "sound.fade_in", "sound.fade_out")
TURNS = ("sound.reverse", "sound.loop")
MODEL = ("take.redo", "take.extend")
LEVELS = ("sound.normalise_peak",)
# Out of the row, into the menu of the rest, one after the other where the row is narrow.
FIRST_TO_GO = (
    "take.extend",
    "take.redo",
    "sound.loop",
    "sound.reverse",
    "sound.fade_out",
    "sound.fade_in",
)
LEAST_WIDTH = 260
REST = ("sound.remove_dc", "sound.mono", "sound.seam", "take.loop", "sound.bake", "sound.clear")


class EditBar(QFrame):
    """Buttons, gain and chips of the take that is shown.

    Attributes:
        list: the chips.
        gain: the field of the gain in dB.
        buttons: by the id of their action.
        form: the form that was opened last, or None.
    """

    def __init__(self, actions: Actions, verbs: EditVerbs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("edit_bar")
        self.setAccessibleName(tr("Edit the sound"))
        self.setFixedHeight(HEIGHT)
        self._actions = actions
        self._verbs = verbs
        self.form: EditForm | None = None
        self.buttons: dict[str, QPushButton] = {}
        self.gain = GainField()
        self.list = EditList()
        self._trouble = widgets.ElidedLabel("", "warn")
        self.normalise = self._menu_button("normalise", tr("Normalise"), LEVELS)
        self.more = self._menu_button("more", tr("More edits"), REST)
        self.more.menu().aboutToShow.connect(self._fill_more)
        self._fill_normalise()
        self._lay_out()
        self.gain.chosen.connect(lambda level: verbs.apply(edits.Gain(level)))
        self.list.opened.connect(lambda edit, anchor: self._open(edit, anchor))
        self.list.removed.connect(verbs.remove)
        verbs.changed.connect(self.refresh)
        verbs.form_wanted.connect(lambda edit: self._open(edit, self.buttons.get(_place(edit))))
        verbs.gain_wanted.connect(self._type_gain)
        self.refresh()

    def refresh(self) -> None:
        """Show the edits of the take that is shown."""
        listed, take = self._verbs.edits(), self._verbs.take()
        seconds = take.frames / take.sample_rate if take is not None else 0.0
        self.list.show_edits(listed, seconds)
        gain = edits.find(listed, edits.Gain)
        self.gain.show_level(gain.db if gain is not None else 0.0)
        self.gain.setEnabled(take is not None)
        self._trouble.setText(self._verbs.trouble())
        self._trouble.setVisible(bool(self._trouble.fullText()))
        self.list.setVisible(not self._trouble.fullText())

    def minimumSizeHint(self) -> QSize:
        """Narrower than all buttons: those that do not fit go."""
        return QSize(LEAST_WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other buttons."""
        super().resizeEvent(event)
        needed = super().minimumSizeHint().width()
        hidden = [name for name in FIRST_TO_GO if self.buttons[name].isHidden()]
        needed += len(hidden) * BUTTON_WIDTH
        for name in FIRST_TO_GO:
            self.buttons[name].setVisible(needed <= self.width())
            needed -= BUTTON_WIDTH if needed > self.width() else 0

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        parts: list[QWidget | int | None] = []
        for group in (TRIMS, TURNS):
            parts += [*(self._button(identifier) for identifier in group), GROUP_GAP]
        parts += [self.gain, self.normalise, GROUP_GAP]
        parts += [*(self._button(identifier) for identifier in MODEL), self.more, GROUP_GAP]
        parts += [self.list, self._trouble]
        row = widgets.row(*parts, spacing=4)
        row.setStretchFactor(self.list, 1)
        row.setStretchFactor(self._trouble, 1)
        row.setContentsMargins(0, 4, 0, 4)
        self.setLayout(row)

    def _button(self, identifier: str) -> QPushButton:
        action = self._actions[identifier]
        icon = self._actions.spec(identifier).icon
        button = widgets.icon_button(icon, action.text().rstrip("…"), action.trigger)
        self.buttons[identifier] = button

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            button.setToolTip(self._actions.tip(identifier))

        action.changed.connect(follow)
        follow()
        return button

    def _menu_button(self, icon: str, name: str, identifiers: tuple[str, ...]) -> QPushButton:
        button = widgets.icon_button(icon, name)
        menu = QMenu(button)
        for identifier in identifiers:
            menu.addAction(self._actions[identifier])
        button.setMenu(menu)
        return button

    def _fill_more(self) -> None:
        """The rest, and before it what the row has no room for."""
        menu = self.more.menu()
        menu.clear()
        gone = [name for name in reversed(FIRST_TO_GO) if self.buttons[name].isHidden()]
        for identifier in (*gone, *REST):
            menu.addAction(self._actions[identifier])

    def _fill_normalise(self) -> None:
        menu = self.normalise.menu()
        menu.addSeparator()
        for level in LOUDNESS:
            action = menu.addAction(tr("{level:g} LUFS", level=level))
            action.triggered.connect(
                lambda _on, level=level: self._verbs.apply(LoudnessNormalise(level))
            )
        menu.addAction(self._actions["sound.normalise_loudness"])
        menu.aboutToShow.connect(lambda: _enable(menu, self._verbs.take() is not None))

    # --- filling in -------------------------------------------------------------------------------

    def _open(self, edit: Edit, anchor: QWidget | None) -> None:
        new = edits.find(self._verbs.edits(), type(edit)) is None
        self.form = EditForm(edit, self, new=new)
        self.form.applied.connect(self._verbs.apply)
        self.form.removed.connect(self._verbs.remove)
        self.form.show_at(anchor or self.normalise)

    def _type_gain(self) -> None:
        self.gain.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.gain.selectAll()


class GainField(QDoubleSpinBox):
    """A gain in dB; told when typing ends, not at every key.

    Signals:
        chosen(float): another gain was typed or stepped to.
    """

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = 0.0
        self.setProperty("kind", "number")
        self.setLocale(QLocale.c())
        self.setRange(-60.0, 40.0)
        self.setDecimals(1)
        self.setSingleStep(0.5)
        self.setSuffix(tr(" dB"))
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(GAIN_WIDTH, 26)
        self.setAccessibleName(tr("Gain in decibels"))
        self.setToolTip(tr("Gain"))
        self.valueChanged.connect(self._tell)

    def show_level(self, level: float) -> None:
        """Show a gain, without a signal."""
        self._shown = level
        self.blockSignals(True)
        self.setValue(level)
        self.blockSignals(False)

    def textFromValue(self, value: float) -> str:
        """With its sign."""
        return f"{value:+.1f}" if value else "0.0"

    def wheelEvent(self, event: object) -> None:
        """The wheel belongs to the canvases."""
        event.ignore()  # type: ignore[attr-defined]

    def _tell(self, level: float) -> None:
        if level != self._shown:
            self._shown = level
            self.chosen.emit(level)


def _place(edit: Edit) -> str:
    """The button beside which an edit is filled in."""
    places = {edits.FadeIn: "sound.fade_in", edits.FadeOut: "sound.fade_out"}
    return {**places, edits.LoopCrossfade: "sound.loop"}.get(type(edit), "")


def _enable(menu: QMenu, on: bool) -> None:
    """Entries that are no actions of the table follow the take."""
    for action in menu.actions():
        if not action.objectName():
            action.setEnabled(on)
