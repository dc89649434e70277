"""What a request to the stand-in for GitHub asks for, taken out of its address."""

from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support.github_description import Asked
from tests.support.github_state import Answer, GitHub, error

Handler = Callable[[GitHub, Asked, list[int]], Answer]
NOT_FOUND = error(404, "Not Found")


def parts(asked: Asked) -> list[str]:
    """What stands in the pattern's braces, in their order."""
    names = asked.pattern.split("/")
    path = asked.target.partition("?")[0].split("/")[-len(names) :]
    return [unquote(part) for part, name in zip(path, names, strict=True) if name.startswith("{")]


def query(asked: Asked) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(asked.target).query))
