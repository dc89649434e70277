"""The versions of OpenSLO that are read, and what is said of those that are not."""

from slo_gate.core import node
from slo_gate.core.checking import Violation
from slo_gate.core.node import Scalar

V1, V1ALPHA, V2ALPHA = "openslo/v1", "openslo/v1alpha", "openslo.com/v2alpha"
READ = (V1, V1ALPHA, V2ALPHA)
OPERATORS_V1 = "openslo.com/v1"
"""How Kubernetes operators spell v1, since the group of a resource must be a domain there."""

UNREAD = "SLO010"


def unread(root: node.Mapping) -> Violation | None:
    """What is wrong with the version, where it is none that is read."""
    version = root.get("apiVersion")
    if not isinstance(version, Scalar) or version.value in READ:
        return None
    message = f"the version is {version.text[:60]!r}; what is read is {', '.join(READ)}"
    return Violation(UNREAD, version.span, message, f"write it as {_meant(version.text)}")


def _meant(version: str) -> str:
    """The version of that name, whatever stands before the slash."""
    name = version.lower().rpartition("/")[2]
    return next((known for known in READ if known.rpartition("/")[2] == name), V1)
