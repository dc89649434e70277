"""How a text is written in the place of a scalar: in its quotes, within its brackets, and still one line of valid YAML.

A JSON file is YAML within brackets and double quotes, so what is right there is right in JSON.
"""

import re

from slo_gate.core.node import Scalar

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
"""Texts that mean themselves without quotes, in any context, the words below aside."""

_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""What readers of YAML 1.1 or 1.2 take for something other than a string."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
"""A number to YAML 1.1, YAML 1.2 and JSON alike."""


def string_at(scalar: Scalar, text: str) -> str | None:
    """The string as it may stand there; None where nothing else can take the scalar's place."""
    if scalar.style is None:
        return None
    if scalar.style == "'":
        return "'" + text.replace("'", "''") + "'"
    return text if not scalar.style and _is_plain(text) else _in_quotes(text)


def number_at(scalar: Scalar, text: str) -> str | None:
    """The number as it may stand there."""
    return text if scalar.style is not None and _NUMBER.fullmatch(text) else None


def quoted(scalar: Scalar) -> str | None:
    """A plain scalar as a string of the same characters."""
    return _in_quotes(scalar.text) if scalar.style == "" else None


def _in_quotes(text: str) -> str:
    import json  # noqa: PLC0415 - most files have nothing to mend

    return json.dumps(text, ensure_ascii=False)


def item_at(scalar: Scalar, key: str) -> str | None:
    """A mapping of one key to the scalar, for a list's item; within brackets it needs its own."""
    value = string_at(scalar, scalar.text)
    if value is None or not scalar.flow:
        return value and f"{key}: {value}"
    return f"{{{string_at(scalar, key)}: {value}}}"


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.lower() not in _WORDS
