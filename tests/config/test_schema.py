"""Editors, which know the JSON Schema of the configuration, and `slo-gate` refuse the same ones."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slo_gate import documents
from slo_gate.config.shape import config_shape
from slo_gate.sources import SOURCES
from tests.config.test_accepted import TestRules
from tests.config.test_refused import MARK, REFUSED
from tests.support.corpus import plain
from tests.support.properties import tried
from tests.support.schemas import validator

SCHEMA = validator("config.v1.json")
BEYOND_A_SCHEMA = {
    "an instant that does not exist",
    "an instant before all calendars",
    "a key twice",
    "a burn rate whose lookbacks are swapped",
    "an exclusion on a day that does not exist",
    "an exclusion at an hour that does not exist",
    "an exclusion that expires on no day",
    "an exclusion that ends before it begins",
    "an exclusion without length",
    "an exclusion that expires before it begins",
    "an exclusion in a zone of no place",
    "an exclusion that begins in an hour that clocks skip",
    "an exclusion that ends in an hour that clocks show twice",
    "an exemption until a day that does not exist",
    "a freeze that begins in an hour that clocks skip",
    "a freeze that ends before it begins",
    "a default source of another name",
    "a default source without sources",
}
WHOLE = f"""\
{TestRules.TEXT}at: 2026-01-31T12:00:00Z
slos: [slo]
sources:
  ratings: {{type: sql, url: "duckdb://", tables: {{t: t.csv}}}}
  amp: {{type: prometheus, url: "https://p.example", auth: {{sigv4: {{region: eu-west-1}}}}, method: GET, headers: {{X-A: b, X-C: {{env: D}}}}}}
defaults: {{window: 30d, source: ratings, on_unknown: fail, on_no_traffic: warn, empty_slices: good, min_coverage: 50%, min_events_for_fail: 20, series: sum, tiers: {{low: warn}}}}
series: [{{match: {{service: web}}, budget: each}}]
repairs: [fix]
exclusions: [{{reason: move, from: 2026-01-10T22:00Z, to: 2026-01-11T02:00Z, match: {{slo: web}}, ticket: OPS-7, expires: 2026-12-31}}]
exemptions: [{{slo: web, reason: r, owner: ana, ticket: T-1, expires: 2027-01-31, unknown: true}}]
freezes: [{{name: f, from: 2026-12-20T00:00, to: 2027-01-02T00:00, zone: Europe/Berlin, match: {{service: web}}, then: warn, unless: {{change: []}}}}]
require_slo: [web]
scope: [{{paths: [a/**, b], services: all}}, {{paths: c, services: [web]}}]
overrides: {{label: o, trailer: O, input: true, environment: e, allowed: [admin, "@a", "@b/c"], require_reason: true, max_age: 2h, not_the_author: false, quota: {{count: 2, per: 30d}}, change_labels: {{f: fix}}}}
shadow: true
"""


def judged(text: str) -> tuple[bool, bool] | None:
    """Whether the shape and the schema take a configuration; None where it is no YAML."""
    parsed = documents.parse(text.encode(), "c.yaml")
    if not parsed.documents:
        return None
    root = parsed.documents[0].root
    return config_shape(SOURCES).takes(root), SCHEMA.is_valid(plain(root))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_by_the_schema(name: str) -> None:
    verdicts = judged(REFUSED[name][0].replace(MARK, ""))
    if verdicts is not None:
        assert verdicts[1] is (name in BEYOND_A_SCHEMA)


def test_what_is_accepted_is_accepted_by_the_schema() -> None:
    assert judged(WHOLE) == (True, True)
    assert judged("version: 1\n") == (True, True)


WORDS = sorted(set(WHOLE.replace("{", " ").replace("}", " ").replace(",", " ").replace(":", " ").split()))


@tried(300)
@given(
    st.sampled_from(WORDS), st.sampled_from([*WORDS, "x", "1", "0", "50", "true", "'0'", "[]", "{}", "..", "/x", "~"])
)
def test_whatever_word_is_changed_schema_and_shape_agree(old: str, new: str) -> None:
    assume(old != "sources" and new != "source")  # no schema knows that the default source is one of them
    assume(old != "Europe/Berlin")  # nor which zones there are
    verdicts = judged(WHOLE.replace(old, new, -1 if old == "ratings" else 1))  # a source must be named alike
    if verdicts is not None and not re.search("T[0-9]{2}:|[0-9]{4}-", old + new):  # no schema knows their order
        assert verdicts[0] is verdicts[1]
