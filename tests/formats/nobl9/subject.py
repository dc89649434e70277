"""Nobl9, as the tests of all formats see it."""

from pathlib import Path

from slo_gate.formats import nobl9
from tests.support.corpus import Corpus
from tests.support.mutations import Mutations
from tests.support.subject import Subject

CORPUS = Corpus(Path(__file__).parent / "corpus")
_LENGTHS = "the lengths of durations"
NOBL9 = Subject(
    "nobl9",
    nobl9,
    CORPUS,
    rb"^[- ]*kind: SLO\b",
    lambda _: "nobl9.v1alpha.json",
    Mutations(
        keys=(
            "target",
            "good",
            "bad",
            "total",
            "goodTotal",
            "rawMetric",
            "composite",
            "indicator",
            "calendar",
            "op",
            "x",
        ),
        texts=("n9/v1alpha", "SLO", "shop", "Timeslices", "lte", "UTC", "Day", "Month", "Agent", "budgetDrop", "1h30m"),
    ),
    kinds=("SLO", "Service", "Project", "AlertPolicy", "Agent", "Direct"),
    beyond_a_schema={
        "invalid/a-calendar-of-no-zone.yaml": "the names of the time zones",
        "invalid/a-composite-that-waits-for-seconds.yaml": _LENGTHS,
        "invalid/a-policy-that-cools-down-too-fast.yaml": _LENGTHS,
        "invalid/a-time-to-burn-of-nothing.yaml": _LENGTHS,
        "invalid/a-window-of-eight-days.yaml": _LENGTHS,
        "invalid/missing-data-that-is-told-too-soon.yaml": _LENGTHS,
    },
    unjudged=(
        *("startTime", "timeZone", "alertAfter", "alertingWindow", "coolDown", "lastsFor", "maxDelay"),
        "value",
    ),
    tells_each=True,
)
