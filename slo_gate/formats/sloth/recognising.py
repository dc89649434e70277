"""Which YAML is Sloth's, told by its structure."""

from slo_gate.core import node

VERSION = "prometheus/v1"
API_VERSION = "sloth.slok.dev/v1"
RESOURCE, WINDOWS = "PrometheusServiceLevel", "AlertWindows"
_GROUP, _STORE = API_VERSION.partition("/")[0], VERSION.partition("/")[0]


def is_resource(root: node.Mapping) -> bool:
    version, kind = root.text("apiVersion"), root.text("kind")
    return version.lower().startswith(f"{_GROUP}/") or kind == RESOURCE or (kind in {RESOURCE, WINDOWS} and not version)


def is_plain(root: node.Mapping) -> bool:
    alike = {"service", "slos"} <= root.entries.keys() and "kind" not in root.entries
    return alike or root.text("version").lower().startswith(f"{_STORE}/")
