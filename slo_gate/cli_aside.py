"""The commands beside `validate` and `gate`: each imports what it alone needs."""

# ruff: noqa: PLC0415 - see above
import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from slo_gate.answering import answer, language_of, request_of, shown, stopped
from slo_gate.core.errors import SloGateError, UsageError
from slo_gate.core.printable import printable
from slo_gate.outputs import CHANGE_OUTPUTS, TEST_OUTPUTS
from slo_gate.outputs.style import Style
from slo_gate.rulebook import RULEBOOK, find, is_rule
from slo_gate.terminal import say, show, style_for

if TYPE_CHECKING:
    from slo_gate.core.change_report import ChangeReport


def diff(options: argparse.Namespace) -> int:
    from slo_gate import diffing
    from slo_gate.config.reading import read_instant

    request = request_of(options)._replace(base=options.base, language=language_of(options))

    def work() -> "ChangeReport":
        at = read_instant(options.at) if options.at else None
        return diffing.run_diff(request._replace(at=at), offline=options.offline)

    return answer(options, CHANGE_OUTPUTS, work, lambda error: diffing.stopped(request, error))


def explain(options: argparse.Namespace) -> int:
    from slo_gate.outputs import explanation

    style = style_for(sys.stdout, os.environ, Path())
    if not options.what:
        return shown(explanation.listing(RULEBOOK, style))
    try:
        if is_rule(options.what):
            rule = find(options.what)
            return shown(explanation.explain(rule, RULEBOOK[rule], style))
        return shown(_explained_slo(options, style))
    except SloGateError as error:
        return stopped(error)


def _explained_slo(options: argparse.Namespace, style: Style) -> str:
    from slo_gate.config.reading import read_instant
    from slo_gate.gating import explain_slo
    from slo_gate.outputs import slo_explanation

    request = request_of(options)._replace(at=read_instant(options.at) if options.at else None)
    return slo_explanation.render(explain_slo(request, options.what), style)


def comment(options: argparse.Namespace) -> int:
    from slo_gate.commenting import post_from

    style = style_for(sys.stdout, os.environ, Path())
    try:
        posted = post_from(os.environ, options.report, style, language_of(options))
    except SloGateError as error:
        return stopped(error)
    if posted.published.note:
        say(printable(posted.published.note))
    if posted.published.url:
        show(f"{posted.published.url}\n")
    return posted.exit_code


def test(options: argparse.Namespace) -> int:
    from slo_gate.core.policy_test import PolicyTestReport
    from slo_gate.testing import run_policy_tests

    def work() -> PolicyTestReport:
        return run_policy_tests(request_of(options), require_coverage=options.require_coverage)

    return answer(options, TEST_OUTPUTS, work, lambda _error: PolicyTestReport(invalid=True))


def schema(options: argparse.Namespace) -> int:
    import json

    from slo_gate.published import schemas

    known = schemas()
    if not options.name:
        return shown("".join(f"{name}\n" for name in sorted(known)))
    if options.name not in known:
        return stopped(UsageError(f"there is no schema {options.name!r}", "`slo-gate schema` lists them"))
    return shown(json.dumps(known[options.name], indent=2) + "\n")
