"""Globs as shells know them, over paths with slashes."""

import re
from functools import cache


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """`*` and `?` stay within a folder, `**` crosses folders, `[abc]` and `[!abc]` choose. For `fullmatch`."""
    tokens = re.findall(r"\*\*/|\*\*|\*|\?|\[!?[^\]/]+\]|.", pattern, re.DOTALL)
    return re.compile("".join(_token(token) for token in tokens), re.DOTALL)


def _token(token: str) -> str:
    known = {"**/": r"(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if token in known:
        return known[token]
    return _one_of(token[1:-1]) if len(token) > 1 else re.escape(token)


def _one_of(inside: str) -> str:
    """`[abc]`, `[a-z]`, `[!abc]`: never a slash. A range that runs backwards holds nothing."""
    negated = inside.startswith("!")
    ranges = re.findall(r".-.|.", inside[negated:], re.DOTALL)
    chosen = "".join(f"{re.escape(each[0])}-{re.escape(each[-1])}" for each in ranges if each[0] <= each[-1])
    if negated:
        return f"[^/{chosen}]"
    return f"(?!/)[{chosen}]" if chosen else "(?!)"
