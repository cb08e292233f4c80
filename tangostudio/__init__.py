"""Tango Studio: sound effects from a prompt, made on the designer's own machine."""

__version__ = "0.1.0"
