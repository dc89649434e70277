"""What the `sql` source expects of a database, whichever it is."""

from typing import Protocol

from slo_gate.core.grid import Grid
from slo_gate.sources.sql_answer import Table


class Database(Protocol):
    def select(self, query: str, window: Grid) -> Table:
        """The answer of one SELECT about [window.start, window.end) in steps, every cell as text.

        Runs nothing but one SELECT, which changes nothing. Raises UnansweredError.
        """
        ...
