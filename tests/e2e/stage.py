"""What the journeys share: the program on an empty library, and what a person does most."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tangostudio.library import Library, Take, TakeQuery
from tangostudio.library.jobs import StoredJob
from tests.e2e import null_sink, program, screen_reader
from tests.e2e.program import Program

LACKING = ", ".join(filter(None, (null_sink.missing(), program.missing(), screen_reader.missing())))
"""What the journeys need and this machine has not."""


def write_settings(program: Program, **settings: int) -> None:
    """What a person has chosen on an earlier day."""
    file = program.home / ".config" / "Tango Studio" / "settings.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} = {value}" for name, value in {"format": 1, **settings}.items()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_prompt(program: Program, prompt: str) -> None:
    """Write a prompt over the one that stands there."""
    program.key("ctrl+l")
    program.key("ctrl+a")
    program.type(prompt)


def generate(program: Program, prompt: str, count: int = 4) -> list[Take]:
    """Write a prompt, press Generate, wait for the takes; all that there are then."""
    before = len(rows(program))
    write_prompt(program, prompt)
    program.key("ctrl+Return")
    return more_takes(program, before + count, f"{count} takes of {prompt!r}")


def more_takes(program: Program, count: int, what: str) -> list[Take]:
    """Wait until the library has so many takes, the oldest first, and nothing is being made."""

    def there() -> list[Take] | None:
        takes = rows(program)
        return takes if len(takes) >= count and idle(program) else None

    takes = program.until(there, what)
    assert len(takes) == count
    return takes


def rows(program: Program, **query: Any) -> list[Take]:
    """The library's takes as they are stored, beside the open window; the oldest first."""
    if not (program.library / "library.db").exists():
        return []
    with Library.open(program.library, write=False) as library:
        return library.takes.find(TakeQuery(sort="oldest", **query))


def row(program: Program, take_id: int) -> Take:
    """One take as it is stored now."""
    with Library.open(program.library, write=False) as library:
        return library.takes.get(take_id)


def jobs(program: Program) -> list[StoredJob]:
    """The stored queue."""
    with Library.open(program.library, write=False) as library:
        return library.jobs.all()


def paused(program: Program) -> bool:
    """Whether the queue waits for a person."""
    with Library.open(program.library, write=False) as library:
        return library.jobs.paused


def idle(program: Program) -> bool:
    """Whether nothing is being made and nothing waits."""
    return all(job.state not in ("running", "queued") for job in jobs(program))


def command(program: Program, words: str) -> None:
    """Do something by the command palette."""
    program.key("ctrl+k")
    window(program, "Commands")
    program.type(words)
    program.key("Return")
    program.until(lambda: "Commands" not in program.titles(), "the palette's end")


def window(program: Program, title: str) -> None:
    """Wait for a window and for the keyboard to be in it."""
    program.until(lambda: program.focused(title), f"the window {title!r}")


def whole(program: Program) -> str:
    """What `library check` says, "" when the library is well."""
    checked = program.command("library", "check", "--library", str(program.library))
    return "" if checked.returncode == 0 else checked.stdout + checked.stderr


def wav_files(folder: Path) -> list[Path]:
    """The exported files below a folder."""
    return sorted(path for path in folder.rglob("*.wav") if "exports" not in path.parts)
