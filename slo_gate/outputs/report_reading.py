"""A gate's JSON report, read back into a report: what a run that may not write hands to one that may.

Whoever ran it may have written anything there. So every value is checked, all text is foreign to those who render it, and
nothing of it decides anything. What the JSON does not tell, such as the weights of a composite, is left out, and so are its
addresses: a comment of ours leads nowhere that another chose.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from slo_gate.core.budget import Budget
from slo_gate.core.change import Change
from slo_gate.core.duration import Duration
from slo_gate.core.errors import UsageError
from slo_gate.core.excluded import Excluded
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.language import Language
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.node import Span
from slo_gate.core.override import Way
from slo_gate.core.report import GateReport, ObjectiveReport, Override, PolicyOrigin
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Query, RawRatio, Slo
from slo_gate.core.verdict import Because, Outcome, Verdict
from slo_gate.core.window import Bounds, Calendar, TimeWindow
from slo_gate.outputs.change_reading import read_change
from slo_gate.outputs.told import Told, UnreadableError, told
from slo_gate.outputs.wording import TOLD, Wording

MAX_BYTES = 1024 * 1024
"""Of several hundred SLOs. A comment shows a sixteenth of it."""
_WORDS = Wording()


def read_report(data: bytes) -> GateReport:
    """Raises UsageError, which names the place and quotes nothing."""
    try:
        return _report(told(data, MAX_BYTES))
    except UnreadableError as error:
        hint = "it must be the JSON report of `slo-gate gate`, as `--output json=FILE` and `report-file` write it"
        raise UsageError(f"the report cannot be used: {error}", hint) from None


def _report(root: Told) -> GateReport:
    if root.number("version") != 1:
        raise root.wrong("version")
    policy, said, outcome = root.inner("policy"), root.maybe_inner("override"), root.word("outcome", Outcome)
    report = GateReport(
        outcome=outcome,
        at=root.maybe_instant("at"),
        environment=root.maybe_text("environment"),
        policy=PolicyOrigin(*(policy.text(key) if policy.has(key) else None for key in ("file", "ref", "sha"))),
        objectives=tuple(_objectives(list(root.objects("objectives")))),
        findings=tuple(_finding(one) for one in root.objects("findings")),
        override=_override(said) if said else None,
        notes=root.texts("notes"),
        advisory=root.flag("advisory"),
        changes=tuple(read_change(one) for one in root.objects("changes")),
        reasons=tuple(_of_the_run(one) for one in root.objects("reasons")),
        weakened=root.flag("weakened"),
        language=root.word("language", Language),
        strict=root.flag("blocked") and outcome is Outcome.WARN,
    )
    if root.flag("blocked") is not report.blocked:
        raise root.wrong("blocked")
    if root.number("exit_code") != report.exit_code:
        raise root.wrong("exit_code")
    return report


def _override(said: Told) -> Override:
    return Override(
        change=said.word("change", Change),
        actor=said.text("actor"),
        at=said.instant("at"),
        way=str(said.maybe_word("way", Way) or ""),
        reason=said.maybe_text("reason"),
        expires=said.maybe_instant("expires"),
        approver=said.maybe_text("approver"),
    )


def _finding(one: Told) -> Finding:
    span = Span(one.line("line"), one.line("column"), one.line("end_line"), one.line("end_column"))
    place = Location(one.text("file"), span)
    return Finding(one.text("rule"), one.word("severity", Severity), place, one.text("message"), one.maybe_text("help"))


def _objectives(entries: Sequence[Told]) -> Iterator[ObjectiveReport]:
    """An SLO is as many objectives as are told of it: their titles depend on that."""
    objectives = [(_slo_of(one), _objective(one)) for one in entries]
    for entry, (slo, objective) in zip(entries, objectives, strict=True):
        named = {
            other.name: other for owner, other in objectives if (owner.service, owner.name) == (slo.service, slo.name)
        }
        yield _judged(entry, slo._replace(objectives=tuple(named.values())), objective)


def _slo_of(one: Told) -> Slo:
    return Slo(
        name=one.text("slo"),
        service=one.text("service"),
        kind=one.word("kind", Kind),
        window=_window(one.inner("window")),
        method=one.word("method", BudgetingMethod),
        objectives=(),
        location=one.place("file", "line"),
        display_name=one.maybe_text("display_name"),
    )


def _objective(one: Told) -> Objective:
    place = one.place("file", "line")
    query = Query(one.maybe_text("source"), "", place)
    return Objective(one.text("objective"), one.ratio("target"), RawRatio(query, success=True), place)


def _window(window: Told) -> TimeWindow:
    try:
        duration = Duration.parse(window.text("duration"))
    except ValueError:
        raise window.wrong("duration") from None
    return TimeWindow(duration, None if window.flag("rolling") else _calendar(window))


def _calendar(window: Told) -> Calendar:
    name, start = window.text("zone"), window.maybe_instant("start")
    try:
        zone = ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        raise window.wrong("zone") from None
    return Calendar(start.astimezone(zone).replace(tzinfo=None) if start else _NO_START, zone, name)


_NO_START = datetime(1970, 1, 1)  # noqa: DTZ001 - a local time


def _judged(one: Told, slo: Slo, objective: Objective) -> ObjectiveReport:
    exclusions = tuple(_exclusion(each) for each in one.objects("exclusions"))
    missing, series = one.maybe_inner("no_data"), one.maybe_inner("series")
    return ObjectiveReport(
        slo=slo,
        objective=objective,
        verdict=one.word("verdict", Verdict),
        reasons=tuple(_because(each) for each in one.objects("reasons")),
        bounds=_bounds(one.inner("window"), exclusions),
        budget=_budget(one),
        no_data=NoData(missing.word("reason", Reason), missing.text("detail")) if missing else None,
        burn_rates={each.seconds("lookback"): each.maybe_ratio("rate") for each in one.objects("burn_rates")},
        exhausts_at=one.maybe_instant("exhausts_at"),
        recovers_at=one.maybe_instant("recovers_at"),
        time_left=one.maybe_seconds("time_left"),
        coverage=one.maybe_ratio("coverage"),
        newest_sample=one.maybe_instant("newest_sample"),
        series=tuple((key, series.text(key)) for key in series.entries) if series else (),
        summed=int(one.maybe_number("summed_series") or 0),
        queries=one.texts("queries"),
        warnings=one.texts("warnings"),
        history=one.maybe_ratios("history"),
        exclusions=exclusions,
        source=one.maybe_text("source"),
        at_base=one.flag("at_base"),
    )


def _of_the_run(one: Told) -> Because:
    """What is said of the run whatever its budgets are: a kind that has a headline, since it may head the report."""
    because = _because(one)
    if not _WORDS.knows(f"headline.{because.code}"):
        raise one.wrong("code")
    return because


def _because(one: Told) -> Because:
    code = one.text("code")
    if not _WORDS.knows(f"reason.{code}"):
        raise one.wrong("code")
    place = one.place("file", "line") if one.has("file") else None
    return Because(one.text("rule"), code, one.word("verdict", Verdict), {TOLD: one.text("text")}, place)


def _budget(one: Told) -> Budget | None:
    if not one.has("basis"):
        return None
    return Budget(
        basis=one.text("basis"),
        sli=one.maybe_ratio("sli"),
        good=one.maybe_number("good"),
        total=one.maybe_number("total"),
        allowed_bad=one.maybe_number("allowed_bad"),
        consumed=one.ratio("consumed"),
        to_date=one.maybe_ratio("remaining_to_date"),
    )


def _bounds(window: Told, exclusions: Sequence[Exclusion]) -> Bounds | None:
    start, end = window.maybe_instant("start"), window.maybe_instant("end")
    if start is None or end is None:
        return None
    return Bounds(start, end, end, Excluded.of((one.start, one.end) for one in exclusions))


def _exclusion(one: Told) -> Exclusion:
    end = one.instant("to")
    return Exclusion(one.text("reason"), one.instant("from"), end, end, ticket=one.maybe_text("ticket"))
