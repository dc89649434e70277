"""Files of at most a megabyte that are made to be slow, by what makes them so."""

from typing import NamedTuple

from tests.faults.hostile_texts import (
    GENERATOR,
    MATCHERS,
    NEAR,
    NOBL9,
    NOBL9_COMPONENT,
    NOBL9_COMPOSITE,
    NOBL9_LOST,
    NOBL9_PART,
    NOBL9_PARTS,
    OBJECTIVES,
    ONE,
    POLICY,
    PYRRA,
    REFERRING,
    REPEATED,
    SHARED,
    SLOTH,
    SUPPRESSED,
    UNKNOWN,
    dotted,
    many,
    quoted,
    ratio,
    v1,
)


class Case(NamedTuple):
    text: str
    code: int
    options: tuple[str, ...] = ()


CASES = {
    "an SLO with thousands of keys, each nearly one that is known": Case(ONE + many(UNKNOWN, 24_000), 1),
    "hundreds of SLOs with misspelt keys, in a dialect": Case(
        many(v1("up") + many(UNKNOWN, 60), 550),
        1,
        ("--dialect", "legacy"),
    ),
    "48,000 bare names of alert policies, which a dialect takes": Case(
        ONE + "  alertPolicies:\n" + many("    - p#\n", 48_000), 1, ("--dialect", "legacy")
    ),
    "hundreds of SLOs of hundreds of bare names of alert policies": Case(
        many(v1("up") + "  alertPolicies: [" + "p," * 400 + "]\n", 221), 1
    ),
    "hundreds of SLOs with bare names of alert policies, each its own": Case(
        many(v1("up") + "  alertPolicies:\n" + many("    - p#\n", 99), 612), 1
    ),
    "hundreds of SLOs that share policies with conditions that never hold": Case(
        POLICY + many(v1("up") + "  alertPolicies: [" + "{alertPolicyRef: p}, " * 50 + "]\n", 490), 0
    ),
    "an SLO of thousands of objectives without anything": Case(ONE + "    - {}\n" * 49_000, 1),
    "thousands of SLOs with little more than a bare name": Case(
        many("- {kind: SLO, apiVersion: openslo/v1, spec: {alertPolicies: [a]}}\n", 4_900), 1
    ),
    "SLOs with nothing but misspelt keys": Case(
        many(
            "---\napiVersion: openslo/v1\nkind: SLO\nMeta_data: {Name: s}\nSpec: {Service: a, time_window: []}\n", 999
        ),
        1,
    ),
    "PromQL with slips in each query": Case(many(v1("sum(rte(x{job='a'}[5mm])) / summ(irat(x[5m]))"), 999), 1),
    "ratios of regular expressions with dots": Case(many(ratio(dotted("a"), dotted("b")), 999), 1),
    "ratios of sums of sums": Case(many(ratio("+".join(["a"] * 99), "+".join(["b"] * 99)), 999), 1),
    "thousands of objectives of one threshold": Case(ONE + many("    - {op: lte, value: -#, target: 0.9}\n", 5_900), 0),
    "thousands of objectives that share an enormous SQL query": Case(
        v1("SELECT " + ", ".join(f"c{number}" for number in range(8_000)), "sql").replace("slo-#", "slo")
        + many(OBJECTIVES, 5_000),
        0,
    ),
    "hundreds of SLOs that share an indicator with a query of 16,000 characters": Case(
        SHARED.replace("QUERY", quoted(f"sum(x{{{MATCHERS},,}})")) + many(REFERRING, 900), 1
    ),
    "queries of parts of one regular expression": Case(many(v1('x{l=~"' + "a*(b)" * 3_000 + '#"}')), 1),
    "queries of many regular expressions": Case(
        many(v1("x{" + ",".join(f'l=~"\\\\.{number}#*"' for number in range(700)) + "}")), 1
    ),
    "queries of escapes in regular expressions": Case(many(v1('x{l=~"' + "\\\\." * 4_000 + '#"}'), 70), 0),
    "queries of regular expressions that are none": Case(many(v1('x{l=~"' + "a?" * 4_000 + '#)"}')), 1),
    "queries of classes in regular expressions alone": Case(
        many(v1("x{" + ",".join(f'l{number}=~"\\\\pL\\\\w"' for number in range(600)) + "}")), 1
    ),
    "queries of repetitions within repetitions": Case(many(v1('x{l=~"((\\\\pL{40}){40}"}'), 900), 1),
    "queries of brackets within brackets": Case(many(v1("+".join(["(" * 49 + "up" + ")" * 49] * 90))), 1),
    "Pyrra's metrics with thousands of matchers": Case(
        many(PYRRA.replace("ERRORS", f"'x{{{MATCHERS}}}'").replace("TOTAL", f"'x{{{MATCHERS}}}'")), 1
    ),
    "Pyrra's metrics with one matcher again and again": Case(
        many(PYRRA.replace("ERRORS", f"'a{{{REPEATED}}}'").replace("TOTAL", f"'a{{{REPEATED}}}'"), 999), 1
    ),
    "a Sloth file of SLOs without anything, on one line": Case(
        "version: prometheus/v1\nservice: shop\nslos: [" + "{}," * 49_000 + "]\n", 1
    ),
    "a Sloth file of SLOs without anything": Case(
        "version: prometheus/v1\nservice: shop\nslos:\n" + many("  - {nam: x#}\n", 15_000), 1
    ),
    "a Sloth file whose totals exclude thousands of alternatives": Case(
        "version: prometheus/v1\nservice: shop\nslos:\n"
        + many(
            SLOTH.replace("ERRORS", "'x{l=~\"" + "|".join("a" * 4_000) + "\"}'").replace(
                "TOTAL", "'x{l=~\"" + "|".join("b" * 4_000) + "#\"}'"
            )
        ),
        1,
    ),
    "Nobl9's SLOs with a slip in each place": Case(many(NOBL9, 800), 1),
    "Nobl9's SLOs in a list, each made of others that are nowhere": Case(many(NOBL9_LOST, 1_780), 1),
    "Nobl9's services in a list with a slip in each place": Case(
        many("- {apiVersion: n9/v1alpha, kind: Service, metadata: {naem: a#, porject: b}, spc: {}}\n", 3_800), 1
    ),
    "Nobl9's objectives without anything": Case(
        NOBL9_PARTS.replace("objectives:\n", f"objectives: [{'{},' * 49_000}]\n"), 1
    ),
    "Nobl9's composites of thousands of objectives that are nearly there": Case(
        NOBL9_PARTS
        + many(NOBL9_PART, 500)
        + many(NOBL9_COMPOSITE.replace("COMPONENTS", many(NOBL9_COMPONENT, 10)), 300),
        1,
    ),
    "slo-generator's SLOs with a slip in each place": Case(many(GENERATOR, 900), 1),
    "nearly the names of thousands of exporters": Case(
        GENERATOR.replace("[promethus/checkout-#]", "\n" + many(NEAR, 20_000).rstrip("\n")), 1
    ),
    "thousands of backends of a class that is nearly one": Case(
        "backends: {" + many("promethus/#: {},", 12_000) + "}\nexporters: {" + many("promethus/#: {},", 12_000) + "}\n",
        0,
    ),
    "thousands of default exporters that are nearly one": Case(
        "exporters: {prometheus: {url: x}}\ndefault_exporters: [" + many("promethus#,", 49_000) + "]\n", 1
    ),
    "suppressions of all there is, and of what is not": Case(
        ONE + many("  x#: 1 $ slo-gate: ignore SLO101 SLO102 -- r\n", 19_000).replace("$", "#"), 1
    ),
    "suppressions that silence nothing": Case(ONE + SUPPRESSED * 26_000, 0),
    "a suppression of blanks": Case(ONE + "# slo-gate: ignore " + " \t" * 500_000 + "?\n", 0),
    "one line of unknown keys": Case(
        "{apiVersion: openslo/v1, kind: SLO, metadata: {name: a}, spec: {"
        + many("budgetingMethod#: 1, ", 24_000)
        + "}}\n",
        1,
    ),
}
