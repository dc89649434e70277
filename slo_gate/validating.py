"""A request to validate, answered: the files are read, and the engine is asked."""

from slo_gate.collecting import uncollected
from slo_gate.config import InvalidConfigError
from slo_gate.core.errors import NothingMatchedError
from slo_gate.core.validation_report import ValidationReport
from slo_gate.engine.validation import levelled
from slo_gate.request import Request
from slo_gate.shell import load_config, validated


def run_validation(request: Request) -> ValidationReport:
    """Raises SloGateError where there is nothing to validate. A wrong configuration is a report of its own."""
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return ValidationReport(1, 1, 0, (), error.findings, invalid=True)
    with uncollected():
        report = validated(request, config)
        if config.tests and not (request.partial or request.paths):
            from slo_gate.testing import tests_of_the_set  # noqa: PLC0415 - few configurations list policy tests

            failures = levelled(tests_of_the_set(request, config), config.validation)
            report = report._replace(findings=(*report.findings, *failures))
    if not (report.objects or report.findings or request.partial):
        listed = "; ".join(f"{skipped.file}: {skipped.reason}" for skipped in report.skipped[:3])
        raise NothingMatchedError("no SLO object in the files that were read", listed)
    return report
