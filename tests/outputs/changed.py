"""Fixed changes of promises."""

from decimal import Decimal

from slo_gate.core.change_report import ChangeReport
from slo_gate.core.finding import Location
from slo_gate.core.node import Span
from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.verdict import Outcome, Verdict
from tests.outputs.objectives import AT, budget, failing, passing, slo, unknown, warning


def weakened() -> PromiseChange:
    """A target that lets five times as much be bad."""
    aspect = Aspect(
        "target", {"before": Decimal("0.999"), "after": Decimal("0.995"), "factor": Decimal(5)}, weakens=True
    )
    lenient = slo("checkout-availability", "0.995")
    after = failing()._replace(
        slo=lenient,
        objective=lenient.objectives[0],
        verdict=Verdict.PASS,
        budget=budget("1389.4", "1236000", "0.995"),
    )
    return PromiseChange(
        Way.CHANGED,
        "web",
        "checkout-availability",
        "",
        lenient.location,
        (aspect,),
        weakens=True,
        before=failing().today,
        after=after.today,
    )


def changes() -> tuple[PromiseChange, ...]:
    place = Location("slo/search.yaml", Span(18, 15, 18, 19))
    window = Aspect("window", {"before": "30d", "after": "7d"})
    query = Aspect("query", {"part": "part", "before": "a", "after": "b"}, weakens=True)
    return (
        weakened(),
        PromiseChange(Way.REMOVED, "web", "login-latency", "", place, weakens=True, before=warning().today),
        PromiseChange(Way.CHANGED, "web", "search-latency", "main", place, (window, query), after=unknown().today),
        PromiseChange(Way.ADDED, "web", "cart-availability", "", place, after=passing().today),
    )


CHANGE_REPORTS = {
    "weakened": ChangeReport(
        Outcome.FAIL, PolicyOrigin(".slo-gate.yaml", "main", "9d1c0fe2" + "0" * 32), AT, changes(), (), ("a note",)
    ),
    "none": ChangeReport(Outcome.PASS, PolicyOrigin(".slo-gate.yaml", "main", "9d1c0fe2" + "0" * 32)),
}
