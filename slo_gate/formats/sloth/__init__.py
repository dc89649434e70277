"""Sloth: its plain spec, its custom resource for Kubernetes, and its alert windows.

Source: https://github.com/slok/sloth, as of its 0.16.
"""

from slo_gate.core import node
from slo_gate.core.ports import Reader
from slo_gate.formats.sloth.recognising import RESOURCE, is_plain, is_resource

NAME = "sloth"
SIGN = r"sloth\.slok\.dev|prometheus/v"
WORDS = ("slo", "servicelevel", "alertwindows", "prometheus/")
PROMISE = RESOURCE


def recognises(root: node.Mapping) -> bool:
    """Any object of Sloth, those of other versions included: they get a finding rather than silence."""
    return is_resource(root) or is_plain(root)


def load() -> Reader:
    from slo_gate.formats.sloth import reader  # noqa: PLC0415 - only who has such files pays for the import

    return reader
