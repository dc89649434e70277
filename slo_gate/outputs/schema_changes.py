"""The JSON Schema of a change of a promise, in the reports of `gate` and `diff`."""

from slo_gate.core.measurement import Reason
from slo_gate.core.promise_change import Way
from slo_gate.core.verdict import Verdict
from slo_gate.outputs.schema_values import FLAG, LINE, RATIO, TEXT, array, enum, nullable, record

_TODAY = record(
    {
        "verdict": enum(Verdict),
        "target": RATIO,
        "sli": nullable(RATIO),
        "remaining": nullable(RATIO),
        "no_data": nullable(enum(Reason)),
    }
)
CHANGE = record(
    {
        "way": enum(Way),
        "service": nullable(TEXT),
        "slo": {**nullable(TEXT), "description": "null where it is about a file."},
        "objective": {**nullable(TEXT), "description": "null where the SLO has one alone."},
        "file": TEXT,
        "line": LINE,
        "weakens": FLAG,
        "aspects": array(
            record(
                {
                    "code": TEXT,
                    "text": TEXT,
                    "weakens": FLAG,
                    "line": nullable(LINE),
                    "before": nullable(TEXT),
                    "after": nullable(TEXT),
                }
            )
        ),
        "before": {
            **nullable(_TODAY),
            "description": "What the old promise makes of today, where it was measured.",
        },
        "after": {**nullable(_TODAY), "description": "What the new one makes of it."},
    }
)
