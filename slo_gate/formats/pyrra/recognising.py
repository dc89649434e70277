"""Which YAML is Pyrra's, told by its structure."""

from slo_gate.core import node

GROUP = "pyrra.dev"
VERSION = f"{GROUP}/v1alpha1"
KIND = "ServiceLevelObjective"
INDICATORS = ("ratio", "latency", "latencyNative", "bool_gauge")


def recognises(root: node.Mapping) -> bool:
    """Any object of Pyrra's group, other versions included; and one of another group, or of none, that is built alike."""
    if root.text("apiVersion").lower().partition("/")[0] == GROUP:
        return True
    spec, indicator = root.get("spec"), root.get("spec", "indicator")
    if not isinstance(spec, node.Mapping) or not isinstance(indicator, node.Mapping):
        return False
    return {"target", "window"} <= spec.entries.keys() and bool(indicator.entries.keys() & set(INDICATORS))
