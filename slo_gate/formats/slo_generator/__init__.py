"""slo-generator v2: SLOs, and the configuration that they share.

Source: https://github.com/google/slo-generator, README, and its code where that says more.
"""

from slo_gate.core import node
from slo_gate.core.ports import Reader
from slo_gate.formats.slo_generator.recognising import is_config, is_slo, is_v1

NAME = "sre.google.com/v2"
SIGN = "sre.google.com/"
WORDS = (
    *("sre.google.com/", "servicelevelobjective"),
    *("service_name", "feature_name", "backends", "exporters", "error_budget_policies"),
)
PROMISE = "ServiceLevelObjective"


def recognises(root: node.Mapping) -> bool:
    return is_slo(root) or is_config(root) or is_v1(root)


def load() -> Reader:
    from slo_gate.formats.slo_generator import reader  # noqa: PLC0415 - only who has such files pays for the import

    return reader
