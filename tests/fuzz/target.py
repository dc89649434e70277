"""A fuzz target for atheris: bytes, and mutations of every corpus file, through the YAML door, the formats and the rules.

python -m tests.fuzz.target [OPTION OF LIBFUZZER…] FOLDER…: `make fuzz` gives it 100,000 inputs. Any exception, and any
finding that lies outside the file, ends the run and leaves the input in a file beside.
"""

import sys

import atheris

with atheris.instrument_imports(include=["slo_gate"]):
    from slo_gate import documents
    from slo_gate.core.dialect import Dialect
    from slo_gate.core.duration import Duration
    from slo_gate.core.ports import Surroundings
    from slo_gate.core.validation import Requirements, Validation
    from slo_gate.engine.validation import validate
    from slo_gate.formats import FORMATS
    from slo_gate.rules import RULES

_ASKED = Requirements(("tier",), ("runbook",), description=True, owner=True, runbook=True, names="*-*")
_DIALECTS = tuple(Dialect)


def target(data: bytes) -> None:
    """The first byte chooses what surrounds the file."""
    choice, content = (data[0], data[1:]) if data else (0, data)
    validation = Validation(_DIALECTS[choice % len(_DIALECTS)], require=_ASKED if choice & 64 else Requirements())
    surroundings = Surroundings(Duration(30, "d"), partial=bool(choice & 128), validation=validation)
    report = validate([documents.parse(content, "slo.yaml")], FORMATS, RULES, surroundings).report
    lines = content.count(b"\n") + content.count(b"\r") + 1
    for finding in report.findings:
        span = finding.location.span
        assert 1 <= span.line <= span.end_line <= lines, finding
        assert span.column >= 1, finding
        assert finding.message, finding


if __name__ == "__main__":
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
