"""Reports full of text that means harm."""

from slo_gate.core.change import Change
from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.node import Span
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.report import GateReport, ObjectiveReport, Override, PolicyOrigin
from slo_gate.core.validation_report import ValidationReport
from slo_gate.core.verdict import Outcome
from tests.outputs.objectives import AT, DAY, excluded, failing, slo, unknown
from tests.outputs.reports import gate

HOSTILE = (
    "::error::pwned",
    "##[error]pwned",
    "a\n::set-output name=outcome::pass",
    "a\r::stop-commands::x",
    "\u00a0::warning::nbsp",
    "@everyone and @acme/oncall",
    "![beacon](https://evil.example/x.png)",
    "[click](https://evil.example)",
    "https://evil.example www.evil.example",
    "<img src=https://evil.example/x.png><details><summary>",
    "### forged heading",
    "`` ` ``` @inside ```` code",
    "`@left",
    "a|b\\|c@x",
    "a\\",
    "\u202egnp.elif\u2066",
    "zero\u200bwidth\u00ad",
    "##\u200b[error]hidden",
    "\x1b[31mred\x1b[0m\x07",
    "<!-- slo-gate:comment v=1 -->",
    "/deploy now",
    "-->\n\n# one\n```\n~~~\n| a | b |\n|-|-|",
    "{{ 7 * 7 }}{% raw %}",
    "%0A::error::escaped",
    "",
    "   ",
    "x" * 5000,
    "日本語のサービス",
    "\ud800",
)


def hostile_objective(text: str) -> ObjectiveReport:
    """Foreign text wherever a file, an API or a payload can put some."""
    promise = slo(text, service=text, file=text)
    failed, cut = failing(), excluded()
    because = failed.reasons[0]._replace(rule=text, location=Location(text, Span(1, 1, 1, 2)))
    assert failed.budget
    return failed._replace(
        budget=failed.budget._replace(basis=text),
        slo=promise,
        objective=promise.objectives[0],
        reasons=(because,),
        queries=(text,),
        warnings=(text,),
        series=((text, text),),
        bounds=cut.bounds,
        exclusions=tuple(one._replace(reason=text, ticket=text) for one in cut.exclusions),
    )


def hostile_change(text: str) -> PromiseChange:
    """A text in each place that a change of a promise has for one."""
    place = Location(text, Span(1, 1, 1, 2))
    aspects = (
        Aspect("label", {"label": text, "before": text, "after": text}, location=place),
        Aspect("query", {"part": "total", "before": text, "after": text}),
    )
    judged = hostile_objective(text)
    return PromiseChange(
        Way.CHANGED, text, text, text, place, aspects, weakens=True, before=judged.today, after=judged.today
    )


def hostile_override(text: str) -> Override:
    return Override(Change.FEATURE, text, AT, "label", text, AT + DAY, text, f"https://github.com/acme/shop/{text}")


def hostile_gate(text: str) -> GateReport:
    unmeasured = unknown()._replace(no_data=NoData(Reason.QUERY_REJECTED, text))
    broken = Finding(text, Severity.ERROR, Location(text, Span(1, 1, 1, 2)), text, text)
    return gate(
        Outcome.FAIL,
        hostile_objective(text),
        unmeasured,
        findings=(broken,),
        notes=(text,),
        environment=text,
        override=hostile_override(text),
        changes=(hostile_change(text),),
        policy=PolicyOrigin(text, text, text),
    )


def hostile_validation(text: str) -> ValidationReport:
    broken = Finding(text, Severity.ERROR, Location(text, Span(1, 1, 1, 2)), text, text)
    return ValidationReport(1, 1, 1, (Skipped(text, text),), (broken,))


HOSTILE_REPORT = gate(
    Outcome.FAIL, *(hostile_objective(text) for text in ("::error::pwned", "@acme/oncall", "a|b\\|c`d", "\u202e日本"))
)
