"""The configuration file: where it is, and what it says."""

from collections.abc import Mapping
from pathlib import Path

from slo_gate.config.settings import Config
from slo_gate.core import node
from slo_gate.core.checking import Place, Schema
from slo_gate.core.errors import ConfigError, InvalidFileError
from slo_gate.core.finding import Finding
from slo_gate.core.ports import Parsed, SourceType

__all__ = ["NAMES", "Config", "InvalidConfigError", "config_schema", "read"]

NAMES = (".slo-gate.yaml", ".slo-gate.yml", ".github/slo-gate.yaml")
"""Where the configuration is looked for, in this order."""


class InvalidConfigError(InvalidFileError):
    """The configuration file has errors; `findings` say which."""

    def __init__(self, file: str, findings: tuple[Finding, ...]) -> None:
        super().__init__("the configuration", file, findings)


def read(parsed: Parsed, folder: Path, types: Mapping[str, SourceType]) -> Config:
    """The configuration that a parsed file holds. Raises InvalidConfigError, or ConfigError for what is no shape."""
    if parsed.findings:
        raise InvalidConfigError(parsed.file, parsed.findings)
    if parsed.skipped or len(parsed.documents) != 1:
        raise ConfigError(f"the configuration {parsed.file} must be one YAML document", "start with `version: 1`")
    root = parsed.documents[0].root
    from slo_gate.config.reading import read_config  # noqa: PLC0415 - most who validate have no configuration
    from slo_gate.config.shape import config_shape  # noqa: PLC0415 - as above

    violations = tuple(dict.fromkeys(config_shape(types).check(root, Place("", root.span))))
    if violations:
        raise InvalidConfigError(
            parsed.file, tuple(found._replace(fix=None).finding(parsed.file) for found in violations)
        )
    assert isinstance(root, node.Mapping)
    return read_config(root, parsed.file, folder)


def config_schema(types: Mapping[str, SourceType]) -> Schema:
    """Draft-07 JSON Schema of the configuration."""
    from slo_gate.config.shape import config_shape  # noqa: PLC0415 - as above

    published: Schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "slo-gate configuration"}
    return published | config_shape(types).schema()
