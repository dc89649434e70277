"""Which YAML is slo-generator's, told by its structure: an SLO, the configuration that SLOs share, or one of v1."""

from collections.abc import Callable, Mapping

from slo_gate.core import node
from slo_gate.core.node import Node
from slo_gate.formats.slo_generator.classes import BACKENDS, class_of, is_custom

VERSION = "sre.google.com/v2"
KIND = "ServiceLevelObjective"
ALIASES = ("api", "version")
"""Keys that are read where `apiVersion` is missing."""

_GROUP = "sre.google.com/"
_TELLING = ("goal", "backend", "method", "service_level_indicator", "error_budget_policy")
_V1_NAMES = ("service_name", "feature_name", "slo_name")
_ENOUGH = 2


def is_slo(root: node.Mapping) -> bool:
    """Any SLO, one of another version included. Other tools have objects of the same kind, with other keys."""
    versions = [root.text(key).lower() for key in ("apiVersion", *ALIASES)]
    if any(version.startswith(_GROUP) for version in versions):
        return True
    spec = root.get("spec")
    keys = spec.entries.keys() if isinstance(spec, node.Mapping) else set[str]()
    return root.text("kind") == KIND and len(keys & set(_TELLING)) >= _ENOUGH


def is_v1(root: node.Mapping) -> bool:
    """An SLO of v1; its reports have the same names, but no backend."""
    keys = root.entries.keys()
    named = len(keys & set(_V1_NAMES)) >= _ENOUGH
    return named and "kind" not in keys and isinstance(root.get("backend"), node.Mapping)


def is_config(root: node.Mapping) -> bool:
    """Two keys with what slo-generator takes there, or one that no other tool would have so."""
    if {"apiVersion", "kind"} & root.entries.keys():
        return False
    right = [key for key, has_kind in _CONFIG.items() if has_kind(root.get(key))]
    return (
        len(right) >= _ENOUGH or _are_backends(root.get("backends")) or _are_policies(root.get("error_budget_policies"))
    )


def _holds_mappings(value: Node | None) -> bool:
    """An empty one counts: that is how a setting without settings looks to who forgot them."""
    return isinstance(value, node.Mapping) and all(
        isinstance(entry.value, node.Mapping) or (isinstance(entry.value, node.Scalar) and entry.value.value is None)
        for entry in value.entries.values()
    )


def _lists_names(value: Node | None) -> bool:
    return isinstance(value, node.Sequence) and all(isinstance(item, node.Scalar) for item in value.items)


def _are_backends(value: Node | None) -> bool:
    """Mappings with names of classes, most of them at least. Hosts have points in their names too, but no capitals."""
    if not isinstance(value, node.Mapping) or not _holds_mappings(value):
        return False
    known = [key for key in value.entries if class_of(key, BACKENDS) or (is_custom(key) and not key.islower())]
    return 2 * len(known) > len(value.entries)


def _are_policies(value: Node | None) -> bool:
    return isinstance(value, node.Mapping) and any(
        isinstance(entry.value, node.Mapping) and isinstance(entry.value.get("steps"), node.Sequence)
        for entry in value.entries.values()
    )


_CONFIG: Mapping[str, Callable[[Node | None], bool]] = {
    "backends": _holds_mappings,
    "exporters": _holds_mappings,
    "default_exporters": _lists_names,
    "error_budget_policies": _holds_mappings,
}
