"""Text from files, APIs and payloads, made safe to show on a line of a terminal or a log.

Two grammars of the Actions runner turn log lines into commands: `::name` after leading blanks, and `##[name]` anywhere.
Its searches ignore invisible characters, so hiding one inside would not break a command; a visible backslash does.
"""

import re
import unicodedata

_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_IGNORABLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff"
_SUSPECT = re.compile(rf"[^\x20-\x7e\xa1-\xac\xae-\u02ff]|[{_IGNORABLE}]")
_LEADING_COMMAND = re.compile(r"(?:(?<=\s)|^)::")


def printable(text: str, limit: int = 500) -> str:
    """One line of at most `limit` characters in which every invisible, control or direction character shows."""
    shown = defuse_log_line(_SUSPECT.sub(_visible, text[: limit + 1]))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def defuse_log_line(line: str) -> str:
    """The line with every command of the Actions runner broken by a visible backslash."""
    return _LEADING_COMMAND.sub(r":\\:", line).replace("##[", r"##\[")


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    if _harmless(character):
        return character
    code = ord(character)
    width, letter = (2, "x") if code < 0x100 else (4, "u") if code < 0x10000 else (8, "U")
    return _NAMED.get(character) or f"\\{letter}{code:0{width}x}"


def _harmless(character: str) -> bool:
    if re.match(f"[{_IGNORABLE}]", character):
        return False
    return character.isprintable() or unicodedata.category(character) == "Zs"
