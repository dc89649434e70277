"""Whose reading of OpenSLO a file follows, where tools differ from the specification's text."""

from enum import StrEnum


class Dialect(StrEnum):
    """docs/dialects.md lists what each takes that the text does not, and what it refuses that the text allows."""

    SPEC = "spec"
    GO_SDK = "go-sdk"
    SLOTH = "sloth"
    LEGACY = "legacy"
    OSKO = "osko"
