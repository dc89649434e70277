"""The versions of OpenSLO, as the tests of all formats see them."""

from pathlib import Path

from slo_gate.core.ports import Format
from slo_gate.formats.openslo.recognising import V1 as _V1
from slo_gate.formats.openslo.recognising import V1ALPHA as _V1ALPHA
from slo_gate.formats.openslo.recognising import V2ALPHA as _V2ALPHA
from tests.support.corpus import Corpus
from tests.support.mutations import Mutations
from tests.support.subject import Subject

_LINE_BREAK = "`$` of Python's expressions, unlike ECMA's, ignores it"
_NO_NUMBER = "JSON has no such number"
_ZONES = "the names of the time zones"
_KINDS = ("SLO", "SLI", "Service", "DataSource", "AlertPolicy", "AlertCondition", "AlertNotificationTarget")
_KEYS = ("target", "op", "good", "bad", "total", "spec", "kind", "calendar", "x")
_ALPHA_KEYS = (*_KEYS, "value", "timeSliceTarget")


def corpus_of(version: str) -> Corpus:
    return Corpus(Path(__file__).parent / version / "corpus")


def _version(
    name: str, version: Format, kinds: tuple[str, ...], mutations: Mutations, beyond: dict[str, str] | None = None
) -> Subject:
    return Subject(
        f"openslo/{name}",
        version,
        corpus_of(name),
        rb"^[- ]*kind: SLO\b",
        lambda _: f"openslo.{name}.json",
        mutations,
        kinds=kinds,
        beyond_a_schema=beyond or {},
        unjudged=("startTime", "timeZone"),
        refers=True,
    )


V1 = _version(
    "v1",
    _V1,
    _KINDS,
    Mutations(
        (*_KEYS, "targetPercent", "raw", "indicatorRef"), ("30d", "1m", "0m", "Timeslices", "lte", "UTC", "success")
    ),
    {
        "invalid/a-calendar-start-that-does-not-exist.yaml": "the lengths of months",
        "invalid/a-zone-that-is-a-continent.yaml": _ZONES,
        "invalid/a-zone-that-is-a-path.yaml": _ZONES,
        "invalid/a-zone-that-is-an-offset.yaml": _ZONES,
        "invalid/a-zone-that-is-on-mars.yaml": _ZONES,
        "invalid/a-target-is-not-a-number.yaml": _NO_NUMBER,
        "invalid/a-threshold-of-infinity.yaml": _NO_NUMBER,
        "invalid/the-name-ends-in-a-line-break.yaml": _LINE_BREAK,
        "invalid/a-duration-that-ends-in-a-line-break.yaml": _LINE_BREAK,
    },
)
V1ALPHA = _version(
    "v1alpha",
    _V1ALPHA,
    ("SLO", "Service"),
    Mutations(
        (*_ALPHA_KEYS, "indicator", "ratioMetrics", "unit", "count", "queryType"),
        ("Day", "Second", "Quarter", "Timeslices", "lte", "promql"),
    ),
)
V2ALPHA = _version(
    "v2alpha",
    _V2ALPHA,
    _KINDS,
    Mutations(
        (*_ALPHA_KEYS, "sli", "sliRef", "raw", "dataSourceRef", "dataSourceSpec", "targetPercent"),
        ("30d", "1m", "1M", "0m", "Timeslices", "lte", "success"),
    ),
)
