"""What the Markdown template shows, as Markdown already: nothing foreign leaves here outside code."""

from collections.abc import Iterator
from dataclasses import dataclass

from slo_gate import __version__
from slo_gate.core.finding import Finding, Severity
from slo_gate.core.report import GateReport, ObjectiveReport
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.outputs import numbers
from slo_gate.outputs.facts import advice, facts
from slo_gate.outputs.headline import headline
from slo_gate.outputs.links import Links, rule_url
from slo_gate.outputs.markup import Markdown, cell, code_span, fence, link, prose
from slo_gate.outputs.summaries import override_sentence, remaining, short_burn, short_promise, shown_lookbacks
from slo_gate.outputs.wording import Wording, standing

WORDS = Wording(quote=code_span, retell=prose)
SYMBOLS: dict[str, str] = {Verdict.PASS: "✅", Verdict.WARN: "⚠️", Verdict.FAIL: "⛔", Verdict.UNKNOWN: "❔"}
_OUTCOMES: dict[str, str] = {**SYMBOLS, Outcome.OVERRIDDEN: "🟡", Outcome.SKIPPED: "⏭️", Outcome.INVALID: "⛔"}
_SEVERITIES = {Severity.ERROR: "⛔", Severity.WARNING: "⚠️", Severity.NOTICE: "💬"}
_NAMED_IN_ACTION = 3


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many of each kind of entry are shown: whole entries, never parts of one."""

    rows: int
    findings: int
    details: int


View = dict[str, object]


def view(report: GateReport, links: Links | None, amounts: Amounts) -> View:
    """The template's context for a report."""
    rows = report.objectives[: amounts.rows]
    findings = report.findings[: amounts.findings]
    details = report.objectives[: amounts.details]
    return {
        "heading": Markdown(f"{_symbol(report)} {headline(report, WORDS)}"),
        "paragraphs": list(_paragraphs(report)),
        **_table(rows, report, links),
        "rest": list(_rest(report, amounts)),
        "actions": list(_actions(report)),
        "findings": [_finding(finding, links) for finding in findings],
        "details": [_detail(objective, report, links) for objective in details],
        "titles": _titles(report),
        "footer": list(_footer(report, links)),
    }


def _symbol(report: GateReport) -> str:
    unknown = any(standing(objective) is Verdict.UNKNOWN for objective in report.objectives)
    return SYMBOLS[Verdict.UNKNOWN] if report.outcome is Outcome.PASS and unknown else _OUTCOMES[report.outcome]


def _paragraphs(report: GateReport) -> Iterator[Markdown]:
    if report.advisory:
        yield Markdown(f"**{WORDS.say('advisory')}**")
    if report.override:
        yield Markdown(override_sentence(report, WORDS))
    for because in report.reasons:
        yield Markdown(f"{SYMBOLS[because.verdict]} {_capital(WORDS.reason(because))}.")
    if report.objectives:
        yield _lead(report)
    yield from map(prose, report.notes)


def _lead(report: GateReport) -> Markdown:
    worst = report.objectives[0]
    if standing(worst) is Verdict.PASS:
        return _lowest(report)
    reason = "; ".join(WORDS.reason(because, worst) for because in worst.reasons[:1])
    lead = WORDS.say("lead", title=code_span(worst.title), reason=reason)
    future = WORDS.future(worst, report.at)
    return Markdown(f"{lead} {future[0].upper()}{future[1:]}." if future else lead)


def _lowest(report: GateReport) -> Markdown:
    known = [(objective.budget.remaining, objective) for objective in report.objectives if objective.budget]
    if not known:
        return Markdown("")
    share, lowest = min(known, key=lambda pair: pair[0])
    return Markdown(WORDS.say("lead.lowest", title=code_span(lowest.title), remaining=numbers.remaining(share)))


def _table(rows: tuple[ObjectiveReport, ...], report: GateReport, links: Links | None) -> View:
    lookbacks = shown_lookbacks(report.objectives)
    spelled = " · ".join(numbers.length(lookback) for lookback in lookbacks)
    columns = [
        _column("verdict", ":-", [_verdict(row) for row in rows]),
        (WORDS.say("column.slo"), ":-", [_title(row, links) for row in rows]),
        _column("promise", "-:", [short_promise(row, WORDS) for row in rows]),
        _column("remaining", "-:", [_remaining(row) for row in rows]),
        _column("burn", "-:", [short_burn(row, lookbacks) for row in rows], lookbacks=spelled),
        _column("outlook", ":-", [WORDS.outlook(row, report.at) for row in rows]),
    ]
    kept = [column for column in columns if any(column[2])]
    return {
        "columns": [Markdown(header) for header, _, _ in kept],
        "rulers": [Markdown(ruler) for _, ruler, _ in kept],
        "rows": [[cell(Markdown(text)) for text in row] for row in zip(*(texts for _, _, texts in kept), strict=True)],
    }


def _column(name: str, ruler: str, texts: list[str], **values: str) -> tuple[str, str, list[str]]:
    header = numbers.unbroken(WORDS.say(f"column.{name}", **values))
    return header, ruler, [numbers.unbroken(text) for text in texts]


def _verdict(objective: ObjectiveReport) -> str:
    shown = standing(objective)
    return f"{SYMBOLS[shown]} {WORDS.verdict(shown)}"


def _title(objective: ObjectiveReport, links: Links | None) -> str:
    place = objective.objective.location
    return link(code_span(objective.title), links.source(place.file, place.line) if links else None)


def _remaining(objective: ObjectiveReport) -> str:
    text = remaining(objective)
    return f"**{text}**" if standing(objective) is Verdict.FAIL and objective.budget else text


def _rest(report: GateReport, amounts: Amounts) -> Iterator[Markdown]:
    hidden = [standing(objective) for objective in report.objectives[amounts.rows :]]
    present = [verdict for verdict in reversed(Verdict) if verdict in hidden]
    if present:
        counted = (f"{SYMBOLS[item]} {WORDS.say(f'more.{item}', n=hidden.count(item))}" for item in present)
        yield Markdown(f"{' · '.join(counted)} ({WORDS.say('left_out.rows')})")
    if len(report.findings) > amounts.findings:
        yield Markdown(WORDS.say("left_out.findings", n=len(report.findings) - amounts.findings))
    undetailed = min(len(report.objectives), amounts.rows) - amounts.details
    if undetailed > 0:
        yield Markdown(WORDS.say("left_out.details", n=undetailed))


def _actions(report: GateReport) -> Iterator[Markdown]:
    """What to do, each with the SLOs it is for."""
    for code in dict.fromkeys(advice(objective) for objective in report.objectives):
        if code:
            titles = list(dict.fromkeys(item.title for item in report.objectives if advice(item) == code))
            yield Markdown(WORDS.say("action", advice=_capital(WORDS.say(code)), titles=_listed(titles)))


def _listed(titles: list[str]) -> str:
    shown = ", ".join(code_span(title) for title in titles[:_NAMED_IN_ACTION])
    more = len(titles) - _NAMED_IN_ACTION
    return f"{shown}, {WORDS.say('action.more', n=more)}" if more > 0 else shown


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _finding(finding: Finding, links: Links | None) -> list[Markdown]:
    where = code_span(str(finding.location))
    address = links.source(finding.location.file, finding.location.line) if links else None
    message = prose(f"{finding.message}; {finding.help}" if finding.help else finding.message)
    rule = link(code_span(finding.rule), rule_url(finding.rule))
    return [Markdown(_SEVERITIES[finding.severity]), cell(rule), cell(link(where, address)), cell(message)]


def _detail(objective: ObjectiveReport, report: GateReport, links: Links | None) -> View:
    named = ((WORDS.say(f"fact.{name}"), sentence) for name, sentence in facts(objective, report.at, WORDS))
    verdicts = [("verdict", "; ".join(WORDS.reason(because, objective) for because in objective.reasons))]
    titled = [(WORDS.say(f"column.{name}"), sentence) for name, sentence in verdicts if sentence]
    return {
        "title": Markdown(_title(objective, links)),
        "facts": [(Markdown(name), Markdown(sentence)) for name, sentence in (*titled, *named)],
        "queries": [fence(query) for query in objective.queries],
    }


def _titles(report: GateReport) -> View:
    return {
        "actions": Markdown(WORDS.say("title.actions")),
        "findings": Markdown(WORDS.counted("title.findings", len(report.findings))),
        "details": Markdown(WORDS.say("title.details")),
        "rule": Markdown(WORDS.say("column.rule")),
        "where": Markdown(WORDS.say("column.where")),
        "message": Markdown(WORDS.say("column.message")),
    }


def _footer(report: GateReport, links: Links | None) -> Iterator[Markdown]:
    yield Markdown(f"slo-gate {__version__}")
    if links:
        commit = link(code_span(links.sha[:7]), links.commit())
        yield Markdown(WORDS.say("footer.commit", commit=commit))
        yield link(Markdown(WORDS.say("footer.run")), links.run_url)
    yield Markdown(_policy(report))
    if report.at:
        yield Markdown(WORDS.say("footer.at", at=numbers.instant(report.at)))


def _policy(report: GateReport) -> str:
    origin = report.policy
    if not origin.file:
        return WORDS.say("footer.policy.built_in")
    if not origin.ref:
        return WORDS.say("footer.policy", policy=code_span(origin.file))
    return WORDS.say("footer.policy.ref", policy=code_span(origin.file), ref=code_span(origin.ref))
