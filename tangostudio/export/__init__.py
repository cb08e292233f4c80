"""Deliverables: takes as files for other programs, named, described and checked."""
