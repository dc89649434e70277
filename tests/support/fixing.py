"""Sets of files fixed in memory."""

from collections.abc import Mapping

from slo_gate import documents
from slo_gate.core.finding import Finding
from slo_gate.core.ports import Parsed, Surroundings
from slo_gate.engine.fixing import Fixed, fix
from slo_gate.engine.validation import validate
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES
from tests.support.corpus import ALONE


def parse(file: str, text: str) -> Parsed:
    return documents.parse(text.encode(), file)


def fixed(files: Mapping[str, str], surroundings: Surroundings = ALONE) -> Fixed:
    parsed = tuple(parse(file, text) for file, text in files.items())
    return fix(parsed, files, parse, lambda some: validate(some, FORMATS, RULES, surroundings).report.findings)


def fixed_text(text: str, surroundings: Surroundings = ALONE) -> str:
    """The text of one file after its repair."""
    repaired = fixed({"slo.yaml": text}, surroundings).repaired
    return repaired["slo.yaml"].after if repaired else text


def findings(text: str) -> tuple[Finding, ...]:
    return validate((parse("slo.yaml", text),), FORMATS, RULES, ALONE).report.findings
