"""Collects every text of the window into `resources/translations/tangostudio.ts`.

The file is Qt Linguist's: translators open it there, and `pyside6-lrelease` compiles it. Texts are
found in the source (the literals of `tr`, `tr_count` and `mark`), in the tables of actions and
settings, among what can be undone, and in the model cards (names and help of parameters). Nothing
of the window is run.

    python packaging/collect_texts.py           write the file
    python packaging/collect_texts.py --check   say whether it is up to date, and what is wrong
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "resources" / "translations" / "tangostudio.ts"
CONTEXT = "tangostudio"
MARKERS = {"tr": 1, "mark": 1, "tr_count": 2}  # and how many of their arguments are texts
DEEDS = {"Deed", "write_takes", "_move", "_change", "_did", "_write", "_store_votes"}
"""Functions of the studio that are told what "Undo" will say, as the first text they get."""

DEFINED = "tangostudio/ui/texts.py"  # where they are defined, which translates nothing itself


@dataclass
class Found:
    """Texts with the files that hold them, and places where a text is no literal.

    Attributes:
        texts: files by text.
        counted: texts that have a number in them, with forms of each language's own.
    """

    texts: dict[str, set[str]] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def add(self, text: str, file: str) -> None:
        """Take in one text."""
        if text.strip():
            self.texts.setdefault(text, set()).add(file)


def collect(root: Path = ROOT) -> Found:
    """All texts of the program."""
    found = Found()
    for file in sorted((root / "tangostudio" / "ui").rglob("*.py")):
        name = file.relative_to(root).as_posix()
        if name != DEFINED:
            read_source(file.read_text(encoding="utf-8"), name, found)
    for file in sorted((root / "tangostudio" / "studio").glob("*.py")):
        for text in _of_deeds(file.read_text(encoding="utf-8")):
            found.add(text, file.relative_to(root).as_posix())
    for text in _of_actions():
        found.add(text, "tangostudio/ui/action_table.py")
    for text in _of_settings():
        found.add(text, "tangostudio/settings.py")
    for file in sorted((root / "models").glob("*.toml")):
        for text in _of_card(tomllib.loads(file.read_text(encoding="utf-8"))):
            found.add(text, f"models/{file.name}")
    return found


def read_source(source: str, name: str, found: Found) -> None:
    """Take in the literals of the markers; every other argument is a problem."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        count = MARKERS.get(node.func.id)
        if count is None:
            continue
        for argument in node.args[:count]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                found.add(argument.value, name)
            else:
                found.problems.append(f"{name}:{node.lineno}: {ast.unparse(argument)} is no text")
        if count == 2 and isinstance(node.args[1], ast.Constant):
            found.counted.add(str(node.args[1].value))


def _of_deeds(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = (a.value for a in node.args if isinstance(a, ast.Constant))
            if name in DEEDS and isinstance(text := next(texts, None), str):
                yield text


def _of_actions() -> Iterator[str]:
    from tangostudio.ui.action_specs.spec import MENUS
    from tangostudio.ui.action_table import TABLE

    yield from MENUS
    for spec in TABLE:
        yield from (spec.text, spec.help)


def _of_settings() -> Iterator[str]:
    from tangostudio.settings import fields

    for _name, _kind, _default, choice in fields():
        yield from (choice.group, choice.label, choice.help, choice.unit, *choice.words)


def _of_card(card: dict) -> Iterable[str]:
    """The texts of a model's parameters."""
    for parameter in card.get("parameters", {}).values():
        yield from (parameter.get("label", ""), parameter.get("help", ""))


def document(found: Found) -> str:
    """The file of Qt Linguist, texts in order."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        '<TS version="2.1" sourcelanguage="en">',
        f"<context>\n    <name>{CONTEXT}</name>",
    ]
    for text, files in sorted(found.texts.items()):
        numerus = text in found.counted
        empty = "<numerusform></numerusform>" if numerus else ""
        lines += [
            '    <message numerus="yes">' if numerus else "    <message>",
            *(f'        <location filename="../../{name}"/>' for name in sorted(files)),
            f"        <source>{escape(text)}</source>",
            f'        <translation type="unfinished">{empty}</translation>',
            "    </message>",
        ]
    return "\n".join([*lines, "</context>", "</TS>", ""])


def main(arguments: list[str]) -> int:
    """0 when all is well."""
    sys.path.insert(0, str(ROOT))
    found = collect()
    for problem in found.problems:
        print(problem)
    text = document(found)
    if "--check" in arguments:
        current = FILE.is_file() and FILE.read_text(encoding="utf-8") == text
        print("up to date" if current else "not up to date: run make format")
        return 0 if current and not found.problems else 1
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(found.texts)} texts")
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
