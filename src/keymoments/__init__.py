"""Keymoments: from agencies' files to the moments that mattered in a child safeguarding review."""

__version__ = "0.1.0"
