"""The indicator of an SLO: what a source is asked, where slo-generator's way of asking has an equal."""

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.finding import Location
from slo_gate.core.node import Scalar
from slo_gate.core.slo import Indicator, Query, Ratio, RawRatio
from slo_gate.formats.slo_generator import indicators
from slo_gate.formats.slo_generator.classes import class_of
from slo_gate.formats.slo_generator.selector import selector_of, with_window
from slo_gate.formats.slo_generator.values import has_variable

_WINDOW = "{{.window}}"
"""The placeholder for the window that sources know."""
_ALL = "+Inf"
_SUMS = (["increase", "sum"], ["rate", "sum"])


def indicator_of(slo: Declared) -> Indicator:
    """Where a source cannot be asked the same, the query is empty."""
    reader = _Reader(slo)
    ratio: Indicator | None = None
    if class_of(slo.spec.text("backend")) == "prometheus":
        match slo.spec.text("method"):
            case indicators.QUERY_SLI:
                ratio = reader.stated()
            case indicators.GOOD_BAD_RATIO:
                ratio = reader.counted()
            case indicators.DISTRIBUTION_CUT:
                ratio = reader.cut()
    return ratio or RawRatio(reader.nothing(), success=True)


class _Reader:
    """Reads the indicator of one SLO."""

    def __init__(self, slo: Declared) -> None:
        self._file = slo.file
        self._backend = slo.spec.text("backend")
        sli = slo.spec.get("service_level_indicator")
        self._sli = sli if isinstance(sli, node.Mapping) else slo.root

    def stated(self) -> Indicator | None:
        """A ratio that the expression divides."""
        found = self._written("expression")
        return RawRatio(self._query(found, with_window(found.text, _WINDOW)), success=True) if found else None

    def counted(self) -> Indicator | None:
        """Two filters, summed each; total events are the good and the bad ones where the valid ones are not told."""
        if not self._sums():
            return None
        good, bad, valid = (self._sum(f"filter_{events}") for events in ("good", "bad", "valid"))
        if good and valid:
            return Ratio(total=valid, good=good)
        if good and bad:
            return Ratio(total=self._both(good, bad), good=good)
        return None

    def cut(self) -> Indicator | None:
        """The bucket of the threshold, and that of all events."""
        found, threshold = self._written("expression"), self._sli.get("threshold_bucket")
        selector = selector_of(found.text) if found else None
        if not found or not selector or not isinstance(threshold, Scalar) or has_variable(threshold):
            return None
        good, total = (selector.where("le", bucket) for bucket in (_bucket(threshold), _ALL))
        return Ratio(total=self._query(found, f"sum({total})"), good=self._query(found, f"sum({good})"))

    def nothing(self) -> Query:
        location = Location(self._file, self._sli.span)
        return Query(self._backend, "", location, class_of(self._backend) or self._backend.lower())

    def _sums(self) -> bool:
        """Whether the operators sum increases, as the default ones do; a sum of rates gives the same ratio."""
        if "operators" not in self._sli.entries:
            return True
        return [item.text for item in self._sli.items("operators") if isinstance(item, Scalar)] in _SUMS

    def _sum(self, key: str) -> Query | None:
        found = self._written(key)
        selector = selector_of(found.text) if found else None
        return self._query(found, f"sum({selector})") if found and selector else None

    def _both(self, good: Query, bad: Query) -> Query:
        return Query(bad.source, f"{good.text} + {bad.text}", bad.location, bad.source_type, bad.written, bad.indent)

    def _written(self, key: str) -> Scalar | None:
        """What is in the file; None where a variable of slo-generator's environment belongs into it."""
        found = self._sli.get(key)
        return found if isinstance(found, Scalar) and not has_variable(found) else None

    def _query(self, written: Scalar, text: str) -> Query:
        return Query(
            source=self._backend,
            text=text,
            location=Location(self._file, written.span),
            source_type="prometheus",
            written=written.text,
            indent=written.indent,
        )


def _bucket(threshold: Scalar) -> str:
    """The number as slo-generator's Python writes it into the query: 0.250 as 0.25."""
    if isinstance(threshold.value, str):
        return threshold.text
    return repr(threshold.value if isinstance(threshold.value, int) else float(threshold.text))
