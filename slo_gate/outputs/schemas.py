"""Draft-07 JSON Schemas of the JSON reports, version 1. More fields may be added, so none is refused."""

from collections.abc import Mapping

from slo_gate.core.change import Change
from slo_gate.core.finding import Severity
from slo_gate.core.language import Language
from slo_gate.core.measurement import Reason
from slo_gate.core.override import Way as Saying
from slo_gate.core.promise_change import Way
from slo_gate.core.slo import BudgetingMethod, Kind
from slo_gate.core.verdict import Outcome, Verdict

Schema = dict[str, object]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_LINE: Schema = {"type": "integer", "minimum": 1}
_FLAG: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": "number"}
_RATIO: Schema = {"type": "string", "pattern": r"^-?([0-9]+(\.[0-9]+)?|Infinity)$"}
_INSTANT: Schema = {"type": "string", "format": "date-time", "pattern": "Z$"}
_EXIT_CODE: Schema = {"enum": [0, 1, 2, 3]}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _enum(
    values: type[Severity | Reason | Change | Language | Saying | BudgetingMethod | Kind | Outcome | Verdict | Way],
) -> Schema:
    return {"enum": [str(value) for value in values]}


_FINDING = _object(
    {
        "rule": _TEXT,
        "severity": _enum(Severity),
        "file": _TEXT,
        "line": _LINE,
        "column": _LINE,
        "end_line": _LINE,
        "end_column": _LINE,
        "message": _TEXT,
        "help": _TEXT,
        "url": {"type": "string", "format": "uri"},
        "fixable": {**_FLAG, "description": "Whether `slo-gate validate --fix` mends it."},
    }
)

_WINDOW = _object(
    {
        "length": {**_NUMBER, "description": "Seconds; of this very period in a calendar window."},
        "rolling": _FLAG,
        "start": _nullable(_INSTANT),
        "end": _nullable(_INSTANT),
        "zone": {**_nullable(_TEXT), "description": "The time zone of a calendar window."},
        "duration": {"type": "string", "description": "As OpenSLO writes it, such as 30d or 1M."},
    }
)

_REASONS = _array(
    _object(
        {
            "rule": _TEXT,
            "text": _TEXT,
            "code": _TEXT,
            "verdict": _enum(Verdict),
            "file": _nullable(_TEXT),
            "line": _nullable(_LINE),
        }
    )
)

_OBJECTIVE = _object(
    {
        "slo": _TEXT,
        "service": _TEXT,
        "objective": _TEXT,
        "display_name": _nullable(_TEXT),
        "kind": _enum(Kind),
        "series": _nullable({"type": "object", "additionalProperties": _TEXT}),
        "summed_series": {**_nullable(_COUNT), "description": "How many series it is the sum of."},
        "file": _TEXT,
        "line": _LINE,
        "target": _RATIO,
        "window": _WINDOW,
        "method": _enum(BudgetingMethod),
        "basis": _nullable(_TEXT),
        "sli": _nullable(_RATIO),
        "good": {**_nullable(_NUMBER), "description": "Good events or slices, after the method."},
        "total": _nullable(_NUMBER),
        "allowed_bad": {**_nullable(_NUMBER), "description": "How many bad ones the whole budget buys."},
        "remaining": {**_nullable(_RATIO), "description": "The share of the error budget; negative when overspent."},
        "consumed": _nullable(_RATIO),
        "remaining_to_date": _nullable(_RATIO),
        "composite": {
            **_nullable(_object({"weight": _RATIO, "remaining": _nullable(_RATIO), "consumed": _nullable(_RATIO)})),
            "description": "The budget of a composite SLO's objectives together, by their weights; it decides nothing.",
        },
        "time_left": {**_nullable(_NUMBER), "description": "Seconds of complete outage that the rest is worth."},
        "burn_rates": _array(_object({"lookback": _NUMBER, "rate": _nullable(_RATIO)})),
        "exhausts_at": _nullable(_INSTANT),
        "recovers_at": _nullable(_INSTANT),
        "excluded": {**_nullable(_NUMBER), "description": "Seconds of the window that do not count."},
        "exclusions": {
            **_array(_object({"reason": _TEXT, "ticket": _nullable(_TEXT), "from": _INSTANT, "to": _INSTANT})),
            "description": "The configuration's exclusions that take something out of the window.",
        },
        "coverage": _nullable(_RATIO),
        "newest_sample": _nullable(_INSTANT),
        "verdict": _enum(Verdict),
        "reasons": _REASONS,
        "no_data": _nullable(_object({"reason": _enum(Reason), "detail": _TEXT})),
        "source": _nullable(_TEXT),
        "queries": _array(_TEXT),
        "warnings": _array(_TEXT),
        "history": _array(_nullable(_RATIO)),
        "at_base": {**_FLAG, "description": "Judged as it was promised before the change, which is stricter."},
    }
)

_TODAY = _object(
    {
        "verdict": _enum(Verdict),
        "target": _RATIO,
        "sli": _nullable(_RATIO),
        "remaining": _nullable(_RATIO),
        "no_data": _nullable(_enum(Reason)),
    }
)
_CHANGE = _object(
    {
        "way": _enum(Way),
        "service": _nullable(_TEXT),
        "slo": {**_nullable(_TEXT), "description": "null where it is about a file."},
        "objective": {**_nullable(_TEXT), "description": "null where the SLO has one alone."},
        "file": _TEXT,
        "line": _LINE,
        "weakens": _FLAG,
        "aspects": _array(
            _object(
                {
                    "code": _TEXT,
                    "text": _TEXT,
                    "weakens": _FLAG,
                    "line": _nullable(_LINE),
                    "before": _nullable(_TEXT),
                    "after": _nullable(_TEXT),
                }
            )
        ),
        "before": {
            **_nullable(_TODAY),
            "description": "What the old promise makes of today, where it was measured.",
        },
        "after": {**_nullable(_TODAY), "description": "What the new one makes of it."},
    }
)

_OVERRIDE = _object(
    {
        "change": _enum(Change),
        "actor": _TEXT,
        "at": _INSTANT,
        "way": {**_nullable(_enum(Saying)), "description": "How it was said; null where the run itself was told."},
        "reason": _nullable(_TEXT),
        "expires": _nullable(_INSTANT),
        "approver": {**_nullable(_TEXT), "description": "Who agreed, where that is another than the actor."},
        "url": _nullable(_TEXT),
    }
)

_GATE = _object(
    {
        "version": {"const": 1},
        "outcome": _enum(Outcome),
        "exit_code": _EXIT_CODE,
        "at": {**_nullable(_INSTANT), "description": "The one instant that every budget was judged at."},
        "environment": _nullable(_TEXT),
        "advisory": {**_FLAG, "description": "The run reports and blocks nothing."},
        "blocked": _FLAG,
        "policy": _object({"file": _nullable(_TEXT), "ref": _nullable(_TEXT), "sha": _nullable(_TEXT)}),
        "reasons": {**_REASONS, "description": "What is said of the run whatever its budgets are, such as a freeze."},
        "objectives": _array(_OBJECTIVE),
        "findings": _array(_FINDING),
        "override": _nullable(_OVERRIDE),
        "notes": _array(_TEXT),
        "weakened": {
            **_FLAG,
            "description": "A change weakens promises, and the policy at its base does not allow that.",
        },
        "changes": _array(_CHANGE),
        "language": {**_enum(Language), "description": "What its readers speak; the texts in here are English."},
    }
)

_DIFF = _object(
    {
        "version": {"const": 1},
        "outcome": _enum(Outcome),
        "exit_code": _EXIT_CODE,
        "weakened": {**_FLAG, "description": "Whether any promise is, whatever the policy says of it."},
        "at": {**_nullable(_INSTANT), "description": "When both versions were measured; null where nothing was."},
        "base": _object({"file": _nullable(_TEXT), "ref": _nullable(_TEXT), "sha": _nullable(_TEXT)}),
        "changes": _array(_CHANGE),
        "findings": _array(_FINDING),
        "notes": _array(_TEXT),
    }
)

_VALIDATE = _object(
    {
        "version": {"const": 1},
        "files": _COUNT,
        "documents": _COUNT,
        "objects": _COUNT,
        "skipped": _array(_object({"file": _TEXT, "reason": _TEXT})),
        "findings": _array(_FINDING),
        "suppressed": {**_COUNT, "description": "Findings that comments in the files silence."},
        "fixed": {**_COUNT, "description": "How many repairs were written."},
        "unwritten": {
            **_array(_object({"file": _TEXT, "reason": _TEXT})),
            "description": "Files that could not be repaired.",
        },
        "exit_code": _EXIT_CODE,
    }
)


_TEST = _object(
    {
        "version": {"const": 1},
        "files": _COUNT,
        "passed": _COUNT,
        "failed": _COUNT,
        "tests": _array(
            _object(
                {
                    "name": _TEXT,
                    "file": _TEXT,
                    "line": _LINE,
                    "passed": _FLAG,
                    "verdict": {**_nullable(_enum(Verdict)), "description": "null where the SLO is not judged."},
                    "outcome": _enum(Outcome),
                    "reasons": _REASONS,
                    "expected": _object(
                        {
                            "verdict": _nullable(_enum(Verdict)),
                            "outcome": _nullable(_enum(Outcome)),
                            "rule": _nullable(_TEXT),
                        }
                    ),
                    "message": {**_nullable(_TEXT), "description": "What is otherwise than expected."},
                }
            )
        ),
        "unreached": {
            **_array(_object({"rule": _TEXT, "file": _nullable(_TEXT), "line": _nullable(_LINE)})),
            "description": "The rules that speak in no test.",
        },
        "findings": _array(_FINDING),
        "exit_code": _EXIT_CODE,
    }
)


def _titled(title: str, schema: Schema) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **schema}


SCHEMAS: Mapping[str, Schema] = {
    "report-diff.v1.json": _titled("The JSON report of slo-gate diff", _DIFF),
    "report-gate.v1.json": _titled("The JSON report of slo-gate gate", _GATE),
    "report-test.v1.json": _titled("The JSON report of slo-gate test", _TEST),
    "report-validate.v1.json": _titled("The JSON report of slo-gate validate", _VALIDATE),
}
"""By the name of the published file."""
