"""What docs/sources/prometheus.md tells people to paste is taken, and it names every setting."""

import re
from pathlib import Path

import pytest

from slo_gate import documents
from slo_gate.config import read
from slo_gate.sources import SOURCES, prometheus
from slo_gate.sources.prometheus_settings import DEFAULT_PARAMETERS, DEFAULT_SERVICE
from tests.support.repository import ROOT, fences

PAGE = "docs/sources/prometheus.md"
EXAMPLES = [fence.text for fence in fences(PAGE) if fence.text.startswith("sources:")]


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_a_configuration(example: str) -> None:
    assert read(documents.parse(f"version: 1\n{example}".encode(), "c.yaml"), Path(), SOURCES)


def test_each_product_has_an_example() -> None:
    assert len(EXAMPLES) >= 8


def test_each_setting_has_its_line() -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert named == set(prometheus.SETTINGS.fields) - {"type"}


def test_defaults_are_as_they_are_told() -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    said = ", ".join(f'{key}: "{value}"' for key, value in DEFAULT_PARAMETERS.items())
    assert f"`{{{said}}}`" in text
    assert f"`service` is `{DEFAULT_SERVICE}`" in text
