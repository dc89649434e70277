"""How a command answers: its report is printed and written to files, and becomes the exit status."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from slo_gate.core.errors import SloGateError, UsageError
from slo_gate.core.language import Language
from slo_gate.core.printable import printable
from slo_gate.outputs.style import Output
from slo_gate.request import Request
from slo_gate.terminal import say, show, style_for, write_file


class Answer(Protocol):
    """A report of any command."""

    @property
    def exit_code(self) -> int: ...


Report = TypeVar("Report", bound=Answer)


def request_of(options: argparse.Namespace) -> Request:
    """What the options say that most commands have."""
    return Request(paths=tuple(options.paths), config=options.config, environ=os.environ)


def language_of(options: argparse.Namespace) -> Language | None:
    return Language(options.lang) if options.lang else None


def answer(
    options: argparse.Namespace,
    outputs: Mapping[str, Output[Report]],
    work: Callable[[], Report],
    stopped_report: Callable[[SloGateError], Report],
) -> int:
    """Does the work, prints its report and writes the files that were asked for. A run that stopped has a report too."""
    try:
        wanted = [_wanted(text, outputs) for text in options.output]
    except UsageError as error:
        return stopped(error)
    stream = sys.stderr if options.diff and options.format == "text" else sys.stdout
    style = style_for(stream, os.environ, Path())
    try:
        report = work()
    except SloGateError as error:
        stopped(error)
        report = stopped_report(error)
        shown = options.format != "text"
    else:
        shown = True
    for output, path in wanted:
        problem = write_file(path, output.render(report, style._replace(colour=False, unicode=True)))
        if problem:
            unwritten(path, problem)
    if shown:
        show(outputs[options.format].render(report, style), stream)
    return report.exit_code


def _wanted(text: str, outputs: Mapping[str, Output[Report]]) -> tuple[Output[Report], str]:
    """The output and the file of `FORMAT=FILE`. Raises UsageError."""
    name, _, path = text.partition("=")
    if name not in outputs or not path:
        raise UsageError(f"--output {text[:80]!r} is not FORMAT=FILE", f"FORMAT is one of {', '.join(outputs)}")
    return outputs[name], path


def stopped(error: SloGateError) -> int:
    """Says why a run stopped, and what to do next. The exit status of one that has no report."""
    for text in filter(None, (error.message, error.hint)):
        say(printable(text))
    return error.exit_code


def shown(text: str) -> int:
    """Prints what a command that judges nothing has to show. Its exit status: there is nothing else to go by."""
    return 0 if show(text) else SloGateError.exit_code


def unwritten(path: str, problem: str) -> None:
    """Says that a file was not written: that changes no verdict."""
    say(f"{printable(path)} was not written: {printable(problem)}")
