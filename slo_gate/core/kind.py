"""Which kind of promise an SLO makes: what its file states, else what names and queries hint at."""

import re

from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Choice
from slo_gate.core.shape import Field, Record
from slo_gate.core.slo import Kind

ANNOTATION = "slo-gate/kind"
"""The key of an annotation, or of a label where a format has no annotations, that states the kind."""

STATED = OrNothing(Record({ANNOTATION: Field(Choice(tuple(Kind)))}, open=True))
"""The shape of annotations: whatever they hold, a kind that they state is one that there is."""

_HINTS = (
    (Kind.SATISFACTION, r"satisf|csat|feedback|survey|ticket|(?<![a-z])(rating|rated|nps|review|stars)"),
    (
        Kind.PERFORMANCE,
        r"(latenc|duration|seconds|millis)(?!\w*_count)|_ms\b|response.?time|slow|freshness|\ble=|within",
    ),
    (Kind.PERFORMANCE, r"(?<![a-z])(fast|lag|p9[0-9])"),
    (Kind.AVAILABILITY, r"availab|uptime|downtime|error|fail|success|status|5\.\.|5xx|\bup\b|probe"),
    (Kind.AVAILABILITY, r"(?<![a-z])(code|drop)"),
)
"""Words of names and queries. How often something took seconds, `…_seconds_count`, is a number of events."""

_HEARD = 4_000
"""How many characters of a text are searched for hints: what a whole page of queries says of itself, its beginning does."""


def kind_of(stated: str, names: str, queries: str, default: Kind) -> Kind:
    """What is stated, else what the names hint at, else the queries, else the default.

    `stated` is a value of `Kind`, or empty; the shape of a format sees to that.
    """
    if stated:
        return Kind(stated)
    for text in (names, queries):
        spoken = text[:_HEARD].lower()
        for kind, hints in _HINTS:
            if re.search(hints, spoken):
                return kind
    return default
