"""Files that one may take for SLO files, and that are none of a format that is read."""

from typing import NamedTuple

from slo_gate.core import node


class Lookalike(NamedTuple):
    """A root that has all the keys, and the kind where one is named, is such a file. So is one with mappings under `several`."""

    name: str
    keys: tuple[str, ...] = ()
    kind: str = ""
    several: str = ""

    def is_like(self, root: node.Mapping) -> bool:
        has_keys = all(key in root.entries for key in self.keys) and self.kind in {"", root.text("kind")}
        return has_keys and (not self.several or _holds_mappings(root.get(self.several)))

    def __str__(self) -> str:
        signs = [*self.keys, *([f"kind: {self.kind}"] if self.kind else []), *([self.several] if self.several else [])]
        return f"{self.name} ({', '.join(f'`{sign}`' for sign in signs)}): not a format that is read"


LOOKALIKES = (
    Lookalike("a Keptn SLO file", ("spec_version", "objectives")),
    Lookalike("a Keptn SLI file", ("spec_version", "indicators")),
    Lookalike("a list of SLOs in a form of its own", several="slos"),
    Lookalike("a Prometheus rule file", ("groups",)),
    Lookalike("rules for a Prometheus operator", kind="PrometheusRule"),
    Lookalike("the definition of a Kubernetes resource", kind="CustomResourceDefinition"),
    Lookalike("a Prometheus configuration", ("scrape_configs",)),
    Lookalike("an Alertmanager configuration", ("route", "receivers")),
    Lookalike("a Helm chart's description", ("apiVersion", "name", "version")),
    Lookalike("an OpenAPI description", ("openapi", "paths")),
    Lookalike("a GitHub workflow", ("on", "jobs")),
    Lookalike("a Compose file", ("services",)),
)


def _holds_mappings(value: node.Node | None) -> bool:
    """As a list or by their names. Paths, as our own configuration lists them, are none."""
    if isinstance(value, node.Mapping):
        items = [entry.value for entry in value.entries.values()]
    else:
        items = value.items if isinstance(value, node.Sequence) else []
    return any(isinstance(item, node.Mapping) for item in items)


def lookalike(root: node.Node) -> Lookalike | None:
    """The first that a document is like."""
    if not isinstance(root, node.Mapping):
        return None
    return next((one for one in LOOKALIKES if one.is_like(root)), None)
