"""What databases other than PostgreSQL and DuckDB read otherwise than `slo_gate.core.sql` does.

Where strings and comments end decides what is a statement and what is a parameter. So for a database whose rules may be
others, a text is refused in which they would matter.

Sources: the lexical rules of MySQL ("Comments", "String Literals"), ClickHouse ("Syntax", and "Queries with Parameters",
which its driver looks for) and BigQuery ("Lexical structure and syntax").
"""

import re

from slo_gate.core.sql import Fault, read

_DOUBTS = (
    (re.compile(r"\\"), "a backslash ends a string in some databases and not in others"),
    (re.compile(r"'''|\"\"\""), "three quotes begin a string in some databases and end one in others"),
    (re.compile(r"/\*[!+]"), "some databases run what stands in this comment"),
    (re.compile(r"/\*(?:(?!\*/).)*?/\*", re.DOTALL), "a comment within a comment ends twice in some databases, and once in others"),
    (re.compile(r"--(?=[^\s-])"), "two dashes begin a comment in some databases only with a blank behind them"),
    (re.compile(r"\$[A-Za-z_0-9]*\$"), "dollars are quotes in some databases and not in others"),
    (re.compile(r"\{[\w$]+:[^}]+\}"), "a name and a type in braces are a parameter in some databases, even in a string"),
)  # fmt: skip
_HASH = "`#` begins a comment in some databases"


def not_portable(query: str) -> Fault | None:
    """The first place at which databases may disagree on what is string, comment and statement."""
    found = [
        Fault(match.start(), match.end(), words) for doubt, words in _DOUBTS for match in [doubt.search(query)] if match
    ]
    found += [Fault(one.start, one.end, _HASH) for one in read(query).tokens if one.text == "#"][:1]
    return min(found, default=None)
