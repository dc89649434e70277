"""Draft-07 JSON Schemas of the JSON reports, version 1."""

from collections.abc import Mapping

from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.outputs.schema_changes import CHANGE
from slo_gate.outputs.schema_gate import GATE
from slo_gate.outputs.schema_values import (
    COUNT,
    EXIT_CODE,
    FINDING,
    FLAG,
    INSTANT,
    LINE,
    REASONS,
    TEXT,
    Schema,
    array,
    enum,
    nullable,
    record,
)

_DIFF = record(
    {
        "version": {"const": 1},
        "outcome": enum(Outcome),
        "exit_code": EXIT_CODE,
        "weakened": {**FLAG, "description": "Whether any promise is, whatever the policy says of it."},
        "at": {**nullable(INSTANT), "description": "When both versions were measured; null where nothing was."},
        "base": record({"file": nullable(TEXT), "ref": nullable(TEXT), "sha": nullable(TEXT)}),
        "changes": array(CHANGE),
        "findings": array(FINDING),
        "notes": array(TEXT),
    }
)

_VALIDATE = record(
    {
        "version": {"const": 1},
        "files": COUNT,
        "documents": COUNT,
        "objects": COUNT,
        "skipped": array(record({"file": TEXT, "reason": TEXT})),
        "findings": array(FINDING),
        "suppressed": {**COUNT, "description": "Findings that comments in the files silence."},
        "fixed": {**COUNT, "description": "How many repairs were written."},
        "unwritten": {
            **array(record({"file": TEXT, "reason": TEXT})),
            "description": "Files that could not be repaired.",
        },
        "exit_code": EXIT_CODE,
    }
)


_TEST = record(
    {
        "version": {"const": 1},
        "files": COUNT,
        "passed": COUNT,
        "failed": COUNT,
        "tests": array(
            record(
                {
                    "name": TEXT,
                    "file": TEXT,
                    "line": LINE,
                    "passed": FLAG,
                    "verdict": {**nullable(enum(Verdict)), "description": "null where the SLO is not judged."},
                    "outcome": enum(Outcome),
                    "reasons": REASONS,
                    "expected": record(
                        {
                            "verdict": nullable(enum(Verdict)),
                            "outcome": nullable(enum(Outcome)),
                            "rule": nullable(TEXT),
                        }
                    ),
                    "message": {**nullable(TEXT), "description": "What is otherwise than expected."},
                }
            )
        ),
        "unreached": {
            **array(record({"rule": TEXT, "file": nullable(TEXT), "line": nullable(LINE)})),
            "description": "The rules that speak in no test.",
        },
        "findings": array(FINDING),
        "exit_code": EXIT_CODE,
    }
)


def _titled(title: str, schema: Schema) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **schema}


SCHEMAS: Mapping[str, Schema] = {
    "report-diff.v1.json": _titled("The JSON report of slo-gate diff", _DIFF),
    "report-gate.v1.json": _titled("The JSON report of slo-gate gate", GATE),
    "report-test.v1.json": _titled("The JSON report of slo-gate test", _TEST),
    "report-validate.v1.json": _titled("The JSON report of slo-gate validate", _VALIDATE),
}
"""By the name of the published file."""
