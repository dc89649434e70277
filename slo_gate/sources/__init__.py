"""Where numbers come from: one module each, by the `type` that the configuration gives.

A source is imported when its type is asked for: few configurations have more than one.
"""

# ruff: noqa: PLC0415
from collections.abc import Mapping

from slo_gate.core.lazily import Lazily
from slo_gate.core.ports import SourceType


def _prometheus() -> SourceType:
    from slo_gate.sources import prometheus

    return prometheus


def _recorded() -> SourceType:
    from slo_gate.sources import recorded

    return recorded


def _sql() -> SourceType:
    from slo_gate.sources import sql

    return sql


def _file() -> SourceType:
    from slo_gate.sources import file

    return file


SOURCES: Mapping[str, SourceType] = Lazily(
    {"prometheus": _prometheus, "recorded": _recorded, "sql": _sql, "file": _file}
)
