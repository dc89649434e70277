"""Bytes to text, and offsets to places."""

import re

from slo_gate.core.node import START, Span
from slo_gate.documents.refusal import NOT_YAML, REFUSED, TOO_BIG, Refusal

MAX_BYTES = 1024 * 1024

BREAK = re.compile("\r\n|\r|\n")
_AMBIGUOUS_BREAK = re.compile("[\x85\u2028\u2029]")
"""Line breaks to YAML 1.1 and to libyaml, ordinary characters to YAML 1.2 and to editors: text behind one in a comment
would be live, and hidden from whoever reviews the file."""


def decode(data: bytes) -> str:
    """Raises Refusal."""
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        raise Refusal(TOO_BIG, START, message, "split the file")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal(NOT_YAML, START, "the file is UTF-16 or UTF-32", "save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(error.object)  # where the codec cut a byte order mark off
        before = data[:at].decode("utf-8-sig")
        message = f"byte {at} (0x{data[at]:02x}) is not UTF-8"
        raise Refusal(NOT_YAML, span_of_offset(before, len(before)), message, "save the file as UTF-8") from None


def refuse_ambiguous_breaks(text: str) -> None:
    if not text.isascii() and (found := _AMBIGUOUS_BREAK.search(text)):
        message = f"the character U+{ord(found[0]):04X} is a line break to some readers of YAML and none to others"
        hint = "replace it by a line feed, or write it as an escape in double quotes"
        raise Refusal(REFUSED, span_of_offset(text, found.start()), message, hint)


def span_of_offset(text: str, offset: int) -> Span:
    """One character."""
    breaks = list(BREAK.finditer(text, 0, offset))
    line, column = len(breaks) + 1, offset - (breaks[-1].end() if breaks else 0) + 1
    return Span(line, column, line, column + 1)
