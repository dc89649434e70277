"""`slo-gate gate`, and what of it asks no source: its plan, and a replay."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from slo_gate.answering import answer, language_of, request_of, shown, stopped, unwritten
from slo_gate.core.change import Change
from slo_gate.core.errors import SloGateError, UsageError
from slo_gate.core.printable import printable
from slo_gate.outputs import GATE_OUTPUTS, PLAN_OUTPUTS
from slo_gate.request import Request
from slo_gate.terminal import say, style_for, write_file

if TYPE_CHECKING:
    from slo_gate.core.report import GateReport


def gate(options: argparse.Namespace) -> int:
    from slo_gate.gating import run_gate, unusable  # noqa: PLC0415 - only the commands that measure pay for it

    request = _request(options)
    if options.explain_plan:
        return _explain_plan(options, request)
    kept: list[str] = []

    def work() -> "GateReport":
        return run_gate(_asked(options, request), kept.append if options.record else None)

    if options.replay:
        say(f"a replay: the answers are those of {printable(options.replay)}, and no source is asked")
    code = answer(options, GATE_OUTPUTS, work, lambda error: unusable(request, error.message))
    if options.record:
        problem = write_file(options.record, kept[0]) if kept else "nothing was measured"
        if problem:
            unwritten(options.record, problem)
    return code


def _request(options: argparse.Namespace) -> Request:
    return request_of(options)._replace(
        services=tuple(options.service),
        environment=options.environment,
        change=Change(options.change),
        shadow=options.shadow,
        strict=options.fail_on == "warn",
        actor=os.environ.get("GITHUB_ACTOR") or os.environ.get("USER", ""),
        replay=options.replay,
        language=language_of(options),
        base=options.base,
    )


def _asked(options: argparse.Namespace, request: Request) -> Request:
    """With what is wrong where it cannot be read. Raises UsageError."""
    from slo_gate.changed import changed_paths  # noqa: PLC0415 - as above
    from slo_gate.config.reading import read_instant  # noqa: PLC0415 - as above

    at = read_instant(options.at) if options.at else None
    return request._replace(at=at, changed=changed_paths(options.changed, options.changed_from))


def _explain_plan(options: argparse.Namespace, request: Request) -> int:
    from slo_gate.gating import plan_gate  # noqa: PLC0415 - as above

    try:
        if options.format not in PLAN_OUTPUTS or options.output:
            raise UsageError(f"--explain-plan is printed as {' or '.join(PLAN_OUTPUTS)}, and writes no report", "")
        if options.base:
            raise UsageError("--explain-plan shows what is asked of the files as they are", "leave out --base")
        report = plan_gate(_asked(options, request))
    except SloGateError as error:
        return stopped(error)
    return shown(PLAN_OUTPUTS[options.format].render(report, style_for(sys.stdout, os.environ, Path())))
