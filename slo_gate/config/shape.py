"""The shape of `.slo-gate.yaml`. Its parts come from the tables of sources and conditions."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from slo_gate.config import exclusions, exemptions, freezes, matching, overriding, rules, scope, validating
from slo_gate.config.automatic import AUTO, AutoOr
from slo_gate.config.default_source import OneOfTheSources
from slo_gate.config.settings import DEFAULT_WINDOW
from slo_gate.core import node
from slo_gate.core.budget import EmptySlices
from slo_gate.core.change import Leniency
from slo_gate.core.checking import Place, Schema, Violation, by_checking
from slo_gate.core.duration import MEANING, PATTERN
from slo_gate.core.instant import Instant
from slo_gate.core.language import Language
from slo_gate.core.node import Node
from slo_gate.core.percent import SHARE
from slo_gate.core.policy import REPAIRS, TIER, Policy
from slo_gate.core.ports import SourceType
from slo_gate.core.scalar_shapes import Boolean, Choice, Number, Text
from slo_gate.core.series import Series
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.core.verdict import Verdict

_PATH = Text(
    pattern=r"^(?!/)(?!\.\.(/|$))(?!.*/\.\.(/|$)).+$",
    meaning="a path or glob below the folder of this file, without `..`",
)
_DEFAULT = Policy()

_SERIES = Record(
    {
        "match": Field(matching.SHAPE, required=True, doc="Which SLOs it speaks for."),
        "budget": Field(Choice(tuple(Series)), required=True, doc="each: a budget for each series. sum: one for all."),
    }
)
_DEFAULTS = Record(
    {
        "window": Field(
            Text(pattern=PATTERN, meaning=MEANING), default=DEFAULT_WINDOW, doc="For SLOs without a timeWindow."
        ),
        "source": Field(
            Text(min_length=1, meaning="a name under `sources`"),
            doc="The source of SLOs that name none, where several could answer.",
        ),
        "on_unknown": Field(
            Choice(tuple(Leniency)),
            default=str(_DEFAULT.on_unknown),
            doc="What could not be measured: fail, warn, pass.",
        ),
        "on_no_traffic": Field(
            Choice(tuple(Leniency)),
            default=str(_DEFAULT.on_no_traffic),
            doc="No events in the window: fail, warn, pass.",
        ),
        "empty_slices": Field(
            Choice(tuple(EmptySlices)),
            default=str(_DEFAULT.empty_slices),
            doc="What a time slice without events counts as.",
        ),
        "series": Field(
            Choice(tuple(Series)),
            default=str(_DEFAULT.series),
            doc="Several series of a query: a budget each, or their sum.",
        ),
        "min_events_for_fail": Field(
            AutoOr(),
            default=AUTO,
            doc="How many events a verdict of fail needs; below, it is warn. auto: a budget of 10 bad events. 0: none.",
        ),
        "tiers": Field(
            MapOf(Choice((Verdict.WARN,))),
            doc=f"SLOs whose label `{TIER}` has such a value warn at most, such as `low: warn`.",
        ),
        "min_coverage": Field(SHARE, default="50%", doc="The least share of the window that must have data."),
    }
)


class SourceSettings(NamedTuple):
    """The settings of a source: their shape follows from its type."""

    types: Mapping[str, SourceType]

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        source_type = value.value("type") if isinstance(value, node.Mapping) else None
        known = self.types.get(source_type) if isinstance(source_type, str) else None
        return (known.SETTINGS if known else self._any_type()).check(value, place)

    def _any_type(self) -> Record:
        doc = f"One of {', '.join(self.types)}."
        return Record({"type": Field(Choice(tuple(self.types)), required=True, doc=doc)}, open=True)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        branches = [
            {"if": {"properties": {"type": {"const": name}}}, "then": source.SETTINGS.schema()}
            for name, source in self.types.items()
        ]
        return self._any_type().schema() | {"allOf": branches}


def config_shape(types: Mapping[str, SourceType]) -> Record:
    return Record(
        {
            "version": Field(
                Number(meaning="1", minimum=Decimal(1), maximum=Decimal(1)),
                required=True,
                doc="1: the first of its kind.",
            ),
            "at": Field(
                Instant(),
                doc="A fixed instant to judge at, for replays and examples; now where it is not given.",
            ),
            "slos": Field(
                ListOf(_PATH, minimum=1), doc="The SLO files: paths, folders or globs from this file's folder."
            ),
            "tests": Field(
                ListOf(_PATH, minimum=1), doc="Files of policy tests: paths or globs from this file's folder."
            ),
            "sources": Field(
                MapOf(SourceSettings(types), key=Text(pattern=r"^[A-Za-z0-9][-A-Za-z0-9_.]{0,62}$", meaning="a name")),
                doc="Where numbers come from: a name, which SLO files use as metricSourceRef, and its settings.",
            ),
            "defaults": Field(_DEFAULTS),
            "rules": Field(
                ListOf(rules.SHAPE, minimum=1), doc="What stops a change; built-in rules where it is not given."
            ),
            "series": Field(
                ListOf(_SERIES, minimum=1), doc="For which SLOs several series count otherwise; later entries win."
            ),
            "exclusions": Field(
                ListOf(exclusions.SHAPE, minimum=1), doc="Time that counts for nothing, such as planned maintenance."
            ),
            "exemptions": Field(
                ListOf(exemptions.SHAPE, minimum=1), doc="SLOs whose fail is a warning for a while, and who answers."
            ),
            "freezes": Field(
                ListOf(freezes.SHAPE, minimum=1),
                doc="When changes are stopped, or warned of, whatever the budgets are.",
            ),
            "require_slo": Field(
                scope.REQUIRE_SLO,
                default=False,
                doc="Whether a service that is gated and has no SLO fails: true, or the globs of such services.",
            ),
            "scope": Field(
                ListOf(scope.SHAPE, minimum=1), doc="Which services a change concerns, by the files that it touches."
            ),
            "repairs": Field(
                ListOf(Choice(tuple(sorted(REPAIRS)))),
                default=sorted(REPAIRS),
                doc="Kinds of change that pass without asking any source.",
            ),
            "overrides": Field(overriding.SHAPE),
            "validate": Field(validating.SHAPE),
            "shadow": Field(Boolean(), default=False, doc="Report, and block nothing."),
            "lang": Field(
                Choice(tuple(Language)),
                default=str(Language.ENGLISH),
                doc="The language of reports: en or id (Indonesian).",
            ),
            "weakening": Field(
                Choice((Verdict.FAIL, Verdict.WARN)),
                default=str(Verdict.FAIL),
                doc="What a change to SLOs or to this file does that makes a promise hold less: fail or warn.",
            ),
            "run_new_queries": Field(
                Boolean(),
                default=False,
                doc="Whether queries that an untrusted change brings are run before it is merged.",
            ),
        },
        (OneOfTheSources(),),
        doc="The configuration of slo-gate.",
    )
