"""The `recorded` source: what rules of Sloth, Pyrra or Grafana SLO record in a Prometheus. docs/sources/recorded.md tells all."""

from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.percent import SHARE, read_percent
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.scalar_shapes import Boolean, Choice
from slo_gate.core.shape import Field, Record
from slo_gate.sources import prometheus
from slo_gate.sources.recorded_settings import TOOLS, Settings

NAME = "recorded"
ANSWERS = prometheus.NAME
BY_NAME = True
HAS_CLOCK = True
AUTO = "auto"
DEFAULT_TOLERANCE = "5%"

SETTINGS = Record(
    {
        **prometheus.SETTINGS.fields,
        "type": Field(Choice((NAME,)), required=True),
        "from": Field(
            Choice((AUTO, *TOOLS)), default=AUTO, doc="Whose rules record; auto finds the one that records the SLO."
        ),
        "compare": Field(
            Boolean(), default=False, doc="Compute each budget, too, and warn where it differs from the one recorded."
        ),
        "tolerance": Field(
            SHARE, default=DEFAULT_TOLERANCE, doc="The share of the budget by which the two may differ."
        ),
    },
    prometheus.SETTINGS.constraints,
    doc="Budgets that rules of Sloth, Pyrra or Grafana SLO record in a Prometheus.",
)


def connect(name: str, settings: node.Mapping, context: SourceContext) -> Source:
    """Opens no connection yet. Raises as that of `prometheus` does."""
    from slo_gate.sources.recorded_source import RecordedSource  # noqa: PLC0415 - only a gate that asks it pays

    chosen = settings.text("from", default=AUTO)
    tolerance = settings.get("tolerance")
    how = Settings(
        tools=TOOLS if chosen == AUTO else (chosen,),
        compare=settings.value("compare") is True,
        tolerance=read_percent(tolerance) if tolerance else Decimal(DEFAULT_TOLERANCE.rstrip("%")) / 100,
    )
    api = prometheus.api_of(name, settings, context)
    return RecordedSource(api, prometheus.stale_after(settings), prometheus.most_samples(settings), how)
