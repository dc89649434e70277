"""Lists of the stand-in for GitHub, a page at a time."""

from collections.abc import Sequence
from math import ceil
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.support.github_description import Asked
from tests.support.github_state import REPOSITORY, REPOSITORY_ID, Answer, GitHub


def paged(github: GitHub, asked: Asked, found: Sequence[object]) -> Answer:
    """The page that is asked for, 30 or up to 100 of `found`, linked to its neighbours by the repository's number."""
    query = dict(parse_qsl(urlsplit(asked.target).query))
    size, page = min(int(query.get("per_page", 30)), 100), int(query.pop("page", 1))
    last = max(1, ceil(len(found) / size))
    links = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    path = asked.target.partition("?")[0].partition(f"/repos/{REPOSITORY}/")[2]
    at = f"{github.url}/repositories/{REPOSITORY_ID}/{path}?"
    link = ", ".join(
        f'<{at}{urlencode(query | {"page": str(target)})}>; rel="{name}"'
        for name, target in links.items()
        if _points(name, page, last)
    )
    return Answer(200, found[(page - 1) * size : page * size], {"Link": link} if link else {})


def _points(name: str, page: int, last: int) -> bool:
    return page < last if name in {"next", "last"} else page > 1
