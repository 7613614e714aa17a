"""Emporion: the merchant's house."""

__version__ = "0.1.0"
