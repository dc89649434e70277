"""Policy tests of a request: found, read, and tried on the policy of its configuration."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from slo_gate import documents, files
from slo_gate.config import Config, InvalidConfigError
from slo_gate.core.errors import InvalidFileError, NothingMatchedError, UsageError
from slo_gate.core.finding import Finding
from slo_gate.core.policy import Context, Policy
from slo_gate.core.policy_test import PolicyTest, PolicyTestReport
from slo_gate.core.report import PolicyOrigin
from slo_gate.engine.concerning import Asked
from slo_gate.engine.policy_testing import try_policy, unreached
from slo_gate.engine.run import Run
from slo_gate.policy_tests.opening import open_tests
from slo_gate.request import Request
from slo_gate.shell import load_config

ENDINGS = ("slo-gate-test.yaml", "slo-gate-test.yml")
"""Of the names of files that are looked for where none is named."""


def run_policy_tests(request: Request, *, require_coverage: bool) -> PolicyTestReport:
    """Raises SloGateError where there is nothing to test."""
    try:
        config = load_config(request)
    except InvalidConfigError as error:
        return PolicyTestReport(findings=error.findings, invalid=True)
    return _tested(_found(request, config), config)._replace(require_coverage=require_coverage)


def tests_of_the_set(request: Request, config: Config) -> tuple[Finding, ...]:
    """What the tests that the configuration lists say of its policy. Raises SloGateError."""
    return _tested(files.find(_listed(request, config), request.folder), config).findings


def _found(request: Request, config: Config) -> Sequence[files.Candidate]:
    """Those that are named, else those that the configuration lists, else those with the usual name."""
    named = [pattern for path in request.paths for pattern in _below(path, request.folder)]
    try:
        return files.find(named or _listed(request, config) or list(_below(".", request.folder)), request.folder)
    except NothingMatchedError:
        hint = f"name one, list them under `tests`, or give one a name that ends in .{ENDINGS[0]}"
        raise NothingMatchedError("there is no policy test", hint) from None


def _listed(request: Request, config: Config) -> list[str]:
    base = os.path.relpath(config.folder, request.folder)
    return [os.path.join(base, pattern) for pattern in config.tests]  # noqa: PTH118 - it may be a glob


def _below(path: str, folder: Path) -> Iterator[str]:
    """A path, or the usual names below it where it is a folder."""
    if not (folder / path).is_dir():
        yield path
        return
    for ending in ENDINGS:
        yield os.path.join(path, "**", f"*.{ending}")  # noqa: PTH118 - it is a glob


def _tested(found: Sequence[files.Candidate], config: Config) -> PolicyTestReport:
    tests: list[PolicyTest] = []
    findings: list[Finding] = []
    for file in found:
        try:
            tests += open_tests(_bytes(file), file.name)
        except InvalidFileError as error:
            findings += error.findings
    if findings:
        return PolicyTestReport(len(found), findings=tuple(findings), invalid=True)
    run = _run(config)
    results = try_policy(tests, run, Asked(scope=config.scope, require_slo=config.require_slo))
    failures = tuple(one.finding for one in results if one.finding)
    return PolicyTestReport(len(found), results, unreached(run.policy, results), findings=failures)


def _bytes(file: files.Candidate) -> bytes:
    try:
        return files.read(file, documents.MAX_BYTES)
    except files.UnreadableError as error:
        raise UsageError(f"the policy tests {file.name} are not read: {error}", "check the path") from None


def _run(config: Config) -> Run:
    run = Run(config.policy or Policy(), PolicyOrigin(config.file), Context(), datetime.now(UTC))
    return run._replace(exemptions=config.exemptions, freezes=config.freezes)
