"""What `service_level_indicator` holds, for each class of backend and each of its methods.

Source: google/slo-generator v2, `slo_generator/backends`.
"""

from collections.abc import Mapping

from slo_gate.core.constraints import ExactlyOne, IfThen
from slo_gate.core.scalar_shapes import Anything, Boolean, Choice, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.formats.slo_generator.classes import pattern_of
from slo_gate.formats.slo_generator.values import FILLED, MAPPING, Numeral, Substituted

GOOD_BAD_RATIO, DISTRIBUTION_CUT, QUERY_SLI = "good_bad_ratio", "distribution_cut", "query_sli"

_NUMBER = Numeral()
_SWITCH = Substituted(Boolean())
_LISTED = Substituted(ListOf(FILLED))
_ONE_OF_TWO = "slo-generator takes good events and either bad or all valid ones"


def _record(required: Mapping[str, Field], optional: Mapping[str, Field], *two: str) -> Record:
    wanted = {key: Field(field.shape, required=True, doc=field.doc) for key, field in required.items()}
    return Record({**wanted, **optional}, (ExactlyOne(two, _ONE_OF_TWO),) if two else ())


def _texts(doc: str, *keys: str) -> dict[str, Field]:
    return {key: Field(FILLED, doc=doc) for key in keys}


def _ratio(prefix: str, **optional: Field) -> Record:
    good, bad, valid = (f"{prefix}_{events}" for events in ("good", "bad", "valid"))
    return _record(_texts("What finds the good events.", good), {**_texts("", bad, valid), **optional}, bad, valid)


_FILTERS = _texts("", "filter_good", "filter_bad", "filter_valid")
_CLOUD_CUT = _record(
    {
        **_texts("What finds the distribution.", "filter_valid"),
        "threshold_bucket": Field(_NUMBER, doc="The number of the last good bucket."),
    },
    {"good_below_threshold": Field(_SWITCH, default=True)},
)
_CLOUD = {
    GOOD_BAD_RATIO: _ratio("filter"),
    DISTRIBUTION_CUT: _CLOUD_CUT,
    "exponential_distribution_cut": _CLOUD_CUT,
}
_SERVICE: dict[str, Field] = {
    **{key: Field(MAPPING) for key in ("app_engine", "cluster_istio", "mesh_istio", "cloud_endpoints")},
    **_texts("", "service_id", "slo_id"),
}
_SERVICE_MONITORING = {
    "basic": _record(
        {},
        {
            **_SERVICE,
            "availability": Field(MAPPING),
            "latency": Field(_record({"threshold": Field(_NUMBER, doc="Milliseconds.")}, {})),
            **{key: Field(_LISTED) for key in ("method", "location", "version")},
        },
    ),
    GOOD_BAD_RATIO: _record({}, {**_SERVICE, **_FILTERS}),
    DISTRIBUTION_CUT: _record(
        {
            **_texts("What finds the distribution.", "filter_valid"),
            "range_max": Field(_NUMBER, doc="The largest good value."),
        },
        {**_SERVICE, "range_min": Field(_NUMBER, default=0)},
    ),
    "window": _record(_texts("What finds the good and bad windows.", "filter"), _SERVICE),
}
_SELECTED = _record(_texts("Which metric.", "metric_selector"), _texts("", "entity_selector"))
_DYNATRACE_VALID = {"query_valid": Field(_SELECTED, doc="What finds the valid events.")}
_FOUND = Field(MapOf(Anything()), doc="A query of the search engine.")
_SEARCHED = {
    GOOD_BAD_RATIO: _record(
        {**_texts("Where to search.", "index"), "query_good": _FOUND},
        {"query_bad": _FOUND, "query_valid": _FOUND, **_texts("", "date_field")},
        "query_bad",
        "query_valid",
    )
}

METHODS: Mapping[str, Mapping[str, Record]] = {
    "cloud_monitoring": _CLOUD,
    "cloud_monitoring_mql": {**_CLOUD, QUERY_SLI: _record(_texts("A query whose result is the ratio.", "query"), {})},
    "cloud_service_monitoring": _SERVICE_MONITORING,
    "datadog": {
        GOOD_BAD_RATIO: _ratio("query", **_texts("", "operator", "operator_suffix")),
        QUERY_SLI: _record(_texts("A query whose result is the ratio.", "query"), {}),
        "query_slo": _record(_texts("The id of an SLO of Datadog.", "slo_id"), {}),
    },
    "dynatrace": {
        QUERY_SLI: _record(_texts("The id of an SLO of Dynatrace.", "slo_id"), {}),
        GOOD_BAD_RATIO: _record(
            {"query_good": Field(_SELECTED, doc="What finds the good events."), **_DYNATRACE_VALID}, {}
        ),
        "threshold": _record(
            {**_DYNATRACE_VALID, "threshold": Field(_NUMBER, doc="The last good value.")},
            {"good_below_threshold": Field(_SWITCH, default=True)},
        ),
    },
    "elasticsearch": _SEARCHED,
    "open_search": _SEARCHED,
    "prometheus": {
        QUERY_SLI: _record(_texts("PromQL whose result is the ratio, with `[window]` in it.", "expression"), {}),
        GOOD_BAD_RATIO: _ratio("filter", operators=Field(_LISTED, default=["increase", "sum"])),
        DISTRIBUTION_CUT: _record(
            {
                **_texts("The selector of a histogram's buckets.", "expression"),
                "threshold_bucket": Field(_NUMBER, doc="The `le` of the last good bucket, such as 0.25."),
            },
            {},
        ),
    },
    "splunk": {
        GOOD_BAD_RATIO: _ratio("search_query"),
        QUERY_SLI: _record(_texts("A search whose result is the ratio.", "search_query"), {}),
    },
}
"""By class and method."""


def _method_of(name: str, methods: Mapping[str, Record]) -> IfThen:
    """Where the backend is of a class, its methods and what each of them takes."""
    indicators = tuple(_takes(method, indicator) for method, indicator in methods.items())
    known = Record({"method": Field(Substituted(Choice(tuple(methods))))}, indicators, open=True)
    return IfThen(Record({"backend": Field(Text(pattern=pattern_of(name)), required=True)}, open=True), known)


def _takes(method: str, indicator: Record) -> IfThen:
    return IfThen(
        Record({"method": Field(Choice((method,)), required=True)}, open=True),
        Record({"service_level_indicator": Field(indicator)}, open=True),
    )


BY_BACKEND = tuple(_method_of(name, methods) for name, methods in METHODS.items())
