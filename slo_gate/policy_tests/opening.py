"""From the bytes of a file of policy tests to what it says."""

from slo_gate import documents
from slo_gate.core import node
from slo_gate.core.errors import InvalidFileError
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.policy_test import PolicyTest
from slo_gate.policy_tests.reading import read
from slo_gate.policy_tests.shape import violations


def open_tests(data: bytes, name: str) -> tuple[PolicyTest, ...]:
    """Raises InvalidFileError, whose findings tell lines and columns."""
    parsed = documents.parse(data, name)
    if parsed.findings or parsed.skipped or len(parsed.documents) != 1:
        whole = Location(name, node.START)
        hint = "start with `version: 1`; docs/policies.md shows one"
        one = Finding(documents.NOT_YAML, Severity.ERROR, whole, "a file of policy tests is one YAML document", hint)
        raise InvalidFileError("the policy tests", name, parsed.findings or (one,))
    root = parsed.documents[0].root
    found = [violation._replace(fix=None).finding(name) for violation in violations(root)]
    if found or not isinstance(root, node.Mapping):
        raise InvalidFileError("the policy tests", name, found)
    return read(root, name)
