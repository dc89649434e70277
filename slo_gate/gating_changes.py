"""A change, gated: by the policy at its base, with what it does to the promises, and by the stricter version of each."""

from collections.abc import Iterator, Sequence

from slo_gate.collecting import uncollected
from slo_gate.comparing import Base, Found, base_of, compared, file_changes, read_sides, trusted_config
from slo_gate.config import Config, InvalidConfigError
from slo_gate.core.errors import ConfigError, InvalidFileError, RevisionError, SloGateError
from slo_gate.core.language import Language
from slo_gate.core.promise_change import PromiseChange
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.core.verdict import Outcome
from slo_gate.engine.comparing import Compared, weakened_first
from slo_gate.engine.gating import refused, reported, skipping, take_promises, waved_through
from slo_gate.engine.run import Run
from slo_gate.engine.stricter import Trial, Tried, together, trials, tried
from slo_gate.engine.validation import Reading
from slo_gate.gating import Keep, check_files
from slo_gate.request import Request
from slo_gate.running import asked_of, informed, overridden, refusing, run_of, skipped, with_levels
from slo_gate.shell import load_config
from slo_gate.sourcing import opened, recording, replaying, sources_of
from slo_gate.weakening import weakenings


def run_changes(request: Request, keep: Keep | None) -> GateReport:
    """Raises SloGateError where the run cannot go on; that the base cannot be read is an answer: nothing is known but what is
    wrong with the files themselves.
    """
    try:
        return _run(request, base_of(request), keep)
    except RevisionError as error:
        outcome = Outcome.SKIPPED if request.unmeasured else Outcome.UNKNOWN
        told = tuple(note for note in (request.unmeasured, error.message, error.hint) if note)
        report = check_files(request, outcome, *told)
        return report._replace(policy=PolicyOrigin(ref=request.base or None))


def _run(request: Request, base: Base, keep: Keep | None) -> GateReport:
    try:
        config = trusted_config(base)
    except InvalidConfigError as error:
        note = f"the configuration at {base.shown} has errors, and nothing else is trusted to judge by: {error.file}"
        return _unknown(request, base.origin(error.file), note, *_listed(error))
    request = informed(request, config)
    run = run_of(request, config)._replace(origin=base.origin(config.file))
    run = overridden(run, request, config)
    if report := waved_through(run):
        return _told_beside(report, request, base, config)
    if wrong := head_config_errors(request):
        return refused(run, wrong.findings)
    with uncollected():
        return _judged(request, base, config, run, keep)


def _judged(request: Request, base: Base, config: Config, run: Run, keep: Keep | None) -> GateReport:
    sides = read_sides(request, base, config)
    if wrong := refusing(sides.after):
        return refused(run, wrong)
    found = compared(sides, config, asked_of(request, config), sources_of(request, config, None))
    about_files = tuple(file_changes(request, base, config, sides))
    run = run._replace(
        notes=(*run.notes, *skipped(sides.after), *unreadable(sides.before, base), *found.notes),
        reasons=found.reasons,
    )
    if why := _unmeasured(request, config):
        promised, report = _changes(found), skipping(run, why)._replace(reasons=found.reasons)
    else:
        try:
            results, report = _measured(request, config, run, found.promises, keep)
        except InvalidFileError as error:
            return refused(run, error.findings)
        promised = [one.change for one in results if one.change]
    changes = weakened_first([*promised, *about_files])
    told = weakenings(changes, request, config)
    weakened = any(finding.is_error for finding in told)
    judged = report._replace(
        outcome=Outcome.FAIL if weakened and report.outcome is not Outcome.INVALID else report.outcome,
        findings=(*told, *sides.after.report.findings, *report.findings),
        changes=changes,
        weakened=weakened and not (request.shadow or config.shadow),
    )
    return with_levels(judged, config)


def _unmeasured(request: Request, config: Config) -> str:
    """Why no source is asked; empty where they are. Advice without sources is worth giving, a gate without them is not."""
    if request.unmeasured or not request.advisory or config.sources:
        return request.unmeasured
    return "budgets were not measured: no source is configured at the base"


def _changes(found: Found) -> list[PromiseChange]:
    return [one.change for one in found.promises if one.change]


def _told_beside(report: GateReport, request: Request, base: Base, config: Config) -> GateReport:
    """With what a change does to the promises, which stays to be seen where it is let through, and keeps nothing from it."""
    try:
        sides = read_sides(request, base, config)
        found = compared(sides, config, asked_of(request, config), sources_of(request, config, None))
    except SloGateError as error:
        note = f"what the change does to the promises was not compared: {error.message}"
        return report._replace(notes=(*report.notes, note))
    changes = weakened_first([*_changes(found), *file_changes(request, base, config, sides)])
    findings = (*weakenings(changes, request, config), *sides.after.report.findings)
    return with_levels(report._replace(changes=changes, findings=findings), config)


def _measured(
    request: Request, config: Config, run: Run, pairs: Sequence[Compared], keep: Keep | None
) -> tuple[Sequence[Tried], GateReport]:
    """Raises ConfigError, and InvalidFileError."""
    snapshot = opened(request) if request.replay else None
    run = replaying(run, snapshot, request) if snapshot else run
    planned = planned_for(request, config, pairs)
    taken = take_promises([one for trial in planned for one in trial.asked], sources_of(request, config, snapshot), run)
    if keep:
        keep(recording(taken, run))
    results = list(tried(planned, taken, run))
    return results, reported(together(results), taken.at, run, ())


def planned_for(request: Request, config: Config, pairs: Sequence[Compared]) -> list[Trial]:
    """What is asked of both versions; nothing that is new is asked of sources that nobody has trusted yet."""
    trusted = request.trusted or config.run_new_queries
    return list(trials(pairs, run_new=trusted and bool(config.sources)))


def head_config_errors(request: Request) -> InvalidConfigError | None:
    """What is wrong with the configuration that a change brings: it judges nothing yet, and would once it is merged."""
    try:
        load_config(request)
    except InvalidConfigError as error:
        return error
    except ConfigError:
        return None
    return None


def unreadable(before: Reading, base: Base) -> Iterator[str]:
    """Files at the base that nobody can read must not keep anybody from mending them."""
    if wrong := refusing(before):
        first = wrong[0]
        more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        yield (
            f"not all promises at {base.shown} can be read, so they are judged and compared as far as they can be: "
            f"{first.location}: {first.message}{more}"
        )


def _listed(error: InvalidConfigError) -> Iterator[str]:
    return (f"{finding.location}: {finding.message}" for finding in error.findings[:3])


def _unknown(request: Request, origin: PolicyOrigin, *notes: str) -> GateReport:
    """The report of a run that has no policy to judge by."""
    advisory = request.advisory or request.shadow
    told = tuple(note for note in notes if note)
    language = request.language or Language.ENGLISH
    return GateReport(
        Outcome.UNKNOWN, None, request.environment, origin, notes=told, advisory=advisory, language=language
    )
