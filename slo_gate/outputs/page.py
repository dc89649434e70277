"""What a page about a run shows, in order, for the templates: Markdown and HTML differ in the pen alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from slo_gate import __version__
from slo_gate.core.override import Way
from slo_gate.core.report import GateReport, ObjectiveReport, Override
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.outputs import numbers
from slo_gate.outputs.facts import advice
from slo_gate.outputs.headline import headline, policy_name
from slo_gate.outputs.last_run import Before
from slo_gate.outputs.links import Links
from slo_gate.outputs.overriding import override_sentence
from slo_gate.outputs.pen import Pen
from slo_gate.outputs.wording import Wording, standing

SYMBOLS: dict[str, str] = {Verdict.PASS: "✅", Verdict.WARN: "⚠️", Verdict.FAIL: "⛔", Verdict.UNKNOWN: "❔"}
OUTCOMES: dict[str, str] = {**SYMBOLS, Outcome.OVERRIDDEN: "🟡", Outcome.SKIPPED: "⏭️", Outcome.INVALID: "⛔"}
TROUBLE = frozenset({Outcome.FAIL, Outcome.UNKNOWN, Outcome.INVALID, Outcome.WARN})
_NAMED_IN_ACTION = 3


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is made from. `before` is the last run, where one is known."""

    report: GateReport
    words: Wording
    pen: Pen
    links: Links | None = None
    before: Before | None = None

    def say(self, code: str, /, **values: object) -> str:
        return self.pen.said(self.words.say(code, **values))

    def source(self, file: str, line: int) -> str | None:
        return self.links.source(file, line) if self.links else None

    def title(self, objective: ObjectiveReport) -> str:
        place = objective.objective.location
        return self.pen.link(self.pen.quote(objective.title), self.source(place.file, place.line))

    def last_commit(self) -> str:
        """The commit of the last run, or words for it."""
        if self.before and self.before.commit:
            commit = self.before.commit
            address = self.links.commit(commit) if self.links else None
            return self.pen.link(self.pen.quote(commit[:7]), address)
        return self.say("since.last_run")


def heading(page: Page) -> str:
    report = page.report
    sentence = headline(report, page.words)
    if is_resolved(page):
        sentence = page.words.say("resolved", headline=_lower(sentence))
    return page.pen.said(f"{OUTCOMES[shown_outcome(report)]} {sentence}")


def shown_outcome(report: GateReport) -> str:
    unknown = any(standing(objective) is Verdict.UNKNOWN for objective in report.objectives)
    return Verdict.UNKNOWN if report.outcome is Outcome.PASS and unknown else report.outcome


def is_resolved(page: Page) -> bool:
    """Whether the last run told of trouble, and all is well now."""
    return bool(page.before and page.before.outcome in TROUBLE) and shown_outcome(page.report) == Outcome.PASS


def paragraphs(page: Page) -> Iterator[str]:
    """What is below the heading: what holds for the whole run first."""
    report, words, pen = page.report, page.words, page.pen
    if report.advisory:
        yield pen.strong(words.say("advisory"))
    if report.override:
        yield pen.said(f"{override_sentence(report.override, words)}{_where(report.override, page)}")
    for because in report.reasons:
        yield pen.said(f"{OUTCOMES[because.verdict]} {_capital(words.reason(because))}.")
    lead = _lead(page) if report.objectives else ""
    if lead:
        yield pen.said(lead)
    yield from _course(page)


def _where(override: Override, page: Page) -> str:
    address = page.links.own(override.url) if page.links else None
    return f" {page.pen.link(page.say('overridden.where'), address)}" if address else ""


def _lead(page: Page) -> str:
    report, words = page.report, page.words
    worst = report.objectives[0]
    if standing(worst) is Verdict.PASS:
        return _lowest(page)
    reason = "; ".join(words.reason(because, worst) for because in worst.reasons[:1])
    future = words.future(worst, report.at)
    parts = (
        words.say("lead", title=page.pen.quote(worst.title), reason=reason),
        f"{_capital(future)}." if future else "",
    )
    return " ".join(part for part in (*parts, _since(page, worst)) if part)


def _lowest(page: Page) -> str:
    known = [(objective.budget.remaining, objective) for objective in page.report.objectives if objective.budget]
    if not known:
        return ""
    share, lowest = min(known, key=lambda pair: pair[0])
    title, remaining = page.pen.quote(lowest.title), numbers.remaining(share)
    said = page.words.say("lead.lowest", title=title, remaining=remaining)
    return " ".join(part for part in (said, _since(page, lowest)) if part)


def _since(page: Page, objective: ObjectiveReport) -> str:
    """`▼ 6.1 points since abc1234.`"""
    points = page.before.points(objective) if page.before else None
    if not points:
        return ""
    return page.words.say("since", points=numbers.points(points), commit=page.last_commit())


def _course(page: Page) -> Iterator[str]:
    """From what the last run said to what this one says, where they differ."""
    before, now = page.before, page.report.outcome
    if before and before.outcome is not now:
        said = [f"{OUTCOMES[one]} {page.words.say(f'outcome.{one}')}" for one in (before.outcome, now)]
        yield page.say("course", before=said[0], commit=page.last_commit(), now=said[1])


def actions(page: Page) -> Iterator[str]:
    """What to do, each with the SLOs it is for."""
    objectives = page.report.objectives
    for code in dict.fromkeys(advice(objective) for objective in objectives):
        if code:
            titles = list(dict.fromkeys(item.title for item in objectives if advice(item) == code))
            yield page.say("action", advice=_capital(page.words.say(code)), titles=_listed(titles, page))
    if page.report.blocked or page.report.outcome in {Outcome.FAIL, Outcome.UNKNOWN}:
        yield from _overrides(page)


def _overrides(page: Page) -> Iterator[str]:
    """Who else may let the change through, and how."""
    settings = page.report.overriding
    if settings is None or not settings.ways:
        return
    said = {Way.LABEL: settings.label, Way.TRAILER: settings.trailer, Way.ENVIRONMENT: settings.environment}
    ways = [
        page.words.say(f"do.override.{way}", name=page.pen.quote(said.get(way, "")))
        for way in Way
        if way in settings.ways
    ]
    allowed = ", ".join(page.pen.quote(name) for name in settings.allowed.names)
    yield page.say("do.override", allowed=allowed, ways="; ".join(ways))


def _listed(titles: list[str], page: Page) -> str:
    shown = ", ".join(page.pen.quote(title) for title in titles[:_NAMED_IN_ACTION])
    more = len(titles) - _NAMED_IN_ACTION
    return f"{shown}, {page.words.say('action.more', n=more)}" if more > 0 else shown


def footer(page: Page) -> Iterator[str]:
    pen, links = page.pen, page.links
    yield pen.said(f"slo-gate {__version__}")
    if links:
        yield page.say("footer.commit", commit=pen.link(pen.quote(links.sha[:7]), links.commit()))
        yield pen.link(page.say("footer.run"), links.run_url)
    yield pen.said(policy_name(page.report.policy, page.words, pen.quote))
    if page.report.at:
        yield page.say("footer.at", at=numbers.instant(page.report.at))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
