"""Which YAML is Sloth's, told by its structure."""

from slo_gate.core import node

VERSION = "prometheus/v1"
API_VERSION = "sloth.slok.dev/v1"
RESOURCE, WINDOWS = "PrometheusServiceLevel", "AlertWindows"
MEASURED = ("events", "raw", "plugin")
"""What an SLI of Sloth is made of."""
_GROUP, _STORE = API_VERSION.partition("/")[0], VERSION.partition("/")[0]


def is_resource(root: node.Mapping) -> bool:
    version, kind = root.text("apiVersion"), root.text("kind")
    return version.lower().startswith(f"{_GROUP}/") or kind == RESOURCE or (kind in {RESOURCE, WINDOWS} and not version)


def is_plain(root: node.Mapping) -> bool:
    """Where the version does not say so, what its SLOs measure must: many a team has lists of `slos` in a form of its own."""
    if root.text("version").lower().startswith(f"{_STORE}/"):
        return True
    alike = {"service", "slos"} <= root.entries.keys() and "kind" not in root.entries
    return alike and any(_measures(item) for item in root.mappings("slos"))


def _measures(item: node.Mapping) -> bool:
    sli = item.get("sli")
    return isinstance(sli, node.Mapping) and not sli.entries.keys().isdisjoint(MEASURED)
