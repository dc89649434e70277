"""Where numbers come from: one module each, by the `type` that the configuration gives."""

from collections.abc import Mapping

from slo_gate.core.ports import SourceType
from slo_gate.sources import file, prometheus, recorded, sql

SOURCES: Mapping[str, SourceType] = {module.NAME: module for module in (prometheus, recorded, sql, file)}
