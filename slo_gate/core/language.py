"""The languages that reports are written in."""

from enum import StrEnum


class Language(StrEnum):
    """Codes of ISO 639-1. Each has a catalogue in `outputs`."""

    ENGLISH = "en"
    INDONESIAN = "id"
