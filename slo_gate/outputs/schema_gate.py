"""The JSON Schema of the gate's report."""

from slo_gate.core.change import Change
from slo_gate.core.language import Language
from slo_gate.core.measurement import Reason
from slo_gate.core.override import Way
from slo_gate.core.slo import BudgetingMethod, Kind
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.outputs.schema_changes import CHANGE
from slo_gate.outputs.schema_values import (
    COUNT,
    EXIT_CODE,
    FINDING,
    FLAG,
    INSTANT,
    LINE,
    NUMBER,
    RATIO,
    REASONS,
    TEXT,
    array,
    enum,
    nullable,
    record,
)

_WINDOW = record(
    {
        "length": {**NUMBER, "description": "Seconds; of this very period in a calendar window."},
        "rolling": FLAG,
        "start": nullable(INSTANT),
        "end": nullable(INSTANT),
        "zone": {**nullable(TEXT), "description": "The time zone of a calendar window."},
        "duration": {"type": "string", "description": "As OpenSLO writes it, such as 30d or 1M."},
    }
)

_OBJECTIVE = record(
    {
        "slo": TEXT,
        "service": TEXT,
        "objective": TEXT,
        "display_name": nullable(TEXT),
        "kind": enum(Kind),
        "series": nullable({"type": "object", "additionalProperties": TEXT}),
        "summed_series": {**nullable(COUNT), "description": "How many series it is the sum of."},
        "file": TEXT,
        "line": LINE,
        "target": RATIO,
        "window": _WINDOW,
        "method": enum(BudgetingMethod),
        "basis": nullable(TEXT),
        "sli": nullable(RATIO),
        "good": {**nullable(NUMBER), "description": "Good events or slices, after the method."},
        "total": nullable(NUMBER),
        "allowed_bad": {**nullable(NUMBER), "description": "How many bad ones the whole budget buys."},
        "remaining": {**nullable(RATIO), "description": "The share of the error budget; negative when overspent."},
        "consumed": nullable(RATIO),
        "remaining_to_date": nullable(RATIO),
        "composite": {
            **nullable(record({"weight": RATIO, "remaining": nullable(RATIO), "consumed": nullable(RATIO)})),
            "description": "The budget of a composite SLO's objectives together, by their weights; it decides nothing.",
        },
        "time_left": {**nullable(NUMBER), "description": "Seconds of complete outage that the rest is worth."},
        "burn_rates": array(record({"lookback": NUMBER, "rate": nullable(RATIO)})),
        "exhausts_at": nullable(INSTANT),
        "recovers_at": nullable(INSTANT),
        "excluded": {**nullable(NUMBER), "description": "Seconds of the window that do not count."},
        "exclusions": {
            **array(record({"reason": TEXT, "ticket": nullable(TEXT), "from": INSTANT, "to": INSTANT})),
            "description": "The configuration's exclusions that take something out of the window.",
        },
        "coverage": nullable(RATIO),
        "newest_sample": nullable(INSTANT),
        "verdict": enum(Verdict),
        "reasons": REASONS,
        "no_data": nullable(record({"reason": enum(Reason), "detail": TEXT})),
        "source": nullable(TEXT),
        "queries": array(TEXT),
        "warnings": array(TEXT),
        "history": array(nullable(RATIO)),
        "at_base": {**FLAG, "description": "Judged as it was promised before the change, which is stricter."},
    }
)

_OVERRIDE = record(
    {
        "change": enum(Change),
        "actor": TEXT,
        "at": INSTANT,
        "way": {**nullable(enum(Way)), "description": "How it was said; null where the run itself was told."},
        "reason": nullable(TEXT),
        "expires": nullable(INSTANT),
        "approver": {**nullable(TEXT), "description": "Who agreed, where that is another than the actor."},
        "url": nullable(TEXT),
    }
)

GATE = record(
    {
        "version": {"const": 1},
        "outcome": enum(Outcome),
        "exit_code": EXIT_CODE,
        "at": {**nullable(INSTANT), "description": "The one instant that every budget was judged at."},
        "environment": nullable(TEXT),
        "advisory": {**FLAG, "description": "The run reports and blocks nothing."},
        "blocked": FLAG,
        "policy": record({"file": nullable(TEXT), "ref": nullable(TEXT), "sha": nullable(TEXT)}),
        "reasons": {**REASONS, "description": "What is said of the run whatever its budgets are, such as a freeze."},
        "objectives": array(_OBJECTIVE),
        "findings": array(FINDING),
        "override": nullable(_OVERRIDE),
        "notes": array(TEXT),
        "weakened": {
            **FLAG,
            "description": "A change weakens promises, and the policy at its base does not allow that.",
        },
        "changes": array(CHANGE),
        "language": {**enum(Language), "description": "What its readers speak; the texts in here are English."},
    }
)
