"""What a configuration must not say, and where it is told."""

import re
from pathlib import Path

import pytest

from slo_gate import documents
from slo_gate.config import InvalidConfigError, read
from slo_gate.core.errors import ConfigError
from slo_gate.sources import SOURCES
from tests.support.program import called

MARK = "«"
"""Stands before the place that the finding must name."""

RULE = "version: 1\nrules:\n  - name: spent\n    when: {remaining_at_most: 0%}\n    then: fail\n"
BURN = "version: 1\nrules:\n  - name: burns\n    when: {burn_rate: {budget: 2%, long: 1h}}\n    then: fail\n"
PROMETHEUS = "version: 1\nsources:\n  m: {type: prometheus, url: 'https://p.example'}\n"
CUT = """\
version: 1
exclusions:
  - reason: database move
    from: 2026-11-07T22:00
    to: 2026-11-08T02:00
    zone: Europe/Berlin
    expires: 2026-12-31
"""
EXEMPT = """\
version: 1
exemptions:
  - slo: checkout
    reason: migration
    owner: payments
    ticket: OPS-1
    expires: 2027-01-31
"""
FROZEN = """\
version: 1
freezes:
  - name: year end
    from: 2026-12-20T00:00
    to: 2027-01-02T00:00
    zone: Europe/Berlin
    then: fail
"""
OVERRIDE = "version: 1\noverrides:\n  label: slo-gate:override\n"
SQL = "version: 1\nsources:\n  db: {type: sql, url: 'duckdb://', tables: {t: t.csv}}\n"
RECORDED = "version: 1\nsources:\n  r: {type: recorded, url: https://p, from: auto, tolerance: 5%}\n"

REFUSED = {
    "no version": ("«slos: [slo]\n", "SLO102", "no `version`"),
    "another version": ("version: «2\n", "SLO104", "it must be 1"),
    "a version in quotes": ('version: «"1"\n', "SLO103", "it must be 1"),
    "a list": ("«[1]\n", "SLO103", "a mapping"),
    "an unknown key": ("version: 1\n«slo: [slo]\n", "SLO101", "did you mean `slos`?"),
    "a key in capitals": ("version: 1\n«Rules: []\n", "SLO101", "did you mean `rules`?"),
    "a key twice": ("version: 1\nshadow: true\n«shadow: false\n", "SLO003", "first in line 2"),
    "a tag": ("version: 1\nat: «!ENV NOW\n", "SLO004", "tag"),
    "a broken document": ("version: 1\nslos: [slo\n«", "SLO001", "not YAML"),
    "no pattern": ("version: 1\n«slos: []\n", "SLO106", "at least 1"),
    "one pattern and no list": ("version: 1\nslos: «slo\n", "SLO103", "a list"),
    "an absolute path": ("version: 1\nslos: [«/etc]\n", "SLO104", "below the folder of this file"),
    "a path that leaves the folder": ("version: 1\nslos: [slo, «../slo]\n", "SLO104", "without `..`"),
    "a path that leaves the folder later": ("version: 1\nslos: [«slo/../../x]\n", "SLO104", "without `..`"),
    "a path that is two dots": ("version: 1\nslos: [«..]\n", "SLO104", "without `..`"),
    "a path that is empty": ("version: 1\nslos: [«'']\n", "SLO104", "a path or glob"),
    "an instant without its zone": ("version: 1\nat: «2026-01-31T12:00:00\n", "SLO104", "2026-01-31T12:00:00Z"),
    "an instant with a blank": ("version: 1\nat: «2026-01-31 12:00:00Z\n", "SLO104", "2026-01-31T12:00:00Z"),
    "a day alone": ("version: 1\nat: «2026-01-31\n", "SLO104", "an instant"),
    "an instant that does not exist": ("version: 1\nat: «2026-02-30T12:00:00Z\n", "SLO104", "that exists"),
    "an instant before all calendars": ("version: 1\nat: «0001-01-01T00:00:00+14:00\n", "SLO104", "that exists"),
    "an instant as a number": ("version: 1\nat: «1769860800\n", "SLO103", "an instant"),
    "shadow in words": ("version: 1\nshadow: «on\n", "SLO103", "true or false"),
    "a source without a type": ("version: 1\nsources:\n  «db: {url: x}\n", "SLO102", "no `type`"),
    "a source of an unknown type": ("version: 1\nsources:\n  db: {type: «sqll}\n", "SLO104", "did you mean `sql`?"),
    "a source type that is a list": ("version: 1\nsources:\n  db: {type: «[sql]}\n", "SLO103", "one of"),
    "a source that is a string": ("version: 1\nsources:\n  db: «duckdb://\n", "SLO103", "a mapping"),
    "a source with an unknown setting": (SQL.replace("tables", "«table"), "SLO101", "did you mean `tables`?"),
    "a source with an address of another trade": (SQL.replace("'duck", "«'http"), "SLO104", "duckdb://"),
    "a source without a name": (SQL.replace("db:", "«'':", 1), "SLO104", "a key must be a name"),
    "a source named by a path": (SQL.replace("db:", "«a/b:", 1), "SLO104", "a key must be a name"),
    "a default source of another name": (SQL + "defaults: {source: «dp}\n", "SLO104", "name one of `sources`: db"),
    "a default source without sources": ("version: 1\ndefaults: {source: «db}\n", "SLO104", "there is none"),
    "a record of a tool that is not known": (RECORDED.replace("auto", "«nobl9"), "SLO104", "sloth, pyrra, grafana"),
    "a tolerance without its sign": (RECORDED.replace("5%", "«5"), "SLO103", "from 0% to 100%"),
    "a record without an address": (
        RECORDED.replace("r: {", "«r: {").replace("url: https://p, ", ""),
        "SLO102",
        "no `url`",
    ),
    "a window with a blank": ("version: 1\ndefaults: {window: «30 d}\n", "SLO104", "a whole number and one of"),
    "a window of nothing": ("version: 1\ndefaults: {window: «0d}\n", "SLO104", "a whole number and one of"),
    "an endless window": ("version: 1\ndefaults: {window: «9999Y}\n", "SLO104", "a whole number and one of"),
    "an unknown default": ("version: 1\ndefaults: {«on_unknwon: fail}\n", "SLO101", "did you mean `on_unknown`?"),
    "an unknown leniency": ("version: 1\ndefaults: {on_unknown: «ignore}\n", "SLO104", "fail, warn, pass"),
    "a no-traffic that blocks": ("version: 1\ndefaults: {on_no_traffic: «block}\n", "SLO104", "fail, warn, pass"),
    "slices that are ugly": ("version: 1\ndefaults: {empty_slices: «ugly}\n", "SLO104", "excluded"),
    "a coverage without its sign": ("version: 1\ndefaults: {min_coverage: «50}\n", "SLO103", "from 0% to 100%"),
    "a coverage over all": ("version: 1\ndefaults: {min_coverage: «101%}\n", "SLO104", "from 0% to 100%"),
    "a coverage below nothing": ("version: 1\ndefaults: {min_coverage: «-1%}\n", "SLO104", "from 0% to 100%"),
    "series that are averaged": ("version: 1\ndefaults: {series: «mean}\n", "SLO104", "each, sum"),
    "series of no SLO": ("version: 1\nseries:\n  - «budget: sum\n", "SLO102", "no `match`"),
    "series of a budget that is none": (
        "version: 1\nseries: [{match: {slo: a}, budget: «all}]\n",
        "SLO104",
        "each, sum",
    ),
    "half an event": ("version: 1\ndefaults: {min_events_for_fail: «0.5}\n", "SLO104", "auto, or a whole number"),
    "a debt of events": ("version: 1\ndefaults: {min_events_for_fail: «-1}\n", "SLO104", "auto, or a whole number"),
    "events in a word": ("version: 1\ndefaults: {min_events_for_fail: «few}\n", "SLO103", "auto, or a whole number"),
    "no rule": ("version: 1\n«rules: []\n", "SLO106", "at least 1"),
    "a rule without a name": (RULE.replace("name: spent\n    ", "«"), "SLO102", "no `name`"),
    "a rule with an empty name": (RULE.replace("spent", "«''"), "SLO106", "it must be a name"),
    "a rule without a condition": (
        RULE.replace("name", "«name").replace("    when: {remaining_at_most: 0%}\n", ""),
        "SLO102",
        "remaining_at_most, consumed_at_least, burn_rate",
    ),
    "an empty condition": (
        RULE.replace("when: {remaining_at_most: 0%}", "«when: {}"),
        "SLO102",
        "has no `remaining_at_most` or `consumed_at_least`",
    ),
    "an unknown condition": (
        BURN.replace("burn_rate:", "remaining_at_most: 1%, «burnrate:"),
        "SLO101",
        "did you mean `burn_rate`?",
    ),
    "a rule without a verdict": (RULE.replace("name", "«name").replace("    then: fail\n", ""), "SLO102", "no `then`"),
    "a rule that passes what has a number": (
        RULE.replace("when", "«when").replace("fail", "pass"),
        "SLO102",
        "has no `unknown` or `no_traffic`",
    ),
    "a rule about budgets that are not known": (
        RULE.replace("{remaining_at_most: 0%", "{unknown: true, «remaining_at_most: 0%"),
        "SLO105",
        "never holds beside",
    ),
    "a rule about what is both unknown and idle": (
        RULE.replace("{remaining_at_most: 0%", "{unknown: true, «no_traffic: true"),
        "SLO105",
        "make two rules of it",
    ),
    "a rule that forgives what is wrong": (
        RULE.replace("{remaining_at_most: 0%", "{unknown: [«query-rejected]"),
        "SLO104",
        "query-failed",
    ),
    "a rule about what is not unknown": (
        RULE.replace("{remaining_at_most: 0%", "{unknown: «false"),
        "SLO104",
        "it must be true",
    ),
    "a length of no duration": (
        RULE.replace("{remaining_at_most: 0%", "{exhausts_within: «3 days"),
        "SLO104",
        "a whole number and one of",
    ),
    "an exemption without an owner": (
        EXEMPT.replace("slo: ", "«slo: ").replace("    owner: payments\n", ""),
        "SLO102",
        "no `owner`",
    ),
    "an exemption without a ticket": (
        EXEMPT.replace("slo: ", "«slo: ").replace("    ticket: OPS-1\n", ""),
        "SLO102",
        "no `ticket`",
    ),
    "an exemption that never expires": (
        EXEMPT.replace("slo: ", "«slo: ").replace("    expires: 2027-01-31\n", ""),
        "SLO102",
        "no `expires`",
    ),
    "an exemption of nothing": (
        EXEMPT.replace("slo: checkout\n    reason", "«reason"),
        "SLO102",
        "say which SLOs it is for",
    ),
    "an exemption by a name beside a match": (
        EXEMPT.replace("slo: checkout", "«slo: checkout\n    match: {service: web}"),
        "SLO105",
        "move it into `match`",
    ),
    "an exemption until a day that does not exist": (EXEMPT.replace("2027-01-31", "«2027-02-31"), "SLO104", "exists"),
    "an exemption until a time of no zone": (EXEMPT.replace("2027-01-31", "«2027-01-31T12:00"), "SLO104", "instant"),
    "a freeze without a zone": (
        FROZEN.replace("name", "«name").replace("    zone: Europe/Berlin\n", ""),
        "SLO102",
        "no `zone`",
    ),
    "a freeze with offsets": (
        FROZEN.replace("12-20T00:00", "12-20T00:00Z").replace("zone", "«zone"),
        "SLO105",
        "beside a time with an offset",
    ),
    "a freeze that begins in an hour that clocks skip": (
        FROZEN.replace("2026-12-20T00:00", "«2026-03-29T02:30"),
        "SLO104",
        "which clocks in Europe/Berlin skip",
    ),
    "a freeze that ends before it begins": (FROZEN.replace("2027-01-02", "«2026-01-02"), "SLO104", "not after `from`"),
    "a freeze that passes": (FROZEN.replace("fail", "«pass"), "SLO104", "one of fail, warn"),
    "a freeze for SLOs": (FROZEN + "    match: {«slo: x}\n", "SLO101", "unknown key `slo`"),
    "a scope of some words": (
        "version: 1\nscope: [{paths: a, services: «some}]\n",
        "SLO104",
        "one of all",
    ),
    "a scope of paths that start in a slash": (
        "version: 1\nscope: [{paths: «/pay/**, services: [pay]}]\n",
        "SLO104",
        "`scope[0].paths` is '/pay/**'",
    ),
    "a rule about a folder by its slash": (
        "version: 1\nrules: [{name: r, match: {paths: [«infra/]}, when: {remaining_at_most: 0%}, then: fail}]\n",
        "SLO104",
        "`rules[0].match.paths[0]` is 'infra/'",
    ),
    "a burn rate whose lookbacks are swapped": (
        "version: 1\nrules: [{name: r, when: {burn_rate: {budget: 2%, long: 5m, short: «1h}}, then: fail}]\n",
        "SLO104",
        "`rules[0].when.burn_rate.short` is longer than `long`",
    ),
    "a scope without services": ("version: 1\nscope:\n  - «paths: a\n", "SLO102", "no `services`"),
    "a required SLO of nobody": ("version: 1\n«require_slo: []\n", "SLO106", "at least 1"),
    "a rule with automatic events": (RULE + "    min_events_for_fail: «auto\n", "SLO103", "a whole number"),
    "a tier that fails at most": ("version: 1\ndefaults: {tiers: {low: «fail}}\n", "SLO104", "one of warn"),
    "an exclusion by paths": (
        CUT.replace("    expires", "    match: {«paths: x}\n    expires"),
        "SLO101",
        "unknown key `paths`",
    ),
    "a rule with a verdict that is none": (RULE.replace("fail", "«block"), "SLO104", "fail, warn"),
    "a share without its sign": (RULE.replace("0%", "«0.25"), "SLO103", "a percentage such as 25%"),
    "a share with a word": (RULE.replace("0%", "«25 percent"), "SLO104", "a percentage such as 25%"),
    "a burn without a budget": (BURN.replace("burn_rate: {budget: 2%, ", "«burn_rate: {"), "SLO102", "no `budget`"),
    "a burn without a lookback": (
        BURN.replace("burn_rate", "«burn_rate").replace(", long: 1h", ""),
        "SLO102",
        "no `long`",
    ),
    "a burn of nothing": (BURN.replace("2%", "«0.0%"), "SLO104", "above 0%"),
    "a burn of more than all": (BURN.replace("2%", "«100.1%"), "SLO104", "at most 100%"),
    "a lookback in seconds": (BURN.replace("1h", "«90s"), "SLO104", "a whole number and one of"),
    "a metrics source that signs in twice": (
        PROMETHEUS.replace("}", ", auth: {bearer: {env: A}, «sigv4: {region: eu-west-1}}}"),
        "SLO105",
        "exactly one of",
    ),
    "a secret in the file": (PROMETHEUS.replace("}", ", auth: {bearer: «hunter2}}"), "SLO103", "a mapping"),
    "a signature without its region": (PROMETHEUS.replace("}", ", auth: {«sigv4: {}}}"), "SLO102", "eu-central-1"),
    "a region that is a zone": (
        PROMETHEUS.replace("}", ", auth: {sigv4: {region: «eu-west-1a}}}"),
        "SLO104",
        "a region of Amazon's, such as eu-central-1",
    ),
    "a user that is a number": (
        PROMETHEUS.replace("}", ", auth: {basic: {username: «12345, password: {env: A}}}}"),
        "SLO103",
        'put it in quotes: "12345"',
    ),
    "a header that signs in": (PROMETHEUS.replace("}", ", headers: {«authorization: x}}"), "SLO104", "see `auth`"),
    "a header of the tenant": (PROMETHEUS.replace("}", ", headers: {«X-Scope-OrgID: x}}"), "SLO104", "see `tenant`"),
    "a header that HTTP needs": (PROMETHEUS.replace("}", ", headers: {«Content-Length: x}}"), "SLO104", "HTTP itself"),
    "a header with a line end": (PROMETHEUS.replace("}", ', headers: {X-A: «"a\\nb"}}'), "SLO104", "a line of ASCII"),
    "a parameter of the question": (PROMETHEUS.replace("}", ", parameters: {«query: up}}"), "SLO104", "query, time"),
    "a parameter that is no string": (
        PROMETHEUS.replace("}", ", parameters: {partial_response: «false}}"),
        "SLO103",
        'put it in quotes: "false"',
    ),
    "a method that changes something": (PROMETHEUS.replace("}", ", method: «PUT}"), "SLO104", "POST"),
    "a certificate without its key": (
        PROMETHEUS.replace("}", ", «client_certificate: {cert_file: a.pem}}"),
        "SLO102",
        "not encrypted",
    ),
    "a match by an unknown key": (RULE + "    match: {«services: web}\n", "SLO101", "did you mean `service`?"),
    "a match by nothing": (RULE + "    match: {«service: []}\n", "SLO106", "at least 1"),
    "a match by an empty name": (RULE + "    match: {service: «''}\n", "SLO106", "a name or a glob"),
    "a match by a number": (RULE + "    match: {labels: {tier: «1}}\n", "SLO103", 'put it in quotes: "1"'),
    "an exception for an unknown change": (RULE + "    unless: {change: [«hotfix]}\n", "SLO104", "fix"),
    "an exception for nothing": (RULE + "    unless: {«change: []}\n", "SLO106", "at least 1"),
    "an exception that is empty": (RULE + "    «unless: {}\n", "SLO102", "no `change`"),
    "overrides by no way": ("version: 1\n«overrides: {allowed: [admin]}\n", "SLO102", "no `label` or"),
    "an override by everybody": (OVERRIDE + "  allowed: [«read]\n", "SLO104", "one of triage, write, maintain, admin"),
    "an override by a name without its sign": (OVERRIDE + "  allowed: [«ana]\n", "SLO104", "@user"),
    "an override by nobody": (OVERRIDE + "  «allowed: []\n", "SLO106", "at least 1"),
    "an override for ever": (OVERRIDE + "  max_age: «always\n", "SLO104", "such as 5m"),
    "a quota of none": (OVERRIDE + "  quota: {count: «0, per: 30d}\n", "SLO104", "from 1 on"),
    "a quota of a half": (OVERRIDE + "  quota: {count: «1.5, per: 30d}\n", "SLO104", "whole number"),
    "a quota without its time": (OVERRIDE + "  «quota: {count: 1}\n", "SLO102", "no `per`"),
    "a label for no repair": (OVERRIDE + "  change_labels: {safe: «feature}\n", "SLO104", "fix"),
    "a trailer that git would not take": ("version: 1\noverrides: {trailer: «'slo gate'}\n", "SLO104", "hyphens"),
    "no exclusion": ("version: 1\n«exclusions: []\n", "SLO106", "at least 1"),
    "an exclusion without a reason": (CUT.replace("reason: database move\n    ", "«"), "SLO102", "no `reason`"),
    "an exclusion with an empty reason": (CUT.replace("database move", "«''"), "SLO106", "it must be a reason"),
    "an exclusion for ever": (
        CUT.replace("reason", "«reason").replace("    expires: 2026-12-31\n", ""),
        "SLO102",
        "no `expires`",
    ),
    "an exclusion that begins nowhere": (
        CUT.replace("reason", "«reason", 1).replace("    from: 2026-11-07T22:00\n", ""),
        "SLO102",
        "no `from`",
    ),
    "an exclusion by days": (CUT.replace("2026-11-07T22:00", "«2026-11-07"), "SLO104", "2026-11-07T22:00+01:00"),
    "an exclusion on a day that does not exist": (CUT.replace("2026-11-07T", "«2026-11-31T"), "SLO104", "that exists"),
    "an exclusion at an hour that does not exist": (
        CUT.replace("T22:00", "T24:00").replace("2026-11-07T", "«2026-11-07T"),
        "SLO104",
        "that exists",
    ),
    "an exclusion that expires on no day": (CUT.replace("2026-12-31", "«2026-12-32"), "SLO104", "a date that exists"),
    "an exclusion that expires at an hour": (CUT.replace("2026-12-31", "«2026-12-31T10:00"), "SLO104", "a date"),
    "an exclusion that ends before it begins": (
        CUT.replace("2026-11-08", "«2026-11-06"),
        "SLO104",
        "is not after `from`",
    ),
    "an exclusion without length": (
        CUT.replace("2026-11-08T02:00", "«2026-11-07T22:00"),
        "SLO104",
        "is not after `from`",
    ),
    "an exclusion that expires before it begins": (CUT.replace("2026-12-31", "«2026-11-06"), "SLO104", "never holds"),
    "an exclusion in local times of no place": (
        CUT.replace("2026-11-07", "«2026-11-07").replace("    zone: Europe/Berlin\n", ""),
        "SLO102",
        "add a `zone`",
    ),
    "an exclusion in a zone of no place": (CUT.replace("Europe/Berlin", "«Europe/Belrin"), "SLO104", "no time zone"),
    "an exclusion with an offset and a zone": (
        CUT.replace("zone", "«zone").replace("22:00", "22:00Z").replace("02:00", "02:00Z"),
        "SLO105",
        "leave the zone out",
    ),
    "an exclusion with one offset": (
        CUT.replace("zone", "«zone").replace("T22:00", "T22:00+01:00"),
        "SLO105",
        "beside a time with an offset",
    ),
    "an exclusion that begins in an hour that clocks skip": (
        CUT.replace("2026-11-07T22:00", "«2026-03-29T02:30"),
        "SLO104",
        "clocks in Europe/Berlin skip",
    ),
    "an exclusion that ends in an hour that clocks show twice": (
        CUT.replace("2026-11-07", "2026-10-24").replace("2026-11-08T02:00", "«2026-10-25T02:30"),
        "SLO104",
        "clocks in Europe/Berlin show twice",
    ),
    "an exclusion for an unknown match": (CUT + "    match: {«team: pay}\n", "SLO101", "known keys: service"),
    "a repair that is a feature": ("version: 1\nrepairs: [«feature]\n", "SLO104", "fix, rollback, security"),
}


def findings_of(text: str) -> list[tuple[str, int, int, str]]:
    with pytest.raises(InvalidConfigError) as caught:
        read(documents.parse(text.encode(), ".slo-gate.yaml"), Path(), SOURCES)
    assert ".slo-gate.yaml" in caught.value.message
    assert caught.value.exit_code == 2
    return [
        (one.rule, one.location.line, one.location.column, f"{one.message}\n{one.help}")
        for one in caught.value.findings
    ]


@pytest.mark.parametrize(("marked", "rule", "fragment"), REFUSED.values(), ids=REFUSED)
def test_a_configuration_is_refused_where_it_is_wrong(marked: str, rule: str, fragment: str) -> None:
    before = marked[: marked.index(MARK)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    (found,) = findings_of(marked.replace(MARK, ""))
    assert found[:3] == (rule, line, column)
    assert fragment in found[3]


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = "version: 2\nslos: [/etc]\ndefaults: {window: 30}\nrules: [{name: 1, when: {}, then: no}]\n"
    assert [(rule, line) for rule, line, _, _ in findings_of(text)] == [
        ("SLO104", 1),
        ("SLO104", 2),
        ("SLO103", 3),
        ("SLO103", 4),
        ("SLO102", 4),
        ("SLO104", 4),
    ]


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "version: 1\n---\nversion: 1\n", "{{ if .Values.x }}\nversion: 1\n"]
)
def test_what_is_not_one_document_is_no_configuration(text: str) -> None:
    with pytest.raises(ConfigError, match=re.escape("must be one YAML document")):
        read(documents.parse(text.encode(), ".slo-gate.yaml"), Path(), SOURCES)


def test_one_error_is_told_in_the_singular() -> None:
    with pytest.raises(InvalidConfigError, match=r"has 1 error$"):
        read(documents.parse(b"version: 2\n", "c.yaml"), Path(), SOURCES)


def test_a_password_in_an_address_is_shown_nowhere(tmp_path: Path) -> None:
    text = "version: 1\nsources:\n  m: {type: prometheus, url: 'https://me:canary@prom.example.com'}\n"
    (tmp_path / ".slo-gate.yaml").write_text(text)
    for form in ("text", "json", "github", "sarif", "junit"):
        done = called("validate", "--format", form, cwd=tmp_path)
        assert done.code == 2
        assert "is no such address" in done.out
        assert "canary" not in done.out + done.err
