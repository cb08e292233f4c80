"""Deliverables: takes as WAV files for other programs, named, described and checked."""

from tangostudio.export.export import Exported, ExportOptions, export_take, find_export

__all__ = ["ExportOptions", "Exported", "export_take", "find_export"]
