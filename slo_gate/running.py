"""A run of the gate, as its request and its configuration have it, and what the files of a set say to it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from slo_gate.config import Config
from slo_gate.core.change import Change
from slo_gate.core.finding import Finding
from slo_gate.core.policy import Context, Policy
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.engine.concerning import Asked
from slo_gate.engine.run import Run
from slo_gate.engine.validation import Reading, levelled
from slo_gate.request import Request


def run_of(request: Request, config: Config) -> Run:
    at = request.at or config.at
    policy = config.policy or Policy()
    if request.on_unknown:
        policy = policy._replace(on_unknown=request.on_unknown)
    return Run(
        policy=policy,
        origin=PolicyOrigin(config.file),
        context=Context(request.environment, request.change, request.changed or None),
        now=datetime.now(UTC),
        at=at,
        advisory=request.advisory or request.shadow or config.shadow,
        actor=request.actor,
        notes=tuple(_notes(config, at)),
        exclusions=config.exclusions,
        language=request.language or config.language,
        exemptions=config.exemptions,
        freezes=config.freezes,
        services=request.services,
        overriding=config.overriding,
    )


def informed(request: Request, config: Config) -> Request:
    """With the files that the change touches, where the configuration asks for them and somebody can tell."""
    if request.changed or request.host is None or not _asks_for_files(config):
        return request
    return request._replace(changed=request.host.changed())


def _asks_for_files(config: Config) -> bool:
    rules = config.policy.rules if config.policy else ()
    matches = (*(rule.match for rule in rules), *(freeze.match for freeze in config.freezes))
    return bool(config.scope) or any(match.paths for match in matches)


def overridden(run: Run, request: Request, config: Config) -> Run:
    """With the override that somebody has given, if it counts; a label may also say that the change is a repair."""
    settings = config.overriding
    if settings is None or request.host is None or run.context.change in run.policy.repairs:
        return run
    decision = request.host.override(settings, run.now)
    run = run._replace(notes=(*run.notes, *decision.notes))
    if decision.override is None:
        return run
    change = decision.override.change
    if change is not Change.FEATURE and change not in run.policy.repairs:
        note = f"the label tells that the change is a {change}, and the policy's `repairs` has no such kind"
        return run._replace(context=run.context._replace(change=change), notes=(*run.notes, note))
    return run._replace(context=run.context._replace(change=change), override=decision.override)


def asked_of(request: Request, config: Config) -> Asked:
    return Asked(request.services, request.changed, config.scope, config.require_slo)


def _notes(config: Config, at: datetime | None) -> Iterator[str]:
    if config.file is None:
        yield "no configuration was found: built-in rules, and no sources"
    if at:
        yield from fixed(at)


def fixed(at: datetime) -> Iterator[str]:
    yield f"judged at a fixed instant, {at:%Y-%m-%d %H:%M:%S} UTC, and not at the present one"


def with_levels(report: GateReport, config: Config) -> GateReport:
    """With the findings as severe as the configuration has them."""
    return report._replace(findings=tuple(levelled(report.findings, config.validation)))


def refusing(reading: Reading) -> tuple[Finding, ...]:
    """The findings of files that no budget can be judged by: a promise that cannot be read is not left out in silence."""
    findings = reading.report.findings
    if not reading.broken and not any(finding.is_error for finding in findings):
        return ()
    told = {(one.rule, one.location, one.message): one for one in (*findings, *reading.broken)}
    return tuple(told.values())


def skipped(reading: Reading) -> tuple[str, ...]:
    return tuple(f"skipped {one.file}: {one.reason}" for one in reading.report.skipped)
