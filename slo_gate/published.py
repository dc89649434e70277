"""The JSON Schemas that slo-gate publishes, by file name: of the configuration, the reports, snapshots and every format."""

from collections.abc import Mapping

from slo_gate.config import config_schema
from slo_gate.core.checking import Schema
from slo_gate.formats import FORMATS
from slo_gate.outputs.schemas import SCHEMAS as REPORTS
from slo_gate.policy_tests.shape import schemas as policy_tests
from slo_gate.snapshot.shape import schemas as snapshots
from slo_gate.sources import SOURCES


def schemas() -> Mapping[str, Schema]:
    formats = {name: schema for one in FORMATS for name, schema in one.load().schemas().items()}
    return {"config.v1.json": config_schema(SOURCES), **REPORTS, **snapshots(), **policy_tests(), **formats}
