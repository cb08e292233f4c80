"""The window's language: a file of Qt Linguist where there is one, or texts made long to test.

Translations are compiled files `resources/translations/tangostudio_<language>.qm`. The pseudo
language needs no file: each text becomes 40 % longer, with accents and brackets, so that one sees
what is cut off and what is not translated. It does not know which texts there are.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from tangostudio import paths
from tangostudio.ui.texts import CONTEXT

VARIABLE = "TANGOSTUDIO_LANGUAGE"
PSEUDO = "pseudo"
SYSTEM = "system"
GROWTH = 0.4
_PLACE = re.compile(r"(\{[^{}]*\})")
_ACCENTS = str.maketrans(
    "AaBbCcDdEeGgHhIiJjKkLlNnOoPpRrSsTtUuWwYyZz", "ÀàƁƀĆćĎďÉéĜĝĤĥÎîĴĵĶķĹĺÑñÔôƤƥŔŕŚśŢţÛûŴŵÝýŽž"
)


class PseudoTranslator(QTranslator):
    """Every text of the program, accented, in brackets, 40 % longer; places stay as they are."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - as Qt calls it
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """Called by Qt for each text; Qt's own texts are left alone."""
        return lengthened(sourceText) if context == CONTEXT else sourceText

    def isEmpty(self) -> bool:
        """Qt asks before it asks for a text."""
        return False


def lengthened(text: str) -> str:
    """The text as the pseudo language has it: "Generate {takes}" is "[Ĝéñéŕàţé {takes} ~~~]"."""
    parts = _PLACE.split(text)
    accented = "".join(p if _PLACE.fullmatch(p) else p.translate(_ACCENTS) for p in parts)
    tail = "~" * max(round(len(text) * GROWTH) - 3, 0)
    return f"[{accented} {tail}]" if tail else f"[{accented}]"


def install(app: QCoreApplication, language: str = SYSTEM) -> str:
    """Show texts in a language from now on; the language that was found, "en" without a file.

    Args:
        language: of the settings; the environment's TANGOSTUDIO_LANGUAGE goes before it. "system"
            is the first of the system's languages that there is a file for.
    """
    wanted = os.environ.get(VARIABLE) or language
    if wanted == PSEUDO:
        _use(app, PseudoTranslator(app))
        return PSEUDO
    names = QLocale().uiLanguages() if wanted == SYSTEM else [wanted]
    for name in names:
        if (found := _file(name)) is not None:
            translator = QTranslator(app)
            if translator.load(str(found)):
                _use(app, translator)
                return name
        if name.split("-")[0] == "en":
            break
    return "en"


def _use(app: QCoreApplication, translator: QTranslator) -> None:
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        if old is not translator:
            old.deleteLater()
    app.installTranslator(translator)


def _file(language: str) -> Path | None:
    """The compiled translation of "pt-BR", or of "pt"."""
    folder = paths.resources_dir() / "translations"
    for name in (language.replace("-", "_"), language.split("-")[0]):
        file = folder / f"tangostudio_{name}.qm"
        if file.is_file():
            return file
    return None
