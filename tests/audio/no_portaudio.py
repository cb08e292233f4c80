"""Stands in for sounddevice on a machine without PortAudio."""

raise OSError("PortAudio library not found")
