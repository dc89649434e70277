"""Pyrra's ServiceLevelObjective, applied to Kubernetes or read from files.

Source: https://github.com/pyrra-dev/pyrra, `kubernetes/api/v1alpha1` and `filesystem.go`.
"""

from slo_gate.core.ports import Reader
from slo_gate.formats.pyrra.recognising import GROUP, KIND, VERSION
from slo_gate.formats.pyrra.recognising import recognises as recognises

NAME = VERSION
SIGN = GROUP
WORDS = (GROUP, "indicator")
PROMISE = KIND


def load() -> Reader:
    from slo_gate.formats.pyrra import reader  # noqa: PLC0415 - only who has such files pays for the import

    return reader
