"""The metadata of an object of Kubernetes, as far as people write it or find it in what a cluster shows.

Source: Kubernetes, `ObjectMeta` of `meta/v1`.
"""

from slo_gate.core.constraints import AtLeastOne
from slo_gate.core.kind import STATED
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.formats.sloth.values import FILLED, TEXT

_NAME = Text(
    pattern=r"^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
    meaning="lower-case letters, digits, `-` and `.`, with a letter or digit first and last, at most 253",
)
_BY_THE_CLUSTER = (
    *("creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields"),
    *("resourceVersion", "selfLink", "uid"),
)

METADATA = Record(
    {
        "name": Field(_NAME, doc="The name of the object in the cluster."),
        "generateName": Field(FILLED),
        "namespace": Field(_NAME),
        "labels": Field(OrNothing(MapOf(TEXT))),
        "annotations": Field(OrNothing(MapOf(TEXT))),
        "finalizers": Field(ListOf(TEXT)),
        "ownerReferences": Field(ListOf(MapOf(Anything()))),
        **dict.fromkeys(_BY_THE_CLUSTER, Field(Anything())),
    },
    (AtLeastOne(("name", "generateName"), "name the object"), Record({"annotations": Field(STATED)}, open=True)),
)
