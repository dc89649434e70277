"""The SLOs of a set of documents, and the configurations they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slo_gate.core import node
from slo_gate.core.declared import Declared

BACKENDS, EXPORTERS, POLICIES = "backends", "exporters", "error_budget_policies"
DEFAULT_POLICY = "default"


@dataclass(frozen=True, slots=True)
class Shared:
    """The configurations of a set of documents, taken together: a set may have one for each environment.

    `names` are what each section declares; a section that no configuration has is not there.
    """

    configs: tuple[Declared, ...]
    names: Mapping[str, Mapping[str, None]]

    @classmethod
    def of(cls, configs: Sequence[Declared]) -> "Shared":
        names: dict[str, dict[str, None]] = {}
        for config in configs:
            for section in (BACKENDS, EXPORTERS, POLICIES):
                found = config.root.get(section)
                if isinstance(found, node.Mapping):
                    names.setdefault(section, {}).update(dict.fromkeys(found.entries))
        return cls(tuple(configs), names)

    def policy(self, name: str) -> tuple[str, node.Mapping] | None:
        """The file and the first sound error budget policy of a name."""
        for config in self.configs:
            policy = config.root.get(POLICIES, name)
            if config.sound and isinstance(policy, node.Mapping):
                return config.file, policy
        return None
