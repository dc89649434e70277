"""Addresses that outputs may show. Nothing from a file but a percent-encoded path ever becomes part of one."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

HOME = "https://github.com/slo-gate/slo-gate"
DOCS = f"{HOME}/blob/main/docs"
_PLAIN = re.compile(r"[A-Za-z0-9/._:#=?&-]{1,500}")


class Links(NamedTuple):
    """Trusted parts of addresses, as the runner gives them: no trailing slash, `sha` a full commit."""

    server_url: str
    repository: str
    sha: str
    run_url: str

    def source(self, file: str, line: int) -> str | None:
        """The address of a line of a file of the repository; None for a path that leaves it."""
        path = PurePosixPath(file)
        if path.is_absolute() or not path.parts or ".." in path.parts:
            return None
        encoded = quote(path.as_posix(), safe="/", errors="replace")
        return f"{self.server_url}/{self.repository}/blob/{self.sha}/{encoded}#L{line}"

    def commit(self, sha: str = "") -> str:
        """The page of a commit of the repository; of this run's own where none is named."""
        return f"{self.server_url}/{self.repository}/commit/{sha or self.sha}"

    def own(self, address: str) -> str | None:
        """An address that others gave, where it is that of a page of the repository, and plain; None for any other."""
        home = f"{self.server_url}/{self.repository}/"
        return address if address.startswith(home) and _PLAIN.fullmatch(address) else None


def rule_url(rule: str) -> str:
    """The documentation page of a validation rule."""
    return f"{DOCS}/rules/{quote(rule, safe='', errors='replace')}.md"
