"""Where each tool records an objective: the names and labels of its series, as selectors of PromQL."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from slo_gate.core.measurement import Promise, Request
from slo_gate.core.prometheus_duration import spelled
from slo_gate.core.slo import Ratio, RawRatio
from slo_gate.promql.events import names
from slo_gate.promql.parsing import RejectedError
from slo_gate.promql.selectors import only_selector, renamed, selector_of
from slo_gate.promql.sharing import grouping
from slo_gate.sources.recorded_settings import TOOLS

_DAY, _SECOND, _MINUTE = timedelta(days=1), timedelta(seconds=1), timedelta(minutes=1)
_COUNTER = re.compile(r"(_total|_count|_bucket)$")
_ALPHA, _PYRRA = "openslo/v1alpha", "pyrra.dev/v1alpha1"


class Counts(NamedTuple):
    """Selectors of recorded numbers of events: of all, and of a part, which `good` tells from bad ones.

    `proves_part` tells that the total's series prove that those of the part would be seen. Series are summed by `by`.
    """

    total: str
    part: str
    good: bool
    proves_part: bool
    by: tuple[str, ...] = ()


class Series(NamedTuple):
    """Where a tool records one objective. Its `main` series are there if and only if it does: ratios, or totals of `counts`.

    `short` are ratios over the shortest stretch, and `lookback` those over some other; `good` and `lookbacks_good` tell what
    the ratios are of. `window` has the window's length, in `unit`; `named` tells that the name of `main` says it, too. `rates` are there where events are counted.
    """

    tool: str
    main: str
    short: str
    lookback: Callable[[timedelta], str]
    objective: str
    window: str
    unit: timedelta
    named: bool
    good: bool = False
    lookbacks_good: bool = False
    counts: Counts | None = None
    rates: str = ""


def sloth(request: Request) -> Iterator[Series]:
    """Sloth's id of an SLO is its service and its name; objectives of OpenSLO v1alpha have their number behind it."""
    promise = _promise(request)
    number = f"-{promise.number}" if promise.format == _ALPHA else ""
    labels = {"sloth_id": f"{promise.service}-{promise.slo}{number}"}

    def ratio(length: timedelta) -> str:
        return selector_of(f"slo:sli_error:ratio_rate{spelled(length)}", labels)

    yield Series(
        tool="Sloth",
        main=ratio(_window(promise)),
        short=ratio(5 * _MINUTE),
        lookback=ratio,
        objective=selector_of("slo:objective:ratio", labels),
        window=selector_of("slo:time_period:days", labels),
        unit=_DAY,
        named=True,
    )


def pyrra(request: Request) -> Iterator[Series]:
    """Counts over the window, by the selectors of a file of Pyrra's; else the ratio of them, which `--generic-rules` record.

    Selectors of other files may ask for labels that Pyrra's series do not have, and `code!~"5.."` takes all of those.
    """
    promise, indicator = _promise(request), request.indicator
    labels = {"slo": promise.slo}
    query = indicator.total if isinstance(indicator, Ratio) else indicator.query
    try:
        metric = _COUNTER.sub("", next(iter(names(query.text)), ""))
    except RejectedError:  # also a file without a query, such as that of a plugin of Sloth
        return

    def ratio(length: timedelta) -> str:
        return selector_of(f"{metric}:burnrate{spelled(length)}", labels)

    shortest = ratio(_shortest(_window(promise)))
    availability = Series(
        tool="Pyrra",
        main=selector_of("pyrra_availability", labels),
        short=selector_of("pyrra_requests:rate5m", labels) if isinstance(indicator, Ratio) else shortest,
        lookback=ratio,
        objective=selector_of("pyrra_objective", labels),
        window=selector_of("pyrra_window", labels),
        unit=_SECOND,
        named=False,
        good=True,
    )
    counts = _counts(request, spelled(_window(promise)), labels) if promise.format == _PYRRA else None
    if counts:
        yield availability._replace(main=counts.total, short=shortest, named=True, counts=counts)
    yield availability


def grafana(request: Request) -> Iterator[Series]:
    """Grafana SLO knows an SLO by its id and its name; what it records has both."""
    promise = _promise(request)
    for label, value in (
        ("grafana_slo_name", promise.display_name),
        ("grafana_slo_name", promise.slo),
        ("grafana_slo_uuid", promise.slo),
    ):
        if value:
            yield _grafana({label: value})


def _grafana(labels: Mapping[str, str]) -> Series:
    def ratio(length: timedelta) -> str:
        return selector_of(f"grafana_slo_sli_{spelled(length)}", labels)

    return Series(
        tool="Grafana SLO",
        main=selector_of("grafana_slo_sli_window", labels),
        short=ratio(5 * _MINUTE),
        lookback=ratio,
        objective=selector_of("grafana_slo_objective", labels),
        window=selector_of("grafana_slo_objective_window_seconds", labels),
        unit=_SECOND,
        named=False,
        good=True,
        lookbacks_good=True,
        rates=selector_of("grafana_slo_total_rate_5m", labels),
    )


RECORDERS: Mapping[str, Callable[[Request], Iterator[Series]]] = dict(zip(TOOLS, (sloth, pyrra, grafana), strict=True))


OWN: Mapping[str, tuple[str, ...]] = {"sloth": ("sloth",), _PYRRA: ("pyrra",)}
"""Formats that are those of a tool."""


def candidates(request: Request, tools: Sequence[str]) -> Iterator[Series]:
    """Where some tools would record an objective: of several, that of the file's own format alone, if it has one.

    For others would know it by its name alone, and may have an SLO of that name which is of another service.
    """
    chosen = OWN.get(_promise(request).format, tools) if len(tools) > 1 else tools
    for tool in chosen:
        yield from RECORDERS[tool](request)


def _promise(request: Request) -> Promise:
    assert request.promise, "a source that reads by name is told the names"
    return request.promise


def _window(promise: Promise) -> timedelta:
    return promise.window.duration.nominal


def _shortest(window: timedelta) -> timedelta:
    """Pyrra's shortest burn rate: 5 minutes in 28 days, in proportion, in whole minutes."""
    return max(round(window / (28 * 24 * 12) / _MINUTE), 1) * _MINUTE


def _counts(request: Request, window: str, labels: Mapping[str, str]) -> Counts | None:
    """Increases of counters; for a gauge of 0 and 1, how many samples there were, and their sum."""
    match request.indicator:
        case Ratio() as ratio:
            return _increases(ratio, window, labels)
        case RawRatio(query=query, success=True):
            metric = only_selector(query.text)
            if metric is None:
                return None
            count, total = (renamed(metric, f"{metric.name}:{one}{window}", labels) for one in ("count", "sum"))
            return Counts(count, total, good=True, proves_part=True, by=grouping(query.text))
    return None


def _increases(ratio: Ratio, window: str, labels: Mapping[str, str]) -> Counts | None:
    total, part = only_selector(ratio.total.text), only_selector(ratio.part.text)
    if total is None or part is None:
        return None
    names = [f"{_COUNTER.sub('', one.name)}:increase{window}" for one in (total, part)]
    histogram = {"le": ""} if any(one.label == "le" for one in part.matchers) else {}
    return Counts(
        total=renamed(total, names[0], {**labels, **histogram}),
        part=renamed(part, names[1], labels),
        good=ratio.good is not None,
        proves_part=names[0] == names[1] or ratio.good is not None,
    )
