"""What a delivery did, and its two reports: a table for spreadsheets and a page to print.

Both say each file's facts, its licence and why it is not there. They know nothing of takes.
"""

from __future__ import annotations

import csv
import html
import io
import math
from dataclasses import dataclass
from pathlib import Path

from tangostudio.audio import whole_files
from tangostudio.errors import BadRequest
from tangostudio.evaluation.spreadsheets import harmless
from tangostudio.export.metadata import Loop, Marker
from tangostudio.export.presets import Preset

COLUMNS = (
    "File", "Title", "Take", "CatID", "Seconds", "Sample rate", "Bits", "Channels", "LUFS",
    "True peak dBTP", "SHA-256 of samples", "Licence", "Commercial use", "Note", "Problem",
)  # fmt: skip


@dataclass(frozen=True)
class DeliveredFile:
    """What became of one planned file.

    Attributes:
        path: of the file; None when it was not written, and `problem` says why.
        note: what was done beside what was asked, such as a lowered level.
        lufs, true_peak_db, sha256: of the written file; sha256 is of its samples.
        hint: what to do about the problem.
        markers, loop: that the file tells, in its own seconds.
    """

    take: int
    title: str
    path: Path | None
    problem: str = ""
    note: str = ""
    cat_id: str = ""
    sample_rate: int = 0
    bits: int = 0
    channels: int = 0
    seconds: float = 0.0
    lufs: float | None = None
    true_peak_db: float | None = None
    sha256: str = ""
    licence: str = ""
    commercial: str = ""
    hint: str = ""
    markers: tuple[Marker, ...] = ()
    loop: Loop | None = None


@dataclass(frozen=True)
class Report:
    """What a delivery did.

    Attributes:
        files: in the order of the plan, also those that failed.
        cancelled: whether it was stopped before its end; what was written stays.
        folder: of the delivery.
        problem, hint: why it stopped before its end, such as a full disk; "" when it did not.
    """

    preset: Preset
    folder: Path
    files: tuple[DeliveredFile, ...]
    cancelled: bool = False
    problem: str = ""
    hint: str = ""

    @property
    def written(self) -> tuple[DeliveredFile, ...]:
        """The files that are there."""
        return tuple(file for file in self.files if file.path is not None)

    @property
    def failed(self) -> tuple[DeliveredFile, ...]:
        """The files that are not."""
        return tuple(file for file in self.files if file.path is None)


def check_name(path: Path) -> None:
    """Refuse a name that says no kind of report. Raises BadRequest."""
    if path.suffix.lower() not in (".csv", ".html", ".htm"):
        raise BadRequest(
            f"{path.name} does not say which kind of report it is.",
            "Give it a name that ends in .csv or .html.",
        )


def write(report: Report, path: Path) -> Path:
    """Write the report as its file name asks: `.csv`, or `.html`; an older one is replaced.

    Raises:
        BadRequest: another kind of file.
        StorageError: the folder cannot be written or is full.
    """
    check_name(path)
    return (write_csv if path.suffix.lower() == ".csv" else write_page)(report, path)


def write_csv(report: Report, path: Path) -> Path:
    """Write the table: UTF-8 with a mark at its beginning, so that spreadsheets read every script.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for file in report.files:
        rows.writerow([harmless(value) for value in _row(file, report.folder)])
    return _write(path, text.getvalue().encode("utf-8-sig", errors="replace"))


def write_page(report: Report, path: Path) -> Path:
    """Write the page: one file of its own, without scripts, to be read in a browser or printed.

    Raises:
        StorageError: the folder cannot be written or is full.
    """
    return _write(path, page(report).encode("utf-8", errors="xmlcharrefreplace"))


def page(report: Report) -> str:
    """The text of that page."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in COLUMNS)
    rows = "\n".join(_page_row(file, report.folder) for file in report.files)
    said = "".join(f"<p>{html.escape(text)}</p>\n" for text in _summary(report))
    return _PAGE.format(style=_STYLE, summary=said, head=head, rows=rows)


# --- inside ---------------------------------------------------------------------------------------


def _row(file: DeliveredFile, folder: Path) -> tuple[object, ...]:
    """The values of `COLUMNS`; the path is told from the delivery's folder."""
    there = file.path is not None
    return (
        _relative(file.path, folder) if file.path is not None else "",
        file.title,
        file.take if file.take > 0 else "",
        file.cat_id,
        round(file.seconds, 3) if there else "",
        file.sample_rate or "",
        file.bits or "",
        file.channels or "",
        _decibels(file.lufs),
        _decibels(file.true_peak_db),
        file.sha256,
        file.licence,
        file.commercial,
        file.note,
        file.problem,
    )


def _decibels(value: float | None) -> object:
    return "" if value is None or not math.isfinite(value) else round(value, 1)


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _summary(report: Report) -> list[str]:
    written = len(report.written)
    texts = [
        f"{written} of {len(report.files)} files written with the preset {report.preset.name} "
        f"to {report.folder}."
    ]
    if report.cancelled:
        texts.append("The delivery was stopped before its end.")
    if report.problem:
        texts.append(f"{report.problem} {report.hint}".strip())
    licences: dict[str, int] = {}
    for file in report.written:
        licences[file.licence] = licences.get(file.licence, 0) + 1
    texts += [f"{count} under: {licence}" for licence, count in sorted(licences.items()) if licence]
    return texts


def _page_row(file: DeliveredFile, folder: Path) -> str:
    cells = "".join(f"<td>{html.escape(str(value))}</td>" for value in _row(file, folder))
    kind = "" if file.path is not None else ' class="missing"'
    return f"<tr{kind}>{cells}</tr>"


def _write(path: Path, data: bytes) -> Path:
    whole_files.replace_whole(whole_files.write_part(path, data), path)
    return path


_STYLE = """
@page { size: A4 landscape; margin: 12mm; }
body { font: 10pt/1.4 system-ui, sans-serif; color: #111; background: #fff; margin: 2em; }
h1 { font-size: 16pt; font-weight: 600; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; }
th, td { text-align: left; vertical-align: top; padding: 3px 6px; border-bottom: 1px solid #ccc;
  overflow-wrap: anywhere; }
th { border-bottom: 2px solid #111; overflow-wrap: normal; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
tr.missing td { font-style: italic; }
td:nth-child(11) { font: 7pt monospace; }
"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Delivery</title>
<style>{style}</style>
</head>
<body>
<h1>Delivery</h1>
{summary}<table>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
