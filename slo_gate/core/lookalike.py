"""Files that one may take for SLO files, and that are none of a format that is read."""

from typing import NamedTuple

from slo_gate.core import node


class Lookalike(NamedTuple):
    """A root that has all the keys, and the kind where one is named, is such a file."""

    name: str
    keys: tuple[str, ...] = ()
    kind: str = ""

    def is_like(self, root: node.Mapping) -> bool:
        return all(key in root.entries for key in self.keys) and self.kind in {"", root.text("kind")}

    def __str__(self) -> str:
        signs = [*self.keys, *([f"kind: {self.kind}"] if self.kind else [])]
        return f"{self.name} ({', '.join(f'`{sign}`' for sign in signs)}): not a format that is read"


LOOKALIKES = (
    Lookalike("a Keptn SLO file", ("spec_version", "objectives")),
    Lookalike("a Keptn SLI file", ("spec_version", "indicators")),
    Lookalike("a list of SLOs in a form of its own", ("service", "slos")),
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


def lookalike(root: node.Node) -> Lookalike | None:
    """The first that a document is like."""
    if not isinstance(root, node.Mapping):
        return None
    return next((one for one in LOOKALIKES if one.is_like(root)), None)
