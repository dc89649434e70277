"""The systems that Nobl9 gets its numbers from, and the metrics that are asked of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import KEY_CHOICE, MISSING_KEY, Place, Schema, Shape, Violation
from slo_gate.core.scalar_shapes import Anything, Forbidden
from slo_gate.core.shape import Field, MapOf, Record
from slo_gate.formats.nobl9.pieces import DESCRIPTION, FILLED

PROMETHEUS = "prometheus"
DIRECT = (
    "appDynamics",
    "azureMonitor",
    "azurePrometheus",
    "bigQuery",
    "cloudWatch",
    "dash0",
    "datadog",
    "dynatrace",
    "gcm",
    "honeycomb",
    "influxdb",
    "instana",
    "lightstep",
    "logicMonitor",
    "newRelic",
    "pingdom",
    "redshift",
    "splunk",
    "splunkObservability",
    "sumoLogic",
    "thousandEyes",
)
"""Those that Nobl9 reaches without an agent."""

VENDORS = (
    PROMETHEUS,
    "amazonPrometheus",
    "atlas",
    "coralogix",
    "elasticsearch",
    "generic",
    "grafanaLoki",
    "graphite",
    "opentsdb",
    *DIRECT,
)
COUNT_BAD = ("appDynamics", "azureMonitor", "azurePrometheus", "cloudWatch", "logicMonitor")
COUNT_AT_ONCE = ("atlas", "honeycomb", "splunk", "sumoLogic")
"""Those that Nobl9 asks for bad events, and those it asks for good and total events in one query.

Source: nobl9-go, `BadOverTotalEnabledSources` and `SingleQueryGoodOverTotalEnabledSources`.
"""


class OneVendor(NamedTuple):
    """Exactly one of some keys. Where another key is neither of them nor `beside` them, it is told for what is missed."""

    vendors: Sequence[str]
    beside: frozenset[str] = frozenset()

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        present = [entry for key, entry in value.entries.items() if key in self.vendors]
        if len(present) > 1:
            names = " and ".join(f"`{entry.key.text}`" for entry in present[:3])
            message = f"`{place}` has {names} at the same time"
            yield Violation(KEY_CHOICE, present[1].key.span, message, "keep the one that is asked")
        elif not present and value.entries.keys() <= self.beside:
            hint = f"name the system that is asked, such as `{self.vendors[0]}`"
            yield Violation(MISSING_KEY, place.owner, f"`{place}` names no system", hint)

    def takes(self, value: node.Mapping) -> bool:
        return not any(self.check(value, Place("", value.span)))

    def schema(self) -> Schema:
        return {"oneOf": [{"required": [key]} for key in self.vendors]}


_FREE = MapOf(Anything())
_BESIDE = {
    "description": DESCRIPTION,
    **dict.fromkeys(
        (
            *("releaseChannel", "historicalDataRetrieval", "queryDelay", "logCollectionEnabled"),
            *("interval", "timeout", "jitter", "sourceOf"),
        ),
        Field(Anything()),
    ),
}
"""Keys of an Agent or Direct that name no system."""

_PROMQL = Record({"promql": Field(FILLED, required=True, doc="The query, in PromQL.")})


def _asked(vendor: str) -> Shape:
    return _PROMQL if vendor == PROMETHEUS else _FREE


METRIC = Record({vendor: Field(_asked(vendor)) for vendor in VENDORS}, (OneVendor(VENDORS),))


_BY_AGENT = Forbidden("is a system that Nobl9 reaches by an agent alone", "write `kind: Agent`")


def settings(vendors: Sequence[str]) -> Record:
    """The `spec` of a source: how one system is reached."""
    own = {vendor: Field(_FREE if vendor in vendors else _BY_AGENT) for vendor in VENDORS}
    return Record(own | _BESIDE, (OneVendor(vendors, frozenset(_BESIDE)),))


def vendor_of(spec: node.Mapping) -> node.Scalar | None:
    """The key that names the system."""
    return next((entry.key for key, entry in spec.entries.items() if key in VENDORS), None)
