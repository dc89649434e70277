"""When two texts of a query ask the same."""

import re

_OPAQUE = re.compile(r"\\|#|--|/\*|\$\w*\$")
"""Where there are escapes, comments or texts in dollars (PostgreSQL's), blanks and line ends can decide what is text and what is not."""
_PIECE = re.compile(r"""("[^"]*"|'[^']*'|`[^`]*`)|(\s*[(){}\[\],]\s*)|(\s+)""")


def normal(text: str) -> str:
    """The text without the blanks that tell nothing: equal for queries that differ in them alone, and for no others."""
    text = text.strip()
    return text if _OPAQUE.search(text) else _PIECE.sub(_piece, text)


def _piece(found: re.Match[str]) -> str:
    quoted, sign, _blank = found.groups()
    return quoted or (sign.strip() if sign else " ")
