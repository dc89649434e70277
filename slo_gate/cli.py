"""`slo-gate`: what each command does. Options become a request, a report becomes text and an exit status."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from slo_gate import cli_aside, cli_gate
from slo_gate.answering import answer, request_of, unwritten
from slo_gate.core.dialect import Dialect
from slo_gate.core.validation_report import ValidationReport
from slo_gate.crash import BUG, describe
from slo_gate.options import parser
from slo_gate.outputs import VALIDATION_OUTPUTS, diff
from slo_gate.terminal import show, style_for
from slo_gate.termination import INTERRUPTED, catch_termination


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command. The exit status never depends on the output format."""
    catch_termination()
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        words = sys.argv[1:] if argv is None else argv
        options = parser(words).parse_args(words)
        code = _COMMANDS[options.command](options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug must say so, and never with what it held
        show(describe(error), sys.stderr)
        return BUG
    return code


def _nowhere() -> TextIO:
    """In place of a stream that is closed (the shell's `>&-`)."""
    return Path(os.devnull).open("w", encoding="utf-8")  # it stays open for the run


def _validate(options: argparse.Namespace) -> int:
    from slo_gate.validating import run_validation  # noqa: PLC0415 - no other command validates alone

    dialect = Dialect(options.dialect) if options.dialect else None
    request = request_of(options)._replace(
        partial=options.per_file, dialect=dialect, fix=options.fix, diff=options.diff
    )
    invalid = ValidationReport(0, 0, 0, (), (), invalid=True)

    def work() -> ValidationReport:
        report = run_validation(request)
        _show_repairs(report, options)
        return report

    return answer(options, VALIDATION_OUTPUTS, work, lambda _error: invalid)


def _show_repairs(report: ValidationReport, options: argparse.Namespace) -> None:
    """What the report itself does not show: the diff, on the stream that the report does not go to, and failures."""
    if options.diff:
        stream = sys.stdout if options.format == "text" else sys.stderr
        show(diff.render(report.repaired, style_for(stream, os.environ, Path())), stream)
    for left in report.unwritten:
        unwritten(left.file, left.reason)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "validate": _validate,
    "gate": cli_gate.gate,
    "diff": cli_aside.diff,
    "explain": cli_aside.explain,
    "comment": cli_aside.comment,
    "test": cli_aside.test,
    "schema": cli_aside.schema,
}


if __name__ == "__main__":
    sys.exit(main())
