"""Which YAML is OpenSLO's, and which of its versions reads it."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.ports import Reader
from slo_gate.formats.openslo import versions


class Version(NamedTuple):
    """One version as a format: `load` imports what reads it, for which only who has such files pays."""

    NAME: str
    recognises: Callable[[node.Mapping], bool]
    load: Callable[[], Reader]
    SIGN: str = "openslo"
    WORDS: tuple[str, ...] = ("slo",)
    PROMISE: str = "SLO"


def _is_v1(root: node.Mapping) -> bool:
    """Any OpenSLO object, those of unknown versions included: they get a finding rather than silence."""
    version = root.text("apiVersion")
    if not version:
        return root.text("kind") == "SLO" and "spec" in root.entries
    return version.lower().startswith(("openslo/", "openslo.com/"))


def _is_v1alpha(root: node.Mapping) -> bool:
    return root.text("apiVersion") == versions.V1ALPHA


def _is_v2alpha(root: node.Mapping) -> bool:
    return root.text("apiVersion") == versions.V2ALPHA


@cache
def _load_v1() -> Reader:
    from slo_gate.formats.openslo import v1  # noqa: PLC0415

    return v1


@cache
def _load_v1alpha() -> Reader:
    from slo_gate.formats.openslo import v1alpha  # noqa: PLC0415

    return v1alpha


@cache
def _load_v2alpha() -> Reader:
    from slo_gate.formats.openslo import v2alpha  # noqa: PLC0415

    return v2alpha


V1 = Version(versions.V1, _is_v1, _load_v1)
V1ALPHA = Version(versions.V1ALPHA, _is_v1alpha, _load_v1alpha)
V2ALPHA = Version(versions.V2ALPHA, _is_v2alpha, _load_v2alpha)
