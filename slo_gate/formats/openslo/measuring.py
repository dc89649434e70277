"""The indicators of sound SLOs, read into the model."""

from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.checking import MISSING_KEY
from slo_gate.core.declared import Declared
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Scalar
from slo_gate.core.slo import Indicator, Op, Query, Ratio, RawRatio, Threshold
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.objects import Objects

_QUERY_KEYS = ("query", "promql")
"""Keys of a metricSource's free `spec` that hold the query: the specification's examples', and Nobl9's."""


class IncompleteError(Exception):
    """Objectives that cannot be read; the findings say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(finding.message for finding in findings))
        self.findings = findings


class Reader:
    """Reads the indicators of one file."""

    def __init__(self, file: str, objects: Objects, grammar: Grammar) -> None:
        self._file = file
        self._objects = objects
        self._grammar = grammar

    def indicator(self, sli: node.Mapping, slo: Declared, objective: node.Mapping) -> Indicator:
        threshold = sli.get("thresholdMetric")
        if isinstance(threshold, node.Mapping):
            return Threshold(self._query(threshold), *_limit(slo, objective))
        ratio = sli.get("ratioMetric")
        assert isinstance(ratio, node.Mapping)
        raw = ratio.get("raw")
        if isinstance(raw, node.Mapping):
            return RawRatio(self._query(raw), success=ratio.text("rawType") == "success")
        good, bad, total = ratio.get("good"), ratio.get("bad"), ratio.get("total")
        assert isinstance(total, node.Mapping)
        return Ratio(
            total=self._query(total),
            good=self._query(good) if isinstance(good, node.Mapping) else None,
            bad=self._query(bad) if isinstance(bad, node.Mapping) else None,
            counter=ratio.value("counter") is True,
        )

    def _query(self, metric: node.Mapping) -> Query:
        source = metric.get(*self._grammar.source) if self._grammar.source else metric
        assert isinstance(source, node.Mapping)
        reference = source.text(self._grammar.source_ref)
        declared = self._objects.find("DataSource", reference)
        query = _written(source)
        return Query(
            source=reference,
            text=query.text if query else "",
            location=Location(self._file, query.span if query else source.span),
            source_type=(declared.spec.text("type") if declared else source.text(*self._grammar.source_type)).lower(),
            indent=query.indent if query else -1,
        )


def _written(source: node.Mapping) -> Scalar | None:
    for key in _QUERY_KEYS:
        query = source.get("spec", key)
        if isinstance(query, Scalar):
            return query
    return None


def _limit(slo: Declared, objective: node.Mapping) -> tuple[Op, Decimal]:
    op, value = objective.text("op"), objective.value("value")
    if not op or not isinstance(value, int | Decimal):
        missing = " and ".join(f"`{key}`" for key in ("op", "value") if key not in objective.entries)
        message = f"the objective has no {missing}, and its indicator is a thresholdMetric"
        hint = "say which values are good, such as `op: lte` and `value: 0.3`"
        location = Location(slo.file, objective.span)
        raise IncompleteError(Finding(MISSING_KEY, Severity.ERROR, location, message, hint))
    return Op(op), Decimal(value)
