"""What oslo and OpenSLO's Go SDK let pass is told, and what they refuse without reason is not.

Their good ratio that is the same as its total is told by a rule about queries.
"""

import pytest

from tests.formats.openslo.subjects import corpus_of

CORPUS = corpus_of("v1")
LET_PASS = {
    "an SLO without objectives": ("invalid/the-objectives-are-an-empty-list", "invalid/there-are-no-objectives"),
    "what follows a duration": ("invalid/a-duration-with-more-behind", "invalid/a-duration-with-a-blank"),
    "a duration of nothing, or with a sign": ("invalid/a-duration-of-nothing", "invalid/a-duration-with-a-sign"),
    "a month written as a minute": ("doubtful/a-month-written-as-a-minute",),
    "a key that stands twice": ("invalid/a-key-stands-twice",),
    "a key in other letters": ("invalid/the-budgeting-method-key-is-in-small-letters",),
    "a reference to nothing": (
        "invalid/an-indicator-that-is-nowhere",
        "invalid/a-composite-of-an-sli-that-is-nowhere",
        "invalid/a-policy-with-a-condition-that-is-nowhere",
        "invalid/a-policy-with-a-target-that-is-nowhere",
        "invalid/an-alert-policy-that-is-nowhere",
        "invalid/a-data-source-that-is-nowhere",
        "invalid/a-service-that-is-nowhere",
    ),
    "a name that is given twice": ("invalid/two-objects-with-one-name",),
    "an unknown op where the SLI is referred to": ("invalid/an-unknown-op-beside-a-reference",),
    "a composite whose objective measures nothing": ("invalid/a-composite-with-one-objective-that-measures-nothing",),
    "a time slice longer than the window": ("invalid/a-time-slice-longer-than-the-window",),
    "time slices where events are counted": ("doubtful/time-slices-where-events-are-counted",),
    "a metric source of no type": ("invalid/a-metric-source-of-no-type",),
    "a raw type without a raw ratio": ("invalid/a-raw-type-without-a-raw-ratio",),
    "a target of nothing": ("invalid/a-target-is-nothing",),
    "a ratio where a percentage belongs": ("invalid/a-target-percent-is-a-ratio",),
    "a negative weight where nothing is composed": ("invalid/a-weight-below-nothing-where-nothing-is-composed",),
    "two objectives that are the same": ("doubtful/two-objectives-that-say-the-same",),
    "a service with a name that none can have": ("doubtful/a-service-with-a-name-that-none-can-have",),
    "a condition that holds while all is well": ("doubtful/a-condition-that-holds-while-all-is-well",),
    "a threshold below nothing": ("doubtful/a-condition-that-no-burn-rate-is-below",),
}
REFUSED_WITHOUT_REASON = {
    "no time window": "doubtful/no-time-window",
    "documents of comments alone": "valid/documents-with-comments-between",
    "a condition that leaves its kind to the default": "valid/a-condition-with-defaults",
    "a time slice in minutes": "valid/time-slices-in-minutes",
    "a zone where the machine has no time zones": "valid/a-calendar-month-where-clocks-change",
}


@pytest.mark.parametrize("what", LET_PASS)
def test_what_upstream_lets_pass_is_told(what: str) -> None:
    for name in LET_PASS[what]:
        path = CORPUS.root / f"{name}.yaml"
        reading = CORPUS.read(path)
        assert reading.report.findings
        assert CORPUS.unexpected(path, reading) == []


@pytest.mark.parametrize("what", REFUSED_WITHOUT_REASON)
def test_what_upstream_refuses_without_reason_is_read(what: str) -> None:
    reading = CORPUS.read(CORPUS.root / f"{REFUSED_WITHOUT_REASON[what]}.yaml")
    assert not any(finding.is_error for finding in reading.report.findings)
    assert reading.report.objects
