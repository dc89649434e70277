"""What the JSON Schemas of all reports are made of. More fields may be added to a report, so none is refused."""

from enum import StrEnum

from slo_gate.core.finding import Severity
from slo_gate.core.verdict import Verdict

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
LINE: Schema = {"type": "integer", "minimum": 1}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
RATIO: Schema = {"type": "string", "pattern": r"^-?([0-9]+(\.[0-9]+)?|Infinity)$"}
INSTANT: Schema = {"type": "string", "format": "date-time", "pattern": "Z$"}
EXIT_CODE: Schema = {"enum": [0, 1, 2, 3]}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def record(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def enum(values: type[StrEnum]) -> Schema:
    return {"enum": [str(value) for value in values]}


FINDING = record(
    {
        "rule": TEXT,
        "severity": enum(Severity),
        "file": TEXT,
        "line": LINE,
        "column": LINE,
        "end_line": LINE,
        "end_column": LINE,
        "message": TEXT,
        "help": TEXT,
        "url": {"type": "string", "format": "uri"},
        "fixable": {**FLAG, "description": "Whether `slo-gate validate --fix` mends it."},
    }
)

REASONS = array(
    record(
        {
            "rule": TEXT,
            "text": TEXT,
            "code": TEXT,
            "verdict": enum(Verdict),
            "file": nullable(TEXT),
            "line": nullable(LINE),
        }
    )
)
