"""The shapes of Sloth's SLOs: the plain spec and the custom resource, which differ in how words are joined.

Sources: https://github.com/slok/sloth, `pkg/prometheus/api/v1`, `pkg/kubernetes/api/sloth/v1`, `pkg/common/validation`.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import Place, Schema, Shape, Violation
from slo_gate.core.constraints import ExactlyOne, IfThen
from slo_gate.core.kind import STATED
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Boolean, Choice, Number, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.core.target import Target
from slo_gate.formats.sloth.kubernetes import METADATA
from slo_gate.formats.sloth.recognising import API_VERSION, MEASURED, RESOURCE, VERSION
from slo_gate.formats.sloth.values import FILLED, TEXT, Lenient, Name, Query, labels_of

_OBJECTIVE = Target(
    100,
    strict="count minutes, with a `raw` query such as `avg_over_time((… > bool 0)[{{.window}}:1m])` and an objective "
    "below 100",
)
_KNOWN_KIND = Record({"labels": Field(STATED)}, open=True)


class _Writing(NamedTuple):
    """How a dialect writes: `key` joins the words of a key, `value` and `option` are the shapes of texts in mappings."""

    key: Callable[[str], str]
    value: Shape
    option: Shape
    name: Name


class Dialect(NamedTuple):
    """The shapes of an SLO, and of what those of a document share; `key` spells a key."""

    key: Callable[[str], str]
    header: Record
    slo: Record


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word.title() for word in rest)


class _NamedUnlessSilent(NamedTuple):
    """Alerts need a name, unless both are disabled."""

    alerts: tuple[str, ...]

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        if not self._silent().takes(value):
            yield from self._named().check(value, place)

    def takes(self, value: node.Mapping) -> bool:
        return not any(self.check(value, Place("", value.span)))

    def schema(self) -> Schema:
        return {"anyOf": [self._silent().schema(), self._named().schema()]}

    def _silent(self) -> Record:
        disabled = Record({"disable": Field(Boolean(only=True), required=True)}, open=True)
        return Record({key: Field(disabled, required=True) for key in self.alerts}, open=True)

    def _named(self) -> Record:
        both = " and ".join(f"`{key}`" for key in self.alerts)
        doc = f"The name of the alerts; or disable both {both}."
        return Record({"name": Field(FILLED, required=True, doc=doc)}, open=True)


def _alerting(writing: _Writing) -> Record:
    marks = {"labels": Field(labels_of(writing.value)), "annotations": Field(labels_of(writing.value))}
    page, ticket = writing.key("page_alert"), writing.key("ticket_alert")
    alert = Record({"disable": Field(Boolean(), default=False), **marks})
    fields = {
        "name": Field(Text(meaning=FILLED.meaning), doc="The name of the alerts."),
        **marks,
        page: Field(OrNothing(alert), doc="The alert that wakes somebody."),
        ticket: Field(OrNothing(alert), doc="The alert that can wait."),
    }
    return Record(fields, (_NamedUnlessSilent((page, ticket)),))


def _sli(writing: _Writing) -> Record:
    def queries(**docs: str) -> Record:
        return Record({writing.key(key): Field(Query(), required=True, doc=doc) for key, doc in docs.items()})

    return Record(
        {
            "events": Field(queries(error_query="The rate of bad events.", total_query="The rate of all events.")),
            "raw": Field(queries(error_ratio_query="The share of bad events, divided already.")),
            "plugin": Field(
                Record(
                    {
                        "id": Field(FILLED, required=True, doc="The id of the plugin that makes the query."),
                        "options": Field(OrNothing(MapOf(writing.option))),
                    }
                )
            ),
        },
        (ExactlyOne(MEASURED, "measure either events, a raw ratio or by a plugin; keep one"),),
    )


def _chain(*, minimum: int = 0) -> Field:
    plugin = Record(
        {
            "id": Field(FILLED, required=True, doc="The id of the plugin."),
            "config": Field(Anything()),
            "priority": Field(Number(meaning="a whole number", integer=True), default=0),
        }
    )
    chain = ListOf(plugin, minimum=minimum)
    return Field(chain if minimum else OrNothing(chain), required=minimum > 0, doc="The plugins, at least one.")


_OVERRIDES = Record({"overridePrevious": Field(Boolean(only=True), required=True)}, open=True)
_GROUP_PLUGINS = Record({"overridePrevious": Field(Boolean(), default=False), "chain": _chain()})
_PLUGINS = Record(_GROUP_PLUGINS.fields, (IfThen(_OVERRIDES, Record({"chain": _chain(minimum=1)}, open=True)),))


def _own_plugins(key: str) -> IfThen:
    """Where the plugins of all SLOs are overridden by none, each SLO needs its own."""
    none = Record({**_OVERRIDES.fields, "chain": Field(OrNothing(ListOf(Anything(), maximum=0)))}, open=True)
    chain = Record({"chain": _chain(minimum=1)}, open=True)
    own = Record({"plugins": Field(chain, required=True, doc="No other plugin is left: name some.")}, open=True)
    return IfThen(Record({key: Field(none, required=True)}, open=True), Record({"slos": Field(ListOf(own))}, open=True))


def _slo(writing: _Writing) -> Record:
    return Record(
        {
            "name": Field(writing.name, required=True, doc="The name, unique within the service."),
            "description": Field(OrNothing(TEXT)),
            "objective": Field(_OBJECTIVE, required=True, doc="The share of good events, a percentage such as 99.9."),
            "labels": Field(labels_of(writing.value)),
            "sli": Field(_sli(writing), required=True, doc="What is measured: `events`, `raw` or `plugin`."),
            "alerting": Field(_alerting(writing), required=True, doc="The name of the alerts, or both disabled."),
            "plugins": Field(OrNothing(_PLUGINS)),
        },
        (_KNOWN_KIND,),
    )


def _header(writing: _Writing) -> Record:
    """What all SLOs of a document share."""
    labels = Field(labels_of(writing.value), doc="Labels of every SLO.")
    service = Field(Name(), required=True, doc="The name of the service that makes the promises.")
    return Record({"service": service, "labels": labels}, (_KNOWN_KIND,), open=True)


def _dialect(writing: _Writing) -> Dialect:
    return Dialect(writing.key, _header(writing), _slo(writing))


PLAIN = _dialect(_Writing(str, Lenient(FILLED), Lenient(TEXT), Name()))
CUSTOM = _dialect(_Writing(_camel, FILLED, TEXT, Name(max_length=128)))


def _body(dialect: Dialect, first: dict[str, Field]) -> Record:
    plugins = dialect.key("slo_plugins")
    slos = Field(ListOf(dialect.slo, minimum=1), required=True, doc="At least one SLO.")
    fields = {**first, **dialect.header.fields, plugins: Field(OrNothing(_GROUP_PLUGINS)), "slos": slos}
    return Record(fields, (_KNOWN_KIND, _own_plugins(plugins)))


def resource(kind: str, fields: dict[str, Field]) -> Record:
    """An object of Sloth's group."""
    return Record(
        {
            "apiVersion": Field(Choice((API_VERSION,)), required=True, doc=f"Write `apiVersion: {API_VERSION}`."),
            "kind": Field(Choice((kind,)), required=True, doc=f"Write `kind: {kind}`."),
            **fields,
        }
    )


SPEC = _body(PLAIN, {"version": Field(Choice((VERSION,)), required=True, doc=f"Write `version: {VERSION}`.")})
SERVICE_LEVEL = resource(
    RESOURCE,
    {
        "metadata": Field(METADATA, required=True, doc="At least a `name`."),
        "spec": Field(_body(CUSTOM, {}), required=True, doc="The service and its SLOs."),
        "status": Field(Anything()),
    },
)
