"""Nobl9's objects, `n9/v1alpha`: SLOs and what belongs to them, as its own library checks them, and between files too.

Source: https://github.com/nobl9/nobl9-go, `manifest/v1alpha`, and https://docs.nobl9.com/yaml-guide.
"""

from slo_gate.core import node
from slo_gate.core.ports import Reader

NAME = "n9/v1alpha"
SIGN = r"\bn9/v"
WORDS = ("n9/",)
PROMISE = "SLO"


def recognises(root: node.Mapping) -> bool:
    """Any object of Nobl9, those of other versions included: they get a finding rather than silence."""
    return root.text("apiVersion").lower().startswith("n9/")


def load() -> Reader:
    from slo_gate.formats.nobl9 import reader  # noqa: PLC0415 - only who has such files pays for the import

    return reader
